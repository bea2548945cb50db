"""Measuring: a delivery in a process of its own, so that its memory is the delivery's alone."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipelines.archive import Archive
from pipelines.delivery import Definition, connect, deliver
from pipelines.delivery.bulk import BATCH

MEGABYTE = 1024 * 1024
EARLY = 0.05  # of the articles; before that the process is still loading modules and filling caches

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measured:
    """What going through an outbox took."""

    articles: int
    seconds: float
    own_seconds: float  # of processor time, in this process
    megabytes: tuple[float, float, float]  # resident, early on, in the middle and at the end


class Watched:
    """A real archive, with a look at the process's memory after each acknowledgement."""

    def __init__(self, archive: Archive):
        self.archive = archive
        self.outbox_batch = archive.outbox_batch
        self.reject = archive.reject
        self.outbox_size = archive.outbox_size
        self.resident: list[float] = []

    def acknowledge(self, ids: Iterable[int]) -> None:
        self.archive.acknowledge(ids)
        self.resident.append(resident())


def in_own_process(work: Callable[..., T], *arguments: object) -> T:
    """Return what `work` returns in a new process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as processes:
        return processes.submit(work, *arguments).result()


def delivering(path: Path, url: str, api_key: str, index: Definition) -> Measured:
    """Deliver the outbox of the archive at `path`. Raises RuntimeError where not all of it arrives."""
    with Archive.open(f"sqlite:///{path}") as archive, connect(url, api_key) as client:
        watched = Watched(archive)
        started, worked = time.perf_counter(), time.process_time()
        delivery = deliver(watched, client, index)
        seconds, own_seconds = time.perf_counter() - started, time.process_time() - worked
    if delivery.error or delivery.rejected or delivery.remaining:
        raise RuntimeError(f"not all was delivered: {delivery}")
    return Measured(delivery.delivered, seconds, own_seconds, _three(watched.resident))


def reading(path: Path) -> Measured:
    """Read the outbox of the archive at `path` as a delivery does, and do nothing with it."""
    with Archive.open(f"sqlite:///{path}") as archive:
        after = count = 0
        seen: list[float] = []
        started, worked = time.perf_counter(), time.process_time()
        while entries := archive.outbox_batch(BATCH, after):
            after = entries[-1].id
            count += len(entries)
            seen.append(resident())
        return Measured(count, time.perf_counter() - started, time.process_time() - worked, _three(seen))


def resident() -> float:
    """Return the megabytes of memory that this process holds; 0 where the system does not say."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
    return 0.0


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has taken so far; 0 where the system does not say."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _three(seen: list[float]) -> tuple[float, float, float]:
    return seen[int(len(seen) * EARLY)], seen[len(seen) // 2], seen[-1]
