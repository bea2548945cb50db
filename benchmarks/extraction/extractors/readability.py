"""readability-lxml: bytes and address; html-text reads its HTML, of which it keeps more when asked for part of a page. It gives no time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DISTRIBUTION = "readability-lxml"
NOBODY = "[no-author]"


def make() -> Callable[[Any], dict[str, Any]]:
    from html_text import extract_text
    from readability import Document

    def read(page: Any) -> dict[str, Any]:
        document = Document(page.html, url=page.url)
        author = document.author()
        return {
            "body": extract_text(document.summary(html_partial=True)),
            "title": document.short_title(),
            "authors": [] if author == NOBODY else [author],
        }

    return read
