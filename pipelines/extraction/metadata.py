"""Metadata: section, tags, lead and canonical address of an article."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extraction import jsonld
from pipelines.extraction.cleaning import key
from pipelines.extraction.described import Described
from pipelines.extraction.found import Found
from pipelines.extraction.lines import collapse
from pipelines.items import Origin

MAX_TAGS = 40
MAX_TAG_CHARS = 60
MAX_SECTION, MAX_MARKUP = 40, 500  # characters of a section's name, and of a link that may hold it
MAX_TAG_WORDS = 6
MAX_LEAD = 5000  # characters of a description; some hold the whole text

_TAG_LINKS = etree.XPath("following::a[contains(@href, '/tag/') or contains(@href, '/tags/') or contains(@href, '/topik/') or @rel='tag']")
_TAG_BOXES = etree.XPath("following::*[contains(@class, 'tag') or contains(@class, 'topi') or contains(@id, 'tag')]")
_TAG_BOX = re.compile(r"(?<![a-z])(?:[a-z]+[-_]+)*(?:tags?|tagging|topik|topics?|tagar)(?![a-z])", re.IGNORECASE)
_CRUMBS = re.compile("bread|crumb")  # in the class of the element that holds them
_GENERIC = re.compile(
    r"(?:berita|news|portal) (?:terkini|terbaru|hari ini|online|indonesia|terpercaya)", re.IGNORECASE
)  # keywords of the site, not of the article
_SECTION_METAS = ("article:section", "content_category", "category", "parsely-section", "dtk:kanal", "cxenseparse:recs:category")
_NO_SECTION = re.compile(r"[\d\W]+|uncategori[sz]ed|tak berkategori|tanpa kategori|lainnya|artikel|article|newsarticle", re.IGNORECASE)
# A first folder that may name a section; many sites have all their articles in one.
_FOLDER = re.compile(
    r"(?!(?:read|berita|news|artikels?|articles?|posts?|detail|story|stories|baca|content|konten|blog|index|web|amp|page|archives?|arsip|view|home)$)"
    r"[a-z]{3,}(?:-[a-z]{2,}){0,3}"
)
_HOME = re.compile(r"(?:home|beranda|depan|halaman utama)", re.IGNORECASE)
_ELLIPSIS = re.compile(r"\s*(?:\.{2,}|…|\[…\]|\[\.\.\.\])\s*$")


def canonical_url(described: Described) -> str:
    """The article's address: what the frontier knows it by, or what the page calls canonical if on the same site, or the page's own."""
    page = described.page
    if page.canonical_url:
        return page.canonical_url
    links = (link for link in described.document.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    for claim in (*(link.get("href") or "" for link in links), described.meta("og:url")):
        url = absolute(page.url, claim)
        if url and _same_site(url, page.url) and (urlsplit(url).path.strip("/") or not urlsplit(page.url).path.strip("/")):
            return url
    return page.url


def section(described: Described) -> Found[str]:
    """The section's name, "" where the page names none."""
    claims = [Found(jsonld.text(described.article.get("articleSection")), Origin.JSON_LD)]
    claims += [Found(described.meta(name), Origin.META) for name in _SECTION_METAS]
    for claim in claims:
        name = claim.value.split(",")[0].strip()
        if name and "://" not in claim.value and not _NO_SECTION.fullmatch(name):
            return Found(name, claim.origin)
    headline = {key(described.headline.value), key(jsonld.text(described.article.get("headline")) or described.meta("og:title"))}
    crumbs = _breadcrumbs(described)
    names = [name for name in crumbs.value if key(name) not in headline and _may_name_section(name, described)]
    return Found(names[-1], crumbs.origin) if names else _section_of_address(described)


def _section_of_address(described: Described) -> Found[str]:
    """What the page's own menu calls the part of the site that the address begins with, its first folder or its subdomain.

    The folder's own name serves where the menu has no link to it and it is a word that may name a section.
    """
    parts = urlsplit(described.page.url)
    folder = parts.path.strip("/").split("/")[0]
    home = f"{parts.scheme}://{parts.netloc}"
    wanted = {f"/{folder}", f"{home}/{folder}", f"//{parts.netloc}/{folder}"} if "/" in parts.path.strip("/") else set()
    if not parts.netloc.startswith(("www.", "m.", "amp.")) and parts.netloc.count(".") >= 2:
        wanted |= {home, f"//{parts.netloc}"}
    for link in described.document.iter("a"):
        if (link.get("href") or "").rstrip("/") in wanted:
            name = collapse(link.text_content()[:MAX_MARKUP])
            if _may_name_section(name, described):
                return Found(name, Origin.HEURISTIC)
    if wanted and _FOLDER.fullmatch(folder) and not any(key(folder).startswith(site) for site in described.site_keys):
        return Found(folder.replace("-", " ").title(), Origin.HEURISTIC)
    return Found("")


def _may_name_section(name: str, described: Described) -> bool:
    """Whether a link's text may be a section's name: not the site's own, nor that of its home."""
    form = key(name)
    named = bool(form) and len(name) <= MAX_SECTION and form not in described.site_keys
    return named and not _HOME.fullmatch(name) and not _NO_SECTION.fullmatch(name)


def tags(described: Described) -> Found[tuple[str, ...]]:
    """The article's tags, each once: those of the description, else the links to tags that follow the text.

    Keywords that are nothing but the headline, whole or word by word, were written for search engines and are none.
    """
    own = [Found(tuple(described.metas.get("article:tag", ())), Origin.META), _keywords(described)]
    claims = [name for claim in own for name in claim.value]
    origin = next((claim.origin for claim in own if claim.value), None)
    unique = {} if _spells(claims, described) else _unique(claims, described)
    _, _, end = described.window("")
    if not unique and end < len(described.lines):
        last = described.lines[end].element
        names = [name for link in _elements(_TAG_LINKS, last) if len(name := collapse(link.text_content())) <= MAX_TAG_CHARS]
        unique = _unique(names or _tag_box(last), described)
        origin = Origin.VISIBLE
    return Found(tuple(unique.values())[:MAX_TAGS], origin) if unique else Found(())


def _tag_box(last: HtmlElement) -> list[str]:
    """The links in the first element below the text whose class calls it the tags, if all of them are short."""
    for box in _elements(_TAG_BOXES, last):
        if _TAG_BOX.search(f"{box.get('class', '')} {box.get('id', '')}"):
            names = [name for link in box.iter("a") if (name := collapse(link.text_content()))]
            if names and all(len(name.split()) <= MAX_TAG_WORDS for name in names):
                return names
    return []


def lead(described: Described) -> Found[str]:
    """The article's standfirst; its first paragraph where the page's description is none, is cut off, or only repeats title or text."""
    first = described.paragraphs[0] if described.paragraphs else ""
    origin = Origin.VISIBLE if described.text.standfirst else Origin.HEURISTIC
    if len(first) < 60 and len(described.paragraphs) > 1:  # a dateline on a line of its own
        first = f"{first} {described.paragraphs[1]}"
    by_jsonld = jsonld.text(described.article.get("description"))
    claim = collapse((by_jsonld or described.meta("og:description", "description", "twitter:description"))[:MAX_LEAD])
    form = key(_ELLIPSIS.sub("", claim))
    cut = claim != _ELLIPSIS.sub("", claim)
    if first and (len(claim.split()) < 5 or cut or form in key(" ".join(described.paragraphs)) or form in key(described.meta("og:title"))):
        return Found(first, origin)
    return Found(claim, Origin.JSON_LD if by_jsonld else Origin.META) if claim else Found("")


def _unique(names: list[str], described: Described) -> dict[str, str]:
    """The tags by their comparison keys, without the site's own."""
    unique: dict[str, str] = {}
    for name in names:
        tag = name.lstrip("# ").strip(" ,;\"'")
        if (form := key(tag)) and form not in described.site_keys and form != key(described.headline.value) and not _GENERIC.match(tag):
            unique.setdefault(form, tag)
    return unique


def _spells(names: list[str], described: Described) -> bool:
    """Whether the tags are the words of the headline or of the description, in their order."""
    if len(names) < 3 or any(" " in name for name in names):
        return False
    return any(key("".join(names)) in key(text) for text in (described.headline.value, described.meta("og:description", "description")))


def _elements(path: etree.XPath, root: HtmlElement) -> list[HtmlElement]:
    return cast("list[HtmlElement]", path(root))


def _keywords(described: Described) -> Found[tuple[str, ...]]:
    value = described.article.get("keywords")
    texts, origin = jsonld.texts(value), Origin.JSON_LD
    if not any(key(text) for text in texts):
        texts, origin = described.metas.get("news_keywords") or described.metas.get("keywords") or [], Origin.META
    headline = key(described.headline.value)
    texts = [text for text in texts if key(text) != headline]
    names = (collapse(name) for text in texts for name in re.split("[,;|]" if len(texts) == 1 else ",", text))
    found = tuple(name for name in names if 0 < len(name) <= MAX_TAG_CHARS)
    return Found(found, origin) if found else Found(())


def _breadcrumbs(described: Described) -> Found[list[str]]:
    for node in described.nodes:
        items = node.get("itemListElement")
        if "BreadcrumbList" in jsonld.types(node) and isinstance(items, list):
            return Found([jsonld.text(item.get("name") or item.get("item")) for item in items if isinstance(item, dict)], Origin.JSON_LD)
    links = dict.fromkeys(link for element in described.marked(_CRUMBS) for link in element.iter("a"))
    return Found([collapse(link.text_content()) for link in links], Origin.VISIBLE)


def absolute(base: str, claim: str) -> str:
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
