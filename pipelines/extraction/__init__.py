"""Extraction: a page's bytes to an article with clean text, dates and names, or the word why it is none."""

from __future__ import annotations

import hashlib

from lxml.html import HtmlElement

from pipelines.extraction import embedded, kinds, metadata
from pipelines.extraction.authors import authors
from pipelines.extraction.body import Text, text_of
from pipelines.extraction.boilerplate import load
from pipelines.extraction.described import Described
from pipelines.extraction.document import parse
from pipelines.extraction.published import published
from pipelines.extraction.titles import title
from pipelines.items import Article, Page, Verdict
from pipelines.stage import Ended

__all__ = ["ExtractionStage", "extract", "load"]

MAX_REASON = 300  # characters


def extract(page: Page, document: HtmlElement | None = None) -> Article | Ended:
    """Return the article on `page`, or why there is none. Never raises: what was not foreseen is Ended(FAILED).

    Args:
        page: as downloaded; its `timezone` is that of times written without one, `fetched_at` what relative times count from.
        document: the page's whole tree if it was parsed already; it is not changed.
    """
    try:
        return _extract(page, document)
    except Exception as error:  # noqa: BLE001 (one page must not stop a crawl; the reason is stored and counted)
        return Ended(Verdict.FAILED, f"extraction: {type(error).__name__}: {error}"[:MAX_REASON])


def _extract(page: Page, document: HtmlElement | None) -> Article | Ended:
    rules = load()
    if document is None:
        document = parse(page)
    if document is None:
        return Ended(Verdict.EMPTY, "no document")
    described = Described(page, document)
    if wall := kinds.challenge(described, rules):
        return wall
    headline = title(described)
    described.text = text_of(document, rules, headline)
    if not described.text.paragraphs:
        described.text = Text((), tuple(embedded.paragraphs(described.article, rules, headline)))
    if ended := kinds.not_an_article(described, rules):
        return ended
    if not described.paragraphs:
        return Ended(Verdict.EMPTY, "no article text")
    return _article(described, headline)


def _article(described: Described, headline: str) -> Article:
    page = described.page
    body = "\n".join(described.paragraphs)
    published_at, modified_at = published(described, headline)
    return Article(
        url=page.url,
        canonical_url=metadata.canonical_url(described),
        outlet=page.outlet,
        title=headline,
        body=body,
        lead=metadata.lead(described),
        authors=authors(described, headline),
        section=metadata.section(described),
        tags=metadata.tags(described),
        image=metadata.image(described),
        published_at=published_at,
        modified_at=modified_at,
        crawled_at=page.fetched_at,
        word_count=len(body.split()),
        content_hash=content_hash(headline, body),
        page=page,
    )


def content_hash(title: str, body: str) -> str:
    """SHA-256 (hex) of title and body after collapsing white space and case."""
    return hashlib.sha256(" ".join(f"{title} {body}".lower().split()).encode("utf-8", "replace")).hexdigest()


from pipelines.extraction.stage import ExtractionStage  # noqa: E402 (the stage's workers import `extract` from here)
