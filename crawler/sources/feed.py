"""Feed: the links of RSS 0.9x, 1.0, 2.0 and Atom, however damaged."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from lxml import etree

from crawler.canonical import fetchable, same_site
from crawler.sources.listing import Listing, Source, SourceKind
from crawler.sources.markup import local_name, mend, parse_xml, root_name, unpack
from crawler.sources.salvage import salvage
from crawler.sources.text import plain
from crawler.sources.times import read_time
from pipelines.items import Link

MAX_ENTRIES = 5_000  # feedparser needs a millisecond for each; a longer feed is an archive, and lists the newest first
ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
ENTRIES = ("item", "entry")

_ATOM = "http://www.w3.org/2005/Atom"
_BULK = frozenset({"description", "encoded", "content", "summary", "fulltext"})  # the articles' texts: not read here, slow to parse
_NOT_THE_ARTICLE = frozenset(
    {"self", "enclosure", "replies", "edit", "hub", "next", "prev", "previous", "first", "last", "related", "via", "author"}
)
_REDIRECTORS = ("feedproxy.google.com", "feeds.feedburner.com", "feedsportal.com", "rss.detik.com")


def parse(body: bytes, url: str, *, timezone: str = "Asia/Jakarta", now: datetime | None = None) -> Listing:
    """Read a feed; see `crawler.sources.parse` for the arguments. Entries without an address are counted in a warning and left out."""
    unpacked, warning = unpack(body)
    mended = mend(unpacked)
    warnings = [warning, *mended.warnings]
    root, well_formed = _read(mended.text, warnings)
    if root is None:
        return Listing(warnings=tuple(filter(None, [warning, _not_a_feed(mended.text)])))
    if not well_formed:
        warnings.append("the feed is not well-formed XML")
    parsed = _parse(root, url)
    if not parsed.entries:
        warnings.append("the feed has no entries")
    links = _links(parsed, url, timezone, now, warnings)
    return Listing(tuple(links), tuple(_next_pages(parsed, url)), tuple(dict.fromkeys(filter(None, warnings))))


def _not_a_feed(text: str) -> str:
    start = text.lstrip()[:1]
    if not start:
        return "the document is empty"
    if start in "{[":
        return "JSON where a feed was expected"
    return "HTML where a feed was expected" if "<html" in text[:20_000].lower() or root_name(text) == "html" else "no feed in the document"


def _read(text: str, warnings: list[str]) -> tuple[etree._Element | None, bool]:
    """The feed's tree without the articles' texts, None where this is no feed."""
    if root_name(text) not in ROOTS:
        return None, False
    root, well_formed = parse_xml(text)
    if not well_formed:
        entries, cut = salvage(text, ENTRIES, MAX_ENTRIES)
        if cut:
            warnings.append("the feed is cut short")
        root = _rebuilt(entries, atom=root_name(text) == "feed")
    if root is None:
        return None, False
    for element in [element for element in root.iter() if local_name(element.tag) in _BULK]:
        parent = element.getparent()
        if parent is not None and local_name(parent.tag) in ENTRIES:
            parent.remove(element)
    surplus = [element for element in root.iter() if local_name(element.tag) in ENTRIES][MAX_ENTRIES:]
    for element in surplus:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    if surplus:
        warnings.append(f"the feed has more than {MAX_ENTRIES} entries, the rest is left out")
    return root, well_formed


def _rebuilt(entries: list[etree._Element], *, atom: bool) -> etree._Element:
    root = etree.Element(f"{{{_ATOM}}}feed" if atom else "rss")
    holder = root if atom else etree.SubElement(root, "channel")
    if not atom:
        root.set("version", "2.0")
    for entry in entries:
        if atom:
            for element in entry.iter():
                if isinstance(element.tag, str) and not element.tag.startswith("{"):
                    element.tag = f"{{{_ATOM}}}{element.tag}"
        holder.append(entry)
    return root


def _parse(root: etree._Element, url: str) -> Any:
    # a stream, because feedparser takes bytes for a file name first; the base for relative links goes in as a header
    stream = io.BytesIO(etree.tostring(root, encoding="utf-8"))
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _links(parsed: Any, url: str, timezone: str, now: datetime | None, warnings: list[str]) -> Iterator[Link]:
    claims = {(_listed(entry, url), dict.get(entry, "id")) for entry in parsed.entries}
    shared = {address for address, count in Counter(address for address, _ in claims).items() if count > 1}
    rss = parsed.version.startswith("rss")
    seen: set[str] = set()
    for entry in parsed.entries:
        address = _address(entry, url, shared)
        if not address:
            warnings.append("an entry without an address is left out")
        if not address or address in seen:
            continue
        seen.add(address)
        # dict.get, because feedparser's own look-up answers "updated" with "published" and warns about it
        published, updated = (dict.get(entry, name) for name in ("published", "updated"))
        if rss and not published:  # dc:date, which feedparser files under "updated", is when the entry was made
            published, updated = dict.get(entry, "created") or updated, None
        published_at, modified_at = (read_time(text, timezone, now) for text in (published, updated))
        if published and published_at is None:
            warnings.append("a publication time cannot be true or cannot be read")
        yield Link(
            url=address,
            source=url,
            title=plain(dict.get(entry, "title") or ""),
            published_at=published_at,
            modified_at=modified_at,
            keywords=tuple(dict.fromkeys(filter(None, (plain(tag.get("term") or "") for tag in entry.get("tags", ()))))),
        )


def _address(entry: Any, url: str, shared: set[str]) -> str:
    """The article's address: what the entry links to, unless that cannot be an article and the guid can (old detik feeds)."""
    original = _absolute(dict.get(entry, "feedburner_origlink"), url)
    listed = _listed(entry, url)
    guid = _absolute(dict.get(entry, "id"), "")
    if original:
        return original
    if not listed or _cannot_be_an_article(listed) or listed in shared:
        if guid and not _cannot_be_an_article(guid):
            return guid
        return "" if _is_front_page(listed) else listed
    return listed


def _listed(entry: Any, url: str) -> str:
    """The best of the entry's links, absolute; "" where it has none."""
    links = [(link.get("rel") or "alternate", link.get("type") or "", _absolute(link.get("href"), url)) for link in entry.get("links", ())]
    links = [link for link in links if link[2] and link[0] not in _NOT_THE_ARTICLE]
    links.sort(key=lambda link: (link[0] != "alternate", bool(link[1]) and "html" not in link[1], not same_site(link[2], url)))
    return links[0][2] if links else _absolute(dict.get(entry, "link"), url)


def _cannot_be_an_article(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return _is_front_page(address) or any(host == name or host.endswith("." + name) for name in _REDIRECTORS)


def _is_front_page(address: str) -> bool:
    split = urlsplit(address)
    return split.path in ("", "/") and not split.query


def _absolute(address: object, base: str) -> str:
    """`address` resolved and ready to fetch, "" where it is none."""
    if not isinstance(address, str) or not address.strip():
        return ""
    try:
        return fetchable(urljoin(base, address.strip()))
    except ValueError:
        return ""


def _next_pages(parsed: Any, url: str) -> Iterator[Source]:
    """The older part of a paged feed (RFC 5005)."""
    for link in parsed.feed.get("links", ()):
        address = _absolute(link.get("href"), url) if link.get("rel") == "next" else ""
        if address and address != url and same_site(address, url):
            yield Source(address, SourceKind.FEED)
