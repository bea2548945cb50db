"""Pages: the raw documents behind articles and failures, compressed, so that changed rules can judge them again without the network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import zstandard
from sqlalchemy import Connection, RowMapping, delete, exists, select

from pipelines.archive.serialize import link_from_dict, link_to_dict
from pipelines.archive.statements import upsert
from pipelines.archive.storable import key, storable
from pipelines.archive.tables import articles, labels, pages, urls
from pipelines.items import Page, Verdict

LEVEL = 9  # an HTML page of 125 kB becomes about 20 kB in 3 ms


def keep(connection: Connection, filed: str, page: Page) -> None:
    """Keep `page` under the key `filed`, in place of the one that was there."""
    row: dict[str, Any] = {
        "canonical_url": filed,
        "url": storable(page.url),
        "outlet": storable(page.outlet),
        "fetched_at": page.fetched_at,
        "status": page.status,
        "charset": storable(page.charset),
        "timezone": storable(page.timezone),
        "link": storable(link_to_dict(page.link)) if page.link else None,
        "body": zstandard.ZstdCompressor(level=LEVEL).compress(page.body),
        "etag": storable(page.etag) or None,
        "last_modified": storable(page.last_modified) or None,
        "further": _further_rows(page.further) if page.further else None,
        "further_bodies": _compressed(page.further) if page.further else None,
    }
    upsert(connection, pages, [row])


def forget(connection: Connection, filed: str) -> None:
    """Remove the page under the key `filed`, if there is one."""
    connection.execute(delete(pages).where(pages.c.canonical_url == filed))


def trim_sample(connection: Connection, kept: int) -> int:
    """Remove the pages of irrelevant addresses that have neither a label nor an article, but for the `kept` fetched last.

    Returns how many were removed. Looks at every stored page's row, not at the pages themselves: a tenth of a second for 50,000.
    """
    unlabelled = ~exists().where(labels.c.canonical_url == pages.c.canonical_url)
    no_article = ~exists().where(articles.c.canonical_url == pages.c.canonical_url)
    sample = select(pages.c.canonical_url).join(urls).where(urls.c.verdict == str(Verdict.IRRELEVANT), unlabelled, no_article)
    oldest = sample.order_by(pages.c.fetched_at.desc(), pages.c.canonical_url).offset(kept)
    if connection.dialect.name == "sqlite":
        oldest = oldest.limit(-1)  # SQLite knows no OFFSET without it
    removed = connection.execute(delete(pages).where(pages.c.canonical_url.in_(oldest)))
    return int(removed.rowcount)


def fetch_times(connection: Connection, filed: Collection[str]) -> dict[str, datetime]:
    """Return when the stored pages of these keys were fetched."""
    rows = connection.execute(select(pages.c.canonical_url, pages.c.fetched_at).where(pages.c.canonical_url.in_(filed)))
    return {row.canonical_url: row.fetched_at for row in rows}


def find(connection: Connection, canonical_url: str) -> Page | None:
    """Return the stored page of `canonical_url`."""
    row = connection.execute(select(pages).where(pages.c.canonical_url == key(canonical_url))).mappings().first()
    return page_of(row, canonical_url) if row else None


def page_of(row: RowMapping, canonical_url: str) -> Page:
    """Return the page of a row of `pages`."""
    page = Page(
        url=row["url"],
        outlet=row["outlet"],
        body=zstandard.ZstdDecompressor().decompress(row["body"]),
        fetched_at=row["fetched_at"],
        status=row["status"],
        charset=row["charset"],
        timezone=row["timezone"],
        link=link_from_dict(row["link"]) if row["link"] else None,
        canonical_url=canonical_url,
        etag=row["etag"] or "",
        last_modified=row["last_modified"] or "",
    )
    if not row["further"]:
        return page
    bodies = zstandard.ZstdDecompressor().decompress(row["further_bodies"])
    return replace(page, further=_further(page, row["further"], bodies))


def _further_rows(further: Sequence[Page]) -> list[dict[str, Any]]:
    """What tells further pages from the first one, which they share everything else with."""
    return [
        {
            "url": storable(page.url),
            "fetched_at": page.fetched_at.astimezone(UTC).isoformat(),
            "status": page.status,
            "charset": storable(page.charset),
            "bytes": len(page.body),
        }
        for page in further
    ]


def _compressed(further: Sequence[Page]) -> bytes:
    """The bodies in one piece: pages of one article share their menus and sidebars, so that all but the first cost little."""
    return zstandard.ZstdCompressor(level=LEVEL).compress(b"".join(page.body for page in further))


def _further(first: Page, rows: Sequence[dict[str, Any]], bodies: bytes) -> tuple[Page, ...]:
    pages, start = [], 0
    for row in rows:
        end = start + row["bytes"]
        fetched_at = datetime.fromisoformat(row["fetched_at"])
        pages.append(
            replace(first, url=row["url"], body=bodies[start:end], fetched_at=fetched_at, status=row["status"], charset=row["charset"])
        )
        start = end
    return tuple(pages)
