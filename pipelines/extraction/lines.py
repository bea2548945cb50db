"""Lines: a tree as the lines a reader sees, each with what is known of it: how much of it is link, whether it follows a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.html import HtmlElement

MAX_DEPTH = 200  # of elements within elements; what is deeper is one piece of text

_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "kbd", "label", "mark", "o:p"),
        *("q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "title", "option", "textarea", "iframe", "svg", "object"))
_EMPHASIS = frozenset(("em", "i", "small", "figcaption"))
_LISTS = frozenset(("ul", "ol", "dl"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Soft hyphens and zero-width characters stand within names in scraped text: they are taken out, not turned into spaces.
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


@dataclass(slots=True)
class Run:
    """A piece of a line, of one kind."""

    text: str
    link: bool
    emphasis: bool


@dataclass(slots=True, eq=False)
class Line:
    """A line of text and the element that holds it."""

    runs: list[Run]
    element: HtmlElement
    tag: str  # of the block it stands in
    after_picture: bool
    quoted: bool  # in a blockquote
    listed: bool  # in a list
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = collapse("".join(run.text for run in self.runs))

    @property
    def link_share(self) -> float:
        """The part of the line's characters that are links, 0 to 1."""
        total = sum(len(run.text.strip()) for run in self.runs)
        return sum(len(run.text.strip()) for run in self.runs if run.link) / total if total else 0.0

    @property
    def emphasised(self) -> bool:
        return all(run.emphasis for run in self.runs if run.text.strip())

    @property
    def heading(self) -> bool:
        return self.tag in _HEADINGS


def collapse(text: str) -> str:
    """`text` with its white space collapsed and what cannot be seen taken out."""
    return " ".join(_INVISIBLE.sub("", text).split())


def lines(root: HtmlElement) -> list[Line]:
    """Return the lines of `root` in the order of the page. Blocks and `br` begin a new line; the cells of a table's row stand on one."""
    reader = _Reader()
    reader.walk(root, _Context(str(root.tag)), 0)
    reader.flush(root, _Context(str(root.tag)))
    return reader.found


class _Context(NamedTuple):
    tag: str
    link: bool = False
    emphasis: bool = False
    quoted: bool = False
    listed: bool = False


class _Reader:
    def __init__(self) -> None:
        self.found: list[Line] = []
        self.runs: list[Run] = []
        self.picture = False

    def walk(self, element: HtmlElement, context: _Context, depth: int) -> None:
        if depth > MAX_DEPTH:
            self._add(element.text_content(), context)
            return
        self._add(element.text, context)
        for child in element:
            name = child.tag
            if not isinstance(name, str) or name in _UNSEEN:
                pass
            elif name == "br":
                self.flush(element, context)
            elif name in ("img", "picture", "amp-img", "amp-anim"):
                self.picture = True
            elif name in ("td", "th"):
                self._add(" ", context)
                self.walk(child, context, depth + 1)
            elif name in _INLINE:
                if name == "a" or name in _EMPHASIS:
                    link, emphasis = context.link or name == "a", context.emphasis or name in _EMPHASIS
                    self.walk(child, context._replace(link=link, emphasis=emphasis), depth + 1)
                else:
                    self.walk(child, context, depth + 1)
            else:
                self.flush(element, context)
                quoted, listed = context.quoted or name == "blockquote", context.listed or name in _LISTS
                inner = _Context(name, context.link, context.emphasis, quoted, listed)
                self.walk(child, inner, depth + 1)
                self.flush(child, inner)
            self._add(child.tail, context)

    def flush(self, element: HtmlElement, context: _Context) -> None:
        """End the line that was begun, which stands in `element`."""
        runs, self.runs = self.runs, []
        if not any(run.text.strip() for run in runs):
            return
        line = Line(runs, element, context.tag, self.picture, context.quoted, context.listed)
        if line.text:
            self.picture = False
            self.found.append(line)

    def _add(self, text: str | None, context: _Context) -> None:
        if not text:
            return
        if self.runs and (last := self.runs[-1]).link == context.link and last.emphasis == context.emphasis:
            last.text += text
        else:
            self.runs.append(Run(text, context.link, context.emphasis))
