"""monitor: what a log gets, what a terminal gets, and the exit code that cron reads."""

from __future__ import annotations

import errno
import os
import pty
import re
import subprocess
import sys

from newsroom.faults import Fault
from newsroom.server import Newsroom
from tests.conftest import ROOT, Desk

LINE = r"pantau: {}: finished: 24 links, 24 pages, {} relevant, \d+ near misses, 0 to retry, \d+\.\d s"


def test_without_a_terminal_each_outlet_gets_one_plain_line_and_the_end_a_table(desk: Desk, newsroom: Newsroom) -> None:
    run = desk.scrapy("monitor", "koranmandala", "balipost", "koranmandala")
    assert run.returncode == 0, run.stderr
    *outlets, waiting = sorted(run.stderr.splitlines(), key=lambda line: "ELASTICSEARCH_URL" in line)
    assert waiting.startswith("pantau: ELASTICSEARCH_URL is not set")
    assert "4 articles" in waiting
    assert re.fullmatch(LINE.format("balipost", 1), min(outlets))
    assert re.fullmatch(LINE.format("koranmandala", 3), max(outlets))
    assert len(outlets) == 2, "an outlet named twice is crawled once"
    assert "\x1b" not in run.stdout + run.stderr, "no colours and no bar in a log"
    table = {line.split()[0]: line.split()[1:] for line in run.stdout.splitlines() if line and not line.startswith(" ")}
    assert table["koranmandala"][:5] == ["24", "24", "3", "0", "0"]
    assert table["koranmandala"][-1] == "finished"
    assert table["all"] == ["48", "48", "4", "0", "0"]
    assert run.stdout.endswith("4 articles found; the archive holds 48 verdicts.\n")
    for title in desk.titles():
        assert title in run.stdout, "what was found is shown with its evidence"


def test_in_a_terminal_a_bar_shows_how_far_it_is_and_is_gone_at_the_end(desk: Desk, newsroom: Newsroom) -> None:
    terminal, side = pty.openpty()
    environment = {**desk.environment, "TERM": "xterm-256color", "COLUMNS": "120"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "monitor", "balipost"], cwd=ROOT, env=environment, stdin=side, stdout=side, stderr=side
    )
    os.close(side)
    shown = read_terminal(terminal)
    assert process.wait(timeout=60) == 0, shown
    bars = re.findall(r"crawling.*?(\d+)/(\d+).*?pages", shown)
    assert bars, shown
    assert bars[-1] == ("24", "24"), "it ends full"
    assert "pantau: balipost:" not in shown, "the bar and the table say it"
    assert "24 verdicts" in shown
    assert "\x1b[2K" in shown.rpartition("crawling")[2], "the bar is wiped away"


def read_terminal(terminal: int) -> str:
    """All that is written to a pseudo-terminal until its last writer has closed it."""
    written = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError as error:
            if error.errno != errno.EIO:  # Linux's end of a pseudo-terminal
                raise
            piece = b""
        if not piece:
            os.close(terminal)
            return written.decode("utf-8", "replace")
        written += piece


def test_the_exit_code_tells_cron_that_an_outlet_failed(desk: Desk, newsroom: Newsroom) -> None:
    for host in ("balipost.com", "www.balipost.com"):
        newsroom.fault(host, "/", Fault.of_status(404))
    run = desk.scrapy("monitor", "balipost", "koranmandala", "--limit", "2")
    assert run.returncode == 1
    assert re.search(r"^pantau: balipost: failed \(.+\): 0 links", run.stderr, re.MULTILINE)
    assert re.search(r"^pantau: koranmandala: partial \(more was listed than this run may fetch\)", run.stderr, re.MULTILINE)
    alone = desk.scrapy("monitor", "koranmandala", "--limit", "2")
    assert alone.returncode == 0, "a limit that was asked for is no failure"
