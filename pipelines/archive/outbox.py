"""Outbox: what delivery has to bring to the index, in the order in which it was recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection, Select, delete, func, select, update

from pipelines.archive import edits, stories
from pipelines.archive.serialize import article_from_dict
from pipelines.archive.statements import chunks
from pipelines.archive.storable import storable
from pipelines.archive.tables import articles, outbox, revisions
from pipelines.items import Article, Edits, Story, Verdict

IDS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A revision of an article that the index doesn't have yet."""

    id: int  # rises with the order of recording; 0 for one that is not in the outbox
    fields: Mapping[str, Any]  # of the article as of `revision`, as `serialize.article_to_dict` makes them
    revision: int  # counted from 1
    verdict: Verdict  # of the article now; not one of KEPT: it is to leave the index
    story: Story | None = None  # as it is now; None where the article was never clustered
    gone_at: datetime | None = None  # aware, UTC; since when the outlet says that the article is no more
    edits: Edits | None = None  # up to `revision`; None for the first one

    @property
    def article(self) -> Article:
        """The article, made of `fields` each time: delivery, which needs most of the entries, does without."""
        return article_from_dict(self.fields)


@dataclass(frozen=True, slots=True)
class Rejected:
    """An entry that was set aside because the index refuses it."""

    id: int
    url: str
    title: str  # of the article now
    revision: int
    reason: str  # the index's own words
    queued_at: datetime  # aware, UTC


def batch(connection: Connection, limit: int, after: int) -> list[OutboxEntry]:
    """Return up to `limit` entries that were not rejected, with ids above `after`, by id."""
    waiting = _entries().where(outbox.c.rejected_reason.is_(None), outbox.c.id > after).order_by(outbox.c.id).limit(limit)
    return _complete(connection, connection.execute(waiting).all())


def rejected(connection: Connection) -> list[Rejected]:
    """Return the rejected entries by id."""
    columns = (outbox.c.id, articles.c.url, articles.c.title, outbox.c.revision, outbox.c.rejected_reason, outbox.c.queued_at)
    set_aside = select(*columns).join(articles, articles.c.id == outbox.c.article).where(outbox.c.rejected_reason.is_not(None))
    return [Rejected(*row) for row in connection.execute(set_aside.order_by(outbox.c.id))]


def acknowledge(connection: Connection, ids: Iterable[int]) -> None:
    """Take the entries out; unknown ids are ignored."""
    for some in chunks(ids, IDS_AT_ONCE):
        connection.execute(delete(outbox).where(outbox.c.id.in_(some)))


def reject(connection: Connection, entry_id: int, reason: str) -> None:
    """Set the entry aside with the index's reason for not taking it."""
    connection.execute(update(outbox).where(outbox.c.id == entry_id).values(rejected_reason=storable(reason)))


def retry(connection: Connection) -> int:
    """Let every rejected entry wait again, and return how many they were."""
    set_aside = outbox.c.rejected_reason.is_not(None)
    return connection.execute(update(outbox).where(set_aside).values(rejected_reason=None)).rowcount


def size(connection: Connection) -> int:
    """Return how many entries wait; rejected ones don't."""
    count: int = connection.execute(select(func.count()).select_from(outbox).where(outbox.c.rejected_reason.is_(None))).scalar_one()
    return count


def current_entries(connection: Connection, verdicts: Collection[Verdict], after: int, limit: int) -> list[tuple[int, OutboxEntry]]:
    """Return up to `limit` stored articles with ids above `after`, by id, each as the entry it would be."""
    wanted = (articles.c.id > after, articles.c.verdict.in_(verdicts))
    return _current(connection, _stored().where(*wanted).limit(limit))


def entries_of(connection: Connection, keys: Collection[str]) -> list[OutboxEntry]:
    """Return the stored articles with these keys, by id, each as the entry it would be; keys without an article are left out."""
    return [entry for _, entry in _current(connection, _stored().where(articles.c.canonical_url.in_(keys)))]


def _stored() -> Select[Any]:
    columns = (
        articles.c.id.label("article"),
        *(articles.c[name] for name in ("title", "body", "fields", "revision", "verdict", "story", "gone_at")),
    )
    return select(*columns).order_by(articles.c.id)


def _current(connection: Connection, query: Select[Any]) -> list[tuple[int, OutboxEntry]]:
    rows = connection.execute(query).all()
    told = _Told.of(connection, rows)
    return [(row.article, told.entry(0, row, _fields(row))) for row in rows]


def article_of(row: Any) -> Article:
    """Return the article of a row with title, body and fields."""
    return article_from_dict(_fields(row))


def _entries() -> Select[Any]:
    columns = (
        outbox.c.id,
        outbox.c.article,
        outbox.c.revision,
        *(articles.c[name] for name in ("title", "body", "fields", "verdict", "story", "gone_at")),
        articles.c.revision.label("current"),
    )
    return select(*columns).join(articles, articles.c.id == outbox.c.article)


def _complete(connection: Connection, rows: Sequence[Any]) -> list[OutboxEntry]:
    """The entries of `rows`: of the current revision what articles has, which may have been judged anew, and of older ones their own text."""
    told, older = _Told.of(connection, rows), _older(connection, rows)
    return [told.entry(row.id, row, _fields(older.get((row.article, row.revision), row))) for row in rows]


def _older(connection: Connection, rows: Sequence[Any]) -> dict[tuple[int, int], Any]:
    """The revisions that `rows` are about and that are not the current ones, by article and number."""
    wanted = {(row.article, row.revision) for row in rows if row.revision != row.current}
    columns = [revisions.c[name] for name in ("article", "number", "title", "body", "fields")]
    found: dict[tuple[int, int], Any] = {}
    for some in chunks(sorted({article for article, _ in wanted}), IDS_AT_ONCE):
        for row in connection.execute(select(*columns).where(revisions.c.article.in_(some))):
            if (row.article, row.number) in wanted:
                found[row.article, row.number] = row
    return found


def _fields(row: Any) -> dict[str, Any]:
    return {**row.fields, "title": row.title, "body": row.body}


@dataclass(frozen=True, slots=True)
class _Told:
    """What the archive tells about a batch of articles beside their own rows, read all at once."""

    stories: Mapping[str, Story]
    edits: Mapping[tuple[int, int], Edits]

    @classmethod
    def of(cls, connection: Connection, rows: Sequence[Any]) -> Self:
        return cls(
            stories.load(connection, {row.story for row in rows if row.story is not None}),
            edits.load(connection, {(row.article, row.revision) for row in rows}),
        )

    def entry(self, id: int, row: Any, fields: Mapping[str, Any]) -> OutboxEntry:
        story, told = self.stories.get(row.story), self.edits.get((row.article, row.revision))
        return OutboxEntry(id, fields, row.revision, Verdict(row.verdict), story=story, gone_at=row.gone_at, edits=told)
