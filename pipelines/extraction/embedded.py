"""Embedded: articles that a page carries as data for its scripts (__NEXT_DATA__ and the like) and shows nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from typing import Any

from lxml import etree, html
from lxml.html import HtmlElement

from pipelines.extraction import jsonld
from pipelines.extraction.boilerplate import Boilerplate
from pipelines.extraction.cleaning import clean, key
from pipelines.extraction.jsonld import Node
from pipelines.extraction.lines import lines

MIN_CHARS = 200  # of a text that may be an article's
MAX_CHARS = 3_000_000  # of one script's data
MAX_DEPTH = 12

# What frameworks' data calls the properties of schema.org, the likeliest name first.
_NAMES = {
    "headline": ("title", "headline", "judul"),
    "articleBody": ("articleBody", "content", "body", "article_content", "isi", "konten", "html", "text"),
    "datePublished": (
        "datePublished",
        "published_at",
        "publishedAt",
        "publish_date",
        "published_date",
        "date_publish",
        "publishDate",
        "tanggal",
    ),
    "dateModified": ("dateModified", "updated_at", "updatedAt", "modified_at"),
    "author": ("author", "authors", "reporter", "reporters", "penulis"),
    "articleSection": ("articleSection", "category", "section", "kanal", "rubrik"),
    "keywords": ("keywords", "tags"),
    "description": ("description", "summary", "lead", "excerpt"),
}


def article(document: HtmlElement, titles: Set[str]) -> Node | None:
    """Return what a script's JSON says of the article with one of `titles` (comparison keys), as a schema.org object.

    None where it says neither its text nor its date.
    """
    for script in document.iter("script"):
        kind = (script.get("type") or "").lower()
        text = script.text or ""
        if "json" not in kind or "ld+json" in kind or len(text) > MAX_CHARS:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for found in _objects(data, 0):
            node = {
                name: value
                for name, aliases in _NAMES.items()
                if (value := next((found[alias] for alias in aliases if found.get(alias)), None))
            }
            if key(jsonld.text(node.get("headline"))) in titles and (node.get("articleBody") or node.get("datePublished")):
                return {"@type": "Article", **node}
    return None


def paragraphs(node: Node, rules: Boilerplate, title: str) -> list[str]:
    """Return the paragraphs of the articleBody of `node`, which may be markup or plain text; none where it has none worth the name."""
    text = node.get("articleBody")
    if not isinstance(text, str) or len(text) < MIN_CHARS:
        return []
    return clean(lines(_tree(text)), rules, title)


def _objects(value: Any, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _objects(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)


def _tree(text: str) -> HtmlElement:
    """A tree of a text that may be markup or plain, with newlines between paragraphs."""
    if "<" in text:
        return html.fragment_fromstring(text, create_parent="div")
    root = html.Element("div")
    for line in text.splitlines():
        etree.SubElement(root, "p").text = line
    return root
