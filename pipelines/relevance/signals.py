"""Signals: what an article that names both sides shows for and against being about dealings between them, each as a number.

They know nothing of what they are worth; `weights.toml` says that. Numbers of things are taken as log(1 + n): the third tells less than the first.
"""

from __future__ import annotations

import re
from collections import Counter
from math import log1p

from pipelines.relevance.links import projects
from pipelines.relevance.lists import runs
from pipelines.relevance.reading import Field
from pipelines.relevance.ties import Tie, sides
from pipelines.relevance.topic import Topic
from pipelines.relevance.wording import WORDING

STRONG = 0.45  # a tie from here on says that the two have to do with each other
SHORT = 6  # tied sentences that make even a long article about the tie
LONG_LIST = 3  # names
MOST_WORDS = 15

# What each signal is, in a person's words.
SAYS = {
    "headline_tie": "the headline ties them",
    "headline_linked": "the headline says what they do together",
    "headline_minor": "the one named less is in the headline",
    "headline_digest": "headline of a digest",
    "headline_ranking": "headline of a ranking",
    "headline_quiz": "headline of a quiz or review",
    "lead_tie": "the opening ties them",
    "lead_linked": "the opening says what they have to do with each other",
    "strongest_linked": "a sentence says what they have to do with each other",
    "share": "how much of the text ties them",
    "kinds": "kinds of dealings",
    "lead_projects": "troops, arms or workers of one in the opening",
    "minor_mentions": "how often the one named less is named",
    "minor_spread": "both all through the text",
    "others": "others named more often",
    "listed": "named in lists with others",
    "past": "about the distant past",
    "items": "a list of items",
    "context_sport": "words of sport",
    "context_venue": "words of sporting events",
    "context_entertainment": "words of entertainment",
    "context_market": "words of markets",
    "context_history": "words of history",
    "context_nature": "words of weather and nature",
}

_WORD = re.compile(r"[\w\-]+")
_YEAR = re.compile(r"(?<![\d.,])(?:1[89]\d\d|20\d\d)(?![\d.,]\d)\b")
_ITEM = re.compile(r"^\s*(?:\d{1,2}[.)]|[-•*])\s", re.MULTILINE)
_PAST = 1992  # years before it are of another Russia
_CONTEXTS = {
    name: (
        frozenset(word for word in telling if " " not in word),
        tuple((phrase.split()[0], f" {phrase} ") for phrase in telling if " " in phrase),
    )
    for name, telling in WORDING.contexts.items()
}
_HEADLINES = {name: re.compile("|".join(shapes), re.IGNORECASE) for name, shapes in WORDING.headlines.items()}


def measure(title: Field, body: Field, found: list[Tie], topic: Topic) -> dict[str, float]:
    """Return the signals of an article by name, given the sentences that tie the sides (`ties.ties`).

    Args:
        title: read.
        body: read.
        found: the ties of both.
        topic: whose sides they are.
    """
    counts = Counter(
        mention.name.side
        for field in (title, body)
        for said in field.sentences
        for mention in said.mentions
        if mention.name.entity not in topic.bystanders
    )
    minor = min(topic.sides, key=lambda side: counts[side])
    return {
        **_of_headline(title, found, minor),
        "lead_projects": float(_opens_with_projection((title, body), topic)),
        **_of_body(body, found),
        **_of_minor(body, minor, counts),
        "listed": log1p(_listed(body)),
        **_of_kind(title, body),
    }


def _of_headline(title: Field, found: list[Tie], minor: str) -> dict[str, float]:
    named = sides(title)
    link = next((tie.link for tie in found if tie.field is title), None)
    return {
        "headline_tie": link.strength if link else 0.0,
        "headline_linked": float(link is not None and link.linked and link.strength >= STRONG),
        "headline_minor": float(minor in named),
    }


def _opens_with_projection(fields: tuple[Field, Field], topic: Topic) -> bool:
    """Whether headline or opening speak of troops, arms or workers of one side, wherever the other is named."""
    return any(
        projects(field.text.text, said.start, mention, topic)
        for field in fields
        for said in field.sentences
        if said.where != "body"
        for mention in said.mentions
        if mention.name.side
    )


def _of_body(body: Field, found: list[Tie]) -> dict[str, float]:
    ties = [tie for tie in found if tie.field is body]
    strengths = [tie.link.strength for tie in ties]
    linked = [tie for tie in ties if tie.link.linked and tie.link.kinds]
    length = len(body.sentences)
    return {
        "lead_tie": max((tie.link.strength for tie in ties if tie.said.where == "lead"), default=0.0),
        "share": min(1.0, sum(strengths) / min(float(SHORT), max(1.5, length / 3))),
        "lead_linked": max((tie.link.strength for tie in linked if tie.said.where == "lead"), default=0.0),
        "strongest_linked": max((tie.link.strength for tie in linked), default=0.0),
        "kinds": log1p(len({kind for tie in found if tie.link.strength >= STRONG for kind in tie.link.kinds})),
    }


def _of_minor(body: Field, minor: str, counts: Counter[str]) -> dict[str, float]:
    """The side that is named less often."""
    at = [place for place, said in enumerate(body.sentences) if minor in said.sides()]
    length = max(1, len(body.sentences))
    return {
        "minor_mentions": log1p(counts[minor]),
        "minor_spread": (at[-1] - at[0]) / length if at else 0.0,
        "others": max(0.0, log1p(counts[""]) - log1p(counts[minor])),
    }


def _listed(body: Field) -> int:
    """How many sentences name the two among others."""
    both = (said for said in body.sentences if len(said.sides()) == 2)
    return sum(any(run.members >= LONG_LIST for run in runs(body.text.text, said.mentions).values()) for said in both)


def _of_kind(title: Field, body: Field) -> dict[str, float]:
    """What sort of article it is."""
    head, text = title.text.text, body.text.text
    whole, headline = _Words(f"{head}\n{text}"), _Words(head)
    years = [int(year) for year in _YEAR.findall(f"{head}\n{text}")]
    return {
        **{f"context_{name}": _beyond_one(whole.count(telling) + headline.count(telling)) for name, telling in _CONTEXTS.items()},
        **{f"headline_{name}": float(pattern.search(head) is not None) for name, pattern in _HEADLINES.items()},
        "past": sum(year < _PAST for year in years) / max(3, len(years)),
        "items": log1p(len(_ITEM.findall(text))),
    }


def _beyond_one(count: int) -> float:
    """A single word of a sort tells nothing; more than a few tell no more."""
    return float(min(MOST_WORDS, max(0, count - 1)))


class _Words:
    """The words of a text, to ask how many of some words and phrases are among them."""

    def __init__(self, text: str):
        words = _WORD.findall(text.lower())
        self._text = f" {' '.join(words)} "
        self._single = frozenset(words)

    def count(self, telling: tuple[frozenset[str], tuple[tuple[str, str], ...]]) -> int:
        """Return how many of the words, and of the phrases (each with its first word), the text has."""
        single, phrases = telling
        return len(single & self._single) + sum(first in self._single and phrase in self._text for first, phrase in phrases)
