"""Date words: the names of months, days, zones and units, and the clocks that stand beside dates, as patterns over `dates.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

YEAR = r"((?:19|20)\d\d|\d\d(?![\d:.]|[-/]\d))"  # four digits may have the clock glued to them: "5 Juli 202502.00 WIB"
# What has a figure and is no clock: "1.50 persen", "12.30 menit".
_QUANTITY = (
    r"(?!\s*(?:%|persen|kali|views?(?!\W*\d)|dibaca(?!\W*\d)|dilihat(?!\W*\d)|juta|ribu|miliar|triliun|menit|min\b|detik|km|kg|meter))"
)
CLOCK = rf"(\d{{1,2}})(?:\s?:\s?|\.)(\d\d)(?:[:.](\d\d))?(?!\d){_QUANTITY}(?:[.,]\d+)?\s*"


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    months: dict[int, list[str]]
    weekdays: dict[int, list[str]]
    zones: dict[str, int]
    units: dict[int, list[str]]
    numbers: dict[str, float]
    parts: dict[str, list[str]]
    days: dict[int, list[str]]
    now: list[str]


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words as look-ups (in small letters), and the patterns made of them."""

    months: dict[str, int]
    weekdays: dict[str, int]  # 0 is Monday
    zones: dict[str, int]
    units: dict[str, int]
    numbers: dict[str, float]
    parts: dict[str, str]  # of the day
    days: dict[str, int]  # before today
    day_first: re.Pattern[str]
    month_first: re.Pattern[str]
    weekday: re.Pattern[str]
    zone: re.Pattern[str]
    clock_after: re.Pattern[str]  # groups: hour, minute, second, half of an English day, part of the day; or hour alone, and its part
    clock_before: re.Pattern[str]
    part_before: re.Pattern[str]
    counted: re.Pattern[str]
    named_day: re.Pattern[str]
    now: re.Pattern[str]
    clock_alone: re.Pattern[str]  # groups: the clock with its zone
    clock_at_end: re.Pattern[str]  # likewise, of a line that tells who posted an article and when


def _any(names: list[str]) -> str:
    """An alternative of the names, the longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def date_words() -> DateWords:
    """Return the words of `dates.toml`. Raises pydantic.ValidationError where the file has another shape."""
    words = _Words.model_validate(tomllib.loads((Path(__file__).parent / "dates.toml").read_text(encoding="utf-8")))
    months = {name: month for month, names in words.months.items() for name in names}
    weekdays = {name: day for day, names in words.weekdays.items() for name in names}
    units = {name: seconds for seconds, names in words.units.items() for name in names}
    parts = {name: part for part, names in words.parts.items() for name in names}
    days = {name: before for before, names in words.days.items() for name in names}
    month, part, day = _any(list(months)), _any(list(parts)), _any(list(days))
    number = rf"\d{{1,4}}|{_any(list(words.numbers))}"
    half = rf"(?:([ap]\.?m\b\.?)|\(?({part})\b)?"
    clock = rf"{CLOCK}{half}"
    hour = rf"(?:pukul|pkl\.?|jam)\s*(\d{{1,2}})(?![\d:.])\s*(?:({part})\b)?"
    at, timed = (
        r"(?:pukul|pkl\.?|jam|pada|di|at|on)",
        rf"(\d{{1,2}}[:.]\d\d(?!\d)(?:[:.]\d\d)?(?:\s*[ap]\.?m\b\.?)?(?:\s*\(?(?:{_any(list(words.zones))})\b\)?)?)",
    )
    # One count and its unit; the second ones are the minutes of "1 jam 20 menit lalu".
    count = rf"(?:({number})\s*|(se|an?\s))({_any(list(units))})\b"
    return DateWords(
        months=months,
        weekdays=weekdays,
        zones=words.zones,
        units=units,
        numbers=words.numbers,
        parts=parts,
        days=days,
        day_first=re.compile(
            rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.,]*({month})\.?[\s\-/.,'’]*{YEAR}(?!\s*(?:jam|menit|hari|orang|tahun|kali|persen|%))",
            re.IGNORECASE,
        ),
        month_first=re.compile(rf"\b({month})\.?[\s\-/.]+(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,?\s+|[-/.])((?:19|20)\d\d)", re.IGNORECASE),
        weekday=re.compile(rf"(?<![a-z])({_any(list(weekdays))})(?![a-z])", re.IGNORECASE),
        zone=re.compile(rf"[\s(|,\-]*({_any(list(words.zones))})\b", re.IGNORECASE),
        clock_after=re.compile(rf"(?:[^\d]{{0,24}}?{clock}|[^\d]{{0,12}}?\b{hour})", re.IGNORECASE),
        clock_before=re.compile(rf"(?<![\d.:]){clock}[^\d:]{{0,32}}$", re.IGNORECASE),
        part_before=re.compile(rf"({part})\s*,?\s*(?:pukul|pkl\.?|jam)?\s*$", re.IGNORECASE),
        counted=re.compile(
            rf"(?<![\w,.]){count}(?:[\s,]*(?:dan\s)?({number})\s*({_any(list(units))})\b)?\s+(?:yang\s+)?(?:lalu|ago|silam)\b", re.IGNORECASE
        ),
        named_day=re.compile(
            rf"\b({day})\b[^\d]{{0,16}}?{clock}|(?<![\d.:]){clock}[^\d:]{{0,12}}?\b({day})\b|\W*({day})\W*$", re.IGNORECASE
        ),
        now=re.compile(rf"\W*(?:{_any(words.now)})\W*", re.IGNORECASE),
        clock_alone=re.compile(rf"\W*(?:{at}\b\W*)?{timed}\W*", re.IGNORECASE),
        clock_at_end=re.compile(rf".*\b(?:oleh|by|dipos\w*|posted|ditulis|diterbitkan|terbit|tayang)\b.*\b{at}\b\W*{timed}\W*", re.IGNORECASE),
    )  # fmt: skip
