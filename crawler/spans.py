"""Spans: lengths of time as people write them in arguments and settings: 45m, 12h, 7d, 2w."""

from __future__ import annotations

import re
from datetime import timedelta

SPAN = re.compile(r"(\d{1,5})([mhdw])")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
NONE = {"", "never"}


def span(text: str) -> timedelta | None:
    """Return the length of time that `text` names; None where it names none."""
    found = SPAN.fullmatch(text)
    return timedelta(**{UNITS[found[2]]: int(found[1])}) if found else None


def spans(text: str) -> tuple[timedelta, ...]:
    """Read spans with white space between them, the shortest first; none for an empty text and for "never".

    Raises ValueError naming the first word that is no span.
    """
    if text.strip().lower() in NONE:
        return ()
    found: set[timedelta] = set()
    for word in text.split():
        read = span(word)
        if read is None:
            raise ValueError(f"{word!r} is not a span; write spans like 45m, 6h, 3d or 1w with spaces between them, or never")
        found.add(read)
    return tuple(sorted(found))
