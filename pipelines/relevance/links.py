"""Links: how strongly one sentence ties the two sides to each other, from 0 (not at all) to 1.

A sentence is read as its mentions (names of the sides and of other parties), the interaction words of the topic, and the text between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipelines.relevance.names import Mention
from pipelines.relevance.topic import Topic, Word
from pipelines.relevance.wording import WORDING

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


def _either(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(phrases, key=len, reverse=True))


_CONNECT = rf"(?:\s*[,;/&]\s*(?:(?:{_either(WORDING.conjunctions)})\b)?|\s*-\s*|\s+(?:{_either(WORDING.conjunctions)})\b)"
_TITLES = rf"(?:\s*(?:{_either(WORDING.titles)})\b)*"
_UNKNOWN = rf"(?:\s*(?!(?:{_either(WORDING.calendar)})\b)(?-i:[A-Z])[\w'.]+){{1,3}}"
_LIST_GAP = re.compile(rf"(?P<unknown>(?:{_CONNECT}{_UNKNOWN})*){_CONNECT}{_TITLES}\s*(?:\([^)]*\)\s*)?", re.IGNORECASE)
_AFTER_LIST = re.compile(
    rf"(?:\s*,\s*(?:dan|serta|hingga)|\s+(?:dan|serta|hingga)){_UNKNOWN}|\s*,?\s*(?:dan|serta)?\s*(?:lain-lain|lainnya|dll|\d+\s|puluhan|sejumlah|beberapa|banyak|negara)", re.IGNORECASE
)
_BEFORE_LIST = re.compile(r"(?<![.!?]\s)(?-i:\b[A-Z][\w']+)\s*,\s*$")
_INTRODUCED = re.compile(rf"\b(?:{_either(WORDING.introducers)})\s+(?:\w+\s+){{0,2}}$", re.IGNORECASE)
_COMPARED = re.compile(rf"\b(?:{_either(WORDING.comparators)})\s+(?:[\w\-]+\s+){{0,3}}$", re.IGNORECASE)
_COMPARING = re.compile(rf"\b(?:{_either(WORDING.comparing)})\b", re.IGNORECASE)
_SEPARATOR = re.compile(rf";|\b(?:{_either(WORDING.separators)})\b", re.IGNORECASE)
_MUTUAL = re.compile(rf"\W*(?:\w+\W+){{0,3}}?(?:{_either(WORDING.mutual)})\b", re.IGNORECASE)
_COORDINATED = re.compile(r"[^.;]{0,60}(?:,|\s)\s*(?:dan|serta|hingga|maupun|atau|juga)\s+(?P<second>(?:[\w\-]+\s+){1,5})", re.IGNORECASE)
_ENUMERATED = re.compile(r"(?:\s[\w\-]+){0,3},\s*(?P<second>(?:[\w\-]+\s+){1,6})", re.IGNORECASE)
_SERIES = re.compile(r",\s*(?:dan\s+|serta\s+)?me[mnlrwy]\w{3,}", re.IGNORECASE)
_LOCATIVE = re.compile(r"\b(?:di|ke|dari)\s+(?:\w+\s+)?$", re.IGNORECASE)
_MORE = re.compile(r"[^.;,]{0,40},\s*(?:dan|serta|hingga|sampai)\b", re.IGNORECASE)
_ANY_VERB = re.compile(r"\b(?:me[mnlrwy]\w{3,}|ber\w{4,})", re.IGNORECASE)
_VERB = re.compile(r"(?:akan\s+|telah\s+|kemudian\s+|juga\s+)?(?:me[mnlrwy]\w{3,}|di\w{4,}|ber\w{4,}|ter\w{4,}|luka\b|tewas\b|hilang\b|cedera\b)", re.IGNORECASE)
_BOND = re.compile(rf"\b(?:{_either(WORDING.bonds)})\b(?!\s+lain)", re.IGNORECASE)  # "antara", but not "antara lain"
_PREPOSITION = re.compile(r"\b(?:ke|kepada|untuk|bagi|dari|di|dengan|bersama|oleh|terhadap|melawan|antara|lewat|pada)\b", re.IGNORECASE)
_TOWARDS = re.compile(
    r"\b(?:ke|kepada|untuk|bagi|dengan|bersama|soal|terhadap|demi|lewat|melalui|milik|oleh|di)\s+(?:[\w\-]+,?\s+){0,2}$", re.IGNORECASE
)
_DIRECT = re.compile(rf"(?:\s+(?!(?:{_either([*WORDING.conjunctions, *WORDING.comparators, *WORDING.introducers])})\b)[^\W\d_][\w\-]*){{1,3}}\s+", re.IGNORECASE)
_SAYS = re.compile(rf"[^.;,]{{0,60}}?\b(?:{_either(WORDING.says)})\b", re.IGNORECASE)
_ACCORDING = re.compile(rf"\b(?:{_either(WORDING.according)})\b[^.;,]*$", re.IGNORECASE)
_ABSENT = re.compile(rf"\s*(?:\w+\s+)?(?:{_either(WORDING.absent)})\b", re.IGNORECASE)
_BY = re.compile(r"di\w+\s+", re.IGNORECASE)
_RANGE = re.compile(r"\s*,?\s*(?:hingga|sampai|maupun|atau|ataupun)\b", re.IGNORECASE)
_COMPOUND = re.compile(r"\s?[-/]\s?")
_APPOSITION = re.compile(
    r"\s*,?\s*(?:(?:yang|negara|presiden|pemimpin|menteri|menlu|menhan|ibu|kota|wilayah|luar|negeri|pertahanan|tertinggi|\(|\))\s*){0,4}",
    re.IGNORECASE,
)


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
    projected: bool = False  # troops, arms or workers of one are spoken of in one breath with the other


@dataclass(slots=True, eq=False)
class _Run:
    """Mentions that stand in one list, "A, B dan C", by the number of its members."""

    mentions: list[Mention] = field(default_factory=list)
    members: int = 0


def link(text: str, start: int, end: int, mentions: Sequence[Mention], hits: Sequence[Hit], topic: Topic, dateline_end: int = 0) -> Link:
    """Return how the sentence `text[start:end]` ties the two sides, given the mentions and hits inside it (sorted)."""
    first, second = topic.sides
    ones = [mention for mention in mentions if mention.name.side == first and mention.acts]
    twos = [mention for mention in mentions if mention.name.side == second and mention.acts]
    if not ones or not twos:
        return Link()
    runs = _runs(text, mentions)
    best = Link()
    for one in ones[:6]:
        for two in twos[:6]:
            low, high = (one, two) if one.start < two.start else (two, one)
            found = _pair(text, start, end, low, high, mentions, hits, runs, topic)
            if low.start < dateline_end:
                found = replace(found, strength=found.strength * DATELINE)
            if found.strength > best.strength:
                best = found
    if best.strength > 0 and not best.linked and topic.passing.search(text, start, end):
        best = replace(best, strength=best.strength * PASSING)
    return best


def _pair(
    text: str,
    start: int,
    end: int,
    low: Mention,
    high: Mention,
    mentions: Sequence[Mention],
    hits: Sequence[Hit],
    runs: dict[int, _Run],
    topic: Topic,
) -> Link:
    gap = text[low.end : high.start]
    if _SEPARATOR.search(gap):
        return Link(SEPARATE)
    near = _near(hits, low, high, max(start, low.start - REACH), min(end, high.end + REACH))
    kinds = frozenset(hit.word.kind for hit in near)
    projected = _projected(text, start, low, high, topic)
    linked = projected or any(hit.word.links for hit in near)
    run = runs[low.start]
    if run is runs[high.start]:
        return _listed(text, start, end, run, low, high, near, topic)
    if (joined := _COORDINATED.fullmatch(gap)) and not _VERB.match(joined["second"]):
        return _coordinated(text, start, end, low, high, joined.start("second") + low.end, near, kinds)
    if _ENUMERATED.fullmatch(gap) and not _ANY_VERB.search(gap) and _MORE.match(text, high.end, end):
        return Link(COORDINATED, kinds)
    linked = linked or _DIRECT.fullmatch(gap) is not None
    if _SERIES.search(gap) and _ANY_VERB.search(text, start, low.start):
        return Link(COORDINATED, kinds)  # "condemns the one, calls on the other, and ..."
    strength = APART_LINKED if linked else APART_CONTEXT if near else APART
    alone = all(mention.name.side for mention in mentions)
    if alone and _ANY_VERB.search(gap):
        strength = max(strength, APART_ALONE)
    persons = low.name.kind == high.name.kind == "person" and alone
    third = _third(mentions, low, high, runs)
    directed = (
        len(gap) <= DIRECTED_CHARS
        and _TOWARDS.search(gap) is not None
        and not third
        and not _LOCATIVE.search(text[max(start, low.start - 25) : low.start])
    )
    linked = linked or directed
    if persons or directed:
        strength = max(strength, APART_LINKED if persons and directed else APART_DIRECTED)
    if _COMPARED.search(gap[-60:]) or _COMPARING.search(text, start, high.start):
        strength *= COMPARED
    if max(run.members, runs[high.start].members) >= 3:
        strength *= ONE_LISTED
    if len(gap) > FAR_CHARS:
        strength *= FAR
    if third:
        strength *= THIRD_PARTY
    return Link(strength, kinds, linked, projected)


def _coordinated(
    text: str, start: int, end: int, low: Mention, high: Mention, second: int, near: Sequence[Hit], kinds: frozenset[str]
) -> Link:
    """Each side stands in a phrase of its own, "the war of one and the missiles of the other"."""
    if _BOND.search(text, start, low.start) or _MUTUAL.match(text, high.end, end):
        return Link(APART_LINKED, kinds, True)
    dealings = [hit for hit in near if hit.word.links and not hit.word.between and second <= hit.start < high.start]
    if dealings and (_PREPOSITION.search(text, second, high.start) or _BY.fullmatch(text, dealings[-1].start, high.start)):
        return Link(APART_LINKED, kinds, True)  # "... and the sending of troops to the other", "... and sappers sent by the other"
    return Link(COORDINATED, kinds)


def _listed(text: str, start: int, end: int, run: _Run, low: Mention, high: Mention, near: Sequence[Hit], topic: Topic) -> Link:
    """Both sides stand in one run of names: as a pair, or among others."""
    kinds = frozenset(hit.word.kind for hit in near)
    # A verb before the pair is someone else's doing ("crosses A and B"), a noun before it is the pair's own ("cooperation of A and B").
    linked = _projected(text, start, low, high, topic) or any(
        hit.word.links and not (hit.end <= low.start and _VERB.match(text, hit.start, hit.end)) for hit in near
    )
    before = text[start : run.mentions[0].start]
    after = text[run.mentions[-1].end : end]
    if run.members >= 3:
        return Link(LISTED_MUTUAL, kinds, True) if _MUTUAL.match(after) else Link(LISTED, kinds)
    if _ABSENT.match(after):
        return Link(LISTED, kinds)
    if _INTRODUCED.search(before) or _COMPARING.search(before) or _RANGE.match(text, low.end, high.start):
        return Link(LISTED_PAIR_LINKED if linked else LISTED, kinds)
    if _COMPOUND.fullmatch(text[low.end : high.start]):
        return Link(COMPOUND_LINKED if linked else COMPOUND, kinds, linked)
    return Link(PAIR_LINKED if linked else PAIR, kinds, linked)


def _runs(text: str, mentions: Sequence[Mention]) -> dict[int, _Run]:
    """Return the run of each mention, by where the mention starts."""
    runs: dict[int, _Run] = {}
    current = _Run()
    for mention in mentions:
        last = current.mentions[-1] if current.mentions else None
        gap = text[last.end : mention.start] if last else ""
        if last and last.name.side and last.name.side == mention.name.side and _APPOSITION.fullmatch(gap):
            current.mentions.append(mention)  # "Rusia Vladimir Putin" is one member
        elif last and (joined := _LIST_GAP.fullmatch(gap)):
            current.mentions.append(mention)
            current.members += 1 + len(re.findall(r"[,;/]|\b(?:dan|serta|hingga)\b", joined["unknown"] or ""))
        else:
            _close(current, text)
            current = _Run([mention], 1)
        runs[mention.start] = current
    _close(current, text)
    return runs


def _close(run: _Run, text: str) -> None:
    """Count the members that no one has heard of at either end of a list that has begun."""
    if run.members < 2:
        return
    if _AFTER_LIST.match(text, run.mentions[-1].end):
        run.members += 1
    if _BEFORE_LIST.search(text[max(0, run.mentions[0].start - 40) : run.mentions[0].start]):
        run.members += 1


def _near(hits: Sequence[Hit], low: Mention, high: Mention, start: int, end: int) -> list[Hit]:
    return [
        hit
        for hit in hits
        if start <= hit.start and hit.end <= end and (not hit.word.between or (hit.start >= low.end and hit.end <= high.start))
    ]


def _third(mentions: Sequence[Mention], low: Mention, high: Mention, runs: dict[int, _Run]) -> bool:
    """Whether someone else stands between the two, other than as the neighbour of one of them in "A dan B"."""
    ends = (runs[low.start], runs[high.start])
    between = (mention for mention in mentions if low.end <= mention.start and mention.end <= high.start)
    return any(not mention.name.side and runs[mention.start] not in ends for mention in between)


def _projected(text: str, start: int, low: Mention, high: Mention, topic: Topic) -> bool:
    """Whether troops, arms or workers of one side are spoken of in one breath with the other."""
    for mention in (low, high):
        if mention.name.kind == "weapon":
            return True
        for word in reversed(re.findall(r"[^\W\d_]+", text[max(start, mention.start - 45) : mention.start])[-3:]):
            if word.lower() in topic.projection:
                return True
            if word.lower() in WORDING.conjunctions or _PREPOSITION.fullmatch(word):
                break  # "pasukan di perbatasan Korea Utara" are someone else's
    return False


def speaks(text: str, start: int, end: int, mention: Mention) -> bool:
    """Whether the bearer of the name only reports, in the sentence `text[start:end]`, what others do."""
    return _SAYS.match(text, mention.end, end) is not None or _ACCORDING.search(text[max(start, mention.start - 60) : mention.start]) is not None


def separated(text: str, start: int, end: int) -> bool:
    """Whether the sentence opens by saying that it turns to another matter."""
    return _SEPARATOR.search(text, start, min(end, start + 40)) is not None
