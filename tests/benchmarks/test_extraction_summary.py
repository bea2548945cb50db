"""Summaries: which pages count for which figure, and intervals that come out the same every time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.bootstrap import share
from benchmarks.extraction.extractors import EXTRACTORS, OURS
from benchmarks.extraction.gold import Case, load
from benchmarks.extraction.summary import Row, difference, row, summarise
from benchmarks.extraction.worst import differences, explain, worst
from tests.benchmarks.folders import ARTICLE, LEAK, line, two_pages, write_index

PERFECT: dict[str, Any] = {
    "article": True,
    "body": ARTICLE["body"],
    "title": ARTICLE["title"],
    "authors": [],
    "published": ARTICLE["published"],
}


@pytest.fixture
def cases(tmp_path: Path) -> list[Case]:
    return load(two_pages(tmp_path))


def scored(case: Case, name: str = OURS, **answer: Any) -> Row:
    return row(case, {"seconds": 0.01, "answer": answer}, EXTRACTORS[name])


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_a_share_lies_within_its_interval_and_comes_out_the_same_again(flags: list[bool]) -> None:
    first = share(flags)
    assert first is not None
    assert 0 <= first.low <= first.value <= first.high <= 1
    assert share(flags) == first


def test_no_page_has_no_share() -> None:
    assert share([]) is None


def test_a_perfect_answer_is_perfect_in_every_figure(cases: list[Case]) -> None:
    summary = summarise([scored(cases[0], **PERFECT)], [4.0, 2.0, 3.0])
    assert all(
        one is not None and one.value == 1 for name, one in summary.measures.items() if name in ("f1", "title", "author_all", "datetime")
    )
    assert (summary.leaks, summary.errors, summary.empty, summary.ms, summary.ms_min) == (0, 0, 0, 3.0, 2.0)


def test_an_author_counts_twice_only_where_one_is_expected(tmp_path: Path) -> None:
    folder = write_index(tmp_path, line(), line(file="indeks.html", author="Sari Dewi"))
    summary = summarise([scored(case, authors=["Sari Dewi"]) for case in load(folder)], [])
    named, everywhere = summary.measures["author"], summary.measures["author_all"]
    assert named is not None and (named.value, named.pages) == (1.0, 1)
    assert everywhere is not None and (everywhere.value, everywhere.pages) == (0.5, 2)


def test_a_field_that_an_extractor_does_not_claim_is_not_scored(cases: list[Case]) -> None:
    assert set(scored(cases[0], "justext", body="x").exact.values()) == {None}
    assert scored(cases[0], "readability-lxml", title="x").exact["title"] is False


def test_an_error_counts_as_nothing_found_and_not_as_empty(cases: list[Case]) -> None:
    summary = summarise([row(cases[0], {"error": "ValueError: x"}, EXTRACTORS["goose3"])], [])
    f1, title = summary.measures["f1"], summary.measures["title"]
    assert f1 is not None and f1.value == 0
    assert title is not None and title.value == 0
    assert (summary.errors, summary.empty) == (1, 0)


def test_text_on_a_page_that_is_no_article_is_a_false_article(cases: list[Case]) -> None:
    summary = summarise([scored(cases[1], "justext", body="Gempa di Sukabumi")], [])
    assert (summary.false_articles, summary.lists, summary.measures["f1"]) == (1, 1, None)


def test_a_stub_of_a_refused_page_is_no_false_article_but_counts_as_body(cases: list[Case]) -> None:
    assert scored(cases[1], article=False, body="Lead.").false_article is False
    stub = scored(cases[0], article=False, body=ARTICLE["body"])
    assert stub.body is not None and stub.body.f1 == 1


def test_the_difference_of_an_extractor_from_itself_is_nothing(cases: list[Case]) -> None:
    rows = [scored(case, body="Presiden Rusia Vladimir Putin dan") for case in cases]
    same = difference(rows, rows)
    assert same is not None and (same.value, same.low, same.high, same.pages) == (0, 0, 0, 1)


def test_a_dateline_is_scored_only_where_the_index_speaks_of_it(tmp_path: Path) -> None:
    folder = write_index(tmp_path, line(), line(file="indeks.html", dateline="Pyongyang"))
    silent, asked = (scored(case, dateline="Pyongyang").exact["dateline"] for case in load(folder))
    assert (silent, asked) == (None, True)


def test_differences_name_the_words_that_are_missing_and_those_too_many() -> None:
    expected = "Jakarta - Presiden tiba, Rabu. Ia akan menginap."
    assert list(differences(expected, "Presiden tiba, Rabu. Baca juga: Gempa. Ia akan menginap.")) == [
        ("-", "Jakarta"),
        ("+", "Baca juga: Gempa"),
    ]


def test_the_worst_pages_come_first_and_perfect_ones_not_at_all(cases: list[Case]) -> None:
    perfect = scored(cases[0], **PERFECT)
    leaking = scored(cases[0], **PERFECT | {"body": f"{ARTICLE['body']}\n{LEAK}", "title": "Lain"})
    false = scored(cases[1], article=True, title="Indeks", body="Gempa")
    assert worst([perfect, leaking, false], 9) == [false, leaking]
    told = "\n".join(explain(leaking))
    assert f"leak: {LEAK}" in told
    assert "title: Lain instead of" in told
