"""topics: the list of topics, and the check of a topic's file."""

from __future__ import annotations

import json

from tests.commands.conftest import complaint
from tests.conftest import ROOT, Desk

RUSSIA_DPRK = ROOT / "pipelines" / "relevance" / "topics" / "russia_dprk.toml"


def test_the_topics_are_listed_and_the_one_in_use_is_marked(lone_desk: Desk) -> None:
    ran = lone_desk.scrapy("topics", "--json")
    rows = {row["name"]: row for row in map(json.loads, ran.stdout.splitlines())}
    assert rows["russia_dprk"]["sides"] == ["Rusia", "Korea Utara"]
    assert [name for name, row in rows.items() if row["in_use"]] == ["russia_dprk"]
    assert "Hubungan Rusia dan Korea Utara" in lone_desk.scrapy("topics").stdout


def test_a_topic_of_ones_own_is_listed_with_its_fault_where_it_cannot_be_used(lone_desk: Desk) -> None:
    own = lone_desk.folder / "laut.toml"
    own.write_text('name = "laut"\n')
    ran = lone_desk.scrapy("topics", "--json", TOPIC=str(own))
    assert ran.returncode == 0
    row = json.loads(ran.stdout.splitlines()[-1])
    assert (row["name"], row["in_use"]) == (str(own), True)
    assert row["fault"].startswith("line 1: ")


def test_a_good_file_passes_the_check(lone_desk: Desk) -> None:
    ran = lone_desk.scrapy("topics", "--check", str(RUSSIA_DPRK))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"{RUSSIA_DPRK}: usable")


def test_a_bad_file_fails_the_check_with_a_line_for_each_fault(lone_desk: Desk) -> None:
    bad = lone_desk.folder / "laut.toml"
    bad.write_text(RUSSIA_DPRK.read_text(encoding="utf-8").replace('label = "Korea Utara"', "lable = 1"), encoding="utf-8")
    ran = lone_desk.scrapy("topics", "--check", str(bad))
    assert ran.returncode == 1
    assert [line.partition(": ")[2].partition(":")[0] for line in ran.stdout.splitlines()] == ["sides.dprk.label", "sides.dprk.lable"]
    told = json.loads(lone_desk.scrapy("topics", "--check", str(bad), "--json").stdout)
    assert told["usable"] is False
    assert told["problems"][1]["line"] == bad.read_text(encoding="utf-8").splitlines().index("lable = 1") + 1


def test_a_file_that_is_not_there_fails_the_check(lone_desk: Desk) -> None:
    ran = lone_desk.scrapy("topics", "--check", "tidak/ada.toml")
    assert ran.returncode == 1
    assert "tidak/ada.toml: no topic of this name, and no such file" in ran.stdout


def test_a_text_is_judged_by_the_topic_that_is_named(lone_desk: Desk) -> None:
    own = lone_desk.folder / "beras.toml"
    text = RUSSIA_DPRK.read_text(encoding="utf-8").replace('name = "russia_dprk"', 'name = "beras"')
    own.write_text(text.replace('label = "Korea Utara"', 'label = "Utara Jauh"'), encoding="utf-8")
    ran = lone_desk.scrapy("judge", "--text", "Presiden Rusia berpidato di Moskow pada hari Senin.", "--topic", str(own))
    assert "Utara Jauh" in ran.stdout
    assert "cuaca" in complaint(lone_desk.scrapy("judge", "--text", "x", "--topic", "cuaca"), 2)
