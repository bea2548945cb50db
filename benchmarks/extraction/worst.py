"""Our worst pages: what their texts lack, what they have too much, and which fields are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from benchmarks.extraction.gold import collapse
from benchmarks.extraction.summary import Row

MAX_PIECE = 160  # characters of one difference
MAX_PIECES = 8  # differences of one page
_WORD = re.compile(r"\w+")


def worst(rows: Sequence[Row], number: int) -> list[Row]:
    """At most `number` of `rows` that are not perfect: errors and false articles first, then by F1, leaks and wrong fields."""
    faulty = [row for row in rows if _faults(row)]
    return sorted(faulty, key=_rank)[:number]


def explain(row: Row) -> Iterator[str]:
    """Lines on what is wrong with one page's answer."""
    heading = f"F1 {row.body.f1:.3f}" if row.body else "no article expected"
    yield f"{row.case.name}  {heading}  {row.case.expected.url}"
    if row.error:
        yield f"  error: {row.error}"
    if ended := row.answer.get("ended"):
        yield f"  ended: {ended}"
    if row.false_article:
        yield f"  false article: {_shown(str(row.answer.get('title')))}: {_shown(row.answer.get('body') or '')}"
    for leak in row.leaks:
        yield f"  leak: {_shown(leak)}"
    if row.body:
        pieces = list(differences(row.case.expected.body or "", row.answer.get("body") or ""))
        yield from (f"  {sign} {_shown(piece)}" for sign, piece in pieces[:MAX_PIECES])
        if len(pieces) > MAX_PIECES:
            yield f"  and {len(pieces) - MAX_PIECES} more differences"
    yield from (f"  {field}: {_shown(str(got))} instead of {_shown(str(wanted))}" for field, wanted, got in _wrong_fields(row))


def differences(expected: str, found: str) -> Iterator[tuple[str, str]]:
    """Runs of words that are only in `expected` ("-", missing) or only in `found` ("+", extra), in the order of the text."""
    wanted, got = list(_WORD.finditer(expected)), list(_WORD.finditer(found))
    matcher = SequenceMatcher(None, [word.group() for word in wanted], [word.group() for word in got], autojunk=False)
    for operation, i, j, k, l in matcher.get_opcodes():  # noqa: E741
        if operation in ("delete", "replace"):
            yield "-", expected[wanted[i].start() : wanted[j - 1].end()]
        if operation in ("insert", "replace"):
            yield "+", found[got[k].start() : got[l - 1].end()]


def _wrong_fields(row: Row) -> Iterator[tuple[str, Any, Any]]:
    expected, answer, exact = row.case.expected, row.answer, row.exact
    pairs = {
        "title": ("title", expected.title, answer.get("title")),
        "author_all": ("author", expected.author, answer.get("authors")),
        "datetime": ("published", expected.published and expected.published.isoformat(), answer.get("published")),
        "editor": ("editor", expected.editor, answer.get("editors")),
        "dateline": ("dateline", expected.dateline, answer.get("dateline")),
        "cites": ("cites", expected.cites, answer.get("cites")),
    }
    yield from (pairs[key] for key, right in exact.items() if right is False and key in pairs)


def _faults(row: Row) -> bool:
    return bool(row.error or row.false_article or row.leaks or (row.body and row.body.f1 < 1) or any(_wrong_fields(row)))


def _rank(row: Row) -> tuple[bool, float, int, int]:
    return not (row.error or row.false_article), row.body.f1 if row.body else 0.0, -len(row.leaks), -sum(1 for _ in _wrong_fields(row))


def _shown(text: str) -> str:
    line = collapse(text).encode("utf-8", "replace").decode("utf-8")
    return line if len(line) <= MAX_PIECE else f"{line[: MAX_PIECE // 2]} […] {line[-MAX_PIECE // 2 :]}"
