"""Mapping: what Elasticsearch knows of the fields of articles, runs and outlets. A change raises the VERSION and needs a rebuild."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.delivery.analysis import SEARCH_ANALYZER

VERSION = 4  # of the articles' index
RUNS_VERSION = 1
HEALTH_VERSION = 1

# Lucene refuses a term above 32,766 bytes and with it the whole document. A character has at most 3 bytes for each of the UTF-16 units
# that ignore_above counts, so 8,191 is always safe. A longer value stays in the document; it only cannot be filtered on.
LONGEST_KEYWORD = 8191

Field = Mapping[str, Any]

KEYWORD: Field = {"type": "keyword", "ignore_above": LONGEST_KEYWORD}
STORED_ONLY: Field = {"type": "keyword", "index": False, "doc_values": False}
DATE: Field = {"type": "date"}
INTEGER: Field = {"type": "integer"}
FLOAT: Field = {"type": "float"}
BOOLEAN: Field = {"type": "boolean"}

# What is read with its article and never asked for by itself. Analysing texts is most of what indexing costs, and each further field a little.
UNSEARCHED: Field = {"index": False, "doc_values": False}
NEVER_COUNTED: Field = {**KEYWORD, "doc_values": False}  # looked for, and neither counted nor sorted by

# `indonesian` finds "pertahanan" for "pertahankan", and the search "Korut" finds "Korea Utara"; `exact` is for quoted phrases and names,
# where either would blur. It costs as much as the text itself, so only headline and body have it, and the lead is part of the body.
EXACT: Field = {"type": "text", "analyzer": "standard"}
TEXT: Field = {"type": "text", "analyzer": "indonesian", "search_analyzer": SEARCH_ANALYZER}
BODY: Field = {**TEXT, "fields": {"exact": EXACT}}
TITLE: Field = {**TEXT, "fields": {"exact": EXACT, "keyword": {"type": "keyword", "ignore_above": 1024}}}

TERM: Field = {
    "side": STORED_ONLY,
    "name": KEYWORD,
    "forms": NEVER_COUNTED,
    "count": {**INTEGER, **UNSEARCHED},
    "where": STORED_ONLY,
}
SENTENCE: Field = {"text": TEXT, "field": STORED_ONLY, "start": {**INTEGER, **UNSEARCHED}, "end": {**INTEGER, **UNSEARCHED}}
REASON: Field = {"signal": NEVER_COUNTED, "points": {**FLOAT, **UNSEARCHED}}

# The fields of an article whose origin on the page is kept.
STATED = ("title", "subtitle", "lead", "authors", "editors", "section", "tags", "image", "image_caption", "published_at", "modified_at")


def articles(sides: Iterable[str]) -> dict[str, Any]:
    """Return the mapping of articles on a topic with these sides."""
    return _mapping(
        VERSION,
        {
            "@timestamp": DATE,  # published_at, or crawled_at where the page states no date
            "url": NEVER_COUNTED,
            "canonical_url": NEVER_COUNTED,
            "outlet": KEYWORD,
            "title": TITLE,
            "body": BODY,
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
            "paywalled": BOOLEAN,
            "provenance": _object(dict.fromkeys(STATED, NEVER_COUNTED)),
            "published_at": DATE,
            "published_at_text": STORED_ONLY,  # as written on the page
            "modified_at": DATE,
            "modified_at_text": STORED_ONLY,
            "crawled_at": DATE,
            "indexed_at": DATE,
            "language": KEYWORD,
            "language_probability": FLOAT,
            "word_count": INTEGER,
            "content_hash": NEVER_COUNTED,
            "topic": KEYWORD,
            "score": FLOAT,
            "verdict": KEYWORD,  # relevant or near_miss
            "revision": INTEGER,
            "edited_after_publication": BOOLEAN,
            "edited_at": DATE,  # when the latest revision was seen
            "earlier_titles": TEXT,
            "changes": TEXT,  # of the latest revision: [-removed-] and {+added+}
            "gone_at": DATE,  # since when the outlet says that the article is no more
            # Near-duplicate articles share `story.id`: collapse by it.
            "story": _object(
                {
                    "id": KEYWORD,
                    "first_outlet": KEYWORD,
                    "first_published_at": DATE,
                    "is_first": BOOLEAN,  # whether this is the first outlet's article
                    "minutes_behind": INTEGER,  # how long after the first outlet this one published
                    "reach": INTEGER,  # outlets
                    "articles": INTEGER,
                }
            ),
            # Canonical names of the people, places, organisations and weapons of each side, the most named first.
            "entities": _object(dict.fromkeys(sides, KEYWORD)),
            "entity": {"type": "alias", "path": "evidence.terms.name"},  # of any side
            "interactions": {"type": "alias", "path": "evidence.interactions"},
            # Objects, not nested: Kibana aggregates over these, and no query needs a term's side and name to be of one term.
            "evidence": _object(
                {
                    "terms": _object(TERM),
                    "interactions": KEYWORD,
                    "sentences": _object(SENTENCE),
                    "reasons": _object(REASON),
                    "rules_version": KEYWORD,
                }
            ),
        },
    )


# Verdicts of pages, revisits, and what was met on the way: the names under which a run counts.
COUNTED = (
    "relevant",
    "near_miss",
    "irrelevant",
    "not_indonesian",
    "not_article",
    "empty",
    "challenge",
    "failed",
    "revisited",
    "edited",
    "gone",
    "missed",
    "incomplete",
    "source_warnings",
    "source_faults",
)

RUN: Field = {
    "outcome": KEYWORD,  # finished, partial, refused, failed, interrupted, killed
    "is_good": BOOLEAN,  # whether the outlet answered
    "reason": {**KEYWORD, "ignore_above": 1024},
}

RUNS = {
    "@timestamp": DATE,  # when it began
    "outlet": KEYWORD,
    "finished_at": DATE,
    "seconds": FLOAT,
    **RUN,
    "found": INTEGER,  # article links listed by the outlet's sources
    "fetched": INTEGER,  # pages that got a verdict
    "counts": {"type": "object", "dynamic": "strict", "properties": dict.fromkeys(COUNTED, INTEGER)},
}

HEALTH = {
    "@timestamp": DATE,  # when its latest run began
    "outlet": KEYWORD,
    **RUN,
    "answered_at": DATE,  # when its latest run began in which it answered
    "failing_runs": INTEGER,  # in a row, up to the latest one
    "newest_article_at": DATE,  # publication of the newest page known, relevant or not
    "newest_relevant_at": DATE,
    "relevant": INTEGER,  # articles
}


def _mapping(version: int, properties: dict[str, Any]) -> dict[str, Any]:
    return {"dynamic": "strict", "_meta": {"project": "pantau", "version": version}, "properties": properties}


def runs() -> dict[str, Any]:
    """Return the mapping of runs."""
    return _mapping(RUNS_VERSION, RUNS)


def health() -> dict[str, Any]:
    """Return the mapping of outlets and how they stand."""
    return _mapping(HEALTH_VERSION, HEALTH)


def _object(properties: Field) -> dict[str, Any]:
    return {"type": "object", "dynamic": "strict", "properties": dict(properties)}
