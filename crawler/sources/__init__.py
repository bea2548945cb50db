"""Sources: feed, sitemap, WordPress API, index page. Each turns one response's bytes into links; nothing here fetches."""

from __future__ import annotations

import re
from datetime import datetime

from crawler.sources import feed, index_page, sitemap, wordpress
from crawler.sources.identity import identify
from crawler.sources.listing import Listing, Source, SourceKind

__all__ = ["Listing", "Source", "SourceKind", "identify", "parse"]


def parse(
    kind: SourceKind,
    body: bytes,
    url: str,
    *,
    timezone: str = "Asia/Jakarta",
    now: datetime | None = None,
    article_url: re.Pattern[str] | None = None,
    charset: str | None = None,
) -> Listing:
    """Read one source document.

    Args:
        kind: how to read it; see `identify` for what a document really is.
        body: the response's bytes, decompressed or not.
        url: the address after redirects; relative links are resolved against it and every link names it as its source.
        timezone: IANA name, assumed for times that are written without a zone.
        now: aware; times more than a day after it are not believed. The current time by default.
        article_url: only for index pages: links that it does not find anything in (`search`) are left out.
        charset: as the Content-Type header declares it; only index pages use it.

    Returns the listing; a document that cannot be read at all is a listing with warnings and no links. Never raises for bad bytes.
    """
    if kind is SourceKind.FEED:
        return feed.parse(body, url, timezone=timezone, now=now)
    if kind is SourceKind.SITEMAP:
        return sitemap.parse(body, url, timezone=timezone, now=now)
    if kind is SourceKind.WORDPRESS:
        return wordpress.parse(body, url, timezone=timezone, now=now)
    return index_page.parse(body, url, article_url=article_url, charset=charset)
