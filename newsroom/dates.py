"""Dates as Indonesian papers print them, and as HTTP and RSS want them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def printed(moment: datetime, pattern: str) -> str:
    """Write `moment`, in its own zone, by `pattern`.

    The pattern is a format string over weekday, day, day2, month, mon, month2, year, hour, minute and second, for instance
    "{weekday}, {day} {month} {year} | {hour}:{minute} WIB".
    """
    return pattern.format(
        weekday=WEEKDAYS[moment.weekday()],
        day=moment.day,
        day2=f"{moment.day:02}",
        month=MONTHS[moment.month - 1],
        mon=SHORT_MONTHS[moment.month - 1],
        month2=f"{moment.month:02}",
        year=moment.year,
        hour=f"{moment.hour:02}",
        minute=f"{moment.minute:02}",
        second=f"{moment.second:02}",
    )


def http_date(moment: datetime) -> str:
    """The form of Last-Modified (RFC 9110, IMF-fixdate)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def rfc822(moment: datetime) -> str:
    """The form of RSS 2.0's pubDate, in the moment's own zone."""
    return format_datetime(moment)


def utc_iso(moment: datetime, suffix: str = "+00:00") -> str:
    """ISO 8601 in UTC with `suffix` for the zone."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") + suffix
