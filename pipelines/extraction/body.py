"""Body: where on the page the article stands, and its paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import trafilatura
from lxml import html
from lxml.html import HtmlElement
from trafilatura.settings import Extractor

from pipelines.extraction.boilerplate import Boilerplate
from pipelines.extraction.cleaning import PARAGRAPH_WORDS, clean, is_dateline, is_paragraph, key
from pipelines.extraction.lines import Line, lines
from pipelines.extraction.pruning import pruned

MIN_PLACE_WORDS = 20  # of paragraphs in a place that a template names, for it to be the article's
MAX_STANDFIRST_WORDS = 80
LINE_CHARS = 1000  # of a line, by which it is recognised
MAX_WEIGHT = 600  # characters of one line that count when the place is looked for
LONGEST_GAP = 3  # lines that are no paragraphs between two of a text's first ones
COVERED = 0.85  # the part of the anchored text that the article's element must hold


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text as the page shows it."""

    standfirst: tuple[str, ...] = ()  # a paragraph between headline and text, where there is one
    paragraphs: tuple[str, ...] = ()


def text_of(document: HtmlElement, rules: Boilerplate, title: str) -> Text:
    """Return the article's text, an empty one where the page has none. `document` is not changed.

    The template may name the place. Otherwise trafilatura says which text is the article; its place on the page, read again line by
    line, has what trafilatura drops (leads that stand in no paragraph) and knows what it does not (which lines are links).
    """
    root = pruned(document, rules)
    named = _named_place(root, rules)
    all_lines = lines(root)
    found = [line for element in named for line in lines(element)] if named else _anchored(root, all_lines, title)
    paragraphs = _without_lost_links(clean(found, rules, title), document)
    if not paragraphs:
        return Text()
    above = _above(all_lines, found[0], title)
    return Text(_standfirst(clean(above, rules, title), paragraphs), tuple(paragraphs))


def _above(all_lines: list[Line], first: Line, title: str) -> list[Line]:
    """The paragraph between the headline and the text's first line: one that stands loose in an element around the text, else the first one.

    Lists there are summaries, and what follows a picture is its caption, unless it is marked up as a heading.
    """
    headline = key(title)
    above: list[Line] = []
    titled = pictured = False
    around = set(first.element.iterancestors())
    for line in all_lines:
        if line.element is first.element and line.text == first.text:
            break
        if headline and key(line.text[:LINE_CHARS]) == headline:
            titled, pictured, above = True, False, []
        elif titled:
            pictured = pictured or line.after_picture
            loose = line.element in around
            if is_paragraph(line) and not line.listed and (loose or line.heading or (line.tag == "p" and not pictured)):
                above = [line] if loose or not above else above
    return above


def _standfirst(above: list[str], body: list[str]) -> tuple[str, ...]:
    """What stands between headline and text as the article's summary, or as a lead outside the place of the text."""
    whole = key(" ".join(body))
    return tuple(
        text for text in above if 6 <= len(text.split()) <= MAX_STANDFIRST_WORDS and text[-1] in '.!?"”' and key(text) not in whole
    )


def _without_lost_links(paragraphs: list[str], document: HtmlElement) -> list[str]:
    """Without headlines of other articles that lost their link here and kept it elsewhere on the page."""
    suspects = {form for text in paragraphs if 4 <= len(text.split()) <= 20 and text[-1] not in '."”:' and (form := key(text))}
    if not suspects:
        return paragraphs
    linked = {key(link.text_content()[:LINE_CHARS]) for link in document.iter("a") if not (link.get("href") or "#").startswith("#")}
    return [text for text in paragraphs if key(text) not in suspects & linked]


def _named_place(root: HtmlElement, rules: Boilerplate) -> list[HtmlElement]:
    by_property = [element for element in root.iter() if isinstance(element.tag, str) and element.get("itemprop") in rules.itemprops]
    named = [
        (f"{element.get('class', '')} {element.get('id', '')}", element)
        for element in root.iter()
        if isinstance(element.tag, str) and element.attrib
    ]
    for group in (by_property, *([element for name, element in named if pattern.search(name)] for pattern in rules.bodies)):
        outermost = _outermost(group)
        words = [sum(len(line.text.split()) for line in lines(element) if is_paragraph(line)) for element in outermost]
        if sum(words) >= MIN_PLACE_WORDS and (max(words) >= 0.5 * sum(words) or len({element.getparent() for element in outermost}) == 1):
            return outermost
    return []


def _outermost(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    chosen = set(elements)
    return [element for element in elements if not any(ancestor in chosen for ancestor in element.iterancestors())]


def _anchored(root: HtmlElement, found: list[Line], title: str) -> list[Line]:
    """Those of the lines `found` in `root` that stand in the element with the text which trafilatura takes for the article."""
    text = key(_trafilatura(root))
    anchors = [index for index, line in enumerate(found) if len(form := key(line.text[:LINE_CHARS])) >= 20 and form in text]
    prose = [index for index in anchors if is_paragraph(found[index])]
    if not _most(prose, anchors, found):  # a text of short lines, or of lines that end without a full stop
        prose = [index for index in anchors if _is_long(found[index])] or prose
    anchors = prose or _after_title(found, title)
    if not anchors:
        return []
    place = _place(root, [found[index] for index in anchors])
    inside = [index for index, line in enumerate(found) if line.element is place or place in line.element.iterancestors()]
    anchored = set(anchors) & set(inside)
    first, last = _beginning(found, inside, min(anchored), title), _ending(found, inside, max(anchored))
    return [found[index] for index in inside if first <= index <= last + LONGEST_GAP]


def _ending(found: list[Line], inside: list[int], last: int) -> int:
    """Where the text ends: a list that closes it has lines too short for trafilatura."""
    for index in inside:
        if index == last + 1 and found[index].listed and found[index].link_share < 0.5:
            last = index
    return last


def _beginning(found: list[Line], inside: list[int], first: int, title: str) -> int:
    """Where the text begins in its place: what trafilatura takes for its first line may follow others, with inserts between them."""
    headline, gap = key(title), 0
    for index in reversed([index for index in inside if index < first]):
        line = found[index]
        if gap > LONGEST_GAP or (headline and key(line.text[:LINE_CHARS]) == headline):
            break
        if is_paragraph(line) or is_dateline(line):
            first, gap = index, 0
        else:
            gap += 1
    return first


def _is_long(line: Line) -> bool:
    return len(line.text.split()) >= PARAGRAPH_WORDS and line.link_share < 0.3 and "·" not in line.text and "|" not in line.text


def _most(some: list[int], all_of_them: list[int], found: list[Line]) -> bool:
    return 2 * sum(len(found[index].text) for index in some) >= sum(len(found[index].text) for index in all_of_them)


def _after_title(found: list[Line], title: str) -> list[int]:
    """The first paragraph after the headline, and those that follow close upon it in one element: all there is on the page of a photograph."""
    headline = key(title)
    start = next((index for index, line in enumerate(found) if headline and key(line.text[:LINE_CHARS]) == headline), 0)
    chosen: list[int] = []
    for index in range(start, len(found)):
        if chosen and index - chosen[-1] > LONGEST_GAP:
            break
        if is_paragraph(found[index]) and (not chosen or _holder(found[index]) is _holder(found[chosen[0]])):
            chosen.append(index)
    return chosen


def _holder(line: Line) -> HtmlElement:
    parent = line.element.getparent()
    return parent if line.element.tag == "p" and parent is not None else line.element


def _place(root: HtmlElement, anchored: list[Line]) -> HtmlElement:
    weights: Counter[HtmlElement] = Counter()
    total = 0
    for line in anchored:
        size = min(len(line.text), MAX_WEIGHT)
        total += size
        for element in (line.element, *line.element.iterancestors()):
            weights[element] += size
    element = root
    while True:
        child = next((child for child in element if weights[child] >= COVERED * total), None)
        if child is None:
            return element
        element = child


def _trafilatura(root: HtmlElement) -> str:
    """What trafilatura takes for the article in a tree that was pruned already."""
    page = html.Element("html")
    page.append(root)
    options = Extractor(output_format="python", comments=False, tables=True)
    document = trafilatura.bare_extraction(page, options=options)
    page.remove(root)
    return document.text or "" if document is not None and not isinstance(document, dict) else ""
