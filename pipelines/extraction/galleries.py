"""Galleries: picture stories, whose text is their captions."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.extraction.boilerplate import Boilerplate
from pipelines.extraction.cleaning import key
from pipelines.extraction.described import Described
from pipelines.extraction.lines import collapse, lines
from pipelines.extraction.pruning import is_caption, with_captions

MAX_WORDS = 150  # of text beside its pictures that a gallery has; a page with more is an article with pictures
MIN_CAPTION_WORDS = 5

_PATH = re.compile(
    r"/(?:foto|photos?|foto-news|galeri|galeri-foto|gallery|photo-gallery|fotografi|foto-story)(?:/|$)|/(?:foto|galeri)-", re.IGNORECASE
)
_HOST = re.compile(r"(?:foto|photo|galeri)s?\.", re.IGNORECASE)
_HEADLINE = re.compile(r"(?:galeri )?(?:foto|photo)s?\s*[:|]", re.IGNORECASE)
_TYPES = frozenset(("ImageGallery", "MediaGallery"))


def is_gallery(described: Described, title: str) -> bool:
    """Whether the page tells its story in pictures: by its address, its headline or its type."""
    parts = urlsplit(described.page.url)
    return bool(
        _PATH.search(parts.path)
        or _HOST.match(parts.netloc)
        or _HEADLINE.match(title)
        or described.types & _TYPES
        or described.meta("og:type").lower() in ("photo", "gallery", "image")
    )


def captions(described: Described, rules: Boilerplate) -> tuple[str, ...]:
    """The captions on a gallery's page, each once, in order, without those that its text holds already and those of links elsewhere."""
    root = with_captions(described.document, rules)
    whole = key(" ".join(described.paragraphs))
    found: dict[str, str] = {}
    for element in _outermost(root, rules):
        texts = [line.text for line in lines(element) if line.link_share < 0.5]
        caption = collapse(" ".join(texts))
        form = key(caption)
        if len(caption.split()) >= MIN_CAPTION_WORDS and form not in whole:
            found.setdefault(form, caption)
    return tuple(found.values())


def _outermost(root: HtmlElement, rules: Boilerplate) -> list[HtmlElement]:
    """The elements that hold captions and stand in no other one, and in no link."""
    found = []
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag == "a":
            continue
        if is_caption(element, rules):
            found.append(element)
        else:
            stack.extend(reversed(element))
    return found
