"""What record() makes of judgements: verdicts, revisions, pages and outbox entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from pipelines.archive import Archive, ArchiveError
from pipelines.archive.database import Database, parse_url
from pipelines.items import Evidence, Page, Timestamp, Verdict
from tests.archive.samples import BODY, NOW, address, article, failure, judgement, later, page, relevant


def test_a_relevant_article_comes_back_as_it_was(archive: Archive) -> None:
    archive.record([relevant()])
    assert archive.article(address("putin")) == article()
    assert archive.verdict(address("putin")) == (Verdict.RELEVANT, "because")


def test_a_relevant_article_is_queued_once_however_often_it_is_recorded(archive: Archive) -> None:
    archive.record([relevant()])
    archive.record([relevant()])
    archive.record([relevant(at=later(60))])
    [entry] = archive.outbox_batch(10)
    assert (entry.article, entry.revision, entry.verdict) == (article(), 1, Verdict.RELEVANT)


def test_a_changed_text_is_a_new_revision_and_queued(archive: Archive) -> None:
    archive.record([relevant()])
    archive.record([relevant(at=later(60), body=BODY + "\nIni ralat.")])
    revisions = archive.revisions(address("putin"))
    assert [(revision.number, revision.seen_at) for revision in revisions] == [(1, later(0)), (2, later(60))]
    assert revisions[0].article == article()
    assert archive.article(address("putin")) == article(body=BODY + "\nIni ralat.")
    assert [(entry.revision, entry.article.body) for entry in archive.outbox_batch(10)] == [(1, BODY), (2, BODY + "\nIni ralat.")]


def test_a_text_that_returns_to_its_first_form_is_a_third_revision(archive: Archive) -> None:
    texts = [relevant(), relevant(at=later(60), body="lain"), relevant(at=later(360))]
    archive.record(texts)
    assert [revision.article.body for revision in archive.revisions(address("putin"))] == [BODY, "lain", BODY]


@pytest.mark.parametrize("split", [0, 1, 2, 3])
def test_a_replayed_batch_changes_nothing(archive: Archive, split: int) -> None:
    batch = [failure(), relevant(at=later(20)), relevant(at=later(60), body="lain"), judgement(Verdict.IRRELEVANT, "bola")]
    archive.record(batch)
    before = (archive.revisions(address("putin")), archive.outbox_batch(10), archive.counts(), archive.article(address("putin")))
    archive.record(batch[split:])
    archive.record(batch)
    assert (archive.revisions(address("putin")), archive.outbox_batch(10), archive.counts(), archive.article(address("putin"))) == before


def test_replaying_a_failure_does_not_use_up_attempts(archive: Archive) -> None:
    for _ in range(6):
        archive.record([failure()])
    assert archive.known([address("putin")], now=later(16)) == set()


def test_an_article_without_a_hash_gets_revisions_too(archive: Archive) -> None:
    archive.record(
        [
            relevant(content_hash=""),
            relevant(at=later(1), content_hash="", body="lain"),
            relevant(at=later(2), content_hash="", body="lain"),
        ]
    )
    assert [revision.article.body for revision in archive.revisions(address("putin"))] == [BODY, "lain"]


def test_a_near_miss_is_kept_for_review_and_queued_like_what_is_relevant(archive: Archive) -> None:
    archive.record([judgement(Verdict.NEAR_MISS, article=article(), page=page())])
    assert [entry.verdict for entry in archive.outbox_batch(10)] == [Verdict.NEAR_MISS]
    assert list(archive.articles(Verdict.NEAR_MISS)) == [article()]
    assert list(archive.articles()) == []
    assert archive.page(address("putin")) == page()


def test_an_irrelevant_article_leaves_its_verdict_only(archive: Archive) -> None:
    archive.record([judgement(Verdict.IRRELEVANT, article=article(), page=page())])
    assert (archive.article(address("putin")), archive.page(address("putin")), archive.outbox_size()) == (None, None, 0)
    assert archive.counts() == {Verdict.IRRELEVANT: 1}


def test_the_page_of_a_failure_is_kept_byte_for_byte(archive: Archive) -> None:
    kept = page(body=bytes(range(256)) * 1000, status=200, charset=None, link=None)
    archive.record([judgement(Verdict.FAILED, page=kept)])
    assert archive.page(address("putin")) == kept
    assert archive.page(address("bola")) is None


def test_an_article_judged_relevant_by_new_rules_is_queued(archive: Archive) -> None:
    archive.record([judgement(Verdict.NEAR_MISS, article=article(score=0.4), page=page())])
    archive.acknowledge([1])
    archive.record([judgement(Verdict.RELEVANT, at=later(1), article=article(), page=page())])
    [entry] = archive.outbox_batch(10)
    assert (entry.article, entry.revision, entry.verdict) == (article(), 1, Verdict.RELEVANT)
    assert archive.counts() == {Verdict.RELEVANT: 1}


@pytest.mark.parametrize("verdict", [Verdict.NEAR_MISS, Verdict.IRRELEVANT])
def test_an_article_that_new_rules_do_not_keep_is_queued_to_leave_the_index(archive: Archive, verdict: Verdict) -> None:
    archive.record([relevant()])
    archive.acknowledge([archive.outbox_batch(1)[0].id])
    archive.record([judgement(verdict, at=later(1), article=article(score=0.1), page=page())])
    [entry] = archive.outbox_batch(10)
    assert (entry.verdict, entry.revision) == (verdict, 1)
    assert list(archive.articles()) == []
    assert [kept.score for kept in archive.articles(verdict)] == [0.1]


def test_the_stored_page_judged_as_no_article_takes_it_out_of_the_index(archive: Archive) -> None:
    archive.record([relevant()])
    archive.acknowledge([1])
    archive.record([judgement(Verdict.NOT_ARTICLE, at=later(1), page=page())])
    assert [entry.verdict for entry in archive.outbox_batch(10)] == [Verdict.NOT_ARTICLE]


def test_new_evidence_for_the_same_text_is_delivered_without_a_new_revision(archive: Archive) -> None:
    archive.record([relevant()])
    archive.acknowledge([1])
    rejudged = relevant(at=later(1), score=0.5, evidence=Evidence(rules_version="2"))
    archive.record([rejudged])
    archive.record([rejudged])
    [entry] = archive.outbox_batch(10)
    assert (entry.revision, entry.article.score, entry.article.evidence.rules_version) == (1, 0.5, "2")
    assert len(archive.revisions(address("putin"))) == 1


@pytest.mark.parametrize("verdict", [Verdict.FAILED, Verdict.CHALLENGE, Verdict.EMPTY, Verdict.NOT_ARTICLE, Verdict.IRRELEVANT])
def test_a_later_visit_without_an_article_does_not_unmake_a_relevant_one(archive: Archive, verdict: Verdict) -> None:
    archive.record([relevant()])
    archive.record([judgement(verdict, at=later(60), page=page(body=b"404", fetched_at=later(60)))])
    assert archive.counts() == {Verdict.RELEVANT: 1}
    assert archive.outbox_size() == 1
    assert archive.page(address("putin")) == page()


def test_what_is_left_of_an_article_on_a_page_that_is_none_is_not_a_revision(archive: Archive) -> None:
    archive.record([relevant()])
    rest = article(body="Halaman tidak ditemukan")
    archive.record([judgement(Verdict.NOT_ARTICLE, at=later(60), article=rest, page=page(fetched_at=later(60)))])
    assert len(archive.revisions(address("putin"))) == 1


def test_a_passing_failure_does_not_replace_a_final_verdict(archive: Archive) -> None:
    archive.record([judgement(Verdict.IRRELEVANT), failure(at=later(1))])
    assert archive.counts() == {Verdict.IRRELEVANT: 1}
    assert archive.known([address("putin")], now=later(1000)) == {address("putin")}


def test_an_edited_article_that_is_off_the_subject_now_leaves_the_index_and_keeps_its_history(archive: Archive) -> None:
    archive.record([relevant()])
    edited = article(body="Timnas menang.")
    archive.record([judgement(Verdict.IRRELEVANT, at=later(60), article=edited, page=page(fetched_at=later(60)))])
    assert archive.outbox_batch(10)[-1].verdict == Verdict.IRRELEVANT
    assert [revision.article.body for revision in archive.revisions(address("putin"))] == [BODY, "Timnas menang."]


def test_a_batch_with_one_unusable_judgement_is_not_recorded_by_half(archive: Archive) -> None:
    naive = replace(article("dua"), crawled_at=NOW.replace(tzinfo=None))
    with pytest.raises(ArchiveError, match="aware times only"):
        archive.record([relevant("satu"), judgement(Verdict.RELEVANT, "dua", article=naive)])
    assert archive.counts() == {}


def test_an_address_of_any_length_is_recorded_and_known(archive: Archive) -> None:
    names = ["x" * 10_000, "x" * 10_000 + "y", "ü" * 5_000]
    archive.record([relevant(name) for name in names])
    assert archive.known(map(address, names)) == set(map(address, names))
    assert [found.canonical_url for found in archive.articles()] == list(map(address, names))


def test_a_time_at_the_end_of_the_calendar_is_kept_as_text(archive: Archive) -> None:
    first_hour = Timestamp(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=7))), "1 Januari 1")
    archive.record([relevant(published_at=first_hour)])
    assert archive.article(address("putin")) == article(published_at=first_hour)
    assert [hit.published_at for hit in archive.search("")] == [None]


def test_counts_are_kept_for_each_outlet(archive: Archive) -> None:
    archive.record([judgement(Verdict.IRRELEVANT, str(number)) for number in range(3)])
    archive.record([judgement(Verdict.EMPTY, "a", outlet="harian"), relevant()])
    assert archive.counts_by_outlet() == {
        "harian": {Verdict.EMPTY: 1},
        "koran": {Verdict.IRRELEVANT: 3, Verdict.RELEVANT: 1},
    }
    assert archive.counts() == {Verdict.EMPTY: 1, Verdict.IRRELEVANT: 3, Verdict.RELEVANT: 1}


def test_articles_are_listed_beyond_one_batch_in_the_order_of_recording(archive: Archive) -> None:
    archive.record([relevant(str(number)) for number in range(450)])
    archive.record([relevant("7", at=later(1), body="lain")])
    assert [found.canonical_url for found in archive.articles()] == [address(str(number)) for number in range(450)]
    assert [entry.revision for entry in archive.entries()][6:9] == [1, 2, 1]


def test_recording_nothing_is_nothing(archive: Archive) -> None:
    archive.record([])
    assert archive.counts() == {}


def pages_of_an_article(count: int) -> Page:
    """The first of `count` pages, with the others."""
    first = page(body=b"<html><p>Halaman 1")
    numbered = range(2, count + 1)
    return replace(
        first,
        further=tuple(
            replace(first, url=f"{address('putin')}?page={n}", body=b"<html><p>Halaman %d \xff" % n, fetched_at=later(n), charset=None)
            for n in numbered
        ),
    )


def test_the_further_pages_of_an_article_are_kept_with_the_first(archive: Archive) -> None:
    kept = pages_of_an_article(4)
    archive.record([judgement(Verdict.RELEVANT, article=article(), page=kept)])
    assert archive.page(address("putin")) == kept


def test_an_empty_further_page_is_kept_too(archive: Archive) -> None:
    first = page()
    kept = replace(first, further=(replace(first, body=b""), replace(first, body=b"", url=address("x\0"))))
    archive.record([judgement(Verdict.FAILED, page=kept)])
    found = archive.page(address("putin"))
    assert found is not None
    assert [each.body for each in found.further] == [b"", b""]
    assert found.further[1].url == address("x\ufffd")


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_later_visit_replaces_the_further_pages(archive: Archive, count: int) -> None:
    archive.record([judgement(Verdict.RELEVANT, article=article(), page=pages_of_an_article(3))])
    now = pages_of_an_article(count)
    archive.record([judgement(Verdict.RELEVANT, at=later(60), article=article(), page=now)])
    assert archive.page(address("putin")) == now


NEWER_THAN_THE_FIRST_VERSION = (
    *(f"DROP TABLE {name}" for name in ("labels", "fingerprint_bands", "fingerprints")),
    *(f"DROP INDEX articles_by_{name}" for name in ("story", "visit")),
    *(f"ALTER TABLE articles DROP COLUMN {name}" for name in ("story", "visits", "visit_at", "gone_at")),
    *(f"ALTER TABLE pages DROP COLUMN {name}" for name in ("etag", "last_modified", "further", "further_bodies")),
    *(f"DROP INDEX {name}" for name in ("runs_by_delivery", "urls_by_publication")),
    *(f"ALTER TABLE runs DROP COLUMN {name}" for name in ("reason", "delivered")),
)


def test_pages_of_an_older_archive_have_no_further_ones(url: str) -> None:
    with Archive.open(url) as archive:
        archive.record([relevant()])
    database = Database(parse_url(url))
    with database.writing() as connection:
        for statement in NEWER_THAN_THE_FIRST_VERSION:
            connection.execute(text(statement))
        connection.execute(text("UPDATE archive_version SET version_num = '0001'"))
    database.close()
    with Archive.open(url) as archive:
        assert archive.page(address("putin")) == page()
        archive.record([judgement(Verdict.RELEVANT, at=later(1), article=article(), page=pages_of_an_article(2))])
        assert archive.page(address("putin")) == pages_of_an_article(2)


@pytest.mark.parametrize("verdict", [Verdict.RELEVANT, Verdict.NEAR_MISS, Verdict.IRRELEVANT, Verdict.NOT_INDONESIAN])
def test_an_incomplete_article_is_kept_and_visited_once_more(archive: Archive, verdict: Verdict) -> None:
    incomplete = judgement(verdict, article=article(), page=page(), final=False)
    archive.record([incomplete])
    assert (archive.article(address("putin")) is not None) == (verdict in (Verdict.RELEVANT, Verdict.NEAR_MISS))
    assert archive.known([address("putin")], later(1)) == {address("putin")}
    assert archive.known([address("putin")], later(16)) == set()
    archive.record([replace(incomplete, judged_at=later(20))])
    assert archive.known([address("putin")], later(10_000)) == {address("putin")}
    assert archive.counts() == {verdict: 1}


def test_a_failure_before_or_after_an_incomplete_article_does_not_use_up_its_second_visit(archive: Archive) -> None:
    archive.record([failure(), judgement(Verdict.RELEVANT, at=later(20), article=article(), page=page(), final=False)])
    assert archive.known([address("putin")], later(100)) == set()
    archive.record([failure(at=later(100))])
    archive.record([failure(at=later(100))])
    assert archive.known([address("putin")], later(101)) == {address("putin")}
    assert archive.known([address("putin")], later(10_000)) == set()
    assert archive.verdict(address("putin")) == (Verdict.RELEVANT, "because")
    assert [kept.url for kept in archive.articles()] == [article().url]


def test_the_rest_of_an_incomplete_article_is_a_revision(archive: Archive) -> None:
    archive.record([judgement(Verdict.RELEVANT, article=article(body="awal"), page=page(), final=False)])
    complete = article(body="awal\nakhir", content_hash="lengkap")
    archive.record([judgement(Verdict.RELEVANT, at=later(20), article=complete, page=pages_of_an_article(2))])
    assert [revision.article.body for revision in archive.revisions(address("putin"))] == ["awal", "awal\nakhir"]
    assert archive.known([address("putin")], later(10_000)) == {address("putin")}
