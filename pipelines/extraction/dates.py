"""Dates: a text as a moment, in the forms that Indonesian papers print and templates write; dateparser reads what is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from pipelines.extraction.datewords import YEAR, date_words
from pipelines.extraction.relative import counted, named_day

MAX_CHARS = 200  # of a text that is looked at for a date
EMPTY = (1970, 1, 1)  # what a template writes whose value is empty

_ISO = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(?:\s*[T|,]?\s*(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?|\s*T\s*(\d\d)-(\d\d)(?:-(\d\d))?)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(rf"(?<![\d/])(?<!\d[-.])(\d{{1,2}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*{YEAR}(?![/\d]\d*/)")
_DAY_AND_MONTH = re.compile(r"\(\s*(\d{1,2})\s*/\s*(\d{1,2})\s*\)")  # a dateline: "Rabu (19/6)"
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?")
_EPOCH = re.compile(r"(?:/Date\()?(1\d{9})(?:\d{3}|\.\d+)?(?:[+-]\d{4})?(?:\)/)?")
# Plus hours as they are printed; minus only after a name or as templates write it, for "08.00 - 10.00" is a span of time.
_OFFSET = re.compile(
    r"\s*\(?\s*(?:(?:gmt|utc)?\s*(\+)\s*(\d{1,2})|(?:gmt|utc)\s*([-−])\s*(\d{1,2})|(-)(\d\d)(?=\d\d(?!\d)|:\d\d\s*$)):?(\d\d)?(?!\d)",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"[.,]\d+")
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
# Numbers that look like dates: money, versions, telephones, addresses on the net.
_OTHER_NUMBERS = re.compile(
    r"\b(?:Rp|US\$|IDR|USD|v|ver|versi|version|IP|hp|telp|telepon|wa|no|nomor|skor|pasal)(?![a-z])\.?\s*:?\s*\d[\d.,\-/]*|\bv\d[\d.]*|\+62[\d\s\-.]+|\b(?:\d{1,3}\.){3}\d{1,3}\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"baru|lalu|ago\b|now|kemar|hari ini|today|yesterday|silam|moment", re.IGNORECASE
)  # texts without a figure that may tell a time


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as read, with how exactly it was given."""

    value: datetime  # aware; midnight where no clock was given
    text: str  # as written
    clock: bool  # whether a time of day was given
    zone: bool  # whether the text itself names the zone
    utc: bool = False  # whether that zone is UTC, which templates also write for local time
    relative: bool = False  # whether it was counted from the time of reading


def read(text: str, zone: str, now: datetime) -> Moment | None:
    """Return the first moment that `text` names in a form known here, None when it names none.

    Args:
        text: may hold other words around the date; only the first MAX_CHARS characters are read.
        zone: IANA name, of a text that names no zone.
        now: aware; what "3 jam yang lalu" and a dateline without a year count from.
    """
    written = _SPACES.sub(" ", text).strip()[:MAX_CHARS]
    if not any(character.isdigit() for character in written) and not _NOW.search(written):
        return None
    looked_at = _OTHER_NUMBERS.sub(" ", written)
    try:
        return (
            _iso(looked_at, written, zone)
            or _whole(looked_at, written, zone)
            or _spelled(looked_at, written, zone)
            or _relative(looked_at, written, zone, now)
            or _dateline(looked_at, written, zone, now)
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


def _iso(text: str, written: str, zone: str) -> Moment | None:
    match = _ISO.search(text)
    if not match:
        return None
    year, month, day = (int(match[group]) for group in (1, 3, 4))
    hour, minute, second = (match[group] or match[group + 3] for group in (5, 6, 7))
    if hour is None:
        return _beside(text, written, match.span(), (year, month, day), zone)
    rest = text[match.end() :]
    if fraction := _FRACTION.match(rest):
        rest = rest[fraction.end() :]
    return _moment(written, (year, month, day), (int(hour), int(minute), int(second or 0)), rest, zone)


def _whole(text: str, written: str, zone: str) -> Moment | None:
    """A text that is nothing but digits: 20260724100745, or seconds or milliseconds since 1970."""
    if match := _EPOCH.fullmatch(text):
        return Moment(datetime.fromtimestamp(int(match[1]), UTC), written, True, True)
    if match := _COMPACT.fullmatch(text):
        clock = (int(match[4]), int(match[5]), int(match[6] or 0)) if match[4] else None
        return _moment(written, (int(match[1]), int(match[2]), int(match[3])), clock, match[7] or "", zone)
    return None


def _spelled(text: str, written: str, zone: str) -> Moment | None:
    """The first date in words or numbers, with the clock that follows it or stands right before it."""
    dates = []
    for pattern, (year, month, day) in ((date_words().day_first, (3, 2, 1)), (date_words().month_first, (3, 1, 2)), (_NUMERIC, (4, 3, 1))):
        for match in pattern.finditer(text):
            if date := _date(text[: match.start()], match[year], match[month], match[day]):
                dates.append((*match.span(), date, pattern is _NUMERIC and match[2] == "." and len(match[year]) == 2))
                break
    if not dates:
        return None
    start, end, date, doubtful = min(dates)
    moment = _beside(text, written, (start, end), date, zone)
    if moment and doubtful and not moment.clock and not date_words().weekday.search(text[:start]):
        return None  # 10.12.24 may be a version as well
    return moment


def _beside(text: str, written: str, span: tuple[int, int], date: tuple[int, int, int], zone: str) -> Moment | None:
    """The moment of `date`, which stands at `span`, with the clock that follows it or stands right before it."""
    words = date_words()
    start, end = span
    if after := words.clock_after.match(text, end):
        if after[6]:
            return _moment(written, date, _of_day(int(after[6]), 0, 0, after[7]), text[after.end() :], zone)
        part = after[5] or _part_before(text[end : after.start(1)])
        return _moment(written, date, _clock(after, 1, part), text[_end_of_clock(after, 1) :], zone)
    if before := words.clock_before.search(text[:start]):
        part = before[5] or _part_before(text[: before.start(1)])
        return _moment(written, date, _clock(before, 1, part), text[_end_of_clock(before, 1) :], zone)
    return _moment(written, date, None, "", zone)


def _part_before(text: str) -> str | None:
    match = date_words().part_before.search(text)
    return match[1] if match else None


def _end_of_clock(match: re.Match[str], first: int) -> int:
    """Where the clock ends whose hour is the group `first`."""
    return max(match.end(group) for group in range(first, first + 5))


def _clock(match: re.Match[str], first: int, part: str | None) -> tuple[int, int, int]:
    """The clock whose hour is the group `first`, as one of 24 hours."""
    hour, minute, second = (int(match[group] or 0) for group in range(first, first + 3))
    half = match[first + 3]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return _of_day(hour, minute, second, part)


def _of_day(hour: int, minute: int, second: int, part: str | None) -> tuple[int, int, int]:
    """A clock of twelve hours in the named part of the day as one of 24: "7.30 malam" is 19.30, "12.15 malam" 0.15."""
    name = date_words().parts[part.lower()] if part else ""
    if (name in ("morning", "night")) and hour == 12:
        hour = 0
    elif (name == "noon" and hour <= 5) or (name == "afternoon" and hour <= 7) or (name == "night" and 5 <= hour < 12):
        hour += 12
    return hour, minute, second


def _date(before: str, year: str, month: str, day: str) -> tuple[int, int, int] | None:
    """The date of three parts. `before` is the text before it, whose weekday may tell which of two numbers is the month."""
    number = int(month) if month.isdigit() else date_words().months.get(month.lower())
    if number is None:
        return None
    first, last = int(day), int(year)
    if len(year) == 2:
        last += 1900 if last >= 70 else 2000
    # Month first, as a template of an English theme writes it.
    if month.isdigit() and first <= 12 and (number > 12 or _weekday_says(before, (last, first, number), (last, number, first))):
        number, first = first, number
    return (last, number, first) if 1 <= number <= 12 and 1 <= first <= 31 else None


def _weekday_says(before: str, swapped: tuple[int, int, int], plain: tuple[int, int, int]) -> bool:
    """Whether the weekday that stands last in `before` is that of `swapped` and not that of `plain`."""
    named = [match[1] for match in date_words().weekday.finditer(before[-20:])]
    if not named:
        return False
    try:
        stated = date_words().weekdays[named[-1].lower()]
        return date(*swapped).weekday() == stated != date(*plain).weekday()
    except ValueError:
        return False


def _relative(text: str, written: str, zone: str, now: datetime) -> Moment | None:
    local = now.astimezone(ZoneInfo(zone))
    if named := named_day(text, local):
        day, match, hour = named
        if not hour:
            return Moment(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)), written, False, False, relative=True)
        clock = _clock(match, hour, match[hour + 4])
        return _moment(written, (day.year, day.month, day.day), clock, text[_end_of_clock(match, hour) :], zone)
    if found := counted(text, local):
        value, clocked = found
        return Moment(value, written, clocked, False, relative=True)
    return None


def _dateline(text: str, written: str, zone: str, now: datetime) -> Moment | None:
    """A weekday, and day and month in brackets: the last such day before `now`."""
    match = _DAY_AND_MONTH.search(text)
    if not match or not date_words().weekday.search(text[max(match.start() - 24, 0) : match.start()]):
        return None
    local = now.astimezone(ZoneInfo(zone))
    day, month = int(match[1]), int(match[2])
    year = local.year if (month, day) <= (local.month, local.day) else local.year - 1
    return _moment(written, (year, month, day), None, "", zone)


def _moment(text: str, date: tuple[int, int, int], clock: tuple[int, int, int] | None, rest: str, zone: str) -> Moment | None:
    if date == EMPTY:
        return None
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
    if match := _OFFSET.match(rest):
        sign, hours, minutes = match[1] or match[3] or match[5], int(match[2] or match[4] or match[6]), int(match[7] or 0)
        if hours <= 14 and minutes < 60:
            offset = timedelta(hours=hours, minutes=minutes) * (1 if sign == "+" else -1)
            return timezone(offset), True, not offset
    if match := date_words().zone.match(rest):
        hours = date_words().zones[match[1].lower()]
        return timezone(timedelta(hours=hours)), True, hours == 0
    return ZoneInfo(default), False, False
