"""Index: the full-text side of the stored articles, kept in step with them inside the transaction that records them."""

from __future__ import annotations

from itertools import islice

from sqlalchemy import Connection, text

from pipelines.stems import words

INDEXED_WORDS = 16_000  # PostgreSQL counts positions up to 16,383; the longest articles have some 5,000 words
INDEXED_CHARS = 200_000  # of stems; PostgreSQL's limit is 1 MB

ADD = {
    "sqlite": text("INSERT INTO search (rowid, title, body) VALUES (:article, :title, :body)"),
    "postgresql": text(
        "INSERT INTO search (article, words) VALUES "
        "(:article, setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :body), 'D'))"
    ),
}
REMOVE = {
    "sqlite": text("DELETE FROM search WHERE rowid = :article"),
    "postgresql": text("DELETE FROM search WHERE article = :article"),
}


def add(connection: Connection, article_id: int, title: str, body: str) -> None:
    """Make the article with `article_id` findable by the words of `title` and `body`."""
    values = {"article": article_id, "title": _stemmed(title), "body": _stemmed(body)}
    connection.execute(ADD[connection.dialect.name], values)


def replace(connection: Connection, article_id: int, title: str, body: str) -> None:
    """Make the article findable by its new words only."""
    connection.execute(REMOVE[connection.dialect.name], {"article": article_id})
    add(connection, article_id, title, body)


def _stemmed(original: str) -> str:
    stems = " ".join(word.stem for word in islice(words(original), INDEXED_WORDS))
    return stems if len(stems) <= INDEXED_CHARS else stems[:INDEXED_CHARS].rsplit(" ", 1)[0]
