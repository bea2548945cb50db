"""Live blogs: running reports, whose description may hold more of the entries than the page shows at first."""

from __future__ import annotations

import html

from pipelines.extraction import embedded, jsonld
from pipelines.extraction.body import Text
from pipelines.extraction.boilerplate import Boilerplate
from pipelines.extraction.jsonld import Node


def longer(shown: Text, article: Node, rules: Boilerplate, title: str) -> Text:
    """Return `shown`, or the entries that `article` describes (https://schema.org/LiveBlogPosting) where those are the longer text."""
    if "LiveBlogPosting" not in jsonld.types(article):
        return shown
    updates = article.get("liveBlogUpdate")
    markup = "".join(_markup(update) for update in (updates if isinstance(updates, list) else [updates]) if isinstance(update, dict))
    described = embedded.paragraphs({"articleBody": markup}, rules, title)
    if sum(map(len, described)) <= sum(map(len, shown.paragraphs)):
        return shown
    return Text(shown.standfirst, tuple(described))


def _markup(update: Node) -> str:
    """An entry's headline and text as paragraphs."""
    body = update.get("articleBody")
    if isinstance(body, str) and "<" in body:
        return f"<p>{html.escape(jsonld.text(update.get('headline')))}</p>{body}"
    lines = [jsonld.text(update.get("headline")), *(body.splitlines() if isinstance(body, str) else ())]
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)
