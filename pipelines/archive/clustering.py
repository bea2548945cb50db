"""Clustering: files a stored article by its text's fingerprint, finds the articles whose text it shares, and joins their stories."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, text, update

from pipelines import stories  # as a module: it needs the archive's stems, so either may be imported first
from pipelines.archive.statements import chunks, upsert
from pipelines.archive.tables import articles, fingerprint_bands, fingerprints

PERIOD_DAYS = 10  # no less than stories.MOST_DAYS_APART, so that a copy is in the same period or a neighbouring one
UNDATED = 0  # the period of articles that state no date
FULL = 50  # articles filed under one band in one period; what more texts than that share is boilerplate, or long known as one story
RANKED = 200  # articles that share most bands, whose stories are looked at
PER_STORY = 4  # of them compared word by word: a story's best
COMPARED = 32  # at most, of all stories
MOMENT = func.coalesce(articles.c.published_at, articles.c.crawled_at)

# One step through the index for each period there is, and not one for each row.
PERIODS = text(
    "WITH RECURSIVE filed(period) AS (SELECT min(period) FROM fingerprint_bands UNION ALL "
    "SELECT (SELECT min(period) FROM fingerprint_bands WHERE fingerprint_bands.period > filed.period) "
    "FROM filed WHERE filed.period IS NOT NULL) SELECT period FROM filed WHERE period IS NOT NULL"
)
PERIODS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class _Placing:
    """The article that is to be placed."""

    id: int
    canonical_url: str
    body: str
    published_at: datetime | None
    story: str | None

    @property
    def period(self) -> int:
        return period_of(self.published_at)


def place(connection: Connection, article_id: int) -> str:
    """Put a stored article into its story, by its text as it is now, and return the story's id.

    An article that has a story keeps it. Where its text belongs to several stories they become one, under the id of the one that was
    published first; the others' ids are gone. Whose text is nobody's founds a story.

    Args:
        connection: that of a `Database.recording()`: alone in writing, so that two copies cannot found two stories at once.
        article_id: of `articles`.
    """
    columns = ("id", "canonical_url", "body", "published_at", "story")
    row = connection.execute(select(*(articles.c[name] for name in columns)).where(articles.c.id == article_id)).one()
    article = _Placing(*row)
    made = stories.fingerprint(article.body)
    before = _filed(connection, article_id)
    if article.story is not None and before == (made, article.period):
        return article.story
    if before is not None:
        _unfile(connection, article_id, *before)
    found = _same_text(connection, article, _file(connection, article, made))
    if article.story is not None:
        found.add(article.story)
    story = _merged(connection, found) if found else founded_by(article.canonical_url)
    if story != article.story:
        connection.execute(update(articles).where(articles.c.id == article_id).values(story=story))
    return story


def unplaced(connection: Connection, limit: int) -> list[int]:
    """Return up to `limit` ids of articles that have no story yet, or a fingerprint of another version."""
    without = connection.scalars(select(articles.c.id).where(articles.c.story.is_(None)).order_by(articles.c.id).limit(limit)).all()
    other = or_(fingerprints.c.version < stories.VERSION, fingerprints.c.version > stories.VERSION)
    outdated = select(fingerprints.c.article).where(other).order_by(fingerprints.c.version, fingerprints.c.article)
    return [*without, *connection.scalars(outdated.limit(limit - len(without)))]


def founded_by(canonical_url: str) -> str:
    """Return the id of the story that the article of `canonical_url` founds: the first 16 hexadecimal digits of the URL's SHA-256."""
    return hashlib.sha256(canonical_url.encode(errors="surrogatepass")).hexdigest()[:16]


def period_of(published_at: datetime | None) -> int:
    """Return the number of the `PERIOD_DAYS` days in which an article was published; UNDATED if it states no date."""
    return published_at.toordinal() // PERIOD_DAYS if published_at else UNDATED


def _filed(connection: Connection, article_id: int) -> tuple[stories.Fingerprint, int] | None:
    """The fingerprint of an article as it was filed, and under which period."""
    columns = (fingerprints.c.version, fingerprints.c.period, fingerprints.c.signature)
    row = connection.execute(select(*columns).where(fingerprints.c.article == article_id)).first()
    return (stories.Fingerprint.from_bytes(row.signature, row.version), row.period) if row else None


def _unfile(connection: Connection, article_id: int, made: stories.Fingerprint, period: int) -> None:
    of_article = (fingerprint_bands.c.period == period, fingerprint_bands.c.band.in_(made.bands), fingerprint_bands.c.article == article_id)
    connection.execute(delete(fingerprint_bands).where(*of_article))


def _file(connection: Connection, article: _Placing, made: stories.Fingerprint) -> Counter[int]:
    """File the article under its bands, and return which others share how many of them."""
    row = {"article": article.id, "version": made.version, "period": article.period, "signature": made.to_bytes(), "queued": None}
    upsert(connection, fingerprints, [row], kept=("queued",))
    shared: Counter[int] = Counter()
    filed: Counter[int] = Counter()
    for period, band, other in _sharing(connection, article, made):
        shared[other] += 1
        filed[band] += period == article.period
    free = [band for band in made.bands if filed[band] < FULL]
    if free:
        connection.execute(insert(fingerprint_bands), [{"period": article.period, "band": band, "article": article.id} for band in free])
    return shared


def _sharing(connection: Connection, article: _Placing, made: stories.Fingerprint) -> Iterable[Sequence[Any]]:
    """The (period, band, article) of other articles that share a band, and may be of the same days."""
    if not made.bands:
        return
    around = [UNDATED, article.period - 1, article.period, article.period + 1]
    periods = connection.scalars(PERIODS).all() if article.period == UNDATED else around
    query = select(fingerprint_bands.c.period, fingerprint_bands.c.band, fingerprint_bands.c.article)
    for some in chunks(periods, PERIODS_AT_ONCE):
        yield from connection.execute(query.where(fingerprint_bands.c.period.in_(some), fingerprint_bands.c.band.in_(made.bands)))


def _same_text(connection: Connection, article: _Placing, shared: Counter[int]) -> set[str]:
    """The stories with an article that has the same text; looked for among those that share most."""
    found: set[str] = set()
    reading = stories.read(article.body)
    for story, body, published_at in _candidates(connection, shared):
        if story in found or not stories.are_near(article.published_at, published_at):
            continue
        if stories.are_one(reading, stories.read(body)):
            found.add(story)
    return found


def _candidates(connection: Connection, shared: Counter[int]) -> list[tuple[str, str, datetime | None]]:
    """Story, body and date of the articles to compare, those that share most bands first; of one story only the best few."""
    ranked = sorted(shared, key=lambda other: (-shared[other], other))[:RANKED]
    rows = connection.execute(select(articles.c.id, articles.c.story).where(articles.c.id.in_(ranked), articles.c.story.is_not(None)))
    story_of = {row.id: row.story for row in rows}
    taken: Counter[str] = Counter()
    chosen: list[int] = []
    for other in ranked:
        story = story_of.get(other)
        if story is not None and taken[story] < PER_STORY and len(chosen) < COMPARED:
            taken[story] += 1
            chosen.append(other)
    columns = (articles.c.id, articles.c.body, articles.c.published_at)
    loaded = {row.id: row for row in connection.execute(select(*columns).where(articles.c.id.in_(chosen)))}
    return [(story_of[other], loaded[other].body, loaded[other].published_at) for other in chosen]


def _merged(connection: Connection, found: Collection[str]) -> str:
    """Make one story of `found`, and return its id."""
    if len(found) == 1:
        return next(iter(found))
    first = func.min(MOMENT)
    query = select(articles.c.story).where(articles.c.story.in_(found)).group_by(articles.c.story).order_by(first, articles.c.story)
    kept: str = connection.execute(query).scalars().first() or min(found)
    connection.execute(update(articles).where(articles.c.story.in_(set(found) - {kept})).values(story=kept))
    return kept
