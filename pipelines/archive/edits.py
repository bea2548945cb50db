"""Edits: what the revisions of articles say about how their outlets changed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from pipelines.archive.serialize import article_from_dict
from pipelines.archive.statements import chunks
from pipelines.archive.tables import revisions
from pipelines.differences import difference, folded, marked
from pipelines.items import Article, Edits

READ_AT_ONCE = 200  # articles


def load(connection: Connection, wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], Edits]:
    """Return the edits up to each revision in `wanted`, (article's id, revision's number); first revisions have none and are left out."""
    edited = {(article, number) for article, number in wanted if number > 1}
    histories: dict[int, list[Any]] = defaultdict(list)
    for some in chunks(sorted({article for article, _ in edited}), READ_AT_ONCE):
        query = select(revisions).where(revisions.c.article.in_(some)).order_by(revisions.c.article, revisions.c.number)
        for row in connection.execute(query):
            histories[row.article].append(row)
    return {(article, number): _edits([row for row in histories[article] if row.number <= number]) for article, number in edited}


def _edits(history: list[Any]) -> Edits:
    titles = {folded(row.title): row.title for row in history[:-1]}
    titles.pop(folded(history[-1].title), None)
    before, after = map(_article, history[-2:])
    return Edits(history[-1].seen_at, tuple(titles.values()), marked(difference(before, after)))


def _article(row: Any) -> Article:
    return article_from_dict({**row.fields, "title": row.title, "body": row.body})
