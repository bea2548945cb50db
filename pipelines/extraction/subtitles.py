"""Subtitles: the line that a page prints below its headline, and that is not the text's first paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from pipelines.extraction import jsonld
from pipelines.extraction.bylines import is_credit
from pipelines.extraction.cleaning import key
from pipelines.extraction.dates import read
from pipelines.extraction.described import Described
from pipelines.extraction.found import Found
from pipelines.extraction.lines import Line
from pipelines.extraction.lines import lines as inner_lines
from pipelines.extraction.places import marked, places
from pipelines.items import Origin

AFTER_TITLE = 12  # lines below the headline, on a page whose text is not found
MIN_WORDS, MAX_WORDS = 3, 60
MIN_HEADER_WORDS = 6  # of a paragraph in the article's header that no class names a subtitle

_DATELINE = re.compile(r"[A-Z][\w.,() ]{2,50}\s(?:--|[-–—])\s")  # with which the text itself begins

_HEADINGS = ("h2", "h3", "h4")


def subtitle(described: Described, title: str) -> Found[str]:
    """Return the line below the headline, "" where there is none.

    A class or property names it, or it is a heading right below the headline, or a paragraph in the headline's `header`; otherwise what
    JSON-LD calls the alternative headline. A date, a byline, a caption or a paragraph of the text is none. What stands above the
    headline is a kicker.
    """
    for text in _printed(described, title):
        if _fits(text, title, described):
            return Found(text, Origin.VISIBLE)
    if described.text.standfirst and not _DATELINE.match(described.text.standfirst[0]):
        return Found(described.text.standfirst[0], Origin.VISIBLE)
    claims = (
        Found(jsonld.text(described.article.get("alternativeHeadline")), Origin.JSON_LD),
        Found(described.meta("alternativeheadline", "subtitle", "sub-title", "subjudul"), Origin.META),
    )
    return next((claim for claim in claims if _fits(claim.value, title, described)), Found(""))


def _printed(described: Described, title: str) -> Iterator[str]:
    headline, start, _ = described.window(title)
    lines = described.lines
    if headline >= len(lines) or key(lines[headline].text) != key(title):
        return
    below = lines[headline + 1 : start + 1 if start < len(lines) else headline + AFTER_TITLE]
    around = {lines[headline].element, *lines[headline].element.iterancestors()}
    header = next((element for element in lines[headline].element.iterancestors("header")), None)
    seen: set[HtmlElement] = set()
    for index, line in enumerate(below):
        if line.link_share > 0.5:
            continue
        element = marked(line.element, places().subtitle)
        if element in around:
            element = line.element  # the class is that of headline and subtitle together
        if element in seen:
            continue
        if element is not None:
            seen.add(element)
        if element is not None or line.element.get("itemprop") == "alternativeHeadline":
            yield " ".join(part.text for part in inner_lines(line.element if element is None else element))
        elif (index == 0 and _is_heading_beside(lines[headline], line)) or (
            header in line.element.iterancestors("header") and _is_plain_subtitle(line)
        ):
            yield line.text


def _is_plain_subtitle(line: Line) -> bool:
    """Whether a line of the headline's `header` that nothing marks may be a subtitle: long enough, and no caption."""
    if line.tag not in ("p", *_HEADINGS) or line.after_picture or marked(line.element, places().caption) is not None:
        return False
    return len(line.text.split()) >= MIN_HEADER_WORDS


def _is_heading_beside(headline: Line, line: Line) -> bool:
    """Whether the line is a heading that stands in one element with the headline: one of the text stands further off."""
    return line.tag in _HEADINGS and _block(headline.element).getparent() is _block(line.element).getparent()


def _block(element: HtmlElement) -> HtmlElement:
    """The heading that `element` is or stands in."""
    return next((each for each in (element, *element.iterancestors()) if each.tag in ("h1", *_HEADINGS)), element)


def _fits(text: str, title: str, described: Described) -> bool:
    words = text.split()
    form = key(text)
    if not MIN_WORDS <= len(words) <= MAX_WORDS or form in key(title) or key(title) in form:
        return False
    if is_credit(text) or re.fullmatch(r"\W*\d[\d.,]*\s*(?:menit|kali|views?|komentar|shares?)\b.*", text, re.IGNORECASE):
        return False
    moment = read(text, described.page.timezone, described.page.fetched_at)
    return (moment is None or len(words) > 10) and form not in key("\n".join(described.text.paragraphs))
