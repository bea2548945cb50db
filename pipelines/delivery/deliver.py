"""Deliver: the outbox goes to Elasticsearch in bulk, and an article leaves it only once that has acknowledged it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from pipelines.delivery.bulk import BATCH, DOCUMENT_FAULTS, INDEX_FAULTS, SUPERSEDED, TOO_LARGE, WRONG, action, send_bulk
from pipelines.delivery.client import DeliveryError, address, explain, explain_status
from pipelines.delivery.definition import Definition
from pipelines.delivery.document import Entry, document_id
from pipelines.delivery.index import verify


class Outbox(Protocol):
    """What delivery needs of the archive."""

    def outbox_batch(self, limit: int, after: int = 0) -> Sequence[Entry]: ...
    def acknowledge(self, ids: Iterable[int]) -> None: ...
    def reject(self, entry_id: int, reason: str) -> None: ...
    def outbox_size(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a delivery did."""

    delivered: int  # left the outbox: acknowledged, or known there in a newer revision
    rejected: int  # set aside with Elasticsearch's reason, because no later try can succeed
    remaining: int  # still in the outbox
    error: str = ""  # one line: why they remain; "" where nothing went wrong


@dataclass(slots=True)
class _Outcome:
    """What came of one round of entries."""

    acknowledged: list[int] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)
    unsendable: list[tuple[Entry, str]] = field(default_factory=list)  # in a request that was refused as a whole, and why
    error: str = ""

    def add(self, other: _Outcome) -> None:
        self.acknowledged += other.acknowledged
        self.rejected += other.rejected
        self.error = self.error or other.error


def deliver(archive: Outbox, client: Elasticsearch, index: Definition) -> Delivery:
    """Send everything in the archive's outbox, and take out what Elasticsearch has acknowledged.

    Safe to repeat and to interrupt anywhere: a document's version is its revision, so neither a replay nor an older revision changes what
    is there. An article that is no longer kept is taken out of the index. An outage is not raised: it is `error`, and what could not
    be sent waits in the outbox.
    """
    delivered = rejected = after = 0
    error = ""
    try:
        verify(client, index)
    except DeliveryError as problem:
        return Delivery(0, 0, archive.outbox_size(), str(problem))
    while batch := archive.outbox_batch(BATCH, after):
        outcome = _send(client, batch, index.alias)
        archive.acknowledge(outcome.acknowledged)
        for entry_id, reason in outcome.rejected:
            archive.reject(entry_id, reason)
        delivered += len(outcome.acknowledged)
        rejected += len(outcome.rejected)
        error = error or outcome.error
        if outcome.error and not outcome.acknowledged:
            break  # an outage; after a single article's trouble the rest goes on
        after = batch[-1].id
    return Delivery(delivered, rejected, archive.outbox_size(), error)


def _send(client: Elasticsearch, entries: Sequence[Entry], alias: str) -> _Outcome:
    outcome = _Outcome()
    for round_ in _rounds(entries):
        result = _send_round(client, round_, alias)
        outcome.add(result)
        if result.unsendable:
            outcome.add(_one_by_one(client, result.unsendable, alias))
        if outcome.error and not outcome.acknowledged:
            break
    return outcome


def _rounds(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Split `entries` so that no article is twice in a round: answers are told apart by the article's id, and come in any order."""
    rounds: list[dict[str, Entry]] = []
    for entry in entries:
        key = document_id(entry.article.canonical_url)
        free = next((round_ for round_ in rounds if key not in round_), None)
        if free is None:
            rounds.append(free := {})
        free[key] = entry
    return [list(round_.values()) for round_ in rounds]


def _send_round(client: Elasticsearch, entries: Sequence[Entry], alias: str) -> _Outcome:
    waiting = {document_id(entry.article.canonical_url): entry for entry in entries}
    outcome = _Outcome()
    try:
        actions = (action(entry, alias) for entry in entries)
        for ok, answer in send_bulk(client, actions, require_alias=True):
            _sort(waiting[answer["_id"]], ok, answer, outcome, client)
    except (ApiError, TransportError) as error:
        outcome.error = explain(error, client)
    return outcome


def _sort(entry: Entry, ok: bool, answer: dict[str, Any], outcome: _Outcome, client: Elasticsearch) -> None:
    status = answer["status"]
    refusal = answer.get("exception")
    if isinstance(refusal, ApiError):
        line = explain(refusal, client)
        if status in (WRONG, TOO_LARGE):
            outcome.unsendable.append((entry, line))
        else:
            outcome.error = outcome.error or line
        return
    problem = answer.get("error") or {}
    kind, reason = str(problem.get("type", "")), _with_cause(problem)
    if ok or status == SUPERSEDED or answer.get("result") == "not_found":
        outcome.acknowledged.append(entry.id)
    elif status == WRONG and kind in DOCUMENT_FAULTS and not any(fault in reason for fault in INDEX_FAULTS):
        outcome.rejected.append((entry.id, f"{kind}: {reason}"))
    else:
        outcome.error = outcome.error or f"Elasticsearch at {address(client)} {explain_status(status, kind, reason)}"


def _with_cause(problem: dict[str, Any]) -> str:
    reason, cause = str(problem.get("reason", "")), problem.get("caused_by") or {}
    return f"{reason} ({cause['reason']})" if cause.get("reason") else reason


def _one_by_one(client: Elasticsearch, unsendable: list[tuple[Entry, str]], alias: str) -> _Outcome:
    """Find the articles for whose sake whole requests were refused.

    If even the smallest is refused, it is the server or a proxy that refuses everything, and no article is to blame.
    """
    outcome = _Outcome()
    by_size = sorted((entry for entry, _ in unsendable), key=lambda entry: len(entry.article.body))
    for entry in by_size:
        alone = _send_round(client, [entry], alias)
        outcome.add(alone)
        if alone.error:
            break
        if alone.unsendable:
            _, line = alone.unsendable[0]
            if not outcome.acknowledged:
                outcome.error = line
                break
            outcome.rejected.append((entry.id, line))
    return outcome
