"""Sampling: a small, steady part of the irrelevant pages is kept with the archive, and no more of them than may be."""

from __future__ import annotations

import pytest
from scrapy.utils.test import get_crawler

from crawler import settings
from pipelines.items import Verdict
from pipelines.sampling import Sampling
from tests.archive.samples import article, judgement, page, relevant
from tests.conftest import Desk

PAGES = 20_000


def taken(sampling: Sampling, **parts: object) -> set[str]:
    given = (judgement(Verdict.IRRELEVANT, str(number), page=page("x"), **parts) for number in range(PAGES))
    return {each.canonical_url for each in given if sampling.takes(each)}


def test_pages_that_name_both_sides_are_sampled_more_than_those_that_do_not() -> None:
    sampling = Sampling(named=settings.SAMPLE_NAMED, unnamed=settings.SAMPLE_UNNAMED)
    assert PAGES / 10 * 0.9 < len(taken(sampling, article=article())) < PAGES / 10 * 1.1
    assert PAGES / 500 * 0.5 < len(taken(sampling)) < PAGES / 500 * 1.5


def test_the_same_pages_are_sampled_always_and_a_higher_rate_adds_to_them() -> None:
    few = taken(Sampling(named=0, unnamed=200))
    assert few == taken(Sampling(named=0, unnamed=200))
    assert few < taken(Sampling(named=0, unnamed=20))


def test_nothing_is_sampled_where_the_rate_is_none_or_the_page_is_not_irrelevant() -> None:
    assert taken(Sampling(named=0, unnamed=0)) == taken(Sampling(named=0, unnamed=0), article=article()) == set()
    always = Sampling(named=1, unnamed=1)
    assert not always.takes(relevant())
    assert not always.takes(judgement(Verdict.NOT_INDONESIAN, page=page()))
    assert not always.takes(judgement(Verdict.IRRELEVANT))
    assert always.takes(judgement(Verdict.IRRELEVANT, page=page()))


@pytest.mark.parametrize("name", ["SAMPLE_NAMED", "SAMPLE_UNNAMED", "SAMPLE_KEPT"])
def test_a_rate_that_is_none_is_refused_in_one_line(name: str, lone_desk: Desk) -> None:
    run = lone_desk.scrapy("outlets", "-s", f"{name}=-1")
    assert (run.returncode, run.stdout) == (2, "")
    assert f"{name}='-1'" in run.stderr


def test_a_crawl_samples_what_it_fetches(desk: Desk) -> None:
    run = desk.scrapy("crawl", "koranmandala", "-s", "SAMPLE_UNNAMED=1", "-s", "SAMPLE_KEPT=3")
    assert run.returncode == 0, run.stderr
    with desk.archive() as archive:
        waiting = archive.waiting_for_label([Verdict.IRRELEVANT])
        assert len(waiting) == 3
        assert archive.counts()[Verdict.IRRELEVANT] > 3
        assert all(archive.case(url) for url in waiting)


def test_the_stage_reads_the_rates_that_are_set() -> None:
    crawler = get_crawler(settings_dict={"SAMPLE_NAMED": "7", "SAMPLE_UNNAMED": 0})
    assert Sampling.from_settings(crawler.settings) == Sampling(named=7, unnamed=0)
