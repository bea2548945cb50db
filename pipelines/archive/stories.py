"""Stories: what the archive tells about near-duplicate articles, and the renewal of their documents when that changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, literal, select, update

from pipelines.archive import clustering
from pipelines.archive.serialize import article_from_dict
from pipelines.archive.statements import chunks
from pipelines.archive.storable import key
from pipelines.archive.tables import UtcTime, articles, fingerprints, outbox
from pipelines.items import KEPT, Article, Judgement, Story

READ_AT_ONCE = 500  # stories


def load(connection: Connection, ids: Collection[str]) -> dict[str, Story]:
    """Return the stories with these ids; one none of whose articles is kept any more is left out."""
    columns = ("story", "outlet", "verdict", "published_at", "crawled_at")
    members: dict[str, list[Any]] = defaultdict(list)
    for some in chunks(sorted(ids), READ_AT_ONCE):
        # The verdict is not asked for: SQLite would rather look at every kept article there is than for some hundred stories.
        for row in connection.execute(select(*(articles.c[name] for name in columns)).where(articles.c.story.in_(some))):
            if row.verdict in KEPT:
                members[row.story].append(row)
    return {id: _story(id, rows) for id, rows in members.items()}


def of_article(connection: Connection, canonical_url: str) -> Story | None:
    """Return the story of the article of `canonical_url`."""
    id: str | None = connection.execute(select(articles.c.story).where(articles.c.canonical_url == key(canonical_url))).scalar()
    return load(connection, [id]).get(id) if id is not None else None


def members(connection: Connection, story: str) -> list[Article]:
    """Return the articles that a story counts, the first one published first."""
    first = func.coalesce(articles.c.published_at, articles.c.crawled_at)
    query = select(articles.c.title, articles.c.body, articles.c.fields).where(articles.c.story == story, articles.c.verdict.in_(KEPT))
    return [
        article_from_dict({**row.fields, "title": row.title, "body": row.body})
        for row in connection.execute(query.order_by(first, articles.c.outlet, articles.c.id))
    ]


@contextmanager
def kept_true(connection: Connection, judgements: Collection[Judgement], now: datetime) -> Iterator[None]:
    """A context for recording `judgements`, alone in writing: at its end all stories are true again, and the index is to learn of it.

    The articles that were judged are in their stories then, and of every story that is not as it was before, the kept articles are
    queued for delivery, at `now` (aware).
    """
    filed = {key(judgement.canonical_url) for judgement in judgements}
    stored = _stored(connection, filed)
    if not stored and all(judgement.verdict not in KEPT for judgement in judgements):
        yield  # nothing was there, and nothing comes
        return
    before = load(connection, {story for story in stored.values() if story is not None})
    last = _last_entry(connection)
    yield
    _settle(connection, sorted(_stored(connection, filed)), before, last, now)


def cluster(connection: Connection, limit: int, now: datetime) -> int:
    """Put up to `limit` articles into stories that have none, or that an older way of telling copies has placed; returns how many.

    Their stories' kept articles are queued as by `kept_true`.
    """
    ids = clustering.unplaced(connection, limit)
    found: set[str | None] = set()
    for some in chunks(ids, READ_AT_ONCE):
        found.update(connection.scalars(select(articles.c.story).where(articles.c.id.in_(some))))
    before = load(connection, {story for story in found if story is not None})
    _settle(connection, ids, before, _last_entry(connection), now)
    return len(ids)


def _stored(connection: Connection, filed: Collection[str]) -> dict[int, str | None]:
    """The articles with these keys, by id, with their stories."""
    found: dict[int, str | None] = {}
    for some in chunks(sorted(filed), READ_AT_ONCE):
        rows = connection.execute(select(articles.c.id, articles.c.story).where(articles.c.canonical_url.in_(some)))
        found |= {row.id: row.story for row in rows}
    return found


def _settle(connection: Connection, ids: Sequence[int], before: Mapping[str, Story], last: int, now: datetime) -> None:
    """Place the articles `ids`, and renew what is no longer as `before`; `last` is the outbox's last entry of that time."""
    touched = {clustering.place(connection, article_id) for article_id in ids}
    done = _note_queued(connection, last)
    _renew(connection, before, touched | set(before), done, now)


def _last_entry(connection: Connection) -> int:
    return connection.execute(select(func.max(outbox.c.id))).scalar() or 0


def _note_queued(connection: Connection, last: int) -> set[int]:
    """Remember of each article that was queued after entry `last` which entry is its latest; returns those articles."""
    latest = select(outbox.c.article, func.max(outbox.c.id)).where(outbox.c.id > last).group_by(outbox.c.article)
    rows = [{"of": article, "entry": entry} for article, entry in connection.execute(latest)]
    if rows:
        connection.execute(update(fingerprints).where(fingerprints.c.article == bindparam("of")).values(queued=bindparam("entry")), rows)
    return {row["of"] for row in rows}


def _renew(connection: Connection, before: Mapping[str, Story], touched: Collection[str], done: Collection[int], now: datetime) -> None:
    """Queue the kept articles of the `touched` stories that are not as they were `before`, but for those that are `done`."""
    after = load(connection, touched)
    changed = sorted(id for id in after if after[id] != before.get(id))
    for some in chunks(changed, READ_AT_ONCE):
        columns = (articles.c.id, articles.c.verdict, fingerprints.c.queued)  # the verdict is seen to here, as in `load`
        found = select(*columns).join(fingerprints, fingerprints.c.article == articles.c.id).where(articles.c.story.in_(some))
        rows = [row for row in connection.execute(found.order_by(articles.c.id)) if row.verdict in KEPT and row.id not in done]
        for waiting in chunks(rows, READ_AT_ONCE):
            _queue_again(connection, waiting, now)


def _queue_again(connection: Connection, rows: Sequence[Any], now: datetime) -> None:
    """Put new entries in the place of those that wait for the same revision.

    An old entry is not left to do: it may be on its way to the index just now, as the article was before, and is then acknowledged.
    """
    current = select(articles.c.revision).where(articles.c.id == outbox.c.article).scalar_subquery()
    latest = outbox.c.id.in_([row.queued for row in rows if row.queued is not None])
    # Those that a delivery is just taking out are left to it: two that delete the same rows could wait for each other.
    waiting = select(outbox.c.id).where(latest, outbox.c.revision == current).with_for_update(skip_locked=True)
    connection.execute(delete(outbox).where(outbox.c.id.in_(connection.scalars(waiting).all())))
    ids = [row.id for row in rows]
    entries = select(articles.c.id, articles.c.revision, literal(now, UtcTime)).where(articles.c.id.in_(ids)).order_by(articles.c.id)
    made = insert(outbox).from_select(["article", "revision", "queued_at"], entries)
    last = _last_entry(connection)
    connection.execute(made)
    _note_queued(connection, last)


def _story(id: str, rows: Collection[Any]) -> Story:
    """The story of `rows`; of articles published at the same moment, the first outlet by name is taken for the first."""
    first = min(rows, key=lambda row: (row.published_at or row.crawled_at, row.outlet))
    return Story(id, first.outlet, first.published_at, len({row.outlet for row in rows}), len(rows))
