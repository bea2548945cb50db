"""Links: how strongly one sentence ties the two sides to each other, from 0 (not at all) to 1.

A sentence is read as its mentions (names of the sides and of other parties), the interaction words of the topic, and the text between them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from pipelines.relevance import lists
from pipelines.relevance.lists import Run
from pipelines.relevance.names import Mention
from pipelines.relevance.topic import Topic, Word
from pipelines.relevance.wording import WORDING, Phrases, either

# Structure of the pair alone, and with a word that links the two.
COMPOUND, COMPOUND_LINKED = 0.85, 1.0  # Rusia-Korut
PAIR, PAIR_LINKED = 0.5, 1.0  # Rusia dan Korea Utara
# Both in one clause: nothing more; nobody else in the sentence and a verb between; "A ... untuk B"; "A <verb> B".
APART, APART_CONTEXT, APART_ALONE, APART_DIRECTED, APART_LINKED = 0.2, 0.4, 0.55, 0.6, 0.9
COORDINATED = 0.1  # the war of one and the missiles of the other
LISTED, LISTED_MUTUAL, LISTED_PAIR_LINKED = 0.08, 0.75, 0.3  # one of three or more; three that act together; "such as A and B"
SEPARATE = 0.08  # another clause, another matter
# Factors on the above.
ONE_LISTED = 0.55  # one side is a member of a list, the other is not
FAR = 0.75  # more than FAR_CHARS between the two
THIRD_PARTY = 0.8  # someone else stands between the two
DATELINE = 0.6  # the only mention of a side is the place of the report
COMPARED = 0.3
PASSING = 0.3
FAR_CHARS = 170
DIRECTED_CHARS = 80
REACH = 70  # characters before the first and after the second name in which a word still links them


_INTRODUCED = re.compile(rf"\b(?:{either(WORDING.introducers)})\s+(?:\w+\s+){{0,2}}$", re.IGNORECASE)
_COMPARED = re.compile(rf"\b(?:{either(WORDING.comparators)})\s+(?:[\w\-]+\s+){{0,3}}$", re.IGNORECASE)
_ASIDES = Phrases([*WORDING.comparators, *WORDING.introducers])
_COMPARING = Phrases(WORDING.comparing)
_SEPARATORS = Phrases(WORDING.separators)
_MUTUAL = re.compile(rf"\W*(?:\w+\W+){{0,3}}?(?:{either(WORDING.mutual)})\b", re.IGNORECASE)
_COORDINATED = re.compile(
    r"[^.;]{0,60}(?:,|\s)\s*(?:dan|serta|hingga|sampai|maupun|atau|juga)\s+(?P<second>(?:[\w\-]+\s+){1,5})", re.IGNORECASE
)
_ENUMERATED = re.compile(r"(?:\s[\w\-]+){0,3},\s*(?P<second>(?:[\w\-]+\s+){1,6})", re.IGNORECASE)
_SERIES = re.compile(r"(?:,\s*(?:dan\s+|serta\s+)?|\b(?:dan|serta)\s+)me[mnlrwy]\w{3,}", re.IGNORECASE)
_LOCATIVE = re.compile(r"\b(?:di|ke|dari)\s+(?:\w+\s+)?$", re.IGNORECASE)
_ORIGIN = re.compile(r"\b(?:asal|buatan)\s+$", re.IGNORECASE)
_MORE = re.compile(r"[^.;,]{0,40},\s*(?:dan|serta|hingga|sampai)\b", re.IGNORECASE)
_ANY_VERB = re.compile(r"\b(?:me[mnlrwy]\w{3,}|ber\w{4,})", re.IGNORECASE)
_VERB = re.compile(
    r"(?:akan\s+|telah\s+|kemudian\s+|juga\s+)?(?:me[mnlrwy]\w{3,}|di\w{4,}|ber\w{4,}|ter\w{4,}|luka\b|tewas\b|hilang\b|cedera\b)",
    re.IGNORECASE,
)
_BONDS = Phrases(WORDING.bonds, after=r"(?!\s+lain)")  # "antara", but not "antara lain"
_PREPOSITION = re.compile(r"\b(?:ke|kepada|untuk|bagi|dari|di|dengan|bersama|oleh|terhadap|melawan|antara|lewat|pada)\b", re.IGNORECASE)
_TOWARDS = re.compile(
    r"\b(?:ke|kepada|untuk|bagi|dengan|bersama|soal|terhadap|demi|lewat|melalui|milik|oleh|di)\s+(?:[\w\-]+,?\s+){0,2}$", re.IGNORECASE
)
_DIRECT = re.compile(
    rf"(?:\s+(?!(?:{either([*WORDING.conjunctions, *WORDING.comparators, *WORDING.introducers])})\b)[^\W\d_][\w\-]*){{1,3}}\s+",
    re.IGNORECASE,
)
_GOVERNED = re.compile(r"\b(?:dari|ke|kepada|untuk|bagi|oleh|asal|milik)\s+$", re.IGNORECASE)
_SAYS = re.compile(rf"[^.;,]{{0,60}}?\b(?:{either(WORDING.says)})\b", re.IGNORECASE)
_ACCORDING = re.compile(rf"\b(?:{either(WORDING.according)})\b[^.;,]*$", re.IGNORECASE)
_ABSENT = re.compile(rf"\s*(?:\w+\s+)?(?:{either(WORDING.absent)})\b", re.IGNORECASE)
_BY = re.compile(r"di\w+\s+", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_RANGE = re.compile(r"\s*,?\s*(?:hingga|sampai|maupun|atau|ataupun)\b", re.IGNORECASE)
_COMPOUND = re.compile(r"\s?[-/]\s?")


@dataclass(frozen=True, slots=True)
class Hit:
    """An interaction word where it stands."""

    start: int
    end: int
    word: Word


@dataclass(frozen=True, slots=True)
class Link:
    """What a sentence says about the two sides together."""

    strength: float = 0.0  # 0 to 1
    kinds: frozenset[str] = frozenset()
    linked: bool = False  # a word links the two


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence `text[start:end]` with what stands in it (sorted)."""

    text: str
    start: int
    end: int
    mentions: Sequence[Mention]
    hits: Sequence[Hit]
    runs: Mapping[int, Run]
    topic: Topic


@dataclass(frozen=True, slots=True)
class _Pair:
    """A name of each side, in the order of the sentence, with the interaction words near them."""

    low: Mention
    high: Mention
    gap: str  # the text between the two
    near: Sequence[Hit]
    kinds: frozenset[str]
    projected: bool


def link(text: str, start: int, end: int, mentions: Sequence[Mention], hits: Sequence[Hit], topic: Topic, dateline_end: int = 0) -> Link:
    """Return how the sentence `text[start:end]` ties the two sides, given the mentions and hits inside it (sorted)."""
    if len(mentions) < 2:
        return Link()
    first, second = topic.sides
    ones = [mention for mention in mentions if mention.name.side == first and mention.acts]
    twos = [mention for mention in mentions if mention.name.side == second and mention.acts]
    if not ones or not twos:
        return Link()
    sentence = _Sentence(text, start, end, mentions, hits, lists.runs(text, mentions), topic)
    best = Link()
    for one, two in product(ones[:6], twos[:6]):
        pair = _pair(sentence, *((one, two) if one.start < two.start else (two, one)))
        found = _tie(sentence, pair)
        if pair.low.start < dateline_end:
            found = replace(found, strength=found.strength * DATELINE)
        best = max(best, found, key=lambda link: link.strength)
        if best.strength >= APART_LINKED:
            break
    if best.strength > 0 and not best.linked and topic.passing.search(text, start, end):
        best = replace(best, strength=best.strength * PASSING)
    return best


def _pair(sentence: _Sentence, low: Mention, high: Mention) -> _Pair:
    near = _near(sentence.hits, low, high, max(sentence.start, low.start - REACH), min(sentence.end, high.end + REACH))
    # Troops, arms or workers of one side are spoken of in one breath with the other.
    projected = any(
        mention.name.kind == "weapon" or projects(sentence.text, sentence.start, mention, sentence.topic) for mention in (low, high)
    )
    return _Pair(low, high, sentence.text[low.end : high.start], near, frozenset(hit.word.kind for hit in near), projected)


def _tie(sentence: _Sentence, pair: _Pair) -> Link:
    text, low, high, gap = sentence.text, pair.low, pair.high, pair.gap
    if ";" in gap or _SEPARATORS.within(text, low.end, high.start):
        return Link(SEPARATE)
    if sentence.runs[low.start] is sentence.runs[high.start]:
        return _listed(sentence, pair)
    if (joined := _COORDINATED.fullmatch(gap)) and not _VERB.match(joined["second"]):
        return _coordinated(sentence, pair, joined.start("second") + low.end)
    if _ENUMERATED.fullmatch(gap) and not _ANY_VERB.search(gap) and _MORE.match(text, high.end, sentence.end):
        return Link(COORDINATED, pair.kinds)
    if _SERIES.search(gap) and _ANY_VERB.search(text, sentence.start, low.start):
        return Link(COORDINATED, pair.kinds)  # "condemns the one, calls on the other, and ..."
    return _apart(sentence, pair)


def _apart(sentence: _Sentence, pair: _Pair) -> Link:
    """Each side stands somewhere in the clause."""
    text, start, low, high, gap, runs = sentence.text, sentence.start, pair.low, pair.high, pair.gap, sentence.runs
    alone = all(mention.name.side for mention in sentence.mentions)
    third = _third(sentence.mentions, low, high, runs)
    persons = low.name.kind == high.name.kind == "person" and alone
    located = _LOCATIVE.search(text[max(start, low.start - 25) : low.start]) is not None
    directed = len(gap) <= DIRECTED_CHARS and not third and not located and _TOWARDS.search(gap) is not None
    linked = pair.projected or any(hit.word.links for hit in pair.near) or _DIRECT.fullmatch(gap) is not None

    if linked or (persons and directed):
        strength = APART_LINKED
    elif persons or directed:
        strength = APART_DIRECTED
    elif alone and _ANY_VERB.search(gap) and not _ORIGIN.search(text, start, low.start):
        strength = APART_ALONE
    else:
        strength = APART_CONTEXT if pair.near else APART

    if _COMPARED.search(gap[-60:]) or _COMPARING.within(text, start, high.start):
        strength *= COMPARED
    if max(runs[low.start].members, runs[high.start].members) >= 3:
        strength *= ONE_LISTED
    if len(gap) > FAR_CHARS:
        strength *= FAR
    if third:
        strength *= THIRD_PARTY
    return Link(strength, pair.kinds, linked or directed)


def _coordinated(sentence: _Sentence, pair: _Pair, second: int) -> Link:
    """Each side stands in a phrase of its own, "the war of one and the missiles of the other"; the second phrase begins at `second`."""
    text, low, high = sentence.text, pair.low, pair.high
    if _BONDS.within(text, sentence.start, low.start) or _MUTUAL.match(text, high.end, sentence.end):
        return Link(APART_LINKED, pair.kinds, True)
    if _GOVERNED.search(text, second, high.start) and any(
        hit.word.links and not hit.word.between and low.end <= hit.start < second for hit in pair.near
    ):
        return _apart(sentence, pair)  # "ships arms and shells from the other": what is joined are the objects of one verb
    dealings = [hit for hit in pair.near if hit.word.links and not hit.word.between and second <= hit.start < high.start]
    if dealings and (_PREPOSITION.search(text, second, high.start) or _BY.fullmatch(text, dealings[-1].start, high.start)):
        return Link(APART_LINKED, pair.kinds, True)  # "... and the sending of troops to the other", "... and sappers sent by the other"
    return Link(COORDINATED, pair.kinds)


def _listed(sentence: _Sentence, pair: _Pair) -> Link:
    """Both sides stand in one run of names: as a pair, or among others."""
    text, low, high, kinds = sentence.text, pair.low, pair.high, pair.kinds
    run = sentence.runs[low.start]
    # A verb before the pair is someone else's doing ("crosses A and B"), a noun before it is the pair's own ("cooperation of A and B").
    linked = pair.projected or any(
        hit.word.links and not (hit.end <= low.start and _VERB.match(text, hit.start, hit.end)) for hit in pair.near
    )
    begin = run.mentions[0].start
    before = text[sentence.start : begin]
    after = text[run.mentions[-1].end : sentence.end]
    if run.members >= 3:
        return Link(LISTED_MUTUAL, kinds, True) if _MUTUAL.match(after) else Link(LISTED, kinds)
    if _ABSENT.match(after):
        return Link(LISTED, kinds)
    if _INTRODUCED.search(before) or _COMPARING.within(text, sentence.start, begin) or _RANGE.match(text, low.end, high.start):
        return Link(LISTED_PAIR_LINKED if linked else LISTED, kinds)
    if _COMPOUND.fullmatch(pair.gap):
        return Link(COMPOUND_LINKED if linked else COMPOUND, kinds, linked)
    return Link(PAIR_LINKED if linked else PAIR, kinds, linked)


def _near(hits: Sequence[Hit], low: Mention, high: Mention, start: int, end: int) -> list[Hit]:
    return [
        hit
        for hit in hits
        if start <= hit.start and hit.end <= end and (not hit.word.between or (hit.start >= low.end and hit.end <= high.start))
    ]


def _third(mentions: Sequence[Mention], low: Mention, high: Mention, runs: Mapping[int, Run]) -> bool:
    """Whether someone else stands between the two, other than as the neighbour of one of them in "A dan B"."""
    ends = (runs[low.start], runs[high.start])
    between = (mention for mention in mentions if low.end <= mention.start and mention.end <= high.start)
    return any(not mention.name.side and runs[mention.start] not in ends for mention in between)


def projects(text: str, start: int, mention: Mention, topic: Topic) -> bool:
    """Whether the name stands for troops, arms or workers: "prajurit Korea Utara"."""
    for word in reversed(_WORDS.findall(text, max(start, mention.start - 45), mention.start)[-3:]):
        if word.lower() in topic.projection:
            return True
        if word.lower() in WORDING.conjunctions or _PREPOSITION.fullmatch(word):
            return False  # "pasukan di perbatasan Korea Utara" are someone else's
    return False


def speaks(text: str, start: int, end: int, mention: Mention) -> bool:
    """Whether the bearer of the name only reports, in the sentence `text[start:end]`, what others do."""
    return (
        _SAYS.match(text, mention.end, end) is not None
        or _ACCORDING.search(text[max(start, mention.start - 60) : mention.start]) is not None
    )


def separated(text: str, start: int, end: int) -> bool:
    """Whether the sentence opens by saying that it turns to another matter."""
    return _SEPARATORS.within(text, start, min(end, start + 40))


def aside(text: str, start: int, mention: Mention) -> bool:
    """Whether the name is an example ("berbagai isu, termasuk Rusia") or what something is compared with ("menyerupai rudal Rusia")."""
    start = max(start, mention.start - 60)
    if not _ASIDES.within(text, start, mention.start):
        return False
    before = text[start : mention.start]
    return (_COMPARED.search(before) or _INTRODUCED.search(before)) is not None
