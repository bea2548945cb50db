"""Stage: extraction as a step of the crawl."""

from __future__ import annotations

from pipelines.items import Article, Page
from pipelines.stage import Ended
from pipelines.workers import WorkerStage


class ExtractionStage(WorkerStage):
    """Turns a page into its article, or ends it with the word why it has none."""

    def judge(self, page: Page) -> Article | Ended:
        from pipelines.extraction import extract

        return extract(page)
