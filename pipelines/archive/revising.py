"""Texts: articles and their revisions, and the outbox entry that each new one leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from pipelines.archive import index
from pipelines.archive.outbox import article_of
from pipelines.archive.serialize import article_to_dict
from pipelines.archive.storable import storable
from pipelines.archive.tables import articles, outbox, revisions
from pipelines.differences import same_text
from pipelines.items import KEPT, Article, Judgement, Timestamp, Verdict

OF_TEXTS = frozenset({Verdict.RELEVANT, Verdict.NEAR_MISS, Verdict.IRRELEVANT, Verdict.NOT_INDONESIAN})


@dataclass(frozen=True, slots=True)
class Current:
    """What is compared with a new judgement of a stored article."""

    id: int
    verdict: str
    content_hash: str
    rules: tuple[str, str]  # topic and version of the rules that judged
    revision: int


def text_of(judgement: Judgement) -> Article | None:
    """Return the article whose text was judged; what a page that is no article left of one doesn't count."""
    return judgement.article if judgement.verdict in OF_TEXTS else None


def currents(connection: Connection, filed: Collection[str]) -> dict[str, Current]:
    """Return the stored articles of these keys."""
    columns = (articles.c[name] for name in ("canonical_url", "id", "verdict", "content_hash", "topic", "fields", "revision"))
    rows = connection.execute(select(*columns).where(articles.c.canonical_url.in_(filed)))
    return {
        row.canonical_url: Current(
            row.id, row.verdict, row.content_hash, (row.topic, row.fields["evidence"]["rules_version"]), row.revision
        )
        for row in rows
    }


def add(connection: Connection, filed: str, judgement: Judgement, visit_at: datetime | None = None) -> Current:
    """Store the judgement's article as new, under the key `filed`, to be visited at `visit_at`, and queue it for delivery if it is kept."""
    article = text_of(judgement)
    if article is None:
        raise ValueError(f"the {judgement.verdict} judgement of {judgement.canonical_url} has no article to keep")
    row = _row(article)
    columns = _columns(article, row) | {"canonical_url": filed, "verdict": str(judgement.verdict), "revision": 1, "visit_at": visit_at}
    article_id: int = connection.execute(insert(articles).returning(articles.c.id), columns).scalar_one()
    current = Current(article_id, str(judgement.verdict), row["content_hash"], _rules(article), 1)
    _add_revision(connection, current, row, judgement.judged_at)
    index.add(connection, article_id, row["title"], row["body"])
    if judgement.verdict in KEPT:
        _queue(connection, current, judgement.judged_at)
    return current


def revise(connection: Connection, current: Current, judgement: Judgement, is_newest: bool) -> Current:
    """Bring a stored article up to `judgement`: its text as a new revision if it changed, its verdict if this is the newest word on it.

    Queued for delivery is every change of an article that is kept, or was: delivery then takes it out of the index.
    """
    verdict = str(judgement.verdict) if is_newest else current.verdict
    article = text_of(judgement)
    if article is not None and _is_new_text(connection, current, article, judgement.judged_at):
        changed = _revise_text(connection, replace(current, verdict=verdict), article, judgement.judged_at)
    elif is_newest and article is not None and (verdict, _rules(article)) != (current.verdict, current.rules):
        changed = replace(current, verdict=verdict, rules=_rules(article))
        _update(connection, current.id, _columns(article, _row(article)) | {"verdict": verdict})
    elif verdict != current.verdict:
        changed = replace(current, verdict=verdict)
        _update(connection, current.id, {"verdict": verdict})
    else:
        return current
    if not KEPT.isdisjoint((current.verdict, changed.verdict)):
        _queue(connection, changed, judgement.judged_at)
    return changed


def correct(connection: Connection, current: Current, judgement: Judgement, now: datetime) -> Current:
    """Bring a stored article up to what its stored page, judged again, is read and judged as: the outlet changed nothing.

    So its current revision is overwritten, and keeps its number and the times of its visits. What had been read alike and judged alike
    stays untouched. Queued for delivery, at `now` (aware), is what `revise` would queue.
    """
    verdict = str(judgement.verdict)
    article = text_of(judgement)
    changed = replace(current, verdict=verdict)
    if article is None:
        if verdict == current.verdict:
            return current
        _update(connection, current.id, {"verdict": verdict})
    else:
        stored = connection.execute(select(articles.c.title, articles.c.body, articles.c.fields).where(articles.c.id == current.id)).one()
        corrected = _as_fetched(article, stored.fields)
        row = _row(corrected)
        if verdict == current.verdict and (row["title"], row["body"], row["fields"]) == tuple(stored):
            return current
        changed = replace(changed, content_hash=row["content_hash"], rules=_rules(article))
        _update(connection, current.id, _columns(corrected, row) | {"verdict": verdict})
        of_current = (revisions.c.article == current.id, revisions.c.number == current.revision)
        connection.execute(update(revisions).where(*of_current).values(**_with_verdict(row, verdict)))
        index.replace(connection, current.id, row["title"], row["body"])
    if not KEPT.isdisjoint((current.verdict, verdict)):
        _queue(connection, changed, now)
    return changed


def _as_fetched(article: Article, fields: dict[str, Any]) -> Article:
    """`article` with what reading its page again cannot change: its key, and when the text was fetched first."""
    return replace(article, canonical_url=fields["canonical_url"], crawled_at=datetime.fromisoformat(fields["crawled_at"]))


def published_at(judgement: Judgement) -> datetime | None:
    """Return when the judged article was published, by its page, else by the link that led there; None if neither says."""
    if judgement.article is not None and judgement.article.published_at is not None:
        return _utc(judgement.article.published_at.value)
    if judgement.page is not None and judgement.page.link is not None and judgement.page.link.published_at is not None:
        return _utc(judgement.page.link.published_at)
    return None


def _revise_text(connection: Connection, current: Current, article: Article, seen_at: datetime) -> Current:
    row = _row(article)
    newest = select(func.max(revisions.c.number)).where(revisions.c.article == current.id)
    number: int = connection.execute(newest).scalar_one() + 1
    changed = replace(current, content_hash=row["content_hash"], rules=_rules(article), revision=number)
    _add_revision(connection, changed, row, seen_at)
    _update(connection, current.id, _columns(article, row) | {"verdict": current.verdict, "revision": number})
    index.replace(connection, current.id, row["title"], row["body"])
    return changed


def _is_new_text(connection: Connection, current: Current, article: Article, seen_at: datetime) -> bool:
    """Whether the text says something else than the current one, and was not recorded at that very moment already."""
    content_hash = _hash(article)
    if content_hash == current.content_hash or same_text(_stored(connection, current), article):
        return False
    same = (revisions.c.article == current.id, revisions.c.content_hash == content_hash, revisions.c.seen_at == seen_at)
    return connection.execute(select(revisions.c.id).where(*same)).first() is None


def _stored(connection: Connection, current: Current) -> Article:
    return article_of(
        connection.execute(select(articles.c.title, articles.c.body, articles.c.fields).where(articles.c.id == current.id)).one()
    )


def _row(article: Article) -> dict[str, Any]:
    """The columns that articles and revisions share."""
    fields = storable(article_to_dict(article))
    return {"title": fields.pop("title"), "body": fields.pop("body"), "content_hash": _hash(article), "fields": fields}


def _columns(article: Article, row: dict[str, Any]) -> dict[str, Any]:
    """The columns of articles that follow from the article; its key stays the one it was first filed under."""
    return {
        **row,
        "url": row["fields"]["url"],
        "outlet": row["fields"]["outlet"],
        "published_at": _moment(article.published_at),
        "published_at_text": storable(article.published_at.text) if article.published_at else None,
        "modified_at": _moment(article.modified_at),
        "modified_at_text": storable(article.modified_at.text) if article.modified_at else None,
        "crawled_at": article.crawled_at,
        "topic": row["fields"]["topic"],
        "score": article.score,
    }


def _hash(article: Article) -> str:
    """The article's own hash; an article without one is told from others by its exact text."""
    return article.content_hash or hashlib.sha256(storable(f"{article.title}\n{article.body}").encode()).hexdigest()


def _rules(article: Article) -> tuple[str, str]:
    return storable(article.topic), storable(article.evidence.rules_version)


def _moment(timestamp: Timestamp | None) -> datetime | None:
    return _utc(timestamp.value) if timestamp else None


def _utc(moment: datetime) -> datetime | None:
    """`moment` in UTC; None for the hours at the ends of the calendar that have no counterpart there."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def _add_revision(connection: Connection, current: Current, row: dict[str, Any], seen_at: datetime) -> None:
    of_revision = {"article": current.id, "number": current.revision, "seen_at": seen_at}
    connection.execute(insert(revisions), _with_verdict(row, current.verdict) | of_revision)


def _with_verdict(row: dict[str, Any], verdict: str) -> dict[str, Any]:
    """The columns of a revision, with the verdict that it got."""
    return row | {"fields": row["fields"] | {"verdict": verdict}}


def _update(connection: Connection, article_id: int, columns: dict[str, Any]) -> None:
    connection.execute(update(articles).where(articles.c.id == article_id).values(**columns))


def _queue(connection: Connection, current: Current, now: datetime) -> None:
    connection.execute(insert(outbox), {"article": current.id, "revision": current.revision, "queued_at": now})
