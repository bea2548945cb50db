"""Listing: what one source document says: article links, further documents, and what was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipelines.items import Link


class SourceKind(StrEnum):
    """The forms in which an outlet lists its articles."""

    FEED = "feed"
    SITEMAP = "sitemap"
    WORDPRESS = "wordpress"
    INDEX_PAGE = "index_page"


@dataclass(frozen=True, slots=True)
class Source:
    """A document that lists articles: declared or discovered, or one that another leads to (a child sitemap, the next page of a list)."""

    url: str  # for the WordPress API that of its posts, without parameters: `wordpress.posts_url` makes the requests of it
    kind: SourceKind
    modified_at: datetime | None = None  # aware; as the parent states it
    number: int = 1  # of the page, in a list of several pages


@dataclass(frozen=True, slots=True)
class Listing:
    """One source document, read as far as it can be read."""

    links: tuple[Link, ...] = ()  # in the document's order, each URL once
    children: tuple[Source, ...] = ()
    warnings: tuple[str, ...] = ()  # short sentences for a counter and the log
