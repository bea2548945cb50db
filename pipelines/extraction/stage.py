"""Stage: extraction as a step of the crawl, in worker processes beside the reactor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pipelines.extraction import workers
from pipelines.items import Article, Page
from pipelines.stage import Ended, PageEnded, Stage


class ExtractionStage(Stage):
    """Turns pages into articles. In a crawl each page is read by a worker process, which it may take down with it but not the crawl.

    Settings: EXTRACTION_WORKERS (processes; one fewer than the CPUs, at least one), EXTRACTION_TIMEOUT (seconds a page may take, 10),
    EXTRACTION_MEMORY_MB (megabytes that a page may need beyond what a worker has, 300).
    """

    def __init__(self, limits: workers.Limits):
        self.limits = limits

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Build the stage. Raises ValueError naming the setting that is not a positive number."""
        return cls(workers.Limits.from_settings(settings))

    def judge(self, page: Page) -> Article | Ended:
        """Extract in this process, without the limits."""
        from pipelines.extraction import extract

        return extract(page)

    async def process_item(self, page: Page) -> Article:
        judged = await workers.extract(page, self.limits)
        if isinstance(judged, Ended):
            raise PageEnded(page, judged)
        return judged
