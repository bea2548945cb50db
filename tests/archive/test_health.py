"""How outlets stand, by their runs and what they published."""

from __future__ import annotations

from dataclasses import astuple
from datetime import timedelta

from pipelines.archive import Archive
from pipelines.items import Timestamp, Verdict
from tests.archive.samples import NOW, judgement, later, page, relevant


def run(archive: Archive, outlet: str, minute: int, outcome: str) -> int:
    number = archive.start_run(outlet, later(minute))
    archive.finish_run(number, outcome, "", {}, later(minute + 1))
    return number


def stands(archive: Archive) -> dict[str, tuple[int, object, int]]:
    """By outlet: the id of its latest run, when it last answered, and how many runs failed since."""
    return {each.outlet: (each.last_run.id, each.answered_at, each.failing_runs) for each in archive.outlets_health(NOW)}


def test_runs_that_fail_are_counted_since_the_outlet_last_answered(archive: Archive) -> None:
    for minute, outcome in enumerate(("finished", "failed", "partial", "refused", "failed")):
        last = run(archive, "koran", minute, outcome)
    other = run(archive, "harian", 10, "finished")
    assert stands(archive) == {"koran": (last, later(2), 2), "harian": (other, later(10), 0)}


def test_an_outlet_that_never_answered_has_failed_from_the_first(archive: Archive) -> None:
    run(archive, "koran", 0, "failed")
    last = run(archive, "koran", 1, "refused")
    assert stands(archive) == {"koran": (last, None, 2)}


def test_a_run_that_goes_on_says_nothing_yet_and_neither_does_one_that_a_person_stopped(archive: Archive) -> None:
    first = run(archive, "koran", 0, "finished")
    archive.start_run("koran", later(1))
    archive.start_run("harian", later(1))
    assert stands(archive) == {"koran": (first, later(0), 0)}
    stopped = run(archive, "koran", 2, "interrupted")
    assert stands(archive) == {"koran": (stopped, later(0), 1)}, "the one before it was killed, and has failed"


def test_what_an_outlet_published_is_told_without_dates_that_lie_ahead(archive: Archive) -> None:
    run(archive, "koran", 0, "finished")
    run(archive, "harian", 0, "finished")
    archive.record(
        [
            relevant("a", published_at=Timestamp(NOW - timedelta(days=2), "")),
            relevant("b", published_at=Timestamp(NOW + timedelta(days=400), "")),
            relevant("c", published_at=None),
            judgement(Verdict.IRRELEVANT, "d", page=page("d")),
            judgement(
                Verdict.NEAR_MISS, "e", article=relevant("e", published_at=Timestamp(NOW - timedelta(days=1), "")).article, page=page("e")
            ),
        ]
    )
    harian, koran = archive.outlets_health(NOW)
    assert astuple(harian)[-3:] == (None, None, 0)
    assert (koran.newest_relevant_at, koran.relevant) == (NOW - timedelta(days=2), 3)
    assert koran.newest_article_at == NOW, "the irrelevant page's, by the feed that named it"
