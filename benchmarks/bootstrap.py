"""Confidence intervals by the percentile bootstrap: pages or texts drawn anew, with replacement, always in the same order."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

DRAWS = 1000
SEED = 20261101
LEVEL = 0.95

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measure:
    """A value over pages (or texts) with its 95 % confidence interval, and the number of them that it is taken over."""

    value: float
    low: float
    high: float
    pages: int


@lru_cache
def samples(pages: int) -> list[list[int]]:
    """DRAWS times `pages` page numbers, drawn with replacement; the same for the same number of pages, so that two that answer for the
    same pages can be paired.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13 (percentile interval).
    """
    generator = random.Random(SEED)
    return [generator.choices(range(pages), k=pages) for _ in range(DRAWS)]


def measures(items: Sequence[T], statistics: Callable[[Sequence[T]], Mapping[str, float]]) -> dict[str, Measure]:
    """Each of `statistics` of `items`, one item for each page, with its interval; empty where there is no item."""
    if not items:
        return {}
    drawn = [statistics([items[number] for number in sample]) for sample in samples(len(items))]
    return {name: Measure(value, *_interval([values[name] for values in drawn]), len(items)) for name, value in statistics(items).items()}


def share(flags: Sequence[bool]) -> Measure | None:
    """The share of `flags` that are true; None where there is none."""
    return measures(flags, lambda drawn: {"share": sum(drawn) / len(drawn)}).get("share")


def _interval(values: Iterable[float]) -> tuple[float, float]:
    """The values between which LEVEL of `values` lie."""
    ordered = sorted(values)
    tail = round(len(ordered) * (1 - LEVEL) / 2)
    return ordered[tail], ordered[-tail - 1]
