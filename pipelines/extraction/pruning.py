"""Pruning: takes out of a tree what its tags, classes and styles call furniture, and never the article with it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable

from lxml.html import HtmlElement

from pipelines.extraction.boilerplate import Boilerplate

# An element with more of the page's plain text than this is the page, whatever its class says ("single-post with-sidebar").
LARGEST_SHARE = 0.4
MIN_CARDS = 3  # other articles that make a list
MAX_EXCERPT = 400  # characters beside its headline on another article's card
MIN_HEADLINE_WORDS = 4
MAX_SUMMARY = 1500  # characters of a box that sums an article up
MAX_LABEL = 60  # characters beside the links in a box of links
MAX_LABEL_WORDS = 10
MIN_LINK_WORDS = 3  # of a link that is a headline
_BOXES = frozenset(("div", "section", "blockquote", "ul", "ol", "table", "details"))
_CARDS = frozenset(("li", "div", "article", "section"))
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def pruned(document: HtmlElement, rules: Boilerplate) -> HtmlElement:
    """Return a copy of the body of `document` without furniture and the captions of pictures; `document` is left as it was."""
    return _copy_without(lambda element: _is_furniture(element, rules) or is_caption(element, rules), document, rules)


def with_captions(document: HtmlElement, rules: Boilerplate) -> HtmlElement:
    """As `pruned`, but captions stay."""
    return _copy_without(lambda element: _is_furniture(element, rules), document, rules)


def is_caption(element: HtmlElement, rules: Boilerplate) -> bool:
    """Whether an element holds nothing but a picture and its caption, by its tag or its class."""
    if element.tag in rules.caption_tags:
        return element.find(".//table") is None
    name = _name(element)
    return len(name) > 1 and rules.caption.search(name) is not None


def _copy_without(unwanted: Callable[[HtmlElement], bool], document: HtmlElement, rules: Boilerplate) -> HtmlElement:
    body = document.find("body")
    root: HtmlElement = copy.deepcopy(document if body is None else body)
    plain = _plain_length(root)
    stack = [root]
    while stack:
        element = stack.pop()
        for child in list(element):
            if (unwanted(child) or _leads_elsewhere(child) or _is_summary(child, rules)) and not _is_the_page(child, plain):
                _drop_label(child)
                _drop(child)
            else:
                stack.append(child)
    return root


def _is_furniture(element: HtmlElement, rules: Boilerplate) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in rules.tags:
        return True
    return _is_called_furniture(element, rules)


def _is_called_furniture(element: HtmlElement, rules: Boilerplate) -> bool:
    """Whether an element is hidden, or its class or id says what it is."""
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")):
        return True
    name = _name(element)
    return len(name) > 1 and rules.furniture.search(name) is not None


def _is_summary(element: HtmlElement, rules: Boilerplate) -> bool:
    """Whether an element is a box that sums the article up, by its first line."""
    if element.tag not in _BOXES:
        return False
    first = next((text for text in element.itertext() if not text.isspace() and text), "")
    label = first.strip(" \t\r\n.:：!…-–—»›")
    return len(label) <= MAX_LABEL and rules.summary.fullmatch(label) is not None and _plain_length(element) <= MAX_SUMMARY


def _leads_elsewhere(element: HtmlElement) -> bool:
    """Whether an element is a box of links to other articles: their headlines and perhaps a label, or cards with pictures and excerpts."""
    return element.tag in _BOXES and (_is_list_of_cards(element) or _is_link_box(element))


def _is_link_box(element: HtmlElement) -> bool:
    """Whether an element holds headlines that are links, and at most a label beside them."""
    plain = headlines = 0
    stack = list(element)
    plain += len((element.text or "").strip())
    while stack and plain <= MAX_LABEL:
        node = stack.pop()
        plain += len((node.tail or "").strip())
        if node.tag == "a":
            words = node.text_content().split()
            if words and words[-1].endswith(".") and not words[-1].endswith(".."):
                return False  # a sentence, not a headline
            headlines += len(words) >= MIN_LINK_WORDS
        elif isinstance(node.tag, str):
            if node.tag not in ("script", "style", "noscript", "template"):
                plain += len((node.text or "").strip())
            stack.extend(node)
    return headlines > 0 and plain <= MAX_LABEL


def _is_list_of_cards(element: HtmlElement) -> bool:
    """Whether an element lists other articles: alike children, each with a headline that is a link and little else."""
    if len(element) < MIN_CARDS or element[0].tag not in _CARDS or element[1].tag != element[0].tag:
        return False
    cards = sum(_is_card(child) for child in element)
    return cards >= MIN_CARDS and cards >= 0.8 * len(element)


def _is_card(element: HtmlElement) -> bool:
    if element.tag not in _CARDS or _plain_length(element) > MAX_EXCERPT:
        return False
    for heading in element.iter(*_HEADINGS):
        link = heading.find(".//a")
        if link is None:
            link = next(heading.iterancestors("a"), None)
        if link is not None and len((heading.text_content() or "").split()) >= MIN_HEADLINE_WORDS:
            return True
    return False


def _name(element: HtmlElement) -> str:
    """The element's class followed by its id; one space where it has neither."""
    return f"{element.get('class', '')} {element.get('id', '')}"


def _is_the_page(element: HtmlElement, plain: int) -> bool:
    if not isinstance(element.tag, str):
        return False
    if element.find(".//*[@itemprop='articleBody']") is not None or element.get("itemprop") == "articleBody":
        return True
    return element.tag not in ("script", "style", "noscript", "template") and _plain_length(element) > LARGEST_SHARE * plain


def _plain_length(element: HtmlElement) -> int:
    """Characters of text outside links, scripts and styles."""
    total = 0
    stack = [element]
    while stack:
        node = stack.pop()
        if isinstance(node.tag, str) and node.tag not in ("a", "script", "style", "noscript", "template", "option"):
            total += len((node.text or "").strip())
            stack.extend(node)
        if node is not element:
            total += len((node.tail or "").strip())
    return total


def _drop_label(element: HtmlElement) -> None:
    """Drop the heading right above a box of links with it."""
    label = element.getprevious()
    if (
        _leads_elsewhere(element)
        and label is not None
        and label.tag in _HEADINGS
        and not (label.tail or "").strip()
        and len((label.text_content() or "").split()) <= MAX_LABEL_WORDS
    ):
        _drop(label)


def _drop(element: HtmlElement) -> None:
    parent = element.getparent()
    assert parent is not None
    tail = element.tail
    if tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + tail
        else:
            previous.tail = (previous.tail or "") + tail
    parent.remove(element)
