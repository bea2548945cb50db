"""Stage: one step of a page's way; it passes the item on or ends it with a named verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from pipelines.items import Article, Page, Verdict

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


@dataclass(frozen=True, slots=True)
class Ended:
    """A stage's word that the page goes no further, and why."""

    verdict: Verdict
    reason: str
    item: Article | None = None  # the item as far as it got, where the archive is to keep it (a near miss)


class PageEnded(DropItem):
    """Tells Scrapy that a stage ended `item`; the archive records `ended` for it."""

    def __init__(self, item: Page | Article, ended: Ended):
        super().__init__(f"{ended.verdict}: {ended.reason}", log_level="DEBUG")
        self.item = item
        self.ended = ended


class Stage:
    """Base of the stages: a plain `judge`, and the thin part that makes it a Scrapy pipeline."""

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:  # noqa: ARG003 (for the stages that read some)
        """Build the stage from the project's settings."""
        return cls()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls.from_settings(crawler.settings)

    def judge(self, item: Any) -> Page | Article | Ended:
        """Return the item for the next stage, or `Ended`."""
        raise NotImplementedError

    async def process_item(self, item: Any) -> Page | Article:
        judged = self.judge(item)
        if isinstance(judged, Ended):
            raise PageEnded(item, judged)
        return judged
