"""Scores of one page's body against the expected one: shared runs of four words, and leaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.extraction.gold import collapse

SIZE = 4  # words a shingle
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Match:
    """Shares of a page's shingles; they add up to 1, or are all 0 where neither text has a word."""

    common: float  # in both texts
    extra: float  # only in what was found
    missing: float  # only in what was expected

    @property
    def precision(self) -> float | None:
        """The share of what was found that was expected; None where nothing was found."""
        found = self.common + self.extra
        return self.common / found if found else None

    @property
    def recall(self) -> float | None:
        """The share of what was expected that was found; None where nothing was expected."""
        expected = self.common + self.missing
        return self.common / expected if expected else None

    @property
    def f1(self) -> float:
        """The page's own F1; two texts without a word agree."""
        total = 2 * self.common + self.extra + self.missing
        return 2 * self.common / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Overall:
    precision: float
    recall: float
    f1: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """How often each run of four words stands in `text`; a shorter text is one run, an empty one none."""
    words = _TOKEN.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[start : start + SIZE]) for start in range(max(1, len(words) - SIZE + 1)))


def match(expected: str, found: str) -> Match:
    r"""Compare two bodies as article-extraction-benchmark does.

    Words are runs of `\w`, case counts; shingles are all runs of four words, as a multiset. A shingle that stands e times in the expected
    text and f times in the found one adds min(e, f) to common, max(0, f - e) to extra and max(0, e - f) to missing. The three are divided by
    their sum, so that a long page counts no more than a short one.

    Source of the definition: evaluate.py in github.com/scrapinghub/article-extraction-benchmark (`string_shingle_matching`).
    """
    wanted, got = shingles(expected), shingles(found)
    common, extra, missing = (counts.total() for counts in (wanted & got, got - wanted, wanted - got))
    total = common + extra + missing
    return Match(common / total, extra / total, missing / total) if total else Match(0.0, 0.0, 0.0)


def overall(matches: Sequence[Match]) -> Overall:
    """Precision, recall and F1 of several pages, as article-extraction-benchmark gives them (`metrics_from_tp_fp_fns`).

    Precision is the mean over the pages where anything was found, recall over those where anything was expected, and F1 = 2PR / (P + R) of
    these two means; it is not the mean of the pages' own F1. A mean over no page is 0.
    """
    precision = _mean(value for one in matches if (value := one.precision) is not None)
    recall = _mean(value for one in matches if (value := one.recall) is not None)
    total = precision + recall
    return Overall(precision, recall, 2 * precision * recall / total if total else 0.0)


def leaks(body: str, must_not: Iterable[str]) -> tuple[str, ...]:
    """Those of `must_not` that stand in `body`, white space collapsed in both; case counts."""
    text = collapse(body)
    return tuple(string for string in must_not if collapse(string) in text)


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else 0.0
