"""The outbox: in order, until acknowledged, or set aside."""

from __future__ import annotations

from pipelines.archive import Archive, Rejected
from pipelines.items import Evidence
from tests.archive.samples import BODY, NOW, TITLE, address, article, later, relevant


def test_entries_come_in_the_order_of_recording_and_in_batches(archive: Archive) -> None:
    archive.record([relevant(str(number)) for number in range(5)])
    first = archive.outbox_batch(2)
    second = archive.outbox_batch(2, after=first[-1].id)
    assert [entry.article.canonical_url for entry in first + second] == [address(str(number)) for number in range(4)]
    assert archive.outbox_size() == 5


def test_an_acknowledged_entry_is_gone(archive: Archive) -> None:
    archive.record([relevant(str(number)) for number in range(3)])
    ids = [entry.id for entry in archive.outbox_batch(10)]
    archive.acknowledge([*ids[:2], 99_999])
    assert [entry.id for entry in archive.outbox_batch(10)] == ids[2:]


def test_more_entries_than_fit_a_statement_are_acknowledged(archive: Archive) -> None:
    archive.record([relevant(str(number)) for number in range(1200)])
    archive.acknowledge(entry.id for entry in archive.outbox_batch(2000))
    assert archive.outbox_size() == 0


def test_a_rejected_entry_is_set_aside_with_its_reason(archive: Archive) -> None:
    archive.record([relevant("satu"), relevant("dua")])
    bad = archive.outbox_batch(1)[0].id
    archive.reject(bad, "mapper_parsing_exception: \0")
    assert [entry.article.canonical_url for entry in archive.outbox_batch(10)] == [address("dua")]
    assert archive.rejected() == [Rejected(bad, address("satu") + "?page=all", TITLE, 1, "mapper_parsing_exception: \ufffd", NOW)]
    assert (archive.outbox_size(), len(archive.rejected())) == (1, 1)


def test_what_was_set_aside_waits_again_in_its_old_place(archive: Archive) -> None:
    archive.record([relevant("satu"), relevant("dua"), relevant("tiga")])
    before = archive.outbox_batch(10)
    for entry in before[:2]:
        archive.reject(entry.id, "mapper_parsing_exception")
    assert archive.retry_rejected() == 2
    assert archive.outbox_batch(10) == before
    assert (archive.rejected(), archive.retry_rejected()) == ([], 0)


def test_an_entry_of_the_current_revision_shows_what_the_article_was_judged_as_last(archive: Archive) -> None:
    archive.record([relevant(), relevant(at=later(1), body="kedua")])
    archive.record([relevant(at=later(2), body="kedua", score=0.5, evidence=Evidence(rules_version="2"))])
    assert [(entry.article.body, entry.article.score) for entry in archive.outbox_batch(10)] == [
        (BODY, 0.875),
        ("kedua", 0.5),
        ("kedua", 0.5),
    ]


def test_an_id_is_never_given_out_again(archive: Archive) -> None:
    archive.record([relevant("satu")])
    [first] = archive.outbox_batch(1)
    archive.acknowledge([first.id])
    archive.record([relevant("dua")])
    assert archive.outbox_batch(1)[0].id > first.id


def test_an_entry_shows_its_own_revision_after_newer_ones(archive: Archive) -> None:
    archive.record([relevant(), relevant(at=later(1), body="kedua"), relevant(at=later(2), body="ketiga")])
    assert [entry.article for entry in archive.outbox_batch(10)] == [article(), article(body="kedua"), article(body="ketiga")]
