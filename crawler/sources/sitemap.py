"""Sitemap: the links of sitemaps, news sitemaps and plain lists of addresses, and the children of sitemap indexes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.sources import feed
from crawler.sources.listing import Listing, Source, SourceKind
from crawler.sources.markup import local_name, mend, parse_xml, root_name, unpack
from crawler.sources.salvage import salvage
from crawler.sources.text import decode, plain
from crawler.sources.times import read_time
from crawler.sources.window import children_in_window, dated_by_name, holds_articles, links_in_window
from pipelines.items import Link

__all__ = ["children_in_window", "dated_by_name", "holds_articles", "links_in_window", "parse"]

ENTRIES = ("url", "sitemap")
NEWS = ("title", "publication_date", "keywords")

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SITEMAP_FILE = re.compile(r"\.xml(?:\.gz)?$", re.IGNORECASE)


def parse(body: bytes, url: str, *, timezone: str = "Asia/Jakarta", now: datetime | None = None) -> Listing:
    """Read a sitemap, a sitemap index or a list of addresses; a feed in its place is read as a feed.

    See `crawler.sources.parse` for the arguments. `lastmod` becomes the link's `modified_at`, `news:publication_date` its `published_at`; a
    date without a clock is its midnight. Format: https://www.sitemaps.org/protocol.html and Google's news extension.
    """
    unpacked, warning = unpack(body)
    if _is_plain_list(unpacked):
        return _plain_list(unpacked, url, warning)
    mended = mend(unpacked)
    root = root_name(mended.text)
    if root in feed.ROOTS:
        return feed.parse(unpacked, url, timezone=timezone, now=now)
    if root == "html" or not root:
        what = (
            "HTML where a sitemap was expected"
            if root
            else "the document is empty"
            if not mended.text.strip()
            else "no sitemap in the document"
        )
        return Listing(warnings=tuple(filter(None, (warning, what))))
    warnings = [warning, *mended.warnings]
    return _listing(_entries(mended.text, warnings), url, timezone, now, warnings)


def _entries(text: str, warnings: list[str]) -> list[etree._Element]:
    root, well_formed = parse_xml(text)
    if root is not None and well_formed:
        return [element for element in root.iter() if local_name(element.tag) in ENTRIES]
    warnings.append("the sitemap is not well-formed XML")
    entries, cut = salvage(text, ENTRIES)
    if cut:
        warnings.append("the sitemap is cut short")
    return entries


def _listing(entries: Iterable[etree._Element], url: str, timezone: str, now: datetime | None, warnings: list[str]) -> Listing:
    links: dict[str, Link] = {}
    children: dict[str, Source] = {}
    now = now or datetime.now(UTC)
    for entry in entries:
        fields = dict(_fields(entry))
        address = _absolute(fields.get("loc", ""), url)
        if not address:
            warnings.append("an entry without an address is left out")
            continue
        modified_at = read_time(fields["lastmod"], timezone, now) if "lastmod" in fields else None
        if local_name(entry.tag) == "sitemap" or ("title" not in fields and _SITEMAP_FILE.search(address)):
            if address != url:
                children.setdefault(address, Source(address, SourceKind.SITEMAP, modified_at))
        elif address not in links:
            links[address] = _link(address, url, fields, modified_at, timezone, now)
    if not links and not children:
        warnings.append("the sitemap has no entries")
    return Listing(tuple(links.values()), tuple(children.values()), tuple(dict.fromkeys(filter(None, warnings))))


def _link(address: str, url: str, fields: dict[str, str], modified_at: datetime | None, timezone: str, now: datetime | None) -> Link:
    return Link(
        url=address,
        source=url,
        title=plain(fields["title"]) if "title" in fields else "",
        published_at=read_time(fields["publication_date"], timezone, now) if "publication_date" in fields else None,
        modified_at=modified_at,
        keywords=tuple(dict.fromkeys(filter(None, map(plain, fields["keywords"].split(","))))) if "keywords" in fields else (),
    )


def _fields(entry: etree._Element) -> Iterator[tuple[str, str]]:
    """The texts of an entry: its own `loc` and `lastmod`, and the news extension's; not those of images, videos and translations."""
    for element in entry:
        name = local_name(element.tag)
        if name in ("loc", "lastmod"):
            yield name, _text(element)
        elif name == "news":
            for part in element:
                if (name := local_name(part.tag)) in NEWS:
                    yield name, _text(part)
        elif name in NEWS and isinstance(element.tag, str) and "news" in element.tag:  # without the element around it
            yield name, _text(element)


def _text(element: etree._Element) -> str:
    return (element.text if not len(element) else "".join(str(piece) for piece in element.itertext())) or ""


def _absolute(address: str, base: str) -> str:
    """The address as listed, absolute; "" for anything but http and https. `crawler.canonical.fetchable` makes it fit to request."""
    address = "".join(address.split("\n")).strip().replace("\r", "").replace("\t", "")
    if address[:8].lower().startswith(("http://", "https://")):
        return address if len(address) > 10 else ""
    if not address or address.startswith("<"):
        return ""
    try:
        joined = urljoin(base, address)
        return joined if urlsplit(joined).scheme in ("http", "https") and urlsplit(joined).netloc else ""
    except ValueError:
        return ""


def _is_plain_list(body: bytes) -> bool:
    return body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:8].lower().startswith((b"http://", b"https://"))


def _plain_list(body: bytes, url: str, warning: str) -> Listing:
    text, _ = decode(body)
    addresses = dict.fromkeys(match[0] for line in text.splitlines() if (match := _ADDRESS.match(line.strip())))
    skipped = dict.fromkeys(address for address in addresses if _SITEMAP_FILE.search(address))
    return Listing(
        tuple(Link(url=address, source=url) for address in addresses if address not in skipped),
        tuple(Source(address, SourceKind.SITEMAP) for address in skipped if address != url),
        (warning,) if warning else (),
    )
