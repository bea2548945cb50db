"""Labelled texts: what a person says of each, one JSON object a line; lines that cannot be used are told and left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictBool, ValidationError

ARTICLES = Path(__file__).with_name("articles")  # this project's own
LEFT_OUT = ("borderline", "language_gate")  # kinds: a person could say either; other stages decide before relevance is asked

_Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
_Id = Annotated[str, BeforeValidator(lambda value: str(value) if type(value) is int else "" if value is None else value)]


class NoTexts(ValueError):
    """There is nothing to score; the message says where it was looked for."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: _Text
    relevant: StrictBool
    title: _Text = ""
    kind: _Text = ""
    subkind: _Text = ""
    outlet: _Text = ""
    id: _Id = ""
    lang: _Text = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and whether a reader calls it relevant."""

    title: str
    text: str
    relevant: bool
    kind: str
    subkind: str
    outlet: str
    id: str
    place: str  # "dev_a.jsonl line 3"


def read(files: Sequence[Path]) -> tuple[list[Labelled], list[str]]:
    """Return the texts of `files` (JSON Lines) in order, and a line for each line that cannot be used.

    Raises:
        NoTexts: none of the lines can be used.
        OSError: a file cannot be read.
    """
    texts: list[Labelled] = []
    complaints: list[str] = []
    for file in files:
        for number, line in enumerate(file.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
            if not line.strip():
                continue
            try:
                texts.append(_labelled(line, f"{file.name} line {number}"))
            except ValueError as error:
                complaints.append(f"{file} line {number}: {error}; left out")
    if not texts:
        names = ", ".join(map(str, files))
        raise NoTexts(f"no labelled text in {names or 'any file'}; give JSON Lines with title, text and relevant")
    return texts, complaints


def counted(texts: Sequence[Labelled]) -> list[Labelled]:
    """Return the texts that are scored: those of no kind in LEFT_OUT."""
    return [text for text in texts if text.kind not in LEFT_OUT]


def _labelled(line: bytes, place: str) -> Labelled:
    """Read one line; raises ValueError with what is wrong with it."""
    try:
        read = _Line.model_validate(_object(line))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        if first["type"] == "missing":
            raise ValueError(f"{key} is missing") from None
        raise ValueError(f"{key} is {str(first['input'])[:40]!r}, not {'true or false' if key == 'relevant' else 'text'}") from None
    if not read.title.strip() and not read.text.strip():
        raise ValueError("title and text are empty")
    return Labelled(read.title, read.text, read.relevant, read.kind, read.subkind, read.outlet, read.id, place)


def _object(line: bytes) -> object:
    try:
        given = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(given, dict):
        raise ValueError("not a JSON object")
    return given
