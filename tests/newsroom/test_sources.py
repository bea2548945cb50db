"""Sources: feeds, sitemaps, the WordPress API and index pages list what the outlet has published."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from urllib.robotparser import RobotFileParser

import feedparser
import pytest
from lxml import etree, html

from newsroom import outlets
from newsroom.server import Newsroom
from tests.newsroom.conftest import Browser

EVERY_OUTLET = sorted(outlets.BY_NAME)
FEEDS = [(name, url) for name, outlet in sorted(outlets.BY_NAME.items()) for url in outlet.feed_urls if "comments" not in url]
POSTS = "https://koranmandala.com/wp-json/wp/v2/posts"


def urls_of(press: Newsroom, outlet: str) -> list[str]:
    """The outlet's article addresses, newest first."""
    return [post.url for post in press.sites[outlet].posts]


def sitemap_urls(browser: Browser, url: str) -> Iterator[str]:
    """The pages that a sitemap lists, its children's too."""
    body = browser.get(url).body
    tree = etree.fromstring(gzip.decompress(body) if url.endswith(".gz") else body)
    for location in tree.xpath("//*[local-name()='sitemap' or local-name()='url']/*[local-name()='loc']"):
        if etree.QName(tree).localname == "sitemapindex":
            yield from sitemap_urls(browser, location.text)
        else:
            yield location.text


@pytest.mark.parametrize("outlet", EVERY_OUTLET)
def test_the_sitemaps_of_robots_txt_lead_to_every_article(outlet: str, press: Newsroom, browser: Browser) -> None:
    robots = browser.get(f"https://{outlets.BY_NAME[outlet].host}/robots.txt")
    assert robots.headers.get_content_type() == "text/plain"
    sitemaps = re.findall(r"(?m)^Sitemap: (\S+)$", robots.text)
    assert {url for sitemap in sitemaps for url in sitemap_urls(browser, sitemap)} == set(urls_of(press, outlet))


@pytest.mark.parametrize("outlet", EVERY_OUTLET)
def test_every_host_has_a_robots_txt_that_lets_a_polite_crawler_read_articles(outlet: str, press: Newsroom, browser: Browser) -> None:
    for host in outlets.BY_NAME[outlet].all_hosts:
        answer = browser.get(f"https://{host}/robots.txt")
        assert answer.status == 200
        rules = RobotFileParser()
        rules.parse(answer.text.splitlines())
        assert all(rules.can_fetch("Pantau", url) for url in urls_of(press, outlet))


def test_republika_refuses_scrapy_by_name(press: Newsroom, browser: Browser) -> None:
    rules = RobotFileParser()
    rules.parse(browser.get("https://www.republika.co.id/robots.txt").text.splitlines())
    assert not rules.can_fetch("Scrapy", urls_of(press, "republika")[0])


@pytest.mark.parametrize(("outlet", "feed"), FEEDS)
def test_a_feed_lists_articles_with_their_dates_newest_first(outlet: str, feed: str, press: Newsroom, browser: Browser) -> None:
    parsed = feedparser.parse(browser.get(feed).body)
    posts = {post.url: post for post in press.sites[outlet].posts}
    assert [entry.id for entry in parsed.entries] == [url for url in posts if url in {entry.id for entry in parsed.entries}]
    for entry in parsed.entries:
        post = posts[entry.id]
        assert entry.title == post.article.title
        assert entry.published_parsed[:5] == post.published.utctimetuple()[:5]


@pytest.mark.parametrize("outlet", sorted({outlet for outlet, _ in FEEDS} - {"koranmandala"}))
def test_the_feeds_together_list_every_new_article(outlet: str, press: Newsroom, browser: Browser) -> None:
    listed = {entry.id for name, feed in FEEDS if name == outlet for entry in feedparser.parse(browser.get(feed).body).entries}
    assert listed == set(urls_of(press, outlet))


def test_antaras_feed_begins_with_a_blank_line(browser: Browser) -> None:
    assert browser.get("https://www.antaranews.com/rss/terkini.xml").body.startswith(b"\n<?xml")


def test_kompass_feed_has_an_unescaped_ampersand(browser: Browser) -> None:
    body = browser.get("https://rss.kompas.com/news").body
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(body)
    assert len(feedparser.parse(body).entries) == 4


def test_detiks_old_feed_has_the_address_only_in_its_guid(press: Newsroom, browser: Browser) -> None:
    entries = feedparser.parse(browser.get("https://rss.detik.com/index.php/detiknews").body).entries
    assert [entry.id for entry in entries] == urls_of(press, "detik")
    assert not {entry.link for entry in entries} & set(urls_of(press, "detik"))


def test_wordpress_has_an_atom_feed_too(press: Newsroom, browser: Browser) -> None:
    parsed = feedparser.parse(browser.get("https://koranmandala.com/feed/atom/").body)
    assert (parsed.version, parsed.bozo) == ("atom10", False)
    assert [entry.link for entry in parsed.entries] == urls_of(press, "koranmandala")


def test_liputan6_has_no_feed(browser: Browser) -> None:
    home = browser.get("https://www.liputan6.com/").text
    assert "application/rss+xml" not in home
    assert all(browser.get(f"https://www.liputan6.com{path}").status == 404 for path in ("/feed/", "/rss", "/feed"))


@pytest.mark.parametrize(("outlet", "feed"), FEEDS)
def test_the_home_page_announces_the_feeds(outlet: str, feed: str, press: Newsroom, browser: Browser) -> None:
    home = html.fromstring(browser.get(f"https://{outlets.BY_NAME[outlet].host}/").text)
    assert feed in home.xpath("//link[@rel='alternate'][@type='application/rss+xml']/@href")


def test_a_wordpress_feed_is_paged_and_ends_with_404(press: Newsroom, browser: Browser) -> None:
    found = []
    for page in ("", "?paged=2", "?paged=3"):
        found += [entry.id for entry in feedparser.parse(browser.get(f"https://koranmandala.com/feed/{page}").body).entries]
    assert found == urls_of(press, "koranmandala")
    assert browser.get("https://koranmandala.com/feed/?paged=4").status == 404


def test_wordpress_names_its_api_in_a_link_header(press: Newsroom, browser: Browser) -> None:
    for url in ("https://koranmandala.com/", urls_of(press, "koranmandala")[0]):
        assert browser.get(url).headers["Link"] == '<https://koranmandala.com/wp-json/>; rel="https://api.w.org/"'
    assert "wp/v2" in json.loads(browser.get("https://koranmandala.com/wp-json/").body)["namespaces"]


def test_the_api_pages_through_everything_and_refuses_what_is_past_the_end(press: Newsroom, browser: Browser) -> None:
    first = browser.get(f"{POSTS}?per_page=10")
    assert (first.headers["X-WP-Total"], first.headers["X-WP-TotalPages"]) == ("26", "3")
    rest = [browser.get(f"{POSTS}?per_page=10&page={page}") for page in (2, 3)]
    listed = [post["link"] for answer in (first, *rest) for post in json.loads(answer.body)]
    assert listed == urls_of(press, "koranmandala")
    past = browser.get(f"{POSTS}?per_page=10&page=4")
    assert (past.status, json.loads(past.body)["code"]) == (400, "rest_post_invalid_page_number")


def test_the_api_keeps_to_its_window(browser: Browser) -> None:
    answer = browser.get(f"{POSTS}?after=2024-06-12T00:00:00&before=2024-06-14T17:00:00Z&orderby=date&order=asc&_fields=date,title,slug")
    posts = json.loads(answer.body)
    assert [post["date"] for post in posts] == ["2024-06-12T00:30:00", "2024-06-13T00:30:00", "2024-06-14T00:30:00"]
    assert set(posts[0]) == {"date", "title", "slug"}
    assert "&amp;" in posts[0]["title"]["rendered"]


def test_the_api_knows_what_was_edited_since(browser: Browser) -> None:
    posts = json.loads(browser.get(f"{POSTS}?modified_after=2024-09-01T00:00:00&orderby=modified").body)
    assert [(post["slug"], post["modified_gmt"]) for post in posts] == [("edited", "2024-09-30T03:00:00")]


@pytest.mark.parametrize("query", ["per_page=0", "per_page=101", "page=x", "after=kemarin", "orderby=warna", "order=naik"])
def test_the_api_refuses_parameters_that_wordpress_refuses(query: str, browser: Browser) -> None:
    answer = browser.get(f"{POSTS}?{query}")
    assert (answer.status, json.loads(answer.body)["code"]) == (400, "rest_invalid_param")


def test_tempos_payload_can_be_followed_to_addresses(press: Newsroom, browser: Browser) -> None:
    flat = json.loads(browser.get("https://www.tempo.co/internasional/_payload.json").body)
    articles = [flat[place] for place in flat[flat[flat[0]["data"]]["articles"]]]
    assert [f"https://www.tempo.co/{flat[each['canonical_url']]}" for each in articles] == [
        url for url in urls_of(press, "tempo") if "/internasional/" in url
    ]


def test_tribuns_sitemap_wraps_every_address_in_cdata(browser: Browser) -> None:
    assert b"<loc><![CDATA[https://www.tribunnews.com/" in browser.get("https://www.tribunnews.com/sitemap-news.xml").body


def test_a_news_sitemap_has_titles_and_dates(press: Newsroom, browser: Browser) -> None:
    tree = etree.fromstring(browser.get("https://www.kompas.com/sitemap-news.xml").body)
    names = {"news": "http://www.google.com/schemas/sitemap-news/0.9"}
    assert [title.text for title in tree.iterfind(".//news:title", names)] == [post.article.title for post in press.sites["kompas"].posts]
    assert [date.text for date in tree.iterfind(".//news:publication_date", names)][-1] == "2024-06-10T00:30:00+07:00"


@pytest.mark.parametrize("outlet", EVERY_OUTLET)
def test_the_index_leads_to_every_article_newest_first(outlet: str, press: Newsroom, browser: Browser) -> None:
    posts = press.sites[outlet].posts
    size = outlets.BY_NAME[outlet].page_size
    address = {url: post.url for post in posts for url in (post.url, *outlets.BY_NAME[outlet].variants(post))}
    listed: list[str] = []
    for page in range(1, -(-len(posts) // size) + 1):
        links = html.fromstring(browser.get(f"{outlets.BY_NAME[outlet].index_urls()[-1]}?page={page}").text).xpath("//a/@href")
        listed += list(dict.fromkeys(address[link] for link in links if link in address))[: min(size, len(posts) - len(listed))]
    assert listed == urls_of(press, outlet)


def test_detiks_index_can_be_asked_for_one_day(press: Newsroom, browser: Browser) -> None:
    page = browser.get("https://news.detik.com/indeks?page=1&date=06/11/2024").text
    listed = page[: page.index("Berita Terpopuler")]
    assert [f"detik-bus-malam-{number}" in listed for number in range(3)] == [False, True, False]


def test_tribuns_index_repeats_its_last_page(browser: Browser) -> None:
    last, past = (browser.get(f"https://www.tribunnews.com/index-news?page={page}") for page in (1, 40))
    assert past.status == 200
    assert past.body == last.body
