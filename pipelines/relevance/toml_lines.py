"""TOML lines: on which line of a TOML document each of its tables, keys and list items begins, so that an error can name it.

tomllib keeps no positions, and the parsers that do are compiled and would read every file twice to serve this one purpose. The document
is read by tomllib first, so nothing here has to tell right from wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

Place = tuple[str | int, ...]  # keys, and numbers of list items from 0

# Source of the format: TOML 1.0.0, https://toml.io/en/v1.0.0 (a multi-line string may end in five quotes, two of them its own).
_TOKEN = re.compile(
    r"""
      (?P<blank>[ \t\r\n]+|\#[^\n]*)
    | (?P<quoted>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    | (?P<mark>[\[\]{},=.])
    | (?P<bare>[^\s\[\]{},=."'\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    line: int  # from 1
    mark: bool  # punctuation, not a key or a value


def lines(text: str) -> dict[Place, int]:
    """Return the line, from 1, on which each table, key and list item of `text` begins; a document that tomllib has accepted.

    A table that is written in several parts begins at its own header, or where it is first spoken of. The document itself, (), is on line 1.
    """
    return _Reader(text).read()


class _Reader:
    """Walks the tokens once, statement by statement."""

    def __init__(self, text: str):
        self._tokens = list(_tokens(text))
        self._at = 0
        self._lines: dict[Place, int] = {(): 1}
        self._items: dict[Place, int] = {}  # arrays of tables, by how many they have

    def read(self) -> dict[Place, int]:
        table: Place = ()
        while self._at < len(self._tokens):
            if self._is("["):
                table = self._header()
            else:
                self._pair(table)
        return self._lines

    def _header(self) -> Place:
        line = self._next().line
        repeated = self._is("[")
        if repeated:
            self._next()
        *parents, last = self._keys()
        self._next()
        if repeated:
            self._next()
        place: Place = ()
        for key in parents:
            place = self._latest((*place, key))
            self._lines.setdefault(place, line)
        place = (*place, last)
        if repeated:
            self._lines.setdefault(place, line)
            self._items[place] = self._items.get(place, 0) + 1
            place = self._latest(place)
        self._lines[place] = line
        return place

    def _latest(self, place: Place) -> Place:
        """Return the place of the table that a header means by `place`: of an array of tables, the last one."""
        return (*place, self._items[place] - 1) if place in self._items else place

    def _pair(self, table: Place) -> None:
        line = self._tokens[self._at].line
        place = table
        for key in self._keys():
            place = (*place, key)
            self._lines.setdefault(place, line)
        self._next()  # "="
        self._value(place)

    def _value(self, place: Place) -> None:
        if self._is("["):
            self._next()
            number = 0
            while not self._is("]"):
                self._lines[*place, number] = self._tokens[self._at].line
                self._value((*place, number))
                number += 1
                self._skip(",")
            self._next()
        elif self._is("{"):
            self._next()
            while not self._is("}"):
                self._pair(place)
                self._skip(",")
            self._next()
        else:
            self._scalar()

    def _scalar(self) -> None:
        """Pass over a string, or over a number or time, which is cut at its full stops and spaces: 1.5, 2024-06-19 12:00:00.5."""
        line = self._next().line
        while self._is(".") or (self._at < len(self._tokens) and not self._tokens[self._at].mark and self._tokens[self._at].line == line):
            self._next()

    def _keys(self) -> list[str]:
        keys = [_key(self._next().text)]
        while self._is("."):
            self._next()
            keys.append(_key(self._next().text))
        return keys

    def _is(self, mark: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at].mark and self._tokens[self._at].text == mark

    def _skip(self, mark: str) -> None:
        if self._is(mark):
            self._next()

    def _next(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "blank":
            yield _Token(match[0], line, match.lastgroup == "mark")
        line += match[0].count("\n")


def _key(token: str) -> str:
    return next(iter(tomllib.loads(f"{token} = 0")))
