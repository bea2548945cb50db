"""Health: how each outlet stands, by its runs and by what it published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from pipelines.archive import runs as all_runs
from pipelines.archive.runs import Run
from pipelines.archive.tables import articles, runs, urls
from pipelines.items import Verdict

GOOD = ("finished", "partial")  # outcomes of runs in which the outlet answered
STOPPED = "interrupted"  # the outcome of a run that a person or a signal ended
AHEAD = timedelta(days=1)  # a page that claims to be published later than this from now says nothing about how fresh an outlet is


@dataclass(frozen=True, slots=True)
class OutletHealth:
    """How one outlet stands. Times are aware, UTC."""

    outlet: str
    last_run: Run  # the latest that has ended
    answered_at: datetime | None  # when its latest run began in which the outlet answered
    failing_runs: int  # since that one; those that a person stopped say nothing and are not counted
    newest_article_at: datetime | None  # publication of the newest page known, relevant or not
    newest_relevant_at: datetime | None  # publication of the newest relevant article
    relevant: int  # articles


def of_outlets(connection: Connection, now: datetime) -> list[OutletHealth]:
    """Return how each outlet of which a run has ended stands at `now` (aware), by outlet."""
    return [_of_outlet(connection, run, now) for run in all_runs.last_ended(connection)]


def _of_outlet(connection: Connection, run: Run, now: datetime) -> OutletHealth:
    good = (runs.c.outlet == run.outlet, runs.c.outcome.in_(GOOD))
    answered_id, answered_at = connection.execute(select(func.max(runs.c.id), func.max(runs.c.started_at)).where(*good)).one()
    failed = (runs.c.outlet == run.outlet, runs.c.id > (answered_id or 0), runs.c.outcome.not_in([*GOOD, STOPPED]))
    newest = select(func.max(urls.c.published_at)).where(urls.c.outlet == run.outlet, urls.c.published_at <= now + AHEAD)
    relevant = (articles.c.outlet == run.outlet, articles.c.verdict == str(Verdict.RELEVANT))
    newest_relevant = select(func.max(articles.c.published_at)).where(*relevant, articles.c.published_at <= now + AHEAD)
    return OutletHealth(
        run.outlet,
        run,
        answered_at,
        connection.execute(select(func.count()).select_from(runs).where(*failed)).scalar_one(),
        connection.execute(newest).scalar_one(),
        connection.execute(newest_relevant).scalar_one(),
        connection.execute(select(func.count()).select_from(articles).where(*relevant)).scalar_one(),
    )
