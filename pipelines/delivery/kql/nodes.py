"""Nodes: what a text in KQL says, as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A name or a value with asterisks that stand for anything."""

    parts: tuple[str, ...]  # what stands before, between and after the asterisks

    def __str__(self) -> str:
        return "*".join(self.parts)

    @property
    def is_anything(self) -> bool:
        """Whether it is one asterisk and nothing else."""
        return self.parts == ("", "")

    def matches(self, text: str) -> bool:
        """Return whether `text` is of this shape."""
        return re.fullmatch(".*".join(re.escape(part) for part in self.parts), text, re.DOTALL) is not None


Name: TypeAlias = str | Wildcard
Value: TypeAlias = str | bool | Wildcard


@dataclass(frozen=True, slots=True)
class Everything:
    """An empty query."""


@dataclass(frozen=True, slots=True)
class Is:
    """`field: value`, or a value alone."""

    field: Name | None  # None: the fields that the index searches by default
    value: Value
    is_phrase: bool  # written in quotes


@dataclass(frozen=True, slots=True)
class Range:
    """`field >= value` and its like."""

    field: Name
    operator: str  # gt, gte, lt or lte, as Elasticsearch has them
    value: Value


@dataclass(frozen=True, slots=True)
class Nested:
    """`path: { query }`: the names in `query` are of the objects in the field `path`."""

    path: Name
    query: Node


@dataclass(frozen=True, slots=True)
class Not:
    query: Node


@dataclass(frozen=True, slots=True)
class And:
    queries: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    queries: tuple[Node, ...]


Node: TypeAlias = Everything | Is | Range | Nested | Not | And | Or


def fields(node: Node) -> set[str]:
    """Return the names of the fields that `node` asks for, in full where they are nested, and with their asterisks."""
    return set(_names(node, ""))


def _names(node: Node, path: str) -> Iterator[str]:
    match node:
        case Is() | Range():
            if node.field is not None:
                yield f"{path}{node.field}"
        case Nested():
            yield from _names(node.query, f"{path}{node.path}.")
        case Not():
            yield from _names(node.query, path)
        case And() | Or():
            for query in node.queries:
                yield from _names(query, path)
        case Everything():
            pass
