"""Workers: the processes that read pages, one pool for all crawls of this process; a bad page takes only its worker with it."""

from __future__ import annotations

import asyncio
import atexit
import os
import resource
import signal
from collections.abc import Mapping
from dataclasses import dataclass, replace
from multiprocessing import get_context, resource_tracker
from pathlib import Path
from threading import Lock
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from pipelines.items import Article, Page, Verdict
from pipelines.stage import Ended

PAGES_PER_WORKER = 2000  # after which a worker is replaced: what C libraries leak goes with it
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What the pool and a page in it may use."""

    workers: int
    timeout: float  # seconds a page may take
    memory_mb: int  # megabytes a page may need beyond what its worker began with

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Read the settings of these names; raises ValueError naming the one that is no positive number."""
        return cls(
            workers=int(_positive(settings, "EXTRACTION_WORKERS", max(1, (os.cpu_count() or 2) - 1))),
            timeout=_positive(settings, "EXTRACTION_TIMEOUT", 10),
            memory_mb=int(_positive(settings, "EXTRACTION_MEMORY_MB", 300)),
        )


_lock = Lock()
_pool: ProcessPool | None = None


async def extract(page: Page, limits: Limits) -> Article | Ended:
    """Return what `pipelines.extraction.extract` returns for `page`, or Ended(FAILED) if its worker was killed for time or memory, or died.

    The pool is started by the first call in this process, with the limits of that call; `limits.timeout` counts for each page.
    """
    try:
        future = pool(limits).schedule(_work, args=(page,), timeout=limits.timeout)
        judged: Article | Ended = await asyncio.wrap_future(future)
    except TimeoutError:
        return Ended(Verdict.FAILED, f"extraction: longer than {limits.timeout:g} s")
    except ProcessExpired as error:
        return Ended(Verdict.FAILED, f"extraction: its process died (exit code {error.exitcode})")
    except MemoryError:
        return Ended(Verdict.FAILED, f"extraction: more than {limits.memory_mb} MB")
    if isinstance(judged, Article):
        return replace(judged, page=page)
    return judged


def pool(limits: Limits) -> ProcessPool:
    """The pool of this process, started if it does not run."""
    global _pool
    with _lock:
        if _pool is None or not _pool.active:
            # spawn: a fork of a process with a reactor and threads inherits their locks
            _pool = ProcessPool(
                limits.workers, max_tasks=PAGES_PER_WORKER, initializer=_begin, initargs=(limits.memory_mb,), context=get_context("spawn")
            )
            _start(_pool)
        return _pool


def close() -> None:
    """Stop the workers and wait for them. Pages under way end as cancelled; the next page starts a new pool."""
    global _pool
    with _lock:
        running, _pool = _pool, None
    if running is not None:
        running.stop()  # type: ignore[no-untyped-call]
        running.join()


atexit.register(close)


def _start(created: ProcessPool) -> None:
    """Start the workers, now and later, with SIGINT blocked: Ctrl-C in the terminal reaches them even before they can ignore it."""
    resource_tracker.ensure_running()  # it would unblock SIGINT while it starts its own process
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        created.active  # noqa: B018 (pebble starts its processes and threads here; both inherit the mask)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _positive(settings: Mapping[str, Any], name: str, default: float) -> float:
    value = settings.get(name)
    if value in (None, ""):
        return default
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = 0.0
    if not 0 < number < float("inf"):
        raise ValueError(f"{name} must be a number above 0, not {value!r}")
    return number


def _begin(memory_mb: int) -> None:
    """Prepare a worker: leave Ctrl-C to the parent, load what extraction needs, and limit what a page may add to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import pipelines.extraction  # noqa: F401 (before the limit: the modules are no page's memory)
    from pipelines.extraction.boilerplate import load

    load()
    used = _data_bytes()
    limit = used + memory_mb * MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _data_bytes() -> int:
    """Bytes of private writable memory that this process has, which RLIMIT_DATA counts."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData:"))
    except (OSError, StopIteration):
        return 200 * MEGABYTE


def _work(page: Page) -> Article | Ended:
    from pipelines.extraction import extract as extract_here

    judged = extract_here(page)
    # the page need not travel back: the caller has it
    return replace(judged, page=None) if isinstance(judged, Article) else judged
