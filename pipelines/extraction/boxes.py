"""Boxes: elements that lead to other articles, or sum this one up, told by what they hold, whatever their classes say."""

from __future__ import annotations

from lxml.html import HtmlElement

from pipelines.extraction.boilerplate import Boilerplate

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
MAX_NODES = 400  # elements in a box; what holds more is no box, and would cost too much to look through again and again
MAX_SUMMARY = 1500  # characters of a box that sums an article up
MAX_LABEL = 60  # characters beside the links in a box of links
MAX_EXCERPT = 400  # characters beside its headline on another article's card
MIN_CARDS = 3  # other articles that make a list
MIN_HEADLINE_WORDS = 4  # of a card
MIN_LINK_WORDS = 3  # of a link that is a headline

_BOXES = frozenset(("div", "section", "blockquote", "ul", "ol", "table", "details"))
_CARDS = frozenset(("li", "div", "article", "section"))
_UNSEEN = frozenset(("script", "style", "noscript", "template", "option"))


def is_summary(element: HtmlElement, rules: Boilerplate) -> bool:
    """Whether an element is a box that sums the article up, by its first line."""
    if element.tag not in _BOXES:
        return False
    first = next((text for text in element.itertext() if text and not text.isspace()), "")
    label = first.strip(" \t\r\n.:：!…-–—»›")
    return len(label) <= MAX_LABEL and rules.summary.fullmatch(label) is not None and _has_little_text(element, MAX_SUMMARY)


def leads_elsewhere(element: HtmlElement) -> bool:
    """Whether an element is a box of links to other articles: their headlines and perhaps a label, or cards with pictures and excerpts."""
    return element.tag in _BOXES and (_is_list_of_cards(element) or _is_link_box(element))


def _is_link_box(element: HtmlElement) -> bool:
    """Whether an element holds headlines that are links, and at most a label beside them."""
    plain, headlines, nodes = len((element.text or "").strip()), 0, 0
    stack = list(element)
    while stack:
        node = stack.pop()
        nodes += 1
        plain += len((node.tail or "").strip())
        if node.tag == "a":
            words = node.text_content().split()
            if words and words[-1].endswith(".") and not words[-1].endswith(".."):
                return False  # a sentence, not a headline
            headlines += len(words) >= MIN_LINK_WORDS
        elif isinstance(node.tag, str) and node.tag not in _UNSEEN:
            plain += len((node.text or "").strip())
            stack.extend(node)
        if plain > MAX_LABEL or nodes > MAX_NODES:
            return False
    return headlines > 0


def _is_list_of_cards(element: HtmlElement) -> bool:
    """Whether an element lists other articles: alike children, each with a headline that is a link and little else."""
    if len(element) < MIN_CARDS or element[0].tag not in _CARDS or element[1].tag != element[0].tag:
        return False
    cards = sum(_is_card(child) for child in element)
    return cards >= MIN_CARDS and cards >= 0.8 * len(element)


def _is_card(element: HtmlElement) -> bool:
    if element.tag not in _CARDS or not _has_little_text(element, MAX_EXCERPT):
        return False
    for heading in element.iter(*HEADINGS):
        link = heading.find(".//a")
        if link is None:
            link = next(heading.iterancestors("a"), None)
        if link is not None and len((heading.text_content() or "").split()) >= MIN_HEADLINE_WORDS:
            return True
    return False


def _has_little_text(element: HtmlElement, characters: int) -> bool:
    """Whether an element has at most so many characters outside its links, and not too many elements to look through."""
    total = nodes = 0
    stack = [element]
    while stack:
        node = stack.pop()
        nodes += 1
        if isinstance(node.tag, str) and node.tag != "a" and node.tag not in _UNSEEN:
            total += len((node.text or "").strip())
            stack.extend(node)
        if node is not element:
            total += len((node.tail or "").strip())
        if total > characters or nodes > MAX_NODES:
            return False
    return True
