"""Scores: bodies by shared runs of four words, leaks, and fields that are exact or not."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.extraction import fields
from benchmarks.extraction.scores import Match, leaks, match, overall, shingles

WIB = timezone(timedelta(hours=7))
PUBLISHED = datetime(2026, 3, 1, 0, 30, tzinfo=WIB)
WORDS = ("putin", "kim", "bertemu", "di", "pyongyang", "rabu", "siang", "dan", "malam")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)


def test_shingles_are_runs_of_four_words_counted_as_often_as_they_stand() -> None:
    assert shingles("a b, c d. a b c d") == {
        ("a", "b", "c", "d"): 2,
        ("b", "c", "d", "a"): 1,
        ("c", "d", "a", "b"): 1,
        ("d", "a", "b", "c"): 1,
    }


def test_a_text_of_fewer_than_four_words_is_one_shingle_and_an_empty_one_none() -> None:
    assert shingles("Foto: Antara") == {("Foto", "Antara"): 1}
    assert shingles(" - ") == {}


def test_a_body_that_lacks_the_last_of_five_words_has_half_of_the_shingles() -> None:
    assert match("satu dua tiga empat lima", "satu dua tiga empat") == Match(common=0.5, extra=0.0, missing=0.5)


def test_a_paragraph_found_twice_is_extra_once() -> None:
    # 1 expected; found: the same twice, and three runs across the seam
    found = match("satu dua tiga empat", "satu dua tiga empat satu dua tiga empat")
    assert (found.common, found.extra, found.missing) == pytest.approx((1 / 5, 4 / 5, 0))
    assert (found.precision, found.recall, found.f1) == pytest.approx((1 / 5, 1, 1 / 3))


def test_f1_over_pages_is_that_of_mean_precision_and_mean_recall() -> None:
    # precision 1 and 1/5, mean 0.6; recall 1/2 and 1, mean 0.75
    pages = [
        match("satu dua tiga empat lima", "satu dua tiga empat"),
        match("satu dua tiga empat", "satu dua tiga empat satu dua tiga empat"),
    ]
    assert overall(pages).precision == pytest.approx(0.6)
    assert overall(pages).recall == pytest.approx(0.75)
    assert overall(pages).f1 == pytest.approx(2 * 0.6 * 0.75 / 1.35)


def test_an_empty_body_lowers_recall_and_has_no_precision() -> None:
    pages = [match("satu dua tiga empat", "satu dua tiga empat"), match("satu dua tiga empat", "")]
    assert (overall(pages).precision, overall(pages).recall) == (1.0, 0.5)
    assert overall(pages[1:]).f1 == 0.0


@given(texts)
def test_identical_texts_agree_whatever_their_white_space(text: str) -> None:
    assert overall([match(text, text.replace(" ", "\n\t"))]).f1 == 1.0


@given(texts, texts)
def test_texts_without_a_common_word_share_nothing(expected: str, found: str) -> None:
    assert overall([match(expected, found.upper())]).f1 == 0.0


@given(texts, texts)
def test_swapping_the_texts_swaps_precision_and_recall(expected: str, found: str) -> None:
    there, back = match(expected, found), match(found, expected)
    assert (there.precision, there.recall) == (back.recall, back.precision)
    assert there.f1 == pytest.approx(back.f1)


@given(texts, texts)
def test_the_three_shares_add_up_to_one(expected: str, found: str) -> None:
    one = match(expected, found)
    assert one.common + one.extra + one.missing == pytest.approx(1)


def test_a_leak_is_found_across_line_breaks_and_only_as_it_is_written() -> None:
    body = "Lead.\nBaca  juga:\nGempa di Sukabumi\nIa meminta warga membaca juga petunjuk."
    assert leaks(body, ["Baca juga: Gempa di Sukabumi", "baca juga: Gempa", "Terpopuler"]) == ("Baca juga: Gempa di Sukabumi",)


def test_a_title_is_exact_once_white_space_is_collapsed() -> None:
    assert fields.same_text("Putin ke Pyongyang", " Putin\u00a0ke\n Pyongyang ")
    assert not fields.same_text("Putin ke Pyongyang", "Putin ke Pyongyang - Warta")
    assert not fields.same_text("Putin ke Pyongyang", None)


@pytest.mark.parametrize(
    "found", [["Sari Dewi", "Budi Danu"], ["BUDI DANU dan Sari Dewi"], ["Budi Danu; Sari  Dewi"], ["Sari Dewi & Budi Danu"]]
)
def test_the_same_names_in_any_order_and_case_are_exact(found: list[str]) -> None:
    assert fields.same_names("Budi Danu, Sari Dewi", found)


@pytest.mark.parametrize("found", [[], ["Budi Danu"], ["Budi Danu", "Sari Dewi", "Redaksi"], ["Budi, Danu, Sari Dewi"]])
def test_a_name_too_few_or_too_many_is_not_exact(found: list[str]) -> None:
    assert not fields.same_names("Budi Danu dan Sari Dewi", found)


def test_where_nobody_is_named_nobody_is_exact() -> None:
    assert fields.same_names(None, [""])
    assert not fields.same_names(None, ["Redaksi"])


def test_a_moment_in_another_zone_is_the_same_moment_and_the_same_day() -> None:
    found = fields.moment("2026-02-28T17:30:45+00:00")
    assert fields.same_moment(PUBLISHED, found)
    assert fields.same_day(PUBLISHED, found)


def test_seconds_count_where_the_expected_time_has_some() -> None:
    assert not fields.same_moment(PUBLISHED.replace(second=44), fields.moment("2026-03-01T00:30:45+07:00"))
    assert fields.same_moment(PUBLISHED.replace(second=45), fields.moment("2026-03-01T00:30:45.500+07:00"))


def test_a_time_without_a_zone_is_right_by_the_clock_only() -> None:
    found = fields.moment("2026-03-01T00:30:00")
    assert (fields.same_day(PUBLISHED, found), fields.same_clock(PUBLISHED, found), fields.same_moment(PUBLISHED, found)) == (
        True,
        True,
        False,
    )


def test_local_time_taken_for_utc_is_another_moment() -> None:
    assert not fields.same_moment(PUBLISHED, fields.moment("2026-03-01T00:30:00Z"))
    assert not fields.same_clock(PUBLISHED, fields.moment("2026-03-01T00:30:00Z"))


def test_a_date_is_right_about_the_day_only() -> None:
    assert fields.moment("2026-03-01") == date(2026, 3, 1)
    assert fields.same_day(PUBLISHED, date(2026, 3, 1))
    assert not fields.same_clock(PUBLISHED, date(2026, 3, 1))


@pytest.mark.parametrize("text", [None, "", "kemarin", "2026-13-01"])
def test_what_is_no_time_is_no_moment(text: str | None) -> None:
    assert fields.moment(text) is None
    assert not fields.same_day(PUBLISHED, fields.moment(text))
