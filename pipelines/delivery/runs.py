"""Runs: how each outlet was crawled, and how it stands, for the dashboards: one document a run, and one an outlet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Protocol

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from pipelines.archive import DeliveryState, OutletHealth, Run
from pipelines.archive.health import GOOD
from pipelines.delivery.bulk import BATCH, send_bulk
from pipelines.delivery.client import DeliveryError, address, explain, explain_status, one_line_errors
from pipelines.delivery.definition import Definition
from pipelines.delivery.index import count, require_ready, target
from pipelines.delivery.mapping import COUNTED


class Crawled(Protocol):
    """What delivery needs of the archive."""

    def undelivered_runs(self, limit: int) -> Sequence[Run]: ...
    def runs_delivered(self, ids: Iterable[int]) -> None: ...
    def outlets_health(self, now: datetime) -> Sequence[OutletHealth]: ...


class Recorded(Crawled, Protocol):
    """What holding the index against the archive needs of that."""

    def runs(self) -> Iterable[Run]: ...
    def delivery_state(self) -> DeliveryState: ...


def deliver_runs(archive: Crawled, client: Elasticsearch, runs: Definition, health: Definition) -> int:
    """Send every run that the index lacks to `runs`, and how each outlet stands to `health`; returns how many runs it were.

    Safe to repeat: a run has the same `_id` each time, and so has an outlet.

    Raises:
        DeliveryError: Elasticsearch refused or cannot be asked; what was not acknowledged is sent by the next call.
    """
    require_ready(client, runs)
    require_ready(client, health)
    sent = 0
    while batch := archive.undelivered_runs(BATCH):
        send(client, (run_action(run, runs.alias) for run in batch))
        archive.runs_delivered([run.id for run in batch])
        sent += len(batch)
    if sent:
        send(client, (health_action(outlet, health.alias) for outlet in archive.outlets_health(datetime.now(UTC))))
    return sent


def compare_runs(archive: Recorded, client: Elasticsearch, runs: Definition) -> int:
    """Return how many runs the index lacks that were delivered once. Raises DeliveryError."""
    require_ready(client, runs)
    with one_line_errors(client):
        return sum(1 for _ in _missing(archive, client, runs))


def verify_runs(archive: Recorded, client: Elasticsearch, runs: Definition, health: Definition) -> int:
    """Deliver what waits, send again the runs that the index lacks, and how each outlet stands; returns how many were lacking.

    Raises:
        DeliveryError: Elasticsearch refused or cannot be asked.
    """
    deliver_runs(archive, client, runs, health)
    sent = 0
    with one_line_errors(client):
        missing = _missing(archive, client, runs)
        while some := list(islice(missing, BATCH)):
            send(client, (run_action(run, runs.alias) for run in some))
            sent += len(some)
    send(client, (health_action(outlet, health.alias) for outlet in archive.outlets_health(datetime.now(UTC))))
    return sent


def _missing(archive: Recorded, client: Elasticsearch, runs: Definition) -> Iterator[Run]:
    """The runs that were delivered, and that the index lacks. If the numbers agree, none is looked for."""
    state = archive.delivery_state()
    if count(client, runs.alias) >= state.runs - state.waiting_runs:
        return
    index, ended = target(client, runs), iter(archive.runs())
    while some := {run_id(run): run for run in islice(ended, BATCH)}:
        there = client.mget(index=index, ids=list(some), source=False)["docs"]
        found = {each["_id"] for each in there if each.get("found")}
        yield from (run for id, run in some.items() if run.delivered and id not in found)


def send(client: Elasticsearch, actions: Iterable[dict[str, Any]], *, require_alias: bool = True) -> None:
    """Send `actions`, all of them or none that matters: raises DeliveryError at the first that is refused."""
    try:
        for ok, answer in send_bulk(client, actions, require_alias=require_alias):
            if ok:
                continue
            if isinstance(refusal := answer.get("exception"), (ApiError, TransportError)):
                raise DeliveryError(explain(refusal, client))
            problem = answer.get("error") or {}
            reason = explain_status(answer["status"], str(problem.get("type", "")), str(problem.get("reason", "")))
            raise DeliveryError(f"Elasticsearch at {address(client)} {reason}")
    except (ApiError, TransportError) as error:
        raise DeliveryError(explain(error, client)) from error


def run_id(run: Run) -> str:
    """Return the `_id` of a run: an outlet has one at a time."""
    return f"{run.outlet}@{run.started_at.isoformat()}"


def run_action(run: Run, index: str) -> dict[str, Any]:
    """Return the bulk action that puts `run` into `index`. What it counted under names that the mapping does not know is left out."""
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at else None
    source = {
        "@timestamp": run.started_at.isoformat(),
        "outlet": run.outlet,
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "seconds": seconds,
        **_outcome(run),
        "found": run.counts.get("found", 0),
        "fetched": run.counts.get("fetched", 0),
        "counts": {name: run.counts[name] for name in COUNTED if run.counts.get(name)},
    }
    return {"_op_type": "index", "_index": index, "_id": run_id(run), "_source": _stated(source)}


def health_action(health: OutletHealth, index: str) -> dict[str, Any]:
    """Return the bulk action that says in `index` how an outlet stands."""
    source = {
        "@timestamp": health.last_run.started_at.isoformat(),
        "outlet": health.outlet,
        **_outcome(health.last_run),
        "answered_at": _iso(health.answered_at),
        "failing_runs": health.failing_runs,
        "newest_article_at": _iso(health.newest_article_at),
        "newest_relevant_at": _iso(health.newest_relevant_at),
        "relevant": health.relevant,
    }
    return {"_op_type": "index", "_index": index, "_id": health.outlet, "_source": _stated(source)}


def _outcome(run: Run) -> dict[str, Any]:
    return {"outcome": run.outcome, "is_good": run.outcome in GOOD, "reason": run.reason}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _stated(source: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in source.items() if value not in (None, "", {})}
