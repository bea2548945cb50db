"""JSON-LD: the schema.org objects of a page, out of whatever a newsroom's template made of them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Set
from typing import Any

import json_repair
from lxml.html import HtmlElement

from pipelines.extraction.cleaning import key

MAX_CHARS = 1_000_000  # of one block; longer ones are data, not a description of the page
MAX_PAGE_CHARS = 2_000_000  # of all blocks of a page
MAX_MENDED_CHARS = 50_000  # of a page's blocks up to a broken one; mending takes a second for 70,000
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
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)[\s;]*$"
)

# Commas before a closing bracket, and the escapes that JSON does not know.
_TRAILING = re.compile(r",(?=\s*(?:,|[}\]]))")
_ESCAPES = re.compile(r"(?<!\\)((?:\\\\)*)\\(?![\"\\/bfnrtu])")
_BETWEEN = re.compile(r"[\s,;\u00a0\ufeff]*")  # between two objects of one block
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPTY = frozenset(("undefined", "null", "nan", "[object object]"))  # what a template writes whose value is empty
# The characters of Windows-1252 that were taken for control characters of Latin-1: quotation marks and dashes.
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}

# Properties that may name another object of the page by its @id instead of holding it.
_LINKED = ("author", "creator", "editor", "publisher", "image", "primaryImageOfPage", "thumbnail")
# Properties whose objects are other pages, or parts of this one.
_ELSEWHERE = frozenset(("itemListElement", "hasPart", "isPartOf", "relatedLink", "mentions", "citation", "isBasedOn", "review"))

Node = dict[str, Any]


def read(document: HtmlElement) -> list[Node]:
    """Return every object with a type in the page's JSON-LD blocks, in the order of the page, those within others after them.

    Mended are: comments and CDATA around a block, raw newlines and tabs in strings, HTML entities in place of quotes, single and
    unescaped quotes, trailing and missing commas, several objects in a row, missing brackets. A block that cannot be mended is left
    out. Where an author, a publisher or a picture is named only by its @id, the object with that @id stands in its place.
    """
    nodes: list[Node] = []
    read_chars = 0
    for script in document.iter("script"):
        kind = (script.get("type") or "").lower()
        if "ld+json" in kind or "json+ld" in kind:
            block = (script.text_content() or "")[: MAX_CHARS + 1]
            read_chars += len(block)
            if read_chars <= MAX_PAGE_CHARS:
                nodes.extend(_objects(loads(block, MAX_MENDED_CHARS - read_chars + len(block)), 0))
    _link(nodes)
    return nodes


def loads(text: str, mendable: int = MAX_MENDED_CHARS) -> Any:
    """Return the value of one JSON-LD block, None where there is none; a broken one is mended if it has at most `mendable` characters."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", text.strip().strip("\ufeff"))).strip()
    if not text or len(text) > MAX_CHARS or not any(bracket in text for bracket in "{["):
        return None
    for candidate in _candidates(text):
        try:
            value = json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
        return loads(value) if isinstance(value, str) and len(value) < len(text) else value
    if (row := _in_a_row(_mended(text))) is not None:
        return row
    if len(text) > mendable:
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


def article(nodes: list[Node], titles: Set[str] = frozenset()) -> Node | None:
    """The object that describes the page's article.

    Of several, one whose headline is among `titles` (comparison keys of the page's own titles, with or without the site's name), and
    of those the one that says most. An object without a type serves where it has a headline and a date.
    """
    found = [node for node in nodes if types(node) & ARTICLE_TYPES] or [node for node in nodes if not types(node)]
    names = ("headline", "datePublished", "author", "articleBody", "dateModified", "mainEntityOfPage")

    def fitness(node: Node) -> tuple[bool, int]:
        headline = key(text(node.get("headline") or node.get("name")))
        own = len(headline) >= 12 and any(title.startswith(headline) or headline.startswith(title) for title in titles)
        return own, sum(bool(node.get(name)) for name in names)

    return max(found, key=fitness, default=None)


def text(value: Any) -> str:
    """The text of a property (string, number, list or object with a name), without markup, entities and needless white space."""
    if isinstance(value, list):
        return next((found for found in map(text, value) if found), "")
    if isinstance(value, dict):
        return text(value.get("name") or value.get("@value") or value.get("headline") or "")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    plain = html.unescape(html.unescape(str(value))).translate(_WINDOWS)
    plain = " ".join((_MARKUP.sub(" ", plain) if "<" in plain else plain).split())
    return "" if plain.lower() in _EMPTY else plain


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
        if types(value) or ("headline" in value and "datePublished" in value):
            yield value
        for name, item in value.items():
            if name not in _ELSEWHERE and isinstance(item, (dict, list)):
                yield from _objects(item, depth + 1)


def _candidates(text: str) -> Iterator[str]:
    """What a block may be meant to say, each worked out only when the one before it was no JSON."""
    yield text
    if "&quot;" in text or "&#34;" in text:
        yield html.unescape(text)
    yield _mended(text)


def _mended(text: str) -> str:
    return _ESCAPES.sub(r"\1", _TRAILING.sub("", text))


def _in_a_row(text: str) -> list[Any] | None:
    """The values of several JSON texts one after the other, with or without commas between them; None where one is broken."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    position = 0
    while position < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return None
        values.append(value)
        between = _BETWEEN.match(text, position)
        position = between.end() if between else position
    return values


def _link(nodes: list[Node]) -> None:
    """Put the objects that are named by their @id where they are named."""
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 2}
    if not named:
        return
    for node in nodes:
        for name in _LINKED:
            value = node.get(name)
            if isinstance(value, dict):
                node[name] = _referred(value, named)
            elif isinstance(value, list):
                node[name] = [_referred(item, named) for item in value]


def _referred(value: Any, named: dict[str, Node]) -> Any:
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and len(value) <= 2:
        return named.get(value["@id"], value)
    return value
