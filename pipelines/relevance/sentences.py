"""Sentences: where the sentences of Indonesian news text begin and end."""

from __future__ import annotations

import re

from pipelines.relevance.wording import WORDING

# A line break; a full stop, question or exclamation mark with its closing quotes, then white space; or glued to the next sentence ("hari.Kim
# Jong"). The first letter is looked back at, because a pattern that starts with a set of letters is searched for several times as fast.
_CLOSED = r"(?<!\n)[.!?…]*[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9])"
_GLUED = r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])"
_END = re.compile(rf"[.!?…\n](?:(?<=\n)\n*|{_CLOSED}|{_GLUED})")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘']+$")
_INITIALS = re.compile(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]{1,3}")
_ABBREVIATIONS = frozenset(word.casefold().rstrip(".") for word in WORDING.abbreviations)


def spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) character offsets of the sentences of `text`, in order, without surrounding white space.

    A line break always ends a sentence. A full stop after an abbreviation ("Jl."), an initial ("H. Agus") or a list number does not.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match[0] == "." and _abbreviates(text, start, match.start()):
            continue
        _append(found, text, start, match.end())
        start = match.end()
    _append(found, text, start, len(text))
    return found


def _abbreviates(text: str, start: int, stop: int) -> bool:
    word = _LAST_WORD.search(text, max(start, stop - 20), stop)
    if word is None:
        return False
    bare = word[0]
    if len(bare) == 1 and (bare.isupper() or bare.isdigit()):
        return True
    return bare.casefold() in _ABBREVIATIONS or _INITIALS.fullmatch(bare) is not None


def _append(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        found.append((begin, begin + len(stripped)))
