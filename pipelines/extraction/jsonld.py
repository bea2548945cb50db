"""JSON-LD: the schema.org objects of a page, out of whatever a newsroom's template made of them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import json_repair
from lxml.html import HtmlElement

MAX_CHARS = 1_000_000  # of one block; longer ones are data, not a description of the page
MAX_MENDED_CHARS = 100_000  # of a broken one; mending takes a second for 70,000
MAX_DEPTH = 12  # of objects within objects
# https://schema.org/Article and the types below it
ARTICLE_TYPES = frozenset(
    (
        *("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle", "BackgroundNewsArticle"),
        *("OpinionNewsArticle", "ReviewNewsArticle", "AdvertiserContentArticle", "SatiricalArticle", "Report", "TechArticle"),
        *("BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "ScholarlyArticle"),
    )
)
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)

# Properties whose objects are other pages, or parts of this one.
_ELSEWHERE = frozenset(("itemListElement", "hasPart", "isPartOf", "relatedLink", "mentions", "citation", "isBasedOn", "review"))

Node = dict[str, Any]


def read(document: HtmlElement) -> list[Node]:
    """Return every object with a type in the page's JSON-LD blocks, in the order of the page, those within others after them.

    Mended are: comments and CDATA around a block, raw newlines and tabs in strings, HTML entities in place of quotes,
    trailing and missing commas, missing brackets. A block that cannot be mended is left out.
    """
    nodes: list[Node] = []
    for script in document.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            nodes.extend(_objects(loads(script.text_content() or ""), 0))
    return nodes


def loads(text: str) -> Any:
    """Return the value of one JSON-LD block, None where there is none."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", text.strip())).strip()
    if not text or len(text) > MAX_CHARS or not any(bracket in text for bracket in "{["):
        return None
    for candidate in (text, html.unescape(text) if "&quot;" in text or "&#34;" in text else ""):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    if len(text) > MAX_MENDED_CHARS:
        return None
    try:
        return json_repair.loads(text, skip_json_loads=True)
    except (ValueError, RecursionError, IndexError):
        return None


def types(node: Node) -> frozenset[str]:
    """The object's types without their vocabulary: "https://schema.org/NewsArticle" is "NewsArticle"."""
    value = node.get("@type") or node.get("type")
    names = value if isinstance(value, list) else [value]
    return frozenset(re.split(r"[/:#]", name)[-1].strip() for name in names if isinstance(name, str))


def article(nodes: list[Node]) -> Node | None:
    """The object that describes the page's article; of several, the one that says most about it."""
    found = [node for node in nodes if types(node) & ARTICLE_TYPES]
    keys = ("headline", "datePublished", "author", "articleBody", "dateModified", "mainEntityOfPage")
    return max(found, key=lambda node: sum(bool(node.get(key)) for key in keys), default=None)


def text(value: Any) -> str:
    """The text of a property (string, number, list or object with a name), its entities resolved and white space collapsed."""
    if isinstance(value, list):
        return next((found for found in map(text, value) if found), "")
    if isinstance(value, dict):
        return text(value.get("name") or value.get("@value") or value.get("headline") or "")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(html.unescape(html.unescape(str(value))).split())


def texts(value: Any) -> list[str]:
    """The texts of a property that may hold several."""
    values = value if isinstance(value, list) else [value]
    return [found for found in map(text, values) if found]


def url(value: Any) -> str:
    """The address in a property: a string, an ImageObject, an object with @id, or a list of these."""
    if isinstance(value, list):
        return next((found for found in map(url, value) if found), "")
    if isinstance(value, dict):
        return url(value.get("url") or value.get("contentUrl") or value.get("@id") or "")
    return html.unescape(value).strip() if isinstance(value, str) else ""


def _objects(value: Any, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        if types(value):
            yield value
        for key, item in value.items():
            if key not in _ELSEWHERE and isinstance(item, (dict, list)):
                yield from _objects(item, depth + 1)
