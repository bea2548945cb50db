"""Reprocessing: stored pages judged again under the rules of now, in worker processes, without the network."""

from __future__ import annotations

import asyncio
import os
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from scrapy.settings import BaseSettings

from pipelines import workers
from pipelines.archive import Archive, Choice, Stored, article_to_dict
from pipelines.items import Article, Judgement, Verdict
from pipelines.rejudging import READS, RejudgeStage
from pipelines.stage import Ended
from pipelines.workers import Limits

BATCH = 50  # judgements a transaction, as in a crawl: short enough for a crawl beside it
AHEAD = 3  # pages given to each worker at once, so that none waits while a batch is recorded
STAGES = 3  # that a crawl gives WORKER_TIMEOUT each, and that are one call here
REASON = 200  # characters of what went wrong
EXAMPLES = 10  # of each kind of change
INCOMPLETE = "; incomplete: "  # what follows is of the fetch: which further pages of the article did not come

Judged = tuple[Stored, Judgement]


@dataclass(frozen=True, slots=True)
class Example:
    """An article whose verdict changed."""

    title: str
    url: str
    before: float | None  # score; None where none is kept
    after: float


@dataclass(slots=True)
class Change:
    """The pages that went from one verdict to another."""

    count: int = 0
    examples: list[Example] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """What became of the pages so far."""

    judged: int = 0
    unchanged: int = 0
    updated: int = 0  # same verdict, but read or explained differently
    failed: int = 0  # exceeded the limits or could not be read: they keep what they had
    lost: int = 0  # of those, the ones that could be judged before
    overtaken: int = 0  # fetched anew meanwhile: they keep that
    changed: dict[tuple[Verdict, Verdict], Change] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)  # reasons

    def add(self, stored: Stored, judged: Judgement) -> None:
        """Count a page that was judged again."""
        self.judged += 1
        if judged.verdict is Verdict.FAILED:
            self.failed += 1
            self.lost += stored.verdict is not Verdict.FAILED
            self.failures[judged.reason] += 1
        elif judged.verdict is not stored.verdict:
            change = self.changed.setdefault((stored.verdict, judged.verdict), Change())
            change.count += 1
            if len(change.examples) < EXAMPLES:
                change.examples.append(_example(stored, judged))
        elif _is_same(stored, judged):
            self.unchanged += 1
        else:
            self.updated += 1


class Judges:
    """The worker processes that judge stored pages, so many of them at once."""

    def __init__(self, settings: BaseSettings, count: int):
        limits = Limits.from_settings(settings)
        self.limits = replace(limits, workers=count, timeout=STAGES * limits.timeout)
        self.given = tuple((name, settings.get(name)) for name in READS)

    @classmethod
    def on_all_cores(cls, settings: BaseSettings) -> Self:
        """As many as there are CPUs, unless WORKERS says otherwise."""
        return cls(settings, Limits.from_settings(settings).workers if settings.get("WORKERS") else os.cpu_count() or 1)

    async def judge(self, stored: Stored) -> Judgement:
        """Judge one page; FAILED where it exceeds the limits, takes its worker with it, or brings the rules down."""
        page = stored.page
        try:
            ended = await workers.judge(RejudgeStage, self.given, page, self.limits)
        except Exception as error:  # noqa: BLE001 (as in a crawl, what one page trips over must not stop the others; it is counted and named)
            ended = Ended(Verdict.FAILED, " ".join(f"{type(error).__name__}: {error}".split())[:REASON])
        assert isinstance(ended, Ended)
        _, mark, missing = stored.reason.partition(INCOMPLETE)
        reason = f"{ended.reason}{mark}{missing}"
        return Judgement(ended.verdict, reason, page.url, page.canonical_url, page.outlet, datetime.now(UTC), ended.item, page)

    async def judge_all(self, pages: Iterable[Stored]) -> AsyncIterator[Judged]:
        """Judge `pages` in their order, several at once and few in memory."""
        under_way: deque[tuple[Stored, asyncio.Task[Judgement]]] = deque()
        try:
            for stored in pages:
                under_way.append((stored, asyncio.create_task(self.judge(stored))))
                if len(under_way) >= AHEAD * self.limits.workers:
                    first, task = under_way.popleft()
                    yield first, await task
            while under_way:
                first, task = under_way.popleft()
                yield first, await task
        finally:
            for _, task in under_way:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


async def judge_again(
    archive: Archive, choice: Choice, judges: Judges, tally: Tally, on_page: Callable[[], None]
) -> AsyncIterator[list[Judgement]]:
    """Judge the stored pages that `choice` means, and yield those with a word to record in batches; `tally` is kept while it goes on."""
    batch: list[Judgement] = []
    async for stored, judged in judges.judge_all(archive.stored(choice)):
        tally.add(stored, judged)
        on_page()
        if judged.verdict is not Verdict.FAILED:
            batch.append(judged)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


async def reprocess(
    archive: Archive, choice: Choice, judges: Judges, schedule: Sequence[timedelta], tally: Tally, on_page: Callable[[], None]
) -> None:
    """Judge the stored pages that `choice` means again and record each batch as it is full: what is recorded stays, however this ends."""
    async for batch in judge_again(archive, choice, judges, tally, on_page):
        tally.overtaken += len(archive.rejudge(batch, datetime.now(UTC), schedule))


async def rehearse(archive: Archive, choice: Choice, judges: Judges, tally: Tally, on_page: Callable[[], None]) -> None:
    """Like `reprocess`, and record nothing."""
    async for _ in judge_again(archive, choice, judges, tally, on_page):
        pass


def _is_same(stored: Stored, judged: Judgement) -> bool:
    if stored.article is None or judged.article is None:
        return True
    return article_to_dict(stored.article) == article_to_dict(_as_fetched(judged.article, stored.article))


def _as_fetched(article: Article, before: Article) -> Article:
    return replace(article, crawled_at=before.crawled_at)


def _example(stored: Stored, judged: Judgement) -> Example:
    article = judged.article or stored.article
    title = article.title if article else (stored.page.link.title if stored.page.link else "")
    before = stored.article.score if stored.article else None
    return Example(title or "(no title)", stored.page.url, before, judged.article.score if judged.article else 0.0)
