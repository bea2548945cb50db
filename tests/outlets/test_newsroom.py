"""Newsroom: every article that the newsroom's ten outlets print is read back as its writer wrote it."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from newsroom.articles import Article as Written
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


def credited(article: Written) -> tuple[str, ...]:
    """The reporter, or the editor where no reporter is named; detik prints of its editors only the initials."""
    editor = "" if article.outlet == "detik" else article.editor
    return tuple(filter(None, (article.author or editor,)))


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
            assert article.authors == credited(written), post.url
