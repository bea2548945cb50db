"""Crawls of the newsroom by the real command: what is found, what is asked for, and what a later run does."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from crawler.canonical import canonicalize
from crawler.spiders.koranmandala import KoranMandala
from newsroom.faults import Fault
from newsroom.server import Newsroom
from pipelines.items import Verdict
from tests.conftest import Desk

OUTLETS = (
    "antaranews", "balipost", "cnnindonesia", "detik", "kompas", "koranmandala", "liputan6", "republika", "tempo", "tribunnews",
)  # fmt: skip


def article_addresses(newsroom: Newsroom, outlet: str = "") -> dict[str, str]:
    """Host and path of every article, with its slug."""
    return {
        urlsplit(newsroom.url_of(article)).netloc + urlsplit(newsroom.url_of(article)).path: article.slug
        for article in newsroom.articles
        if outlet in ("", article.outlet)
    }


def slugs_asked_for(newsroom: Newsroom, since: int = 0) -> list[str]:
    """The slugs of the articles that were asked for by their own addresses, from the `since`-th request on."""
    addresses = article_addresses(newsroom)
    asked = (request.host + request.path.partition("?")[0] for request in newsroom.requests[since:])
    return [addresses[address] for address in asked if address in addresses]


def relevant_titles(newsroom: Newsroom, outlet: str = "") -> set[str]:
    return {article.title for article in newsroom.articles if article.relevant and outlet in ("", article.outlet)}


def test_a_monitor_run_finds_every_relevant_article_and_nothing_else_and_a_second_one_fetches_none_again(
    desk: Desk, newsroom: Newsroom
) -> None:
    start = len(newsroom.requests)
    run = desk.scrapy("monitor")
    assert run.returncode == 0, run.stderr
    assert desk.titles() == relevant_titles(newsroom)
    assert len(set(slugs_asked_for(newsroom, start))) == len(newsroom.articles)
    assert "Traceback" not in run.stderr
    middle = len(newsroom.requests)
    again = desk.scrapy("monitor")
    assert again.returncode == 0, again.stderr
    assert slugs_asked_for(newsroom, middle) == []


@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_window_and_a_limit_bound_what_is_fetched(outlet: str, desk: Desk, newsroom: Newsroom) -> None:
    start = len(newsroom.requests)
    run = desk.scrapy("crawl", outlet, "-a", "since=2024-07-01", "-a", "until=2024-08-31", "-a", "limit=5")
    assert run.returncode == 0, run.stderr
    assert len(slugs_asked_for(newsroom, start)) <= 5
    since, until = datetime.fromisoformat("2024-06-30T00:00:00+07:00"), datetime.fromisoformat("2024-09-02T00:00:00+07:00")
    with desk.archive() as archive:
        for article in archive.articles(None):
            assert article.published_at is None or since <= article.published_at.value < until
        assert sum(archive.counts().values()) <= 5


def test_no_article_is_asked_for_twice_under_its_variants(desk: Desk, newsroom: Newsroom) -> None:
    start = len(newsroom.requests)
    assert desk.scrapy("crawl", "liputan6").returncode == 0
    addresses = article_addresses(newsroom)
    further = {article.slug for article in newsroom.articles if article.pages > 1}
    asked = [request.host + request.path for request in newsroom.requests[start:]]
    asked = [url for url in asked if url.partition("?")[0] in addresses]
    slugs = [addresses[url.partition("?")[0]] for url in asked]
    assert len(asked) == len(set(asked))
    assert {slug for slug in slugs if slugs.count(slug) > 1} <= further, "all its pages are asked for after its first"


@pytest.mark.parametrize("moment", [5, 40, 90])
def test_a_run_killed_at_any_moment_is_completed_by_the_next(
    moment: int, desk: Desk, newsroom: Newsroom, kill: Callable[[subprocess.Popen[str], int], None]
) -> None:
    start = len(newsroom.requests)
    process = desk.start("monitor", "koranmandala", "kompas", "detik", "tempo")
    while len(newsroom.requests) < start + moment and process.poll() is None:
        pass
    kill(process, signal.SIGKILL)
    process.wait(timeout=20)
    run = desk.scrapy("monitor", "koranmandala", "kompas", "detik", "tempo")
    assert run.returncode == 0, run.stderr
    expected = set.union(*(relevant_titles(newsroom, outlet) for outlet in ("koranmandala", "kompas", "detik", "tempo")))
    assert desk.titles() == expected


def test_ctrl_c_ends_a_run_in_order_and_the_next_completes_it(
    desk: Desk, newsroom: Newsroom, kill: Callable[[subprocess.Popen[str], int], None]
) -> None:
    start = len(newsroom.requests)
    process = desk.start("monitor", "koranmandala", "detik", DOWNLOAD_DELAY="0.05")
    while len(newsroom.requests) < start + 15 and process.poll() is None:
        pass
    kill(process, signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "interrupted" in output + errors
    assert "Traceback" not in errors
    assert desk.scrapy("monitor", "koranmandala", "detik").returncode == 0
    assert desk.titles() == relevant_titles(newsroom, "koranmandala") | relevant_titles(newsroom, "detik")


def test_a_second_run_leaves_an_outlet_to_the_one_that_is_crawling_it(
    desk: Desk, newsroom: Newsroom, kill: Callable[[subprocess.Popen[str], int], None]
) -> None:
    start = len(newsroom.requests)
    first = desk.start("monitor", "koranmandala", DOWNLOAD_DELAY="0.5")
    while len(newsroom.requests) < start + 3 and first.poll() is None:
        pass
    second = desk.scrapy("monitor", "koranmandala", "balipost")
    kill(first, signal.SIGKILL)
    assert second.returncode == 0, second.stderr
    assert "koranmandala: busy" in second.stderr
    assert "balipost: finished" in second.stderr


def test_an_outlet_that_is_down_hinders_no_other_and_is_named(desk: Desk, newsroom: Newsroom) -> None:
    for host in newsroom.hosts:
        if host.endswith("tempo.co"):
            newsroom.fault(host, "/", Fault.of_status(503))
    run = desk.scrapy("monitor", "tempo", "koranmandala", "-s", "RETRY_TIMES=0")
    assert run.returncode == 1
    assert "tempo: failed" in run.stderr
    assert "Traceback" not in run.stderr
    assert desk.titles() == relevant_titles(newsroom, "koranmandala")
    newsroom.clear_faults()
    assert desk.scrapy("monitor", "tempo").returncode == 0
    assert desk.titles() == relevant_titles(newsroom, "koranmandala") | relevant_titles(newsroom, "tempo")


def test_a_page_that_fails_for_now_is_fetched_by_a_later_run_and_one_that_is_gone_is_not(desk: Desk, newsroom: Newsroom) -> None:
    for_now, gone = [article for article in newsroom.articles if article.outlet == "koranmandala"][:2]
    for article, status in ((for_now, 500), (gone, 404)):
        parts = urlsplit(newsroom.url_of(article))
        newsroom.fault(parts.netloc, parts.path, Fault.of_status(status))
    run = desk.scrapy("crawl", "koranmandala", "-s", "RETRY_TIMES=0")
    assert run.returncode == 0, run.stderr
    with desk.archive() as archive:
        assert archive.counts()[Verdict.FAILED] == 2
    newsroom.clear_faults()
    with desk.archive() as archive:
        waiting = archive.known(_keys(newsroom, [for_now.slug, gone.slug]), datetime.fromisoformat("2100-01-01T00:00:00Z"))
        assert len(waiting) == 1


def _keys(newsroom: Newsroom, slugs: list[str]) -> list[str]:

    pattern = re.compile(KoranMandala.article_url)
    return [canonicalize(newsroom.url_of(slug), pattern) for slug in slugs]


def test_a_challenge_page_is_no_article_and_is_not_taken_for_one(desk: Desk, newsroom: Newsroom) -> None:
    victim = next(article for article in newsroom.articles if article.outlet == "koranmandala" and article.relevant)
    parts = urlsplit(newsroom.url_of(victim))
    newsroom.fault(parts.netloc, parts.path, Fault.challenge())
    run = desk.scrapy("crawl", "koranmandala")
    assert run.returncode == 0, run.stderr
    with desk.archive() as archive:
        assert archive.counts()[Verdict.CHALLENGE] == 1
    assert victim.title not in desk.titles()


def test_an_outlet_that_keeps_refusing_is_left_alone(desk: Desk, newsroom: Newsroom) -> None:
    for host in newsroom.hosts:
        if host.endswith("koranmandala.com"):
            newsroom.fault(host, "/", Fault.of_status(403))
    start = len(newsroom.requests)
    run = desk.scrapy("crawl", "koranmandala")
    assert run.returncode == 1
    assert "403 refused" in run.stderr + run.stdout or "refused" in run.stderr
    assert len(newsroom.requests) - start < 40
    assert "Traceback" not in run.stderr


def test_an_undeclared_site_is_found_out_by_itself_and_its_sources_are_remembered(desk: Desk, newsroom: Newsroom) -> None:
    run = desk.scrapy("crawl", "site", "-a", "url=https://www.balipost.com/")
    assert run.returncode == 0, run.stderr
    assert desk.titles() == relevant_titles(newsroom, "balipost")
    with desk.archive() as archive:
        assert [source.kind for source in archive.sources("balipost.com")] == ["wordpress"]
    start = len(newsroom.requests)
    assert desk.scrapy("crawl", "site", "-a", "url=https://www.balipost.com/").returncode == 0
    asked = {request.path for request in newsroom.requests[start:]}
    assert not any("sitemap" in path or "feed" in path for path in asked), "remembered sources make discovery needless"


@pytest.mark.parametrize("outlet", OUTLETS)
def test_every_outlet_can_be_watched_as_an_undeclared_site(outlet: str, desk: Desk, newsroom: Newsroom) -> None:
    home = next(spider_home(name) for name in OUTLETS if name == outlet)
    run = desk.scrapy("crawl", "site", "-a", f"url={home}")
    assert run.returncode == 0, run.stderr
    found = desk.titles()
    assert found, "at least the newest relevant articles are found"
    assert found <= relevant_titles(newsroom, outlet)


def spider_home(name: str) -> str:
    homes = {"koranmandala": "https://koranmandala.com/", "detik": "https://news.detik.com/", "kompas": "https://www.kompas.com/"}
    domains = {"tempo": "tempo.co", "republika": "republika.co.id"}
    return homes.get(name) or f"https://www.{domains.get(name, name + '.com')}/"


def test_sources_that_fail_are_looked_for_again(desk: Desk, newsroom: Newsroom) -> None:
    for host in ("koranmandala.com", "www.koranmandala.com"):
        newsroom.fault(host, "/wp-json", Fault.of_status(404))
    run = desk.scrapy("crawl", "koranmandala")
    assert run.returncode == 0, run.stderr
    assert desk.titles() == relevant_titles(newsroom, "koranmandala")
    start = len(newsroom.requests)
    assert desk.scrapy("crawl", "koranmandala").returncode == 0
    assert len(newsroom.requests) - start < 10, "what was found the first time is remembered beside the declaration"


def test_what_robots_txt_forbids_is_not_fetched(desk: Desk, newsroom: Newsroom) -> None:
    robots = b"User-agent: *\nDisallow: /politik/\nCrawl-delay: 0.1\n"
    for host in ("koranmandala.com", "www.koranmandala.com"):
        newsroom.fault(host, "/robots.txt", Fault.replaced(robots, "text/plain"))
    start = len(newsroom.requests)
    run = desk.scrapy("crawl", "koranmandala")
    assert run.returncode == 0, run.stderr
    requests = [request for request in newsroom.requests[start:] if request.path != "/robots.txt"]
    assert not [request.path for request in requests if request.path.startswith("/politik/")]
    # A busy machine may bunch two requests, but never makes all of them take less time than their delays.
    assert requests[-1].time - requests[0].time >= 0.1 * (len(requests) - 1) / 2, "its Crawl-delay is kept"


def test_requests_say_who_asks(desk: Desk, newsroom: Newsroom) -> None:
    start = len(newsroom.requests)
    assert desk.scrapy("crawl", "balipost", "-a", "limit=1", CONTACT="https://pantau.example/contact").returncode == 0
    agents = {request.user_agent for request in newsroom.requests[start:]}
    assert len(agents) == 1
    assert "Pantau/" in (agent := agents.pop())
    assert "https://pantau.example/contact" in agent


def test_a_private_address_is_refused_unless_it_is_named(desk: Desk, newsroom: Newsroom) -> None:
    for url in (f"https://127.0.0.1:{newsroom.port}/", f"https://localhost:{newsroom.port}/", f"https://2130706433:{newsroom.port}/"):
        start = len(newsroom.requests)
        run = desk.scrapy("crawl", "site", "-a", f"url={url}", ALLOWED_PRIVATE_HOSTS="", CONNECT_TO="")
        assert run.returncode == 1
        assert "ALLOWED_PRIVATE_HOSTS" in run.stderr
        assert "Traceback" not in run.stderr
        assert len(newsroom.requests) == start


def test_a_redirect_to_a_private_address_is_refused(desk: Desk, newsroom: Newsroom) -> None:
    victim = next(article for article in newsroom.articles if article.outlet == "koranmandala")
    parts = urlsplit(newsroom.url_of(victim))
    newsroom.fault(parts.netloc, parts.path, Fault.redirect("http://127.0.0.1:1/secret"))
    run = desk.scrapy("crawl", "koranmandala", CONNECT_TO=f":443:127.0.0.1:{newsroom.port}")
    assert run.returncode == 0, run.stderr
    with desk.archive() as archive:
        assert archive.counts()[Verdict.FAILED] == 1


def test_judged_pages_of_a_crawl_are_searchable_at_once(desk: Desk, newsroom: Newsroom) -> None:
    assert desk.scrapy("crawl", "koranmandala").returncode == 0
    hits = [json.loads(line) for line in desk.scrapy("search", "--json", "--limit", "0").stdout.splitlines()]
    assert {hit["title"] for hit in hits} == relevant_titles(newsroom, "koranmandala")
    assert {"url", "outlet", "title", "body", "published_at", "score", "evidence"} <= set(hits[0])


def test_what_was_wrong_with_a_source_is_counted(desk: Desk, newsroom: Newsroom) -> None:
    feed = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Kompas</title><item><title>A & B</title><link>https://money.kompas.com/read/2024/'
    newsroom.fault("rss.kompas.com", "/news", Fault.replaced(feed, "application/rss+xml"))
    run = desk.scrapy("crawl", "kompas", "-a", "limit=1")
    assert run.returncode == 0, run.stderr
    with desk.archive() as archive:
        (last,) = archive.last_runs()
        assert last.counts["source_warnings"] + last.counts["source_faults"] >= 1
