"""Runs: when an outlet was crawled, how that ended, and what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from pipelines.archive.storable import storable
from pipelines.archive.tables import runs


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of one outlet."""

    id: int
    outlet: str
    started_at: datetime  # aware, UTC
    finished_at: datetime | None  # None: still running, or killed
    outcome: str  # "" until it has finished
    counts: Mapping[str, int]


def start(connection: Connection, outlet: str, now: datetime) -> int:
    """Note that a run began, and return its id."""
    row = {"outlet": storable(outlet), "started_at": now, "counts": {}}
    run_id: int = connection.execute(insert(runs).returning(runs.c.id), row).scalar_one()
    return run_id


def finish(connection: Connection, run_id: int, outcome: str, counts: Mapping[str, int], now: datetime) -> None:
    """Note how the run ended; an unknown id is ignored."""
    row = {"outcome": storable(outcome), "counts": storable(dict(counts)), "finished_at": now}
    connection.execute(update(runs).where(runs.c.id == run_id).values(**row))


def last(connection: Connection) -> list[Run]:
    """Return each outlet's latest run, by outlet."""
    latest = select(func.max(runs.c.id)).group_by(runs.c.outlet)
    rows = connection.execute(select(runs).where(runs.c.id.in_(latest)).order_by(runs.c.outlet))
    return [Run(row.id, row.outlet, row.started_at, row.finished_at, row.outcome or "", row.counts) for row in rows]


def last_finished(connection: Connection, outlet: str) -> datetime | None:
    """Return when the outlet's latest run began that left nothing open (outcome "finished"); aware, UTC."""
    query = select(func.max(runs.c.started_at)).where(runs.c.outlet == storable(outlet), runs.c.outcome == "finished")
    moment: datetime | None = connection.execute(query).scalar_one()
    return moment
