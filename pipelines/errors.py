"""Errors that a person is told about."""

from __future__ import annotations


class ToldError(Exception):
    """Something that a person can put right: the message says what it is, which value, and what to do, and needs no traceback."""
