"""Stored: the pages that the archive keeps, read a few at a time, and what judging them again changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, func, select, update

from pipelines.archive import pages, revising
from pipelines.archive.outbox import article_of
from pipelines.archive.storable import key, storable
from pipelines.archive.tables import articles, urls
from pipelines.archive.tables import pages as page_rows
from pipelines.archive.visits import next_visit
from pipelines.items import KEPT, Article, Judgement, Page, Verdict


@dataclass(frozen=True, slots=True)
class Stored:
    """A page that the archive keeps, with what is known of its address."""

    canonical_url: str
    page: Page
    verdict: Verdict
    reason: str
    article: Article | None  # as it is now; an irrelevant page that was sampled has none


@dataclass(frozen=True, slots=True)
class Choice:
    """Which stored pages; empty means any."""

    outlets: frozenset[str] = frozenset()
    verdicts: frozenset[Verdict] = frozenset()

    def of(self, query: Select[tuple[str]]) -> Select[tuple[str]]:
        """Narrow `query`, which has `urls` in it, to these."""
        if self.outlets:
            query = query.where(urls.c.outlet.in_(self.outlets))
        if self.verdicts:
            query = query.where(urls.c.verdict.in_(map(str, self.verdicts)))
        return query


def keys_after(connection: Connection, choice: Choice, after: str, limit: int) -> list[str]:
    """Return up to `limit` keys of stored pages above `after`, in their order."""
    query = select(page_rows.c.canonical_url).join(urls).where(page_rows.c.canonical_url > after)
    return list(connection.scalars(choice.of(query).order_by(page_rows.c.canonical_url).limit(limit)))


def count(connection: Connection, choice: Choice) -> int:
    """Return how many pages `choice` means."""
    keys = choice.of(select(page_rows.c.canonical_url).join(urls)).subquery()
    return connection.execute(select(func.count()).select_from(keys)).scalar_one()


def find(connection: Connection, keys: Collection[str]) -> list[Stored]:
    """Return the stored pages with these keys, by key; one that is there no more is left out."""
    known = {row.canonical_url: row for row in connection.execute(select(urls).where(urls.c.canonical_url.in_(keys)))}
    columns = (articles.c.canonical_url, articles.c.title, articles.c.body, articles.c.fields)
    read = {row.canonical_url: article_of(row) for row in connection.execute(select(*columns).where(articles.c.canonical_url.in_(keys)))}
    rows = connection.execute(select(page_rows).where(page_rows.c.canonical_url.in_(keys)).order_by(page_rows.c.canonical_url))
    found = []
    for row in rows.mappings():
        filed = row["canonical_url"]
        article = read.get(filed)
        page = pages.page_of(row, article.canonical_url if article else filed)
        found.append(Stored(filed, page, Verdict(known[filed].verdict), known[filed].reason, article))
    return found


def rejudge(connection: Connection, judgements: Sequence[Judgement], now: datetime, schedule: Sequence[timedelta]) -> set[str]:
    """Record what stored pages were judged as, each with its page, at `now` (aware).

    Only the verdict, its reason and what was read off the page change. When the address was visited, how often, and when it is due again
    stay as they are, since nothing was asked of the outlet; a text that is read differently is no revision (`revising.correct`). An article
    that is kept now for the first time is to be visited after those spans of `schedule` that are not over yet.

    Returns the canonical URLs of those that were left alone, because a later visit has brought another page or text meanwhile.
    """
    keys = {key(judgement.canonical_url) for judgement in judgements}
    fetched_at = pages.fetch_times(connection, keys)
    currents = revising.currents(connection, keys)
    crawled_at = _crawl_times(connection, keys)
    overtaken = set()
    for judgement in judgements:
        filed = key(judgement.canonical_url)
        page = judgement.page
        if page is None or fetched_at.get(filed) != page.fetched_at or crawled_at.get(filed, page.fetched_at) > page.fetched_at:
            overtaken.add(judgement.canonical_url)
            continue
        connection.execute(update(urls).where(urls.c.canonical_url == filed).values(**_said(judgement)))
        if filed in currents:
            currents[filed] = revising.correct(connection, currents[filed], judgement, now)
        elif judgement.verdict in KEPT and revising.text_of(judgement) is not None:
            visit_at = next_visit(page.fetched_at, now, schedule)
            currents[filed] = revising.add(connection, filed, replace(judgement, judged_at=page.fetched_at), visit_at)
    return overtaken


def _said(judgement: Judgement) -> dict[str, str | datetime]:
    said: dict[str, str | datetime] = {"verdict": str(judgement.verdict), "reason": storable(judgement.reason)}
    published_at = revising.published_at(judgement)
    return said | {"published_at": published_at} if published_at else said


def _crawl_times(connection: Connection, keys: Collection[str]) -> dict[str, datetime]:
    """When the current texts of these keys were fetched."""
    rows = connection.execute(select(articles.c.canonical_url, articles.c.crawled_at).where(articles.c.canonical_url.in_(keys)))
    return {row.canonical_url: row.crawled_at for row in rows}
