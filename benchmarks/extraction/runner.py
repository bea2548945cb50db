"""The run: every extractor reads every page once for its answers, and then several times for its speed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.extraction.extractors import OURS, Extractor
from benchmarks.extraction.gold import Case
from benchmarks.extraction.workers import ROOT, Worker, WorkerDied

PAGE_SECONDS = 30.0  # as time passes; an extractor that takes longer for one page is stopped


@dataclass(slots=True)
class Result:
    """What one extractor gave: an answer or an error for each page, in the pages' order."""

    extractor: Extractor
    version: str = ""
    missing: str = ""  # why it was not run
    replies: list[dict[str, Any]] = field(default_factory=list)  # as worker.py writes them
    rounds: list[list[float | None]] = field(default_factory=list)  # seconds of processor time, by round and page

    @property
    def round_ms(self) -> list[float]:
        """Milliseconds a page in each round, over the pages that were answered in every round."""
        pages = [number for number in range(len(self.replies)) if all(seconds[number] is not None for seconds in self.rounds)]
        return [1000 * mean(seconds[number] or 0.0 for number in pages) for seconds in self.rounds] if pages else []


def run(
    cases: Sequence[Case],
    extractors: Sequence[Extractor],
    peers_python: Path,
    *,
    repeat: int,
    page_seconds: float = PAGE_SECONDS,
    progress: Callable[[str, int], None] = lambda *_: None,
) -> list[Result]:
    """Let every one of `extractors` read every one of `cases`.

    All processes live for the whole run but only one works at a time: the first round, untimed, warms them up and gives the answers; in each of
    `repeat` further rounds they take turns, so that a slow moment of the machine meets all of them.

    Args:
        peers_python: interpreter that has the peers installed; one that is missing there is reported as such.
        progress: called with an extractor's name before each of its rounds; round 0 gives the answers.
    """
    with ExitStack() as stack:
        pairs: list[tuple[Worker, Result]] = []
        for extractor in extractors:
            ours = extractor.name == OURS
            worker = Worker(extractor, Path(sys.executable) if ours else peers_python, page_seconds, ROOT if ours else None)
            result = Result(extractor)
            stack.callback(worker.stop)
            try:
                worker.start()
                result.version, result.missing = worker.version, worker.missing and f"not installed: {worker.missing}"
            except WorkerDied as error:
                result.missing = f"does not start: {error}"
            pairs.append((worker, result))
        running = [(worker, result) for worker, result in pairs if not result.missing]
        for number in range(repeat + 1):
            for worker, result in running:
                progress(result.extractor.name, number)
                if number:
                    result.rounds.append(_seconds(worker, cases, result.replies))
                else:
                    result.replies = [worker.ask(_request(case)) for case in cases]
        return [result for _, result in pairs]


def _seconds(worker: Worker, cases: Sequence[Case], replies: Sequence[dict[str, Any]]) -> list[float | None]:
    """Read all pages once more; what failed is not tried again: a page that hangs would cost its whole limit in every round."""
    return [worker.ask(_request(case)).get("seconds") if "answer" in reply else None for case, reply in zip(cases, replies, strict=True)]


def _request(case: Case) -> dict[str, Any]:
    expected = case.expected
    return {
        "path": str(case.path.resolve()),
        "url": expected.url,
        "outlet": expected.outlet,
        "charset": expected.charset,
        "timezone": expected.timezone,
        "fetched_at": case.fetched_at.isoformat(),
    }
