"""Rebuild: a new index from the archive, and a switch of the alias; search goes on all the while."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from elasticsearch import Elasticsearch

from pipelines.delivery.bulk import SUPERSEDED, WRONG, action, send_bulk
from pipelines.delivery.client import DeliveryError, address, one_line_errors
from pipelines.delivery.definition import Definition
from pipelines.delivery.document import Entry
from pipelines.delivery.index import behind, count, create_new, switch
from pipelines.items import KEPT, Verdict


class Stored(Protocol):
    """What a rebuild needs of the archive."""

    def entries(self, verdicts: Iterable[Verdict] = ...) -> Iterable[Entry]: ...


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made."""

    index: str  # that the alias leads to now
    articles: int
    replaced: tuple[str, ...]  # indices that the alias led to before; they are kept
    refused: tuple[str, ...]  # "_id: Elasticsearch's reason", of articles that cannot be indexed


def rebuild(archive: Stored, client: Elasticsearch, definition: Definition) -> Rebuilt:
    """Fill a new index with every kept article of the archive, and let the definition's aliases lead to it.

    What is delivered meanwhile goes to the index before it; a second pass after the switch brings the new one up to that. The index before
    it is kept, to be deleted once the new one is found good. If anything fails before the switch, all is as it was.

    Raises:
        DeliveryError: Elasticsearch refused or cannot be asked, or the alias is itself an index.
    """
    with one_line_errors(client):
        behind(client, definition)
        index = create_new(client, definition)
        try:
            _fill(client, index, archive.entries(KEPT))
        except BaseException:
            client.options(ignore_status=404).indices.delete(index=index)
            raise
        before = switch(client, definition, index)
        refused = _fill(client, index, archive.entries(Verdict))  # with those that are kept no more
        client.indices.refresh(index=index)
        return Rebuilt(index, count(client, index), before, refused)


def _fill(client: Elasticsearch, index: str, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Bring `index` to the state of `entries`; returns the reasons for those it refused."""
    refused = []
    actions = (action(entry, index) for entry in entries)
    for ok, answer in send_bulk(client, actions, require_alias=False):
        status, problem = answer["status"], answer.get("error")
        cause = problem["reason"] if isinstance(problem, dict) else problem
        if status == WRONG and "exception" not in answer:
            refused.append(f"{answer['_id']}: {cause}")
        elif not (ok or status == SUPERSEDED or answer.get("result") == "not_found"):
            raise DeliveryError(
                f"Elasticsearch at {address(client)} did not take every article ({status}, {cause}): try again when it does."
            )
    return tuple(refused)
