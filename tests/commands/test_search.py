"""search: what the archive holds, for a person and for a program."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest

from pipelines.items import Judgement
from tests.conftest import ROOT, Desk


def found(desk: Desk, *arguments: str) -> list[dict[str, Any]]:
    """The hits of a search, as a program reads them."""
    run = desk.scrapy("search", "--json", *arguments)
    assert (run.returncode, run.stderr) == (0, "")
    return [json.loads(line) for line in run.stdout.splitlines()]


def titles(judgements: list[Judgement]) -> set[str]:
    return {each.article.title for each in judgements if each.article}


def test_without_a_query_the_newest_come_first_and_all_of_them(stocked_desk: Desk, relevant: list[Judgement]) -> None:
    hits = found(stocked_desk, "--limit", "0")
    assert {hit["title"] for hit in hits} == titles(relevant)
    assert len(hits) == len(relevant)
    times = [datetime.fromisoformat(hit["published_at"]) for hit in hits]
    assert all(time.tzinfo for time in times)
    assert times == sorted(times, reverse=True)
    assert set(hits[0]) == {"url", "outlet", "title", "body", "published_at", "score", "verdict", "highlight", "evidence"}
    assert {hit["verdict"] for hit in hits} == {"relevant"}


def test_a_hit_shows_what_matched_where_and_when(stocked_desk: Desk) -> None:
    run = stocked_desk.scrapy("search", "perjanjian", "--limit", "1")
    assert (run.returncode, run.stderr) == (0, "")
    title, about, passage, address, *rest = run.stdout.splitlines()
    assert title
    assert " · 2024-" in about
    assert " +0700 · score " in about
    assert "[[" in passage
    assert address.strip().startswith("https://")
    assert not "".join(rest)


def test_words_narrow_and_an_outlet_restricts(stocked_desk: Desk, relevant: list[Judgement]) -> None:
    wanted = titles([each for each in relevant if each.outlet == "koranmandala"])
    assert {hit["title"] for hit in found(stocked_desk, "--limit", "0", "outlet:koranmandala")} == wanted
    with_bali = found(stocked_desk, "wisatawan", "Bali")
    assert [hit["outlet"] for hit in with_bali] == ["balipost"]
    without = found(stocked_desk, "--limit", "0", "rusia -wisatawan")
    assert without
    assert all("wisatawan" not in hit["body"].lower() for hit in without)
    assert {hit["title"] for hit in without} < titles(relevant)


def test_a_word_left_out_may_stand_first(stocked_desk: Desk) -> None:
    assert {hit["outlet"] for hit in found(stocked_desk, "--limit", "0", "--", "-outlet:kompas")} == {"balipost", "koranmandala"}


@pytest.mark.parametrize("query", ["AND OR NOT ( * : ^ '; DROP TABLE articles; --", "😀"])
def test_an_odd_query_finds_nothing_and_breaks_nothing(query: str, stocked_desk: Desk) -> None:
    run = stocked_desk.scrapy("search", query)
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == f"pantau: nothing found for {query!r}\n"


def test_an_open_quotation_is_read_as_words(stocked_desk: Desk) -> None:
    assert found(stocked_desk, '"perjanjian')


def test_an_empty_archive_says_what_would_fill_it(lone_desk: Desk) -> None:
    run = lone_desk.scrapy("search")
    assert (run.returncode, run.stdout) == (0, "")
    assert "scrapy monitor" in run.stderr
    assert run.stderr.count("\n") == 1


def test_a_reader_that_has_had_enough_is_no_error(stocked_desk: Desk) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "search", "--json", "--limit", "0"],
        cwd=ROOT,
        env=stocked_desk.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=60)
    assert b"Traceback" not in errors
    assert b"Exception ignored" not in errors
