"""Visits: when a kept article is asked for again, and what the archive makes of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select, update

from pipelines.archive.known import FIRST_RETRY
from pipelines.archive.serialize import link_from_dict
from pipelines.archive.storable import key, storable
from pipelines.archive.tables import articles, outbox, pages, revisions
from pipelines.items import KEPT, Judgement, Link

LAST_CHANCE = timedelta(days=1)  # how long the last visit is tried again; each other one is, until the next is due


class Answer(StrEnum):
    """What came of asking for an article again."""

    UNCHANGED = "unchanged"  # the outlet said so, without sending it
    READ = "read"  # its text came and was judged, be it the same or another one
    GONE = "gone"  # it is no more
    MISSED = "missed"  # nothing was learned of it; a later run tries again


@dataclass(frozen=True, slots=True)
class Visit:
    """One asking for an article that is due."""

    canonical_url: str  # as in `Due`
    visited_at: datetime  # aware, UTC
    answer: Answer
    judgement: Judgement | None = None  # of the text that was read, under the article's own canonical URL


@dataclass(frozen=True, slots=True)
class Due:
    """An article that is to be visited, with what a conditional request needs."""

    canonical_url: str
    url: str  # where it was found last
    link: Link  # that led there first
    etag: str  # validators of the page that is stored; "" where an answer to them would not tell whether the text changed
    last_modified: str


@dataclass(frozen=True, slots=True)
class Visits:
    """How far the visits of an article are."""

    done: int
    next_at: datetime | None  # aware, UTC; None when there is none left
    gone_at: datetime | None  # aware, UTC; when the outlet first said that it is no more, None while it is there


def next_visit(first_at: datetime, after: datetime, schedule: Sequence[timedelta]) -> datetime | None:
    """Return the first visit at or behind `after` of an article that was first recorded at `first_at`; None when all of them lie before.

    Args:
        first_at: aware.
        after: aware.
        schedule: spans since `first_at`, in any order.
    """
    return min((first_at + span for span in schedule if first_at + span >= after), default=None)


def retry_visit(first_at: datetime, missed_at: datetime, schedule: Sequence[timedelta]) -> datetime | None:
    """Return when a visit that was missed at `missed_at` is tried again, None where it is given up.

    15 minutes after it was due, then 30, 60 and so on, doubled each time: as long again as it has been due already. When the next visit is
    due, that takes its place; the last one is given up a day after it was due.
    """
    planned = max((first_at + span for span in schedule if first_at + span <= missed_at), default=first_at)
    following = min((first_at + span for span in schedule if first_at + span > missed_at), default=None)
    again = missed_at + max(FIRST_RETRY, missed_at - planned)
    if following is not None:
        return min(again, following)
    return again if again <= planned + LAST_CHANCE else None


def due(connection: Connection, outlet: str, now: datetime, limit: int) -> list[Due]:
    """Return up to `limit` articles of `outlet` whose visit is due at `now`, the longest due first."""
    columns = (
        articles.c.fields["canonical_url"].as_string().label("canonical_url"),
        articles.c.url,
        articles.c.crawled_at,
        pages.c.fetched_at,
        pages.c.url.label("page_url"),
        pages.c.link,
        pages.c.etag,
        pages.c.last_modified,
        pages.c.further.is_not(None).label("is_paged"),
    )
    query = (
        select(*columns)
        .join_from(articles, pages, pages.c.canonical_url == articles.c.canonical_url, isouter=True)
        .where(articles.c.outlet == storable(outlet), articles.c.visit_at <= now)
        .order_by(articles.c.visit_at, articles.c.id)
        .limit(limit)
    )
    found = []
    for row in connection.execute(query):
        url = row.page_url or row.url
        # The first page's validators say nothing of further pages, and an older page's nothing of the text.
        tells = row.fetched_at is not None and row.fetched_at >= row.crawled_at and not row.is_paged
        found.append(
            Due(
                row.canonical_url,
                url,
                link_from_dict(row.link) if row.link else Link(url=url),
                (row.etag or "") if tells else "",
                (row.last_modified or "") if tells else "",
            )
        )
    return found


def record(connection: Connection, visits: Sequence[Visit], schedule: Sequence[timedelta]) -> None:
    """Note what became of `visits`, whose judgements are recorded already; a visit that was not due changes nothing, so a replay doesn't.

    An article that turns out to be gone stays, with the time at which that was first said; one that is there again loses it. Both are
    queued for delivery where the article is kept.
    """
    for visit in visits:
        _record(connection, visit, schedule)


def _record(connection: Connection, visit: Visit, schedule: Sequence[timedelta]) -> None:
    first_at = select(func.min(revisions.c.seen_at)).where(revisions.c.article == articles.c.id).scalar_subquery()
    columns = (articles.c.id, articles.c.verdict, articles.c.revision, articles.c.visits, articles.c.gone_at, first_at.label("first_at"))
    is_due = (articles.c.canonical_url == key(visit.canonical_url), articles.c.visit_at <= visit.visited_at)
    row = connection.execute(select(*columns).where(*is_due)).first()
    if row is None:
        return
    if visit.answer is Answer.MISSED:
        following = retry_visit(row.first_at, visit.visited_at, schedule)
        connection.execute(update(articles).where(articles.c.id == row.id).values(visit_at=following))
        return
    gone_at = (row.gone_at or visit.visited_at) if visit.answer is Answer.GONE else None
    values = {"visits": row.visits + 1, "visit_at": _after(row.first_at, visit.visited_at, schedule), "gone_at": gone_at}
    connection.execute(update(articles).where(articles.c.id == row.id).values(**values))
    if gone_at != row.gone_at and row.verdict in KEPT:
        connection.execute(insert(outbox), {"article": row.id, "revision": row.revision, "queued_at": visit.visited_at})


def _after(first_at: datetime, visited_at: datetime, schedule: Sequence[timedelta]) -> datetime | None:
    """The next visit after one that was made at `visited_at`."""
    return next_visit(first_at, visited_at + timedelta(microseconds=1), schedule)


def of_article(connection: Connection, canonical_url: str) -> Visits | None:
    """Return how far the visits of an article are; None where there is no such article."""
    columns = (articles.c.visits, articles.c.visit_at, articles.c.gone_at)
    row = connection.execute(select(*columns).where(articles.c.canonical_url == key(canonical_url))).first()
    return Visits(row.visits, row.visit_at, row.gone_at) if row else None
