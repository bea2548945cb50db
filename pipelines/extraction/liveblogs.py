"""Live blogs: running reports, whose description may hold more of the entries than the page shows at first."""

from __future__ import annotations

import html
from dataclasses import replace

from pipelines.extraction import embedded, jsonld
from pipelines.extraction.body import Text, text_of
from pipelines.extraction.boilerplate import Boilerplate
from pipelines.extraction.described import Described
from pipelines.extraction.jsonld import Node


def whole(introduction: Text, described: Described, rules: Boilerplate, title: str) -> Text:
    """Return the longest text that a live blog (https://schema.org/LiveBlogPosting) has; `introduction` where the page is none.

    A template's place for the text may hold no more than the introduction, with the entries beside it or in the description alone.
    """
    if "LiveBlogPosting" not in jsonld.types(described.article):
        return introduction
    shown = text_of(described.document, replace(rules, itemprops=frozenset(), bodies=()), title)
    listed = Text(introduction.standfirst, tuple(_entries(described.article, rules, title)))
    return max(introduction, shown, listed, key=lambda text: sum(map(len, text.paragraphs)))


def _entries(article: Node, rules: Boilerplate, title: str) -> list[str]:
    updates = article.get("liveBlogUpdate")
    markup = "".join(_markup(update) for update in (updates if isinstance(updates, list) else [updates]) if isinstance(update, dict))
    return embedded.paragraphs({"articleBody": markup}, rules, title)


def _markup(update: Node) -> str:
    """An entry's headline and text as paragraphs."""
    body = update.get("articleBody")
    if isinstance(body, str) and "<" in body:
        return f"<p>{html.escape(jsonld.text(update.get('headline')))}</p>{body}"
    lines = [jsonld.text(update.get("headline")), *(body.splitlines() if isinstance(body, str) else ())]
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)
