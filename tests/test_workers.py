"""Workers: pages are judged in processes beside the reactor; a bad one takes only its worker with it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scrapy.utils.test import get_crawler

from crawler import settings
from pipelines import workers
from pipelines.dropping import PageEnded
from pipelines.extraction import ExtractionStage
from pipelines.items import Article, Page, Verdict
from tests.extraction.building import LAST, PARAGRAPHS, TITLE, document, news_article, page, paragraphs

MARKUP = document(f"<article><h1>{TITLE}</h1><div>{paragraphs(*PARAGRAPHS)}</div></article>", news_article())


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    workers.close()


def in_stage(markup: str, **settings: object) -> Article:
    stage = ExtractionStage.from_crawler(get_crawler(settings_dict={"WORKERS": 1, **settings}))
    judged = asyncio.run(stage.process_item(page(markup)))
    assert isinstance(judged, Article)
    return judged


def test_an_article_comes_back_from_a_worker_with_its_page() -> None:
    article = in_stage(MARKUP)
    assert article.title == TITLE
    assert article.page is not None
    assert article.page.body == MARKUP.encode()


def test_judging_without_a_crawl_gives_the_same_article() -> None:
    judged = ExtractionStage.from_settings({}).judge(page(MARKUP))
    assert judged == in_stage(MARKUP)


def test_a_page_that_is_no_article_ends_with_its_verdict() -> None:
    with pytest.raises(PageEnded) as ended:
        in_stage("")
    assert ended.value.ended.verdict == Verdict.EMPTY


def test_a_page_that_takes_too_long_fails_and_the_next_one_is_read() -> None:
    endless = document(f"<h1>{TITLE}</h1>" + "".join(f"<div>{LAST} {number}</div>" for number in range(30_000)), news_article())
    with pytest.raises(PageEnded) as ended:
        in_stage(endless, WORKER_TIMEOUT=0.05)
    assert ended.value.ended.verdict == Verdict.FAILED
    assert ended.value.ended.reason == "extraction: longer than 0.05 s"
    assert in_stage(MARKUP).title == TITLE


def test_a_worker_that_dies_fails_its_page_and_the_next_one_is_read() -> None:
    async def killed() -> object:
        limits = workers.Limits(workers=1, timeout=60, memory_mb=300)
        future = workers.pool(limits).schedule(os.kill, args=(0, 0))
        await asyncio.wrap_future(future)
        dying = asyncio.wrap_future(workers.pool(limits).schedule(os.abort))
        with pytest.raises(Exception, match="Abnormal termination"):
            await dying
        return await workers.judge(ExtractionStage, (), page(MARKUP), limits)

    assert isinstance(asyncio.run(killed()), Article)


def test_a_worker_that_is_killed_between_two_pages_fails_neither() -> None:
    in_stage(MARKUP)
    for _ in range(3):
        (worker,) = children()
        os.kill(worker, signal.SIGKILL)
        assert in_stage(MARKUP).title == TITLE


def test_a_page_that_needs_more_memory_than_allowed_fails_and_the_next_one_is_read() -> None:
    workers.close()
    large = document(f"<h1>{TITLE}</h1>" + "<p>a<b>b</b></p>" * 150_000, news_article())
    with pytest.raises(PageEnded) as ended:
        in_stage(large, WORKER_MEMORY_MB=20, WORKER_TIMEOUT=120)
    assert ended.value.ended.verdict == Verdict.FAILED
    assert ended.value.ended.reason == "extraction: more than 20 MB"
    assert in_stage(MARKUP, WORKER_MEMORY_MB=20).title == TITLE
    workers.close()


def test_a_page_that_exceeds_a_limit_comes_with_its_failure_for_the_archive() -> None:
    endless = document(f"<h1>{TITLE}</h1>" + "".join(f"<div>{LAST} {number}</div>" for number in range(30_000)), news_article())
    with pytest.raises(PageEnded) as ended:
        in_stage(endless, WORKER_TIMEOUT=0.01)
    assert isinstance(ended.value.item, Page)
    assert ended.value.item.body == endless.encode()


def test_a_page_may_take_two_seconds_and_300_megabytes() -> None:
    limits = workers.Limits.from_settings({})
    assert (limits.timeout, limits.memory_mb) == (2, 300)
    assert (limits.timeout, limits.memory_mb) == (settings.WORKER_TIMEOUT, settings.WORKER_MEMORY_MB)


def test_closing_leaves_no_process_behind() -> None:
    in_stage(MARKUP)
    (worker,) = children()
    workers.close()
    assert not Path(f"/proc/{worker}").exists()  # not even as a zombie


def test_ctrl_c_in_the_terminal_prints_no_traceback_and_leaves_no_worker() -> None:
    program = """if True:
    import asyncio, os, signal
    from pipelines import workers
    from pipelines.extraction import ExtractionStage
    from tests.test_workers import MARKUP
    from tests.extraction.building import page

    async def main():
        await workers.judge(ExtractionStage, (), page(MARKUP), workers.Limits(workers=2, timeout=60, memory_mb=300))
        print("ready", flush=True)
        await asyncio.Event().wait()

    if __name__ == "__main__":
        try:
            asyncio.run(main())
        except KeyboardInterrupt:
            print("stopped", flush=True)
    """
    root = Path(__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=root
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGINT)  # what the terminal does: every process of the group gets it
    output, errors = process.communicate(timeout=60)
    assert (output, errors) == ("stopped\n", "")
    assert not running(lambda fields: fields["group"] == process.pid)


@pytest.mark.parametrize("name", ["WORKERS", "WORKER_TIMEOUT", "WORKER_MEMORY_MB"])
@pytest.mark.parametrize("value", [0, -1, "two", "nan"])
def test_a_setting_that_is_no_positive_number_is_named(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a number above 0, not {value!r}"):
        workers.Limits.from_settings({name: value})


def children() -> set[int]:
    return running(lambda fields: fields["parent"] == os.getpid())


def running(wanted: Callable[[dict[str, int]], bool]) -> set[int]:
    """The processes started to read pages (not the tracker that multiprocessing starts) that are `wanted`."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, group, *_ = stat.read_text().rpartition(")")[2].split()
            command = stat.with_name("cmdline").read_bytes()
        except OSError:
            continue
        if b"spawn_main" in command and state != "Z" and wanted({"parent": int(parent), "group": int(group)}):
            found.add(int(stat.parent.name))
    return found
