"""Every table, key and list item of a TOML document has its line, however it is written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.relevance.toml_lines import Place, lines

PROJECT = Path(__file__).parents[2]
AWKWARD = Path(__file__).with_name("awkward.toml").read_text(encoding="utf-8")


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    yield at
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*at, key))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), 2),
        (("literal",), 3),
        (("side",), 29),
        (("side", "a"), 5),
        (("side", "a", "quoted key", "x"), 6),
        (("side", "a", "quoted key", "y", "z", 1), 6),
        (("side", "a", "quoted key", "w w"), 8),
        (("side", "a", "many", 1), 11),
        (("side", "a", "many", 2, "of", 1, 0), 13),
        (("side", "a", "many", 3), 14),
        (("side", "a", "a", "b", "c"), 16),
        (("side", "a", "d"), 17),
        (("list",), 19),
        (("list", 0, "sub", "k"), 22),
        (("list", 1, "k"), 24),
        (("list", 1, "deep", 0, "k"), 26),
        (("list", 1, "deep", 1), 27),
        (("side", "b"), 30),
    ],
)
def test_a_place_has_the_line_on_which_it_is_written(place: Place, line: int) -> None:
    assert lines(AWKWARD)[place] == line
    assert lines(AWKWARD.replace("\n", "\r\n"))[place] == line


def test_the_places_of_a_document_are_those_that_tomllib_reads() -> None:
    assert set(lines(AWKWARD)) == set(places(tomllib.loads(AWKWARD)))


@pytest.mark.parametrize("path", sorted((PROJECT / "pipelines").rglob("*.toml")), ids=lambda path: path.name)
def test_the_places_of_our_own_files_are_those_that_tomllib_reads(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(lines(text)) == set(places(tomllib.loads(text)))


STRINGS = st.text("ab\"'\\[]{}#=,. \n\t", max_size=6)


def written(value: Any, multiline: bool) -> str:
    """`value` as TOML, in one of the ways it may be written."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"""{escaped}"""' if multiline else '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"'
    if isinstance(value, list):
        return "[\n " + ", # ]\n ".join(written(item, multiline) for item in value) + "\n]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{written(key, False)} = {written(item, multiline)}" for key, item in value.items()) + " }"
    return str(value)


VALUES = st.recursive(
    st.integers() | STRINGS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(STRINGS, VALUES, max_size=4), st.booleans())
def test_whatever_strings_hold_no_place_is_missed_or_made_up(document: dict[str, Any], multiline: bool) -> None:
    text = "\n".join(f"{written(key, False)} = {written(value, multiline)}" for key, value in document.items())
    assert set(lines(text)) == set(places(tomllib.loads(text)))
