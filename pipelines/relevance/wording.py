"""Wording: what every topic shares about Indonesian news prose, read from indonesian.toml and checked once, at import."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

WORDING_FILE = Path(__file__).with_name("indonesian.toml")


class Wording(BaseModel):
    """The tables of indonesian.toml; the file says what each is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    abbreviations: tuple[str, ...]
    glued_words: tuple[str, ...]
    glued_prefixes: tuple[str, ...]
    clitics: tuple[str, ...]
    titles: tuple[str, ...]
    conjunctions: tuple[str, ...]
    introducers: tuple[str, ...]
    comparators: tuple[str, ...]
    comparing: tuple[str, ...]
    separators: tuple[str, ...]
    mutual: tuple[str, ...]
    bonds: tuple[str, ...]
    says: tuple[str, ...]
    according: tuple[str, ...]
    absent: tuple[str, ...]
    pronouns: tuple[str, ...]
    anaphora: tuple[str, ...]
    both: tuple[str, ...]
    calendar: tuple[str, ...]
    parties: dict[str, tuple[str, ...]]
    contexts: dict[str, tuple[str, ...]]
    headlines: dict[str, tuple[str, ...]]


def read_wording(path: Path = WORDING_FILE) -> Wording:
    """Return the checked contents of `path`; raises pydantic.ValidationError or tomllib.TOMLDecodeError when it is not as it should be."""
    return Wording.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def either(phrases: Sequence[str]) -> str:
    """Return the pattern of any of `phrases`, the longest first; a space stands for any white space."""
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(phrases, key=len, reverse=True))


class Phrases:
    """Phrases to look for as whole words. A plain search for each costs a fifth of the pattern for all, which is seldom needed after it."""

    def __init__(self, phrases: Sequence[str], after: str = ""):
        self._plain = tuple(phrase.lower() for phrase in phrases)
        self._pattern = re.compile(rf"\b(?:{either(phrases)})\b{after}", re.IGNORECASE)

    def within(self, text: str, start: int, end: int) -> bool:
        """Return whether one of the phrases stands in `text[start:end]`."""
        lower = text[start:end].lower()
        return any(phrase in lower for phrase in self._plain) and self._pattern.search(text, start, end) is not None

    def places(self, text: str) -> list[int]:
        """Return the offsets in `text` at which a phrase begins."""
        lower = text.lower()
        found = {at for phrase in self._plain if phrase in lower for at in _occurrences(phrase, lower)}
        return sorted(at for at in found if self._pattern.match(text, at))


def _occurrences(phrase: str, text: str) -> Iterator[int]:
    at = text.find(phrase)
    while at >= 0:
        yield at
        at = text.find(phrase, at + 1)


WORDING = read_wording()
