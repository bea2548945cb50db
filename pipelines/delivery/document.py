"""Document: an article as Elasticsearch holds it."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from pipelines.archive.serialize import article_to_dict
from pipelines.items import Article, Edits, Story, Verdict

# JSON cannot carry a lone surrogate, and Elasticsearch would refuse the whole request for one.
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
LARGEST_INTEGER = 2**31 - 1  # of the type `integer`


class Entry(Protocol):
    """A revision of an article, as the archive gives it to delivery."""

    @property
    def id(self) -> int: ...
    @property
    def article(self) -> Article: ...
    @property
    def revision(self) -> int: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def story(self) -> Story | None: ...
    @property
    def gone_at(self) -> datetime | None: ...
    @property
    def edits(self) -> Edits | None: ...


def document_id(canonical_url: str) -> str:
    """Return the `_id` of an article: the SHA-256 of its canonical URL, since an `_id` has at most 512 bytes and URLs have more."""
    return hashlib.sha256(canonical_url.encode(errors="surrogatepass")).hexdigest()


def document(entry: Entry) -> dict[str, Any]:
    """Return the document of the entry's article, with every field of `mapping.articles` that it has a value for.

    Times are in UTC, with the page's own text beside them. `@timestamp` is when the article was published, or crawled where the page
    states no date. An entry of a revision above 1 says that the outlet edited the article after it was first seen.
    """
    article = entry.article
    published, modified, language = article.published_at, article.modified_at, article.language
    fields = article_to_dict(article)
    fields |= {
        "@timestamp": _utc(published.value if published else article.crawled_at),
        "published_at": _utc(published.value) if published else None,
        "modified_at": _utc(modified.value) if modified else None,
        "crawled_at": _utc(article.crawled_at),
        "indexed_at": _utc(datetime.now(UTC)),
        "language": language.code if language else "",
        "language_probability": language.probability if language else None,
        "verdict": str(entry.verdict),
        "revision": entry.revision,
        "edited_after_publication": entry.revision > 1,
        "gone_at": _utc(entry.gone_at) if entry.gone_at else None,
        "entities": _entities(article),
        "story": _story(entry.story, article) if entry.story else None,
    }
    if edits := entry.edits:
        fields |= {"edited_at": _utc(edits.edited_at), "earlier_titles": list(edits.earlier_titles), "changes": edits.changes}
    return {name: _encodable(value) for name, value in fields.items() if value not in (None, "", [], {})}


def _entities(article: Article) -> dict[str, list[str]]:
    sides: dict[str, list[str]] = {}
    for term in sorted(article.evidence.terms, key=lambda term: -term.count):
        sides.setdefault(term.side, []).append(term.name)
    return sides


def _story(story: Story, article: Article) -> dict[str, Any]:
    first, published = story.first_published_at, article.published_at
    behind = published.value - first if first and published else None
    fields = {
        "id": story.id,
        "first_outlet": story.first_outlet,
        "first_published_at": _utc(first) if first else None,
        "is_first": article.outlet == story.first_outlet and not behind,
        "minutes_behind": _minutes(behind) if behind is not None else None,
        "reach": story.reach,
        "articles": story.articles,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _minutes(span: timedelta) -> int:
    return min(max(0, int(span.total_seconds() // 60)), LARGEST_INTEGER)


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
