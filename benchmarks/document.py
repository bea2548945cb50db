"""A document that a benchmark's tables go into, between two comments that stay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

END = "<!-- end of results -->"


class NoMarkers(ValueError):
    """The document that the tables should go into has no place for them."""


def insert(path: Path, text: str, begin: str) -> None:
    """Put `text` between the comments `begin` and END of the document at `path`, or make a new document of it.

    Raises:
        NoMarkers: there is a document, without the two comments in their order.
    """
    before, after = parts(path, begin) if path.exists() else ("", "\n")
    path.write_text(f"{before}{begin}\n\n{text}\n{END}{after}", encoding="utf-8")


def parts(path: Path, begin: str) -> tuple[str, str]:
    """What stands before and after the results in the document at `path`; raises NoMarkers."""
    try:
        before, found, rest = path.read_text(encoding="utf-8").partition(begin)
    except UnicodeDecodeError as error:
        raise NoMarkers(f"{path}: not UTF-8") from error
    _, end, after = rest.partition(END)
    if not found or not end:
        raise NoMarkers(f"{path}: no lines {begin!r} and {END!r}")
    return before, after


def table(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table; its first column is words, the others are figures."""
    rule = ["---", *["---:"] * (len(headings) - 1)]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in (headings, rule, *lines))
