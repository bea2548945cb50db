"""Mapping: what Elasticsearch knows of an article's fields. A change here raises VERSION and needs a rebuild of the index."""

from __future__ import annotations

from typing import Any

VERSION = 3

# Lucene refuses a term above 32,766 bytes and with it the whole document. A character has at most 3 bytes for each of the UTF-16 units
# that ignore_above counts, so 8,191 is always safe. A longer value stays in the document; it only cannot be filtered on.
LONGEST_KEYWORD = 8191

KEYWORD: dict[str, Any] = {"type": "keyword", "ignore_above": LONGEST_KEYWORD}
STORED_ONLY: dict[str, Any] = {"type": "keyword", "index": False, "doc_values": False}
DATE: dict[str, Any] = {"type": "date"}
INTEGER: dict[str, Any] = {"type": "integer"}

# `indonesian` finds "pertahanan" for "pertahankan"; `exact` is for quoted phrases and names, where stemming would blur.
EXACT: dict[str, Any] = {"type": "text", "analyzer": "standard"}
TEXT: dict[str, Any] = {"type": "text", "analyzer": "indonesian", "fields": {"exact": EXACT}}
TITLE: dict[str, Any] = {**TEXT, "fields": {"exact": EXACT, "keyword": {"type": "keyword", "ignore_above": 1024}}}

TERM: dict[str, Any] = {"side": KEYWORD, "name": KEYWORD, "forms": KEYWORD, "count": INTEGER, "where": KEYWORD}
SENTENCE: dict[str, Any] = {"text": TEXT, "field": KEYWORD, "start": INTEGER, "end": INTEGER}

# The fields of an article whose origin on the page is kept.
STATED = ("title", "subtitle", "lead", "authors", "editors", "section", "tags", "image", "image_caption", "published_at", "modified_at")


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "dynamic": "strict", "properties": properties}


MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "_meta": {"project": "pantau", "version": VERSION},
    "properties": {
        "@timestamp": DATE,  # published_at, or crawled_at where the page states no date
        "url": KEYWORD,
        "canonical_url": KEYWORD,
        "outlet": KEYWORD,
        "title": TITLE,
        "body": TEXT,
        "subtitle": TEXT,
        "lead": TEXT,
        "dateline": KEYWORD,
        "authors": KEYWORD,
        "editors": KEYWORD,
        "section": KEYWORD,
        "tags": KEYWORD,
        "image": STORED_ONLY,
        "image_caption": TEXT,
        "cites": KEYWORD,
        "paywalled": {"type": "boolean"},
        "provenance": _object(dict.fromkeys(STATED, KEYWORD)),
        "published_at": DATE,
        "published_at_text": STORED_ONLY,  # as written on the page
        "modified_at": DATE,
        "modified_at_text": STORED_ONLY,
        "crawled_at": DATE,
        "indexed_at": DATE,
        "language": KEYWORD,
        "language_probability": {"type": "float"},
        "word_count": INTEGER,
        "content_hash": KEYWORD,
        "topic": KEYWORD,
        "score": {"type": "float"},
        "verdict": KEYWORD,
        "revision": INTEGER,
        "edited_after_publication": {"type": "boolean"},
        "gone_at": DATE,  # since when the outlet says that the article is no more
        # Near-duplicate articles share `story.id`: collapse by it.
        "story": _object({"id": KEYWORD, "first_outlet": KEYWORD, "first_published_at": DATE, "reach": INTEGER, "articles": INTEGER}),
        # Objects, not nested: Kibana aggregates over these, and no query needs a term's side and name to be of one term.
        "evidence": _object(
            {
                "terms": _object(TERM),
                "interactions": KEYWORD,
                "sentences": _object(SENTENCE),
                "reasons": _object({"signal": KEYWORD, "points": {"type": "float"}}),
                "rules_version": KEYWORD,
            }
        ),
    },
}
