"""Politeness: an outlet's Crawl-delay is kept, and an outlet that keeps refusing is left alone for this run."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawler.challenge import challenge

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

LONGEST_DELAY = 120.0  # seconds; a robots.txt that asks for more is kept to this, and a warning says so
REFUSALS_IN_A_ROW = 5


class Politeness:
    """Scrapy reads Crawl-delay and does not keep it; and it would go on asking through a thousand refusals."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.refusals = 0
        self.closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(extension.response_received, signal=signals.response_received)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        if not asked:
            return
        if asked > LONGEST_DELAY:
            logger.warning("%s asks for a Crawl-delay of %s s; keeping %s s", request.url, asked, LONGEST_DELAY)
        downloader = self.crawler.engine.downloader
        slot = downloader.get_slot_key(request)
        delay = max(min(asked, LONGEST_DELAY), self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        downloader.per_slot_settings.setdefault(slot, {}).update(delay=delay, jitter=0.0)
        if slot in downloader.slots:
            downloader.slots[slot].delay = delay
            downloader.slots[slot].jitter = 0.0

    def response_received(self, response: Response, request: Request) -> None:
        if request.url.endswith("/robots.txt"):
            return
        why = challenge(response)
        self.refusals = self.refusals + 1 if why else 0
        if self.refusals == REFUSALS_IN_A_ROW:
            logger.warning("%s: %s %d times in a row; leaving it alone for this run", request.url, why, self.refusals)
            self.closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="refused"))
