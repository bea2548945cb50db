"""Sources: the feeds, sitemaps, APIs and index pages found for an outlet, and how they answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, select

from pipelines.archive.statements import upsert
from pipelines.archive.storable import key, storable
from pipelines.archive.tables import sources

ANSWER_COLUMNS = ("kind", "found_at", "last_ok_at", "failures", "etag", "last_modified")


@dataclass(frozen=True, slots=True)
class Source:
    """Where an outlet lists its articles."""

    url: str
    kind: str  # "feed", "sitemap", "wordpress", "index_page"; "" where the source answered before it was remembered
    etag: str | None
    last_modified: str | None  # as the server wrote it
    failures: int  # in a row
    found_at: datetime  # aware, UTC
    last_ok_at: datetime | None  # aware, UTC


def of_outlet(connection: Connection, outlet: str) -> list[Source]:
    """Return the outlet's sources in the order in which they were found."""
    rows = connection.execute(select(sources).where(sources.c.outlet == storable(outlet)).order_by(sources.c.found_at, sources.c.url))
    return [Source(row.url, row.kind, row.etag, row.last_modified, row.failures, row.found_at, row.last_ok_at) for row in rows]


def remember(connection: Connection, outlet: str, found: Iterable[tuple[str, str]], now: datetime) -> None:
    """Add sources as (URL, kind); one that is known keeps its history and takes the kind. URLs too long for a key are left out."""
    rows = {key(url): _new(outlet, url, now) | {"kind": storable(kind)} for url, kind in found if key(url) == storable(url)}
    upsert(connection, sources, [rows[filed] for filed in sorted(rows)], kept=set(ANSWER_COLUMNS) - {"kind"})


def answered(connection: Connection, outlet: str, url: str, etag: str | None, last_modified: str | None, now: datetime) -> None:
    """Note a good answer with its validators; the failures start from 0 again."""
    row = _new(outlet, url, now) | {"last_ok_at": now, "etag": storable(etag), "last_modified": storable(last_modified)}
    upsert(connection, sources, [row], kept=("kind", "found_at"))


def failed(connection: Connection, outlet: str, url: str, now: datetime) -> int:
    """Note a failure and return how many there were in a row."""
    before: int | None = connection.execute(select(sources.c.failures).where(_is(outlet, url))).scalar()
    failures = (before or 0) + 1
    upsert(connection, sources, [_new(outlet, url, now) | {"failures": failures}], kept=set(ANSWER_COLUMNS) - {"failures"})
    return failures


def forget(connection: Connection, outlet: str, url: str) -> None:
    """Remove the source; an unknown one is ignored."""
    connection.execute(delete(sources).where(_is(outlet, url)))


def _is(outlet: str, url: str) -> ColumnElement[bool]:
    return and_(sources.c.outlet == storable(outlet), sources.c.url == key(url))


def _new(outlet: str, url: str, now: datetime) -> dict[str, Any]:
    empty = {"kind": "", "last_ok_at": None, "failures": 0, "etag": None, "last_modified": None}
    return {"outlet": storable(outlet), "url": key(url), "found_at": now, **empty}
