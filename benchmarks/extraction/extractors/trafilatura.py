"""trafilatura: bytes, address and the options that its documentation names; its text without the comments below the article."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DISTRIBUTION = "trafilatura"


def make(**options: bool) -> Callable[[Any], dict[str, Any]]:
    from trafilatura import bare_extraction

    def read(page: Any) -> dict[str, Any]:
        document = bare_extraction(page.html, url=page.url, with_metadata=True, **options)
        if document is None:
            return {}
        return {"body": document.text, "title": document.title, "authors": [document.author or ""], "published": document.date}

    return read
