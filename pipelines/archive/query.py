"""Query: what a person typed into the search, as stems.

    rusia korut         both words, anywhere in title or body
    "korea utara"       the words in this order, side by side
    -ukraina            not this word (or phrase: -"korea selatan")
    rusia OR putin      either; binds closer than the space
    outlet:kompas       only this outlet (several: any of them); -outlet:kompas without it

Whatever else is typed is taken as words: a lone quotation mark, operators of a database, an OR with nothing beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from pipelines.stems import words

Phrase = tuple[str, ...]  # stems side by side
Alternative = tuple[Phrase, ...]  # phrases that must all match
MAX_TERMS = 100  # the rest of a longer query is left out, as the databases have limits of their own

PART = re.compile(
    r"""
    (?P<minus>(?<!\S)-+)?
    (?: (?P<outlet>outlet:) (?P<name>[^\s"“”]+)
      | ["“”„] (?P<phrase>[^"“”„]*) ["“”]
      | (?P<word>[^\s"“”„]+)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Query:
    """A search: of each group of alternatives one must match, of the excluded phrases none."""

    groups: tuple[tuple[Alternative, ...], ...] = ()
    excluded: tuple[Phrase, ...] = ()
    outlets: frozenset[str] = frozenset()
    excluded_outlets: frozenset[str] = frozenset()
    is_hopeless: bool = False  # something was typed, but nothing that could be found: an emoji, a percent sign

    @property
    def stems(self) -> frozenset[str]:
        """Every stem whose presence makes a match."""
        return frozenset(stem for group in self.groups for alternative in group for phrase in alternative for stem in phrase)


def parse(text: str) -> Query:
    """Return the search that `text` asks for; never fails."""
    groups: list[list[Alternative]] = []
    excluded: list[Phrase] = []
    outlets: set[str] = set()
    excluded_outlets: set[str] = set()
    joins_next = False
    parts = _parts(text)
    for position, part in enumerate(parts):
        if part["name"]:
            (excluded_outlets if part["minus"] else outlets).add(part["name"].lower())
        elif part["minus"]:
            excluded += [phrase] if (phrase := _phrase(part)) else []
        elif part["word"] == "OR" and _stands_between(parts, position):
            joins_next = True
            continue
        elif alternative := _alternative(part):
            if joins_next:
                groups[-1].append(alternative)
            else:
                groups.append([alternative])
        joins_next = False
    is_empty = not (groups or excluded or outlets or excluded_outlets)
    return Query(
        tuple(tuple(group) for group in groups),
        tuple(excluded),
        frozenset(outlets),
        frozenset(excluded_outlets),
        is_hopeless=is_empty and bool(text.strip()),
    )


def _parts(text: str) -> list[re.Match[str]]:
    parts = list(islice(PART.finditer(text), MAX_TERMS + 1))
    if len(parts) <= MAX_TERMS:
        return parts
    last = -2 if parts[-2]["word"] == "OR" else -1  # an OR whose other side is cut off goes with it
    return parts[:last]


def _stands_between(parts: list[re.Match[str]], position: int) -> bool:
    """Whether there is something to find on both sides of an OR."""
    beside = parts[max(position - 1, 0) : position] + parts[position + 1 : position + 2]
    return len(beside) == 2 and all(not part["minus"] and not part["name"] and _alternative(part) for part in beside)


def _phrase(part: re.Match[str]) -> Phrase:
    return tuple(word.stem for word in words(part["phrase"] if part["phrase"] is not None else part["word"]))


def _alternative(part: re.Match[str]) -> Alternative:
    """A quoted phrase as it is; the words joined in "Rusia-Korut" on their own, so that "Korut-Rusia" is found too."""
    phrase = _phrase(part)
    if part["phrase"] is not None:
        return (phrase,) if phrase else ()
    return tuple((stem,) for stem in islice(dict.fromkeys(phrase), MAX_TERMS))
