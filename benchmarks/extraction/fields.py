"""Scores of one page's title, names and times: exact or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from benchmarks.extraction.gold import collapse

_BETWEEN_NAMES = re.compile(r"\s*[,;&]\s*|\s+dan\s+", re.IGNORECASE)


def same_text(expected: str | None, found: str | None) -> bool:
    """Whether both are equal once white space is collapsed; case and punctuation count."""
    return collapse(expected) == collapse(found)


def names(texts: Iterable[str]) -> frozenset[str]:
    """The names in `texts`, case folded: each is split at commas, semicolons, "&" and "dan"."""
    return frozenset(name for text in texts for part in _BETWEEN_NAMES.split(collapse(text)) if (name := part.casefold()))


def same_names(expected: str | None, found: Iterable[str]) -> bool:
    """Whether the same people are named, in any order; `expected` None wants nobody."""
    return names([expected] if expected else []) == names(found)


def moment(text: str | None) -> datetime | date | None:
    """What an extractor gave as time: a datetime (naive where it knows no zone), a date where it knows no time, or None."""
    if not text:
        return None
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else datetime.fromisoformat(text)
    except ValueError:
        return None


def same_day(expected: datetime, found: datetime | date | None) -> bool:
    """Whether `found` falls on the day of `expected`, in the zone of `expected`; without a zone it is taken as written."""
    if isinstance(found, datetime):
        found = (found.astimezone(expected.tzinfo) if found.tzinfo else found).date()
    return found == expected.date()


def same_moment(expected: datetime, found: datetime | date | None) -> bool:
    """Whether `found` is the same moment to the minute, and to the second where `expected` has seconds. Without a zone it is no moment."""
    if not isinstance(found, datetime) or found.tzinfo is None:
        return False
    return _to_precision(expected, expected) == _to_precision(found, expected)


def same_clock(expected: datetime, found: datetime | date | None) -> bool:
    """As `same_moment`, but a time without a zone counts as one in the zone of `expected`."""
    if isinstance(found, datetime) and found.tzinfo is None:
        found = found.replace(tzinfo=expected.tzinfo)
    return same_moment(expected, found)


def _to_precision(time: datetime, expected: datetime) -> datetime:
    return time.replace(microsecond=0) if expected.second else time.replace(second=0, microsecond=0)
