"""Sitemaps, their indexes, and which of their children a run needs."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources import Source, SourceKind, markup, parse, sitemap
from pipelines.items import Link

from .documents import NOW, SITE, entry, item, rss, urls, urlset

MAP = f"{SITE}/sitemap.xml"


def read(body: bytes):
    return sitemap.parse(body, MAP, now=NOW)


def child(name: str, day: str = "") -> Source:
    return Source(f"{SITE}/{name}", SourceKind.SITEMAP, datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None)


def names(children) -> list[str]:
    return [child.url.removeprefix(f"{SITE}/") for child in children]


def test_a_sitemap_gives_addresses_and_times_of_change():
    listing = read(urlset(entry(1, "<lastmod>2024-06-19</lastmod>") + entry(2, "<lastmod>2024-06-19T12:30:15Z</lastmod>") + entry(3)))
    assert urls(listing) == [f"{SITE}/berita/{n}/judul" for n in (1, 2, 3)]
    assert [link.modified_at for link in listing.links] == [
        datetime(2024, 6, 18, 17, tzinfo=UTC),
        datetime(2024, 6, 19, 12, 30, 15, tzinfo=UTC),
        None,
    ]
    assert listing.warnings == ()


def test_a_news_sitemap_gives_title_time_and_keywords():
    news = (
        "<news:news><news:publication><news:name>Harian</news:name><news:language>id</news:language></news:publication>"
        "<news:publication_date>2024-06-19T12:30:15+07:00</news:publication_date><news:title><![CDATA[Rusia & Korut]]></news:title>"
        "<news:keywords>rusia, korut , rusia</news:keywords></news:news>"
    )
    link = read(urlset(entry(1, news))).links[0]
    assert (link.title, link.published_at, link.keywords) == (
        "Rusia & Korut",
        datetime(2024, 6, 19, 5, 30, 15, tzinfo=UTC),
        ("rusia", "korut"),
    )


@pytest.mark.parametrize(
    "body",
    [
        urlset("<url><loc><![CDATA[ https://www.harian.example/berita/1/judul ]]></loc></url>"),
        urlset("<url><loc>\n\thttps://www.harian.example/berita/1/judul\n</loc></url>"),
        urlset("<url><loc>/berita/1/judul</loc></url>"),
        b"<urlset><url><loc>https://www.harian.example/berita/1/judul</loc></url></urlset>",
        b'<urlset xmlns="http://wrong.example/"><url><loc>https://www.harian.example/berita/1/judul</loc></url></urlset>',
        b'<s:urlset xmlns:s="http://www.google.com/schemas/sitemap/0.84"><s:url><s:loc>https://www.harian.example/berita/1/judul</s:loc></s:url></s:urlset>',
        b"<s:urlset><s:url><s:loc>https://www.harian.example/berita/1/judul</s:loc></s:url></s:urlset>",
        b"\n\n<?xml version='1.0'?><URLSET><URL><LOC>https://www.harian.example/berita/1/judul</LOC></URL></URLSET>",
        b"<?xml-stylesheet?><!-- Yoast --><urlset><url><loc>https://www.harian.example/<!-- y -->berita/1/judul</loc></url></urlset>",
        b"\xef\xbb\xbfhttps://www.harian.example/berita/1/judul\r\n\r\n# nothing\r\n",
    ],
)
def test_an_address_is_found_however_it_is_written(body):
    assert urls(read(body)) == [f"{SITE}/berita/1/judul"]


def test_undeclared_prefixes_do_not_lose_the_news_fields():
    body = b"<urlset><url><loc>https://www.harian.example/a</loc><news:news><news:title>Satu</news:title></news:news></url></urlset>"
    assert read(body).links[0].title == "Satu"


def test_addresses_of_images_videos_and_translations_are_ignored():
    extra = (
        "<image:image><image:loc>https://www.harian.example/a.jpg</image:loc><image:title>Foto</image:title></image:image>"
        '<xhtml:link rel="alternate" hreflang="en" href="https://www.harian.example/en"/>'
        "<video:video><video:title>Video</video:title></video:video>"
    )
    listing = read(urlset(entry(1, extra)))
    assert urls(listing) == [f"{SITE}/berita/1/judul"] and listing.links[0].title == ""


def test_an_index_gives_children_with_their_times():
    body = f"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{SITE}/post-sitemap1.xml</loc><lastmod>2024-06-19</lastmod>
    </sitemap><sitemap><loc>/post-sitemap2.xml.gz</loc></sitemap><sitemap><loc>{MAP}</loc></sitemap></sitemapindex>""".encode()
    assert read(body).children == (
        Source(f"{SITE}/post-sitemap1.xml", SourceKind.SITEMAP, datetime(2024, 6, 18, 17, tzinfo=UTC)),
        Source(f"{SITE}/post-sitemap2.xml.gz", SourceKind.SITEMAP),
    )


def test_a_mixed_sitemap_gives_both_links_and_children():
    listing = read(urlset(entry(1) + f"<sitemap><loc>{SITE}/b.xml</loc></sitemap><url><loc>{SITE}/c.xml</loc></url>"))
    assert urls(listing) == [f"{SITE}/berita/1/judul"]
    assert names(listing.children) == ["b.xml", "c.xml"]


def test_a_feed_in_place_of_a_sitemap_is_read_as_a_feed():
    assert read(rss(item(1))).links[0].title == "Berita 1"


def test_one_broken_entry_keeps_the_others():
    for broken in (
        "<url><loc>x</url>",
        "<url><loc></loc></url>",
        "<url>",
        "<url><loc>javascript:1</loc></url>",
        "<url a=b><loc>y</loc></url>",
        "</url>",
        "<url><loc>http://[</loc></url>",
    ):
        listing = read(urlset(entry(1) + broken + entry(2)))
        assert {f"{SITE}/berita/1/judul", f"{SITE}/berita/2/judul"} <= set(urls(listing)), broken
        assert all(link.url.startswith(SITE) for link in listing.links), broken


def test_ampersands_are_kept_escaped_or_not():
    body = urlset(f"<url><loc>{SITE}/a?x=1&y=2</loc></url><url><loc>{SITE}/b?x=1&amp;y=2</loc></url><url><loc>oops</url>")
    assert urls(read(body))[:2] == [f"{SITE}/a?x=1&y=2", f"{SITE}/b?x=1&y=2"]


def test_every_cut_of_a_sitemap_gives_only_whole_addresses():
    body = urlset("".join(entry(number, "<lastmod>2024-06-19</lastmod>") for number in range(1, 5)))
    whole = set(urls(read(body)))
    for end in range(0, len(body), 5):
        assert set(urls(read(body[:end]))) <= whole
    assert len(read(body[:-20]).links) == 3


@pytest.mark.parametrize("layers", [1, 2])
def test_packed_sitemaps_are_unpacked_however_often(layers):
    body = urlset(entry(1))
    for _ in range(layers):
        body = gzip.compress(body)
    assert len(read(body).links) == 1


def test_a_cut_or_damaged_archive_gives_what_it_holds():
    packed = gzip.compress(urlset("".join(f"<url><loc>{SITE}/{zlib.crc32(bytes([n % 256, n // 256])):x}</loc></url>" for n in range(5000))))
    cut = read(packed[:-2000])
    assert len(cut.links) > 1000 and "the gzip file is cut short" in cut.warnings
    damaged = read(packed[: len(packed) // 2] + b"\xff" * 500 + packed[len(packed) // 2 + 500 :])
    assert len(damaged.links) > 1000 and "the gzip file is damaged" in damaged.warnings
    assert "the gzip file is damaged" in read(b"\x1f\x8bnonsense").warnings


def test_a_bomb_is_unpacked_no_further_than_the_limit(monkeypatch):
    monkeypatch.setattr(markup, "MAX_BYTES", 1_000_000)
    body, warning = markup.unpack(gzip.compress(b" " * 50_000_000))
    assert len(body) == 1_000_000 and "more than 1 MB" in warning
    assert len(markup.unpack(gzip.compress(gzip.compress(b" " * 50_000_000)))[0]) <= 1_000_000


def test_fifty_thousand_addresses_are_all_read():
    body = urlset("".join(entry(number, "<lastmod>2024-06-19T10:00:00+07:00</lastmod>") for number in range(50_000)))
    assert len(read(body).links) == 50_000
    assert len(read(body[:-100]).links) == 49_999


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        (b"", "the document is empty"),
        (b"<!doctype html><html><body>Sitemap</body></html>", "HTML where a sitemap was expected"),
        (b"\x00\x01\x02x", "no sitemap in the document"),
        (b"{}", "no sitemap in the document"),
        (b"<urlset></urlset>", "the sitemap has no entries"),
        (b"<error>x</error>", "the sitemap has no entries"),
    ],
)
def test_what_is_no_sitemap_gives_a_warning(body, warning):
    listing = read(body)
    assert listing.links == listing.children == () and warning in listing.warnings


def test_entities_neither_grow_nor_fetch():
    body = b"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
    <urlset><url><loc>https://www.harian.example/a</loc><news:news><news:title>&b;&f;</news:title></news:news></url></urlset>"""
    assert "root:" not in read(body).links[0].title


@pytest.mark.parametrize(
    "body",
    [
        b"<urlset>" + b"<url>" * 50_000,
        b"<urlset>" + b"<url><loc>" * 20_000,
        urlset("&" * 200_000),
        b"<urlset " + b"a" * 500_000,
        b"<urlset>" + b"".join(b"<p%d:a/>" % n for n in range(50_000)),
    ],
)
@pytest.mark.timeout(30)
def test_hostile_documents_end_quickly(body):
    assert read(body).links == ()


@given(st.binary(max_size=400))
def test_arbitrary_bytes_never_raise(data):
    for body in (data, b"<urlset><url><loc>" + data, urlset(entry(1)).replace(b"berita", data), b"\x1f\x8b" + data, b"http://" + data):
        listing = parse(SourceKind.SITEMAP, body, MAP, now=NOW)
        assert all(link.url.lower().startswith("http") for link in listing.links)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("sitemap-2024-06.xml", "2024-06-01", "2024-06-30"),
        ("sitemap-2024-6.xml", "2024-06-01", "2024-06-30"),
        ("sitemap_2024_06_19", "2024-06-19", "2024-06-19"),
        ("sitemap_2024_06_19.xml.gz", "2024-06-19", "2024-06-19"),
        ("sitemap-20240619.xml", "2024-06-19", "2024-06-19"),
        ("sitemap-202402.xml", "2024-02-01", "2024-02-29"),
        ("sitemap-pt-post-p1-2024-06.xml", "2024-06-01", "2024-06-30"),
        ("sitemap-06-2024.xml", "2024-06-01", "2024-06-30"),
        ("sitemap-19-06-2024.xml", "2024-06-19", "2024-06-19"),
        ("sitemap-2024-juni.xml", "2024-06-01", "2024-06-30"),
        ("sitemap-june-2024.xml", "2024-06-01", "2024-06-30"),
        ("sitemap/2024/06/19.xml", "2024-06-19", "2024-06-19"),
        ("sitemap/2024/06/sitemap.xml", "2024-06-01", "2024-06-30"),
        ("sitemap.xml?yyyy=2024&mm=06&dd=19", "2024-06-19", "2024-06-19"),
        ("sitemap.xml?date=2024-06-19", "2024-06-19", "2024-06-19"),
        ("sitemap_2024-06-01_2024-07-15.xml", "2024-06-01", "2024-07-15"),
    ],
)
def test_a_dated_name_says_which_days_it_covers(name, first, last):
    assert sitemap.dated_by_name(f"{SITE}/{name}") == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "name",
    [
        "post-sitemap12.xml",
        "sitemap-2024.xml",
        "sitemap.xml",
        "sitemap-05-06-2024.xml",
        "sitemap-2024-13.xml",
        "sitemap-2024-02-30.xml",
        "sitemap-120240619.xml",
        "wp-content/uploads/2024/06/sitemap.xml",
        "sitemap-1999999.xml",
        "sitemap-piala-dunia-2026.xml",
        "",
    ],
)
def test_a_name_that_is_not_certain_says_nothing(name):
    assert sitemap.dated_by_name(f"{SITE}/{name}") is None


def test_children_older_than_the_window_are_not_fetched():
    children = [
        child("a.xml", "2024-01-01"),
        child("b.xml", "2024-06-19"),
        child("c.xml"),
        child("s-2024-05.xml"),
        child("s-2024-06.xml"),
        child("s-2024-07.xml"),
    ]
    kept = sitemap.children_in_window(children, datetime(2024, 6, 15, tzinfo=UTC), datetime(2024, 6, 20, tzinfo=UTC))
    assert names(kept) == ["c.xml", "s-2024-06.xml", "b.xml"]


def test_a_child_changed_on_the_day_the_window_begins_is_kept():
    assert sitemap.children_in_window([child("a.xml", "2024-06-15")], datetime(2024, 6, 15, 18, tzinfo=UTC), None)


def test_a_child_changed_after_the_window_may_hold_older_articles():
    assert sitemap.children_in_window([child("a.xml", "2024-06-19")], None, datetime(2020, 1, 1, tzinfo=UTC))


def test_without_a_window_all_children_come_the_newest_first():
    children = [
        child("post-sitemap1.xml"),
        child("s-2024-05.xml"),
        child("post-sitemap12.xml"),
        child("news.xml"),
        child("x.xml", "2024-06-19"),
        child("s-2024-04.xml"),
    ]
    assert names(sitemap.children_in_window(children, None, None)) == [
        "news.xml",
        "x.xml",
        "s-2024-05.xml",
        "s-2024-04.xml",
        "post-sitemap12.xml",
        "post-sitemap1.xml",
    ]


def test_sitemaps_of_tags_and_authors_are_left_out():
    listed = [
        "post-sitemap.xml",
        "category-sitemap.xml",
        "post_tag-sitemap2.xml",
        "author-sitemap.xml",
        "wp-sitemap-users-1.xml",
        "wp-sitemap-taxonomies-post_tag-1.xml",
        "wp-sitemap-posts-post-1.xml",
    ]
    assert names(sitemap.children_in_window(map(child, listed), None, None)) == ["post-sitemap.xml", "wp-sitemap-posts-post-1.xml"]


def test_links_outside_the_window_are_left_out_where_their_times_say_so():
    def link(name, published="", modified=""):
        return Link(url=f"{SITE}/{name}", published_at=_time(published), modified_at=_time(modified))

    links = [
        link("undated"),
        link("old", "2024-06-01"),
        link("in", "2024-06-16"),
        link("late", "2024-06-25"),
        link("unchanged", modified="2024-06-01"),
        link("changed", modified="2024-06-25"),
    ]
    kept = sitemap.links_in_window(links, datetime(2024, 6, 15, tzinfo=UTC), datetime(2024, 6, 20, tzinfo=UTC))
    assert names(kept) == ["undated", "in", "changed"]


def _time(day: str) -> datetime | None:
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None


@given(st.text(max_size=60))
def test_names_of_any_kind_never_raise(name):
    for url in (name, f"{SITE}/{name}"):
        sitemap.dated_by_name(url)
        sitemap.children_in_window([Source(url, SourceKind.SITEMAP)], NOW, NOW)
