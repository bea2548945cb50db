"""Texts: an article's whole text, from wherever its page has it: the page's own lines, its data, the captions of its pictures."""

from __future__ import annotations

from dataclasses import replace

from pipelines.extraction import embedded, galleries, liveblogs
from pipelines.extraction.body import Text, text_of
from pipelines.extraction.boilerplate import Boilerplate
from pipelines.extraction.described import Described


def read(described: Described, rules: Boilerplate, title: str) -> Text:
    """Return the text of the article with the headline `title`, an empty one where the page has none."""
    text = text_of(described.document, rules, title)
    text = embedded.completed(text, described, rules, title)
    text = liveblogs.whole(text, described, rules, title)
    described.text = text
    if galleries.is_gallery(described, title) and _words(text) < galleries.MAX_WORDS:
        text = replace(text, paragraphs=text.paragraphs + galleries.captions(described, rules))
    return text


def _words(text: Text) -> int:
    return sum(len(paragraph.split()) for paragraph in text.paragraphs)
