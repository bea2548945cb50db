"""Query: what a person types, as Elasticsearch's query, in the syntax of `pipelines.archive.query`.

Its own part is how words are matched: a word in any inflection, by Elasticsearch's Indonesian analyzer; a quoted phrase as it is written.
"""

from __future__ import annotations

import re
from typing import Any

from pipelines.archive.query import MAX_TERMS, PART

STEMMED = ["title^3", "lead^2", "body"]
EXACT = ["title.exact^3", "body.exact"]
NEWEST: dict[str, Any] = {"match_all": {}}
NOTHING: dict[str, Any] = {"match_none": {}}  # something was typed, but nothing that could be found

Clause = dict[str, Any]


def parse(text: str) -> Clause:
    """Return the query for `text`: NEWEST where nothing was typed."""
    choices: list[list[Clause]] = []
    excluded: list[Clause] = []
    outlets: list[Clause] = []
    parts = list(PART.finditer(text))[:MAX_TERMS]
    clauses = [_clause(part) for part in parts]
    position = 0
    while position < len(parts):
        part, clause = parts[position], clauses[position]
        if part["word"] == "OR" and not part["minus"] and _is_word(parts, clauses, position - 1) and _is_word(parts, clauses, position + 1):
            position += 1
            choices[-1] += filter(None, [clauses[position]])
        elif clause and part["minus"]:
            excluded.append(clause)
        elif clause and part["name"]:
            outlets.append(clause)
        elif clause:
            choices.append([clause])
        position += 1
    if not choices and not excluded and not outlets:
        return NOTHING if text.strip() else NEWEST
    return {"bool": {"must": [_any(choice) for choice in choices], "filter": [_any(outlets)] if outlets else [], "must_not": excluded}}


def names_words(query: Clause) -> bool:
    """Return whether `query` has words to rank by."""
    return bool(query.get("bool", {}).get("must"))


def _is_word(parts: list[re.Match[str]], clauses: list[Clause | None], position: int) -> bool:
    """Whether something that an OR can join stands at `position`."""
    return 0 <= position < len(parts) and clauses[position] is not None and not parts[position]["minus"] and not parts[position]["name"]


def _clause(part: re.Match[str]) -> Clause | None:
    if part["name"]:
        return {"term": {"outlet": {"value": part["name"], "case_insensitive": True}}}
    words = part["word"] if part["phrase"] is None else part["phrase"]
    if not re.search(r"[^\W_]", words):
        return None
    if part["phrase"] is not None:
        return {"multi_match": {"query": words, "fields": EXACT, "type": "phrase"}}
    stemmed = {"multi_match": {"query": words, "fields": STEMMED, "operator": "and"}}
    # As it is written, too: it ranks higher than an inflection, and a stop word is in no stemmed field.
    exact = {"multi_match": {"query": words, "fields": EXACT, "operator": "and"}}
    return {"dis_max": {"queries": [stemmed, exact], "tie_breaker": 0.3}}


def _any(choice: list[Clause]) -> Clause:
    return choice[0] if len(choice) == 1 else {"bool": {"should": choice, "minimum_should_match": 1}}
