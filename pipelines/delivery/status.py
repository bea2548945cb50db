"""Status: what is delivered, what waits, what was set aside."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from typing import Protocol

from elasticsearch import Elasticsearch

from pipelines.delivery.client import one_line_errors
from pipelines.delivery.definition import Definition
from pipelines.delivery.index import count, target


class Counted(Protocol):
    """What the status needs of the archive."""

    def outbox_size(self) -> int: ...
    def rejected(self) -> Sized: ...


@dataclass(frozen=True, slots=True)
class Status:
    """The state of delivery at one moment."""

    index: str  # that the alias leads to; "" where it is not set up
    indexed: int  # articles that a search finds
    waiting: int  # entries in the outbox
    rejected: int  # entries set aside with Elasticsearch's reason


def status(archive: Counted, client: Elasticsearch, definition: Definition) -> Status:
    """Return the state of delivery. Raises DeliveryError where Elasticsearch cannot be asked or the alias is not usable."""
    with one_line_errors(client):
        index = target(client, definition) or ""
        indexed = count(client, definition.alias) if index else 0
    return Status(index, indexed, archive.outbox_size(), len(archive.rejected()))
