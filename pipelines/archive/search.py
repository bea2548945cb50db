"""Search: full text over the stored articles, by Indonesian stems."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import reduce

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, column, func, literal, literal_column, select, table

from pipelines.archive.database import Database
from pipelines.archive.highlight import highlight
from pipelines.archive.query import Phrase, Query, parse
from pipelines.archive.serialize import evidence_from_dict
from pipelines.archive.statements import chunks
from pipelines.archive.tables import articles
from pipelines.items import Hit, Verdict

LOADED_AT_ONCE = 100  # articles
TITLE_WEIGHT, BODY_WEIGHT = 5.0, 1.0
BY_LENGTH = 1  # ts_rank's normalisation: divided by 1 + the logarithm of the text's length

FTS5 = table("search", column("rowid"))
FTS5_MATCHES = literal_column("search").op("MATCH", is_comparison=True)
TSVECTORS = table("search", column("article"), column("words"))


def search(database: Database, typed: str, limit: int, verdicts: Collection[Verdict]) -> Iterator[Hit]:
    """Yield the articles that `typed` asks for: by rank, or the newest first where it names no words.

    Rank is BM25 on SQLite and ts_rank (by the text's length) on PostgreSQL, a match in the title counting five times one in the body.

    Args:
        database: the archive's.
        typed: in the syntax of `pipelines.archive.query`.
        limit: how many at most; 0 or less for all.
        verdicts: of the articles to search.
    """
    query = parse(typed)
    if query.is_hopeless:
        return
    with database.reading() as connection:
        ids = connection.execute(_ranked(connection, query, limit, verdicts)).scalars().all()
    for some in chunks(ids, LOADED_AT_ONCE):
        with database.reading() as connection:
            found = _load(connection, some)
        yield from (_hit(found[number], query) for number in some if number in found)


def _ranked(connection: Connection, query: Query, limit: int, verdicts: Collection[Verdict]) -> Select[int]:
    """The ids of the articles that match, in order."""
    on = _fts5 if connection.dialect.name == "sqlite" else _tsvector
    found = on(select(articles.c.id), query).where(articles.c.verdict.in_([str(verdict) for verdict in verdicts]))
    outlet = func.lower(articles.c.outlet)
    if query.outlets:
        found = found.where(outlet.in_(query.outlets))
    if query.excluded_outlets:
        found = found.where(outlet.not_in(query.excluded_outlets))
    found = found.order_by(articles.c.published_at.desc().nulls_last(), articles.c.id.desc())
    return found.limit(limit) if limit > 0 else found


def _fts5(found: Select[int], query: Query) -> Select[int]:
    """Narrow and order by SQLite's full-text table; stems are letters and digits only, so in quotation marks they are nothing but words."""
    if query.groups:
        wanted = " AND ".join(f"({' OR '.join(f'({_quoted_all(alternative)})' for alternative in group)})" for group in query.groups)
        found = found.join(FTS5, FTS5.c.rowid == articles.c.id).where(FTS5_MATCHES(literal(wanted)))
        found = found.order_by(func.bm25(literal_column("search"), TITLE_WEIGHT, BODY_WEIGHT))  # the better, the lower
    if query.excluded:
        unwanted = " OR ".join(_quoted(phrase) for phrase in query.excluded)
        found = found.where(articles.c.id.not_in(select(FTS5.c.rowid).where(FTS5_MATCHES(literal(unwanted)))))
    return found


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'


def _quoted_all(phrases: tuple[Phrase, ...]) -> str:
    return " AND ".join(_quoted(phrase) for phrase in phrases)


def _tsvector(found: Select[int], query: Query) -> Select[int]:
    """Narrow and order by PostgreSQL's tsvectors."""
    if query.groups:
        wanted = _all(_any(_all(map(_tsquery, alternative)) for alternative in group) for group in query.groups)
        found = found.join(TSVECTORS, TSVECTORS.c.article == articles.c.id).where(TSVECTORS.c.words.op("@@")(wanted))
        # From D, which the bodies have, to A, which the titles have.
        weights: ColumnElement[str] = literal_column(f"'{{{BODY_WEIGHT / TITLE_WEIGHT}, 0, 0, 1}}'::float4[]")
        found = found.order_by(func.ts_rank(weights, TSVECTORS.c.words, wanted, BY_LENGTH).desc())
    if query.excluded:
        unwanted = _any(map(_tsquery, query.excluded))
        found = found.where(articles.c.id.not_in(select(TSVECTORS.c.article).where(TSVECTORS.c.words.op("@@")(unwanted))))
    return found


def _tsquery(phrase: Phrase) -> ColumnElement[str]:
    return func.phraseto_tsquery("simple", " ".join(phrase))


def _all(queries: Iterable[ColumnElement[str]]) -> ColumnElement[str]:
    return reduce(lambda one, other: one.op("&&")(other), queries)


def _any(queries: Iterable[ColumnElement[str]]) -> ColumnElement[str]:
    return reduce(lambda one, other: one.op("||")(other), queries)


def _load(connection: Connection, ids: Collection[int]) -> dict[int, RowMapping]:
    columns = ("id", "url", "outlet", "title", "body", "published_at", "score", "fields", "verdict")
    rows = connection.execute(select(*(articles.c[name] for name in columns)).where(articles.c.id.in_(ids))).mappings()
    return {row["id"]: row for row in rows}


def _hit(row: RowMapping, query: Query) -> Hit:
    return Hit(
        url=row["url"],
        outlet=row["outlet"],
        title=row["title"],
        body=row["body"],
        published_at=row["published_at"],
        score=row["score"],
        evidence=evidence_from_dict(row["fields"]["evidence"]),
        highlight=highlight(row["title"], row["body"], query.stems),
        verdict=Verdict(row["verdict"]),
    )
