"""Document: an article as Elasticsearch holds it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import orjson

from pipelines.items import Article, Edits, Story, Verdict

# JSON cannot carry a lone surrogate, and Elasticsearch would refuse the whole request for one.
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
LARGEST_INTEGER = 2**31 - 1  # of the type `integer`
# Fields that are in the document just as the archive keeps them.
AS_KEPT = (
    "url",
    "canonical_url",
    "outlet",
    "title",
    "body",
    "subtitle",
    "lead",
    "dateline",
    "authors",
    "editors",
    "section",
    "tags",
    "image",
    "image_caption",
    "cites",
    "paywalled",
    "published_at_text",
    "modified_at_text",
    "provenance",
    "word_count",
    "content_hash",
    "topic",
    "score",
    "evidence",
)


class Entry(Protocol):
    """A revision of an article, as the archive gives it to delivery."""

    @property
    def id(self) -> int: ...
    @property
    def fields(self) -> Mapping[str, Any]: ...
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
    # Made of the archive's own fields: to build an article of them and take it apart again would take as long as all the rest.
    kept = entry.fields
    published, crawled, language = _time(kept.get("published_at")), _time(kept["crawled_at"]), kept.get("language")
    fields = {name: kept[name] for name in AS_KEPT if name in kept}
    fields |= {
        "@timestamp": _utc(published or crawled),
        "published_at": _utc(published),
        "modified_at": _utc(_time(kept.get("modified_at"))),
        "crawled_at": _utc(crawled),
        "indexed_at": _utc(datetime.now(UTC)),
        "language": language["code"] if language else "",
        "language_probability": language["probability"] if language else None,
        "verdict": str(entry.verdict),
        "revision": entry.revision,
        "edited_after_publication": entry.revision > 1,
        "gone_at": _utc(entry.gone_at),
        "entities": _entities(kept.get("evidence", {}).get("terms", ())),
        "story": _story(entry.story, kept["outlet"], published) if entry.story else None,
    }
    if edits := entry.edits:
        fields |= {"edited_at": _utc(edits.edited_at), "earlier_titles": list(edits.earlier_titles), "changes": edits.changes}
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def encoded(fields: Mapping[str, Any]) -> bytes:
    """Return `fields` as JSON, with U+FFFD for each lone surrogate."""
    try:
        return orjson.dumps(fields)
    except TypeError:  # what orjson cannot write: a lone surrogate, an integer above 64 bits
        return json.dumps(_encodable(fields), ensure_ascii=False).encode()


def _entities(terms: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    sides: dict[str, list[str]] = {}
    for term in sorted(terms, key=lambda term: -term["count"]):
        sides.setdefault(term["side"], []).append(term["name"])
    return sides


def _story(story: Story, outlet: str, published: datetime | None) -> dict[str, Any]:
    first = story.first_published_at
    behind = published - first if first and published else None
    fields = {
        "id": story.id,
        "first_outlet": story.first_outlet,
        "first_published_at": _utc(first),
        "is_first": outlet == story.first_outlet and not behind,
        "minutes_behind": _minutes(behind) if behind is not None else None,
        "reach": story.reach,
        "articles": story.articles,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _minutes(span: timedelta) -> int:
    return min(max(0, int(span.total_seconds() // 60)), LARGEST_INTEGER)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _utc(moment: datetime | None) -> str | None:
    if moment is None:
        return None
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
