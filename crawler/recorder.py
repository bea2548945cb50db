"""Recorder: every fetched page's verdict reaches the archive, whatever stage, error or download ended it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from crawler.spans import spans
from pipelines.archive import Archive, ArchiveError, Visit
from pipelines.archive.recording import LEADS_TO
from pipelines.dropping import PageEnded
from pipelines.items import Article, Judgement, Page, Verdict
from pipelines.sampling import Sampling

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)

BATCH = 50  # judgements a transaction: a commit costs as much as judging a page
LONGEST_WAIT = 1.0  # seconds; what a killed run has to fetch again

# Walls and empty answers pass, and a worker may die of what was not the page's fault: later runs try again, a few times.
PASSING = {Verdict.CHALLENGE, Verdict.EMPTY, Verdict.FAILED}


@cache
def open_archive(url: str) -> Archive:
    """The process's one archive at `url`, opened at the first call. Raises ArchiveError."""
    return Archive.open(url)


class Recorder:
    """Collects judgements and stores them a batch at a time; a URL is known only once its batch is stored."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.archive = open_archive(crawler.settings["ARCHIVE_URL"])
        self.sampling = Sampling.from_settings(crawler.settings)
        self.sampled: set[str] = set()  # canonical URLs; of this run
        self.schedule = spans(crawler.settings["REVISIT_AFTER"])
        self.pending: list[Judgement] = []
        self.visits: list[Visit] = []
        self.timer: asyncio.TimerHandle | None = None
        self.counts: Counter[str] = Counter()
        self.retried = 0  # pages that did not get their final verdict
        self.relevant: list[Article] = []
        self.broken = ""  # why nothing more can be stored

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        recorder = cls(crawler)
        connect = crawler.signals.connect
        connect(recorder.item_scraped, signal=signals.item_scraped)
        connect(recorder.item_dropped, signal=signals.item_dropped)
        connect(recorder.item_error, signal=signals.item_error)
        connect(recorder.close, signal=signals.spider_closed)
        return recorder

    def item_scraped(self, item: Article) -> None:
        self.judged(item, Verdict.RELEVANT, f"score {item.score:.2f}")

    def item_dropped(self, item: Page | Article, exception: BaseException) -> None:
        if isinstance(exception, PageEnded):
            ended = exception.ended
            self.judged(ended.item or item, ended.verdict, ended.reason)
        else:
            self.judged(item, Verdict.FAILED, f"dropped: {exception}")

    def item_error(self, item: Page | Article, failure: Failure) -> None:
        self.judged(item, Verdict.FAILED, f"{type(failure.value).__name__}: {failure.value}")

    def judged(self, item: Page | Article, verdict: Verdict, reason: str) -> None:
        """Record how the way of a page ended."""
        article = item if isinstance(item, Article) else None
        page = item.page if isinstance(item, Article) else item
        spider: Any = self.crawler.spider
        if page and (due := spider.revisits.of(item.canonical_url, page.link)):
            spider.revisits.judged(due, item, verdict, reason)
            return
        if article and article.published_at and not spider.window.holds(article.published_at.value):
            self.counts["outside_window"] += 1  # not stored: a run with another window may want it
            return
        final = verdict not in PASSING
        if missing := spider.pager.missing.pop(item.canonical_url, ""):
            reason, final = f"{reason}; incomplete: {missing}", False
        judgement = Judgement(verdict, reason, item.url, item.canonical_url, item.outlet, datetime.now(UTC), article, page, final=final)
        self.add(judgement)
        if page and page.link and (listed := spider.link_key(page.link)) != item.canonical_url:
            # The link led to a page that has another address: that address holds the article, this one only the verdict.
            reason = f"{LEADS_TO}{item.canonical_url}"
            alias = Judgement(verdict, reason, page.link.url, listed, item.outlet, judgement.judged_at, final=judgement.final)
            self.add(alias, counted=False)

    def add(self, judgement: Judgement, counted: bool = True) -> None:
        if counted:
            self.counts[judgement.verdict.value] += 1
            self.retried += not judgement.final
            if judgement.verdict is Verdict.RELEVANT and judgement.article:
                self.relevant.append(judgement.article)
        if self.sampling.takes(judgement):
            self.sampled.add(judgement.canonical_url)
        self.pending.append(judgement)
        self._store_soon()

    def visited(self, visit: Visit) -> None:
        """Record what became of an article that was due."""
        self.visits.append(visit)
        self._store_soon()

    def _store_soon(self) -> None:
        if len(self.pending) + len(self.visits) >= BATCH:
            self.flush()
        elif self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(LONGEST_WAIT, self.flush)

    def flush(self) -> None:
        """Store what has been collected."""
        if self.timer:
            self.timer.cancel()
            self.timer = None
        if not (self.pending or self.visits) or self.broken:
            return
        try:
            self.archive.record(self.pending, self.sampled, self.visits, self.schedule)
        except ArchiveError as error:
            self.broken = str(error)
            logger.error("%s; stopping, and the next run fetches again what could not be stored", error)
            self.closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="archive"))
        else:
            self.pending.clear()
            self.visits.clear()

    def close(self) -> None:
        """Store what is left, and keep the sample within its bounds if this run added to it."""
        self.flush()
        if self.sampled and not self.broken:
            try:
                self.archive.trim_sample(self.crawler.settings.getint("SAMPLE_KEPT"))
            except ArchiveError as error:
                logger.error("%s; the sample of irrelevant pages stays larger than SAMPLE_KEPT until a later run", error)
