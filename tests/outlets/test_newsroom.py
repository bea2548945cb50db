"""Newsroom: every article that the newsroom's ten outlets print is read back as its writer wrote it."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from newsroom.outlets.base import Post
from newsroom.server import Newsroom
from newsroom.site import Site
from pipelines.extraction import extract
from pipelines.items import Article, Page
from tests.outlets.test_outlets import DECLARED


def read(site: Site, post: Post, form: str) -> Article:
    address = urlsplit(post.url)
    page = Page(
        url=post.url,
        outlet=site.outlet.name,
        body=site.document(address.netloc, address.path, form).body,
        fetched_at=datetime(2024, 12, 31, tzinfo=UTC),
        timezone=DECLARED[site.outlet.name].timezone,
    )
    article = extract(page)
    assert isinstance(article, Article), f"{post.url}: {article}"
    return article


def names(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


@pytest.mark.parametrize("name", DECLARED)
def test_every_article_is_read_as_it_was_written(name: str, shared_newsroom: Newsroom) -> None:
    site = shared_newsroom.sites[name]
    for post in site.posts:
        written = post.article
        article = read(site, post, "page=all" if written.pages > 1 else "")
        assert article.title == written.title, post.url
        assert article.body.split() == " ".join(written.paragraphs).split(), post.url
        assert article.published_at is not None, post.url
        assert article.published_at.value == written.published_at, post.url
        assert article.tags == written.tags, post.url
        # CNN Indonesia prints its reporter's name without any label; only an editor's beside it tells that it is one.
        if name != "cnnindonesia" or written.editor:
            assert article.authors == names(written.author), post.url
        if name != "detik":  # which prints of its editors only the initials
            assert article.editors == names(written.editor), post.url
