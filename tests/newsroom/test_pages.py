"""Pages: every outlet's article in its own markup, with its own dates and mistakes."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html

from newsroom import outlets
from newsroom.articles import Article
from newsroom.server import Newsroom
from tests.newsroom.conftest import Browser, an_article, fixed_articles

EVERY_OUTLET = sorted(outlets.BY_NAME)


def article_of(press: Newsroom, outlet: str) -> Article:
    return next(article for article in press.articles if article.slug == f"{outlet}-bus-malam-1")


def page_of(press: Newsroom, browser: Browser, outlet: str) -> str:
    return browser.get(press.url_of(article_of(press, outlet))).text


def json_ld(page: str) -> list[dict[str, Any]]:
    """Every JSON-LD object of a page, those of a @graph one by one."""
    found: list[dict[str, Any]] = []
    for block in html.fromstring(page).xpath("//script[@type='application/ld+json']"):
        value = json.loads(block.text_content())
        found += value.get("@graph", [value])
    return found


def news_article(page: str) -> dict[str, Any]:
    return next(value for value in json_ld(page) if value["@type"] == "NewsArticle")


@pytest.mark.parametrize("outlet", EVERY_OUTLET)
def test_an_article_is_printed_whole_under_its_title(outlet: str, press: Newsroom, browser: Browser) -> None:
    article = article_of(press, outlet)
    answer = browser.get(press.url_of(article))
    assert answer.status == 200
    tree = html.fromstring(answer.text)
    assert article.title in [" ".join(heading.text_content().split()) for heading in tree.xpath("//h1")]
    text = " ".join(tree.text_content().split())
    assert all(" ".join(paragraph.split("–")[-1].split()) in text for paragraph in article.paragraphs)
    assert article.caption in text
    assert article.initials in text
    assert article.author in answer.text
    assert article.editor in answer.text or outlet == "detik"  # which prints only initials


@pytest.mark.parametrize("outlet", EVERY_OUTLET)
def test_an_article_page_weighs_what_such_pages_weigh(outlet: str, press: Newsroom, browser: Browser) -> None:
    size = len(browser.get(press.url_of(article_of(press, outlet))).body)
    assert 60_000 <= size <= 130_000


@pytest.mark.parametrize("outlet", EVERY_OUTLET)
def test_the_related_links_stand_inside_the_text(outlet: str, press: Newsroom, browser: Browser) -> None:
    article = article_of(press, outlet)
    page = page_of(press, browser, outlet)
    tree = html.fromstring(page)
    for title in article.related:
        link = next(link for link in tree.xpath("//a[@href]") if link.text_content() == title)
        assert page.index(article.paragraphs[1]) < page.index(link.get("href")) or outlet == "tempo"
    assert press.url_of(f"{outlet}-bus-malam-0") in tree.xpath("//a/@href")


@pytest.mark.parametrize("outlet", EVERY_OUTLET)
@pytest.mark.parametrize("kind", ["article", "home", "missing"])
def test_every_page_names_both_countries_in_its_popular_headlines(outlet: str, kind: str, press: Newsroom, browser: Browser) -> None:
    home = f"https://{outlets.BY_NAME[outlet].host}/"
    url = {"article": press.url_of(article_of(press, outlet)), "home": home, "missing": f"{home}tidak/ada/"}[kind]
    page = browser.get(url).text
    popular = page[page.lower().index("terpopuler</") :]
    assert "Putin" in popular
    assert "Korea Utara" in popular


@pytest.mark.parametrize(
    ("outlet", "printed"),
    [
        ("koranmandala", "Selasa, 11 Juni 2024 | 00:30 WIB"),
        ("balipost", "Selasa, 11 Juni 2024 | 01:30 WITA"),
        ("antaranews", "Selasa, 11 Juni 2024 00:30 WIB"),
        ("detik", "Selasa, 11 Jun 2024 00:30 WIB"),
        ("kompas", "Kompas.com - 11/06/2024, 00:30 WIB"),
        ("tempo", "11 Juni 2024 | 00.30 WIB"),
        ("cnnindonesia", "Selasa, 11 Jun 2024 00:30 WIB"),
        ("tribunnews", "Selasa, 11 Juni 2024 00:30 WIB"),
        ("republika", "Selasa, 11 Jun 2024 00:30 WIB"),
        ("liputan6", "11 Juni 2024, 00:30 WIB"),
    ],
)
def test_the_visible_date_is_the_outlets_own(outlet: str, printed: str, press: Newsroom, browser: Browser) -> None:
    assert printed in page_of(press, browser, outlet)


def test_detiks_pubdate_says_z_and_is_local_time(press: Newsroom, browser: Browser) -> None:
    page = page_of(press, browser, "detik")
    assert html.fromstring(page).xpath("//meta[@name='pubdate']/@content") == ["2024-06-11T00:30:00Z"]
    assert news_article(page)["datePublished"] == "2024-06-11T00:30:00+07:00"


def test_kompas_states_utc_and_a_local_time_without_zone(press: Newsroom, browser: Browser) -> None:
    tree = html.fromstring(page_of(press, browser, "kompas"))
    assert tree.xpath("//meta[@property='article:published_time']/@content") == ["2024-06-10T17:30:00+00:00"]
    assert tree.xpath("//meta[@name='content_PublishedDate']/@content") == ["2024-06-11 00:30:00"]


def test_liputan6_has_no_zone_anywhere(press: Newsroom, browser: Browser) -> None:
    page = page_of(press, browser, "liputan6")
    assert "2024-06-11 00:30:00" in html.fromstring(page).xpath("//time/@datetime")
    assert news_article(page)["datePublished"] == "2024-06-11T00:30:00"


def test_cnns_author_is_empty_and_republikas_is_the_editor(press: Newsroom, browser: Browser) -> None:
    assert news_article(page_of(press, browser, "cnnindonesia"))["author"]["name"] == ""
    assert news_article(page_of(press, browser, "republika"))["author"]["name"] == "Yusuf Hartono"


def test_antaras_text_ends_with_its_tail(press: Newsroom, browser: Browser) -> None:
    text = " ".join(html.fromstring(page_of(press, browser, "antaranews")).xpath("//*[@itemprop='articleBody']")[0].text_content().split())
    assert re.search(r"Pewarta: Ratna Dewanti Editor: Yusuf Hartono COPYRIGHT © ANTARA 2024", text)


def test_wordpress_prints_yoasts_graph(press: Newsroom, browser: Browser) -> None:
    kinds = [value["@type"] for value in json_ld(page_of(press, browser, "koranmandala"))]
    assert {"NewsArticle", "WebPage", "BreadcrumbList", "Person"} <= set(kinds)


@pytest.mark.parametrize("outlet", ["kompas", "tribunnews"])
def test_a_long_article_is_spread_over_pages_and_whole_under_page_all(outlet: str, press: Newsroom, browser: Browser) -> None:
    article = next(each for each in press.articles if each.slug == f"{outlet}-long")
    url = press.url_of(article)
    paragraphs = [paragraph.replace("&", "&amp;").split("– ")[-1] for paragraph in article.paragraphs]
    pages = [browser.get(f"{url}{query}").text for query in ("", "?page=2", "?page=3")]
    for number, page in enumerate(pages):
        assert [paragraph in page for paragraph in paragraphs[1:]] == [index // 2 == number for index in range(1, 6)]
        assert ("Halaman selanjutnya" in page) is (number < 2)
        assert f"{url}?page=all" in page
    assert all(paragraph in browser.get(f"{url}?page=all").text for paragraph in paragraphs)
    assert browser.get(f"{url}?page=4").status == 404


SHAPES = {  # a long article's second page, and the address of all its pages where the outlet prints one
    "koranmandala": ("2/", ""),
    "balipost": ("/2/", ""),
    "detik": ("/2/", "?single=1"),
    "liputan6": ("?page=2", "?page=all"),
    "republika": ("?page=2", "?showpage=all"),
}


@pytest.mark.parametrize("outlet", SHAPES)
def test_each_outlet_paginates_its_own_way(outlet: str) -> None:
    made = an_article(
        outlet, 1, pages=2, related=(), body="\n\n".join(f"Paragraf nomor {number} dari berita panjang ini." for number in range(6))
    )
    site = Newsroom([made]).sites[outlet]
    url = site.posts[0].url
    second, whole = SHAPES[outlet]

    def shown(part: str) -> tuple[str, list[int]]:
        parts = urlsplit(url + part)
        document = site.document(parts.netloc, parts.path, parts.query)
        page = document.body.decode()
        text = html.fromstring(page).xpath("//body")[0].text_content()
        return page, [number for number in range(6) if f"Paragraf nomor {number} " in text]

    page, first = shown("")
    assert first == [0, 1, 2]
    assert f'href="{url}{second}"' in page
    assert shown(second)[1][-3:] == [3, 4, 5]
    if whole:
        assert f'href="{url}{whole}"' in page
        assert shown(whole)[1] == [0, 1, 2, 3, 4, 5]
        assert ("NewsArticle" in shown(whole)[0]) is (outlet != "republika")


@pytest.mark.parametrize("outlet", EVERY_OUTLET)
def test_every_variant_shows_the_article_and_names_the_canonical_address(outlet: str, press: Newsroom, browser: Browser) -> None:
    article = article_of(press, outlet)
    post = next(post for post in press.sites[outlet].posts if post.article is article)
    for variant in outlets.BY_NAME[outlet].variants(post):
        answer = browser.get(variant)
        assert answer.status == 200, variant
        assert article.paragraphs[1] in answer.text
        assert set(html.fromstring(answer.text).xpath("//link[@rel='canonical']/@href")) <= {post.url, ""}


@pytest.mark.parametrize("outlet", EVERY_OUTLET)
def test_only_the_amp_addresses_serve_the_amp_form(outlet: str) -> None:
    made = an_article(outlet, 1, slug="ampas-kopi-jadi-pupuk")
    site = Newsroom([made]).sites[outlet]
    for address in (site.posts[0].url, *outlets.BY_NAME[outlet].variants(site.posts[0])):
        parts = urlsplit(address)
        is_amp = b"<html amp" in site.document(parts.netloc, parts.path, parts.query).body
        assert is_amp is ("/amp/" in f"{parts.path}/" or parts.netloc.startswith("amp."))


@pytest.mark.parametrize("outlet", EVERY_OUTLET)
def test_some_links_of_the_index_are_variants(outlet: str, press: Newsroom, browser: Browser) -> None:
    page = html.fromstring(browser.get(outlets.BY_NAME[outlet].index_urls()[0]).text)
    canonical = {post.url for post in press.sites[outlet].posts}
    variants = {variant for post in press.sites[outlet].posts for variant in outlets.BY_NAME[outlet].variants(post)}
    assert set(page.xpath("//a/@href")) & canonical
    assert set(page.xpath("//a/@href")) & variants


def test_an_article_keeps_its_address_when_others_are_added() -> None:
    few = Newsroom([article for article in fixed_articles() if article.slug.endswith("-1")])
    all_of_them = Newsroom(fixed_articles())
    assert all(few.url_of(article) == all_of_them.url_of(article) for article in few.articles)


def test_two_articles_of_the_same_minute_get_numbers_of_their_own() -> None:
    made = [article.model_copy(update={"published_at": fixed_articles()[0].published_at}) for article in fixed_articles()]
    for site in Newsroom(made).sites.values():
        assert len({post.number for post in site.posts}) == len(site.posts)
