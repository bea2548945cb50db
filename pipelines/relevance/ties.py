"""Ties: the sentences of an article that tie the two sides, each by itself or leaning on the sentences around it.

By itself a sentence is worth `links.link`. One that leans on others is worth at least
    0.7    "kedua negara" and its like, once a sentence before or the title has linked both sides by 0.45 or more; 0.35 once both were named
    0.9    "mereka", "rombongannya" and their like for one side, named shortly before, the other side, no one else, and a word that links;
           under a title that names neither side only where they open the sentence
    0.65   the first sentence to name a side, in the lead, names the one that the title does not; no one else, and a word that links
    0.45   one side here, the other in the sentence before, no one else in either, and a word that links; 0.6 under a title that names both

"No one else" leaves out who only speaks: "Seoul menyatakan ..." is about what Seoul tells.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from pipelines.relevance import links
from pipelines.relevance.links import Link
from pipelines.relevance.names import Mention
from pipelines.relevance.reading import Field, Said
from pipelines.relevance.topic import Topic
from pipelines.relevance.wording import WORDING

TIED = 0.45  # a link from here on sets both sides up for "kedua negara"
CHAINED, CHAINED_LOOSELY = 0.7, 0.35
LEANING, COMPLETING = 0.9, 0.65
WOVEN = 3  # switches from one side to the other that make an article about both
NEIGHBOURS, NEIGHBOURS_UNDER_TITLE = 0.45, 0.6

_BOTH = re.compile(rf"\b(?:{'|'.join(map(re.escape, WORDING.both))})\b", re.IGNORECASE)
# "Ia ...", "Bersama rekannya ...", "Tujuannya ...": someone or something of the sentence before. Verbs in -nya ("membelinya") say nothing of whose.
_NOUN = r"(?!me|di)\w{3,}nya"
_ANAPHORA = re.compile(rf"\W*(?:(?:{'|'.join(map(re.escape, WORDING.anaphora))})\b|(?:\w+\s+){{0,2}}{_NOUN}\b)", re.IGNORECASE)
_PRONOUN = re.compile(rf"\b(?:{'|'.join(map(re.escape, WORDING.pronouns))}|{_NOUN})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tie:
    """A sentence with its link."""

    field: Field
    said: Said
    link: Link


def ties(title: Field, body: Field, topic: Topic) -> list[Tie]:
    """Return the sentences of title and body, in order, that tie the sides at all."""
    found: list[Tie] = []
    seen: set[str] = set()
    tied = 0.0
    about_other = bool(title.sentences) and not sides(title)
    for field in (title, body):
        previous: Said | None = None
        last: Said | None = None  # the last sentence that named a side
        for said in field.sentences:
            link = links.link(field.text.text, said.start, said.end, said.mentions, said.hits, topic, field.dateline_end)
            leaning = 0.0
            if _BOTH.search(field.text.text, said.start, said.end):
                leaning = CHAINED if tied >= TIED else CHAINED_LOOSELY if seen == set(topic.sides) else 0.0
            if last is None and field is body and _completes(title, body, said):
                leaning = max(leaning, COMPLETING)
            if last is not None and _pairs(field, last, said) and _deals(said) and _refers(field, said, about_other):
                leaning = LEANING
            if previous is not None and _pairs(field, previous, said) and _follows(field, previous, said):
                leaning = max(leaning, NEIGHBOURS_UNDER_TITLE if len(sides(title)) == 2 else NEIGHBOURS)
            if leaning > link.strength:
                link = Link(leaning, frozenset(hit.word.kind for hit in said.hits), True)
            if link.strength > 0:
                found.append(Tie(field, said, link))
            tied = max(tied, link.strength)
            seen |= said.sides()
            previous = said
            last = said if _dealing(field, said) else last
    return found


def sides(field: Field) -> set[str]:
    """Return the sides that the field names."""
    return {side for said in field.sentences for side in said.sides()}


def interwoven(title: Field, body: Field, found: list[Tie]) -> float:
    """Return from 0 to 1 how much the article goes back and forth between the two sides, with hardly anyone else in it.

    Two names in one sentence count only where the sentence ties them: lists, comparisons and separate matters do not.
    """
    tied = {(tie.field.name, tie.said.start) for tie in found if tie.link.strength >= links.APART}
    parties: list[str] = []  # the side of each who takes part, "" for anyone else
    for field in (title, body):
        for said in field.sentences:
            named = [mention.name.side for mention in _taking_part(field, said)]
            if len(set(named) - {""}) == 2 and (field.name, said.start) not in tied:
                return 0.0
            parties += named
    fewer = min(Counter(party for party in parties if party).values(), default=0)
    switches = sum(one != two for one, two in pairwise(parties) if one and two)
    if fewer < 2 or switches < 2:
        return 0.0
    return max(0.0, min(1.0, (switches - 0.5 * parties.count("")) / WOVEN))


def _taking_part(field: Field, said: Said) -> list[Mention]:
    """Return the names in the sentence without the place of the report and without who is only quoted."""
    text = field.text.text
    return [
        mention
        for mention in said.mentions
        if mention.start >= field.dateline_end
        and (mention.acts if mention.name.side else not links.speaks(text, said.start, said.end, mention))
    ]


def _dealing(field: Field, said: Said) -> set[str]:
    return {mention.name.side for mention in _taking_part(field, said) if mention.name.side}


def _others(field: Field, said: Said) -> bool:
    return any(not mention.name.side for mention in _taking_part(field, said))


def _refers(field: Field, said: Said, at_its_head: bool) -> bool:
    text = field.text.text
    if _ANAPHORA.match(text, said.start, said.end):
        return True
    return not at_its_head and _PRONOUN.search(text, said.start, said.end) is not None


def _deals(said: Said) -> bool:
    return any(hit.word.links and not hit.word.between for hit in said.hits)


def _pairs(field: Field, before: Said, said: Said) -> bool:
    """Whether two sentences close to each other name one side each, and no one else."""
    one, two = _dealing(field, before), _dealing(field, said)
    if len(one) != 1 or len(two) != 1 or one == two or said.paragraph - before.paragraph > 1:
        return False
    return not _others(field, before) and not _others(field, said)


def _follows(field: Field, before: Said, said: Said) -> bool:
    """Whether the sentence goes on with the matter of the one before, and either says what one deals in with the other."""
    return not links.separated(field.text.text, said.start, said.end) and (_deals(before) or _deals(said))


def _completes(title: Field, body: Field, said: Said) -> bool:
    """Whether the title names one side and this sentence of the lead says what the other has to do with it."""
    one, two = sides(title), _dealing(body, said)
    if said.where != "lead" or len(one) != 1 or len(two) != 1 or one == two:
        return False
    return _deals(said) and not _others(body, said) and not links.separated(body.text.text, said.start, said.end)
