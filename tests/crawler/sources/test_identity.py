"""What a document really is."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources import SourceKind, identify

from .documents import entry, item, rss, urlset


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (rss(item(1)), "text/html", SourceKind.FEED),
        (b"\n\n" + rss(item(1)), "", SourceKind.FEED),
        (rss(item(1)).decode().encode("utf-16"), "", SourceKind.FEED),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "application/json", SourceKind.FEED),
        (b'<rdf:RDF xmlns:rdf="x"><channel/></rdf:RDF>', "", SourceKind.FEED),
        (b"<!-- cached --><?xml-stylesheet href='a'?><!DOCTYPE rss><rss></rss>", "", SourceKind.FEED),
        (urlset(entry(1)), "text/html", SourceKind.SITEMAP),
        (gzip.compress(urlset(entry(1))), "application/x-gzip", SourceKind.SITEMAP),
        (gzip.compress(urlset(entry(1) * 5000))[:1000], "", SourceKind.SITEMAP),
        (b"<sitemapindex/>", "", SourceKind.SITEMAP),
        (b"https://www.harian.example/a\nhttps://www.harian.example/b\n", "text/plain", SourceKind.SITEMAP),
        (b'[{"id":1,"link":"https://x.example/a"}]', "", SourceKind.WORDPRESS),
        (b' [ {\n "date_gmt": "2024"}]', "text/html", SourceKind.WORDPRESS),
        (b"[]", "application/json", SourceKind.WORDPRESS),
        (b"<!DOCTYPE html><html><body>rss feed</body></html>", "application/rss+xml", SourceKind.INDEX_PAGE),
        (b"<!-- <rss> --><html></html>", "", SourceKind.INDEX_PAGE),
        (b"<p>hello", "text/html", SourceKind.INDEX_PAGE),
        (b"<custom-element>", "text/html; charset=utf-8", SourceKind.INDEX_PAGE),
        (b'{"code":"rest_no_route"}', "application/json", None),
        (b"[1, 2, 3]", "application/json", None),
        (b'[{"a": 1}]', "application/json", None),
        (b"", "text/html", None),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png", None),
        (b"not found", "text/plain", None),
        (b"<custom/>", "application/xml", None),
    ],
)
def test_a_document_is_known_by_what_it_holds(body, content_type, kind):
    assert identify(body, content_type) is kind


@given(st.binary(max_size=300), st.text(max_size=40))
def test_arbitrary_bytes_never_raise(body, content_type):
    identify(body, content_type)
    identify(b"<" + body, content_type)
    identify(b"[{" + body, content_type)
