"""KQL: Kibana's query language, read as Kibana reads it, and turned into the query that Kibana sends to Elasticsearch."""

from pipelines.delivery.kql.nodes import And, Everything, Is, Nested, Node, Not, Or, Range, Wildcard, fields
from pipelines.delivery.kql.reader import KqlError, parse
from pipelines.delivery.kql.translation import fields_of, to_query

__all__ = [
    "And",
    "Everything",
    "Is",
    "KqlError",
    "Nested",
    "Node",
    "Not",
    "Or",
    "Range",
    "Wildcard",
    "fields",
    "fields_of",
    "parse",
    "to_query",
]
