"""Identity: what kind of source a document really is, whatever its address and its Content-Type say."""

from __future__ import annotations

import json
import re

from crawler.sources import feed
from crawler.sources.listing import SourceKind
from crawler.sources.markup import root_name, unpack
from crawler.sources.text import decode

SAMPLE_BYTES = 65_536

_SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})
_HTML_ROOTS = frozenset(
    {"html", "head", "body", "div", "title", "meta", "p", "a", "main", "section", "table", "center", "script", "link", "noscript"}
)
_POST = re.compile(r'\[\s*\{[^\[\]]{0,2000}?"(?:id|link|date_gmt|guid)"\s*:')


def identify(body: bytes, content_type: str = "") -> SourceKind | None:
    """Return the kind of source that `body` is, None where it is none of them (an image, an error of an API, nothing at all).

    Args:
        body: as received; gzip is looked into.
        content_type: the header's value; only used where the bytes leave a doubt.
    """
    text = decode(unpack(body)[0][:SAMPLE_BYTES], content_type or None)[0].lstrip("\ufeff \t\r\n")
    if not text or "\0" in text[:1000]:
        return None
    if text[0] in "[{":
        return _json_kind(text, body)
    if text[:8].lower().startswith(("http://", "https://")):
        return SourceKind.SITEMAP
    name = root_name(text)
    if name in feed.ROOTS:
        return SourceKind.FEED
    if name in _SITEMAP_ROOTS:
        return SourceKind.SITEMAP
    if name in _HTML_ROOTS or (name and "html" in content_type.lower()) or text[:14].lower() == "<!doctype html":
        return SourceKind.WORDPRESS if name == "" and _POST.search(text) else SourceKind.INDEX_PAGE
    return None


def _json_kind(text: str, body: bytes) -> SourceKind | None:
    """A list of posts, or an empty one; an object is WordPress's way to report an error, or another API's answer."""
    if text[0] == "{":
        return None
    if _POST.match(text):
        return SourceKind.WORDPRESS
    try:
        return SourceKind.WORDPRESS if len(body) < 100 and json.loads(text) == [] else None
    except (ValueError, RecursionError):
        return None
