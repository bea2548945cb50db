"""Wording: what every topic shares about Indonesian news prose, read from indonesian.toml and checked once, at import."""

from __future__ import annotations

import tomllib
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


WORDING = read_wording()
