"""Index page: the article links of a home, index, section or tag page, and the page after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from lxml import etree

from crawler.canonical import canonicalize, fetchable, same_site
from crawler.sources.listing import Listing, Source, SourceKind
from crawler.sources.markup import unpack
from crawler.sources.page_tree import absolute, base_url, parse_html, tokens
from crawler.sources.text import plain
from crawler.url_facts import url_facts
from pipelines.items import Link

SLUG_WORDS = 4  # a section has a name of one to three words, a headline seldom so few

_PAGE_PARAMETERS = ("page", "halaman", "hal", "paged", "p", "pg")
_PAGE_PATH = re.compile(r"^(?P<before>.*?)/(?:page|halaman|hal)[/-](?P<number>\d{1,5})/?$", re.IGNORECASE)
_NUMBER_PATH = re.compile(r"^(?P<before>.*)/(?P<number>\d{1,4})/?$")
_ID_SEGMENT = re.compile(r"(?:[a-z]{1,3}-?)?\d{5,}(?:[-_.].*)?|.*[-_/]\d{5,}(?:\.[a-z]{3,5})?|\d{8,}-\d+-\d+", re.IGNORECASE)
_DATE_PATH = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?/.*[A-Za-z]")
_DATE_ONLY = re.compile(r"\d{4}(?:[-/]?\d{2}){0,2}")
_ID_PARAMETERS = frozenset({"p", "id", "artikel", "article", "news", "newsid", "news_id", "read", "berita"})
_SEARCH_PARAMETERS = frozenset(
    {"s", "q", "query", "search", "keyword", "cat", "tag", "author", "feed", "share", "replytocom", "redirect", "redirect_to"}
)
_SILENT = ("script", "style", "noscript", "svg", "template")


def parse(body: bytes, url: str, *, article_url: re.Pattern[str] | None = None, charset: str | None = None) -> Listing:
    """Read a page of links; see `crawler.sources.parse` for the arguments.

    Kept are the links of the page's own site (registrable domain, with subdomains) that `article_url` finds something in, or, without a
    pattern, that look like a news article's (`looks_like_article`); each article once, in page order, with the longest of its anchors'
    texts as the title. The children are the next page, if there is one.
    """
    unpacked, warning = unpack(body)
    root = parse_html(unpacked, charset) if b"<" in unpacked else None
    if root is None:
        return Listing(warnings=tuple(filter(None, (warning, "the document is no HTML page"))))
    base = base_url(root, url)
    anchors = [(absolute(anchor.get("href"), base), anchor) for anchor in root.iter("a")]
    links: dict[str, Link] = {}
    for address, anchor in anchors:
        if not address or not same_site(address, url) or not _fits(address, article_url):
            continue
        key, title = canonicalize(address), _title(anchor)
        known = links.get(key)
        if known is None:
            links[key] = Link(url=address, source=url, title=title)
        elif len(title) > len(known.title):
            links[key] = Link(url=known.url, source=url, title=title)
    links.pop(canonicalize(url), None)
    following = _next_page(root, [address for address, _ in anchors if address], base, url)
    children = (Source(following, SourceKind.INDEX_PAGE),) if following else ()
    warnings = (warning, "" if links else "the page links to no article")
    return Listing(tuple(links.values()), children, tuple(filter(None, warnings)))


def looks_like_article(url: str) -> bool:
    """Whether an address is built like a news article's: with a date, a number of five digits or more, or a headline of four words or more.

    Sections, tags, authors, searches, galleries, videos, files and the publisher's pages about itself are not; sources/urls.toml lists
    them.
    """
    try:
        split = urlsplit(url)
    except ValueError:
        return False
    segments = [segment.lower() for segment in unquote(split.path).split("/") if segment]
    query = {name.lower(): value for name, value in parse_qsl(split.query)}
    host_label = (split.hostname or "").removeprefix("www.").partition(".")[0]  # foto.viva.co.id, video.detik.com
    if _never_an_article(segments) or host_label in _path_facts()[0] or query.keys() & _SEARCH_PARAMETERS:
        return False
    if any(name in _ID_PARAMETERS and value.isdigit() for name, value in query.items()):
        return True
    if not segments or _DATE_ONLY.fullmatch("/".join(segments[-3:])) or _DATE_ONLY.fullmatch("/".join(segments[-2:])):
        return False
    if _DATE_PATH.search(split.path):
        return True
    return any(_ID_SEGMENT.fullmatch(segment) for segment in segments) or any(_words(segment) >= SLUG_WORDS for segment in segments[-2:])


def _never_an_article(segments: list[str]) -> bool:
    facts = _path_facts()
    if not facts[0].isdisjoint(segments):
        return True
    last = segments[-1] if segments else ""
    return last.startswith(facts[1]) or ("." in last and last.rpartition(".")[2] in facts[2])


@cache
def _path_facts() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    paths = url_facts().paths
    return frozenset(paths.never_articles), tuple(paths.standing_pages), frozenset(paths.files)


def _words(segment: str) -> int:
    return sum(1 for word in re.split(r"[-_+\s.]+", segment.removesuffix(".html").removesuffix(".htm").removesuffix(".php")) if word)


def _fits(address: str, article_url: re.Pattern[str] | None) -> bool:
    return looks_like_article(address) if article_url is None else article_url.search(address) is not None


def _title(anchor: etree._Element) -> str:
    text = " ".join(_texts(anchor))
    if not text.strip():
        text = anchor.get("title") or next((image.get("alt") or "" for image in anchor.iter("img")), "")
    return plain(text)


def _texts(element: etree._Element) -> Iterator[str]:
    for node in element.iter():
        if isinstance(node.tag, str) and node.tag not in _SILENT and node.text:
            yield node.text
        if node is not element and node.tail:
            yield node.tail


def _next_page(root: etree._Element, addresses: list[str], base: str, url: str) -> str:
    """The page after this one: what the page calls next, else the link that differs from its own address only by the next number."""
    for element in root.iter("link", "a"):
        if "next" in tokens(element, "rel"):
            address = absolute(element.get("href"), base)
            if address and same_site(address, url) and address != fetchable(url):
                return address
    own = _page_number(fetchable(url))
    return next((address for address in addresses if same_site(address, url) and own in _predecessors(address)), "")


def _predecessors(address: str) -> set[tuple[str, int]]:
    """What the page before `address` is known by; page 1 is also the list without a number."""
    split = urlsplit(address)
    found = _numbered(split)
    return {(place, number - 1) for place, number in found if number > 1}


def _page_number(address: str) -> tuple[str, int]:
    split = urlsplit(address)
    return next(iter(_numbered(split)), (_place(split, split.path, split.query), 1))


def _numbered(split: SplitResult) -> list[tuple[str, int]]:
    """The list that an address belongs to and its page's number there, by parameter, by ".../page/2", or by a bare last number."""
    parameters = parse_qsl(split.query)
    for name, value in parameters:
        if name.lower() in _PAGE_PARAMETERS and value.isdigit() and len(value) < 6:
            rest = "&".join(f"{key}={text}" for key, text in parameters if key != name)
            return [(_place(split, split.path, rest), int(value))]
    for pattern in (_PAGE_PATH, _NUMBER_PATH):
        if match := pattern.match(split.path):
            return [(_place(split, match["before"], split.query), int(match["number"]))]
    return []


def _place(split: SplitResult, path: str, query: str) -> str:
    return f"{(split.hostname or '').removeprefix('www.')}{path.rstrip('/')}?{query}"
