"""Scoring: whether an article is about dealings between the two sides of a topic, as a number from 0 to 1 with its reasons.

    score = (0.38 title + 0.44 lead + 0.28 share) x once x context   under a title that names a side
    score = (0.55 lead + 0.38 share) x context                       under one that names neither
    score = (0.65 lead + 0.45 share) x context                       without a title

title    the link of the title, if it names both sides; raised to 0.75 unless something sets them apart there; 0.4 when it names one
lead     the strongest of
         - the ties of the sentences in the first two paragraphs
         - 0.85 of the strongest tie anywhere in the body, times share
         - 0.9 of how much the article goes back and forth between the sides (see `ties`)
         - under a title that names both sides and does not set them apart: 0.8 if the lead names both,
           0.6 if it names one or the title links by a word
share    the ties of all sentences of the body added up, over a third of the sentences (at least 1.5, at most 6), at most 1
once     0.5 when the title names one side and the other turns up in one sentence only, the third or a later one
context  0.35 in sport, entertainment and rankings, 0.5 in market reports, by three words that tell (a word in the title counts twice),
         unless title and lead both link by a word; 0.5 for digests and 0.35 for rankings by the shape of the headline

What a sentence's tie is worth is said in `links` and `ties`.
An article that does not name both sides (weak names count only beside strong ones) scores at most 0.1.
"""

from __future__ import annotations

import re

from pipelines.items import Article, Evidence, Sentence, Verdict
from pipelines.relevance import links
from pipelines.relevance.links import Link
from pipelines.relevance.reading import Field, read, terms
from pipelines.relevance.ties import Tie, sides, ties
from pipelines.relevance.topic import Topic
from pipelines.relevance.wording import WORDING

RELEVANT_FROM = 0.5
NEAR_MISS_FROM = 0.25

# Weights of title, lead and share.
UNDER_TITLE, UNDER_OTHER_TITLE, UNTITLED = (0.38, 0.44, 0.28), (0.0, 0.55, 0.38), (0.0, 0.65, 0.45)
TITLE_NAMES_BOTH, TITLE_NAMES_ONE = 0.75, 0.4
BODY_AS_LEAD, WOVEN_AS_LEAD = 0.85, 0.9
BOTH_UNDER_TITLE, ONE_UNDER_TITLE = 0.8, 0.6
ONCE, OPENING = 0.5, 2  # sentences
OFF_TOPIC, MIXED = 0.35, 0.5
ONE_SIDE = 0.1
WELL_LINKED = 0.7
QUOTED = 3  # sentences kept as evidence

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CONTEXTS = {
    name: (frozenset(word for word in telling if " " not in word), tuple(phrase for phrase in telling if " " in phrase))
    for name, telling in WORDING.contexts.items()
}
_HEADLINES = {name: re.compile("|".join(shapes), re.IGNORECASE) for name, shapes in WORDING.headlines.items()}


def assess(article: Article, topic: Topic) -> tuple[Verdict, float, Evidence]:
    """Judge `article` by `topic`.

    Returns RELEVANT from 0.5, NEAR_MISS from 0.25, else IRRELEVANT; the score (0 to 1); and the evidence for it. Changes nothing.
    """
    title, body = read(article.title, article.body, topic)
    named = terms((title, body))
    if {term.side for term in named} != set(topic.sides):
        return Verdict.IRRELEVANT, ONE_SIDE if named else 0.0, Evidence(named, rules_version=topic.rules_version)
    found, woven = ties(title, body, topic)
    score = round(_score(title, body, found, woven), 3)
    verdict = Verdict.RELEVANT if score >= RELEVANT_FROM else Verdict.NEAR_MISS if score >= NEAR_MISS_FROM else Verdict.IRRELEVANT
    kinds = tuple(sorted({kind for tie in found if tie.link.strength >= NEAR_MISS_FROM for kind in tie.link.kinds}))
    return verdict, score, Evidence(named, kinds, _quotes(found), topic.rules_version)


def _score(title: Field, body: Field, found: list[Tie], woven: float) -> float:
    in_title = next((tie.link for tie in found if tie.field is title), Link())
    weights = UNTITLED if not title.sentences else UNDER_TITLE if sides(title) else UNDER_OTHER_TITLE
    share = _share(body, found)
    parts = (_title(title, in_title), _lead(title, body, in_title, found, share, woven), share)
    score = sum(weight * part for weight, part in zip(weights, parts, strict=True))
    if _mentioned_once(title, body, found):
        score *= ONCE
    return min(1.0, score * _context(title, body, in_title, found))


def _title(title: Field, link: Link) -> float:
    if len(sides(title)) < 2:
        return TITLE_NAMES_ONE if sides(title) else 0.0
    return max(link.strength, TITLE_NAMES_BOTH) if link.strength >= links.APART else link.strength


def _lead(title: Field, body: Field, in_title: Link, found: list[Tie], share: float, woven: float) -> float:
    strongest = max((tie.link.strength for tie in found if tie.field is body), default=0.0)
    in_lead = max((tie.link.strength for tie in found if tie.said.where == "lead"), default=0.0)
    lead = max(in_lead, BODY_AS_LEAD * strongest * share, WOVEN_AS_LEAD * woven)
    if _title(title, in_title) < TITLE_NAMES_BOTH:
        return lead
    named = {side for said in body.sentences if said.where == "lead" for side in said.sides()}
    if len(named) == 2:
        return max(lead, BOTH_UNDER_TITLE)
    return max(lead, ONE_UNDER_TITLE) if named or in_title.linked else lead


def _share(body: Field, found: list[Tie]) -> float:
    total = sum(tie.link.strength for tie in found if tie.field is body)
    return min(1.0, total / min(6.0, max(1.5, len(body.sentences) / 3)))


def _mentioned_once(title: Field, body: Field, found: list[Tie]) -> bool:
    """Whether the title is about one side and the other turns up in a single sentence, after the opening ones, not as whose arms they are."""
    named = sides(title)
    at = [place for place, said in enumerate(body.sentences) if said.sides() - named]
    if len(named) != 1 or len(at) != 1 or at[0] < OPENING:
        return False
    return not any(tie.link.projected for tie in found if tie.said is body.sentences[at[0]])


def _context(title: Field, body: Field, in_title: Link, found: list[Tie]) -> float:
    """Return the factor for what the article is as a whole."""
    headline = title.text.text
    factor = 1.0
    lead_linked = any(tie.link.linked and tie.link.strength >= WELL_LINKED for tie in found if tie.said.where == "lead")
    well_linked = in_title.linked and bool(in_title.kinds) and lead_linked
    whole, head = _Words(f"{headline}\n{body.text.text}"), _Words(headline)
    for name, telling in _CONTEXTS.items():
        if not well_linked and whole.count(telling) + (head.count(telling) > 0) >= 3:
            factor = min(factor, MIXED if name == "market" else OFF_TOPIC)
    for name, pattern in _HEADLINES.items():
        if pattern.search(headline) and not (well_linked and name != "digest"):
            factor = min(factor, MIXED if name == "digest" else OFF_TOPIC)
    return factor


class _Words:
    """The words of a text, to ask how many of some words and phrases are among them."""

    def __init__(self, text: str):
        words = _WORD.findall(text.lower())
        self._text = f" {' '.join(words)} "
        self._single = frozenset(words)

    def count(self, telling: tuple[frozenset[str], tuple[str, ...]]) -> int:
        single, phrases = telling
        return len(single & self._single) + sum(f" {phrase} " in self._text for phrase in phrases)


def _quotes(found: list[Tie]) -> tuple[Sentence, ...]:
    best = sorted(found, key=lambda tie: (-tie.link.strength, tie.field.name != "title", tie.said.start))[:QUOTED]
    return tuple(_quote(tie) for tie in best if tie.link.strength >= links.APART)


def _quote(tie: Tie) -> Sentence:
    start, end = tie.field.text.original(tie.said.start), tie.field.text.original(tie.said.end)
    return Sentence(tie.field.original[start:end], tie.field.name, start, end)
