"""Metadata: section, tags, image, lead and canonical address of an article."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extraction import jsonld
from pipelines.extraction.cleaning import key
from pipelines.extraction.described import Described
from pipelines.extraction.lines import collapse

MAX_TAGS = 40
MAX_TAG_CHARS = 60

_CANONICAL = etree.XPath("//link[contains(concat(' ', translate(@rel, 'CANOIL', 'canoil'), ' '), ' canonical ')]")
_TAG_LINKS = etree.XPath("following::a[contains(@href, '/tag/') or contains(@href, '/tags/') or contains(@href, '/topik/') or @rel='tag']")
_CRUMBS = etree.XPath("//*[contains(@class, 'breadcrumb') or contains(@class, 'bread-') or contains(@id, 'breadcrumb')]//a")
_GENERIC = re.compile(
    r"(?:berita|news|portal) (?:terkini|terbaru|hari ini|online|indonesia|terpercaya)", re.IGNORECASE
)  # keywords of the site, not of the article
_HOME = re.compile(r"(?:home|beranda|depan)", re.IGNORECASE)
_ELLIPSIS = re.compile(r"\s*(?:\.{2,}|…|\[…\]|\[\.\.\.\])\s*$")


def canonical_url(described: Described) -> str:
    """The article's address: what the frontier knows it by, or what the page calls canonical if on the same site, or the page's own."""
    page = described.page
    if page.canonical_url:
        return page.canonical_url
    for claim in (*(link.get("href") or "" for link in _elements(_CANONICAL, described.document)), described.meta("og:url")):
        url = _absolute(page.url, claim)
        if url and _same_site(url, page.url) and (urlsplit(url).path.strip("/") or not urlsplit(page.url).path.strip("/")):
            return url
    return page.url


def section(described: Described) -> str:
    """The section's name, "" where the page names none."""
    named = jsonld.text(described.article.get("articleSection")) or described.meta(
        "article:section", "content_category", "category", "parsely-section", "dtk:kanal", "cxenseparse:recs:category"
    )
    if named and "://" not in named:
        return named.split(",")[0].strip()
    crumbs = [name for name in _breadcrumbs(described) if not _HOME.fullmatch(name) and key(name) not in described.site_keys]
    headline = key(jsonld.text(described.article.get("headline")) or described.meta("og:title"))
    crumbs = [name for name in crumbs if len(name) <= 40 and key(name) and key(name) != headline]
    return crumbs[-1] if crumbs else ""


def tags(described: Described) -> tuple[str, ...]:
    """The article's tags, each once: those of the description, else the links to tags that follow the text."""
    found = [*described.metas.get("article:tag", []), *_keywords(described)]
    _, _, end = described.window("")
    if not found and end < len(described.lines):
        links = _elements(_TAG_LINKS, described.lines[end].element)
        found = [name for link in links if 0 < len(name := collapse(link.text_content()).lstrip("#")) <= MAX_TAG_CHARS]
    unique: dict[str, str] = {}
    for name in found:
        if (form := key(name)) and form not in described.site_keys and not _GENERIC.match(name):
            unique.setdefault(form, name)
    return tuple(unique.values())[:MAX_TAGS]


def image(described: Described) -> str:
    """The address of the article's picture, "" where it has none."""
    claim = described.meta(
        "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "thumbnailurl"
    ) or jsonld.url(described.article.get("image"))
    return _absolute(described.page.url, claim)


def lead(described: Described) -> str:
    """The article's standfirst; its first paragraph where the page's description is none, is cut off, or only repeats title or text."""
    first = described.paragraphs[0] if described.paragraphs else ""
    if len(first) < 60 and len(described.paragraphs) > 1:  # a dateline on a line of its own
        first = f"{first} {described.paragraphs[1]}"
    claim = collapse(
        jsonld.text(described.article.get("description")) or described.meta("og:description", "description", "twitter:description")
    )
    form = key(_ELLIPSIS.sub("", claim))
    cut = claim != _ELLIPSIS.sub("", claim)
    if len(claim.split()) < 5 or cut or form in key(" ".join(described.paragraphs)) or form in key(described.meta("og:title")):
        return first or claim
    return claim


def _elements(path: etree.XPath, root: HtmlElement) -> list[HtmlElement]:
    return cast("list[HtmlElement]", path(root))


def _keywords(described: Described) -> list[str]:
    value = described.article.get("keywords")
    names = jsonld.texts(value) if isinstance(value, list) else jsonld.text(value).split(",")
    if not any(name.strip() for name in names):
        names = [
            name
            for content in (described.metas.get("news_keywords") or described.metas.get("keywords") or [])
            for name in content.split(",")
        ]
    return [name for name in (collapse(name) for name in names) if 0 < len(name) <= MAX_TAG_CHARS]


def _breadcrumbs(described: Described) -> list[str]:
    for node in described.nodes:
        items = node.get("itemListElement")
        if "BreadcrumbList" in jsonld.types(node) and isinstance(items, list):
            return [jsonld.text(item.get("name") or item.get("item")) for item in items if isinstance(item, dict)]
    return [collapse(element.text_content()) for element in _elements(_CRUMBS, described.document)]


def _absolute(base: str, claim: str) -> str:
    """The web address that `claim` gives on a page at `base`, "" where it gives none."""
    try:
        url = urljoin(base, claim.strip()) if claim.strip() else ""
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else ""
    except ValueError:  # brackets that are no IPv6 address
        return ""


def _same_site(url: str, other: str) -> bool:
    """Whether both addresses are of one site, whatever the subdomain."""
    first, second = ((urlsplit(address).hostname or "").lower().split(".") for address in (url, other))
    shared = 3 if len(first) > 2 and first[-1] == "id" and len(first[-2]) <= 3 else 2
    return first[-shared:] == second[-shared:]
