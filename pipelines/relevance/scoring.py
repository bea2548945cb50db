"""Scoring: whether an article is about dealings between the two sides of a topic, as a number from 0 to 1 with its reasons.

    score = (0.35 title + 0.40 lead + 0.25 share) x context          with a title
    score = (0.60 lead + 0.40 share) x context                       without one

title    the link of the title, if it names both sides; raised to 0.75 unless something sets them apart there; 0.4 when it names one
lead     the strongest of
         - the links of the sentences in the first two paragraphs
         - 0.85 of the strongest link anywhere in the body, times share
         - under a title that names both sides and does not set them apart: 0.8 if the lead names both,
           0.6 if it names one or the title links by a word
share    the links of all sentences of the body added up, over a third of the sentences (at least 1.5, at most 6), at most 1
context  0.35 in sport, entertainment and rankings, 0.5 in market reports, by three words that tell (a word in the title counts twice),
         unless title and lead both link by a word; 0.5 for digests and 0.35 for rankings by the shape of the headline

A sentence's link is `links.link`, and for sentences that lean on others at least
    0.7    "kedua negara" and its like, once a sentence before or the title has linked both sides by 0.45 or more; 0.35 once both were named
    0.9    "mereka" and its like for one side, named shortly before, the other side, no one else, and a word that links
    0.65   the first sentence to name a side, in the lead, names the one that the title does not; no one else, and a word that links
    0.45   one side here, the other in the sentence before, no one else in either, and a word that links; 0.6 under a title that names both

An article that does not name both sides (weak names count only beside strong ones) scores at most 0.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.items import Article, Evidence, Sentence, Verdict
from pipelines.relevance import links
from pipelines.relevance.links import Link
from pipelines.relevance.reading import Field, Said, read, terms
from pipelines.relevance.topic import Topic
from pipelines.relevance.wording import WORDING

RELEVANT_FROM = 0.5
NEAR_MISS_FROM = 0.25

TITLE, LEAD, SHARE = 0.35, 0.40, 0.25
LEAD_UNTITLED, SHARE_UNTITLED = 0.60, 0.40
LEAD_UNDER_ANY, SHARE_UNDER_ANY = 0.50, 0.35
TITLE_NAMES_BOTH, TITLE_NAMES_ONE = 0.75, 0.4
BODY_AS_LEAD = 0.85
NEIGHBOURS, NEIGHBOURS_UNDER_TITLE, BOTH_UNDER_TITLE = 0.45, 0.6, 0.8
LEANING, COMPLETING = 0.9, 0.65
CHAINED, CHAINED_LOOSELY = 0.7, 0.35
OFF_TOPIC, MIXED = 0.35, 0.5
ONE_SIDE = 0.1
TIED = 0.45  # a link from here on sets both sides up for "kedua negara"
QUOTED = 3  # sentences kept as evidence

_BOTH = re.compile(rf"\b(?:{'|'.join(map(re.escape, WORDING.both))})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# "Ia ...", "Bersama rekannya ...", "Tujuannya ...": someone or something of the sentence before
_ANAPHORA = re.compile(rf"\W*(?:(?:{'|'.join(map(re.escape, WORDING.anaphora))})\b|(?:\w+\s+){{0,2}}\w{{3,}}nya\b)", re.IGNORECASE)
_HEADLINES = {name: re.compile("|".join(shapes), re.IGNORECASE) for name, shapes in WORDING.headlines.items()}


@dataclass(frozen=True, slots=True)
class _Tie:
    """A sentence with its link."""

    field: Field
    said: Said
    link: Link


def assess(article: Article, topic: Topic) -> tuple[Verdict, float, Evidence]:
    """Judge `article` by `topic`.

    Returns RELEVANT from 0.5, NEAR_MISS from 0.25, else IRRELEVANT; the score (0 to 1); and the evidence for it. Changes nothing.
    """
    title, body = read(article.title, article.body, topic)
    found = terms((title, body))
    if {term.side for term in found} != set(topic.sides):
        return Verdict.IRRELEVANT, ONE_SIDE if found else 0.0, Evidence(found, rules_version=topic.rules_version)
    ties = _ties(title, body, topic)
    score = round(_score(title, body, ties), 3)
    verdict = Verdict.RELEVANT if score >= RELEVANT_FROM else Verdict.NEAR_MISS if score >= NEAR_MISS_FROM else Verdict.IRRELEVANT
    kinds = tuple(sorted({kind for tie in ties if tie.link.strength >= NEAR_MISS_FROM for kind in tie.link.kinds}))
    return verdict, score, Evidence(found, kinds, _quotes(ties), topic.rules_version)


def _ties(title: Field, body: Field, topic: Topic) -> list[_Tie]:
    """Return every sentence that ties the sides by itself, through its neighbour or by "kedua negara"."""
    ties: list[_Tie] = []
    seen: set[str] = set()
    tied = 0.0
    for field in (title, body):
        previous: Said | None = None
        last: Said | None = None  # the last sentence that named a side
        for said in field.sentences:
            found = links.link(field.text.text, said.start, said.end, said.mentions, said.hits, topic, field.dateline_end)
            if found.strength < CHAINED and _BOTH.search(field.text.text, said.start, said.end):
                chained = CHAINED if tied >= TIED else CHAINED_LOOSELY if seen == set(topic.sides) else 0.0
                found = max(found, Link(chained, frozenset(hit.word.kind for hit in said.hits), True), key=lambda link: link.strength)
            if found.strength < LEANING and last is not None and _leans(field, last, said):
                found = Link(LEANING, frozenset(hit.word.kind for hit in said.hits), True)
            if found.strength < COMPLETING and last is None and field is body and _completes(title, body, said):
                found = Link(COMPLETING, frozenset(hit.word.kind for hit in said.hits), True)
            if found.strength < NEIGHBOURS and previous is not None and _neighbours(field, previous, said):
                strength = NEIGHBOURS_UNDER_TITLE if len(_title_sides(title)) == 2 else NEIGHBOURS
                found = max(found, Link(strength, frozenset(hit.word.kind for hit in said.hits), True), key=lambda link: link.strength)
            tied = max(tied, found.strength)
            seen |= said.sides()
            previous = said
            last = said if said.sides() else last
            if found.strength > 0:
                ties.append(_Tie(field, said, found))
    return ties


def _others(field: Field, said: Said) -> bool:
    mentions = [mention for mention in said.mentions if mention.start >= field.dateline_end]
    return links.others(field.text.text, said.start, said.end, mentions)


def _title_sides(title: Field) -> set[str]:
    """Return the sides that the title names."""
    return {side for said in title.sentences for side in said.sides()}


def _leans(field: Field, last: Said, said: Said) -> bool:
    """Whether the sentence says of "them", one side named shortly before, what they do with the other side."""
    one, two = last.sides(), said.sides()
    if len(one) != 1 or len(two) != 1 or one == two or said.paragraph - last.paragraph > 1:
        return False
    if _others(field, last) or _others(field, said):
        return False
    if not any(hit.word.links and not hit.word.between for hit in said.hits):
        return False
    return _ANAPHORA.match(field.text.text, said.start, said.end) is not None


def _completes(title: Field, body: Field, said: Said) -> bool:
    """Whether the title names one side and this sentence of the lead says what the other has to do with it."""
    one, two = _title_sides(title), said.sides()
    if said.where != "lead" or len(one) != 1 or len(two) != 1 or one == two or links.separated(body.text.text, said.start, said.end):
        return False
    if _others(body, said):
        return False
    return any(hit.word.links and not hit.word.between for hit in said.hits)


def _neighbours(field: Field, before: Said, said: Said) -> bool:
    """Whether two sentences that follow each other name one side each, the second one dealing with the first."""
    one, two = before.sides(), said.sides()
    if len(one) != 1 or len(two) != 1 or one == two or said.paragraph - before.paragraph > 1:
        return False
    if _others(field, before) or _others(field, said):
        return False
    if links.separated(field.text.text, said.start, said.end):
        return False
    return any(hit.word.links and not hit.word.between for hit in (*before.hits, *said.hits))


def _score(title: Field, body: Field, ties: list[_Tie]) -> float:
    in_title = next((tie.link for tie in ties if tie.field is title), Link())
    sides = _title_sides(title)
    title_part = in_title.strength if len(sides) == 2 else TITLE_NAMES_ONE if sides else 0.0
    if len(sides) == 2 and in_title.strength >= links.APART and in_title.strength < TITLE_NAMES_BOTH:
        title_part = TITLE_NAMES_BOTH
    share = _share(body, ties)
    strongest = max((tie.link.strength for tie in ties if tie.field is body), default=0.0)
    lead = max((tie.link.strength for tie in ties if tie.said.where == "lead"), default=0.0)
    lead = max(lead, BODY_AS_LEAD * strongest * share)
    if title_part >= TITLE_NAMES_BOTH:
        lead = max(lead, _lead_under_title(in_title, body))
    if not title.sentences:
        score = LEAD_UNTITLED * lead + SHARE_UNTITLED * share
    elif not sides:
        score = LEAD_UNDER_ANY * lead + SHARE_UNDER_ANY * share
    else:
        score = TITLE * title_part + LEAD * lead + SHARE * share
    return min(1.0, score * _context(title, body, in_title, ties))


def _lead_under_title(in_title: Link, body: Field) -> float:
    """Return what the lead is worth at least when the title names both sides and nothing there sets them apart."""
    named = {side for said in body.sentences if said.where == "lead" for side in said.sides()}
    if len(named) == 2:
        return BOTH_UNDER_TITLE
    return NEIGHBOURS_UNDER_TITLE if named or in_title.linked else 0.0


def _share(body: Field, ties: list[_Tie]) -> float:
    total = sum(tie.link.strength for tie in ties if tie.field is body)
    return min(1.0, total / min(6.0, max(1.5, len(body.sentences) / 3)))


def _context(title: Field, body: Field, in_title: Link, ties: list[_Tie]) -> float:
    """Return the factor for what the article is as a whole."""
    headline = title.text.text
    factor = 1.0
    well_linked = in_title.linked and in_title.kinds and any(tie.link.linked and tie.link.strength >= CHAINED for tie in ties if tie.said.where == "lead")
    words = _Words(f"{headline}\n{body.text.text}")
    headline_words = _Words(headline)
    for name, telling in WORDING.contexts.items():
        different = sum(phrase in words for phrase in telling)
        if different + any(phrase in headline_words for phrase in telling) >= 3 and not well_linked:
            factor = min(factor, MIXED if name == "market" else OFF_TOPIC)
    for name, pattern in _HEADLINES.items():
        if pattern.search(headline) and not (well_linked and name != "digest"):
            factor = min(factor, MIXED if name == "digest" else OFF_TOPIC)
    return factor


class _Words:
    """The words of a text, to ask whether a word or a phrase is among them."""

    def __init__(self, text: str):
        self._lower = " ".join(_WORD.findall(text)).lower()
        self._single = frozenset(self._lower.split())

    def __contains__(self, phrase: str) -> bool:
        return f" {phrase} " in f" {self._lower} " if " " in phrase else phrase in self._single


def _quotes(ties: list[_Tie]) -> tuple[Sentence, ...]:
    best = sorted(ties, key=lambda tie: (-tie.link.strength, tie.field.name != "title", tie.said.start))[:QUOTED]
    return tuple(_quote(tie) for tie in best if tie.link.strength >= links.APART)


def _quote(tie: _Tie) -> Sentence:
    start, end = tie.field.text.original(tie.said.start), tie.field.text.original(tie.said.end)
    return Sentence(tie.field.original[start:end], tie.field.name, start, end)
