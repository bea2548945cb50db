"""Delivery: from the archive to Elasticsearch, and the search over what is there."""

from pipelines.delivery.client import DeliveryError, connect
from pipelines.delivery.definition import ALIAS, Definition, articles_index, health_index, indices, runs_index
from pipelines.delivery.deliver import Delivery, deliver
from pipelines.delivery.document import document, document_id
from pipelines.delivery.index import setup
from pipelines.delivery.rebuild import Rebuilt, rebuild
from pipelines.delivery.runs import deliver_runs
from pipelines.delivery.search import search
from pipelines.delivery.status import Status, status

__all__ = [
    "ALIAS",
    "Definition",
    "Delivery",
    "DeliveryError",
    "Rebuilt",
    "Status",
    "articles_index",
    "connect",
    "deliver",
    "deliver_runs",
    "document",
    "document_id",
    "health_index",
    "indices",
    "rebuild",
    "runs_index",
    "search",
    "setup",
    "status",
]
