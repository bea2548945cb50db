"""Paging: what a page says of the other pages of its article: the address that shows all of it, and those of the pages that follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from pipelines.extraction.page_address import Address, Part, address, part, without_page, without_page_in_path, words

MAX_PAGES = 20  # of one article; what lies beyond is no news article any more
CONTEXT = 4  # elements around a link whose classes say what it is part of
MAX_PIECES = 20  # of text that a link's label is read from; a longer one is none
MIN_NEEDLE = 6  # characters of an address's segment by which links to it are found in the markup

_ARTICLE_TYPES = re.compile(r'"@type"\s*:\s*\[?\s*"(?:\w*Article|\w*BlogPosting|LiveBlogPosting)"')
_LIST_TYPES = re.compile(r'"@type"\s*:\s*\[?\s*"(?:CollectionPage|SearchResultsPage|ProfilePage)"')
_LIST_CLASSES = re.compile(r"(?<!\S)(?:home|archive|category|tag|search|author|error404)(?!\S)")
_SINGLE_CLASSES = re.compile(r"(?<!\S)(?:single|single-post|postid-\d+)(?!\S)")
_SLUG = re.compile(r"(?:[^-]+-){2}|\d{5}|\.s?html?$|^d-\d")
_NUMBER = re.compile(r"(?:(?:halaman|hal|page|laman)\b)?[\s.:#(\[]*([0-9]{1,2})[\s)\]]*", re.IGNORECASE)
_COMMENTS = re.compile(r"#(?:.*comment|komentar|respond)", re.IGNORECASE)
_ARROWS = re.compile(r"\s*[>»›→▶]+$|^[<«‹←◀]+\s*")
_FILE_END = re.compile(r"(?:[-_](?:(?:page|halaman)[-_]?)?\d{1,2})?\.s?html?$")
_RELATIVE = re.compile(rb"""href=["']?(?:\./)?$""", re.IGNORECASE)
_AFTER_RELATIVE = re.compile(rb"""[^"'\s>]{0,80}?=(?:[0-9]{1,3}|[a-z]{3,7})(?![\w-])""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paging:
    """The other pages of an article, as one of its pages names them."""

    whole: str = ""  # the address that shows the whole article at once
    following: tuple[str, ...] = ()  # addresses of the pages after this one, in order
    first: str = ""  # the first page's address, where this is a later one


class _Link(NamedTuple):
    address: Address
    label: int | str  # the page's number, "next", "previous", "whole", or ""
    in_pager: bool


def may_have_pages(body: bytes, url: str) -> bool:
    """Whether `paging` may find anything in the markup `body` of the page at `url`: a look that costs a hundredth of parsing it."""
    here = address(url, url)
    needle = _needle(here).encode() if here else b""
    if not needle:
        return b"page" in body or b"halaman" in body or b"selanjutnya" in body
    after, at = _after_needle(), body.find(needle)
    while at >= 0:
        at += len(needle)
        if after.match(body, at):
            return True
        at = body.find(needle, at)
    return _has_relative_page(body)


def _needle(here: Address) -> str:
    """What the addresses of all pages of an article have in common and few others, as it is written; "" where its address is too short."""
    segments = [segment for segment in urlsplit(here.url).path.split("/") if len(segment) >= MIN_NEEDLE]
    return _FILE_END.sub("", segments[-1]) if segments else ""


def _has_relative_page(body: bytes) -> bool:
    """Whether a link like "?page=2" stands in `body`; one byte is sought, because it is found four times as fast as a few."""
    at = body.find(b"?")
    while at >= 0:
        if body[at - 1] in b"\"'=/" and _RELATIVE.search(body, max(0, at - 9), at) and _AFTER_RELATIVE.match(body, at + 1):
            return True
        at = body.find(b"?", at + 1)
    return False


def paging(document: etree._Element, url: str, first: str = "") -> Paging:
    """Return what the page at `url` says of its article's other pages; nothing on a page that lists articles. Never raises.

    Args:
        document: the page's tree.
        url: the address that the page came from, with the part that names its page ("?page=2", "?page=all").
        first: the address of the article's first page, where it is known.
    """
    here = address(url, url)
    if here is None:
        return Paging()
    links = list(_links(document, here))
    known = address(first, first) if first else None
    place = part(known, here) if known else None
    article, number = (known, place.number) if known and place else _article(document, here, links)
    return Paging() if _is_list(document, article) else _read(here, article, number, links)


def _article(document: etree._Element, here: Address, links: list[_Link]) -> tuple[Address, int]:
    """The article that the page at `here` is of, and the page's number (0: it shows all pages)."""
    article, number = without_page(here)
    shorter = without_page_in_path(article) if number == 1 else None
    if shorter:
        # An article's address may end in a number of its own: what leads to the first page, or on to the next, tells the two apart.
        first, end = shorter
        backwards = [link for link in links if link.address.path == first.path]
        named = [link.address.url for link in backwards if link.label == 1 and (end.likely or link.in_pager)]
        named += [link.address.url for link in backwards if end.certain or (end.likely and link.label == "previous")]
        canonical = _canonical(document, here)
        named += [canonical.url] if canonical and end.likely and canonical.path == first.path else []
        named += [first.url] if end.likely and _goes_on(first, end.number, links) else []
        if named:
            return first._replace(url=named[0]), end.number
    return article, number


def _canonical(document: etree._Element, here: Address) -> Address | None:
    """What the page itself calls its address, where that is another one."""
    named = [element.get("href") for element in document.iter("link") if (element.get("rel") or "").lower() == "canonical"]
    named += [element.get("content") for element in document.iter("meta") if element.get("property") == "og:url"]
    found = address(here.url, named[0]) if named and named[0] else None
    return found if found and found.host == here.host and found.path != here.path else None


def _goes_on(first: Address, number: int, links: list[_Link]) -> bool:
    """Whether the next page of the article at `first`, whose address is a headline's, is linked as such."""
    if not _SLUG.search(first.path.rpartition("/")[2]):
        return False
    parts = [part(first, link.address) for link in links if link.label == "next"]
    return any(found is not None and found.number == number + 1 for found in parts)


def _read(here: Address, article: Address, number: int, links: list[_Link]) -> Paging:
    numbered: dict[int, tuple[int, str]] = {}  # by the page's number: the number in the address, and the address
    onwards: list[tuple[int, str]] = []
    whole = ""
    for link in links:
        found = part(article, link.address)
        if found is None:
            continue
        if _shows_all(link, found, article, here):
            whole = whole or link.address.url
        elif link.label == "next" and (found.likely or not found.in_path):
            onwards.append((found.number, link.address.url))
        elif found.number > 1 and (found.certain or isinstance(link.label, int)) and (found.likely or link.in_pager):
            label = link.label if isinstance(link.label, int) and found.in_path else found.number
            numbered.setdefault(label, (found.number, link.address.url))
    counts_otherwise = any(label != at for label, (at, _) in numbered.items())  # "/5", "/10": paragraphs, say
    if counts_otherwise and number > 1:
        number = _label_of(number, numbered)
    if number == 0:  # it shows all pages, unless it goes on all the same
        return Paging("", _following(1, numbered, onwards, not counts_otherwise) if onwards else (), "")
    following = _following(number, numbered, [] if counts_otherwise else onwards, not counts_otherwise)
    return Paging(whole, following or _next(here, number, onwards), article.url if number > 1 else "")


def _shows_all(link: _Link, found: Part, article: Address, here: Address) -> bool:
    if found.number == 0:
        return found.certain or link.label == "whole"
    is_itself = link.address.url == here.url or set(link.address.query) == set(article.query)
    return link.label == "whole" and found.number == 1 and not found.in_path and not is_itself


def _label_of(number: int, numbered: dict[int, tuple[int, str]]) -> int:
    """The page's number by its label, where addresses count something else."""
    exact = [label for label, (at, _) in numbered.items() if at == number]
    return exact[0] if exact else 1 + max((label for label, (at, _) in numbered.items() if at < number), default=1)


def _following(number: int, numbered: dict[int, tuple[int, str]], onwards: list[tuple[int, str]], fill: bool) -> tuple[str, ...]:
    """The addresses after page `number`: those that are linked, and with `fill` those between them ("1 2 ... 8")."""
    known = dict(onwards) | {label: url for label, (_, url) in numbered.items()}
    last = max((label for label in known if label > number), default=number)
    found: list[str] = []
    for wanted in range(number + 1, min(last, MAX_PAGES) + 1):
        url = known.get(wanted) or (_numbered_like(known, wanted) if fill else "")
        if not url:
            break
        found.append(url)
    return tuple(found)


def _next(here: Address, number: int, onwards: list[tuple[int, str]]) -> tuple[str, ...]:
    """The following page, where only that one is named."""
    return tuple(url for at, url in onwards if at > number and url != here.url and number < MAX_PAGES)[:1]


def _numbered_like(known: dict[int, str], wanted: int) -> str:
    """The address of page `wanted`, written as that of another one."""
    number, url = max(known.items())
    spelled = re.sub(rf"(?<=[=/_,-]){number}(?=/?(?:\.\w+)?(?:[?&].*)?$)", str(wanted), url, count=1)
    return spelled if spelled != url else ""


def _links(document: etree._Element, here: Address) -> Iterator[_Link]:
    """The links of the page to its own host, but those in the readers' comments."""
    base, needle = here.url, _needle(here)
    for element in document.iter("base", "a", "link", "option"):
        rel = (element.get("rel") or "").lower().split()
        href = element.get("value" if element.tag == "option" else "href") or ""
        if element.tag == "base":
            given = address(here.url, href)
            base = given.url if given else base
            continue
        if not href or href.startswith("#") or (needle and needle not in href and not href.startswith(("?", "./?"))):
            continue  # most links; taking an address apart costs a hundred times as much as this look
        if (element.tag == "link" and "next" not in rel) or (element.tag == "option" and not re.search("[/?]", href)):
            continue
        found = address(base, href)
        if found is None or found.host != here.host or _COMMENTS.search(href):
            continue
        around = _around(element)
        if not _classes("readers").search(around):
            yield _Link(found, _label(element, rel), _classes("pagers").search(around) is not None)


def _around(element: etree._Element) -> str:
    """The classes and ids of an element and of those around it."""
    names = [f"{element.get('class', '')} {element.get('id', '')}"]
    for up in element.iterancestors():
        if up.tag in ("body", "html") or len(names) > CONTEXT:
            break
        names.append(f"{up.get('class', '')} {up.get('id', '')}")
    return " ".join(names)


def _label(element: etree._Element, rel: list[str]) -> int | str:
    shown = "".join(islice(element.itertext(), MAX_PIECES))  # type: ignore[arg-type]  # the stubs allow for bytes
    for text in (shown, element.get("aria-label") or "", element.get("title") or ""):
        plain = " ".join(text.split()).strip(" .:…|-–")
        bare = _ARROWS.sub("", plain) or plain
        if match := _NUMBER.fullmatch(plain):
            return int(match[1])
        for group in ("next", "previous", "whole"):
            if bare and _labels(group).fullmatch(bare):
                return group
    return "next" if "next" in rel else "previous" if "prev" in rel else ""


def _is_list(document: etree._Element, article: Address) -> bool:
    """Whether the page lists articles: then its pages are those of the list."""
    segments = article.path.lower().strip("/").split("/")
    if words().lists & set(segments):
        return True
    body = document.find("body")
    classes = body.get("class", "") if body is not None else ""
    if _LIST_CLASSES.search(classes) and not _SINGLE_CLASSES.search(classes):
        return True
    data = " ".join(script.text or "" for script in document.iter("script") if "ld+json" in (script.get("type") or ""))
    if _ARTICLE_TYPES.search(data):
        return False
    if _LIST_TYPES.search(data):
        return True
    metas = {element.get("property") or element.get("name"): element.get("content", "") for element in document.iter("meta")}
    if metas.get("og:type", "").lower() == "article" or "article:published_time" in metas:
        return False
    return not _SLUG.search(segments[-1]) and not any(re.fullmatch(r"\d{3,}", value) for _, value in article.query)


@cache
def _labels(group: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in getattr(words(), group)), re.IGNORECASE)


@cache
def _classes(group: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{'|'.join(getattr(words(), group))})(?![a-z])", re.IGNORECASE)


@cache
def _after_needle() -> re.Pattern[bytes]:
    """What makes an address of a page: what follows the article's own segment in the markup."""
    everything, named = "|".join(words().all), "|".join(words().segments)
    value = rf"(?:[0-9]{{1,3}}|{everything}|true|yes)(?![\w-])"
    tail = rf"""[^"'\s<>?#&/]{{0,8}}/?(?:[?&][^"'\s<>]{{0,200}}?=|(?:/|[-_,])(?:(?:{named})[-_/]?)?|(?<=/)){value}"""
    return re.compile(tail.encode(), re.IGNORECASE)
