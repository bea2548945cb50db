"""jusText: bytes and its Indonesian stop words; the paragraphs that it does not call boilerplate. It gives text only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DISTRIBUTION = "jusText"


def make() -> Callable[[Any], dict[str, Any]]:
    from justext import get_stoplist, justext

    stoplist = get_stoplist("Indonesian")

    def read(page: Any) -> dict[str, Any]:
        paragraphs = justext(page.html, stoplist)
        return {"body": "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)}

    return read
