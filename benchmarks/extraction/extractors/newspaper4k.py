"""newspaper4k: the decoded page, its address, Indonesian, no images."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DISTRIBUTION = "newspaper4k"


def make() -> Callable[[Any], dict[str, Any]]:
    from newspaper import Article

    def read(page: Any) -> dict[str, Any]:
        article = Article(page.url, language="id", fetch_images=False)
        article.download(input_html=page.text())
        article.parse()
        published = article.publish_date
        return {
            "body": article.text,
            "title": article.title,
            "authors": article.authors,
            "published": published.isoformat() if published else None,
        }

    return read
