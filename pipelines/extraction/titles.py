"""Titles: the headline as the page prints it, chosen among what the page calls its title in up to ten places."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.extraction import jsonld
from pipelines.extraction.cleaning import key
from pipelines.extraction.described import Described
from pipelines.extraction.found import Found
from pipelines.extraction.lines import collapse
from pipelines.items import Origin

MAX_MARKUP_CHARS = 1000  # of a title with all its white space
MIN_KEY = 12  # letters of a headline; fewer are a section's name
LIKE = 0.5  # part of a title's letters that a printed headline must have, or of the words that the two must share

_SEPARATOR = re.compile(r"\s+(?:[-–—|•·»]|::?|[|])\s*|\s*[|]\s*|\s*:\s+(?=[^:]{0,40}$)")
_PAGE = re.compile(r"[\s\-–—|(]*\b(?:halaman|hal|page)\.?\s*(?:\d{1,3}|all|semua)(?:\s*(?:dari|of|/)\s*\d+)?\s*\)?\s*$", re.IGNORECASE)
_SITE = re.compile(r"\.(?:com|co\.id|id|net|org|tv|news)\b|\b(?:berita|news|online|portal|terkini|indonesia|hari ini)\b", re.IGNORECASE)
_TITLED = re.compile(r"title|judul|headline", re.IGNORECASE)


def title(described: Described) -> Found[str]:
    """Return the page's headline without the site's name, "" where the page has none.

    A headline printed on the page wins when what the page says of itself (JSON-LD, og:title, title) agrees with it: it has no suffix and
    is not cut. An h1 that nothing agrees with is the name of a section. Without a printed one: the JSON-LD headline, then the others
    without their suffixes.
    """
    claims = [claim for claim in _claims(described) if claim.value]
    forms = [key(claim.value) for claim in claims]
    for candidate in _printed(described) if claims else ():
        form = key(candidate)
        if any(_same(form, claimed) for claimed in forms):
            return Found(candidate, Origin.VISIBLE)
    main = next((text for element in described.document.iter("h1") if len((text := _tidy(element.text_content())).split()) >= 4), "")
    if main and (not claims or any(_alike(main, claim.value) for claim in claims)):
        return Found(main, Origin.VISIBLE)
    if not claims:
        first = next(_printed(described), "")
        return Found(first, Origin.VISIBLE) if first else Found("")
    return Found(_tidy(_without_site(claims[0].value, described)), claims[0].origin)


def _claims(described: Described) -> list[Found[str]]:
    element = described.document.find(".//title")
    texts = [
        described.meta("og:title"),
        described.meta("twitter:title"),
        described.meta("title", "dc.title", "originaltitle", "sailthru.title", "parsely-title"),
        (element.text_content() or "") if element is not None else "",
    ]
    headline = Found(_tidy(jsonld.text(described.article.get("headline"))), Origin.JSON_LD)
    return [headline, *(Found(_tidy(text), Origin.META) for text in texts)]


def _printed(described: Described) -> Iterator[str]:
    """What a property calls the headline, headings, and what a class calls a title, each once; the first of them is mostly it."""
    seen: set[str] = set()
    for element in _headings(described):
        text = element.text_content()
        if len(text) <= MAX_MARKUP_CHARS and text not in seen:
            seen.add(text)
            tidied = _tidy(text)
            if len(tidied) <= 300 and len(key(tidied)) >= MIN_KEY:
                yield tidied


def _headings(described: Described) -> Iterator[HtmlElement]:
    yield from described.properties.get("headline", ())
    yield from described.document.iter("h1")
    yield from described.document.iter("h2", "h3", "h4")
    for element in described.document.iter("div", "span", "p", "strong"):
        if len(element.text or "") < MIN_KEY or len(element) > 2:
            continue
        if len(element) == 0 or _TITLED.search(f"{element.get('class', '')} {element.get('id', '')}"):
            yield element


def _same(printed: str, claim: str) -> bool:
    """Whether the printed headline is the claimed one, but for a suffix or prefix of the site or a cut end; both are comparison keys."""
    if printed == claim:
        return True
    if len(printed) >= LIKE * len(claim) and (claim.startswith(printed) or claim.endswith(printed)):
        return True
    return len(claim) >= 25 and printed.startswith(claim)


def _alike(printed: str, claim: str) -> bool:
    words, others = ({word for word in re.findall(r"\w+", text.lower()) if len(word) > 2} for text in (printed, claim))
    return bool(words) and len(words & others) >= LIKE * min(len(words), len(others) or 1) and len(words & others) >= 3


def _without_site(text: str, described: Described) -> str:
    """`text` without parts at its end, or its beginning, that name the site."""
    host = (urlsplit(described.page.url).hostname or "").removeprefix("www.")
    while True:
        pieces = list(_SEPARATOR.finditer(text))
        if not pieces:
            return text
        tail, head = text[pieces[-1].end() :], text[: pieces[0].start()]
        if _names_site(tail, described, host) and len(key(text[: pieces[-1].start()])) >= MIN_KEY:
            text = text[: pieces[-1].start()].strip()
        elif _names_site(head, described, host) and len(key(text[pieces[0].end() :])) >= MIN_KEY:
            text = text[pieces[0].end() :].strip()
        else:
            return text


def _names_site(piece: str, described: Described, host: str) -> bool:
    form = key(piece)
    if not form or len(piece.split()) > 6:
        return False
    return (
        any(form in site or site in form for site in described.site_keys)
        or form in key(host)
        or (_SITE.search(piece) is not None and len(piece.split()) <= 4)
    )


def _tidy(text: str) -> str:
    return _PAGE.sub("", collapse(html.unescape(html.unescape(text[:MAX_MARKUP_CHARS])))).strip()
