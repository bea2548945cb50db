"""Feeds, sound and damaged."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources import SourceKind, feed, parse

from .documents import NOW, SITE, item, rss, urls

FEED = f"{SITE}/feed/"
WHEN = datetime(2024, 6, 19, 5, 30, 15, tzinfo=UTC)


def read(body: bytes, **options):
    return feed.parse(body, FEED, now=NOW, **options)


def one(body: bytes, **options):
    listing = read(body, **options)
    assert len(listing.links) == 1, listing
    return listing.links[0]


def test_an_rss_feed_gives_links_with_title_time_and_categories():
    listing = read(rss(item(1) + item(2)))
    assert urls(listing) == [f"{SITE}/berita/1/judul", f"{SITE}/berita/2/judul"]
    first = listing.links[0]
    assert (first.title, first.published_at, first.keywords, first.source) == ("Berita 1", WHEN, ("Dunia",), FEED)
    assert listing.warnings == ()


def test_an_atom_feed_gives_published_and_updated():
    link = one(
        b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title type="html">Rusia &amp;amp; Korut</title>
        <link rel="edit" href="https://www.harian.example/edit/1"/><link rel="replies" href="https://www.harian.example/1#c"/>
        <link rel="enclosure" href="https://www.harian.example/1.mp3"/><link rel="alternate" type="text/html" href="/berita/1/judul"/>
        <id>tag:1</id><published>2024-06-19T12:30:15+07:00</published><updated>2024-06-19T08:00:00Z</updated>
        <category term="Rusia"/><category term="Korut"/></entry></feed>"""
    )
    assert (link.url, link.title, link.published_at) == (f"{SITE}/berita/1/judul", "Rusia & Korut", WHEN)
    assert link.modified_at == datetime(2024, 6, 19, 8, tzinfo=UTC)
    assert link.keywords == ("Rusia", "Korut")


def test_an_rdf_feed_takes_the_dublin_core_date_as_publication():
    link = one(
        b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="x"><title>x</title></channel><item rdf:about="https://www.harian.example/berita/1/judul"><title>Satu</title>
        <link>https://www.harian.example/berita/1/judul</link><dc:date>2024-06-19T12:30:15+07:00</dc:date></item></rdf:RDF>"""
    )
    assert (link.published_at, link.modified_at) == (WHEN, None)


def test_an_rss_091_feed_with_a_document_type_is_read():
    body = b"""<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
    "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>x</title>
    <item><title>Satu&nbsp;dua</title><link>https://www.harian.example/berita/1/judul</link></item></channel></rss>"""
    assert one(body).title == "Satu dua"


def test_a_guid_stands_in_where_the_links_all_lead_to_the_front_page():
    items = "".join(
        f"<item><title>{n}</title><link>{SITE}/</link><guid>http://news.harian.example/read/2012/{n}/judul</guid></item>" for n in (1, 2)
    )
    assert urls(read(rss(items))) == [f"http://news.harian.example/read/2012/{n}/judul" for n in (1, 2)]


def test_a_guid_stands_in_where_the_links_are_all_one_and_the_same():
    items = "".join(f"<item><link>{SITE}/rss/berita</link><guid isPermaLink='false'>{SITE}/read/{n}/judul</guid></item>" for n in (1, 2))
    assert urls(read(rss(items))) == [f"{SITE}/read/1/judul", f"{SITE}/read/2/judul"]


def test_a_guid_stands_in_where_there_is_no_link():
    assert one(rss(f"<item><title>x</title><guid>{SITE}/read/1/judul</guid></item>")).url == f"{SITE}/read/1/judul"


def test_the_link_counts_where_the_guid_is_a_short_form_or_no_address():
    assert one(rss(item(7))).url == f"{SITE}/berita/7/judul"
    assert one(rss(f"<item><link>{SITE}/berita/7/judul</link><guid>urn:7</guid></item>")).url == f"{SITE}/berita/7/judul"


def test_feedburners_original_link_counts_more_than_its_own():
    items = f"<item><link>http://feedproxy.google.com/~r/x/1</link><feedburner:origLink>{SITE}/berita/1/judul</feedburner:origLink></item>"
    spaces = ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    assert one(rss(items, namespaces=spaces)).url == one(rss(items)).url == f"{SITE}/berita/1/judul"


@pytest.mark.parametrize(
    "written",
    [
        "<link>/berita/1/judul</link>",
        "<link><![CDATA[ https://www.harian.example/berita/1/judul ]]></link>",
        "<link>\n  https://www.harian.example/berita/1/judul\n</link>",
        '<atom:link href="https://www.harian.example/berita/1/judul"/>',
        '<link/><atom:link rel="alternate" href="/berita/1/judul"/>',
        '<atom:link rel="self" href="https://www.harian.example/feed/1"/><link>https://www.harian.example/berita/1/judul</link>',
        "<link>https://www.harian.example/berita/1/judul?utm_source=rss#x</link>",
    ],
)
def test_a_link_is_found_however_it_is_written(written):
    assert one(rss(f"<item><title>x</title>{written}</item>")).url == f"{SITE}/berita/1/judul"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Rusia &amp; Korut", "Rusia & Korut"),
        ("<![CDATA[Rusia &amp; Korut]]>", "Rusia & Korut"),
        ("<![CDATA[Rusia & <b>Korut</b>]]>", "Rusia & Korut"),
        ("&lt;b&gt;Rusia&lt;/b&gt; &#8216;Korut&#8217;", "Rusia ‘Korut’"),
        ("Rusia &amp;#8216;Korut&amp;#8217;", "Rusia ‘Korut’"),
        ("Rusia &ldquo;dan&rdquo; Korut", "Rusia “dan” Korut"),
        ("Rusia\n   dan\tKorut", "Rusia dan Korut"),
        ("Harga < 5000 & naik", "Harga < 5000 & naik"),
        ("Rusia\x00\x08 &#0;&#x1f; Korut", "Rusia Korut"),
        ("R&D Korut&", "R&D Korut&"),
    ],
)
def test_a_title_is_what_a_reader_would_see(written, title):
    assert one(rss(f"<item><title>{written}</title><link>{SITE}/berita/1/judul</link></item>")).title == title


@pytest.mark.parametrize("when", ["Thu, 01 Jan 1970 00:00:00 GMT", "Wed, 19 Jun 2030 00:00:00 GMT", "kemarin"])
def test_an_impossible_time_is_none_with_a_warning_and_the_entry_stays(when):
    listing = read(rss(f"<item><link>{SITE}/berita/1/judul</link><pubDate>{when}</pubDate></item>"))
    assert listing.links[0].published_at is None
    assert listing.warnings == ("a publication time cannot be true or cannot be read",)


def test_a_time_without_a_zone_is_in_the_outlets():
    body = rss(f"<item><link>{SITE}/berita/1/judul</link><pubDate>Rabu, 19 Juni 2024 14:30:15</pubDate></item>")
    assert one(body, timezone="Asia/Jayapura").published_at == WHEN


def test_a_feed_with_one_broken_entry_keeps_the_others():
    for broken in (
        "<item><title>tanpa tutup<link>mailto:x</link></item>",
        "<item><title>x</item>",
        "<item><media:content url=tanpa-kutip/><title>x</title></item>",
        "<item><title>x</title><link>javascript:1</link></item>",
        "<item><description><p>a<b>c</p></description><title>x</title>",
        "<item>",
        "</item>",
        "<item><title>\ufffe\x01</title></item>",
    ):
        listing = read(rss(item(1) + broken + item(2)))
        assert urls(listing) == [f"{SITE}/berita/1/judul", f"{SITE}/berita/2/judul"], broken
        assert listing.warnings, broken


def test_ampersands_in_addresses_survive_damage_elsewhere():
    items = f"<item><title>x</b></title><link>{SITE}/baca?id=1&amp;b=2</link></item><item><link>{SITE}/baca?id=2&b=3</link></item>"
    assert urls(read(rss("<item><title>a</item>" + items))) == [f"{SITE}/baca?id=1&b=2", f"{SITE}/baca?id=2&b=3"]


def test_an_entry_listed_twice_is_one_link():
    assert urls(read(rss(item(1) + item(1)))) == [f"{SITE}/berita/1/judul"]


def test_a_blank_line_before_the_declaration_is_harmless_and_counted():
    listing = read(b"\n\r\n" + rss(item(1)))
    assert len(listing.links) == 1 and "something stands before the XML declaration" in listing.warnings


@pytest.mark.parametrize("junk", [b"\xef\xbb\xbf", b"<br />\n<b>Warning</b>: mysql\n", b"<!-- cached -->\n", b"\xef\xbb\xbf\n\n"])
def test_junk_before_the_feed_is_passed_over(junk):
    assert len(read(junk + rss(item(1))).links) == (0 if b"<br" in junk else 1)


def test_every_cut_of_a_feed_gives_only_whole_addresses():
    body = rss("".join(item(number) for number in range(1, 4)))
    whole = urls(read(body))
    for end in range(0, len(body), 7):
        assert set(urls(read(body[:end]))) <= set(whole)
    assert len(read(body[:-60]).links) >= 2


@pytest.mark.parametrize(
    ("declared", "sent"),
    [
        ("iso-8859-1", "utf-8"),
        ("utf-8", "cp1252"),
        ("windows-1252", "cp1252"),
        ("nonsense", "utf-8"),
        ("utf-16", "utf-8"),
        ("UTF-8", "utf-8"),
    ],
)
def test_a_wrong_charset_declaration_does_not_damage_titles(declared, sent):
    text = rss(
        f"<item><title>Café “Moskwa”</title><link>{SITE}/berita/1/judul</link></item>",
        declaration=f'<?xml version="1.0" encoding="{declared}"?>',
    )
    assert one(text.decode().encode(sent)).title == "Café “Moskwa”"


def test_a_utf16_feed_is_read():
    assert one(rss(item(1), declaration='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16")).title == "Berita 1"


def test_one_bad_byte_costs_no_entry():
    listing = read(rss(item(1) + item(2)).replace(b"Berita 1", b"Berita \xff\xfe 1"))
    assert len(listing.links) == 2 and "some bytes do not fit the charset" in listing.warnings


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        (b"", "the document is empty"),
        (b"   \n", "the document is empty"),
        (b"<!DOCTYPE html><html><body><a href='/x'>x</a></body></html>", "HTML where a feed was expected"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "JSON where a feed was expected"),
        (b"[1, 2", "JSON where a feed was expected"),
        (b"\x89PNG\r\n", "no feed in the document"),
        (b"not found", "no feed in the document"),
        (b"<urlset><url><loc>https://x.com/a</loc></url></urlset>", "no feed in the document"),
        (b"<rss version='2.0'><channel></channel></rss>", "the feed has no entries"),
        (b"/etc/passwd", "no feed in the document"),
        (b"http://127.0.0.1:1/feed", "no feed in the document"),
    ],
)
def test_what_is_no_feed_gives_a_warning_and_no_links(body, warning):
    listing = read(body)
    assert listing.links == () and warning in listing.warnings


def test_entities_neither_grow_nor_fetch():
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 30))
    body = rss(
        f"<item><title>&a29;&file;Aman</title><link>{SITE}/berita/1/judul</link></item>",
        declaration=f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{laughs}<!ENTITY file SYSTEM "file:///etc/passwd">'
        '<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>',
    )
    listing = read(body)
    assert urls(listing) == [f"{SITE}/berita/1/judul"]
    assert "root:" not in listing.links[0].title and len(listing.links[0].title) < 100
    assert "the document declares entities, they were left out" in listing.warnings


@pytest.mark.parametrize(
    "body",
    [
        b"<rss>" + b"<" * 300_000,
        b"<rss>" + b"<a>" * 100_000,
        rss("<item>" * 30_000),
        rss("<![CDATA[" * 50_000),
        rss("&" * 300_000),
        b"<!DOCTYPE rss [" + b"]" * 100_000,
        b"<!DOCTYPE " * 10_000,
        b"<!--" * 50_000,
        b"<?xml " * 50_000,
        rss(f"<item {'a=1 ' * 50_000}>"),
        rss("<item><title>" + "<b>" * 50_000 + "</title></item>"),
        rss("<item><pubDate>" + "1" * 500_000 + "</pubDate></item>"),
    ],
)
@pytest.mark.timeout(30)
def test_hostile_documents_end_quickly_and_without_an_exception(body):
    assert read(body).links == ()


def test_a_long_feed_is_cut_at_the_limit(monkeypatch):
    monkeypatch.setattr(feed, "MAX_ENTRIES", 3)
    listing = read(rss("".join(item(number) for number in range(9))))
    assert len(listing.links) == 3 and any("more than 3 entries" in warning for warning in listing.warnings)


def test_the_next_page_of_a_feed_is_a_child():
    body = rss(f'<atom:link rel="next" href="{SITE}/feed/?paged=2"/>' + item(1), namespaces=' xmlns:atom="http://www.w3.org/2005/Atom"')
    assert [(child.url, child.kind) for child in read(body).children] == [(f"{SITE}/feed/?paged=2", SourceKind.FEED)]


def test_a_packed_feed_is_unpacked():
    assert len(read(gzip.compress(rss(item(1)))).links) == 1


def test_texts_of_articles_are_not_taken_for_entries():
    body = rss(f"<item><link>{SITE}/berita/1/judul</link><description><![CDATA[<item><link>{SITE}/x</link></item>]]></description></item>")
    assert urls(read(body)) == [f"{SITE}/berita/1/judul"]


@given(st.binary(max_size=400))
def test_arbitrary_bytes_never_raise(data):
    for body in (data, b"<rss><channel><item>" + data, rss(item(1)).replace(b"Berita", data), b"<feed>" + data + b"</feed>"):
        for link in parse(SourceKind.FEED, body, FEED, now=NOW).links:
            assert link.url.startswith("http")


@given(st.integers(0, 600), st.binary(min_size=1, max_size=8))
def test_a_damaged_place_never_raises(position, damage):
    body = rss(item(1) + item(2))
    read(body[:position] + damage + body[position + 1 :])
