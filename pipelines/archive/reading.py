"""Reading: stored articles, their revisions, and counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from pipelines.archive.outbox import article_of
from pipelines.archive.storable import key
from pipelines.archive.tables import articles, revisions, urls
from pipelines.items import Article, Verdict


@dataclass(frozen=True, slots=True)
class Revision:
    """An article as it was at one time."""

    number: int  # counted from 1
    article: Article
    seen_at: datetime  # aware, UTC
    verdict: Verdict | None = None  # that it got; None where an older program stored it


def article(connection: Connection, canonical_url: str) -> Article | None:
    """Return the article of `canonical_url` as it is now."""
    columns = (articles.c.title, articles.c.body, articles.c.fields)
    row = connection.execute(select(*columns).where(articles.c.canonical_url == key(canonical_url))).first()
    return article_of(row) if row else None


def revisions_of(connection: Connection, canonical_url: str) -> list[Revision]:
    """Return every revision of the article of `canonical_url`, the first one first."""
    columns = (revisions.c.number, revisions.c.title, revisions.c.body, revisions.c.fields, revisions.c.seen_at)
    query = select(*columns).join(articles, articles.c.id == revisions.c.article).where(articles.c.canonical_url == key(canonical_url))
    rows = connection.execute(query.order_by(revisions.c.number))
    return [Revision(row.number, article_of(row), row.seen_at, _verdict(row.fields.get("verdict"))) for row in rows]


def _verdict(named: str | None) -> Verdict | None:
    return Verdict(named) if named else None


def verdict(connection: Connection, canonical_url: str) -> tuple[Verdict, str] | None:
    """Return the verdict on `canonical_url` and its reason; None if there is none."""
    row = connection.execute(select(urls.c.verdict, urls.c.reason).where(urls.c.canonical_url == key(canonical_url))).first()
    return (Verdict(row.verdict), row.reason) if row else None


def counts_by_outlet(connection: Connection) -> dict[str, dict[Verdict, int]]:
    """Return how many addresses have which verdict, by outlet."""
    query = select(urls.c.outlet, urls.c.verdict, func.count()).group_by(urls.c.outlet, urls.c.verdict).order_by(urls.c.outlet)
    counts: dict[str, dict[Verdict, int]] = defaultdict(dict)
    for outlet, named, count in connection.execute(query):
        counts[outlet][Verdict(named)] = count
    return dict(counts)


def counts(connection: Connection) -> dict[Verdict, int]:
    """Return how many addresses have which verdict."""
    rows = connection.execute(select(urls.c.verdict, func.count()).group_by(urls.c.verdict))
    return {Verdict(named): count for named, count in rows}
