"""news-please: `NewsPlease.from_html` with the decoded page and its address, no images; it takes no language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DISTRIBUTION = "news-please"


def make() -> Callable[[Any], dict[str, Any]]:
    from newsplease import NewsPlease

    def read(page: Any) -> dict[str, Any]:
        article = NewsPlease.from_html(page.text(), url=page.url, fetch_images=False)
        if not article:
            return {}
        published = article.date_publish
        return {
            "body": article.maintext,
            "title": article.title,
            "authors": article.authors,
            "published": published.isoformat() if published else None,
        }

    return read
