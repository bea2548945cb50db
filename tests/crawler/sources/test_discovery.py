"""Finding the lists of a site that nobody declared, and keeping the right ones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources import Listing, Source, SourceKind, discovery
from crawler.sources.discovery import Candidate, Origin
from pipelines.items import Link

from .documents import NOW, SITE

FEED, SITEMAP, API, INDEX = SourceKind.FEED, SourceKind.SITEMAP, SourceKind.WORDPRESS, SourceKind.INDEX_PAGE


def candidate(path: str, kind: SourceKind, origin: Origin = Origin.WELL_KNOWN) -> Candidate:
    return Candidate(f"{SITE}{path}", kind, origin)


def listing(*numbers: int, age: int | None = 0, title: str = "") -> Listing:
    when = None if age is None else NOW - timedelta(days=age)
    return Listing(tuple(Link(url=f"{SITE}/berita/{number}", published_at=when, title=title) for number in numbers))


def archive(age: int = 0) -> Listing:
    return Listing(children=(Source(f"{SITE}/post-sitemap1.xml", SITEMAP, NOW - timedelta(days=age)),))


def chosen(*answers) -> list[str]:
    return [found.url.removeprefix(SITE) for found in discovery.choose(answers)]


def test_sitemap_lines_of_robots_are_found_in_every_spelling():
    text = (
        "\ufeffSitemap: https://www.harian.example/a.xml\r\nUser-agent: *\nDisallow: /\nSITEMAP :/b.xml # alt\n"
        "  sitemap:https://cdn.example/c.xml\nSitemap: /b.xml\nSitemap: ftp://x/y\nSitemap:\nSitemap: /d.xml\n"
        "Sitemap: http://[\n# Sitemap: /no.xml"
    )
    assert discovery.from_robots(text, f"{SITE}/robots.txt") == [
        f"{SITE}/a.xml",
        f"{SITE}/b.xml",
        "https://cdn.example/c.xml",
        f"{SITE}/d.xml",
    ]


def test_a_homepage_names_its_feeds_and_its_api_but_not_its_comments():
    found = discovery.from_homepage(
        b"""<html><head><link rel="alternate" type="application/rss+xml" title="Harian &raquo; Feed" href="/feed/">
        <link rel="alternate" type="application/rss+xml" title="Harian &raquo; Comments Feed" href="/comments/feed/">
        <link rel="alternate" type="application/rss+xml" title="Umpan Komentar" href="/k/feed/">
        <link rel="alternate" type="application/rss+xml" title="x" href="/putin-dan-kim-bertemu-lagi/feed/">
        <link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="https://rss.harian.example/atom">
        <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
        <link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed">
        <link rel="alternate" hreflang="en" href="/en/"><link rel="alternate" type="application/rss+xml" href="https://lain.example/feed">
        <link rel="https://api.w.org/" href="https://www.harian.example/wp-json/"></head></html>""",
        SITE,
    )
    assert [(each.url, each.kind) for each in found] == [
        (f"{SITE}/feed/", FEED),
        ("https://rss.harian.example/atom", FEED),
        (f"{SITE}/wp-json/wp/v2/posts", API),
    ]


def test_a_wordpress_generator_is_a_reason_to_try_the_api():
    found = discovery.from_homepage(b'<meta name="Generator" content="WordPress 6.5">', f"{SITE}/dunia/")
    assert [each.url for each in found] == [f"{SITE}/wp-json/wp/v2/posts"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Link": f'<{SITE}/wp-json/>; rel="https://api.w.org/"'},
        {b"link": [b'<https://x.example/a.css>; rel=preload; as=style, <https://www.harian.example/wp-json/>; rel="https://api.w.org/"']},
        {b"Link": [b"<x>; rel=preload", f"<{SITE}/wp-json/>; rel=https://api.w.org/".encode()]},
    ],
)
def test_a_link_header_names_the_api(headers):
    assert [(each.url, each.kind) for each in discovery.from_headers(headers, SITE)] == [(f"{SITE}/wp-json/wp/v2/posts", API)]


def test_a_link_header_without_rewriting_keeps_its_form():
    found = discovery.from_headers({"Link": f'<{SITE}/index.php?rest_route=/>; rel="https://api.w.org/"'}, SITE)
    assert [each.url for each in found] == [f"{SITE}/index.php?rest_route=/wp/v2/posts"]


def test_a_link_header_of_another_site_is_not_followed():
    assert discovery.from_headers({"Link": '<https://lain.example/wp-json/>; rel="https://api.w.org/"', "X": "y"}, SITE) == []


def test_the_well_known_places_are_on_the_sites_host_with_the_api_first():
    found = discovery.well_known(f"{SITE}/dunia/")
    assert found[0] == candidate("/wp-json/wp/v2/posts", API)
    paths = {each.url.removeprefix(SITE) for each in found}
    assert {"/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/sitemap_index.xml", "/sitemap.xml", "/wp-sitemap.xml"} <= paths
    assert {"/sitemap-news.xml", "/news-sitemap.xml", "/sitemap_news.xml", "/indeks", "/"} <= paths


def test_candidates_are_tried_in_the_order_of_their_use():
    found = [
        candidate("/", INDEX),
        candidate("/sitemap.xml", SITEMAP),
        candidate("/rss", FEED),
        candidate("/feed/", FEED, Origin.HOMEPAGE),
        candidate("/sitemap-news.xml", SITEMAP, Origin.ROBOTS),
        candidate("/wp-json/wp/v2/posts", API),
        candidate("/rss/", FEED, Origin.HOMEPAGE),
        Candidate("https://cdn.example/sitemap.xml", SITEMAP, Origin.ROBOTS),
        Candidate("https://lain.example/feed", FEED, Origin.HOMEPAGE),
    ]
    assert [each.url.removeprefix(SITE) for each in discovery.rank(found, SITE)] == [
        "/wp-json/wp/v2/posts",
        "/sitemap-news.xml",
        "/feed/",
        "/rss/",
        "https://cdn.example/sitemap.xml",
        "/sitemap.xml",
        "/",
    ]


def test_the_wordpress_api_replaces_everything_else():
    answers = (
        (candidate("/feed/", FEED), listing(1, 2)),
        (candidate("/wp-json/wp/v2/posts", API), listing(1, 2, 3)),
        (candidate("/sitemap.xml", SITEMAP), archive()),
    )
    assert chosen(*answers) == ["/wp-json/wp/v2/posts"]


def test_an_empty_api_replaces_nothing():
    assert chosen((candidate("/wp-json/wp/v2/posts", API), Listing()), (candidate("/feed/", FEED), listing(*range(80)))) == ["/feed/"]


def test_a_news_sitemap_and_a_feed_come_before_the_archive_that_holds_the_past():
    answers = (
        (candidate("/sitemap.xml", SITEMAP), archive()),
        (candidate("/sitemap-news.xml", SITEMAP), listing(1, 2, 3)),
        (candidate("/rss", FEED), listing(3, 4)),
    )
    assert chosen(*answers) == ["/sitemap-news.xml", "/rss", "/sitemap.xml"]


def test_a_feed_that_lists_nothing_of_its_own_is_not_kept():
    assert chosen((candidate("/rss", FEED), listing(1, 2)), (candidate("/sitemap-news.xml", SITEMAP), listing(1, 2, 3))) == [
        "/sitemap-news.xml"
    ]
    assert chosen((candidate("/rss", FEED), listing(*range(70))), (candidate("/feed/", FEED), listing(*range(70)))) == ["/rss"]


def test_beside_a_short_feed_an_archive_fills_the_gaps():
    assert chosen((candidate("/rss", FEED), listing(1, 2)), (candidate("/sitemap.xml", SITEMAP), archive())) == ["/rss", "/sitemap.xml"]


def test_a_feed_that_nobody_feeds_any_more_is_not_kept():
    assert chosen((candidate("/rss", FEED), listing(1, 2, age=400)), (candidate("/sitemap.xml", SITEMAP), archive())) == ["/sitemap.xml"]


def test_a_site_whose_every_source_is_old_is_read_all_the_same():
    assert chosen((candidate("/rss", FEED), listing(1, 2, age=900)), (candidate("/sitemap.xml", SITEMAP), archive(905))) == [
        "/rss",
        "/sitemap.xml",
    ]


def test_the_home_page_is_kept_when_there_is_nothing_else():
    assert chosen((candidate("/indeks", INDEX), Listing()), (candidate("/", INDEX), listing(1, age=None))) == ["/"]


def test_nothing_that_answers_is_nothing_kept():
    assert chosen() == [] and chosen((candidate("/", INDEX), Listing(warnings=("x",)))) == []


def test_many_sections_are_kept_up_to_a_limit():
    answers = [(candidate(f"/{number}/rss", FEED), listing(number)) for number in range(30)]
    assert len(chosen(*answers)) == discovery.MAX_SOURCES


@given(st.binary(max_size=300), st.text(max_size=200))
def test_arbitrary_input_never_raises(data, text):
    discovery.from_homepage(data, SITE)
    discovery.from_homepage(b"<link rel=alternate type=application/rss+xml href='" + data + b"'>", SITE)
    discovery.from_robots("Sitemap: " + text, SITE)
    discovery.from_headers({"Link": text}, SITE)
    discovery.from_headers({b"link": [b"<" + data + b'>; rel="https://api.w.org/"']}, SITE)
    discovery.well_known(text)
