"""Topic check: what is wrong with a topic's file, each fault with its line, its place and what to do about it."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pipelines.errors import ToldError
from pipelines.relevance import topic_rules
from pipelines.relevance.toml_lines import Place, lines

MOST_BYTES = 1_000_000  # the largest topic we ship has 40 kB
MOST_PROBLEMS = 10
Shape = TypeVar("Shape", bound=BaseModel)
_TOML_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_SHOWN = 40  # characters of a value


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file."""

    line: int  # from 1; 0: of the file as a whole
    place: str  # "sides.russia.entities.3.kind"; "" where the file cannot be read so far
    message: str  # what is wrong, which value, what to do

    def __str__(self) -> str:
        return ": ".join(part for part in (f"line {self.line}" if self.line else "", self.place, self.message) if part)


class TopicError(ToldError, ValueError):
    """A topic that cannot be used. The message has a line for each problem, complete in itself: file, line, place, what is wrong and what to do."""

    def __init__(self, file: str, problems: tuple[Problem, ...]):
        super().__init__(file, problems)
        self.file = file
        self.problems = problems

    def __str__(self) -> str:
        shown = [f"{self.file} {problem}" if problem.line else f"{self.file}: {problem}" for problem in self.problems[:MOST_PROBLEMS]]
        if more := len(self.problems) - len(shown):
            shown.append(f"{self.file}: and {more} more; mend these first")
        return "\n".join(shown)


def read_topic(path: Path) -> bytes:
    """Return the bytes of a topic's file; raises TopicError where they cannot be read or are too many, and FileNotFoundError."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise TopicError(str(path), (Problem(0, "", f"cannot be read: {error.strerror}; check the path and who may read it"),)) from None
    if len(content) > MOST_BYTES:
        message = f"has more than {MOST_BYTES:,} bytes; a topic is a list of names and words, so this must be another file"
        raise TopicError(str(path), (Problem(0, "", message),))
    return content


def check(content: bytes, shape: type[Shape]) -> Shape | tuple[Problem, ...]:
    """Return the topic in `content`, of type `shape`, or all that is wrong with it, in the order of the lines."""
    try:
        text = _decoded(content)
        raw = _parsed(text)
    except _Unreadable as error:
        return (error.problem,)
    begins = lines(text)
    found = [*topic_rules.faults(raw, begins)]
    try:
        read = shape.model_validate(raw)
    except ValidationError as error:
        found += [(_place(detail), _message(detail, shape)) for detail in error.errors(include_url=False) if _stands_alone(detail)]
    else:
        if not found:
            return read
    problems = {Problem(_line(place, begins), ".".join(map(str, place)), message) for place, message in found}
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.place, problem.message)))


class _Unreadable(Exception):
    def __init__(self, line: int, message: str):
        self.problem = Problem(line, "", message)


def _decoded(content: bytes) -> str:
    if content.startswith(b"\xef\xbb\xbf"):
        raise _Unreadable(1, "begins with a byte order mark; save the file as UTF-8 without one")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Unreadable(line, f"not UTF-8 at byte {error.start} ({content[error.start]:#04x}); save the file as UTF-8") from None


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        if match := _TOML_LINE.search(message):
            line, reason = int(match[1]), f"{message[: match.start()]}, in column {match[2]}"
        else:
            line, reason = text.count("\n") + 1, message.removesuffix(" (at end of document)") + ", at the end of the file"
        shown = _short(text.splitlines()[line - 1].strip()) if line <= len(text.splitlines()) else ""
        raise _Unreadable(
            line, f"not TOML: {reason}{f' of {shown}' if shown else ''}; check quotes, commas and brackets from here upwards"
        ) from None
    except RecursionError:
        raise _Unreadable(1, "not a topic: lists or tables stand in each other too deeply") from None


def _line(place: Place, begins: Mapping[Place, int]) -> int:
    """Return where `place` begins, or the nearest table around it that the file has: a missing key has no line of its own."""
    while place not in begins:
        place = place[:-1]
    return begins[place]


def _place(detail: ErrorDetails) -> Place:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _stands_alone(detail: ErrorDetails) -> bool:
    """Whether the fault is more than the echo of another: a list with a faulty item counts as one item short."""
    return detail["type"] != "too_short" or len(detail["input"]) < detail["ctx"]["min_length"]


def _message(detail: ErrorDetails, shape: type[BaseModel]) -> str:
    if detail["type"] == "extra_forbidden":
        known = _keys(shape, _place(detail)[:-1])
        return f"unknown key{_or_near(str(detail['loc'][-1]), known)}; known are {', '.join(known)}"
    return _MESSAGES.get(detail["type"], _as_pydantic_says)(detail)


def _as_pydantic_says(detail: ErrorDetails) -> str:
    return f"{detail['msg'].removeprefix('Value error, ')}; it is {_short(detail['input'])}"


def _missing(detail: ErrorDetails) -> str:
    return f"is missing; add {detail['loc'][-1]} = ... to {'this table' if len(detail['loc']) > 1 else 'the top of the file'}"


def _choice(detail: ErrorDetails) -> str:
    expected = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
    near = _or_near(str(detail["input"]), expected.split(", "))
    return f"{_short(detail['input'])} is none of {expected}{near}"


def _pattern(detail: ErrorDetails) -> str:
    if not detail["input"].strip():
        return "is empty; fill it in or remove it"
    return f"{_short(detail['input'])} must consist of small letters a-z, digits and _"


def _too_few(detail: ErrorDetails) -> str:
    return f"has {detail['ctx']['actual_length']} of what must be at least {detail['ctx']['min_length']}; add what is missing"


def _too_many(detail: ErrorDetails) -> str:
    return f"has more than {detail['ctx']['max_length']}; remove the others"


def _wanted(what: str) -> Callable[[ErrorDetails], str]:
    return lambda detail: f"{_short(detail['input'])} is not {what}"


_MESSAGES: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": _missing,
    "literal_error": _choice,
    "string_pattern_mismatch": _pattern,
    "too_short": _too_few,
    "too_long": _too_many,
    "string_type": _wanted('text; write it in quotes: "..."'),
    "tuple_type": _wanted('a list; write it in brackets: ["...", "..."]'),
    "bool_type": _wanted("true or false; write one of the two, without quotes"),
    "model_type": _wanted("a table; write it as [section] or { key = ... }"),
    "dict_type": _wanted("a table; write it as [section] or { key = ... }"),
}


def _keys(shape: type[BaseModel], place: Place) -> list[str]:
    """Return the keys that the table at `place` may have."""
    schema: dict[str, Any] = shape.model_json_schema()
    at = schema
    for part in place:
        at = at.get("properties", {}).get(part) or at.get("items") or at.get("additionalProperties") or {}
        while "$ref" in at:
            at = schema["$defs"][at["$ref"].rpartition("/")[2]]
    return list(at.get("properties", {}))


def _or_near(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, 1, 0.6)
    return f", did you mean {near[0]}?" if near else ""


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 3]}..."
