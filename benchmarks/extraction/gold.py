"""The index of a folder of pages: what is expected of each page, checked line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

INDEX = "index.jsonl"
FETCHED_AT = datetime(2026, 11, 1, tzinfo=UTC)  # what relative times on a page count from, unless it was published later

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class BadIndex(ValueError):
    """An index that cannot be used; the message names file, line and field."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # not found, no name at all, a folder of the database
        raise ValueError(f"{name!r} is no IANA time zone") from error
    return name


def _inside(name: str) -> str:
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise ValueError(f"{name!r} leads out of the folder")
    return name


class Expected(BaseModel):
    """One line of the index. Fields that it does not know are notes for people.

    A page without a body is no article: a list, a search page, a video. None may come out of it.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    file: Annotated[Text, AfterValidator(_inside)]
    url: Text
    outlet: Text
    title: Text | None
    published: AwareDatetime | None
    author: Text | None  # several joined by ", ", " dan " or " & "
    body: str | None
    must_not: list[Text]  # what may not stand in the body
    editor: Text | None = None
    kind: Text = "article"
    charset: str | None = None  # as the Content-Type header said
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Jakarta"
    dateline: str | None = None
    cites: list[Text] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Expected:
        body = collapse(self.body)
        if body and not self.title:
            raise ValueError("a page with a body needs a title")
        for string in self.must_not:
            if collapse(string) in body:
                raise ValueError(f"the body itself has what it must not have: {string!r}")
        return self

    @property
    def is_article(self) -> bool:
        return bool(collapse(self.body))


@dataclass(frozen=True, slots=True)
class Case:
    """A page and what is expected of it."""

    path: Path
    expected: Expected

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.expected.file}"

    @property
    def fetched_at(self) -> datetime:
        """When the page counts as downloaded (aware): after it was published."""
        published = self.expected.published
        return FETCHED_AT if published is None or published < FETCHED_AT else published + timedelta(days=1)


def collapse(text: str | None) -> str:
    """`text` with every run of white space as one space."""
    return " ".join((text or "").split())


def load(folder: Path) -> list[Case]:
    """The pages of `folder` with what is expected of them, in the index's order.

    Raises:
        BadIndex: no index, no line in it, or a line that does not fit, with its number and field.
    """
    index = folder / INDEX
    try:
        lines = index.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadIndex(f"{index}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error
    cases: list[Case] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        expected = _expected(line, f"{index}:{number}")
        if expected.file in seen:
            raise BadIndex(f"{index}:{number}: file: {expected.file!r} stands in the index twice")
        if not (folder / expected.file).is_file():
            raise BadIndex(f"{index}:{number}: file: there is no {expected.file!r} in the folder")
        seen.add(expected.file)
        cases.append(Case(folder / expected.file, expected))
    if not cases:
        raise BadIndex(f"{index}: no page in it")
    return cases


def load_all(folders: Iterable[Path]) -> list[Case]:
    """The pages of all `folders`, and of the folders in them that have an index of their own; raises BadIndex as `load` does."""
    cases: list[Case] = []
    for folder in folders:
        inner = sorted(index.parent for index in folder.rglob(INDEX))
        cases += [case for one in inner or [folder] for case in load(one)]
    return cases


def _expected(line: str, place: str) -> Expected:
    try:
        json.loads(line)
        return Expected.model_validate_json(line)
    except json.JSONDecodeError as error:
        raise BadIndex(f"{place}: no JSON: {error.msg} at column {error.colno}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise BadIndex(f"{place}: {field}: {message}" if field else f"{place}: {message}") from error
