"""Ties: the sentences of an article that tie the two sides, each by itself or leaning on the sentences around it.

By itself a sentence is worth `links.link`. One that leans on others is worth at least
    0.7    "kedua negara" and its like, once a sentence before or the title has linked both sides by 0.45 or more; 0.35 once both were named;
           nothing where someone else was named last, who may be one of the two
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
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from pipelines.relevance import links
from pipelines.relevance.links import Link
from pipelines.relevance.reading import Field, Said
from pipelines.relevance.topic import Topic
from pipelines.relevance.wording import WORDING, Phrases, either

TIED = 0.45  # a link from here on sets both sides up for "kedua negara"
CHAINED, CHAINED_LOOSELY = 0.7, 0.35
LEANING, COMPLETING, COMPLETING_LOOSELY = 0.9, 0.65, 0.6
NEIGHBOURS, NEIGHBOURS_UNDER_TITLE = 0.45, 0.6

# "Ia ...", "Bersama rekannya ...", "Tujuannya ...": someone or something of the sentence before. Verbs in -nya ("membelinya") say nothing of whose.
_NOUN = r"(?!me|di)\w{3,}nya"
_ANAPHORA = re.compile(rf"\W*(?:(?:{either(WORDING.anaphora)})\b|(?:\w+\s+){{0,2}}{_NOUN}\b)", re.IGNORECASE)
_BOTH = Phrases(WORDING.both)
_PRONOUN = re.compile(rf"\b(?:{either(WORDING.pronouns)})\b", re.IGNORECASE)
_THEIRS = re.compile(rf"\b{_NOUN}\b", re.IGNORECASE)


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


def ties(title: Field, body: Field, topic: Topic) -> list[Tie]:
    """Return the sentences of title and body, in order, that tie the sides at all."""
    turns = [[_turn(field, said, topic) for said in field.sentences] for field in (title, body)]
    thread = _Thread(about=frozenset(sides(title)), headed=bool(turns[0]), sides=frozenset(topic.sides))
    found: list[Tie] = []
    for of_field in turns:
        thread.begin(of_field)
        for turn in of_field:
            field, said = turn.field, turn.said
            link = links.link(field.text.text, said.start, said.end, said.mentions, said.hits, topic, field.dateline_end)
            leaning = thread.leaning(turn)
            if leaning > link.strength:
                link = Link(leaning, frozenset(hit.word.kind for hit in said.hits), True)
            if link.strength > 0:
                found.append(Tie(field, said, link))
            thread.pass_on(turn, link.strength)
    return found


@dataclass(slots=True)
class _Thread:
    """What a reader has in mind who comes to a sentence."""

    about: frozenset[str]  # the sides that the title names
    headed: bool  # there is a title
    sides: frozenset[str]
    seen: set[str] = dataclass_field(default_factory=set)  # sides named so far
    tied: float = 0.0  # the strongest tie so far
    both: Sequence[int] = ()  # where "kedua negara" and its like stand in the field
    previous: _Turn | None = None
    last: _Turn | None = None  # the last sentence that named a side
    recent: frozenset[str] = frozenset()  # who took part in the last sentence that named anyone

    def begin(self, turns: Sequence[_Turn]) -> None:
        """Turn to the next field."""
        self.both = _BOTH.places(turns[0].field.text.text) if turns else ()
        self.previous = self.last = None

    def leaning(self, turn: _Turn) -> float:
        """Return what the sentence is worth for what stands around it."""
        strength = self._chained(turn)
        if self.last is None and _completes(self.about, turn):
            strength = max(strength, COMPLETING if turn.deals else COMPLETING_LOOSELY)
        if self.last is not None and "" not in self.recent and _pairs(self.last, turn) and turn.deals:
            strength = max(strength, LEANING if _refers(turn, self.headed and not self.about) else 0.0)
        if self.previous is not None and _pairs(self.previous, turn) and (self.previous.deals or turn.deals) and not turn.separated:
            strength = max(strength, NEIGHBOURS_UNDER_TITLE if len(self.about) == 2 else NEIGHBOURS)
        return strength

    def _chained(self, turn: _Turn) -> float:
        """What "kedua negara" is worth: nothing where someone else was named last, who may be one of the two."""
        said = turn.said
        at = next((at for at in self.both if said.start <= at < said.end), None)
        if at is None:
            return 0.0
        named = frozenset(_parties(turn.field, said, until=at)) or self.recent
        if "" in named and not self.sides <= named:
            return 0.0
        return CHAINED if self.tied >= TIED else CHAINED_LOOSELY if self.seen == self.sides else 0.0

    def pass_on(self, turn: _Turn, strength: float) -> None:
        """Keep the sentence, whose tie was worth `strength`, in mind."""
        self.tied = max(self.tied, strength)
        self.seen |= turn.said.sides()
        self.previous = turn
        self.last = turn if any(turn.parties) else self.last
        self.recent = frozenset(turn.parties) or self.recent


def sides(field: Field) -> set[str]:
    """Return the sides that the field names."""
    return {side for said in field.sentences for side in said.sides()}


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


def _parties(field: Field, said: Said, until: int | None = None) -> tuple[str, ...]:
    """Return who takes part in the sentence, before the offset `until`: neither the place of the report nor who is only quoted."""
    text = field.text.text
    return tuple(
        mention.name.side
        for mention in said.mentions
        if mention.start >= field.dateline_end
        and (until is None or mention.start < until)
        and (mention.acts if mention.name.side else not links.speaks(text, said.start, said.end, mention))
    )


def _pairs(before: _Turn, turn: _Turn) -> bool:
    """Whether two sentences close to each other name one side each, and no one else."""
    one, two = before.side, turn.side
    return bool(one and two) and one != two and turn.said.paragraph - before.said.paragraph <= 1


def _completes(about: frozenset[str], turn: _Turn) -> bool:
    """Whether the title names one side and this sentence of the lead is about the other."""
    return turn.said.where == "lead" and len(about) == 1 and bool(turn.side) and turn.side not in about and not turn.separated


def _refers(turn: _Turn, at_its_head: bool) -> bool:
    text, said = turn.field.text.text, turn.said
    if _ANAPHORA.match(text, said.start, said.end):
        return True
    if at_its_head:
        return False
    # "Its missiles" are those of the one named last: behind a name, of that one.
    before = min((mention.start for mention in said.mentions), default=said.end)
    return _PRONOUN.search(text, said.start, said.end) is not None or _THEIRS.search(text, said.start, before) is not None
