"""Outbox: what delivery has to bring to the index, in the order in which it was recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, select, update

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
    article: Article  # as of `revision`
    revision: int  # counted from 1
    verdict: Verdict  # of the article now; not one of KEPT: it is to leave the index
    rejected_reason: str = ""
    story: Story | None = None  # as it is now; None where the article was never clustered
    gone_at: datetime | None = None  # aware, UTC; since when the outlet says that the article is no more
    edits: Edits | None = None  # up to `revision`; None for the first one


def batch(connection: Connection, limit: int, after: int) -> list[OutboxEntry]:
    """Return up to `limit` entries that were not rejected, with ids above `after`, by id."""
    waiting = _entries().where(outbox.c.rejected_reason.is_(None), outbox.c.id > after).order_by(outbox.c.id).limit(limit)
    return _complete(connection, connection.execute(waiting).all())


def rejected(connection: Connection) -> list[OutboxEntry]:
    """Return the rejected entries by id."""
    set_aside = _entries().where(outbox.c.rejected_reason.is_not(None)).order_by(outbox.c.id)
    return _complete(connection, connection.execute(set_aside).all())


def acknowledge(connection: Connection, ids: Iterable[int]) -> None:
    """Take the entries out; unknown ids are ignored."""
    for some in chunks(ids, IDS_AT_ONCE):
        connection.execute(delete(outbox).where(outbox.c.id.in_(some)))


def reject(connection: Connection, entry_id: int, reason: str) -> None:
    """Set the entry aside with the index's reason for not taking it."""
    connection.execute(update(outbox).where(outbox.c.id == entry_id).values(rejected_reason=storable(reason)))


def size(connection: Connection) -> int:
    """Return how many entries wait; rejected ones don't."""
    return _count(connection, outbox.c.rejected_reason.is_(None))


def rejected_size(connection: Connection) -> int:
    """Return how many entries are rejected."""
    return _count(connection, outbox.c.rejected_reason.is_not(None))


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    count: int = connection.execute(select(func.count()).select_from(outbox).where(condition)).scalar_one()
    return count


def current_entries(connection: Connection, verdicts: Collection[Verdict], after: int, limit: int) -> list[tuple[int, OutboxEntry]]:
    """Return up to `limit` stored articles with ids above `after`, by id, each as the entry it would be."""
    columns = (
        articles.c.id.label("article"),
        *(articles.c[name] for name in ("title", "body", "fields", "revision", "verdict", "story", "gone_at")),
    )
    wanted = (articles.c.id > after, articles.c.verdict.in_(verdicts))
    rows = connection.execute(select(*columns).where(*wanted).order_by(articles.c.id).limit(limit)).all()
    told = _Told.of(connection, rows)
    return [(row.article, told.entry(0, row, article_of(row), "")) for row in rows]


def article_of(row: Any) -> Article:
    """Return the article of a row with title, body and fields."""
    return article_from_dict({**row.fields, "title": row.title, "body": row.body})


def _entries() -> Select[Any]:
    columns = (
        outbox.c.id,
        outbox.c.article,
        outbox.c.revision,
        outbox.c.rejected_reason,
        revisions.c.title,
        revisions.c.body,
        revisions.c.fields,
        articles.c.verdict,
        articles.c.revision.label("current_revision"),
        articles.c.fields.label("current_fields"),
        articles.c.story,
        articles.c.gone_at,
    )
    of_entry = and_(revisions.c.article == outbox.c.article, revisions.c.number == outbox.c.revision)
    return select(*columns).join(articles, articles.c.id == outbox.c.article).join(revisions, of_entry)


def _complete(connection: Connection, rows: Sequence[Any]) -> list[OutboxEntry]:
    """The entries of `rows`; an article that was judged anew has new evidence for the same text."""
    told = _Told.of(connection, rows)
    found = []
    for row in rows:
        fields = row.current_fields if row.revision == row.current_revision else row.fields
        article = article_from_dict({**fields, "title": row.title, "body": row.body})
        found.append(told.entry(row.id, row, article, row.rejected_reason or ""))
    return found


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

    def entry(self, id: int, row: Any, article: Article, reason: str) -> OutboxEntry:
        story, told = self.stories.get(row.story), self.edits.get((row.article, row.revision))
        return OutboxEntry(id, article, row.revision, Verdict(row.verdict), reason, story=story, gone_at=row.gone_at, edits=told)
