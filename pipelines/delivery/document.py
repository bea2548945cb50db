"""Document: an article as Elasticsearch holds it."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import Any

from pipelines.archive.serialize import article_to_dict
from pipelines.items import Article, Story, Verdict

# JSON cannot carry a lone surrogate, and Elasticsearch would refuse the whole request for one.
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def document_id(canonical_url: str) -> str:
    """Return the `_id` of an article: the SHA-256 of its canonical URL, since an `_id` has at most 512 bytes and URLs have more."""
    return hashlib.sha256(canonical_url.encode(errors="surrogatepass")).hexdigest()


def document(
    article: Article, revision: int, verdict: str = Verdict.RELEVANT, story: Story | None = None, gone_at: datetime | None = None
) -> dict[str, Any]:
    """Return the document of `article`, with every field of `mapping.MAPPINGS` that it has a value for.

    Args:
        article: as of `revision`.
        revision: counted from 1; above 1, the outlet edited the article after it was first seen.
        verdict: on the article now.
        story: that the article belongs to.
        gone_at: aware; since when the outlet says that the article is no more.

    Times are in UTC, with the page's own text beside them. `@timestamp` is when the article was published, or crawled where the page
    states no date.
    """
    published, modified = article.published_at, article.modified_at
    moment = published.value if published else article.crawled_at
    fields = article_to_dict(article)
    language = article.language
    fields |= {
        "@timestamp": _utc(moment),
        "published_at": _utc(published.value) if published else None,
        "modified_at": _utc(modified.value) if modified else None,
        "crawled_at": _utc(article.crawled_at),
        "indexed_at": _utc(datetime.now(UTC)),
        "language": language.code if language else "",
        "language_probability": language.probability if language else None,
        "verdict": str(verdict),
        "revision": revision,
        "edited_after_publication": revision > 1,
        "gone_at": _utc(gone_at) if gone_at else None,
        "story": _story(story) if story else None,
    }
    return {name: _encodable(value) for name, value in fields.items() if value not in (None, "", [], {})}


def _story(story: Story) -> dict[str, Any]:
    first = story.first_published_at
    return {
        "id": story.id,
        "first_outlet": story.first_outlet,
        **({"first_published_at": _utc(first)} if first else {}),
        "reach": story.reach,
        "articles": story.articles,
    }


def _utc(moment: datetime) -> str:
    try:
        return moment.astimezone(UTC).isoformat()
    except OverflowError:  # year 1 or 9999, at the very edge of what a datetime holds
        return moment.isoformat()


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_encodable(inner) for inner in value]
    if isinstance(value, dict):
        return {name: _encodable(inner) for name, inner in value.items()}
    return value
