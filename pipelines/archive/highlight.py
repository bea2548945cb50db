"""Highlight: the passage of an article that shows best why it was found, in its own words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice

from pipelines.archive.index import INDEXED_WORDS
from pipelines.stems import Word, words

PASSAGE_CHARS = 200
OPEN, CLOSE = "[[", "]]"
SENTENCE_ENDS = ("\n", ". ", "! ", "? ", ".” ", '." ')


def highlight(title: str, body: str, stems: Collection[str]) -> str:
    """Return about 200 characters of `body` with every word of one of `stems` between [[ and ]].

    It is the passage with the most different matches; the title's if the body has none, and the body's beginning if neither has.
    """
    for text in (body, title):
        if matches := [word for word in islice(words(text), INDEXED_WORDS) if word.stem in stems]:
            return _marked(text, *_passage(text, matches), matches)
    return _marked(body, 0, _end(body, 0), [])


def _passage(text: str, matches: Sequence[Word]) -> tuple[int, int]:
    """Where the best passage starts and ends: the first with most different, then most, matches."""
    best: tuple[int, int] = (0, 0)
    start = matches[0].start
    last = 0
    for first, match in enumerate(matches):
        last = max(last, first)
        while last + 1 < len(matches) and matches[last + 1].end <= match.start + PASSAGE_CHARS:
            last += 1
        inside = matches[first : last + 1]
        worth = (len({word.stem for word in inside}), len(inside))
        if worth > best:
            best, start, end = worth, match.start, matches[last].end
    start = _start(text, start, end)
    return start, max(end, _end(text, start))


def _start(text: str, start: int, end: int) -> int:
    """The beginning of the sentence if that leaves room up to `end`, else of the earliest word that does."""
    earliest = max(0, end - PASSAGE_CHARS)
    before = text[earliest:start]
    sentence = max((before.rfind(mark) + len(mark) for mark in SENTENCE_ENDS if mark in before), default=-1)
    if sentence >= 0:
        return earliest + sentence
    if earliest == 0:
        return 0
    space = before.find(" ")
    return start if space < 0 else earliest + space + 1


def _end(text: str, start: int) -> int:
    """The end of the last whole word within the passage's length."""
    end = start + PASSAGE_CHARS
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", start, end + 1)
    return space if space > start else end


def _marked(text: str, start: int, end: int, matches: Sequence[Word]) -> str:
    pieces: list[str] = []
    position = start
    for match in matches:
        if match.start >= start and match.end <= end:
            pieces += [text[position : match.start], OPEN, text[match.start : match.end], CLOSE]
            position = match.end
    passage = " ".join("".join([*pieces, text[position:end]]).split())
    return f"{'… ' if text[:start].strip() else ''}{passage}{' …' if text[end:].strip() else ''}"
