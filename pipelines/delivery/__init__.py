"""Delivery: from the archive to Elasticsearch, and the search over what is there."""

from pipelines.delivery.client import DeliveryError, connect
from pipelines.delivery.definition import ALIAS, Definition, articles_index, health_index, indices, runs_index
from pipelines.delivery.deliver import Delivery, deliver
from pipelines.delivery.document import document, document_id
from pipelines.delivery.index import setup
from pipelines.delivery.rebuild import Rebuilt, drop, rebuild, rebuild_runs
from pipelines.delivery.runs import compare_runs, deliver_runs, verify_runs
from pipelines.delivery.search import search
from pipelines.delivery.status import Status, status
from pipelines.delivery.verify import Kind, Verified, compare, verify

__all__ = [
    "ALIAS",
    "Definition",
    "Delivery",
    "DeliveryError",
    "Kind",
    "Rebuilt",
    "Status",
    "Verified",
    "articles_index",
    "compare",
    "compare_runs",
    "connect",
    "deliver",
    "deliver_runs",
    "document",
    "document_id",
    "drop",
    "health_index",
    "indices",
    "rebuild",
    "rebuild_runs",
    "runs_index",
    "search",
    "setup",
    "status",
    "verify",
    "verify_runs",
]
