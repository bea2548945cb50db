"""Articles on several pages, crawled by the real command: they come out once, whole, and under one address."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

import pytest

from newsroom.articles import Article
from newsroom.faults import Fault
from newsroom.server import Newsroom
from pipelines.extraction import extract
from pipelines.items import Verdict
from tests.conftest import Desk

PAGED = ("koranmandala", "balipost", "detik", "liputan6", "republika")
LATE = datetime.fromisoformat("9999-01-01T00:00:00+00:00")


def paged(newsroom: Newsroom, outlet: str) -> Article:
    return next(article for article in newsroom.articles if article.outlet == outlet and article.pages > 1 and article.relevant)


def asked_for(newsroom: Newsroom, article: Article, since: int) -> list[str]:
    """What was added to the article's address in the requests for its pages."""
    url = urlsplit(newsroom.url_of(article))
    path = url.path.rstrip("/")
    requests = [request for request in newsroom.requests[since:] if request.host == url.netloc and request.path.startswith(path)]
    return [request.path.removeprefix(path).strip("/") for request in requests]


def body_of(desk: Desk, article: Article) -> list[str]:
    with desk.archive() as archive:
        found = [each for each in archive.articles() if each.title == article.title]
    assert len(found) == 1, f"{article.title}: {len(found)} times"
    return found[0].body.split()


def words(article: Article) -> list[str]:
    return " ".join(article.paragraphs).split()


def reason_of(desk: Desk, article: Article) -> str:
    """The reason with which the article's verdict was recorded."""
    with desk.archive() as archive:
        [found] = [each for each in archive.articles() if each.title == article.title]
        verdict = archive.verdict(found.canonical_url)
    assert verdict is not None
    return verdict[1]


def due_again(desk: Desk, article: Article) -> bool:
    with desk.archive() as archive:
        [found] = [each for each in archive.articles() if each.title == article.title]
        return not archive.known([found.canonical_url], LATE)


def list_only(newsroom: Newsroom, *links: str) -> None:
    """Let Bali Post list nothing but these links."""
    items = "".join(f"<item><title>Berita</title><link>{link}</link></item>" for link in links)
    feed = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    for source in ("/wp-json", "/news-sitemap.xml", "/sitemap_index.xml"):
        newsroom.fault("www.balipost.com", source, Fault.of_status(404))
    newsroom.fault("www.balipost.com", "/feed/", Fault.replaced(feed.encode(), "application/rss+xml"))


@pytest.mark.parametrize(
    ("outlet", "requests"),
    [
        ("koranmandala", ["", "2", "3"]),
        ("balipost", ["", "2", "3"]),
        ("detik", ["?single=1"]),
        ("liputan6", ["", "?page=all"]),
        ("republika", ["", "?showpage=all"]),
    ],
)
def test_every_shape_of_paging_is_followed_to_the_end(outlet: str, requests: list[str], desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, outlet)
    start = len(newsroom.requests)
    run = desk.scrapy("crawl", outlet)
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    assert body_of(desk, article) == words(article)
    assert asked_for(newsroom, article, start) == requests
    again = len(newsroom.requests)
    assert desk.scrapy("crawl", outlet).returncode == 0
    assert asked_for(newsroom, article, again) == []


def test_an_article_whose_first_page_names_one_side_is_found_by_its_second(desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "liputan6")
    assert "Korea Utara" not in article.title + " ".join(article.paragraphs[:4])
    assert desk.scrapy("crawl", "liputan6").returncode == 0
    assert article.title in desk.titles()


def test_the_description_of_the_first_page_goes_with_the_text_of_the_whole(desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "republika")
    assert desk.scrapy("crawl", "republika").returncode == 0
    with desk.archive() as archive:
        [found] = [each for each in archive.articles() if each.title == article.title]
        page = archive.page(found.canonical_url)
    assert found.published_at is not None
    assert found.published_at.value == article.published_at
    assert page is not None
    assert b"NewsArticle" in page.body
    assert [b"NewsArticle" in each.body for each in page.further] == [False]


def test_a_stored_article_can_be_extracted_again_with_all_its_pages(desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "koranmandala")
    assert desk.scrapy("crawl", "koranmandala").returncode == 0
    with desk.archive() as archive:
        [found] = [each for each in archive.articles() if each.title == article.title]
        page = archive.page(found.canonical_url)
    assert page is not None
    assert len(page.further) == 2
    again = extract(page)
    assert getattr(again, "body", again) == found.body


def fault(newsroom: Newsroom, article: Article, tail: str, what: Fault) -> None:
    url = urlsplit(newsroom.url_of(article))
    newsroom.fault(url.netloc, url.path.rstrip("/") + tail, what)


@pytest.mark.parametrize(
    ("what", "why"),
    [(Fault.of_status(404), "status 404"), (Fault.of_status(500), "status 500"), (Fault.challenge(), "403 refused"), (Fault.reset(), "")],
)
def test_an_article_goes_on_without_a_page_that_does_not_come_and_is_visited_again(
    what: Fault, why: str, desk: Desk, newsroom: Newsroom
) -> None:
    article = paged(newsroom, "koranmandala")
    fault(newsroom, article, "/2", what)
    run = desk.scrapy("crawl", "koranmandala", "-s", "RETRY_TIMES=0")
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    assert body_of(desk, article) == " ".join(article.paragraphs[:3]).split(), "what came before the gap, and nothing from behind it"
    assert "incomplete: " in reason_of(desk, article)
    assert why in reason_of(desk, article)
    assert due_again(desk, article)
    assert "partial" in run.stdout + run.stderr


def test_the_pages_that_came_before_a_missing_one_are_kept(desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "koranmandala")
    fault(newsroom, article, "/3", Fault.of_status(404))
    assert desk.scrapy("crawl", "koranmandala").returncode == 0
    assert body_of(desk, article) == " ".join(article.paragraphs[:6]).split()


def test_what_robots_txt_forbids_of_an_article_is_missing_and_not_asked_for(desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "koranmandala")
    newsroom.fault("koranmandala.com", "/robots.txt", Fault.replaced(b"User-agent: *\nDisallow: /*/2/\n", "text/plain"))
    start = len(newsroom.requests)
    assert desk.scrapy("crawl", "koranmandala").returncode == 0
    assert asked_for(newsroom, article, start) == [""]
    assert "robots" in reason_of(desk, article).lower()


def test_the_pages_are_asked_for_one_by_one_where_the_whole_article_does_not_come(desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "liputan6")
    newsroom.fault("www.liputan6.com", "/robots.txt", Fault.replaced(b"User-agent: *\nDisallow: /*page=all\n", "text/plain"))
    start = len(newsroom.requests)
    assert desk.scrapy("crawl", "liputan6").returncode == 0
    assert asked_for(newsroom, article, start) == ["", "?page=2"]
    assert body_of(desk, article) == words(article), "the lead that the second page repeats comes out once"
    assert not due_again(desk, article)


def test_an_outlet_that_takes_no_notice_of_what_is_asked_is_asked_for_each_page(desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "kompas")
    url = urlsplit(newsroom.url_of(article))
    first_page = newsroom.sites["kompas"].document(url.netloc, url.path).body
    newsroom.fault(url.netloc, f"{url.path}?page=all", Fault.replaced(first_page))
    start = len(newsroom.requests)
    assert desk.scrapy("crawl", "kompas").returncode == 0
    assert asked_for(newsroom, article, start) == ["?page=all", *(f"?page={number}" for number in range(2, article.pages + 1))]
    assert body_of(desk, article) == words(article)


def test_a_limit_counts_articles_and_not_their_pages(desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "koranmandala")
    day = f"{article.published_at:%Y-%m-%d}"
    start = len(newsroom.requests)
    assert desk.scrapy("crawl", "koranmandala", "-a", f"since={day}", "-a", f"until={day}", "-a", "limit=1").returncode == 0
    assert asked_for(newsroom, article, start) == ["", "2", "3"]


@pytest.mark.parametrize("target", ["", "/"])
def test_a_second_page_that_leads_back_to_the_first_ends_the_article(target: str, desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "koranmandala")
    fault(newsroom, article, "/2", Fault.redirect(newsroom.url_of(article).rstrip("/") + target))
    assert desk.scrapy("crawl", "koranmandala").returncode == 0
    assert body_of(desk, article) == " ".join(article.paragraphs[:3]).split()
    assert not due_again(desk, article)


def test_a_page_that_leads_elsewhere_is_missing(desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "koranmandala")
    fault(newsroom, article, "/2", Fault.redirect("https://koranmandala.com/indeks/"))
    assert desk.scrapy("crawl", "koranmandala").returncode == 0
    assert body_of(desk, article) == " ".join(article.paragraphs[:3]).split()
    assert "redirected to https://koranmandala.com/indeks/" in reason_of(desk, article)


def test_an_article_without_end_is_left_when_it_repeats_itself(desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "balipost")
    url = newsroom.url_of(article)
    text = f"<p>{article.paragraphs[0]}</p>"
    links = "".join(f'<a href="{url}/{number}/">{number}</a>' for number in range(2, 99))
    fault(newsroom, article, "/", Fault.replaced(f"<html><body><article>{text}{links}</article></body></html>".encode()))
    start = len(newsroom.requests)
    assert desk.scrapy("crawl", "balipost").returncode == 0
    assert asked_for(newsroom, article, start) == ["", "2", "3"]
    assert body_of(desk, article) == " ".join(article.paragraphs[:2]).split()


@pytest.mark.parametrize("order", [("", "2/"), ("2/", ""), ("3/", "2/"), ("2/",), ("?page=2", "3/")])
def test_an_article_that_is_listed_by_several_of_its_pages_comes_out_once(order: tuple[str, ...], desk: Desk, newsroom: Newsroom) -> None:
    article = paged(newsroom, "balipost")
    url = newsroom.url_of(article)
    list_only(newsroom, *(url + ("" if part.startswith("?") else "/" if part else "") + part for part in order))
    start = len(newsroom.requests)
    run = desk.scrapy("crawl", "balipost")
    assert run.returncode == 0, run.stderr
    assert body_of(desk, article) == words(article)
    with desk.archive() as archive:
        [found] = list(archive.articles())
        assert found.url == url
        relevant = archive.counts()[Verdict.RELEVANT]
    requests = asked_for(newsroom, article, start)
    assert requests.count("") == 1
    again = len(newsroom.requests)
    assert desk.scrapy("crawl", "balipost").returncode == 0
    assert asked_for(newsroom, article, again) == []
    assert relevant <= 1 + len(order), "the article, and the addresses that lead to it"
