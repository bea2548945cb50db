"""Stored pages: which are kept, how they are read again, and what judging them again may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pipelines.archive import Archive, Choice
from pipelines.archive.archive import PAGES_AT_ONCE
from pipelines.items import Evidence, Judgement, Verdict
from tests.archive.samples import NOW, address, article, failure, judgement, later, page, relevant


def early(name: str, minutes: float = 0) -> Judgement:
    """The judgement of a page that the prefilter ended."""
    return judgement(Verdict.IRRELEVANT, name, at=later(minutes), page=page(name, fetched_at=later(minutes)))


def test_a_sampled_page_is_stored_as_it_was_and_others_are_not(archive: Archive) -> None:
    archive.record([early("a"), early("b")], sampled=[address("a")])
    assert archive.page(address("a")) == page("a")
    assert archive.page(address("b")) is None
    assert archive.counts() == {Verdict.IRRELEVANT: 2}
    assert archive.article(address("a")) is None


def test_a_sampled_page_that_becomes_relevant_or_is_sampled_no_more_causes_no_trouble(archive: Archive) -> None:
    archive.record([early("putin"), early("b")], sampled=[address("putin"), address("b")])
    archive.record([relevant(at=later(10)), early("b", 10)])
    assert archive.page(address("putin")) == page(fetched_at=later(10))
    assert archive.page(address("b")) is None, "the verdict is on another page than the one that was stored"
    assert archive.counts() == {Verdict.RELEVANT: 1, Verdict.IRRELEVANT: 1}


def test_the_page_behind_an_edited_text_that_is_not_kept_is_the_one_it_was_read_from(archive: Archive) -> None:
    archive.record([relevant()])
    edited = page(body=b"<p>lain", fetched_at=later(60))
    archive.record([judgement(Verdict.IRRELEVANT, at=later(60), article=article(body="Teks lain sama sekali."), page=edited)])
    assert archive.page(address("putin")) == edited


def test_the_sample_stays_within_its_bound_and_what_has_a_label_stays(archive: Archive) -> None:
    names = [f"n{number}" for number in range(6)]
    archive.record([early(name, minutes) for minutes, name in enumerate(names)], sampled=map(address, names))
    archive.record([relevant(), replace(relevant("dulu", at=later(-60)), verdict=Verdict.NEAR_MISS)])
    archive.label(address("n0"), False, "1", "", NOW)
    assert archive.trim_sample(kept=2) == 3
    assert {name for name in names if archive.page(address(name))} == {"n0", "n4", "n5"}
    assert archive.page(address("putin")) is not None
    assert archive.page(address("dulu")) is not None
    assert archive.trim_sample(kept=2) == 0
    assert archive.trim_sample(kept=0) == 2


def test_stored_pages_are_read_a_few_at_a_time_and_as_chosen(archive: Archive) -> None:
    names = [f"n{number:03}" for number in range(PAGES_AT_ONCE + 2)]
    archive.record([early(name) for name in names], sampled=map(address, names))
    archive.record([relevant(), failure("tanpa-halaman")])
    reading = archive.stored(Choice())
    first = next(reading)
    archive.record([relevant("zz-datang-sementara")])
    read = [first, *reading]
    assert [each.canonical_url for each in read] == [address(name) for name in (*names, "putin", "zz-datang-sementara")]
    assert (read[-2].page, read[-2].article, read[-2].verdict) == (page(), article(), Verdict.RELEVANT)
    assert (read[0].page, read[0].article) == (page("n000"), None)
    chosen = Choice(outlets=frozenset({"koran"}), verdicts=frozenset({Verdict.RELEVANT}))
    assert [each.canonical_url for each in archive.stored(chosen)] == [address("putin"), address("zz-datang-sementara")]
    assert (archive.stored_count(chosen), archive.stored_count(Choice())) == (2, len(names) + 2)
    assert list(archive.stored(Choice(outlets=frozenset({"lain"})))) == []


def test_judging_again_changes_verdict_and_text_in_place(archive: Archive) -> None:
    archive.record([relevant()])
    archive.acknowledge(entry.id for entry in archive.outbox_batch(10))
    reread = article(body="Rusia dan Korea Utara meneken perjanjian.", crawled_at=later(5), evidence=Evidence(rules_version="2"))
    again = judgement(Verdict.RELEVANT, at=later(90), article=reread, page=page())
    for _ in range(2):
        assert archive.rejudge([again], later(90)) == set()
    (revision,) = archive.revisions(address("putin"))
    assert (revision.number, revision.seen_at, revision.article) == (1, NOW, replace(reread, crawled_at=NOW))
    (entry,) = archive.outbox_batch(10)
    assert (entry.revision, entry.article.body) == (1, reread.body)
    assert [hit.title for hit in archive.search("meneken")] == [reread.title]


def test_what_is_no_article_any_more_leaves_the_index(archive: Archive) -> None:
    archive.record([relevant()])
    archive.acknowledge(entry.id for entry in archive.outbox_batch(10))
    archive.rejudge([judgement(Verdict.NOT_ARTICLE, at=later(1), page=page())], later(1))
    assert [entry.verdict for entry in archive.outbox_batch(10)] == [Verdict.NOT_ARTICLE]
    assert archive.verdict(address("putin")) == (Verdict.NOT_ARTICLE, "because")


def test_what_is_kept_for_the_first_time_is_visited_from_now_on(archive: Archive) -> None:
    archive.record([early("putin")], sampled=[address("putin")])
    schedule = [timedelta(hours=1), timedelta(hours=24)]
    archive.rejudge([relevant()], later(120), schedule)
    visits = archive.visits(address("putin"))
    assert visits is not None
    assert visits.next_at == NOW + timedelta(hours=24)


def test_a_page_fetched_anew_meanwhile_is_left_alone(archive: Archive) -> None:
    archive.record([relevant()])
    edited = relevant(at=later(60), body="Rusia dan Korea Utara membatalkan perjanjian itu.")
    archive.record([edited])
    assert archive.rejudge([judgement(Verdict.IRRELEVANT, article=article(score=0.1), page=page())], later(61)) == {address("putin")}
    assert archive.rejudge([judgement(Verdict.IRRELEVANT, "hilang", page=page("hilang"))], later(61)) == {address("hilang")}
    assert archive.verdict(address("putin")) == (Verdict.RELEVANT, "because")
    assert len(archive.revisions(address("putin"))) == 2
