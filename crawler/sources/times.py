"""Times: what feeds, sitemaps and APIs write as a time, read as an aware datetime or not at all."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before any of the papers was on the web: 1970 and year 1 are empty fields
TOLERANCE = timedelta(days=1)  # a clock or a zone may be wrong by that much; a time further ahead is an error
MAX_CHARS = 120  # of a text that may be a time

_W3C = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s_|,]*(\d{1,2})[:.\-h](\d{2})(?:[:.\-](\d{2})(?:[.,]\d+)?)?)?(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(?!\d)", re.ASCII | re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\b)?(?!\d)", re.ASCII)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)", re.ASCII)
_WORDY = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]*([a-z]{3,9})[\s\-/.,']*(\d{4}(?=\d{2}[:.]\d{2})|\d{4}(?!\d)|\d{2}(?!\d))", re.ASCII
)
_MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?[\s,\-]+(?:.{0,20}?\s)??(\d{4})(?!\d)", re.ASCII)
_OFFSET = re.compile(r"(?:gmt|utc|[\s\d:.]|[a-z]|^)([+\-])\s*(\d{1,2}):?(\d{2})?(?!\d)", re.ASCII)
_EPOCH = re.compile(r"\d{10}(\d{3})?", re.ASCII)


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    months: dict[int, list[str]]
    zones: dict[str, int]


@cache
def _words() -> tuple[dict[str, int], dict[str, tzinfo]]:
    words = _Words.model_validate(tomllib.loads((Path(__file__).parent / "times.toml").read_text(encoding="utf-8")))
    months = {name: number for number, names in words.months.items() for name in names}
    return months, {name: timezone(timedelta(hours=hours)) for name, hours in words.zones.items()}


def month_number(name: str) -> int | None:
    """Return 1 to 12 for an English or Indonesian month's name, long or short; None for another word."""
    return _words()[0].get(name.lower())


def read_time(text: object, zone: str = "Asia/Jakarta", now: datetime | None = None) -> datetime | None:
    """Return the moment that `text` writes, None where it writes none or one that cannot be true.

    Reads W3C and ISO 8601, RFC 822 with its usual damage, English and Indonesian month names, numeric dates (day first, unless that cannot
    be), two-digit years (70 to 99 are of the last century), a.m. and p.m., seconds or milliseconds since 1970, zones as offsets or names
    (WIB, WITA, WIT, GMT, ...). A date without a clock is its midnight.

    Args:
        text: a string or a number; anything else is no time.
        zone: IANA name, for a text that names no zone.
        now: aware; a moment more than a day after it is None. The current time by default. Moments before 1990 are None as well.
    """
    if isinstance(text, bool) or not isinstance(text, (str, int, float)):
        return None
    written = str(text).strip()[:MAX_CHARS]
    try:
        value = _fast(written, zone) or _epoch(written) or _read(written.lower(), zone)
        if value is None or not EARLIEST <= value.astimezone(UTC) <= (now or datetime.now(UTC)) + TOLERANCE:
            return None
    except (ValueError, OverflowError):  # 30 February, year 0, hour 77
        return None
    return value


def _fast(text: str, zone: str) -> datetime | None:
    """The well-formed W3C times of large sitemaps, in a fraction of the time of the patterns."""
    if len(text) < 10 or text[4:5] != "-":
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))


def _epoch(text: str) -> datetime | None:
    if not (match := _EPOCH.fullmatch(text)):
        return None
    return datetime.fromtimestamp(int(text) / (1000 if match[1] else 1), UTC)


def _read(text: str, zone: str) -> datetime | None:
    if match := _W3C.match(text) or _COMPACT.match(text):
        year, month, day, *clock = match.groups()
        hour, minute, second = (int(part or 0) for part in clock)
        return _moment((int(year), int(month), int(day)), (hour, minute, second), _zone(text[match.end() :], zone))
    date, rest = _date(text)
    if date is None:
        return None
    found = _CLOCK.search(rest)
    return _moment(date, _clock(found) if found else (0, 0, 0), _zone(rest[found.end() :] if found else "", zone))


def _date(text: str) -> tuple[tuple[int, int, int] | None, str]:
    """The date in `text`, and the text without it, a bar in its place."""
    for pattern, order in ((_WORDY, (2, 1, 0)), (_MONTH_FIRST, (2, 0, 1)), (_NUMERIC, (2, 1, 0))):
        for match in pattern.finditer(text):
            year, month, day = (match[index + 1] for index in order)
            number = int(month) if month.isdigit() else month_number(month)
            if number is None:
                continue
            if number > 12 and pattern is _NUMERIC:
                number, day = int(day), str(number)
            kept = text[match.start() : match.end()] if pattern is _MONTH_FIRST else ""  # the clock may stand between day and year
            return (_year(year), number, int(day)), f"{text[: match.start()]}|{kept}|{text[match.end() :]}"
    return None, text


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= 70 else 2000)


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    hour, minute, second = (int(match[index] or 0) for index in (1, 2, 3))
    if half := match[4]:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return hour, minute, second


def _moment(date: tuple[int, int, int], clock: tuple[int, int, int], zone: tzinfo) -> datetime:
    hour, minute, second = clock
    day = datetime(*date, tzinfo=zone)
    if (hour, minute, second) == (24, 0, 0):
        return day + timedelta(days=1)
    return day.replace(hour=hour, minute=minute, second=min(second, 59))  # 60 is a leap second


def _zone(text: str, default: str) -> tzinfo:
    """The zone that stands in `text`, what follows the clock; an offset counts more than a name."""
    match = _OFFSET.search(text)
    if match:
        digits = match[2] + (match[3] or "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        if hours <= 14 and minutes < 60:
            offset = timedelta(hours=hours, minutes=minutes)
            return timezone(-offset if match[1] == "-" else offset)
    zones = _words()[1]
    for word in re.findall(r"[a-z]+", text):
        if word in zones:
            return zones[word]
    return ZoneInfo(default)
