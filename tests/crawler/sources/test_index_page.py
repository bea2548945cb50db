"""Pages of links: which of them are articles, and what comes next."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources import SourceKind, index_page, parse

from .documents import SITE, urls

PAGE = f"{SITE}/indeks"
PAGES = Path(__file__).parents[3].parent / "shared/data/pages"


def read(markup: str | bytes, url: str = PAGE, **options):
    return index_page.parse(markup.encode() if isinstance(markup, str) else markup, url, **options)


def next_page(markup: str, url: str = PAGE) -> str:
    listing = read(f"<html><body>{markup}<a href='/berita/123456/judul'>x</a></body></html>", url)
    assert all(child.kind is SourceKind.INDEX_PAGE for child in listing.children)
    return listing.children[0].url if listing.children else ""


def test_article_links_come_in_page_order_once_with_their_longest_text():
    listing = read(
        """<h1><a href="/berita/123456/rusia-dan-korut"><img src=x></a></h1>
        <a href="https://m.harian.example/berita/123456/rusia-dan-korut?utm_source=home#komentar">Rusia dan <b>Korut</b>
        teken pakta</a> <a href="/dunia/kim-jong-un-bertemu-putin">Kim</a> <a href="/berita/123456/rusia-dan-korut/">Baca</a>"""
    )
    assert [(link.url, link.title) for link in listing.links] == [
        (f"{SITE}/berita/123456/rusia-dan-korut", "Rusia dan Korut teken pakta"),
        (f"{SITE}/dunia/kim-jong-un-bertemu-putin", "Kim"),
    ]
    assert listing.links[0].source == PAGE and listing.warnings == ()


def test_an_image_or_a_title_attribute_names_a_link_without_text():
    listing = read(
        '<a href="/berita/1234567/a"><img alt="Rusia &amp; Korut"></a><a href="/berita/1234568/b" title="Putin tiba"><i></i></a>'
        "<a href='/berita/1234569/c'><script>var x=1</script>Kim<style>.a{}</style></a>"
    )
    assert [link.title for link in listing.links] == ["Rusia & Korut", "Putin tiba", "Kim"]


def test_links_to_other_sites_are_left_out_and_subdomains_stay():
    listing = read(
        """<a href="https://dunia.harian.example/berita/1234567/a">a</a><a href="https://lain.example/berita/1234567/b">b</a>
        <a href="https://facebook.com/sharer.php?u=https://www.harian.example/berita/1234567/a">c</a>
        <a href="//www.harian.example/berita/1234568/d">d</a><a rel=nofollow href="/berita/1234569/e">e</a>"""
    )
    assert urls(listing) == ["https://dunia.harian.example/berita/1234567/a", f"{SITE}/berita/1234568/d", f"{SITE}/berita/1234569/e"]


def test_an_outlets_pattern_decides_alone():
    pattern = re.compile(r"/x/\d+")
    assert urls(read('<a href="/x/1">a</a><a href="/berita/1234567/judul">b</a>', article_url=pattern)) == [f"{SITE}/x/1"]


def test_a_base_element_counts_for_relative_links():
    assert urls(read('<head><base href="/dunia/"></head><a href="berita/1234567/a">a</a>')) == [f"{SITE}/dunia/berita/1234567/a"]
    assert urls(read('<head><base href="javascript:1"></head><a href="berita/1234567/a">a</a>')) == [f"{SITE}/berita/1234567/a"]


@pytest.mark.parametrize(
    "path",
    [
        "/politik/265374/ulan-surlan/",
        "/berita/546643/prostitusi",
        "/berita/d-7123456/putin",
        "/internasional/20240619100745-113-1111111/putin-ke-pyongyang",
        "/read/2024/06/19/12300011/putin",
        "/read/2024/06/19/337/3023/putin",
        "/2024/06/19/putin-tiba",
        "/2024/06/putin-tiba",
        "/news/read/736442-cara-ekspor",
        "/rusia-dan-korut-teken-pakta-pertahanan",
        "/dunia/rusia-korut-teken-pakta.html",
        "/contoh-judul-berita-tirto-pertama-hzAA",
        "/read/2015/08/31/23144771/Polres.Lhokseumawe.Sita.27.Pucuk",
        "/nasional/pr-018234567/putin-kim",
        "/?p=265374",
        "/read.php?id=77",
        "/artikel/rusia_dan_korut_teken_pakta",
        "/fokus-dunia/putin-kim-bertemu-di-pyongyang",
    ],
)
def test_addresses_built_like_an_articles_are_taken(path):
    assert index_page.looks_like_article(SITE + path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/politik",
        "/dunia/asia-pasifik",
        "/tag/rusia-dan-korea-utara-sekutu",
        "/topic/1234567/pakta",
        "/author/budi-santoso-dan-kawan",
        "/category/dunia-dalam-berita-hari-ini",
        "/page/123456",
        "/indeks/2024/06/19",
        "/2024/06/19",
        "/2024/06/",
        "/berita/2024/06/19/",
        "/20240619",
        "/search?q=rusia-dan-korut-teken-pakta",
        "/?s=rusia",
        "/login",
        "/video/1234567/putin-tiba-di-pyongyang",
        "/foto/1234567/putin",
        "/files/laporan-tahunan-dewan-pers-2024.pdf",
        "/wp-content/uploads/2024/06/putin-dan-kim-di-pyongyang.jpg",
        "/wp-login.php?redirect_to=/berita/1234567/a",
        "/pedoman-pemberitaan-media-siber",
        "/kebijakan-privasi-dan-data-pembaca",
        "/berita/123456/judul?share=whatsapp",
        "/feed/",
        "/cdn-cgi/l/email-protection",
    ],
)
def test_addresses_of_other_pages_are_not(path):
    assert not index_page.looks_like_article(SITE + path)


def test_photo_and_video_hosts_hold_no_articles():
    assert not index_page.looks_like_article("http://foto.viva.co.id/read/15932-cantiknya-velove/144414")
    assert index_page.looks_like_article("http://otomotif.antaranews.com/berita/546643/judul")


@pytest.mark.parametrize(
    ("markup", "url", "following"),
    [
        ('<link rel="next" href="/indeks?page=2">', PAGE, f"{PAGE}?page=2"),
        ('<a rel="nofollow next" href="?page=2">Berikut</a>', PAGE, f"{PAGE}?page=2"),
        ('<a href="?page=1">1</a><a href="?page=2">2</a><a href="?page=3">3</a>', PAGE, f"{PAGE}?page=2"),
        ('<a href="?page=1">1</a><a href="?page=2">2</a><a href="?page=3">3</a>', f"{PAGE}?page=2", f"{PAGE}?page=3"),
        ('<a href="?date=06/19/2024&page=3">3</a>', f"{PAGE}?page=2&date=06/19/2024", f"{PAGE}?date=06/19/2024&page=3"),
        ('<a href="?date=06/20/2024&page=3">3</a>', f"{PAGE}?page=2&date=06/19/2024", ""),
        ('<a href="/dunia/page/2/">2</a>', f"{SITE}/dunia/", f"{SITE}/dunia/page/2/"),
        ('<a href="/dunia/page/4/">4</a>', f"{SITE}/dunia/page/3/", f"{SITE}/dunia/page/4/"),
        ('<a href="/lain/page/2/">2</a>', f"{SITE}/dunia/", ""),
        ('<a href="/q/pilkada/3">3</a>', f"{SITE}/q/pilkada/2", f"{SITE}/q/pilkada/3"),
        ('<a href="/page/2">2</a>', f"{SITE}/", f"{SITE}/page/2"),
        ('<a href="?page=9">akhir</a>', PAGE, ""),
        ('<a rel="next" href="https://lain.example/2">x</a>', PAGE, ""),
        ('<a rel="next" href="#">x</a>', PAGE, ""),
        ("", PAGE, ""),
    ],
)
def test_the_next_page_is_a_child(markup, url, following):
    assert next_page(markup, url) == following


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_a_wrong_charset_does_not_damage_titles(charset):
    markup = '<meta charset="iso-8859-1"><a href="/berita/1234567/a">Café “Moskwa”</a>'.encode(charset)
    assert read(markup, charset="iso-8859-1").links[0].title == "Café “Moskwa”"


@pytest.mark.parametrize(
    "body",
    [
        "<a href='/berita/1234567/a'>a<a href='/berita/1234568/b'>b<div></a></table>",
        "<html><!-- <a href='/berita/1/x'> --><body><p><A HREF=/berita/1234567/a>a</a><a href='/berita/1234568/b",
        "\0<a href='/berita/1234567/a'>a</a>\0<a href='/berita/1234568/b'>b</a>",
        "<?xml version='1.0' encoding='utf-16'?><html><a href='/berita/1234567/a'>a</a><a href='/berita/1234568/b'>b</a>",
        "<a href='http://['>x</a><a href>y</a><a>z</a><a href='/berita/1234567/a'>a</a><a href=' /berita/1234568/b '>b</a>",
    ],
)
def test_broken_html_gives_what_can_be_read(body):
    assert f"{SITE}/berita/1234567/a" in urls(read(body))


@pytest.mark.parametrize("body", [b"", b"  ", b"\x89PNG", b"{}", b"<!doctype html>", b"<!-- x -->", b"<", b"\xff\xfe<\x00"])
def test_what_is_no_page_gives_a_warning(body):
    listing = read(body)
    assert listing.links == () and listing.warnings


def test_a_page_without_articles_says_so():
    assert read("<html><a href='/dunia'>Dunia</a></html>").warnings == ("the page links to no article",)


@pytest.mark.parametrize("body", [b"<div>" * 200_000, b"<a href=/berita/1234567/a>" * 20_000, b"<a " * 200_000, b"<!--" * 200_000])
@pytest.mark.timeout(30)
def test_hostile_pages_end_quickly(body):
    assert len(read(body).links) <= 1


@given(st.binary(max_size=300))
def test_arbitrary_bytes_never_raise(data):
    for body in (data, b"<a href='" + data + b"'>", b"<base href='" + data + b"'><a href='/berita/1234567/a'>" + data):
        for link in parse(SourceKind.INDEX_PAGE, body, PAGE).links:
            assert link.url.startswith("http")


@given(st.text(max_size=80))
def test_any_address_is_judged_without_an_exception(text):
    index_page.looks_like_article(text)
    index_page.looks_like_article(f"{SITE}/{text}")
    read("<a href='/berita/1234567/a'>", f"{SITE}/{text}")


@pytest.mark.skipif(not PAGES.is_dir(), reason="the recorded pages are not here")
@pytest.mark.parametrize(
    ("file", "url", "articles"),
    [
        ("egi-sindonews-indeks.html", "https://index.sindonews.com/indeks", 5),
        ("egi-liputan6-channel-news.html", "https://www.liputan6.com/news", 3),
        ("egi-tirto-channel-indeks.html", "https://tirto.id/indeks", 3),
        ("egi-idn_times-listing-news.html", "https://www.idntimes.com/news", 3),
        ("egi-merdeka-listing-peristiwa.html", "https://www.merdeka.com/peristiwa", 5),
    ],
)
def test_recorded_lists_give_all_their_articles(file, url, articles):
    assert len(read((PAGES / file).read_bytes(), url).links) == articles
