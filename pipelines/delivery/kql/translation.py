"""Translation: what a text in KQL asks for, as the query that Kibana sends to Elasticsearch for it.

Kibana filters and does not score: what is found comes in the order that the reader chose, never the best match first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.delivery.kql.nodes import And, Everything, Is, Name, Nested, Node, Not, Or, Range, Value, Wildcard
from pipelines.delivery.kql.reader import KqlError

TIME_ZONE = "Asia/Jakarta"
# What Elasticsearch reads as an operator: https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-query-string-query
QUERY_STRING_SIGN = re.compile(r'[+\-=&|><!(){}\[\]^"~*?:\\/]')
WILDCARD_SIGN = re.compile(r"[*?\\]")

Clause = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an index, as Kibana's data view knows it."""

    name: str
    type: str  # Elasticsearch's; "" for one that the index does not have
    nested: str = ""  # the path of the nested objects that it is in


def fields_of(mappings: Mapping[str, Any]) -> dict[str, Field]:
    """Return the fields by name that a search can name: those of objects and multi-fields too, an alias with its target's type."""
    found = {field.name: field for field in _flat(mappings.get("properties", {}), "", "")}
    return {name: _resolved(field, found) for name, field in found.items()}


def to_query(node: Node, mappings: Mapping[str, Any], time_zone: str = TIME_ZONE) -> Clause:
    """Return the query that Kibana sends for `node`.

    Args:
        node: as `parse` returns it.
        mappings: of the index, as Elasticsearch takes them: {"properties": {...}}.
        time_zone: of dates that say none, a name of the IANA database; Kibana's setting `dateFormat:tz`.

    Raises:
        KqlError: a field of nested objects is asked for outside of `path: { ... }`, or another one inside.
    """
    return _Translation(fields_of(mappings), time_zone).query(node, "")


@dataclass(frozen=True, slots=True)
class _Translation:
    fields: Mapping[str, Field]
    time_zone: str

    def query(self, node: Node, path: str) -> Clause:
        """Return the clause for `node`, whose names are of the objects at `path`; "" outside of any."""
        match node:
            case Everything():
                return {"match_all": {}}
            case And():
                return {"bool": {"filter": [self.query(each, path) for each in node.queries]}}
            case Or():
                return _any([self.query(each, path) for each in node.queries])
            case Not():
                return {"bool": {"must_not": self.query(node.query, path)}}
            case Nested():
                inner = f"{path}.{node.path}".lstrip(".")
                return {"nested": {"path": inner, "query": self.query(node.query, inner), "score_mode": "none"}}
            case Range():
                named = self._named(node.field, path)
                return _any([self._wrapped(field, self._range(field, {node.operator: _sent(node.value)}), path) for field in named])
            case Is():
                return self._is(node, path)

    def _is(self, node: Is, path: str) -> Clause:
        if node.field is None:
            return _of_default_fields(node)
        fields = self._named(node.field, path)
        if isinstance(node.value, Wildcard) and node.value.is_anything and len(fields) >= len(self.fields):
            return {"match_all": {}}
        return _any([self._wrapped(field, self._of_field(field, node), path) for field in fields])

    def _of_field(self, field: Field, node: Is) -> Clause:
        value = node.value
        if isinstance(value, Wildcard):
            if value.is_anything:
                return {"exists": {"field": field.name}}
            if field.type == "keyword":
                return {"wildcard": {field.name: {"value": _escaped(value, WILDCARD_SIGN)}}}
            return {"query_string": {"fields": [field.name], "query": _escaped(value, QUERY_STRING_SIGN)}}
        if field.type == "date":
            return self._range(field, {"gte": value, "lte": value})
        if field.type == "keyword":
            return {"term": {field.name: {"value": value}}}
        return {"match_phrase" if node.is_phrase else "match": {field.name: value}}

    def _range(self, field: Field, bounds: Clause) -> Clause:
        return {"range": {field.name: bounds | ({"time_zone": self.time_zone} if field.type == "date" else {})}}

    def _named(self, name: Name, path: str) -> list[Field]:
        """Return the fields that `name` means; a name that the index does not know is sent as it is, and finds nothing."""
        prefix = f"{path}." if path else ""
        if isinstance(name, Wildcard):
            full = Wildcard((prefix + name.parts[0], *name.parts[1:]))
            found = [field for field in self.fields.values() if full.matches(field.name)]
        else:
            found = [self.fields[prefix + name]] if prefix + name in self.fields else []
        for field in found:
            if (path and field.nested != path) or (not path and field.nested and not isinstance(name, Wildcard)):
                raise KqlError(_misplaced(field, path))
        return found or [Field(f"{prefix}{name}", "")]

    def _wrapped(self, field: Field, clause: Clause, path: str) -> Clause:
        """Return `clause` for a field that a wildcard found among nested objects as those need it."""
        return {"nested": {"path": field.nested, "query": clause, "score_mode": "none"}} if field.nested and not path else clause


def _of_default_fields(node: Is) -> Clause:
    if isinstance(node.value, Wildcard):
        return {"query_string": {"query": _escaped(node.value, QUERY_STRING_SIGN)}}
    return {"multi_match": {"type": "phrase" if node.is_phrase else "best_fields", "query": node.value, "lenient": True}}


def _any(clauses: list[Clause]) -> Clause:
    return {"bool": {"should": clauses, "minimum_should_match": 1}}


def _sent(value: Value) -> str | bool:
    return str(value) if isinstance(value, Wildcard) else value


def _escaped(value: Wildcard, signs: re.Pattern[str]) -> str:
    return "*".join(signs.sub(r"\\\g<0>", part) for part in value.parts)


def _misplaced(field: Field, path: str) -> str:
    if not field.nested:
        return f"{field.name} is no field of nested objects: ask for it outside of `{path}: {{ ... }}`."
    return f"{field.name} is a field of nested objects: ask for it inside of `{field.nested}: {{ ... }}`."


def _flat(properties: Mapping[str, Any], prefix: str, nested: str) -> Iterator[Field]:
    for name, definition in properties.items():
        full = f"{prefix}{name}"
        if "properties" in definition:
            yield from _flat(definition["properties"], f"{full}.", full if definition.get("type") == "nested" else nested)
        elif definition.get("type", "object") == "alias":
            yield Field(full, f"alias of {definition['path']}", nested)
        elif definition.get("type", "object") != "object":
            yield Field(full, definition["type"], nested)
            yield from _flat(definition.get("fields", {}), f"{full}.", nested)


def _resolved(field: Field, found: Mapping[str, Field]) -> Field:
    target = found.get(field.type.removeprefix("alias of "))
    return Field(field.name, target.type, target.nested) if target else field
