"""Pages that fail: kept for a look, tried again once, and left alone when they fail alike."""

from __future__ import annotations

from pipelines.archive import Archive
from pipelines.items import Judgement, Verdict
from tests.archive.samples import address, failure, judgement, later, page

TOO_LONG = "extraction: longer than 2 s"


def failed(minutes: int, reason: str = TOO_LONG, body: bytes = b"<p>x") -> Judgement:
    """A page that was fetched and could not be judged."""
    return judgement(Verdict.FAILED, at=later(minutes), reason=reason, page=page(body=body, fetched_at=later(minutes)), final=False)


def test_a_page_that_failed_is_kept_as_it_was_fetched(archive: Archive) -> None:
    archive.record([failed(0, body=b"<p>" * 2_000_000)])
    kept = archive.page(address("putin"))
    assert kept is not None
    assert kept.body == b"<p>" * 2_000_000
    assert archive.verdict(address("putin")) == (Verdict.FAILED, TOO_LONG)


def test_a_page_that_failed_once_is_tried_again(archive: Archive) -> None:
    archive.record([failed(0)])
    assert not archive.known([address("putin")], later(16))


def test_a_page_that_fails_alike_again_is_left_alone(archive: Archive) -> None:
    archive.record([failed(0)])
    archive.record([failed(16)])
    assert archive.known([address("putin")], later(10_000)) == {address("putin")}


def test_a_page_that_fails_for_another_reason_is_tried_again(archive: Archive) -> None:
    archive.record([failed(0)])
    archive.record([failed(16, "extraction: more than 300 MB")])
    assert not archive.known([address("putin")], later(100))


def test_an_answer_without_a_page_is_asked_for_again_however_alike_the_faults(archive: Archive) -> None:
    archive.record([failure()])
    archive.record([failure(at=later(16))])
    assert not archive.known([address("putin")], later(100))


def test_a_page_that_was_left_alone_and_is_judged_after_all_gets_its_verdict(archive: Archive) -> None:
    archive.record([failed(0)])
    archive.record([failed(16)])
    archive.record([judgement(Verdict.IRRELEVANT, at=later(60))])
    assert archive.verdict(address("putin")) == (Verdict.IRRELEVANT, "because")
