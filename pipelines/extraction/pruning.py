"""Pruning: takes out of a tree what its tags, classes and styles call furniture, and never the article with it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable

from lxml.html import HtmlElement

from pipelines.extraction.boilerplate import Boilerplate
from pipelines.extraction.boxes import HEADINGS, is_summary, leads_elsewhere

# An element with more of the page's plain text than this is the page, whatever its class says ("single-post with-sidebar").
LARGEST_SHARE = 0.4
MAX_LABEL_WORDS = 10
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
            elsewhere = leads_elsewhere(child)
            if (elsewhere or unwanted(child) or is_summary(child, rules)) and not _is_the_page(child, plain):
                if elsewhere:
                    _drop_label(child)
                _drop(child)
            else:
                stack.append(child)
    return root


def _is_furniture(element: HtmlElement, rules: Boilerplate) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in rules.tags:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")):
        return True
    name = _name(element)
    return len(name) > 1 and rules.furniture.search(name) is not None


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
        label is not None
        and label.tag in HEADINGS
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
