"""Paging: which addresses show the rest of an article, in the markup of many content systems; and which only look like it."""

from __future__ import annotations

import pytest
from lxml import etree

from pipelines.extraction.paging import MAX_PAGES, Paging, may_have_pages, paging

SITE = "https://koran.example"
ARTICLE = f"{SITE}/dunia/2024/06/19/265374/putin-tiba-di-pyongyang"
POST = f"{SITE}/2024/06/putin-tiba-di-pyongyang/"
FILE = f"{SITE}/read/265374/putin-tiba-di-pyongyang.html"


def markup(inside: str, head: str = "") -> str:
    """A page of an article, with menus and links of the usual kinds around what is looked at."""
    return f"""<html><head><title>Putin Tiba di Pyongyang</title><meta property="og:type" content="article">{head}</head><body class="single">
<nav><a href="/">Beranda</a> <a href="/dunia">Dunia</a> <a href="/indeks?page=2">Indeks</a></nav>
<article><h1>Putin Tiba di Pyongyang</h1><p>Presiden Rusia Vladimir Putin tiba di Pyongyang pada Rabu dini hari.</p>{inside}</article>
<div class="related"><a href="/dunia/2024/06/18/265300/kim-menyambut-tamu">Kim Menyambut Tamu</a></div></body></html>"""


def seen(inside: str, url: str = ARTICLE, head: str = "") -> Paging:
    """What is found on such a page; the quick look must have let it pass."""
    page = markup(inside, head)
    found = paging(etree.fromstring(page, parser=etree.HTMLParser()), url)
    if found != Paging():
        assert may_have_pages(page.encode(), url)
    return found


def pages(base: str, *parts: str) -> tuple[str, ...]:
    return tuple(base + part for part in parts)


NUMBERED = [
    ('<div class="paging"><span>1</span> <a href="?page=2">2</a> <a href="?page=3">3</a></div>', ARTICLE, ("?page=2", "?page=3")),
    (f'<div class="paging"><b>1</b><a href="{ARTICLE}?page=2">2</a><a href="{ARTICLE}?page=2">Selanjutnya</a></div>', ARTICLE, ("?page=2",)),
    (f'<ul><li><a href="{ARTICLE}">1</a><li><a href="{ARTICLE}?halaman=2">2</a></ul>', ARTICLE, ("?halaman=2",)),
    (f'<a href="{FILE}?hal=2" title="Halaman 2">Halaman 2</a>', FILE, ("?hal=2",)),
    (f'<a href="{ARTICLE}?showpage=2">2</a>', ARTICLE, ("?showpage=2",)),
    ('<div class="page-links">Halaman: <span class="post-page-numbers current">1</span>'
     f' <a href="{POST}2/" class="post-page-numbers">2</a> <a href="{POST}3/" class="post-page-numbers">3</a></div>', POST, ("2/", "3/")),
    (f'<p>Pages: 1 <a href="{POST}page/2/">2</a></p>', POST, ("page/2/",)),
    (f'<a href="{ARTICLE}/2"><span>2</span></a>', ARTICLE, ("/2",)),
    (f'<div class="pagination"><a href="{FILE}/2">2</a></div>', FILE, ("/2",)),
    (f'<div class="nav-links"><a href="{FILE[:-5]}-2.html">2</a><a href="{FILE[:-5]}-3.html">3</a></div>', FILE[:-5], ("-2.html", "-3.html")),
    (f'<select><option value="{ARTICLE}?page=1">1<option value="{ARTICLE}?page=2">2</select>', ARTICLE, ("?page=2",)),
    (f'<div class="pager"><a href="{ARTICLE}?lembar=2">2</a></div>', ARTICLE, ("?lembar=2",)),
    (f'<a href="http://www.koran.example{ARTICLE[len(SITE):]}?page=2">2</a>', ARTICLE.replace("//", "//www."), ("?page=2",)),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "base", "parts"), NUMBERED)
def test_numbered_links_name_the_pages_that_follow_in_order(inside: str, base: str, parts: tuple[str, ...]) -> None:
    url = FILE if base == FILE[:-5] else base
    assert seen(inside, url) == Paging("", pages(base, *parts))


@pytest.mark.parametrize(
    "label",
    ["Halaman selanjutnya", "Halaman Selanjutnya &raquo;", "HALAMAN BERIKUTNYA", "Selanjutnya", "Berikutnya", "Next Page", "Next",
     "Lanjut ke halaman berikutnya", "Baca halaman selanjutnya &gt;&gt;&gt;", "Baca selengkapnya di halaman 2", "Lanjut Baca", "&raquo;", "›"],
)  # fmt: skip
@pytest.mark.parametrize("part", ["?page=2", "/2", "/page/2/"])
def test_a_link_to_the_next_page_names_that_one(label: str, part: str) -> None:
    assert seen(f'<p><strong><a href="{ARTICLE}{part}">{label}</a></strong></p>').following == (ARTICLE + part,)


def test_a_link_element_in_the_head_names_the_next_page() -> None:
    assert seen("", POST, f'<link rel="next" href="{POST}2/">').following == (f"{POST}2/",)


def test_an_icon_is_told_by_its_relation_or_its_title() -> None:
    assert seen(f'<a rel="next" href="{ARTICLE}?page=2"><i class="icon-right"></i></a>').following == (f"{ARTICLE}?page=2",)
    assert seen(f'<a aria-label="Halaman berikutnya" href="{ARTICLE}/2"><svg></svg></a>').following == (f"{ARTICLE}/2",)


def test_pages_left_out_of_a_long_list_are_filled_in() -> None:
    links = "".join(f'<a href="{POST}{number}/">{number}</a>' for number in (2, 3, 7))
    assert seen(links, POST).following == pages(POST, "2/", "3/", "4/", "5/", "6/", "7/")


def test_pages_beyond_the_twentieth_are_not_followed() -> None:
    links = "".join(f'<a href="{ARTICLE}?page={number}">{number}</a>' for number in (2, 45))
    assert len(seen(links).following) == MAX_PAGES - 1
    assert seen(f'<a href="{ARTICLE}?page=21">Next</a>', f"{ARTICLE}?page=20").following == ()


def test_addresses_may_count_paragraphs_instead_of_pages() -> None:
    links = f'<div class="paging"><a href="{ARTICLE}">1</a><a href="{ARTICLE}/5">2</a><a href="{ARTICLE}/10">3</a></div>'
    assert seen(links) == Paging("", pages(ARTICLE, "/5", "/10"))
    assert seen(links, f"{ARTICLE}/5") == Paging("", (f"{ARTICLE}/10",), ARTICLE)
    assert seen(links, f"{ARTICLE}/10") == Paging("", (), ARTICLE)


@pytest.mark.parametrize(
    ("part", "label"),
    [
        ("?page=all", "Show All"),
        ("?page=all", "Semua Halaman"),
        ("?page=all", "Baca selengkapnya"),
        ("?single=1", "Baca di satu halaman"),
        ("?showpage=all", "Tampilkan Semua"),
        ("?view=all", "Lihat semua halaman"),
        ("?halaman=semua", "apa saja"),
        ("/all", "Semua"),
        ("/page/all", "View all"),
        ("?mode=panjang", "Tampilkan semua"),
    ],
)
def test_an_address_shows_the_whole_article_at_once(part: str, label: str) -> None:
    found = seen(f'<div class="paging"><a href="{ARTICLE}?page=2">2</a> <a href="{ARTICLE}{part}">{label}</a></div>')
    assert found == Paging(ARTICLE + part, (f"{ARTICLE}?page=2",))


LATER = '<div class="paging"><a href="{0}">1</a> <a href="{0}{1}2">2</a> <a href="{0}{1}3">3</a> <a href="{0}{1}4">4</a></div>'


@pytest.mark.parametrize(
    ("base", "joint"), [(ARTICLE, "?page="), (ARTICLE, "/"), (ARTICLE, "/page/"), (POST.rstrip("/"), "/"), (FILE, "?halaman=")]
)
def test_a_later_page_names_the_first_and_those_after_itself(base: str, joint: str) -> None:
    links = LATER.format(base, joint)
    assert seen(links, f"{base}{joint}3") == Paging("", (f"{base}{joint}4",), base)
    assert seen(links, f"{base}{joint}4") == Paging("", (), base)


def test_a_later_page_with_a_way_back_and_a_way_on() -> None:
    links = f'<a href="{POST}">Halaman sebelumnya</a> <a href="{POST}3/">Halaman selanjutnya</a>'
    assert seen(links, f"{POST}2/") == Paging("", (f"{POST}3/",), POST)


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        (f'<a href="{POST}3/">Halaman selanjutnya</a>', ""),
        (f'<a href="{POST}3/">Halaman selanjutnya</a>', f'<link rel="canonical" href="{POST}">'),
    ],
)
def test_a_later_page_that_only_goes_on_is_known_by_its_next_or_its_canonical_address(inside: str, head: str) -> None:
    found = seen(inside, f"{POST}2/", head)
    assert (found.following, found.first.rstrip("/")) == ((f"{POST}3/",), POST.rstrip("/"))


def test_the_last_page_is_known_by_its_canonical_address() -> None:
    page = markup("", f'<link rel="canonical" href="{POST}">')
    assert paging(etree.fromstring(page, parser=etree.HTMLParser()), f"{POST}3/").first == POST


def test_where_the_first_page_is_known_a_later_one_needs_no_way_back() -> None:
    page = markup(f'<a href="{FILE}/3">Lanjut</a>')
    assert paging(etree.fromstring(page, parser=etree.HTMLParser()), f"{FILE}/2", FILE).following == (f"{FILE}/3",)


def test_the_whole_article_has_no_further_pages_though_it_lists_their_numbers() -> None:
    links = f'<div class="paging"><a href="{ARTICLE}?page=1">1</a><a href="{ARTICLE}?page=2">2</a><a href="{ARTICLE}?page=all">Show All</a></div>'
    assert seen(links, f"{ARTICLE}?page=all") == Paging()
    going_on = links + f'<a href="{ARTICLE}?page=2">Halaman selanjutnya</a>'
    assert seen(going_on, f"{ARTICLE}?page=all") == Paging("", (f"{ARTICLE}?page=2",)), "the outlet took no notice of what was asked"


NOT_PAGES = {
    "the next article": f'<a href="{SITE}/dunia/2024/06/19/265375/kim-jong-un-menyambut" rel="next">Berita selanjutnya</a>',
    "an article whose id is one more": '<a href="/read.php?id=8&page=1">Selanjutnya</a><a href="/read.php?id=9">2</a>',
    "a list of the section": '<div class="pagination"><a href="/dunia?page=2">2</a><a href="/dunia/page/3/">3</a></div>',
    "comments": f'<div id="comments"><a href="{ARTICLE}?page=2">2</a></div><a href="{ARTICLE}?cpage=2">2</a><a href="{ARTICLE}/comment-page-2">2</a>',
    "comments by their fragment": f'<a href="{ARTICLE}?page=2#comments">Komentar berikutnya</a><a href="{ARTICLE}#komentar">Selanjutnya</a>',
    "a tag": '<a href="/tag/rusia/2">2</a><a href="/tag/putin?page=2">Selanjutnya</a>',
    "another site": '<a href="https://lain.example/dunia/2024/06/19/265374/putin-tiba-di-pyongyang?page=2">2</a>',
    "a share link": f'<a href="https://facebook.com/sharer?u={ARTICLE}?page=2">2</a><a href="/share?u={ARTICLE}?page=all">Show all</a>',
    "the page itself": f'<a href="{ARTICLE}">1</a><a href="{ARTICLE}#2">2</a><a href="{ARTICLE}?utm_source=paging">Selanjutnya</a>',
    "page one": f'<a href="{ARTICLE}?page=1">1</a>',
    "a script": '<a href="javascript:next()">Selanjutnya</a><a href="#">2</a>',
    "a rating": f'<div class="rating"><a href="{ARTICLE}?nilai=2">2</a><a href="{ARTICLE}?nilai=3">3</a></div>',
    "a year": f'<a href="{SITE}/dunia/2023">2023</a><a href="{ARTICLE}/2023">2023</a>',
    "all comments": f'<a href="{ARTICLE}/komentar">Lihat semua komentar</a>',
    "an address that is none": '<a href="http://[::1">2</a><a href="https://">Selanjutnya</a>',
    "an article of the same name": f'<div class="nav-links"><a href="{ARTICLE}-2" rel="next">Berita berikutnya</a><a href="{ARTICLE}-2">›</a></div>',
    "a sequel": f'<a href="{ARTICLE}-2">Putin Tiba di Pyongyang (2)</a>',
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_PAGES)
def test_what_only_looks_like_a_page_is_not_followed(name: str) -> None:
    assert seen(NOT_PAGES[name]) == Paging()


@pytest.mark.parametrize(
    ("url", "head"),
    [
        (f"{SITE}/dunia", ""),
        (f"{SITE}/", ""),
        (f"{SITE}/tag/kim-jong-un-dan-putin", '<meta property="og:type" content="article">'),
        (f"{SITE}/topik/pemilu-presiden-rusia-2024", ""),
        (f"{SITE}/berita-dunia-hari-ini", '<script type="application/ld+json">{"@type": "CollectionPage"}</script>'),
    ],
)
def test_the_pages_of_a_list_are_not_those_of_an_article(url: str, head: str) -> None:
    links = f'<div class="pagination"><a href="{url}?page=2">2</a><a href="{url}?page=2" rel="next">Berikutnya</a></div>'
    page = f"<html><head>{head}</head><body>{links}</body></html>"
    assert paging(etree.fromstring(page, parser=etree.HTMLParser()), url) == Paging()


def test_an_article_whose_id_is_a_parameter_keeps_it() -> None:
    url = f"{SITE}/baca.php?id=265374"
    found = seen('<div class="paging"><a href="baca.php?id=265374&amp;page=2">2</a><a href="baca.php?id=265375&page=2">2</a></div>', url)
    assert found.following == (f"{url}&page=2",)


def test_a_number_at_the_end_of_an_address_is_the_articles_own_where_nothing_says_otherwise() -> None:
    url = f"{SITE}/dunia/putin-tiba-di-pyongyang-bagian/2"
    assert seen(f'<div class="paging"><a href="{url}?page=2">2</a></div>', url) == Paging("", (f"{url}?page=2",))


def test_the_article_before_one_of_the_same_name_is_not_its_first_page() -> None:
    links = f'<div class="nav-links"><a rel="prev" href="{ARTICLE}">Sebelumnya</a><a rel="next" href="{ARTICLE}-3">Selanjutnya</a></div>'
    assert seen(links, f"{ARTICLE}-2") == Paging()
    pages = f'<div class="pagination"><a href="{FILE}">1</a><b>2</b><a href="{FILE[:-5]}-3.html">3</a></div>'
    assert seen(pages, f"{FILE[:-5]}-2.html") == Paging("", (f"{FILE[:-5]}-3.html",), FILE)


def test_a_page_without_paging_is_told_without_parsing_it() -> None:
    plain = markup(
        f'<p>{"Kalimat panjang tentang kunjungan itu. " * 3000}</p><a href="{ARTICLE}?utm_source=x">Bagikan</a><a href="{ARTICLE}/amp">AMP</a>'
    )
    assert not may_have_pages(plain.encode(), ARTICLE)


@pytest.mark.parametrize(
    "url", ["", "x", "https://", "http://[::1", "https://koran.example:x/", "mailto:a@b", f"{SITE}/?p=1", f"{SITE}/%ff%fe"]
)
def test_no_address_is_too_odd(url: str) -> None:
    page = markup('<a href="?page=2">2</a><a href="//[/?page=2">Selanjutnya</a>')
    paging(etree.fromstring(page, parser=etree.HTMLParser()), url)
    may_have_pages(page.encode(), url)
