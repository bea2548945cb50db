"""Sitemaps: indexes, monthly and daily children, gzip, and Google's news extension, as the outlets publish them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from newsroom.documents import GZIP, XML, Document
from newsroom.rendering import environment

if TYPE_CHECKING:
    from newsroom.outlets.base import Outlet, Post
    from newsroom.site import Site

NEWS_LENGTH = 100  # entries of a news sitemap


def urlset(posts: Sequence[Post], cdata: bool = False) -> Document:
    """A plain sitemap of `posts` (sitemaps.org protocol 0.9)."""
    text = environment().get_template("shared/urlset.xml").render(posts=posts, cdata=cdata)
    return Document(text.encode(), XML, _newest(posts))


def news(outlet: Outlet, posts: Sequence[Post], cdata: bool = False) -> Document:
    """A news sitemap of `posts`; `cdata` wraps every value as Tribun does."""
    text = environment().get_template("shared/news.xml").render(outlet=outlet, posts=posts, cdata=cdata)
    return Document(text.encode(), XML, _newest(posts))


def index(children: Iterable[tuple[str, datetime | None]], cdata: bool = False) -> Document:
    """A sitemap index of (URL, last change)."""
    known = list(children)
    text = environment().get_template("shared/sitemapindex.xml").render(children=known, cdata=cdata)
    return Document(text.encode(), XML, max((changed for _, changed in known if changed), default=None))


def _compressed(posts: Sequence[Post]) -> Document:
    """A plain sitemap as a .gz file (not as a Content-Encoding)."""
    document = urlset(posts)
    return Document(gzip.compress(document.body, mtime=0), GZIP, document.modified_at)


def add_periods(site: Site, index_url: str, child_url: str, others: Sequence[str] = ()) -> None:
    """Add an index of one sitemap per period.

    `child_url` is a strftime pattern such as "https://host/sitemap-%Y-%m.xml": its finest field is the period. Children that end in
    .gz are gzip files. `others` are further children that the outlet adds itself.
    """
    children: list[tuple[str, datetime | None]] = [(url, site.changed_at) for url in others]
    for url, group in groupby(site.posts, key=lambda post: post.published.strftime(child_url)):
        posts = tuple(group)
        children.append((url, _newest(posts)))
        if url.endswith(".gz"):
            site.serve(url, partial(_compressed, posts))
        else:
            site.serve(url, partial(urlset, posts))
    site.serve(index_url, partial(index, children))


def _newest(posts: Sequence[Post]) -> datetime | None:
    return max((post.modified for post in posts), default=None)
