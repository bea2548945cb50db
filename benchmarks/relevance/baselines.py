"""Baselines: what a keyword search answers, with the names that a person would type."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from pydantic import TypeAdapter

from benchmarks.relevance.labelled import Labelled
from pipelines.relevance.sentences import spans
from pipelines.relevance.topic import Topic

NAMES_FILE = Path(__file__).with_name("names.toml")
LEAD_CHARS = 900  # a text without line breaks is one paragraph: its first one ends here
_LISTED = TypeAdapter(dict[str, dict[str, list[str]]])
TITLE_WEIGHTS = (1.0, 3.0, 10.0)  # a word in the title counts this many times as much; the best one is taken


class Names:
    """The names of the two sides, each side as one pattern of whole words, whatever their case."""

    def __init__(self, sides: Sequence[Sequence[str]]):
        self.sides = sides
        self._patterns = [re.compile(rf"\b(?:{'|'.join(map(_spelling, names))})\b", re.IGNORECASE) for names in sides]

    def both(self, text: str) -> bool:
        return all(pattern.search(text) for pattern in self._patterns)


def names_for(topic: Topic) -> Names:
    """Return the names listed for `topic`; where there are none, each side's label and the names of its countries that are not weak."""
    listed = _LISTED.validate_python(tomllib.loads(NAMES_FILE.read_text(encoding="utf-8"))).get(topic.name)
    if listed is None:
        return Names(
            [
                list(dict.fromkeys([side.label, *(one.name for one in side.entities if one.kind == "country" and not one.weak)]))
                for side in topic.sides.values()
            ]
        )
    return Names(list(listed.values()))


def anywhere(names: Names, texts: Sequence[Labelled]) -> list[bool]:
    """Both sides are named somewhere in title and text."""
    return [names.both(f"{one.title}\n{one.text}") for one in texts]


def in_one_sentence(names: Names, texts: Sequence[Labelled]) -> list[bool]:
    """Both sides are named in one sentence; the title is one."""
    return [names.both(one.title) or any(names.both(one.text[start:end]) for start, end in spans(one.text)) for one in texts]


def in_title_or_first_paragraph(names: Names, texts: Sequence[Labelled]) -> list[bool]:
    """Both sides are named in the title and the first paragraph, taken together."""
    return [names.both(f"{one.title}\n{one.text.strip().partition(chr(10))[0][:LEAD_CHARS]}") for one in texts]


def bm25(names: Names, texts: Sequence[Labelled]) -> list[bool]:
    """A query for a name of each side in SQLite's full-text index, ranked by BM25, cut where F1 on these very texts is highest.

    Title weight and threshold are tuned on the texts that are scored, which no search in earnest could do: in the baseline's favour.
    Source: SQLite FTS5, bm25(), which gives the better match the lower number.
    """
    best, chosen = -1.0, dict[int, float]()
    for ranks in _ranks(names, texts):
        threshold, f1 = _best_threshold(ranks, texts)
        if f1 > best:
            best, chosen = f1, {at: rank for at, rank in ranks.items() if rank <= threshold}
    return [at in chosen for at in range(len(texts))]


def _best_threshold(ranks: dict[int, float], texts: Sequence[Labelled]) -> tuple[float, float]:
    """Return the rank up to which texts are best taken, and the F1 that this gives; (0, 0) where nothing is found."""
    relevant = sum(one.relevant for one in texts)
    hits, best = 0, (0.0, 0.0)
    ordered = sorted(ranks, key=lambda at: ranks[at])
    for taken, (at, following) in enumerate(zip_longest(ordered, ordered[1:]), 1):
        hits += texts[at].relevant
        f1 = 2 * hits / (taken + relevant)
        if (following is None or ranks[following] > ranks[at]) and f1 > best[1]:
            best = (ranks[at], f1)
    return best


def _ranks(names: Names, texts: Sequence[Labelled]) -> list[dict[int, float]]:
    """For each of TITLE_WEIGHTS, the rank of every text that the query finds."""
    query = " AND ".join(f"({' OR '.join(_phrase(name) for name in side)})" for side in names.sides)
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE texts USING fts5(title, body)")
        connection.executemany(
            "INSERT INTO texts(rowid, title, body) VALUES (?, ?, ?)", ((at, one.title, one.text) for at, one in enumerate(texts))
        )
        asked = "SELECT rowid, bm25(texts, ?, 1.0) FROM texts WHERE texts MATCH ?"
        return [dict(connection.execute(asked, (weight, query))) for weight in TITLE_WEIGHTS]
    finally:
        connection.close()


def _spelling(name: str) -> str:
    return r"[\s\-]+".join(map(re.escape, name.split()))


def _phrase(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
