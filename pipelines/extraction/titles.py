"""Titles: the headline as the page prints it, chosen among what the page calls its title in up to ten places."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from pipelines.extraction import jsonld
from pipelines.extraction.cleaning import key
from pipelines.extraction.described import Described
from pipelines.extraction.lines import collapse

MAX_MARKUP_CHARS = 1000  # of a title with all its white space
MIN_KEY = 12  # letters of a headline; fewer are a section's name
LIKE = 0.5  # part of a title's letters that a printed headline must have, or of the words that the two must share

_SEPARATOR = re.compile(r"\s+(?:[-–—|•·»]|::?|[|])\s*|\s*[|]\s*|\s*:\s+(?=[^:]{0,40}$)")
_PAGE = re.compile(r"[\s\-–—|(]*\b(?:halaman|hal|page)\.?\s*(?:\d{1,3}|all|semua)(?:\s*(?:dari|of|/)\s*\d+)?\s*\)?\s*$", re.IGNORECASE)
_SITE = re.compile(r"\.(?:com|co\.id|id|net|org|tv|news)\b|\b(?:berita|news|online|portal|terkini|indonesia|hari ini)\b", re.IGNORECASE)
_TITLED = re.compile(r"title|judul|headline", re.IGNORECASE)


def title(described: Described) -> str:
    """Return the page's headline without the site's name, "" where the page has none.

    A headline printed on the page wins when what the page says of itself (JSON-LD, og:title, title) agrees with it: it has no suffix and
    is not cut. An h1 that nothing agrees with is the name of a section. Without a printed one: the JSON-LD headline, then the others
    without their suffixes.
    """
    claims = [claim for claim in _claims(described) if claim]
    printed = _printed(described)
    for candidate in printed:
        if any(_same(key(candidate), key(claim)) for claim in claims):
            return candidate
    main = next((text for element in described.document.iter("h1") if len((text := _tidy(element.text_content())).split()) >= 4), "")
    if main and (not claims or any(_alike(main, claim) for claim in claims)):
        return main
    if not claims:
        return printed[0] if printed else ""
    return _tidy(_without_site(claims[0], described))


def _claims(described: Described) -> list[str]:
    element = described.document.find(".//title")
    texts = [
        jsonld.text(described.article.get("headline")),
        described.meta("og:title"),
        described.meta("twitter:title"),
        described.meta("title", "dc.title", "originaltitle", "sailthru.title", "parsely-title"),
        (element.text_content() or "") if element is not None else "",
    ]
    return [_tidy(text) for text in texts]


def _printed(described: Described) -> list[str]:
    """Headings and what a class or property calls a title, h1 first."""
    ranked: list[tuple[int, str]] = []
    for element in described.document.iter("h1", "h2", "h3", "h4", "div", "span", "p", "strong"):
        name = f"{element.get('class', '')} {element.get('id', '')}"
        if element.get("itemprop") == "headline":
            rank = 0
        elif element.tag == "h1":
            rank = 1
        elif element.tag in ("h2", "h3", "h4"):
            rank = 2
        elif len(element) <= 2 and (_TITLED.search(name) or len(element) == 0):
            rank = 3
        else:
            continue
        if rank == 3 and len(element.text or "") < MIN_KEY:
            continue
        text = element.text_content()
        text = _tidy(text) if len(text) <= MAX_MARKUP_CHARS else ""
        if len(key(text)) >= MIN_KEY and len(text) <= 300:
            ranked.append((rank, text))
    headings = [text for rank, text in sorted(ranked, key=lambda entry: entry[0])]
    return list(dict.fromkeys(headings))


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
