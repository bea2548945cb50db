"""Several processes, and processes that are killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pipelines.archive import Archive
from pipelines.items import Verdict
from tests.archive.samples import address

ROOT = Path(__file__).parents[2]

RECORD = """
import sys
from pipelines.archive import Archive
from tests.archive.samples import relevant, judgement
from pipelines.items import Verdict
url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Archive.open(url) as archive:
    for number in range(count):
        archive.record([relevant(f"{name}-{number}"), judgement(Verdict.IRRELEVANT, f"{name}-bola-{number}")])
        print(number, flush=True)
"""

HOLD = """
import sys
from pipelines.archive import Archive
with Archive.open(sys.argv[1]) as archive, archive.lease("koran") as held:
    print(held, flush=True)
    sys.stdin.read()
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-c", program, *arguments]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_process_killed_while_recording_leaves_whole_batches(url: str) -> None:
    process = start(RECORD, url, "a", "100000")
    assert process.stdout is not None
    for _ in range(20):
        last = int(process.stdout.readline())
    kill(process)
    with Archive.open(url) as archive:
        counts = archive.counts()
        queued = archive.outbox_size()
        assert counts[Verdict.RELEVANT] == counts[Verdict.IRRELEVANT] == queued > last
        assert len(list(archive.articles())) == len(list(archive.search("putin", limit=0))) == queued
        assert archive.page(address("a-0")) is not None


def test_two_processes_recording_at_once_lose_nothing(url: str) -> None:
    Archive.open(url).close()
    processes = [start(RECORD, url, name, "40") for name in "ab"]
    assert [process.communicate()[1] for process in processes] == ["", ""]
    with Archive.open(url) as archive:
        assert archive.counts() == {Verdict.RELEVANT: 80, Verdict.IRRELEVANT: 80}
        ids = [entry.id for entry in archive.outbox_batch(100)]
        assert ids == sorted(set(ids))
        assert len(ids) == 80


def test_two_processes_recording_the_same_articles_store_them_once(url: str) -> None:
    Archive.open(url).close()
    processes = [start(RECORD, url, "a", "40") for _ in range(2)]
    assert [process.communicate()[1] for process in processes] == ["", ""]
    with Archive.open(url) as archive:
        assert archive.counts() == {Verdict.RELEVANT: 40, Verdict.IRRELEVANT: 40}
        assert archive.outbox_size() == 40


def test_a_lease_is_held_by_one_at_a_time(archive: Archive) -> None:
    with archive.lease("koran") as first, archive.lease("koran") as second, archive.lease("harian") as other:
        assert (first, second, other) == (True, False, True)
    with archive.lease("koran") as again:
        assert again


def test_a_lease_is_free_after_an_error(archive: Archive) -> None:
    try:
        with archive.lease("koran"):
            raise KeyError("koran")
    except KeyError:
        pass
    with archive.lease("koran") as again:
        assert again


def test_a_lease_of_any_name_stays_in_its_folder(archive: Archive) -> None:
    for name in ("../../etc/passwd", "a/b", "x" * 5000, "koran\0", "ü 🗞", "\ud800", ""):
        with archive.lease(name) as held, archive.lease(name) as second:
            assert (held, second) == (True, False)


def test_a_lease_is_held_against_other_processes_and_freed_when_the_holder_is_killed(url: str) -> None:
    with Archive.open(url) as archive:
        holder = start(HOLD, url)
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        with archive.lease("koran") as held:
            assert not held
        kill(holder)
        assert held_at_last(archive)


def held_at_last(archive: Archive) -> bool:
    """Whether the lease can be had; PostgreSQL notices the death of a client a moment after it."""
    for _ in range(2000):
        with archive.lease("koran") as held:
            if held:
                return True
    return False
