"""review: a person reads what the rules left out, answers with one key, and the archive has each answer at once."""

from __future__ import annotations

import errno
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from pipelines.archive import UNNAMED, Archive
from pipelines.items import Verdict
from tests.commands.conftest import complaint
from tests.commands.stored_pages import (
    ABOUT_BOTH,
    ABOUT_RICE,
    ABOUT_SHELLS,
    TITLES,
    address,
    ended_early,
    judged_before,
    judged_now,
    page,
)
from tests.conftest import ROOT, Desk

PATIENCE_S = 60
PROMPT = "[q]uit: "


@pytest.fixture
def archive(lone_desk: Desk) -> Iterator[Archive]:
    """Two near misses, a sampled page that the prefilter ended wrongly, another that the rules had right, and a relevant article."""
    with lone_desk.archive() as opened:
        opened.record(
            [
                judged_before(page("jauh", ABOUT_RICE), Verdict.NEAR_MISS, 0.26),
                judged_before(page("dekat", ABOUT_SHELLS), Verdict.NEAR_MISS, 0.48),
                ended_early(page("disaring", ABOUT_BOTH)),
                replace(judged_now(page("beras", ABOUT_RICE)), article=None, reason="score 0.00: neither side is named"),
                judged_now(page("relevan", ABOUT_BOTH)),
            ],
            sampled=[address("disaring"), address("beras")],
        )
        yield opened


def labels(archive: Archive) -> dict[str, bool]:
    return {label.canonical_url.rpartition("/")[2]: label.relevant for label in archive.labels()}


class Terminal:
    """A person at a real terminal."""

    def __init__(self, desk: Desk, *arguments: str):
        master, slave = pty.openpty()
        self.master = master
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "review", *arguments],
            cwd=ROOT,
            env={**desk.environment, "TERM": "dumb"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: _take_terminal(slave),
        )
        os.close(slave)
        self.seen = ""

    def until(self, words: str) -> str:
        """Read until `words` are on the screen; returns what came."""
        ends = time.monotonic() + PATIENCE_S
        start = len(self.seen)
        while words not in self.seen[start:]:
            assert time.monotonic() < ends, self.seen
            if not self._read(ends):
                raise AssertionError(f"it ended without {words!r}: {self.seen}")
        return self.seen[start:]

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def end(self) -> int:
        """Read to the end; returns the exit code."""
        ends = time.monotonic() + PATIENCE_S
        while self._read(ends):
            assert time.monotonic() < ends, self.seen
        return self.process.wait(PATIENCE_S)

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.master)

    def _read(self, ends: float) -> bool:
        ready, _, _ = select.select([self.master], [], [], max(0.0, ends - time.monotonic()))
        try:
            came = os.read(self.master, 65536) if ready else b""
        except OSError as error:
            if error.errno != errno.EIO:  # Linux says so when the other side has closed the terminal
                raise
            came = b""
        self.seen += came.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(came)


def _take_terminal(slave: int) -> None:
    """Make the terminal the session's own, so that Ctrl-C typed there is the signal."""
    import fcntl
    import termios

    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)


@pytest.fixture
def terminal(lone_desk: Desk) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def open_one(*arguments: str) -> Terminal:
        opened.append(Terminal(lone_desk, *arguments))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


def test_one_key_answers_and_each_answer_is_stored_at_once(archive: Archive, terminal: Callable[..., Terminal]) -> None:
    person = terminal()
    first = person.until(PROMPT)
    assert "4 to label" in first
    assert "near_miss 0.48 · koran · " in first
    assert TITLES[ABOUT_SHELLS] in first
    assert "why        score 0.48" in first
    assert f"url        {address('dekat')}" in first
    assert "text       Korea Utara mengirim ribuan peluru" in first
    person.press("o")
    assert ABOUT_SHELLS[-1] in person.until(PROMPT)
    person.press("x")
    assert "y, n, s, o or q, please" in person.until(PROMPT)
    person.press("y")
    assert "3 to label" in person.until(PROMPT)
    assert labels(archive) == {"dekat": True}
    person.press("n\n")  # Enter is nobody's answer
    assert "2 to label" in person.until(PROMPT)
    assert labels(archive) == {"dekat": True, "jauh": False}
    person.press("s")
    person.until(PROMPT)
    person.press("q")
    assert person.end() == 0
    assert "2 labels recorded; 2 articles to label" in person.seen
    assert re.search(r"near_miss +2 +2 +1 +1 \(50%\)", person.seen)
    assert "no estimate of recall yet" in person.seen


def test_a_page_that_was_only_sampled_is_read_on_the_spot(archive: Archive, terminal: Callable[..., Terminal]) -> None:
    person = terminal("--kind", "irrelevant")
    both = person.until(PROMPT)
    person.press("s")
    both += person.until(PROMPT)
    assert f"{UNNAMED} " in both
    assert "irrelevant 0." in both
    assert TITLES[ABOUT_BOTH] in both
    assert "why        the page does not name both sides" in both
    assert "now        relevant: score" in both
    assert "dprk       Korea Utara" in both
    person.press("\x04")
    assert person.end() == 0


def test_ctrl_c_ends_it_cleanly_and_leaves_the_terminal_as_it_was(archive: Archive, terminal: Callable[..., Terminal]) -> None:
    person = terminal()
    person.until(PROMPT)
    person.press("y")
    person.until(PROMPT)
    person.press("\x03")
    assert person.end() == 0
    assert "Traceback" not in person.seen
    assert "1 label recorded; 3 articles to label" in person.seen
    assert labels(archive) == {"dekat": True}


def test_lines_answer_where_there_is_no_terminal(lone_desk: Desk, archive: Archive) -> None:
    run = lone_desk.scrapy("review", "--kind", "near_miss", stdin="yes\nno\n")
    assert (run.returncode, run.stderr) == (0, "")
    assert labels(archive) == {"dekat": True, "jauh": False}
    assert lone_desk.scrapy("review", stdin="").returncode == 0


def test_what_waits_is_listed_for_people_and_for_programs(lone_desk: Desk, archive: Archive) -> None:
    run = lone_desk.scrapy("review", "--list", "--limit", "1")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("near_miss 0.48 · koran")
    assert run.stdout.endswith("4 articles without a label\n")
    assert "relevant?" not in run.stdout

    listed = lone_desk.scrapy("review", "--list", "--json", "--limit", "0")
    cases: list[dict[str, Any]] = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [case["kind"] for case in cases[:2]] == ["near_miss", "near_miss"]
    assert {case["url"]: case["kind"] for case in cases[2:]} == {address("disaring"): UNNAMED, address("beras"): "irrelevant"}
    found = {case["url"]: case for case in cases}
    assert (found[address("dekat")]["score"], found[address("dekat")]["now"]) == (0.48, None)
    early = found[address("disaring")]
    assert (early["verdict"], early["title"], early["text"].split("\n")) == ("irrelevant", TITLES[ABOUT_BOTH], list(ABOUT_BOTH))
    assert early["now"].startswith("relevant: ")


def test_a_label_is_given_corrected_and_exported_as_benchmarks_read_it(lone_desk: Desk, archive: Archive) -> None:
    for name, word, *note in (("jauh", "yes"), ("disaring", "yes", "--note", "perjanjian"), ("jauh", "no"), ("relevan", "yes")):
        run = lone_desk.scrapy("review", "--label", address(name) + "?utm_source=x", word, *note)
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.startswith(f"labelled {word}: {address(name)}")
    assert labels(archive) == {"jauh": False, "disaring": True, "relevan": True}
    assert {label.note for label in archive.labels()} == {"", "perjanjian"}

    file = lone_desk.folder / "labels.jsonl"
    run = lone_desk.scrapy("review", "--export", str(file))
    assert (run.returncode, run.stdout) == (0, f"3 labels written to {file}\n")
    lines = {line["url"]: line for line in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    assert {url.rpartition("/")[2]: (line["relevant"], line["subkind"], line["verdict"]) for url, line in lines.items()} == {
        "jauh": (False, "near_miss", "near_miss"),
        "disaring": (True, UNNAMED, "irrelevant"),
        "relevan": (True, "relevant", "relevant"),
    }
    early = lines[address("disaring")]
    assert set(early) == {
        "id", "url", "outlet", "title", "text", "relevant", "kind", "subkind", "verdict", "score", "rules_version"
    }  # fmt: skip
    assert (early["kind"], early["outlet"], early["title"]) == ("label", "koran", TITLES[ABOUT_BOTH])
    assert early["text"].split("\n") == list(ABOUT_BOTH)
    assert (lines[address("jauh")]["score"], lines[address("jauh")]["rules_version"]) == (0.26, "old")
    assert len({line["id"] for line in lines.values()}) == 3

    only = lone_desk.scrapy("review", "--export", "-", "--kind", "relevant")
    assert [json.loads(line)["url"] for line in only.stdout.splitlines()] == [address("relevan")]


def test_the_summary_says_how_often_the_rules_were_right_and_what_they_miss(lone_desk: Desk, archive: Archive) -> None:
    answers = {"dekat": True, "jauh": False, "disaring": True, "beras": False, "relevan": True}
    assert (
        "nothing is labelled among the relevant, the near_miss, the irrelevant, the unnamed"
        in lone_desk.scrapy("review", "--summary").stdout
    )
    for name, relevant in answers.items():
        archive.label(address(name), relevant, "r1", "", page(name, ABOUT_RICE).fetched_at)
    run = lone_desk.scrapy("review", "--summary")
    assert (run.returncode, run.stderr) == (0, "")
    assert re.search(r"relevant +1 +1 +1 +1 \(100%\)", run.stdout)
    assert re.search(r"unnamed +1 +1 +1 +0 \(0%\)", run.stdout)
    assert "precision about 1.000, 1.000 at worst" in run.stdout
    assert "recall about 0.333, 0.333 at worst" in run.stdout


def test_a_hostile_page_does_not_hang_the_review(lone_desk: Desk, archive: Archive) -> None:
    given = page("disaring", ABOUT_BOTH)
    heavy = replace(given, body=given.body.replace(b"</article>", b"<div>Rusia</div>" * 40_000 + b"</article>"))
    archive.record(
        [replace(ended_early(given), page=heavy, judged_at=ended_early(given).judged_at.replace(hour=9))], sampled=[address("disaring")]
    )
    run = lone_desk.scrapy("review", "--list", "--kind", "irrelevant", "-s", "WORKER_TIMEOUT=0.01")
    assert (run.returncode, run.stderr) == (0, "")
    assert "now        failed: rejudge: longer than 0.03 s" in run.stdout


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--label", "https://koran.example/read/2024/10/30/hilang", "yes"), 1, "keeps no page of https://koran.example"),
        (("--label", "https://koran.example/read/2024/10/30/jauh", "maybe"), 2, "a label is yes or no"),
        (("--note", "x"), 2, "--note says why --label was given"),
        (("--json",), 2, "--json goes with --list"),
        (("--list", "--limit", "x"), 2, "--limit 'x'"),
        (("--export", "/proc/x/y.jsonl"), 2, "/proc/x/y.jsonl cannot be written"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(lone_desk: Desk, options: tuple[str, ...], code: int, says: str) -> None:
    assert says in complaint(lone_desk.scrapy("review", *options), code)
