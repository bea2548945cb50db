"""Which addresses need no visit."""

from __future__ import annotations

import time_machine
from sqlalchemy import event

from pipelines.archive import MAX_ATTEMPTS, Archive
from pipelines.items import Verdict
from tests.archive.samples import NOW, address, failure, judgement, later, relevant


def test_an_address_is_known_once_it_has_a_verdict(archive: Archive) -> None:
    assert archive.known([address("putin")]) == set()
    archive.record([relevant()])
    assert archive.known([address("putin"), address("bola")]) == {address("putin")}


def test_a_passing_failure_is_due_again_after_waits_that_double(archive: Archive) -> None:
    at = 0.0
    for wait in (15, 30, 60, 120):
        archive.record([failure(at=later(at))])
        at += wait
        assert archive.known([address("putin")], now=later(at - 1)) == {address("putin")}
        assert archive.known([address("putin")], now=later(at)) == set()


def test_an_address_that_used_up_its_attempts_is_left_alone(archive: Archive) -> None:
    for attempt in range(MAX_ATTEMPTS):
        assert archive.known([address("putin")], now=later(100_000)) == set()
        archive.record([failure(at=later(attempt))])
    assert archive.known([address("putin")], now=later(100_000)) == {address("putin")}


def test_forced_attempts_beyond_the_limit_are_still_recorded(archive: Archive) -> None:
    archive.record([failure(at=later(attempt)) for attempt in range(100)])
    assert archive.counts() == {Verdict.FAILED: 1}


def test_a_failure_that_passed_is_known_for_good(archive: Archive) -> None:
    archive.record([failure(), judgement(Verdict.IRRELEVANT, at=later(15))])
    assert archive.known([address("putin")], now=later(100_000)) == {address("putin")}


def test_the_present_counts_where_no_time_is_given(archive: Archive) -> None:
    archive.record([failure()])
    with time_machine.travel(later(14), tick=False):
        assert archive.known([address("putin")]) == {address("putin")}
    with time_machine.travel(later(15), tick=False):
        assert archive.known([address("putin")]) == set()


def test_a_batch_costs_a_handful_of_statements(archive: Archive) -> None:
    statements: list[str] = []
    event.listen(archive._database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    archive.record([judgement(Verdict.IRRELEVANT, str(number)) for number in range(50)])
    archive.known(address(str(number)) for number in range(1000))
    assert len(statements) <= 7


def test_thousands_are_asked_at_once(archive: Archive) -> None:
    archive.record([judgement(Verdict.IRRELEVANT, str(number), NOW) for number in range(0, 5000, 2)])
    known = archive.known(address(str(number)) for number in range(5000))
    assert known == {address(str(number)) for number in range(0, 5000, 2)}
