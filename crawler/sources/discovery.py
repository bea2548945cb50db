"""Discovery: where a site that nobody declared lists its articles, and which of these places to keep."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from pydantic import BaseModel, ConfigDict

from crawler.canonical import canonicalize, fetchable, same_site
from crawler.sources import wordpress
from crawler.sources.listing import Listing, SourceKind
from crawler.sources.markup import unpack
from crawler.sources.page_tree import absolute, base_url, parse_html, tokens

STALE = timedelta(days=30)  # a source this far behind the site's freshest one is no longer fed
MAX_SOURCES = 6  # kept for one site; a run fetches each
MAX_ARCHIVES = 2  # of them, archive sitemaps kept beside sources of the latest news

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/rss", "text/xml", "application/xml")
_COMMENTS = re.compile(r"/comments?/feed|comments-rss|feed=comments|/feed/comments|komentar", re.IGNORECASE)
_ONE_ARTICLE = re.compile(r"/[^/]+-[^/]+-[^/]+-[^/]+/feed/?$")  # WordPress gives every post a feed of its comments
_SITEMAP_LINE = re.compile(r"^[ \t\ufeff]*site-?map[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_API_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s,;]+))*)", re.ASCII)
_NEWS_NAME = re.compile(r"news|berita|terkini|latest", re.IGNORECASE)
_API = "api.w.org"


class Origin(StrEnum):
    """How a candidate became known; in the order of trust."""

    DECLARED = "declared"
    ROBOTS = "robots"
    HEADER = "header"
    HOMEPAGE = "homepage"
    WELL_KNOWN = "well_known"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a site may list its articles."""

    url: str
    kind: SourceKind  # as expected; `identify` tells what is there
    origin: Origin


class _Paths(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: SourceKind
    paths: list[str]


class _WellKnown(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    paths: list[_Paths]


@cache
def _well_known() -> tuple[tuple[str, SourceKind], ...]:
    data = _WellKnown.model_validate(tomllib.loads((Path(__file__).parent / "discovery.toml").read_text(encoding="utf-8")))
    return tuple((path, group.kind) for group in data.paths for path in group.paths)


def from_robots(text: str, base_url: str) -> list[str]:
    """Return the addresses of a robots.txt's Sitemap lines, each once; relative ones count from `base_url`. They may be on other hosts."""
    found = []
    for match in _SITEMAP_LINE.finditer(text[:1_000_000]):
        try:
            found.append(fetchable(urljoin(base_url, match[1])))
        except ValueError:
            continue
    return [url for url in dict.fromkeys(found) if url]


def from_homepage(body: bytes, url: str, charset: str | None = None) -> list[Candidate]:
    """Return what a page's head says of the site: feeds (not those of comments) and the WordPress API. Only places on the same site."""
    root = parse_html(unpack(body)[0], charset)
    if root is None:
        return []
    base = base_url(root, url)
    found = []
    for link in root.iter("link"):
        address, rel = absolute(link.get("href"), base), link.get("rel") or ""
        if not address:
            continue
        if _API in rel:
            found.append(_api(address, Origin.HOMEPAGE))
        elif "alternate" in tokens(link, "rel") and _is_feed(link.get("type"), link.get("title"), address):
            found.append(Candidate(address, SourceKind.FEED, Origin.HOMEPAGE))
    generators = [meta.get("content") or "" for meta in root.iter("meta") if (meta.get("name") or "").lower() == "generator"]
    if any("wordpress" in generator.lower() for generator in generators):
        found.append(_api(urljoin(url, "/"), Origin.HOMEPAGE))
    return _once(candidate for candidate in found if same_site(candidate.url, url))


def from_headers(headers: Mapping[Any, Any], url: str) -> list[Candidate]:
    """Return the WordPress API that a response's Link header names, if it is on the site of `url`; headers may be as Scrapy keeps them."""
    found = []
    for name, value in headers.items():
        if _string(name).lower() != "link":
            continue
        for line in value if isinstance(value, (list, tuple)) else [value]:
            for match in _API_LINK.finditer(_string(line)[:8192]):
                address = absolute(match[1], url) if _API in match[2] else ""
                if address and same_site(address, url):
                    found.append(_api(address, Origin.HEADER))
    return _once(found)


def well_known(base_url: str) -> list[Candidate]:
    """Return the places where sites usually have their lists, on the host of `base_url`, the likeliest first."""
    return [
        Candidate(urljoin(base_url, path), kind, Origin.WELL_KNOWN) for path, kind in _well_known() if fetchable(urljoin(base_url, path))
    ]


def rank(candidates: Iterable[Candidate], site: str) -> list[Candidate]:
    """Return the candidates in the order in which to try them, each address once.

    The WordPress API comes first, then news sitemaps, feeds, other sitemaps, index pages; within a kind, what the site itself names before
    guesses. Other sites' addresses are left out unless robots.txt names them.
    """
    origins = list(Origin)
    usable = [candidate for candidate in candidates if candidate.origin is Origin.ROBOTS or same_site(candidate.url, site)]
    return _once(sorted(usable, key=lambda candidate: (_place(candidate), origins.index(candidate.origin))))


def choose(answers: Iterable[tuple[Candidate, Listing]]) -> list[Candidate]:
    """Return which of the answering candidates to keep, so that a run fetches little and misses nothing; the most useful first.

    The WordPress API alone replaces the rest: it lists every post by date. Else news sitemaps and feeds, without those whose links others
    list as well, and archive sitemaps beside them, which fill the gap after a pause and hold the past. Else index pages. Sources without
    links and children are left out, and those that another is more than a month ahead of: they are no longer fed.

    Args:
        answers: each candidate with what was read there; its kind must be what was read (see `identify`).
    """
    speaking = [answer for answer in answers if answer[1].links or answer[1].children]
    newest = max((moment for _, listing in speaking if (moment := _newest(listing))), default=None)
    alive = [answer for answer in speaking if not newest or (_newest(answer[1]) or newest) >= newest - STALE]
    if api := [candidate for candidate, listing in alive if candidate.kind is SourceKind.WORDPRESS and listing.links]:
        return api[:1]
    current = [candidate for candidate, _ in _without_subsets([answer for answer in alive if _is_current(*answer)])]
    archives = [candidate for candidate, listing in alive if candidate.kind is SourceKind.SITEMAP and not _is_current(candidate, listing)]
    if current or archives:
        return current[: MAX_SOURCES - min(len(archives), MAX_ARCHIVES)] + archives[: MAX_ARCHIVES if current else MAX_SOURCES]
    pages = [answer for answer in alive if answer[0].kind is SourceKind.INDEX_PAGE and answer[1].links]
    return [candidate for candidate, _ in _without_subsets(pages)][:MAX_SOURCES]


def _newest(listing: Listing) -> datetime | None:
    """The latest time that a listing states, of its links and of what it leads to."""
    times = [moment for link in listing.links for moment in (link.published_at, link.modified_at) if moment]
    times += [child.modified_at for child in listing.children if child.modified_at]
    return max(times, default=None)


def _is_current(candidate: Candidate, listing: Listing) -> bool:
    """Whether a source lists the latest news rather than an archive: a feed, or a sitemap with the news extension's times or titles."""
    if candidate.kind is SourceKind.FEED:
        return bool(listing.links)
    return candidate.kind is SourceKind.SITEMAP and any(link.published_at or link.title for link in listing.links)


def _without_subsets(answers: list[tuple[Candidate, Listing]]) -> list[tuple[Candidate, Listing]]:
    """The answers that add links of their own, taking the richest first; of equal ones the news sitemap, which tells the times best."""
    seen: set[str] = set()
    kept = []
    for candidate, listing in sorted(answers, key=lambda answer: (-len(answer[1].links), _place(answer[0]))):
        keys = {canonicalize(link.url) for link in listing.links}
        if not keys <= seen:
            kept.append((candidate, listing))
        seen |= keys
    return kept


def _place(candidate: Candidate) -> int:
    if candidate.kind is SourceKind.SITEMAP:
        return 1 if _NEWS_NAME.search(urlsplit(candidate.url).path) else 3
    return {SourceKind.WORDPRESS: 0, SourceKind.FEED: 2, SourceKind.INDEX_PAGE: 4}[candidate.kind]


def _is_feed(media_type: str | None, title: str | None, address: str) -> bool:
    if (media_type or "").lower().partition(";")[0].strip() not in _FEED_TYPES:
        return False
    return not (_COMMENTS.search(address) or _ONE_ARTICLE.search(address) or re.search(r"comments?\b|komentar", title or "", re.IGNORECASE))


def _api(root: str, origin: Origin) -> Candidate:
    """The posts of the WordPress API whose root, or whose site, is `root`; parameters are `wordpress.posts_url`'s business."""
    return Candidate(wordpress.posts_endpoint(root), SourceKind.WORDPRESS, origin)


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    return list({candidate.url.rstrip("/"): candidate for candidate in reversed(list(candidates))}.values())[::-1]


def _string(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
