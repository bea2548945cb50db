"""Visits of kept articles: when they are due, and what becomes of an answer."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pipelines.archive import Answer, Archive, Visit
from pipelines.archive.visits import next_visit, retry_visit
from pipelines.items import Judgement, Verdict
from tests.archive.samples import BODY, NOW, TITLE, address, article, judgement, later, page, relevant

HOUR = 60
SCHEDULE = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72))
KEY = address("putin")


def visit(answer: Answer, minutes: float, judged: Judgement | None = None) -> Visit:
    return Visit(KEY, later(minutes), answer, judged)


def read(minutes: float, **changes: object) -> Visit:
    return visit(Answer.READ, minutes, relevant(at=later(minutes), **changes))


def due(archive: Archive, minutes: float) -> list[str]:
    return [each.canonical_url for each in archive.due_visits("koran", later(minutes), 10)]


def next_at(archive: Archive) -> datetime | None:
    visits = archive.visits(KEY)
    assert visits is not None
    return visits.next_at


@pytest.fixture
def kept(archive: Archive) -> Archive:
    """An archive with one article, delivered."""
    archive.record([relevant()], schedule=SCHEDULE)
    archive.acknowledge(entry.id for entry in archive.outbox_batch(10))
    return archive


def test_a_kept_article_is_due_after_the_first_span_and_no_other_is(archive: Archive) -> None:
    near = judgement(Verdict.NEAR_MISS, "hampir", article=article("hampir"), page=page("hampir"))
    archive.record([relevant(), near, judgement(Verdict.IRRELEVANT, "bola", article=article("bola"))], schedule=SCHEDULE)
    assert due(archive, HOUR - 1) == []
    assert due(archive, HOUR) == [KEY, address("hampir")]
    assert archive.due_visits("suara", later(HOUR), 10) == []


def test_articles_recorded_without_a_schedule_are_never_due(archive: Archive) -> None:
    archive.record([relevant()])
    assert due(archive, 1e6) == []


def test_what_a_conditional_request_needs_comes_with_it(archive: Archive) -> None:
    fetched = page(etag='W/"5f"', last_modified="Thu, 20 Jun 2024 03:00:00 GMT")
    archive.record([judgement(Verdict.RELEVANT, article=article(), page=fetched)], schedule=SCHEDULE)
    (found,) = archive.due_visits("koran", later(HOUR), 10)
    assert (found.url, found.link, found.etag, found.last_modified) == (
        fetched.url,
        fetched.link,
        'W/"5f"',
        "Thu, 20 Jun 2024 03:00:00 GMT",
    )


def test_an_article_in_several_pages_is_asked_for_unconditionally(archive: Archive) -> None:
    fetched = page(etag='"5f"', further=(page(body=b"<p>Halaman 2"),))
    archive.record([judgement(Verdict.RELEVANT, article=article(), page=fetched)], schedule=SCHEDULE)
    (found,) = archive.due_visits("koran", later(HOUR), 10)
    assert (found.etag, found.last_modified) == ("", "")


def test_the_longest_due_come_first_where_not_all_can_be_visited(archive: Archive) -> None:
    archive.record([relevant("baru", later(5)), relevant("lama")], schedule=SCHEDULE)
    assert [each.canonical_url for each in archive.due_visits("koran", later(3 * HOUR), 1)] == [address("lama")]


@pytest.mark.parametrize("answer", [Answer.UNCHANGED, Answer.GONE])
def test_after_each_visit_the_next_one_still_ahead_is_due(answer: Answer, kept: Archive) -> None:
    for asked, following in ((HOUR, 6 * HOUR), (6 * HOUR + 5, 24 * HOUR), (24 * HOUR, 72 * HOUR), (80 * HOUR, None)):
        kept.record([], visits=[visit(answer, asked)], schedule=SCHEDULE)
        assert next_at(kept) == (None if following is None else later(following))
    visits = kept.visits(KEY)
    assert visits is not None
    assert visits.done == 4


def test_a_run_that_comes_late_makes_one_visit_for_all_it_missed(kept: Archive) -> None:
    kept.record([], visits=[visit(Answer.UNCHANGED, 30 * HOUR)], schedule=SCHEDULE)
    assert next_at(kept) == later(72 * HOUR)


def test_a_visit_recorded_twice_counts_once(kept: Archive) -> None:
    for _ in range(2):
        kept.record([], visits=[read(HOUR, body="Naskah baru.")], schedule=SCHEDULE)
    visits = kept.visits(KEY)
    assert visits is not None
    assert (visits.done, len(kept.revisions(KEY)), kept.outbox_size()) == (1, 2, 1)


def test_a_changed_text_is_a_revision_and_the_old_one_stays(kept: Archive) -> None:
    kept.record([], visits=[read(HOUR, title="Judul Baru")], schedule=SCHEDULE)
    assert [(each.number, each.article.title, each.verdict) for each in kept.revisions(KEY)] == [
        (1, TITLE, Verdict.RELEVANT),
        (2, "Judul Baru", Verdict.RELEVANT),
    ]
    (entry,) = kept.outbox_batch(10)
    assert (entry.revision, entry.article.title) == (2, "Judul Baru")


def test_the_same_text_is_no_revision_and_its_page_and_validators_are_renewed(kept: Archive) -> None:
    fetched = page(body=b"<html><div>Putin", fetched_at=later(HOUR), etag='"neu"')
    same = article(body=BODY.upper().replace(" ", "  "), content_hash="cc" * 32)
    answered = judgement(Verdict.RELEVANT, at=later(HOUR), article=same, page=fetched)
    kept.record([], visits=[visit(Answer.READ, HOUR, answered)], schedule=SCHEDULE)
    assert len(kept.revisions(KEY)) == 1
    assert kept.outbox_size() == 0
    stored = kept.page(KEY)
    assert stored is not None
    assert (stored.body, stored.etag) == (b"<html><div>Putin", '"neu"')


def test_an_edit_off_the_subject_takes_the_article_out_of_the_index_and_the_visits_go_on(kept: Archive) -> None:
    edited = judgement(Verdict.IRRELEVANT, at=later(HOUR), article=article(body="Ralat.", score=0.1), page=page(fetched_at=later(HOUR)))
    kept.record([], visits=[visit(Answer.READ, HOUR, edited)], schedule=SCHEDULE)
    (entry,) = kept.outbox_batch(10)
    assert (entry.verdict, entry.revision) == (Verdict.IRRELEVANT, 2)
    assert [each.verdict for each in kept.revisions(KEY)] == [Verdict.RELEVANT, Verdict.IRRELEVANT]
    assert due(kept, 6 * HOUR) == [KEY]


def test_a_gone_article_keeps_when_that_was_first_said_until_it_is_found_again(kept: Archive) -> None:
    kept.record([], visits=[visit(Answer.GONE, HOUR)], schedule=SCHEDULE)
    (entry,) = kept.outbox_batch(10)
    assert (entry.gone_at, entry.verdict, entry.revision) == (later(HOUR), Verdict.RELEVANT, 1)
    kept.acknowledge([entry.id])
    kept.record([], visits=[visit(Answer.GONE, 6 * HOUR)], schedule=SCHEDULE)
    assert kept.outbox_size() == 0, "nothing new"
    kept.record([], visits=[visit(Answer.UNCHANGED, 24 * HOUR)], schedule=SCHEDULE)
    (entry,) = kept.outbox_batch(10)
    assert entry.gone_at is None
    assert kept.article(KEY) is not None


def test_a_near_miss_that_is_gone_is_told_to_the_index_as_well(archive: Archive) -> None:
    archive.record([judgement(Verdict.NEAR_MISS, article=article(), page=page())], schedule=SCHEDULE)
    archive.acknowledge([1])
    archive.record([], visits=[visit(Answer.GONE, HOUR)], schedule=SCHEDULE)
    assert [entry.gone_at for entry in archive.outbox_batch(10)] == [later(HOUR)]


def test_a_missed_visit_changes_nothing_and_is_tried_again(kept: Archive) -> None:
    kept.record([], visits=[visit(Answer.MISSED, HOUR + 1)], schedule=SCHEDULE)
    visits = kept.visits(KEY)
    assert visits is not None
    assert (visits.done, visits.next_at, visits.gone_at) == (0, later(HOUR + 16), None)
    assert kept.outbox_size() == 0


def test_a_missed_visit_is_tried_less_and_less_often_until_the_next_is_due() -> None:
    tries, moment = [], NOW + timedelta(hours=1)
    while (again := retry_visit(NOW, moment, SCHEDULE)) and again < NOW + timedelta(hours=6):
        tries.append((again - NOW) // timedelta(minutes=1))
        moment = again
    assert tries == [75, 90, 120, 180, 300]
    assert again == NOW + timedelta(hours=6)


def test_the_last_visit_is_given_up_after_a_day() -> None:
    tries, moment = 0, NOW + timedelta(hours=72)
    while again := retry_visit(NOW, moment, SCHEDULE):
        tries, moment = tries + 1, again
    assert tries == 7
    assert moment <= NOW + timedelta(hours=96)


def test_a_span_of_nothing_is_due_at_once() -> None:
    assert next_visit(NOW, NOW, [timedelta(0)]) == NOW
    assert next_visit(NOW, NOW, []) is None
