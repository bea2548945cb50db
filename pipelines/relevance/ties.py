"""Ties: the sentences of an article that tie the two sides, each by itself or leaning on the sentences around it.

By itself a sentence is worth `links.link`. One that leans on others is worth at least
    0.7    "kedua negara" and its like, once a sentence before or the title has linked both sides by 0.45 or more; 0.35 once both were named
    0.9    "mereka", "rombongannya" and their like for one side, named shortly before, the other side, no one else, and a word that links;
           under a title that names neither side only where they open the sentence
    0.65   the first sentence to name a side, in the lead, names the one that the title does not; no one else, and a word that links;
           0.6 without such a word
    0.45   one side here, the other in the sentence before, no one else in either, and a word that links; 0.6 under a title that names both

A name that is an example or a comparison names no side here. "No one else" leaves out who only speaks: "Seoul menyatakan ..." is about
what Seoul tells.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from pipelines.relevance import links
from pipelines.relevance.links import Link
from pipelines.relevance.reading import Field, Said
from pipelines.relevance.topic import Topic
from pipelines.relevance.wording import WORDING, either

TIED = 0.45  # a link from here on sets both sides up for "kedua negara"
CHAINED, CHAINED_LOOSELY = 0.7, 0.35
LEANING, COMPLETING, COMPLETING_LOOSELY = 0.9, 0.65, 0.6
NEIGHBOURS, NEIGHBOURS_UNDER_TITLE = 0.45, 0.6
WOVEN = 3  # switches from one side to the other that make an article about both

# "Ia ...", "Bersama rekannya ...", "Tujuannya ...": someone or something of the sentence before. Verbs in -nya ("membelinya") say nothing of whose.
_NOUN = r"(?!me|di)\w{3,}nya"
_ANAPHORA = re.compile(rf"\W*(?:(?:{either(WORDING.anaphora)})\b|(?:\w+\s+){{0,2}}{_NOUN}\b)", re.IGNORECASE)
_PRONOUN = re.compile(rf"\b(?:{either(WORDING.pronouns)}|{_NOUN})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tie:
    """A sentence with its link."""

    field: Field
    said: Said
    link: Link


@dataclass(frozen=True, slots=True)
class _Turn:
    """A sentence with who takes part in it: the side of each, "" for anyone else."""

    field: Field
    said: Said
    parties: tuple[str, ...]
    side: str | None  # the only one that takes part, with no one else, and as more than an example or a comparison
    deals: bool  # a word says what one has to do with the other, or troops, arms or workers of one are spoken of

    @property
    def separated(self) -> bool:
        """Whether the sentence turns to another matter."""
        return links.separated(self.field.text.text, self.said.start, self.said.end)


def ties(title: Field, body: Field, topic: Topic) -> tuple[list[Tie], float]:
    """Return the sentences of title and body, in order, that tie the sides at all, and how interwoven the sides are (0 to 1)."""
    turns = [[_turn(field, said, topic) for said in field.sentences] for field in (title, body)]
    found = _found(turns, sides(title), topic)
    return found, _interwoven([turn for of_field in turns for turn in of_field], found)


def _found(turns: list[list[_Turn]], about: set[str], topic: Topic) -> list[Tie]:
    found: list[Tie] = []
    seen: set[str] = set()
    tied = 0.0
    about_other = not about and bool(turns[0])
    for of_field in turns:
        previous: _Turn | None = None
        last: _Turn | None = None  # the last sentence that named a side
        for turn in of_field:
            field, said = turn.field, turn.said
            link = links.link(field.text.text, said.start, said.end, said.mentions, said.hits, topic, field.dateline_end)
            leaning = 0.0
            words = field.text.text[said.start : said.end].lower()
            if any(phrase in words for phrase in WORDING.both):
                leaning = CHAINED if tied >= TIED else CHAINED_LOOSELY if seen == set(topic.sides) else 0.0
            if last is None and _completes(about, turn):
                leaning = max(leaning, COMPLETING if turn.deals else COMPLETING_LOOSELY)
            if last is not None and _pairs(last, turn) and turn.deals and _refers(turn, about_other):
                leaning = LEANING
            if previous is not None and _pairs(previous, turn) and (previous.deals or turn.deals) and not turn.separated:
                leaning = max(leaning, NEIGHBOURS_UNDER_TITLE if len(about) == 2 else NEIGHBOURS)
            if leaning > link.strength:
                link = Link(leaning, frozenset(hit.word.kind for hit in said.hits), True)
            if link.strength > 0:
                found.append(Tie(field, said, link))
            tied = max(tied, link.strength)
            seen |= said.sides()
            previous = turn
            last = turn if any(turn.parties) else last
    return found


def sides(field: Field) -> set[str]:
    """Return the sides that the field names."""
    return {side for said in field.sentences for side in said.sides()}


def _interwoven(turns: list[_Turn], found: list[Tie]) -> float:
    """Return from 0 to 1 how much the article goes back and forth between the two sides, with hardly anyone else in it.

    0 as soon as a sentence names both and does not tie them: lists, comparisons and separate matters go back and forth, too.
    """
    tied = {(tie.field.name, tie.said.start) for tie in found if tie.link.strength >= links.APART}
    parties: list[str] = []
    for turn in turns:
        if len(set(turn.parties) - {""}) == 2 and (turn.field.name, turn.said.start) not in tied:
            return 0.0
        parties += turn.parties
    fewer = min(Counter(party for party in parties if party).values(), default=0)
    switches = sum(one != two for one, two in pairwise(parties) if one and two)
    if fewer < 2 or switches < 2:
        return 0.0
    return max(0.0, min(1.0, (switches - 0.5 * parties.count("")) / WOVEN))


def _turn(field: Field, said: Said, topic: Topic) -> _Turn:
    parties = _parties(field, said)
    side = parties[0] if len(set(parties)) == 1 else None
    if side and any(links.aside(field.text.text, said.start, mention) for mention in said.mentions):
        side = None
    return _Turn(field, said, parties, side, _deals(field, said, topic))


def _deals(field: Field, said: Said, topic: Topic) -> bool:
    if any(hit.word.links and not hit.word.between for hit in said.hits):
        return True
    return any(mention.name.side and links.projects(field.text.text, said.start, mention, topic) for mention in said.mentions)


def _parties(field: Field, said: Said) -> tuple[str, ...]:
    """Return who takes part in the sentence: neither the place of the report nor who is only quoted."""
    text = field.text.text
    return tuple(
        mention.name.side
        for mention in said.mentions
        if mention.start >= field.dateline_end
        and (mention.acts if mention.name.side else not links.speaks(text, said.start, said.end, mention))
    )


def _pairs(before: _Turn, turn: _Turn) -> bool:
    """Whether two sentences close to each other name one side each, and no one else."""
    one, two = before.side, turn.side
    return bool(one and two) and one != two and turn.said.paragraph - before.said.paragraph <= 1


def _completes(about: set[str], turn: _Turn) -> bool:
    """Whether the title names one side and this sentence of the lead is about the other."""
    return turn.said.where == "lead" and len(about) == 1 and bool(turn.side) and turn.side not in about and not turn.separated


def _refers(turn: _Turn, at_its_head: bool) -> bool:
    text, said = turn.field.text.text, turn.said
    if _ANAPHORA.match(text, said.start, said.end):
        return True
    return not at_its_head and _PRONOUN.search(text, said.start, said.end) is not None
