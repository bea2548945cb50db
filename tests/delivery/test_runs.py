"""Runs and outlets in their indices, on the real Elasticsearch, with a key like the crawler's own."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from pipelines.archive import Archive
from pipelines.delivery import Definition, DeliveryError, compare_runs, connect, deliver_runs, health_index, runs_index, setup, verify_runs
from pipelines.delivery.mapping import COUNTED
from tests.delivery.articles import FULL, NOON, record

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def runs(client: Elasticsearch, alias: str) -> Definition:
    """An index of runs of the test's own, set up."""
    definition = runs_index(f"{alias}-runs")
    setup(client, definition)
    return definition


@pytest.fixture
def health(client: Elasticsearch, alias: str) -> Definition:
    """An index of outlets of the test's own, set up."""
    definition = health_index(f"{alias}-health")
    setup(client, definition)
    return definition


def run(archive: Archive, outlet: str, hour: int, outcome: str = "finished", reason: str = "", **counts: int) -> None:
    """Note a run that began `hour` hours after noon and took a minute and a half."""
    started = NOON + timedelta(hours=hour)
    archive.finish_run(archive.start_run(outlet, started), outcome, reason, counts, started + timedelta(seconds=90))


def documents(client: Elasticsearch, definition: Definition) -> dict[str, dict[str, Any]]:
    client.indices.refresh(index=definition.index)
    return {hit["_id"]: hit["_source"] for hit in client.search(index=definition.alias, size=100)["hits"]["hits"]}


def test_a_run_and_its_outlet_fill_every_field(
    client: Elasticsearch, crawler: Elasticsearch, runs: Definition, health: Definition, archive: Archive
) -> None:
    record(archive, FULL)
    counts = {name: number for number, name in enumerate(COUNTED, 1)}
    run(archive, "koran", 0, "partial", "2 pages are to be tried again", found=40, fetched=30, unheard_of=1, **counts)
    assert deliver_runs(archive, crawler, runs, health) == 1
    (found,) = documents(client, runs).values()
    assert found == {
        "@timestamp": "2024-06-19T05:00:00+00:00",
        "outlet": "koran",
        "finished_at": "2024-06-19T05:01:30+00:00",
        "seconds": 90.0,
        "outcome": "partial",
        "is_good": True,
        "reason": "2 pages are to be tried again",
        "found": 40,
        "fetched": 30,
        "counts": counts,
    }
    assert set(found) == set(runs.mappings["properties"])
    (stands,) = documents(client, health).values()
    assert stands == {
        "@timestamp": "2024-06-19T05:00:00+00:00",
        "outlet": "koran",
        "outcome": "partial",
        "is_good": True,
        "reason": "2 pages are to be tried again",
        "answered_at": "2024-06-19T05:00:00+00:00",
        "failing_runs": 0,
        "newest_article_at": "2024-06-19T03:30:00+00:00",
        "newest_relevant_at": "2024-06-19T03:30:00+00:00",
        "relevant": 1,
    }
    assert set(stands) == set(health.mappings["properties"])


def test_a_run_that_was_killed_has_no_end_and_one_that_goes_on_is_not_told(
    client: Elasticsearch, crawler: Elasticsearch, runs: Definition, health: Definition, archive: Archive
) -> None:
    archive.start_run("koran", NOON)
    archive.start_run("koran", NOON + timedelta(hours=1))
    assert deliver_runs(archive, crawler, runs, health) == 1
    (killed,) = documents(client, runs).values()
    assert (killed["outcome"], killed["is_good"], killed["@timestamp"]) == ("killed", False, NOON.isoformat())
    assert not {"finished_at", "seconds", "counts"} & set(killed)
    assert documents(client, health)["koran"]["failing_runs"] == 1


def test_each_run_is_delivered_once_and_the_latest_tells_how_its_outlet_stands(
    client: Elasticsearch, crawler: Elasticsearch, runs: Definition, health: Definition, archive: Archive
) -> None:
    run(archive, "koran", 0)
    run(archive, "harian", 0)
    assert deliver_runs(archive, crawler, runs, health) == 2
    assert deliver_runs(archive, crawler, runs, health) == 0
    run(archive, "koran", 1, "failed", "no source answered")
    assert deliver_runs(archive, crawler, runs, health) == 1
    assert len(documents(client, runs)) == 3
    stands = documents(client, health)
    assert {outlet: (each["outcome"], each["failing_runs"]) for outlet, each in stands.items()} == {
        "koran": ("failed", 1),
        "harian": ("finished", 0),
    }


def test_after_an_outage_nothing_is_missing(
    client: Elasticsearch, crawler: Elasticsearch, runs: Definition, health: Definition, archive: Archive
) -> None:
    run(archive, "koran", 0)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
    with connect(url, "key") as away, pytest.raises(DeliveryError, match="cannot be reached"):
        deliver_runs(archive, away, runs, health)
    run(archive, "koran", 1)
    assert deliver_runs(archive, crawler, runs, health) == 2
    assert len(documents(client, runs)) == 2


def test_runs_that_the_index_has_lost_are_counted_and_sent_again(
    client: Elasticsearch, crawler: Elasticsearch, runs: Definition, health: Definition, archive: Archive
) -> None:
    for hour in range(3):
        run(archive, "koran", hour)
    deliver_runs(archive, crawler, runs, health)
    before = documents(client, runs)
    client.indices.refresh(index=health.index)
    client.delete(index=runs.index, id=min(before), refresh=True)
    client.delete(index=health.index, id="koran", refresh=True)
    run(archive, "koran", 4)
    assert compare_runs(archive, crawler, runs) == 1
    assert verify_runs(archive, crawler, runs, health) == 1
    assert set(documents(client, runs)) > set(before)
    assert set(documents(client, health)) == {"koran"}
    assert compare_runs(archive, crawler, runs) == 0
