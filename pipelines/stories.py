"""Stories: whether two texts are one text, copied, cut, lengthened or rewritten; and a fingerprint that finds such texts among a million.

Both go by the words that carry the content, as stems, and by their neighbouring pairs: a desk that rewrites changes the verbs and the order
of sentences, and keeps who, what and how many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain, pairwise

from rensa import RMinHash

from pipelines.stems import stem, words

SLOTS = 64  # two texts that share a twentieth of their pairs share a slot with 96 % probability
SEED = 20240619
RULES = 1  # of what is hashed, the stems included: to be raised with any change to it, which makes every fingerprint anew
VERSION = RULES << 8 | RMinHash.ALGORITHM_VERSION
SLOT_BYTES = 4

LEAST_WORDS = 20  # a shorter text is a caption or the start of a paid article: it is nobody's copy
MOST_DAYS_APART = 10  # a text printed later again is news again

# Of the shorter text, against the longer one. Set on the development half of benchmarks/stories; what they do is in its README.
SHARED_WORDS = 0.6  # its distinct words that the other has
COVERED = 0.5  # how far its sentences, each on its own, are made of the other's pairs
FULL_SENTENCE = 0.5  # a sentence half of whose pairs are the other's is the other's: copied passages alone don't make a copy
COVERED_LEAD = 0.4  # the same, of its first third: a sequel has its own news and repeats the background
LEAST_LEAD = 2  # sentences
SHARED_FACTS = 0.5  # its figures and weekdays that the other has, too: yesterday's launch reads like today's
LEAST_FACTS = 2
LEAST_PAIRS = 3  # of a sentence that counts

SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n")
FIGURE = re.compile(r"\d+(?:[.,:/]\d+)*")
WEEKDAY = re.compile(r"\b(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu)\b", re.IGNORECASE)
FUNCTION_WORDS = (
    "yang dan di ke dari untuk pada dengan dalam oleh bagi itu ini ia dia mereka kami kita nya ada adalah ialah akan telah sudah sedang "
    "masih juga tak tidak bukan belum atau serta tetapi tapi namun karena sebab agar supaya bahwa saat ketika setelah sesudah usai seusai "
    "sebelum hingga sampai sejak antara para seorang sebuah suatu sebagai seperti lebih sangat bisa dapat harus kata ujar tutur ungkap sebut "
    "menurut kepada terhadap tersebut secara lewat melalui lalu kemudian"
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a text to find others like it; no slots where the text is too short to tell."""

    slots: tuple[int, ...]  # MinHash of its pairs of words: two texts agree in as many as their sets of pairs agree
    version: int  # of the rules that made it

    @property
    def bands(self) -> list[int]:
        """Return a number for each slot, the same in another fingerprint only if slot, value and version are."""
        return [self.version << 40 | number << 32 | value for number, value in enumerate(self.slots)]

    def to_bytes(self) -> bytes:
        """Return the slots, each as 4 bytes, the lowest first."""
        return b"".join(value.to_bytes(SLOT_BYTES, "little") for value in self.slots)

    @classmethod
    def from_bytes(cls, signature: bytes, version: int) -> Fingerprint:
        """Return the fingerprint of which `to_bytes` made `signature`."""
        starts = range(0, len(signature), SLOT_BYTES)
        return cls(tuple(int.from_bytes(signature[start : start + SLOT_BYTES], "little") for start in starts), version)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is compared."""

    words: frozenset[str]  # distinct stems that carry the content
    pairs: frozenset[str]  # of such stems that follow each other
    sentences: tuple[frozenset[str], ...]  # the pairs of each
    facts: frozenset[str]  # figures, dates and weekdays
    is_short: bool


@lru_cache(maxsize=128)
def read(text: str) -> Reading:
    """Return what `text` is compared by; paragraphs are separated by newlines."""
    contents = [_content(sentence) for sentence in SENTENCE_END.split(text)]
    stems = list(chain.from_iterable(contents))
    pairs = frozenset(_pairs(stems))
    sentences = (frozenset(_pairs(content)) for content in contents)
    long_enough = tuple(sentence for sentence in sentences if len(sentence) >= LEAST_PAIRS)
    return Reading(frozenset(stems), pairs, long_enough or (pairs,), _facts(text), len(text.split()) < LEAST_WORDS)


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of `text`: the same for the same words, whatever their case, punctuation and inflection."""
    reading = read(text)
    if reading.is_short or not reading.pairs:
        return Fingerprint((), VERSION)
    sketch = RMinHash(SLOTS, SEED)
    sketch.update(list(reading.pairs))
    return Fingerprint(tuple(sketch.digest()), VERSION)


def are_near(one: datetime | None, other: datetime | None) -> bool:
    """Return whether texts published at these times (aware) may be one story; a time that is not known forbids nothing."""
    return one is None or other is None or abs(one - other) <= timedelta(days=MOST_DAYS_APART)


def are_one(one: Reading, other: Reading) -> bool:
    """Return whether two texts are one story: one of them, or both, made from the other or from the same third.

    Whichever has more words may say what it likes besides. Of the shorter one most words must be the other's, evenly over its sentences and
    not least in its lead, and so must its figures: independent reports of one event share names and a quotation, a sequel shares the
    paragraphs of background, and reports in a series share everything but the facts.
    """
    short, long = sorted((one, other), key=lambda reading: len(reading.words))
    if one.is_short or other.is_short or _share(short.words, long.words) < SHARED_WORDS:
        return False
    if len(short.facts) >= LEAST_FACTS and _share(short.facts, long.facts) < SHARED_FACTS:
        return False
    covered = [min(_share(sentence, long.pairs) / FULL_SENTENCE, 1) for sentence in short.sentences]
    lead = covered[: max(LEAST_LEAD, len(covered) // 3)]
    return sum(covered) >= COVERED * len(covered) and sum(lead) >= COVERED_LEAD * len(lead)


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def _content(text: str) -> list[str]:
    empty = _function_stems()
    return [word.stem for word in words(text) if word.stem not in empty]


def _pairs(stems: list[str]) -> list[str]:
    return [f"{first} {second}" for first, second in pairwise(stems)]


def _facts(text: str) -> frozenset[str]:
    figures = {_figure(figure) for figure in FIGURE.findall(text)}
    return frozenset(figures | {day.casefold() for day in WEEKDAY.findall(text)})


def _figure(written: str) -> str:
    """A figure whatever its separators, a date without its year: "(19/6)" and "(19/06/2024)" are one day."""
    if "/" in written:
        return "/".join(part.lstrip("0") for part in written.split("/")[:2])
    return re.sub(r"[,:]", ".", written)


@lru_cache(maxsize=1)
def _function_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in FUNCTION_WORDS.split())
