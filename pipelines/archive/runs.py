"""Runs: when an outlet was crawled, how that ended, and what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from pipelines.archive.statements import chunks
from pipelines.archive.storable import storable
from pipelines.archive.tables import runs

KILLED = "killed"  # the outcome of a run that a later one finds without an end: they never overlap, so its process is no more
IDS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of one outlet."""

    id: int
    outlet: str
    started_at: datetime  # aware, UTC
    finished_at: datetime | None  # None: still running, or killed
    outcome: str  # "" until it has finished
    counts: Mapping[str, int]
    reason: str = ""  # of the outcome, one line; "" where nothing went wrong
    delivered: bool = False  # whether the index has it


def start(connection: Connection, outlet: str, now: datetime) -> int:
    """Note that a run began, by who holds the outlet's lease, and return its id."""
    unfinished = (runs.c.outlet == storable(outlet), runs.c.outcome.is_(None))
    connection.execute(update(runs).where(*unfinished).values(outcome=KILLED, reason="its process ended without a word"))
    row = {"outlet": storable(outlet), "started_at": now, "counts": {}}
    run_id: int = connection.execute(insert(runs).returning(runs.c.id), row).scalar_one()
    return run_id


def finish(connection: Connection, run_id: int, outcome: str, reason: str, counts: Mapping[str, int], now: datetime) -> None:
    """Note how the run ended; an unknown id is ignored."""
    row = {"outcome": storable(outcome), "reason": storable(reason), "counts": storable(dict(counts)), "finished_at": now}
    connection.execute(update(runs).where(runs.c.id == run_id).values(**row))


def last(connection: Connection) -> list[Run]:
    """Return each outlet's latest run, by outlet."""
    latest = select(func.max(runs.c.id)).group_by(runs.c.outlet)
    return [_run(row) for row in connection.execute(select(runs).where(runs.c.id.in_(latest)).order_by(runs.c.outlet))]


def last_ended(connection: Connection) -> list[Run]:
    """Return each outlet's latest run that has ended, by outlet."""
    latest = select(func.max(runs.c.id)).where(runs.c.outcome.is_not(None)).group_by(runs.c.outlet)
    return [_run(row) for row in connection.execute(select(runs).where(runs.c.id.in_(latest)).order_by(runs.c.outlet))]


def last_finished(connection: Connection, outlet: str) -> datetime | None:
    """Return when the outlet's latest run began that left nothing open (outcome "finished"); aware, UTC."""
    query = select(func.max(runs.c.started_at)).where(runs.c.outlet == storable(outlet), runs.c.outcome == "finished")
    moment: datetime | None = connection.execute(query).scalar_one()
    return moment


def ended(connection: Connection, after: int, limit: int) -> list[Run]:
    """Return up to `limit` runs that have ended and have an id above `after`, by id."""
    query = select(runs).where(runs.c.outcome.is_not(None), runs.c.id > after).order_by(runs.c.id).limit(limit)
    return [_run(row) for row in connection.execute(query)]


def undelivered(connection: Connection, limit: int) -> list[Run]:
    """Return up to `limit` runs that have ended and that the index does not have, by id."""
    waiting = (runs.c.delivered.is_(False), runs.c.outcome.is_not(None))
    return [_run(row) for row in connection.execute(select(runs).where(*waiting).order_by(runs.c.id).limit(limit))]


def delivered(connection: Connection, ids: Iterable[int]) -> None:
    """Note that the index has these runs; unknown ids are ignored."""
    for some in chunks(ids, IDS_AT_ONCE):
        connection.execute(update(runs).where(runs.c.id.in_(some)).values(delivered=True))


def _run(row: Any) -> Run:
    return Run(row.id, row.outlet, row.started_at, row.finished_at, row.outcome or "", row.counts, row.reason, row.delivered)
