"""Rebuild: a new index from the archive, and a switch of the alias; search goes on all the while."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from elasticsearch import Elasticsearch, NotFoundError

from pipelines.delivery.client import DeliveryError, address, one_line_errors
from pipelines.delivery.deliver import SUPERSEDED, WRONG, Entry, action, send_bulk
from pipelines.delivery.index import ALIAS, count, create
from pipelines.delivery.mapping import VERSION
from pipelines.items import Verdict


class Stored(Protocol):
    """What a rebuild needs of the archive."""

    def entries(self, verdict: Verdict | None = ...) -> Iterable[Entry]: ...


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made."""

    index: str  # that the alias leads to now
    articles: int
    replaced: tuple[str, ...]  # indices that the alias led to before; they are kept
    refused: tuple[str, ...]  # "_id: Elasticsearch's reason", of articles that cannot be indexed


def rebuild(archive: Stored, client: Elasticsearch, alias: str = ALIAS) -> Rebuilt:
    """Fill a new index with every relevant article of the archive, and let `alias` lead to it.

    What is delivered meanwhile goes to the index before it; a second pass after the switch brings the new one up to that. The index before
    it is kept, to be deleted once the new one is found good. If anything fails before the switch, all is as it was.

    Raises:
        DeliveryError: Elasticsearch refused or cannot be asked, or `alias` is itself an index.
    """
    with one_line_errors(client):
        before = _behind(client, alias)
        index = next(name for name in _names(alias) if not client.indices.exists(index=name))
        create(client, index)
        try:
            _fill(client, index, archive.entries(Verdict.RELEVANT))
        except BaseException:
            client.options(ignore_status=404).indices.delete(index=index)
            raise
        removals = [{"remove": {"index": name, "alias": alias}} for name in before]
        client.indices.update_aliases(actions=[*removals, {"add": {"index": index, "alias": alias, "is_write_index": True}}])
        refused = _fill(client, index, archive.entries(None))  # with those that are relevant no more
        client.indices.refresh(index=index)
        return Rebuilt(index, count(client, index), before, refused)


def _behind(client: Elasticsearch, alias: str) -> tuple[str, ...]:
    try:
        before = tuple(sorted(client.indices.get_alias(index=alias).body))
    except NotFoundError:
        return ()
    if alias in before:
        raise DeliveryError(
            f"Elasticsearch at {address(client)} has an index named {alias}, where an alias of that name is needed: delete it if "
            f"all that it holds is in the archive, then run this again."
        )
    return before


def _names(alias: str) -> Iterable[str]:
    yield f"{alias}-v{VERSION}"
    yield from (f"{alias}-v{VERSION}-{number}" for number in itertools.count(2))


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
