"""Dates: a text as a moment, in the forms that Indonesian papers print and templates write; dateparser reads what is left."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

MAX_CHARS = 200  # of a text that is looked at for a date

_YEAR = r"((?:19|20)\d\d|\d\d(?![\d:.]))"  # four digits may have the clock glued to them: "5 Juli 202502.00 WIB"
_ISO = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(?:\s*[T|,]?\s*(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?|\s*T\s*(\d\d)-(\d\d)(?:-(\d\d))?)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(rf"(?<![\d/])(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*{_YEAR}(?![/\d]\d*/)")
_DAY_AND_MONTH = re.compile(r"\(\s*(\d{1,2})\s*/\s*(\d{1,2})\s*\)")  # a dateline: "Rabu (19/6)"
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)T?(?:(\d\d)(\d\d)(\d\d)?)?(Z?)")
_EPOCH = re.compile(r"(1\d{9})(?:\d{3}|\.\d+)?")
_CLOCK = r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?![\d])(?:[.,]\d+)?\s*([ap]\.?m\b\.?)?"
_CLOCK_AFTER = re.compile(rf"[^\d]{{0,24}}?{_CLOCK}", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(rf"(?<![\d.:]){_CLOCK}[^\d:]{{0,32}}$", re.IGNORECASE)
_OFFSET = re.compile(r"\s*\(?\s*(?:gmt|utc)?\s*([+\-−])\s*(\d{1,2}):?(\d\d)?(?!\d)", re.IGNORECASE)
_FRACTION = re.compile(r"[.,]\d+")
_RELATIVE = re.compile(r"\b(?:(\d{1,4})|(se)|(an?))\s*([a-z]+)\s+(?:yang\s+)?(?:lalu|ago|silam)\b", re.IGNORECASE)
_NAMED_DAY = re.compile(rf"\b(hari ini|today|kemarin|yesterday)\b[^\d]{{0,16}}{_CLOCK}", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as read, with how exactly it was given."""

    value: datetime  # aware; midnight where no clock was given
    text: str  # as written
    clock: bool  # whether a time of day was given
    zone: bool  # whether the text itself names the zone
    utc: bool = False  # whether that zone is UTC, which templates also write for local time
    relative: bool = False  # whether it was counted from the time of reading


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    months: dict[int, list[str]]
    zones: dict[str, int]
    units: dict[int, list[str]]


@dataclass(frozen=True, slots=True)
class _Lookup:
    months: dict[str, int]
    day_first: re.Pattern[str]
    month_first: re.Pattern[str]
    zones: dict[str, int]
    zone: re.Pattern[str]
    units: dict[str, int]


@cache
def _words() -> _Lookup:
    words = _Words.model_validate(tomllib.loads((Path(__file__).parent / "dates.toml").read_text(encoding="utf-8")))
    months = {name: month for month, names in words.months.items() for name in names}
    month = "|".join(sorted(months, key=len, reverse=True))
    names = "|".join(sorted(map(re.escape, words.zones), key=len, reverse=True))
    return _Lookup(
        months=months,
        day_first=re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.,]*({month})\.?[\s\-/.,']*{_YEAR}", re.IGNORECASE),
        month_first=re.compile(rf"\b({month})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+((?:19|20)\d\d)", re.IGNORECASE),
        zones=words.zones,
        zone=re.compile(rf"[\s(|,\-]*({names})\b", re.IGNORECASE),
        units={name: seconds for seconds, names in words.units.items() for name in names},
    )


def read(text: str, zone: str, now: datetime) -> Moment | None:
    """Return the first moment that `text` names in a form known here, None when it names none.

    Args:
        text: may hold other words around the date; only the first MAX_CHARS characters are read.
        zone: IANA name, of a text that names no zone.
        now: aware; what "3 jam yang lalu" and a dateline without a year count from.
    """
    written = _SPACES.sub(" ", text).strip()[:MAX_CHARS]
    if not any(character.isdigit() for character in written) and not _RELATIVE.search(written):
        return None
    try:
        return (
            _iso(written, zone)
            or _whole(written, zone)
            or _spelled(written, zone)
            or _relative(written, zone, now)
            or _dateline(written, zone, now)
        )
    except (ValueError, OverflowError):  # 30 February, hour 27
        return None


def read_anything(text: str, zone: str, now: datetime) -> Moment | None:
    """As `read`, and dateparser for what is left: for texts that must be a date (a meta property), as dateparser is slow and guesses."""
    found = read(text, zone, now)
    written = _SPACES.sub(" ", text).strip()
    if found or not 6 <= len(written) <= 60 or not re.search(r"\d", written):
        return found
    import dateparser  # a third of a second to import, and hardly ever needed

    settings = {
        "DATE_ORDER": "DMY",
        "TIMEZONE": zone,
        "RETURN_AS_TIMEZONE_AWARE": True,
        "RELATIVE_BASE": now.astimezone(ZoneInfo(zone)).replace(tzinfo=None),
    }
    settings |= {"REQUIRE_PARTS": ["day", "month", "year"]}
    value = dateparser.parse(written, languages=["id", "en"], settings=settings)
    if value is None or not 1990 <= value.year <= now.year + 1:
        return None
    clock = bool(re.search(r"\d[:.]\d\d", written))
    return Moment(value, written, clock, False, False)


def _iso(text: str, zone: str) -> Moment | None:
    match = _ISO.search(text)
    if not match:
        return None
    year, month, day = (int(match[group]) for group in (1, 2, 3))
    hour, minute, second = (match[group] or match[group + 3] for group in (4, 5, 6))
    if hour is None:
        return _moment(text, (year, month, day), None, "", zone)
    rest = text[match.end() :]
    if fraction := _FRACTION.match(rest):
        rest = rest[fraction.end() :]
    return _moment(text, (year, month, day), (int(hour), int(minute), int(second or 0)), rest, zone)


def _whole(text: str, zone: str) -> Moment | None:
    """A text that is nothing but digits: 20260724100745, or seconds or milliseconds since 1970."""
    if match := _EPOCH.fullmatch(text):
        return Moment(datetime.fromtimestamp(int(match[1]), UTC), text, True, True)
    if match := _COMPACT.fullmatch(text):
        clock = (int(match[4]), int(match[5]), int(match[6] or 0)) if match[4] else None
        return _moment(text, (int(match[1]), int(match[2]), int(match[3])), clock, match[7], zone)
    return None


def _spelled(text: str, zone: str) -> Moment | None:
    """The first date in words or numbers, with the clock that follows it or stands right before it."""
    dates = []
    for pattern, (year, month, day) in ((_words().day_first, (3, 2, 1)), (_words().month_first, (3, 1, 2)), (_NUMERIC, (3, 2, 1))):
        for match in pattern.finditer(text):
            if date := _date(match[year], match[month], match[day]):
                dates.append((match.start(), match.end(), date))
                break
    if not dates:
        return None
    start, end, date = min(dates)
    if after := _CLOCK_AFTER.match(text, end):
        return _moment(text, date, _clock(after), text[after.end() :], zone)
    if before := _CLOCK_BEFORE.search(text[:start]):
        return _moment(text, date, _clock(before), text[before.end(before.lastindex or 2) :], zone)
    return _moment(text, date, None, "", zone)


def _date(year: str, month: str, day: str) -> tuple[int, int, int] | None:
    number = int(month) if month.isdigit() else _words().months.get(month.lower())
    if number is None:
        return None
    first, last = int(day), int(year)
    if number > 12 and first <= 12:  # month first, as a template of an English theme writes it
        number, first = first, number
    if len(year) == 2:
        last += 1900 if last >= 70 else 2000
    return (last, number, first) if 1 <= number <= 12 and 1 <= first <= 31 else None


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    hour = int(match[1])
    if half := match[4]:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return hour, int(match[2]), int(match[3] or 0)


def _relative(text: str, zone: str, now: datetime) -> Moment | None:
    local = now.astimezone(ZoneInfo(zone))
    if match := _NAMED_DAY.search(text):
        day = local.date() - timedelta(days=match[1].lower() in ("kemarin", "yesterday"))
        hour, minute, second = (int(match[group] or 0) for group in (2, 3, 4))
        return _moment(text, (day.year, day.month, day.day), (hour, minute, second), text[match.end() :], zone)
    if (match := _RELATIVE.search(text)) and (seconds := _words().units.get(match[4].lower())):
        value = local - timedelta(seconds=seconds * int(match[1] or 1))
        return Moment(value.replace(microsecond=0), text, seconds <= 3600, False, relative=True)
    return None


def _dateline(text: str, zone: str, now: datetime) -> Moment | None:
    """Day and month in brackets: the last such day before `now`."""
    match = _DAY_AND_MONTH.search(text)
    if not match:
        return None
    local = now.astimezone(ZoneInfo(zone))
    day, month = int(match[1]), int(match[2])
    year = local.year if (month, day) <= (local.month, local.day) else local.year - 1
    return _moment(text, (year, month, day), None, "", zone)


def _moment(text: str, date: tuple[int, int, int], clock: tuple[int, int, int] | None, rest: str, zone: str) -> Moment:
    where, stated, utc = _zone(rest, zone)
    value = datetime(*date, tzinfo=where)
    if clock is None:
        return Moment(value, text, False, False)
    hour, minute, second = clock
    if (hour, minute) == (24, 0):
        value, hour = value + timedelta(days=1), 0
    return Moment(value.replace(hour=hour, minute=minute, second=min(second, 59)), text, True, stated, utc)  # 60 is a leap second


def _zone(rest: str, default: str) -> tuple[tzinfo, bool, bool]:
    """The zone that `rest`, what follows the clock, begins with; whether it is stated; whether it is UTC."""
    if offset_match := _OFFSET.match(rest):
        hours, minutes = int(offset_match[2]), int(offset_match[3] or 0)
        if hours <= 14 and minutes < 60:
            offset = timedelta(hours=hours, minutes=minutes) * (1 if offset_match[1] == "+" else -1)
            return timezone(offset), True, not offset
    if match := _words().zone.match(rest):
        hours = _words().zones[match[1].lower()]
        return timezone(timedelta(hours=hours)), True, hours == 0
    return ZoneInfo(default), False, False
