"""Prefilter: a page goes on to extraction only if its article names every side of the topic.

Parsing with lxml and one look at the text outside menus, sidebars and lists of links costs about a millisecond, extraction eight or more.
What the prefilter reads is a superset of what extraction can keep as title and body, so it drops nothing that relevance would have kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, Self

from lxml import etree

from pipelines.document import cleaned, file_kind, nodes, source_of, without_scripts
from pipelines.items import Page, Verdict
from pipelines.relevance import DEFAULT_TOPIC, Topic, load_topic
from pipelines.relevance.names import plain
from pipelines.stage import Ended, Stage

NOT_NAMED = "the page does not name both sides"
# A body of fewer characters than this was probably swallowed by an unclosed <nav> or <aside>: then the whole page is read.
LITTLE_TEXT = 300
# Outside <p> and its like, a line with links is prose if it has this many characters outside them for each one inside.
OWN_SHARE = 0.4
MAX_NODES = 150_000  # tags and attributes; reading a page of so many takes a fifth of a second

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "nav",
        "aside",
        "footer",
        "template",
        "svg",
        "iframe",
        "select",
        "option",
        "button",
        "textarea",
        "object",
        "head",
    }
)
_PROSE = frozenset({"p", "blockquote", "h1", "br"})
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_NO_LETTERS = " \t\r\n\u00a00123456789.,:;/|-–—()[]•»›\"'"
_META = frozenset({"og:title", "og:description", "description", "title", "twitter:title", "twitter:description"})
_ARTICLE_FIELDS = re.compile(r'"(?:articleBody|headline|description|text)"\s*:\s*"((?:[^"\\]|\\.)*+)"')
# What frameworks' data calls a text (pipelines/extraction/embedded.py). Titles are left out: most are those of other articles.
_DATA_FIELDS = re.compile(
    r'"(?:articleBody|content|body|article_content|isi|konten|html|text|value)"\s*:\s*"((?:[^"\\]|\\.){20,}+)"|'
    r'"((?:[^"\\]|\\.){200,}+)"(?=\s*[,\]])'
)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)")
_READ_MORE = re.compile(r"\s*(?:baca|simak|lihat|tonton)\s+(?:juga|pula|selengkapnya)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"side-?bar|related|terkait|popul|trending|rekomendasi|recommend|widget|baca-?juga|most-?read|latest|terkini|headline-?list|breadcrumb|menu",
    re.IGNORECASE,
)


def parse(page: Page) -> etree._Element | None:
    """Return the tree of `page`, or None where there is none: an empty body, another kind of file, nothing lxml can read, or so many
    elements that reading them here would hold up the crawl.

    The elements are plain lxml ones: looking up the classes of lxml.html for each of them would cost as much as all the rest.
    """
    if not page.body.strip() or file_kind(page.body):
        return None
    source = cleaned(without_scripts(source_of(page)))
    if len(source) > MAX_NODES and nodes(source) > MAX_NODES:
        return None
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def names_both_sides(document: etree._Element, topic: Topic) -> bool:
    """Whether the article on the page names every side of `topic` (weak names do not count)."""
    texts = _Texts(document)
    return all(texts.name(pattern) for pattern in topic.side_patterns.values())


class PrefilterStage(Stage):
    """Ends a page as `irrelevant` unless its article names every side, be it on different pages.

    A page that cannot be parsed goes on, for extraction to name the reason.
    """

    def __init__(self, topic: Topic):
        self.topic = topic

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Build the stage for the topic that the setting TOPIC names; raises TopicError when there is none such."""
        return cls(load_topic(settings.get("TOPIC", DEFAULT_TOPIC) or DEFAULT_TOPIC))

    def judge(self, page: Page) -> Page | Ended:
        document = parse(page)
        try:
            if document is None or names_both_sides(document, self.topic):
                return page
        except RecursionError:  # nested deeper than any article: extraction decides, where it can do no harm
            return page
        if page.further and len(set().union(*map(self.sides, (page, *page.further)))) == len(self.topic.side_patterns):
            return page
        return Ended(Verdict.IRRELEVANT, NOT_NAMED)

    def sides(self, page: Page) -> set[str]:
        """The sides that `page` names, its further pages left aside; all of them where it cannot be read here."""
        document = parse(page)
        every = set(self.topic.side_patterns)
        try:
            texts = _Texts(document) if document is not None else None
            return {side for side in every if texts is None or texts.name(self.topic.side_patterns[side])}
        except RecursionError:
            return every


def _text_of(element: etree._Element) -> str:
    return "".join(element.itertext())  # type: ignore[arg-type]  # the stubs allow for bytes, which HTML never gives


def _data(script: etree._Element) -> str:
    """A script's data; that of React's server components is JSON within a string."""
    text = script.text or ""
    return text.replace('\\"', '"').replace("\\\\", "\\") if "__next_f" in text[:200] else text


def _unescaped(text: str) -> str:
    """The contents of JSON strings as text."""
    return unescape(_ESCAPED.sub(_character, text)) if "\\" in text or "&" in text else text


class _Texts:
    """The page's text in pieces, the likeliest first; each is made when it is first asked for."""

    def __init__(self, document: etree._Element):
        self._pieces = _texts(document)
        self._read: list[str] = []

    def name(self, pattern: re.Pattern[str]) -> bool:
        """Whether a piece holds a match of `pattern`."""
        if any(pattern.search(text) for text in self._read):
            return True
        for text in self._pieces:
            self._read.append(plain(text))
            if pattern.search(self._read[-1]):
                return True
        return False


def _texts(document: etree._Element) -> Iterator[str]:
    body = document.find("body")
    lines = _Lines()
    lines.walk(document if body is None else body, "div")
    lines.end("div")
    text = "\n".join(lines.kept)
    told = [text]
    scripts = []
    for element in document.iter("title", "h1", "meta", "script"):  # one search for all four: each goes through the whole tree
        tag = element.tag
        if tag == "meta":
            if element.get("property") in _META or element.get("name") in _META:
                told.append(element.get("content", ""))
        elif tag == "script":
            scripts.append(element)
        else:
            told.append(_text_of(element))
    yield "\n".join(told)
    for script in scripts:
        kind = script.get("type", "").lower()
        if "ld+json" in kind or "json+ld" in kind:
            yield _unescaped("\n".join(_ARTICLE_FIELDS.findall(script.text or "")))
    data = "\n".join(_data(script) for script in scripts if "ld" not in script.get("type", ""))
    if data:
        yield _unescaped("\n".join(named or long for named, long in _DATA_FIELDS.findall(data)))
    if len(text) < LITTLE_TEXT:
        yield _text_of(document)
        yield _unescaped(data)


class _Lines:
    """The page's text line by line; a line that is all link, or that says "Baca juga", is not kept."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self._parts: list[str] = []
        self._own = 0  # characters of the line outside links, without dates and bullets
        self._linked = 0  # characters of the line inside links
        self._link: etree._Element | None = None

    def walk(self, element: etree._Element, block: str) -> None:
        """Take in the text below `element`, which stands in an element called `block`."""
        if element.text:
            self._add(element.text)
        for child in element:
            tag = child.tag
            if tag in _SKIPPED:
                pass
            elif tag in _INLINE:
                if tag == "a":
                    self._add_link(child)
                else:
                    self.walk(child, block)
            elif isinstance(tag, str):  # a comment's is a function
                self.end(block)
                self.walk(child, tag)
                self.end(tag)
            if child.tail:
                self._add(child.tail)

    def end(self, block: str) -> None:
        """End the line, which stands in an element called `block`, and keep it if it is prose."""
        if self._parts:
            line = "".join(self._parts)
            if (not self._linked or self._is_prose(block)) and _READ_MORE.match(line) is None:
                self.kept.append(line)
            self._parts, self._own, self._linked = [], 0, 0

    def _add(self, text: str) -> None:
        if not text.isspace():
            self._parts.append(text)
            self._own += len(text.strip(_NO_LETTERS))
        elif self._parts:
            self._parts.append(" ")

    def _add_link(self, link: etree._Element) -> None:
        text = _text_of(link)
        if text:
            self._parts.append(text)
            self._linked += len(text)
            self._link = link

    def _is_prose(self, block: str) -> bool:
        if self._own >= OWN_SHARE * self._linked:
            return True
        if block not in _PROSE or self._link is None:
            return False
        return bool(self._own) or not any(
            _ASIDE.search(f"{up.get('class')} {up.get('id')}") for up in self._link.iterancestors("div", "section", "ul")
        )


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return {"n": "\n", "t": "\t", "r": "\n"}.get(match[2], match[2])
