"""Judgement: a page's whole way in one call, without network and storage, for pages that did not come from a crawl."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from pipelines.extraction import content_hash, extract
from pipelines.items import Article, Judgement, Page, Verdict
from pipelines.language import LanguageStage
from pipelines.relevance import Topic, assess, explain
from pipelines.stage import Ended


def judge_page(page: Page, topic: Topic, language: LanguageStage) -> Judgement:
    """Judge one page.

    The verdict is the one a crawl would give. The article is filled in as far as its text allows even where a stage ended the page,
    so that a person sees what was read; the prefilter, which only saves time, is left out.
    """
    extracted = extract(page)
    if isinstance(extracted, Ended):
        return _judgement(page.url, page.canonical_url, page.outlet, extracted, extracted.item)
    return judge_article(extracted, topic, language)


def judge_article(article: Article, topic: Topic, language: LanguageStage) -> Judgement:
    """Judge an article whose text is known already: language, then relevance."""
    verdict, score, evidence = assess(article, topic)
    article = replace(article, topic=topic.name, score=score, evidence=evidence)
    spoken = language.judge(article)
    if isinstance(spoken, Ended):
        return _judgement(article.url, article.canonical_url, article.outlet, spoken, spoken.item or article)
    return _judgement(article.url, article.canonical_url, article.outlet, Ended(verdict, explain(score, evidence, topic)), spoken)


def article_from_text(title: str, text: str, url: str, outlet: str) -> Article:
    """An article given as plain text. Paragraphs are its lines; its lead is the first."""
    paragraphs = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    body = "\n".join(paragraphs)
    return Article(
        url=url,
        canonical_url=url,
        outlet=outlet,
        title=" ".join(title.split()),
        body=body,
        lead=paragraphs[0] if paragraphs else "",
        crawled_at=datetime.now(UTC),
        word_count=len(body.split()),
        content_hash=content_hash(title, body),
    )


def _judgement(url: str, canonical_url: str, outlet: str, ended: Ended, article: Article | None) -> Judgement:
    return Judgement(Verdict(ended.verdict), ended.reason, url, canonical_url, outlet, datetime.now(UTC), article)
