"""goose3: the decoded page and its address, Indonesian as target language, the parser that finds more, no images."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DISTRIBUTION = "goose3"


def make() -> Callable[[Any], dict[str, Any]]:
    from goose3 import Goose

    goose = Goose({"parser_class": "soup", "use_meta_language": False, "target_language": "id", "enable_image_fetching": False})

    def read(page: Any) -> dict[str, Any]:
        article = goose.extract(url=page.url, raw_html=page.text())
        published = article.publish_datetime_utc
        return {
            "body": article.cleaned_text,
            "title": article.title,
            "authors": article.authors,
            "published": published.isoformat() if published else None,
        }

    return read
