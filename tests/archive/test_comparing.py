"""What the archive says to who holds the index against it."""

from __future__ import annotations

from dataclasses import replace

from pipelines.archive import Archive, DeliveryState
from pipelines.items import Judgement, Verdict
from tests.archive.samples import NOW, address, article, judgement, later, relevant

LONG = address("x" * 3000)  # filed under a key that is shorter


def long_one() -> Judgement:
    return replace(relevant("long"), canonical_url=LONG, page=None, article=article("long", canonical_url=LONG))


def test_what_is_kept_and_what_waits_is_told_by_canonical_url(archive: Archive) -> None:
    archive.record([relevant("a"), long_one(), relevant("c"), judgement(Verdict.NEAR_MISS, "d", article=article("d"))])
    archive.record([judgement(Verdict.IRRELEVANT, "c", later(60), article=article("c"))])
    asked = [address("a"), LONG, address("c"), address("d"), address("unknown"), ""]
    assert archive.kept(asked) == {address("a"), LONG, address("d")}
    assert archive.waiting(asked) == {address("a"), LONG, address("c"), address("d")}
    assert {entry.fields["canonical_url"]: entry.verdict for entry in archive.entries_of(asked)} == {
        address("a"): Verdict.RELEVANT,
        LONG: Verdict.RELEVANT,
        address("c"): Verdict.IRRELEVANT,
        address("d"): Verdict.NEAR_MISS,
    }
    first, *others = archive.outbox_batch(100)
    archive.reject(first.id, "too long")
    archive.acknowledge(entry.id for entry in others)
    assert archive.waiting(asked) == set()


def test_the_state_of_delivery_counts_articles_entries_and_runs(archive: Archive) -> None:
    assert archive.delivery_state() == DeliveryState({}, 0, None, 0, 0, 0)
    archive.record([relevant("a", later(5))])
    archive.record([judgement(Verdict.NEAR_MISS, "d", later(9), article=article("d", body="Lain sama sekali."))])
    rejected = archive.outbox_batch(1)[0]
    archive.reject(rejected.id, "too long")
    for minute in range(3):
        archive.finish_run(archive.start_run("koran", later(minute)), "finished", "", {}, later(minute))
    archive.start_run("harian", NOW)
    archive.runs_delivered([archive.undelivered_runs(1)[0].id])
    state = archive.delivery_state()
    assert state.kept == {Verdict.RELEVANT: 1, Verdict.NEAR_MISS: 1}
    assert (state.waiting, state.waiting_since, state.rejected) == (1, later(9), 1)
    assert (state.runs, state.waiting_runs) == (3, 2)
