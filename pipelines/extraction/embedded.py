"""Embedded: articles that a page carries as data for its scripts (JSON-LD, __NEXT_DATA__ and the like) and shows nowhere else."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator, Set
from typing import TYPE_CHECKING, Any

from lxml import etree, html
from lxml.html import HtmlElement

from pipelines.extraction import jsonld
from pipelines.extraction.body import Text
from pipelines.extraction.boilerplate import Boilerplate
from pipelines.extraction.cleaning import clean, key
from pipelines.extraction.jsonld import Node
from pipelines.extraction.lines import lines

if TYPE_CHECKING:
    from pipelines.extraction.described import Described

MIN_CHARS = 200  # of a text that may be an article's
MAX_CHARS = 3_000_000  # of a page's data for scripts
MAX_BODY = 200_000  # characters of an article's text with its markup
MAX_DEPTH = 25
MAX_OBJECTS = 20_000  # of a page's data
LONGER = 1.2  # times the letters of the text shown that the data must have, for the page to show only a beginning

# What frameworks' data calls the properties of schema.org, the likeliest name first.
_NAMES = {
    "headline": ("title", "headline", "judul"),
    "articleBody": ("articleBody", "content", "body", "article_content", "isi", "konten", "html", "text", "blocks", "paragraphs"),
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
# Of a text in blocks: what holds a block's own text, and what holds the blocks within it.
_OWN = ("html", "text", "value")
_WITHIN = ("model", "blocks", "children", "content", "nodes", "leaves", "paragraphs", "fragments")
_PARAGRAPHS = frozenset(("paragraph", "p", "block", "blockquote", "quote", "heading", "list-item", "listitem", "unstyled"))

_PUSH = re.compile(r"^\s*\(?\s*self\.__next_f.*?\.push\((?=\[)", re.DOTALL)  # React's server components; the last bracket is cut off below
_ROW = re.compile(r"^[0-9a-f]{1,6}:(?=[\[{])", re.MULTILINE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_MARKUP = re.compile(r"</?[a-zA-Z]")
_BREAKS = re.compile(r"<(?:p|br|div|li|h\d|tr|section|blockquote)\b", re.IGNORECASE)
# The end of a sentence that the beginning of the next is glued to.
_GLUED = re.compile(r"(?<=[a-z]{3}[.!?])(?=[A-Z“\"][A-Za-z])|(?<=[a-z]{3}[.!?][”\"])(?=[A-Z“][a-z])")
_CUT = re.compile(r"\s*(?:\.{3}|…|\[…\])\s*$")


def article(document: HtmlElement, titles: Set[str]) -> Node | None:
    """Return what the data of a script says of the article with one of `titles` (comparison keys), as a schema.org object.

    None where it says neither its text nor its date.
    """
    best: Node | None = None
    for found in _all_objects(document):
        node = {
            name: value
            for name, aliases in _NAMES.items()
            if (value := next((found[alias] for alias in aliases if found.get(alias)), None))
        }
        if key(jsonld.text(node.get("headline"))) not in titles:
            continue
        if isinstance(node.get("articleBody"), (list, dict)):
            node["articleBody"] = "".join(_as_paragraph(text) for text in _blocks(node["articleBody"], 0))
        if node.get("articleBody"):
            return {"@type": "Article", **node}
        if best is None and node.get("datePublished"):
            best = {"@type": "Article", **node}
    return best


def paragraphs(node: Node, rules: Boilerplate, title: str) -> list[str]:
    """Return the paragraphs of the articleBody of `node`, which may be markup or plain text; none where it has none worth the name."""
    text = node.get("articleBody")
    if not isinstance(text, str) or len(text) < MIN_CHARS:
        return []
    return clean(lines(_tree(_unescaped(text[:MAX_BODY]))), rules, title)


def completed(shown: Text, described: Described, rules: Boilerplate, title: str) -> Text:
    """Return `shown`, or the text in the page's data where the page shows none, or only the beginning of it."""
    found = paragraphs(described.article, rules, title)
    if not shown.paragraphs and not found:
        found = paragraphs(article(described.document, frozenset((key(title),))) or {}, rules, title)
    if not shown.paragraphs:
        return Text((), tuple(found))
    return Text(shown.standfirst, tuple(found)) if _is_beginning(shown.paragraphs, found) else shown


def _is_beginning(shown: tuple[str, ...], whole: list[str]) -> bool:
    """Whether `shown` is how `whole` begins, and clearly shorter."""
    text = key(" ".join(whole))
    forms = [key(_CUT.sub("", paragraph)) for paragraph in shown]
    letters = sum(map(len, forms))
    if len(text) < LONGER * letters + MIN_CHARS:
        return False
    position = 0
    for form in forms:
        found = text.find(form, position)
        if found < 0:
            return False
        position = found + len(form)
    return position <= letters + MIN_CHARS // 2


def _all_objects(document: HtmlElement) -> Iterator[Node]:
    room, pushed = MAX_CHARS, []
    values = []
    for script in document.iter("script"):
        kind, text = (script.get("type") or "").lower(), script.text or ""
        if match := _PUSH.match(text[:200]):
            room -= len(text)
            if room > 0:
                pushed.append(_pushed(text[match.end() :]))
        elif ("json" in kind and "ld+json" not in kind) or script.get("id") in ("__NEXT_DATA__", "__NUXT_DATA__"):
            room -= len(text)
            if room > 0:
                values.append(_json(text))
    rows = "".join(pushed)
    values += [_json(rows[match.end() :]) for match in _ROW.finditer(rows)]
    left = [MAX_OBJECTS]
    for value in values:
        yield from _objects(_resolved(value), 0, left)


def _json(text: str) -> Any:
    """The value that `text` begins with, None where it begins with none."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def _pushed(text: str) -> str:
    value = _json(text)
    return value[1] if isinstance(value, list) and len(value) == 2 and isinstance(value[1], str) else ""


def _resolved(value: Any) -> Any:
    """The objects of a list in which every value is the number of another entry (https://github.com/nuxt-contrib/devalue), else `value`."""
    if not isinstance(value, list) or not any(isinstance(entry, dict) for entry in value[:20]):
        return value

    def entry(index: Any, depth: int) -> Any:
        found = value[index] if isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(value) else None
        if isinstance(found, list) and depth < 4:
            return [entry(inner, depth + 1) for inner in found[:1000]]
        if isinstance(found, dict) and depth < 4:
            return {name: entry(inner, depth + 1) for name, inner in found.items()}
        return found

    objects = [item for item in value[:MAX_OBJECTS] if isinstance(item, dict) and _NAMED & item.keys()]
    if not objects or not all(isinstance(inner, int) for item in objects for inner in item.values()):
        return value
    return [{name: entry(index, 0) for name, index in item.items()} for item in objects[:200]]


_NAMED = frozenset(_NAMES["headline"])


def _objects(value: Any, depth: int, left: list[int]) -> Iterator[Node]:
    if depth > MAX_DEPTH or left[0] <= 0 or not isinstance(value, (dict, list)):
        return
    left[0] -= 1
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, (dict, list)):
            yield from _objects(item, depth + 1, left)


def _blocks(value: Any, depth: int) -> list[str]:
    """The paragraphs of a text that an editor keeps in blocks: {"type": "paragraph", "children": [{"text": …}]} and its like."""
    if isinstance(value, str):
        return [value]
    if depth > MAX_DEPTH:
        return []
    if isinstance(value, list):
        return [text for item in value for text in _blocks(item, depth + 1)]
    if not isinstance(value, dict):
        return []
    own = next((value[name] for name in _OWN if isinstance(value.get(name), str) and value[name].strip()), None)
    if own is not None:
        return [own]
    within = next((found for name in _WITHIN if (found := _blocks(value[name], depth + 1) if name in value else [])), [])
    kind = str(value.get("type") or value.get("_type") or "").lower()
    return ["".join(within)] if kind in _PARAGRAPHS and within else within


def _as_paragraph(text: str) -> str:
    return f"<p>{text if _MARKUP.search(text) else entities.escape(text)}</p>"


def _unescaped(text: str) -> str:
    """`text` with markup that was escaped once too often."""
    if "\\u00" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if "\n" not in text:
        text = text.replace("\\r", "").replace("\\n", "\n").replace('\\"', '"')
    for _ in range(3):
        if _MARKUP.search(text) or "&" not in text:
            break
        text = entities.unescape(text)
    return _CONTROLS.sub("", text)


def _tree(text: str) -> HtmlElement:
    """A tree of a text that may be markup or plain, with newlines between paragraphs."""
    if _MARKUP.search(text):
        if not _BREAKS.search(text):
            text = "<br>".join(text.splitlines())
        try:
            return html.fragment_fromstring(text, create_parent="div", parser=html.HTMLParser(huge_tree=True))
        except (etree.LxmlError, ValueError):
            text = _MARKUP.sub(" ", text)
    root = html.Element("div")
    for line in text.splitlines() if "\n" in text.strip() or "\r" in text.strip() else _GLUED.split(text):
        etree.SubElement(root, "p").text = line
    return root
