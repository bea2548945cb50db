"""Workers: the processes that do the costly judging, one pool for all crawls of this process; a bad page takes only its worker with it."""

from __future__ import annotations

import asyncio
import atexit
import os
import resource
import signal
from collections.abc import Mapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context, resource_tracker
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pebble import ProcessExpired, ProcessPool

from pipelines.items import Article, Page, Verdict
from pipelines.stage import Ended, Stage, passed

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

Given = tuple[tuple[str, Any], ...]  # settings, as name and value

PAGES_PER_WORKER = 2000  # after which a worker is replaced: what C libraries leak goes with it
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What the pool and a page in it may use."""

    workers: int
    timeout: float  # seconds a stage may take over a page
    memory_mb: int  # megabytes a page may need beyond what its worker began with

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Read the settings of these names; raises ValueError naming the one that is no positive number."""
        return cls(
            workers=int(_positive(settings, "WORKERS", max(1, (os.cpu_count() or 2) - 1))),
            timeout=_positive(settings, "WORKER_TIMEOUT", 2),
            memory_mb=int(_positive(settings, "WORKER_MEMORY_MB", 300)),
        )


_lock = Lock()
_pool: ProcessPool | None = None


class WorkerStage(Stage):
    """A stage that costs so much that it judges in a worker process: the reactor goes on fetching meanwhile."""

    reads: ClassVar[tuple[str, ...]] = ()  # the settings that `from_settings` reads
    given: Given
    limits: Limits

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the stage; what is wrong with its settings is raised here rather than in a worker."""
        stage = cls.from_settings(crawler.settings)
        stage.given = tuple((name, crawler.settings.get(name)) for name in cls.reads)
        stage.limits = Limits.from_settings(crawler.settings)
        return stage

    async def process_item(self, item: Page | Article) -> Page | Article:
        return passed(item, await judge(type(self), self.given, item, self.limits))


async def judge(stage: type[Stage], given: Given, item: Page | Article, limits: Limits) -> Page | Article | Ended:
    """Return what `stage`, built from the settings `given`, makes of `item`; Ended(FAILED) if its worker was killed for time or memory, or died.

    The pool is started by the first call in this process, with the limits of that call; `limits.timeout` counts for each call.
    """
    page = item.page if isinstance(item, Article) else item
    try:
        try:
            judged = await _judge(stage, given, item, limits)
        except BrokenProcessPool:  # a worker died between two pages, and the pool with it; this page is not to blame
            judged = await _judge(stage, given, item, limits)
    except TimeoutError:
        return Ended(Verdict.FAILED, f"{_name(stage)}: longer than {limits.timeout:g} s")
    except ProcessExpired as error:
        return Ended(Verdict.FAILED, f"{_name(stage)}: its process died (exit code {error.exitcode})")
    except BrokenProcessPool:
        return Ended(Verdict.FAILED, f"{_name(stage)}: its processes die before they read a page")
    except MemoryError:
        return Ended(Verdict.FAILED, f"{_name(stage)}: more than {limits.memory_mb} MB")
    if isinstance(judged, Article):
        return replace(judged, page=page)
    if isinstance(judged, Ended) and judged.item is not None:
        return replace(judged, item=replace(judged.item, page=page))
    return judged


async def _judge(stage: type[Stage], given: Given, item: Page | Article, limits: Limits) -> Page | Article | Ended:
    future = pool(limits).schedule(_work, args=(stage, given, _without_page(item)), timeout=limits.timeout)
    judged: Page | Article | Ended = await asyncio.wrap_future(future)
    return judged


def _without_page(item: Page | Article) -> Page | Article:
    """The item without the page an article came from: the caller has it, and it need not travel."""
    return replace(item, page=None) if isinstance(item, Article) else item


def _name(stage: type[Stage]) -> str:
    return stage.__name__.removesuffix("Stage").lower()


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
    # Before the limit: what the stages load once is no page's memory.
    import pipelines.extraction
    from pipelines.language import detect
    from pipelines.relevance import DEFAULT_TOPIC, load_topic

    pipelines.extraction.load()
    detect("Pemanasan sebelum berita pertama dibaca.")
    load_topic(DEFAULT_TOPIC)
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


_stages: dict[tuple[type[Stage], Given], Stage] = {}  # of this worker


def _work(stage: type[Stage], given: Given, item: Page | Article) -> Page | Article | Ended:
    built = _stages.get((stage, given))
    if built is None:
        built = _stages[(stage, given)] = stage.from_settings(dict(given))
    judged = built.judge(item)
    return judged if isinstance(judged, Ended) else _without_page(judged)
