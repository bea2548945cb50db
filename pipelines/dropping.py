"""Dropping: how Scrapy is told that a page goes no further."""

from __future__ import annotations

from scrapy.exceptions import DropItem

from pipelines.items import Article, Page
from pipelines.stage import Ended


class PageEnded(DropItem):
    """Tells Scrapy that a stage ended `item`; the archive records `ended` for it."""

    def __init__(self, item: Page | Article, ended: Ended):
        super().__init__(f"{ended.verdict}: {ended.reason}", log_level="DEBUG")
        self.item = item
        self.ended = ended
