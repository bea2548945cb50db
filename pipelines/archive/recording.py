"""Recording: judgements become verdicts, articles, revisions, pages and outbox entries, a whole batch in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from pipelines.archive import pages, revising
from pipelines.archive.known import retry_at
from pipelines.archive.revising import Current
from pipelines.archive.statements import upsert
from pipelines.archive.storable import key, storable
from pipelines.archive.tables import urls
from pipelines.archive.visits import next_visit
from pipelines.items import KEPT, Judgement, Verdict

PAGES_KEPT = KEPT | {Verdict.FAILED}
LEADS_TO = "leads to "  # how the reason begins at an address under which another one's article was found
SILENT = frozenset({Verdict.FAILED, Verdict.CHALLENGE})  # verdicts that say nothing about a text
OF_WHOLE_PAGES = frozenset(Verdict) - SILENT - {Verdict.EMPTY}  # not final only where further pages of the article are missing


@dataclass(slots=True)
class _Batch:
    """What the archive knows about a batch's addresses, by key; brought up to date with each judgement."""

    rows: dict[str, dict[str, Any]]  # of urls
    articles: dict[str, Current]
    fetched_at: dict[str, datetime]  # of stored pages
    sampled: frozenset[str]  # keys whose pages are kept though they are irrelevant
    changed: set[str] = field(default_factory=set)  # keys of rows to write


def record(connection: Connection, judgements: Sequence[Judgement], sampled: Collection[str], schedule: Sequence[timedelta] = ()) -> None:
    """Record `judgements` in their order; one that is replayed changes nothing.

    An address that has an article keeps its verdict when a later visit brings no article: an outlet that is down, or that took the page
    away, does not take the article out of the archive. An edited text that is judged differently changes the verdict, and so does judging
    the stored page again. Kept are the pages of relevant articles, of near misses and of failures, those of `sampled` addresses, and those
    of every article in the archive, so that the stored page of an article is the one its text was read from. An article that is kept for the
    first time is to be visited again after each span of `schedule`.
    """
    batch = _load(connection, {key(judgement.canonical_url) for judgement in judgements}, sampled)
    taken = [(judgement, is_newest) for judgement in judgements if (is_newest := _take(batch, judgement)) is not None]
    upsert(connection, urls, [batch.rows[filed] for filed in sorted(batch.changed)])
    for judgement, is_newest in taken:
        _keep(connection, batch, judgement, is_newest, schedule)


def _load(connection: Connection, keys: set[str], sampled: Collection[str]) -> _Batch:
    rows = connection.execute(select(urls).where(urls.c.canonical_url.in_(keys))).mappings()
    known = {row["canonical_url"]: dict(row) for row in rows}
    kept = frozenset(map(key, sampled))
    if not known:
        return _Batch({}, {}, {}, kept)
    return _Batch(known, revising.currents(connection, known), pages.fetch_times(connection, known), kept)


def _take(batch: _Batch, judgement: Judgement) -> bool | None:
    """Bring the address's row up to `judgement`.

    Returns whether it is the newest word on the address, or None if it is to be left out altogether.
    """
    filed = key(judgement.canonical_url)
    before = batch.rows.get(filed)
    if before is not None:
        if _is_overruled(batch, before, judgement):
            if not before["final"] and judgement.judged_at > before["judged_at"]:
                batch.rows[filed] = before | _visited(before, judgement, final=False)
                batch.changed.add(filed)
            return None
        if _is_replay(before, judgement):
            # A text that arrives late is still a revision; which of them are replays is known by their texts.
            return False if revising.text_of(judgement) is not None else None
    batch.rows[filed] = _url_row(filed, before, judgement)
    batch.changed.add(filed)
    if judgement.page is not None and _keeps_page(batch, judgement):
        batch.fetched_at[filed] = judgement.page.fetched_at
    return True


def _keeps_page(batch: _Batch, judgement: Judgement) -> bool:
    filed = key(judgement.canonical_url)
    if judgement.verdict in PAGES_KEPT or filed in batch.sampled:
        return True
    return filed in batch.articles and revising.text_of(judgement) is not None


def _is_replay(before: dict[str, Any], judgement: Judgement) -> bool:
    if judgement.judged_at == before["judged_at"]:
        return (before["verdict"], before["reason"]) == (judgement.verdict, storable(judgement.reason))
    return judgement.judged_at < before["judged_at"]


def _is_overruled(batch: _Batch, before: dict[str, Any], judgement: Judgement) -> bool:
    """Whether what is known outweighs a judgement without an article."""
    if revising.text_of(judgement) is not None:
        return False
    if not judgement.final and (before["final"] or before["verdict"] in KEPT):
        return True
    if before["verdict"] not in KEPT:
        return False
    if judgement.verdict in SILENT:
        return True
    stored = batch.fetched_at.get(before["canonical_url"])
    return judgement.page is not None and (stored is None or judgement.page.fetched_at > stored)


def _url_row(filed: str, before: dict[str, Any] | None, judgement: Judgement) -> dict[str, Any]:
    published_at = revising.published_at(judgement)
    final = judgement.final or (before is not None and (_is_second_look(before, judgement) or _fails_alike(before, judgement)))
    return {
        "canonical_url": filed,
        "url": storable(judgement.url),
        "outlet": storable(judgement.outlet),
        "verdict": str(judgement.verdict),
        "reason": storable(judgement.reason),
        "published_at": published_at or (before["published_at"] if before else None),
        **_visited(before, judgement, final),
    }


def _visited(before: dict[str, Any] | None, judgement: Judgement, final: bool) -> dict[str, Any]:
    """When the address was visited, how often, and when it is due again."""
    attempts = 1 + (before["attempts"] if before else 0)
    retry = None if final else retry_at(judgement.judged_at, attempts)
    return {"judged_at": judgement.judged_at, "attempts": attempts, "final": final, "retry_at": retry}


def _is_second_look(before: dict[str, Any], judgement: Judgement) -> bool:
    """Whether an article that is incomplete was so at its last visit, too: it is visited once more, and then taken as it is."""
    return not before["final"] and before["verdict"] in OF_WHOLE_PAGES and judgement.verdict in OF_WHOLE_PAGES


def _fails_alike(before: dict[str, Any], judgement: Judgement) -> bool:
    """Whether a page that was fetched fails for the reason it failed for before: it would always, and is not fetched again and again."""
    same = (before["verdict"], before["reason"]) == (judgement.verdict, storable(judgement.reason))
    return same and judgement.verdict is Verdict.FAILED and judgement.page is not None


def _keep(connection: Connection, batch: _Batch, judgement: Judgement, is_newest: bool, schedule: Sequence[timedelta]) -> None:
    """Keep what comes with the verdict: the text and the raw page."""
    filed = key(judgement.canonical_url)
    current = batch.articles.get(filed)
    if current is not None:
        batch.articles[filed] = revising.revise(connection, current, judgement, is_newest)
    elif judgement.verdict in KEPT and revising.text_of(judgement) is not None:
        visit_at = next_visit(judgement.judged_at, judgement.judged_at, schedule)
        batch.articles[filed] = revising.add(connection, filed, judgement, visit_at)
    if judgement.page is None or not is_newest:
        return
    if _keeps_page(batch, judgement):
        pages.keep(connection, filed, judgement.page)
    elif filed in batch.fetched_at and filed not in batch.articles:
        pages.forget(connection, filed)  # an earlier one, which says nothing about the verdict
