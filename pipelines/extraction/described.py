"""Described: what a page says about itself, gathered once: meta elements, JSON-LD, its lines as a reader sees them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extraction import embedded, jsonld
from pipelines.extraction.body import Text
from pipelines.extraction.cleaning import key
from pipelines.extraction.found import Found
from pipelines.extraction.jsonld import Node
from pipelines.extraction.lines import Line, collapse, lines
from pipelines.items import Page

_PROPERTIES = etree.XPath("//*[@itemprop]")
_CLASSES = etree.XPath("//@class", smart_strings=False)
_IDS = etree.XPath("//@id", smart_strings=False)
_OF_CLASSES = etree.XPath("//*[@class or @id][contains($names, concat('|', @class, '|')) or contains($names, concat('|', @id, '|'))]")
_DOMAIN_PARTS = frozenset(("com", "co", "id", "net", "org", "or", "go", "ac", "sch", "web", "my", "tv", "news", "info"))
CREDIT_LINES = 5  # from the last of the text
MAX_CREDIT = 120  # characters
LINE_CHARS = 1000  # of a line, by which it is recognised
SOURCE_BYTES = 100_000  # of the markup that is searched


@dataclass(eq=False)
class Described:
    """A parsed page and its own description. Everything is read when it is first asked for."""

    page: Page
    document: HtmlElement
    headline: Found[str] = field(default=Found(""))  # the article's, once it is known
    text: Text = field(default_factory=Text)  # likewise
    _spans: dict[Text, tuple[int, int]] = field(default_factory=dict, init=False, repr=False)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The article's paragraphs, its standfirst first."""
        return (*self.text.standfirst, *self.text.paragraphs)

    @property
    def words(self) -> int:
        """The number of words in the article's paragraphs."""
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """The contents of meta elements by name, property or itemprop in small letters; empty ones left out."""
        found: dict[str, list[str]] = {}
        for element in self.document.iter("meta"):
            content = collapse(html.unescape(element.get("content") or ""))
            if content:
                for name in {element.get(attribute, "").strip().lower() for attribute in ("name", "property", "itemprop")} - {""}:
                    found.setdefault(name, []).append(content)
        return found

    @cached_property
    def nodes(self) -> list[Node]:
        return jsonld.read(self.document)

    @cached_property
    def article(self) -> Node:
        """The schema.org object of the article, from JSON-LD or, failing that, from a framework's data; {} where there is none."""
        return jsonld.article(self.nodes, self._own_titles) or embedded.article(self.document, self._own_titles) or {}

    @cached_property
    def _own_titles(self) -> frozenset[str]:
        element = self.document.find(".//title")
        texts = [
            self.meta("og:title"),
            element.text_content() if element is not None else "",
            *(heading.text_content() for heading in self.document.iter("h1")),
        ]
        return frozenset(form for text in texts if len(form := key(text)) >= 12)

    @cached_property
    def types(self) -> frozenset[str]:
        """The types of all JSON-LD objects."""
        return frozenset(name for node in self.nodes for name in jsonld.types(node))

    @cached_property
    def source(self) -> str:
        """The page's markup, for what stands in no element's text."""
        return self.page.body[:SOURCE_BYTES].decode("utf-8", "replace")

    @cached_property
    def lines(self) -> list[Line]:
        body = self.document.find("body")
        return lines(self.document if body is None else body)

    @cached_property
    def properties(self) -> dict[str, list[HtmlElement]]:
        """The elements of microdata by their properties, in the order of the page; meta and link elements are left out."""
        found: dict[str, list[HtmlElement]] = {}
        for element in cast("list[HtmlElement]", _PROPERTIES(self.document)):
            if element.tag not in ("meta", "link"):
                for name in element.get("itemprop", "").split():
                    found.setdefault(name, []).append(element)
        return found

    @cached_property
    def classes(self) -> frozenset[str]:
        """Every value of an attribute `class` or `id`: far fewer than there are elements, and so quickly searched."""
        return frozenset(cast("list[str]", _CLASSES(self.document))) | frozenset(cast("list[str]", _IDS(self.document)))

    def marked(self, pattern: re.Pattern[str]) -> list[HtmlElement]:
        """The elements in whose class or id `pattern` is found, in the order of the page."""
        names = [name for name in self.classes if pattern.search(name)]
        return cast("list[HtmlElement]", _OF_CLASSES(self.document, names=f"|{'|'.join(names)}|")) if names else []

    def meta(self, *names: str) -> str:
        """The first content of the first of `names` that the page has, or ""."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")

    @cached_property
    def site_keys(self) -> frozenset[str]:
        """What the site may call itself, as comparison keys: site name, publisher, host, outlet."""
        host = (urlsplit(self.page.url).hostname or "").removeprefix("www.")
        labels = [label for label in host.split(".") if label not in _DOMAIN_PARTS][-1:]
        publishers = [jsonld.text(node.get("publisher")) for node in self.nodes]
        names = [self.meta("og:site_name"), self.meta("application-name"), self.page.outlet, host, *labels, *publishers]
        return frozenset(form for name in names if len(form := key(name)) >= 3)

    @cached_property
    def _forms(self) -> list[str]:
        return [key(line.text[:LINE_CHARS]) for line in self.lines]

    @cached_property
    def credits(self) -> str:
        """The short lines with which the text ends and those right below it: signatures, sources, reporters' and editors' names."""
        _, _, end = self.window("")
        return "\n".join(
            line.text for line in self.lines[end : end + CREDIT_LINES] if len(line.text) <= MAX_CREDIT and line.link_share < 0.5
        )

    def window(self, title: str) -> tuple[int, int, int]:
        """Indices into `lines`: of the title (or 0), of the body's first line, of its last; len(lines) where they are not found."""
        if self.text not in self._spans:
            self._spans[self.text] = self._span()
        start, end = self._spans[self.text]
        headline = key(title)
        above = range(min(start, len(self._forms) - 1), -1, -1) if headline else ()
        return next((index for index in above if self._forms[index] == headline), 0), start, end

    def _span(self) -> tuple[int, int]:
        """Indices into `lines` of the body's first line and of its last."""
        forms = self._forms
        opening = [form for paragraph in self.text.paragraphs[:3] if len(form := key(paragraph[:LINE_CHARS])) >= 20]
        closing = [form for paragraph in self.text.paragraphs[-3:] if len(form := key(paragraph[:LINE_CHARS])) >= 20]
        start = next(
            (index for index, form in enumerate(forms) if len(form) >= 20 and any(form in wanted or wanted in form for wanted in opening)),
            len(forms),
        )
        end = next((index for index in range(len(forms) - 1, -1, -1) if any(wanted in forms[index] for wanted in closing)), len(forms))
        return start, end
