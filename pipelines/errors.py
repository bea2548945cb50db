"""Errors that a person is told about, and what fits into their one line."""

from __future__ import annotations

import re

SHOWN_CHARS = 400


class ToldError(Exception):
    """Something that a person can put right: the message says what it is, which value, and what to do, and needs no traceback."""


def one_line(cause: object) -> str:
    """Return `cause` in words, as part of a line: without line breaks, a full stop at its end, or what goes beyond 400 characters."""
    return " ".join(str(cause).split()).rstrip(".")[:SHOWN_CHARS]


def without_password(url: str) -> str:
    """Return `url` without the credentials that may stand in it: all before its last @, for a password may hold any character."""
    return re.sub(r"//.*@", "//", url)
