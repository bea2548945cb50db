"""`scrapy history`: an article's revisions, and what each changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.archive import Answer, Visit
from pipelines.items import Judgement, Verdict
from tests.archive.samples import WIB, address, article, page
from tests.commands.conftest import complaint
from tests.conftest import Desk

KEY = "https://koranmandala.com/?p=262001"
URL = "https://koranmandala.com/internasional/262001/putin-tiba-di-pyongyang/"
FIRST = datetime(2024, 6, 19, 3, 30, tzinfo=UTC)
SCHEDULE = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72))
BODY = "Presiden Rusia Vladimir Putin tiba di Pyongyang pada Rabu dini hari.\nIa disambut Kim Jong Un di bandara.\nJadwalnya padat."
EDITED = "Presiden Rusia Vladimir Putin tiba di Pyongyang pada Rabu malam.\nIa disambut Kim Jong Un di bandara.\nKremlin tidak berkomentar."


def judged(verdict: Verdict, hours: float, **changes: object) -> Judgement:
    seen_at = FIRST + timedelta(hours=hours)
    fields = {"url": URL, "canonical_url": KEY, "outlet": "koranmandala", "crawled_at": seen_at, "score": 0.91} | changes
    fetched = replace(page(fetched_at=seen_at), url=URL, canonical_url=KEY, outlet="koranmandala")
    return Judgement(verdict, "because", URL, KEY, "koranmandala", seen_at, article(**fields), fetched)


@pytest.fixture
def read_desk(lone_desk: Desk) -> Desk:
    """A desk whose archive holds one article that was edited after an hour, and gone after six."""
    with lone_desk.archive() as archive:
        archive.record([judged(Verdict.RELEVANT, 0, title="Putin Tiba di Pyongyang", body=BODY)], schedule=SCHEDULE)
        edited = judged(Verdict.NEAR_MISS, 1, title="Putin Tiba di Pyongyang Malam Ini", body=EDITED, score=0.42)
        gone_at = FIRST + timedelta(hours=6, minutes=2)
        visits = [Visit(KEY, edited.judged_at, Answer.READ, edited), Visit(KEY, gone_at, Answer.GONE)]
        archive.record([], visits=visits, schedule=SCHEDULE)
    return lone_desk


def test_a_person_reads_what_was_changed_when_and_what_comes_next(read_desk: Desk) -> None:
    run = read_desk.scrapy("history", URL)
    assert run.returncode == 0, run.stderr
    head, first, second = run.stdout.strip().split("\n\n")
    assert head.splitlines()[0] == "Putin Tiba di Pyongyang Malam Ini"
    assert "koranmandala" in head
    assert "near_miss 0.42" in head
    assert "visited again 2 times; the next is due 2024-06-20 10:30 WIB" in head
    assert "gone since 2024-06-19 16:32 WIB" in head
    assert first.splitlines() == ["revision 1 · seen 2024-06-19 10:30 WIB · relevant · score 0.91 · 20 words", "  Putin Tiba di Pyongyang"]
    assert second.splitlines() == [
        "revision 2 · seen 2024-06-19 11:30 WIB · relevant → near_miss · score 0.91 → 0.42 · 20 words",
        "  title  Putin Tiba di Pyongyang {+Malam Ini+}",
        "  ~ Presiden Rusia Vladimir Putin tiba di Pyongyang pada Rabu [-dini hari-] {+malam+}.",
        "  - Jadwalnya padat.",
        "  + Kremlin tidak berkomentar.",
    ]


def test_a_program_reads_the_revisions_and_the_operations(read_desk: Desk) -> None:
    run = read_desk.scrapy("history", URL, "--json")
    told = json.loads(run.stdout)
    assert (told["url"], told["canonical_url"], told["verdict"], told["visits"]) == (URL, KEY, "near_miss", 2)
    assert told["edited_after_publication"] is True
    assert datetime.fromisoformat(told["gone_at"]) == FIRST + timedelta(hours=6, minutes=2)
    assert datetime.fromisoformat(told["next_visit_at"]) == FIRST + timedelta(hours=24)
    first, second = told["revisions"]
    assert (first["number"], first["verdict"], first["body"], first["difference"]) == (1, "relevant", BODY, None)
    assert (second["number"], second["title"], second["score"]) == (2, "Putin Tiba di Pyongyang Malam Ini", 0.42)
    assert second["difference"]["title"][-1] == {"change": "added", "text": " Malam Ini"}
    assert [sentence["change"] for sentence in second["difference"]["sentences"]] == ["changed", "removed", "added"]
    assert {"change": "removed", "text": " dini hari"} in second["difference"]["sentences"][0]["words"]


@pytest.mark.parametrize(
    "spelling",
    [
        "http://www.koranmandala.com/internasional/262001/putin-tiba-di-pyongyang?utm_source=x#komentar",
        "https://koranmandala.com/dunia/262001/judul-lain/",
        KEY,
    ],
)
def test_every_address_of_the_article_finds_it(spelling: str, read_desk: Desk) -> None:
    assert "revision 2" in read_desk.scrapy("history", spelling).stdout


def test_an_address_that_led_to_the_article_finds_it(lone_desk: Desk) -> None:
    moment = datetime(2024, 6, 19, tzinfo=WIB)
    with lone_desk.archive() as archive:
        archive.record([Judgement(Verdict.RELEVANT, "", address("putin"), address("putin"), "koran", moment, article(), page())])
        alias = "https://koran.example/kependekan"
        archive.record([Judgement(Verdict.RELEVANT, f"leads to {address('putin')}", alias, alias, "koran", moment)])
    run = lone_desk.scrapy("history", "https://koran.example/kependekan")
    assert run.returncode == 0, run.stderr
    assert "visited again 0 times; none is left" in run.stdout
    assert "revision 2" not in run.stdout


def test_an_unknown_address_is_one_line_and_one_that_is_none_is_bad_usage(read_desk: Desk) -> None:
    unknown = "https://koranmandala.com/internasional/1/tidak-ada/"
    assert unknown in complaint(read_desk.scrapy("history", unknown), 1)
    assert "kompas" in complaint(read_desk.scrapy("history", "kompas"), 2)
    assert "address of one article" in complaint(read_desk.scrapy("history"), 2)
    with read_desk.archive() as archive:
        archive.record([Judgement(Verdict.IRRELEVANT, "", unknown, unknown, "koranmandala", FIRST)])
    assert "koranmandala.com" in complaint(read_desk.scrapy("history", unknown, "--json"), 1)
