"""Relative dates: what counts from the moment of reading: "3 jam yang lalu", "kemarin, 19:30 WIB", "baru saja"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from pipelines.extraction.datewords import date_words

HOUR = 3600  # seconds; what is counted in longer units has no time of day


def counted(text: str, now: datetime) -> tuple[datetime, bool] | None:
    """Return the moment so long before `now` (in the publisher's zone) as `text` says, and whether it has a time of day."""
    words = date_words()
    if words.now.fullmatch(text):
        return now.replace(microsecond=0), True
    match = words.counted.search(text)
    if match is None:
        return None
    unit = words.units[match[3].lower()]
    seconds = unit * (_number(match[1]) if match[1] else 1)
    if match[4]:
        unit = words.units[match[5].lower()]
        seconds += unit * _number(match[4])
    return (now - timedelta(seconds=seconds)).replace(microsecond=0), unit <= HOUR


def named_day(text: str, now: datetime) -> tuple[date, re.Match[str], int] | None:
    """Return the day that "kemarin" and the like name in `text`, the match, and the index of the match's group with the hour.

    The index is 0 where the day stands alone, without a clock.
    """
    words = date_words()
    match = words.named_day.search(text)
    if match is None:
        return None
    name = match[1] or match[12] or match[13]
    if match[13] and text[: match.start(13)].strip(" |,•·-–:"):
        return None  # "harga emas hari ini"
    day = now.date() - timedelta(days=words.days[name.lower()])
    return day, match, 2 if match[1] else 7 if match[12] else 0


def _number(text: str) -> float:
    return float(text) if text.isdigit() else date_words().numbers[text.lower()]
