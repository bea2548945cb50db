"""Runs and sources."""

from __future__ import annotations

from pipelines.archive import Archive, Run, Source
from tests.archive.samples import NOW, later

FEED, SITEMAP = "https://koran.example/feed", "https://koran.example/sitemap.xml"


def test_the_latest_run_of_each_outlet_is_listed(archive: Archive) -> None:
    for outlet, minute in (("koran", 0), ("harian", 1), ("koran", 10)):
        run = archive.start_run(outlet, later(minute))
        archive.finish_run(run, "finished", "", {"relevant": minute}, later(minute + 5))
    assert [(run.outlet, run.started_at, run.finished_at, run.outcome, run.counts) for run in archive.last_runs()] == [
        ("harian", later(1), later(6), "finished", {"relevant": 1}),
        ("koran", later(10), later(15), "finished", {"relevant": 10}),
    ]


def test_a_run_that_has_not_finished_has_no_outcome(archive: Archive) -> None:
    run = archive.start_run("koran", NOW)
    assert archive.last_runs() == [Run(run, "koran", NOW, None, "", {})]


def test_sources_are_remembered_once(archive: Archive) -> None:
    archive.remember_sources("koran", [(FEED, "feed"), (SITEMAP, "sitemap"), (FEED, "feed")], NOW)
    archive.remember_sources("koran", [(FEED, "feed")], later(60))
    assert archive.sources("koran") == [
        Source(FEED, "feed", None, None, 0, NOW, None),
        Source(SITEMAP, "sitemap", None, None, 0, NOW, None),
    ]
    assert archive.sources("harian") == []


def test_an_answer_leaves_its_validators_and_ends_the_failures(archive: Archive) -> None:
    archive.remember_sources("koran", [(FEED, "feed")], NOW)
    assert [archive.source_failed("koran", FEED, later(minute)) for minute in (1, 2)] == [1, 2]
    archive.source_answered("koran", FEED, '"abc"', "Thu, 20 Jun 2024 03:00:00 GMT", later(3))
    assert archive.sources("koran") == [Source(FEED, "feed", '"abc"', "Thu, 20 Jun 2024 03:00:00 GMT", 0, NOW, later(3))]


def test_failures_and_rediscovery_keep_the_validators(archive: Archive) -> None:
    archive.source_answered("koran", FEED, '"abc"', None, NOW)
    assert archive.source_failed("koran", FEED, later(1)) == 1
    archive.remember_sources("koran", [(FEED, "feed")], later(2))
    assert archive.sources("koran") == [Source(FEED, "feed", '"abc"', None, 1, NOW, NOW)]


def test_a_source_with_an_endless_address_is_not_remembered(archive: Archive) -> None:
    archive.remember_sources("koran", [(FEED + "?" + "x" * 5000, "feed"), (SITEMAP, "sitemap")], NOW)
    assert [source.url for source in archive.sources("koran")] == [SITEMAP]


def test_a_forgotten_source_is_gone_for_its_outlet_only(archive: Archive) -> None:
    for outlet in ("koran", "harian"):
        archive.remember_sources(outlet, [(FEED, "feed")], NOW)
    archive.forget_source("koran", FEED)
    archive.forget_source("koran", SITEMAP)
    assert (archive.sources("koran"), len(archive.sources("harian"))) == ([], 1)


def test_the_last_run_that_left_nothing_open_is_found_behind_others(archive: Archive) -> None:
    assert archive.last_finished("koran") is None
    for minute, outlet, outcome in (
        (0, "koran", "finished"),
        (10, "koran", "finished"),
        (20, "koran", "interrupted"),
        (30, "harian", "finished"),
    ):
        archive.finish_run(archive.start_run(outlet, later(minute)), outcome, "", {}, later(minute + 5))
    archive.start_run("koran", later(40))
    assert archive.last_finished("koran") == later(10)
