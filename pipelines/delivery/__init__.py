"""Delivery: articles from the archive's outbox to Elasticsearch, and the search over what is there."""

from pipelines.delivery.client import DeliveryError, connect
from pipelines.delivery.deliver import Delivery, deliver
from pipelines.delivery.document import document, document_id
from pipelines.delivery.index import ALIAS, setup
from pipelines.delivery.rebuild import Rebuilt, rebuild
from pipelines.delivery.search import search
from pipelines.delivery.status import Status, status

__all__ = [
    "ALIAS",
    "Delivery",
    "DeliveryError",
    "Rebuilt",
    "Status",
    "connect",
    "deliver",
    "document",
    "document_id",
    "rebuild",
    "search",
    "setup",
    "status",
]
