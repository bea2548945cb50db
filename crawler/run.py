"""Run: crawls of one or many outlets in one process, each under its lease, each ending in one line that says how it went."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from twisted.internet.error import ReactorNotRunning

from crawler.outlet import OutletSpider
from crawler.recorder import Recorder, open_archive
from pipelines.items import Article


class Outcome(StrEnum):
    """How a run ended."""

    FINISHED = "finished"  # every link that was found has its verdict
    PARTIAL = "partial"  # bounded by arguments or settings, or some pages are to be tried again
    REFUSED = "refused"  # the outlet kept refusing
    FAILED = "failed"  # no source answered, or nothing could be stored
    INTERRUPTED = "interrupted"  # stopped by a person or a signal
    BUSY = "busy"  # another run holds the outlet's lease


GOOD = {Outcome.FINISHED, Outcome.PARTIAL, Outcome.BUSY}


@dataclass(frozen=True, slots=True)
class Job:
    """One outlet to crawl, with its spider's arguments."""

    spider: type[OutletSpider]
    arguments: Mapping[str, str]


@dataclass(slots=True)
class Report:
    """How the run of one outlet went."""

    outlet: str
    outcome: Outcome
    reason: str = ""
    found: int = 0  # article links listed by the sources
    fetched: int = 0  # pages that got a verdict in this run
    retried: int = 0  # pages that did not get their final verdict, to be tried by a later run
    counts: dict[str, int] = field(default_factory=dict)  # by verdict, of the articles revisited, and of the faults met in sources
    relevant: list[Article] = field(default_factory=list)
    seconds: float = 0.0


class Runner:
    """Crawls jobs, several at once, and reports on each as it ends."""

    def __init__(self, process: AsyncCrawlerProcess, on_report: Callable[[Report], None], on_tick: Callable[[int, int], None]):
        self.process = process
        self.archive = open_archive(process.settings["ARCHIVE_URL"])
        self.on_report = on_report
        self.on_tick = on_tick  # called a few times a second with the pages done and the pages known to be wanted
        self.reports: list[Report] = []
        self.crawlers: list[Crawler] = []
        self.stopping = False

    def run(self, jobs: Sequence[Job]) -> list[Report]:
        """Crawl all jobs; returns when the last has ended. Ctrl-C ends them in order, and a second one at once."""
        main = asyncio.get_event_loop().create_task(self._run_all(jobs))
        self.process.start(stop_after_crawl=False)
        if main.done() and not main.cancelled() and (error := main.exception()):
            raise error
        done = {report.outlet for report in self.reports}
        for crawler in self.crawlers:
            spider = crawler.spider
            if isinstance(spider, OutletSpider) and spider.outlet not in done:
                self._report(Report(spider.outlet, Outcome.INTERRUPTED, "stopped before its end"))
        return self.reports

    async def _run_all(self, jobs: Sequence[Job]) -> None:
        from twisted.internet import reactor as installed  # by the process, a moment ago

        reactor: Any = installed

        places = asyncio.Semaphore(self.process.settings.getint("OUTLETS_AT_ONCE"))
        ticking = asyncio.create_task(self._tick())
        try:
            await asyncio.gather(*(self._run_one(job, places) for job in jobs))
        finally:
            ticking.cancel()
            self.on_tick(*self._progress())
            with suppress(ReactorNotRunning):  # Ctrl-C has stopped it already
                reactor.stop()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(0.2)
            self.on_tick(*self._progress())

    def _progress(self) -> tuple[int, int]:
        done = wanted = 0
        for crawler in self.crawlers:
            spider = crawler.spider
            if isinstance(spider, OutletSpider) and spider.recorder and spider.navigator:
                done += spider.recorder.counts.total() + spider.revisits.asked - len(spider.revisits.open)
                wanted += spider.navigator.admitted + spider.revisits.asked
        return done, max(done, wanted)

    async def _run_one(self, job: Job, places: asyncio.Semaphore) -> None:
        async with places:
            if self.stopping:
                return
            outlet = job.spider.outlet_of(job.arguments)
            with self.archive.lease(outlet) as held:
                if not held:
                    self._report(Report(outlet, Outcome.BUSY, "another run holds its lease"))
                    return
                await self._crawl(outlet, job)

    async def _crawl(self, outlet: str, job: Job) -> None:
        started = datetime.now(UTC)
        run_id = self.archive.start_run(outlet, started)
        crawler = self.process.create_crawler(job.spider)
        self.crawlers.append(crawler)
        try:
            await self.process.crawl(crawler, **job.arguments)
            if isinstance(crawler.spider, OutletSpider) and crawler.spider.navigator:
                crawler.spider.navigator.settle()
            report = summary(outlet, crawler)
        except Exception as error:  # noqa: BLE001 (one outlet's fault must not end the others)
            report = Report(outlet, Outcome.FAILED, f"{type(error).__name__}: {error}")
        report.seconds = (datetime.now(UTC) - started).total_seconds()
        self.stopping = self.stopping or report.outcome is Outcome.INTERRUPTED
        counts = {"found": report.found, "fetched": report.fetched, **report.counts}
        self.archive.finish_run(run_id, report.outcome.value, report.reason, counts, datetime.now(UTC))
        self._report(report)

    def _report(self, report: Report) -> None:
        self.reports.append(report)
        self.on_report(report)


def summary(outlet: str, crawler: Crawler) -> Report:
    """Sum up a crawl that has ended."""
    spider = crawler.spider
    if not isinstance(spider, OutletSpider) or spider.recorder is None or spider.navigator is None:
        return Report(outlet, Outcome.FAILED, "it did not start; see the log")
    navigator, recorder = spider.navigator, spider.recorder
    outcome, reason = _outcome(crawler.stats.get_value("finish_reason"), recorder, spider)
    return Report(
        outlet,
        outcome,
        reason,
        found=navigator.frontier.found,
        fetched=recorder.counts.total(),
        retried=recorder.retried,
        counts={
            **recorder.counts,
            **spider.revisits.counts,
            "source_warnings": navigator.warnings,
            "source_faults": len(navigator.faults),
            "incomplete": crawler.stats.get_value("pages/missing", 0),
        },
        relevant=recorder.relevant,
    )


def _outcome(finish_reason: Any, recorder: Recorder, spider: OutletSpider) -> tuple[Outcome, str]:
    navigator = spider.navigator
    assert navigator is not None
    if recorder.broken:
        return Outcome.FAILED, recorder.broken
    if finish_reason == "shutdown":
        return Outcome.INTERRUPTED, "stopped before its end"
    if finish_reason == "refused":
        return Outcome.REFUSED, "it refused five times in a row"
    if spider.failure:
        return Outcome.FAILED, spider.failure
    if not navigator.answered:
        return Outcome.FAILED, navigator.faults[0] if navigator.faults else "no source of its articles was found"
    if not navigator.frontier.found and not navigator.unchanged and not navigator.horizon:
        return Outcome.FAILED, "its sources list no article"
    if finish_reason != "finished":
        return Outcome.PARTIAL, "its time was up"
    if navigator.frontier.cut:
        return Outcome.PARTIAL, "more was listed than this run may fetch"
    if recorder.retried:
        return Outcome.PARTIAL, f"{recorder.retried} pages are to be tried again"
    if spider.window:
        return Outcome.PARTIAL, "only what was published in the window asked for"
    return Outcome.FINISHED, "; ".join(navigator.faults[:1])


def outlets(settings_loader: Any) -> dict[str, type[OutletSpider]]:
    """The declared outlets by name, as Scrapy's spider loader finds them."""
    found: dict[str, type[OutletSpider]] = {}
    for name in settings_loader.list():
        spider: type[Spider] = settings_loader.load(name)
        if issubclass(spider, OutletSpider):
            spider.check()
            found[name] = spider
    return found
