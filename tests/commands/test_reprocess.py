"""reprocess: stored pages are judged again under the rules of now, and archive and outbox follow, though nothing is fetched."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from pipelines.archive import Archive
from pipelines.items import Verdict
from tests.commands.conftest import complaint
from tests.commands.stored_pages import (
    ABOUT_BOTH,
    ABOUT_RICE,
    ABOUT_SHELLS,
    FETCHED,
    address,
    ended_early,
    failed,
    judged_before,
    judged_now,
    page,
)
from tests.conftest import Desk

MANY = 250


@pytest.fixture
def archive(lone_desk: Desk) -> Iterator[Archive]:
    with lone_desk.archive() as opened:
        yield opened


@pytest.fixture
def outdated(archive: Archive) -> Archive:
    """Pages that older rules judged wrongly, one that they had right, and an outbox that is empty."""
    archive.record(
        [
            judged_before(page("dulu-hampir", ABOUT_BOTH), Verdict.NEAR_MISS, 0.31),
            judged_before(page("dulu-relevan", ABOUT_RICE), Verdict.RELEVANT, 0.91),
            judged_now(page("tetap", ABOUT_SHELLS, outlet="lain")),
            ended_early(page("contoh", ABOUT_BOTH)),
            ended_early(page("contoh-beras", ABOUT_RICE)),
            failed(page("gagal", ABOUT_BOTH)),
        ],
        sampled=[address("contoh"), address("contoh-beras")],
    )
    archive.acknowledge(entry.id for entry in archive.outbox_batch(100))
    return archive


def result(desk: Desk, *options: str, code: int = 0, **environment: str) -> dict[str, Any]:
    run = desk.scrapy("reprocess", "--json", *options, **environment)
    assert run.returncode == code, run.stderr
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def changes(answer: dict[str, Any]) -> dict[tuple[str, str], int]:
    return {(change["from"], change["to"]): change["count"] for change in answer["changed"]}


def visits(desk: Desk) -> list[tuple[Any, ...]]:
    """What the archive knows about when each address was visited, how often, and when it is due again."""
    engine = create_engine(desk.archive_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT canonical_url, judged_at, attempts, final, retry_at FROM urls ORDER BY 1")).all()
    engine.dispose()
    return [tuple(row) for row in rows]


def test_verdicts_texts_and_outbox_follow_the_rules_of_now(lone_desk: Desk, outdated: Archive) -> None:
    visited = visits(lone_desk)
    answer = result(lone_desk)
    assert changes(answer) == {
        ("near_miss", "relevant"): 1,
        ("relevant", "irrelevant"): 1,
        ("irrelevant", "relevant"): 1,
        ("failed", "relevant"): 1,
    }
    assert (answer["judged"], answer["unchanged"], answer["recorded"], answer["complete"]) == (6, 2, True, True)
    relevant = {article.canonical_url: article for article in outdated.articles()}
    assert set(relevant) == {address(name) for name in ("dulu-hampir", "tetap", "contoh", "gagal")}
    assert {article.crawled_at for article in relevant.values()} == {FETCHED}
    assert relevant[address("contoh")] == judged_now(page("contoh", ABOUT_BOTH)).article
    assert [revision.seen_at for revision in outdated.revisions(address("contoh"))] == [FETCHED]
    waiting = {entry.article.canonical_url: entry.verdict for entry in outdated.outbox_batch(100)}
    assert waiting == {
        address("dulu-hampir"): Verdict.RELEVANT,
        address("dulu-relevan"): Verdict.IRRELEVANT,  # leaves the index
        address("contoh"): Verdict.RELEVANT,
        address("gagal"): Verdict.RELEVANT,
    }
    assert visits(lone_desk) == visited, "the outlet was asked nothing"

    again = result(lone_desk)
    assert (again["unchanged"], again["changed"]) == (6, [])
    assert outdated.outbox_size() == 4


def test_a_person_sees_what_changed_with_examples(lone_desk: Desk, outdated: Archive) -> None:
    run = lone_desk.scrapy("reprocess")
    assert run.returncode == 0, run.stderr
    assert "judged" in run.stdout
    assert "relevant -> irrelevant" in run.stdout
    (line,) = [line for line in run.stdout.splitlines() if "Harga Beras" in line]
    assert line.startswith("  0.91 -> 0.")
    assert "in the outbox: 4 articles" in run.stderr


def test_a_rehearsal_says_the_same_and_records_nothing(lone_desk: Desk, outdated: Archive) -> None:
    rehearsed = result(lone_desk, "--dry-run")
    assert outdated.counts() == {Verdict.NEAR_MISS: 1, Verdict.RELEVANT: 2, Verdict.IRRELEVANT: 2, Verdict.FAILED: 1}
    assert outdated.outbox_size() == 0
    assert rehearsed == {**result(lone_desk), "recorded": False}


def test_a_text_that_is_read_differently_is_put_right_and_not_taken_for_an_edit(lone_desk: Desk, archive: Archive) -> None:
    first = judged_now(page("baca", ABOUT_BOTH))
    assert first.article is not None
    misread = replace(first.article, body=f"Baca juga: Iklan\n{first.article.body}", content_hash="old", authors=("ADVERTISEMENT",))
    archive.record([replace(first, article=misread)])
    edited = judged_now(page("baca", ABOUT_BOTH, fetched_at=FETCHED + timedelta(hours=1)))
    assert result(lone_desk)["updated"] == 1
    (revision,) = archive.revisions(address("baca"))
    assert (revision.number, revision.seen_at, revision.article) == (1, first.judged_at, first.article)
    assert archive.article(address("baca")) == first.article
    assert list(archive.search("iklan")) == []
    assert {entry.revision for entry in archive.outbox_batch(10)} == {1}
    archive.record([edited])
    assert len(archive.revisions(address("baca"))) == 1, "the outlet's next answer has the same text"


def test_only_the_chosen_pages_are_judged(lone_desk: Desk, outdated: Archive) -> None:
    assert result(lone_desk, "--dry-run", "--verdict", "failed", "near_miss", "--outlet", "koran")["judged"] == 2


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--outlet", "korann"), "--outlet 'korann'"),
        (("--verdict", "bagus"), "'bagus'"),
    ],
)
def test_what_cannot_be_chosen_is_refused_in_one_line(lone_desk: Desk, options: tuple[str, ...], says: str) -> None:
    assert says in complaint(lone_desk.scrapy("reprocess", *options), 2)


def test_a_page_that_exceeds_the_limits_keeps_its_verdict_and_is_counted(lone_desk: Desk, archive: Archive) -> None:
    given = page("berat", ABOUT_BOTH)
    heavy = replace(given, body=given.body.replace(b"</article>", b"<div>Rusia</div>" * 40_000 + b"</article>"))
    archive.record([replace(judged_before(given, Verdict.NEAR_MISS, 0.4), page=heavy)])
    run = lone_desk.scrapy("reprocess", "--json", "-s", "WORKER_TIMEOUT=0.01")
    answer = json.loads(run.stdout)
    assert (answer["judged"], answer["not_judged"], answer["changed"]) == (1, 1, [])
    assert "1 page could not be judged and kept what was known (rejudge: longer than 0.03 s)" in run.stderr
    assert run.returncode == 1, "it had been judged before"
    assert archive.verdict(address("berat")) == (Verdict.NEAR_MISS, "score 0.40")


def test_a_cluster_that_is_away_costs_one_line_and_no_change(lone_desk: Desk, outdated: Archive) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
    run = lone_desk.scrapy("reprocess", ELASTICSEARCH_URL=closed)
    assert run.returncode == 1
    assert f"{closed}" in run.stderr
    assert "Traceback" not in run.stderr
    assert outdated.outbox_size() == 4


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_keeps_what_it_recorded_and_the_next_one_completes_it(
    lone_desk: Desk, archive: Archive, number: int, kill: Callable[[subprocess.Popen[str], int], None]
) -> None:
    one = ended_early(page("satu", ABOUT_BOTH))
    many = [address(str(number)) for number in range(MANY)]
    assert one.page is not None
    archive.record([replace(one, canonical_url=url, page=replace(one.page, canonical_url=url)) for url in many], sampled=many)
    process = lone_desk.start("reprocess", "-s", "WORKERS=1")
    while archive.counts() == {Verdict.IRRELEVANT: MANY}:
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"it ended with {process.wait(0.05)}")
    kill(process, number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == (1 if number == signal.SIGINT else -number)
    assert "Traceback" not in errors
    done = archive.counts()[Verdict.RELEVANT]
    assert 0 < done < MANY
    if number == signal.SIGINT:
        assert "what was recorded stays; run it again to complete it" in errors
    answer = result(lone_desk)
    assert changes(answer) == {("irrelevant", "relevant"): MANY - done}
    assert answer["unchanged"] == done
    assert archive.counts() == {Verdict.RELEVANT: MANY}
