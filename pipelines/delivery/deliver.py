"""Deliver: the outbox goes to Elasticsearch in bulk, and an article leaves it only once that has acknowledged it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from pipelines.delivery.bulk import BATCH, DOCUMENT_FAULTS, INDEX_FAULTS, SUPERSEDED, TOO_LARGE, WRONG, action, send_bulk
from pipelines.delivery.client import DeliveryError, address, explain, explain_status
from pipelines.delivery.definition import Definition
from pipelines.delivery.document import Entry
from pipelines.delivery.index import require_ready

AT_ONCE = 2  # requests under way while the next one is made ready: a node works on each in a thread of its own


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


@dataclass(frozen=True, slots=True)
class _Sendable:
    """An entry as it is sent."""

    entry_id: int
    action: dict[str, Any]

    @property
    def key(self) -> str:
        """The article's `_id`."""
        return str(self.action["_id"])

    @property
    def size(self) -> int:
        """Bytes of the document; a deletion has none."""
        return len(self.action.get("_source", b""))


_Request = dict[str, _Sendable]  # by key: answers are told apart by it, and come in any order


@dataclass(slots=True)
class _Outcome:
    """What came of one request."""

    acknowledged: list[int] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)
    error: str = ""

    @property
    def is_outage(self) -> bool:
        """Whether nothing got through; after a single article's trouble the rest goes on."""
        return bool(self.error) and not self.acknowledged


def deliver(archive: Outbox, client: Elasticsearch, index: Definition, batch: int = BATCH) -> Delivery:
    """Send everything in the archive's outbox, and take out what Elasticsearch has acknowledged.

    Safe to repeat and to interrupt anywhere: a document's version is its revision, so neither a replay nor an older revision changes what
    is there. An article that is no longer kept is taken out of the index. An outage is not raised: it is `error`, and what could not
    be sent waits in the outbox.

    Args:
        archive: whose outbox it is.
        client: may write to the index.
        index: where the articles go.
        batch: articles in a request; memory holds AT_ONCE + 1 requests.
    """
    delivered = rejected = 0
    error = ""
    try:
        require_ready(client, index)
    except DeliveryError as problem:
        return Delivery(0, 0, archive.outbox_size(), str(problem))
    for outcome in _outcomes(_Sender(client), _requests(archive, index.alias, batch)):
        archive.acknowledge(outcome.acknowledged)
        for entry_id, reason in outcome.rejected:
            archive.reject(entry_id, reason)
        delivered += len(outcome.acknowledged)
        rejected += len(outcome.rejected)
        error = error or outcome.error
    return Delivery(delivered, rejected, archive.outbox_size(), error)


def _requests(archive: Outbox, alias: str, size: int) -> Iterator[_Request]:
    """The entries of the outbox in their order, up to `size` in a request, and no article twice in one."""
    after = 0
    while entries := archive.outbox_batch(size, after):
        after = entries[-1].id
        requests: list[_Request] = []
        for entry in entries:
            sendable = _Sendable(entry.id, action(entry, alias))
            free = next((request for request in requests if sendable.key not in request), None)
            if free is None:
                requests.append(free := {})
            free[sendable.key] = sendable
        yield from requests


def _outcomes(sender: _Sender, requests: Iterator[_Request]) -> Iterator[_Outcome]:
    """What came of each of `requests`, in their order; after an outage no further one is sent.

    Of two entries with one article the later is sent once the earlier is answered: with the same revision, whichever came last would count.
    """
    is_down = False
    under_way: deque[tuple[_Request, Future[_Outcome]]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for request in requests:
            while len(under_way) == AT_ONCE or any(not request.keys().isdisjoint(other) for other, _ in under_way):
                outcome = under_way.popleft()[1].result()
                is_down = is_down or outcome.is_outage
                yield outcome
            if is_down:
                break
            under_way.append((request, threads.submit(sender.send, request)))
        for _, sending in under_way:
            yield sending.result()


class _Sender:
    """Sends requests, from several threads, and tells articles that cannot be sent from a way that lets nothing pass."""

    def __init__(self, client: Elasticsearch):
        self.client = client
        self.has_delivered = False

    def send(self, request: _Request) -> _Outcome:
        """Send `request`. Where it is refused as a whole, it is sent in halves, to find the articles for whose sake it was.

        If nothing was ever taken, not even the smallest, it is the server or a proxy that refuses everything, and no article is to blame.
        """
        outcome = _Outcome()
        parts = [list(request.values())]
        while parts and not outcome.error:
            refused, why = self._send(parts.pop(), outcome)
            self.has_delivered = self.has_delivered or bool(outcome.acknowledged)
            if len(refused) > 1:
                by_size = sorted(refused, key=lambda sendable: sendable.size)
                middle = len(by_size) // 2
                parts += [by_size[middle:], by_size[:middle]]
            elif refused and self.has_delivered:
                outcome.rejected.append((refused[0].entry_id, why))
            elif refused:
                outcome.error = why
        return outcome

    def _send(self, part: Sequence[_Sendable], outcome: _Outcome) -> tuple[list[_Sendable], str]:
        """Send `part`, note in `outcome` what came of it, and return what was in a request that was refused as a whole, and why."""
        waiting = {sendable.key: sendable for sendable in part}
        refused, why = [], ""
        try:
            for ok, answer in send_bulk(self.client, (sendable.action for sendable in part), require_alias=True):
                refusal = answer.get("exception")
                if not isinstance(refusal, ApiError):
                    self._sort(waiting[answer["_id"]], ok, answer, outcome)
                elif answer["status"] in (WRONG, TOO_LARGE):
                    refused.append(waiting[answer["_id"]])
                    why = explain(refusal, self.client)
                else:
                    outcome.error = outcome.error or explain(refusal, self.client)
        except (ApiError, TransportError) as error:
            outcome.error = explain(error, self.client)
        return refused, why

    def _sort(self, sendable: _Sendable, ok: bool, answer: dict[str, Any], outcome: _Outcome) -> None:
        status, problem = answer["status"], answer.get("error") or {}
        kind, reason = str(problem.get("type", "")), _with_cause(problem)
        if ok or status == SUPERSEDED or answer.get("result") == "not_found":
            outcome.acknowledged.append(sendable.entry_id)
        elif status == WRONG and kind in DOCUMENT_FAULTS and not any(fault in reason for fault in INDEX_FAULTS):
            outcome.rejected.append((sendable.entry_id, f"{kind}: {reason}"))
        else:
            outcome.error = outcome.error or f"Elasticsearch at {address(self.client)} {explain_status(status, kind, reason)}"


def _with_cause(problem: dict[str, Any]) -> str:
    reason, cause = str(problem.get("reason", "")), problem.get("caused_by") or {}
    return f"{reason} ({cause['reason']})" if cause.get("reason") else reason
