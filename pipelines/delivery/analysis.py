"""Analysis: how words are found. Articles are indexed with Elasticsearch's `indonesian`; a search adds the topic's synonyms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SEARCH_ANALYZER = "indonesian_synonyms"


def analysis(synonyms: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return the analysis settings of an index whose searches take each list of `synonyms` for one name.

    The search analyzer is the built-in `indonesian`, rebuilt of its parts as Elasticsearch's reference has them, with the synonyms before
    stemming: so they need not be in the index, and a new list needs no new terms.
    """
    return {
        "filter": {
            "topic_synonyms": {"type": "synonym_graph", "synonyms": [", ".join(name.lower() for name in names) for names in synonyms]},
            "indonesian_stop": {"type": "stop", "stopwords": "_indonesian_"},
            "indonesian_stemmer": {"type": "stemmer", "language": "indonesian"},
        },
        "analyzer": {
            SEARCH_ANALYZER: {
                "type": "custom",
                "tokenizer": "standard",
                "filter": ["lowercase", "topic_synonyms", "indonesian_stop", "indonesian_stemmer"],
            }
        },
    }
