"""Stage: one step of a page's way; it passes the item on or ends it with a named verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from pipelines.items import Article, Page, Verdict

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


@dataclass(frozen=True, slots=True)
class Ended:
    """A stage's word that the page goes no further, and why."""

    verdict: Verdict
    reason: str
    item: Article | None = None  # the item as far as it got, where the archive is to keep it (a near miss)


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
        return passed(item, self.judge(item))


def passed(item: Page | Article, judged: Page | Article | Ended) -> Page | Article:
    """Return what a stage `judged` of `item` where it goes on; raises PageEnded where it does not."""
    if isinstance(judged, Ended):
        from pipelines.dropping import PageEnded  # Scrapy's, which a worker process has no use for

        raise PageEnded(item, judged)
    return judged
