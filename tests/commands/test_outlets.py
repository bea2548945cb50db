"""outlets: what is watched, and how the last run of each went."""

from __future__ import annotations

import json

from tests.conftest import Desk
from tests.crawler.test_crawl import OUTLETS


def test_a_program_reads_an_outlet_a_line_with_its_sources_and_last_run(stocked_desk: Desk) -> None:
    run = stocked_desk.scrapy("outlets", "--json")
    assert (run.returncode, run.stderr) == (0, "")
    rows = {row["name"]: row for row in map(json.loads, run.stdout.splitlines())}
    assert tuple(sorted(rows)) == OUTLETS
    keys = {"name", "publisher", "domain", "sources", "declared", "unverified", "last_run", "outcome", "relevant"}
    assert all(set(row) == keys for row in rows.values())
    assert rows["balipost"]["publisher"] == "Bali Post"
    assert rows["balipost"]["sources"] == ["https://balipost.com/wp-json/wp/v2/posts"]
    assert (rows["balipost"]["outcome"], rows["balipost"]["last_run"]) == ("finished", "2024-11-01T03:00:00+00:00")
    assert rows["balipost"]["relevant"] == 1
    assert rows["koranmandala"]["outcome"] == "failed"
    assert (rows["kompas"]["outcome"], rows["kompas"]["relevant"]) == (None, 0)
    assert (rows["tempo"]["last_run"], rows["tempo"]["outcome"], rows["tempo"]["relevant"]) == (None, None, None)
    assert (rows["liputan6"]["sources"], rows["liputan6"]["declared"]) == ([], False)


def test_a_person_reads_a_table(stocked_desk: Desk) -> None:
    run = stocked_desk.scrapy("outlets")
    assert (run.returncode, run.stderr) == (0, "")
    lines = {line.split()[0]: line for line in run.stdout.splitlines() if not line.startswith(" ")}
    assert tuple(name for name in lines if name != "name") == OUTLETS
    assert "2024-11-01 03:00 +0000" in lines["balipost"]
    assert "finished" in lines["balipost"]
    assert "running or killed" in lines["kompas"]
    assert "never" in lines["tempo"]
    assert "to be discovered" in lines["liputan6"]
    assert "any site" not in run.stdout, "the spider for undeclared sites is no outlet"
