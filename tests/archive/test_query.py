"""What people type into the search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive.query import Query, parse


def groups(text: str) -> list[list[list[str]]]:
    """The groups of `text`: alternatives of phrases, each written as its stems."""
    return [[[" ".join(phrase) for phrase in alternative] for alternative in group] for group in parse(text).groups]


def test_words_must_all_match() -> None:
    assert groups("rusia korut") == [[["rusia"]], [["korut"]]]


def test_a_phrase_stays_together() -> None:
    assert groups('putin "Korea Utara" “perang dunia”') == [[["putin"]], [["korea utara"]], [["perang dunia"]]]


def test_or_joins_its_neighbours_and_binds_closer_than_the_space() -> None:
    assert groups('ktt rusia OR putin OR "kim jong un"') == [[["ktt"]], [["rusia"], ["putin"], ["kim jong un"]]]


@pytest.mark.parametrize("text", ["OR", "OR rusia", "rusia OR", "or", "rusia OR -korut", "outlet:koran OR rusia", "rusia OR 🚀"])
def test_an_or_without_something_on_both_sides_is_a_word(text: str) -> None:
    assert [["or"]] in groups(text)


def test_words_are_excluded() -> None:
    assert parse('rusia -ukraina -"korea selatan" --gandum').excluded == (("ukraina",), ("korea", "selat"), ("gandum",))


def test_a_hyphen_inside_a_word_excludes_nothing() -> None:
    assert parse("Rusia-Korut") == Query((((("rusia",), ("korut",)),),))
    assert parse("- korut – ktt").excluded == ()


def test_outlets_are_named_in_any_case() -> None:
    query = parse("outlet:Kompas OUTLET:detik -outlet:antara putin")
    assert (query.outlets, query.excluded_outlets, groups("outlet:Kompas putin")) == ({"kompas", "detik"}, {"antara"}, [[["putin"]]])


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ('rusia "korut', ["rusia", "korut"]),
        ('"', []),
        ("rusia* ^korut NEAR(a, b)", ["rusia", "korut", "near", "a", "b"]),
        ("title:putin", ["title", "putin"]),
        ("a AND b NOT c", ["a", "and", "b", "not", "c"]),
        ("'; DROP TABLE urls; --", ["drop", "table", "urls"]),
        ("50% {x} [y] (z) \\ & | ! <->", ["50", "x", "y", "z"]),
        ("outlet:", ["outlet"]),
    ],
)
def test_anything_odd_is_words(text: str, stems: list[str]) -> None:
    query = parse(text)
    assert [phrase[0] for group in query.groups for alternative in group for phrase in alternative] == stems
    assert query.excluded == ()


def test_nothing_typed_is_not_the_same_as_nothing_that_can_be_found() -> None:
    assert [parse(text).is_hopeless for text in ("", "  \n", "🚀", "%", '""', "-", "-korut", "outlet:koran")] == [
        *(False, False, True, True, True, True, False, False),
    ]


@given(st.text() | st.text(st.sampled_from('"“”-OR outlet:ab🚀%*()')))
def test_no_query_is_an_error(text: str) -> None:
    assert isinstance(parse(text), Query)
