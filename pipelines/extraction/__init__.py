"""Extraction: a page's bytes to an article with clean text, dates and names, or the word why it is none."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from lxml.html import HtmlElement

from pipelines.extraction import kinds, merging, metadata, pictures, texts
from pipelines.extraction.attribution import cites
from pipelines.extraction.authors import authors
from pipelines.extraction.boilerplate import load
from pipelines.extraction.dateline import dateline
from pipelines.extraction.described import Described
from pipelines.extraction.document import Refused, parse
from pipelines.extraction.found import Found
from pipelines.extraction.published import published
from pipelines.extraction.subtitles import subtitle
from pipelines.extraction.titles import title
from pipelines.items import Article, Page, Verdict
from pipelines.stage import Ended

__all__ = ["ExtractionStage", "content_hash", "extract", "load"]

MAX_REASON = 300  # characters


def extract(page: Page, document: HtmlElement | None = None) -> Article | Ended:
    """Return the article on `page`, or why there is none. What was not foreseen is Ended(FAILED); only MemoryError, a worker's limit, is raised.

    Args:
        page: as downloaded; its `timezone` is that of times written without one, `fetched_at` what relative times count from.
        document: the page's whole tree if it was parsed already; it is not changed.
    """
    try:
        return _extract(page, document)
    except MemoryError:  # the worker knows its limit, and names it
        raise
    except Refused as refused:
        return Ended(refused.verdict, f"extraction: {refused}")
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
    described.headline = title(described)
    headline = described.headline.value
    described.text = texts.read(described, rules, headline)
    if ended := kinds.not_an_article(described):
        return ended
    if not described.paragraphs:
        return Ended(Verdict.EMPTY, "no article text")
    article = _article(described, headline)
    if not (reason := kinds.paywall(described, rules)):
        return article
    article = replace(article, paywalled=True)
    if article.word_count >= kinds.STUB_WORDS:
        return article
    return Ended(Verdict.NOT_ARTICLE, f"{reason}, {article.word_count} words shown", article)


def _article(described: Described, headline: str) -> Article:
    page = described.page
    further = merging.further(described, headline)
    body = "\n".join(merging.whole_text(described, further, headline))
    published_at, modified_at = published(described, headline)
    by, edited_by = authors(described, headline)
    if further:
        by, edited_by = merging.completed((by, edited_by), authors(further[-1], headline))
    image = pictures.image(described)
    found: dict[str, Found[object]] = {
        "title": described.headline,
        "subtitle": (below := subtitle(described, headline)),
        "lead": (lead := metadata.lead(described)),
        "authors": by,
        "editors": edited_by,
        "section": (section := metadata.section(described)),
        "tags": (tags := metadata.tags(described)),
        "image": image,
        "image_caption": (caption := pictures.image_caption(described, image.value)),
        "published_at": published_at,
        "modified_at": modified_at,
    }
    return Article(
        url=page.url,
        canonical_url=metadata.canonical_url(described),
        outlet=page.outlet,
        title=headline,
        body=body,
        subtitle=below.value,
        lead=lead.value,
        dateline=dateline("\n".join(described.text.paragraphs), described.site_keys),
        authors=by.value,
        editors=edited_by.value,
        section=section.value,
        tags=tags.value,
        image=image.value,
        image_caption=caption.value,
        cites=cites(headline, f"{body}\n{described.credits}", described.site_keys),
        published_at=published_at.value,
        modified_at=modified_at.value,
        crawled_at=page.fetched_at,
        provenance={name: field.origin for name, field in found.items() if field.value and field.origin},
        word_count=len(body.split()),
        content_hash=content_hash(headline, body),
        page=page,
    )


def content_hash(title: str, body: str) -> str:
    """SHA-256 (hex) of title and body after collapsing white space and case."""
    return hashlib.sha256(" ".join(f"{title} {body}".lower().split()).encode("utf-8", "replace")).hexdigest()


from pipelines.extraction.stage import ExtractionStage  # noqa: E402 (the stage's workers import `extract` from here)
