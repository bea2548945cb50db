"""HTML: an untrusted page as a tree, its links absolute, in the order of the page."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml import etree

from crawler.canonical import fetchable
from crawler.sources.text import decode

MAX_BYTES = 20_000_000  # beyond that a page is no page


def parse_html(body: bytes, charset: str | None = None) -> etree._Element | None:
    """Return the root of a page in whatever state it is, None where nothing can be made of it.

    Args:
        body: unpacked.
        charset: as the Content-Type header declares it; the bytes and the page's own declaration count as `text.decode` says.
    """
    text, _ = decode(body[:MAX_BYTES], charset)
    parser = etree.HTMLParser(recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    data = text.replace("\0", "").encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing but a document type or a comment
        return None


def base_url(root: etree._Element, url: str) -> str:
    """Return what relative links of a page count from: the first usable base element, else the page's own address."""
    for element in root.iter("base"):
        if address := absolute(element.get("href"), url):
            return address
    return url


def absolute(href: str | None, base: str) -> str:
    """Return `href` as an address to request, "" where it is none (script, mail, phone, a fragment of the same page, garbage)."""
    if not href or not href.strip() or href.strip().startswith("#"):
        return ""
    try:
        return fetchable(urljoin(base, href.strip()))
    except ValueError:
        return ""


def tokens(element: etree._Element, attribute: str) -> frozenset[str]:
    """Return the words of an attribute such as rel, in lower case."""
    return frozenset((element.get(attribute) or "").lower().split())
