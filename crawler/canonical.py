"""Canonical URLs: the one key under which the frontier knows an article, and the address that is requested for it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

import tldextract
from w3lib.url import canonicalize_url, safe_url_string

from crawler.url_facts import ID_PARAMETER, SITE_PARAMETER, url_facts

MAX_LENGTH = 8192  # characters; servers refuse longer ones, and what a page calls a link is then something else
MIRRORS = ("www.", "m.", "amp.", "mobile.", "wap.")  # hosts that show the same articles as the bare one

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_EDGES = "".join(map(chr, range(0x21))) + "\x7f\xa0\u200b\u200c\u200d\u2060\u3000\ufeff"
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_PLAIN = re.compile(r"(?:/+[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/*")  # most paths need no encoding, which costs most of the time
_SLASHES = re.compile(r"/{2,}")
_GLUED_TRACKING = re.compile(r"&(?:amp;)?(?:utm_[a-z]+|fbclid|gclid)=.*", re.IGNORECASE | re.DOTALL)
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/]*", re.IGNORECASE)
_SUFFIX = re.compile(
    r"(?:/amp|/amp\.html|\.amp|/index\.(?:html?|php|aspx?)|/(?:page|halaman)/[0-9]{1,2}|/(?:page|halaman)/all)/?$", re.IGNORECASE
)
_PAGE_IN_PATH = re.compile(r"/(?:page|halaman)/(?:[0-9]{1,2}|all)(/?)$", re.IGNORECASE)
_PAGE_PARAMETERS = frozenset(("page", "halaman", "hal", "paging", "paged", "showpage", "single", "fullpage"))
_PREFIX = re.compile(r"^/amp(?=/)", re.IGNORECASE)


class _Parts(NamedTuple):
    scheme: str
    host: str  # lower case, in its ASCII form
    port: int | None  # None for the scheme's own
    path: str
    query: str

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"


@cache
def _suffixes() -> tldextract.TLDExtract:
    """The public suffix list as shipped: never from the network, never to the disk; blogspot.com and the like count as suffixes."""
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """Return the part of `host` that its owner registered ("news.detik.com" -> "detik.com").

    An IP address and a single label are their own domain; under a suffix nobody knows (".test") it is the last two labels.
    """
    host = host.lower().rstrip(".")
    if _is_address(host):
        return host
    known = _suffixes()(host)
    if known.domain and known.suffix:
        return f"{known.domain}.{known.suffix}"
    return host if known.suffix else ".".join(host.split(".")[-2:])


def same_site(url: str, other: str) -> bool:
    """Whether two URLs belong to one registrable domain; False where either has no host."""
    first, second = _parts(url), _parts(other)
    return first is not None and second is not None and registrable_domain(first.host) == registrable_domain(second.host)


@lru_cache(maxsize=8192)
def fetchable(url: str) -> str:
    """Return the address to request for `url` as a source listed it, "" where it is no http(s) URL.

    Fragment, user information, tracking parameters and stray white space are gone; host, path and the other parameters stay as listed.
    International host names and unsafe characters are encoded as browsers do it (w3lib's `safe_url_string`).
    """
    parts = _parts(url)
    if parts is None:
        return ""
    query = "&".join(_without_tracking(parts.query))
    return f"{parts.scheme}://{parts.netloc}{parts.path or '/'}" + (f"?{query}" if query else "")


def first_page(url: str) -> str:
    """Return the address of the first page of the article that `url` shows a page of, "" where it is no http(s) URL.

    It is `fetchable(url)` without the number of the page ("?page=2", "/page/2/") or what asks for all of them ("?page=all"): without the
    parts, that is, that `canonicalize` takes for a choice of page whatever the outlet. Others ("/2/") only the page itself can tell.
    """
    address, mark, query = fetchable(url).partition("?")
    kept = [part for part in query.split("&") if part and not (_name(part) in _PAGE_PARAMETERS and _is_presentation(part))]
    return _PAGE_IN_PATH.sub(r"\1", address) + (mark + "&".join(kept) if kept else "")


@lru_cache(maxsize=8192)
def canonicalize(url: str, article_id: re.Pattern[str] | None = None) -> str:
    """Return the key that all addresses of one article share, "" where `url` is no http(s) URL. Idempotent; never raises.

    Equal are: http and https, default ports, www/m/amp/mobile hosts, AMP and print views, an article's pages, tracking parameters and
    the order of the others, trailing and double slashes, fragments, spellings of percent-encoding, index.html. Parameters that may tell
    articles apart stay. The key is an https URL, but meant for comparing: what is requested is `fetchable(url)`. It is made for articles;
    the pages of a list lose their number, too.

    Args:
        url: absolute, as listed or after redirects.
        article_id: the outlet's pattern, searched in the address, with a group `id`. Where it is found, the key is
            `https://{registrable domain}/?p={id}`: slug, section and subdomain no longer count, since editors change them. By declaring it
            an outlet says that its ids are unique within the domain; where they are so only within a part of it, a group `site` in the
            same pattern names that part and becomes part of the key.
    """
    parts = _parts(url)
    if parts is None:
        return ""
    key = _general_key(parts)
    if article_id is None or _is_id_key(key):
        return key
    return _id_key(parts, article_id, key) or key


def _general_key(parts: _Parts) -> str:
    bare = parts._replace(scheme="https", host=_without_mirror(parts.host), port=_uncommon_port(parts))
    query = "&".join(part for part in _without_tracking(parts.query) if not _is_presentation(part))
    path, query = _normal(parts.path, query)
    while (again := _normal(path, query)) != (path, query):  # what was dropped may have hidden a dot segment or another thing to drop
        path, query = again
    return f"https://{bare.netloc}{path}" + (f"?{query}" if query else "")


def _normal(path: str, query: str) -> tuple[str, str]:
    """Path and query in one spelling, without what only chooses a view of the article."""
    path = _SLASHES.sub("/", _SESSION.sub("", _GLUED_TRACKING.sub("", path)) or "/")
    if query or not _PLAIN.fullmatch(path):
        normal = urlsplit(canonicalize_url(f"https://x{path}?{query}"))
        path, query = normal.path, normal.query
    return _plain_path(path), query


def _id_key(parts: _Parts, article_id: re.Pattern[str], key: str) -> str:
    address = fetchable(f"{parts.scheme}://{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else ""))
    secure = "https" + address[len(parts.scheme) :]
    found = next((match for match in map(article_id.search, (address, secure, key)) if match), None)
    groups = found.groupdict() if found else {}
    if not groups.get("id"):
        return ""
    domain = parts._replace(host=registrable_domain(parts.host), port=_uncommon_port(parts)).netloc
    site = f"&{SITE_PARAMETER}={_encoded(groups['site'].lower())}" if groups.get("site") else ""
    return f"https://{domain}/?{ID_PARAMETER}={_encoded(groups['id'])}{site}"


def _uncommon_port(parts: _Parts) -> int | None:
    return None if parts.port in _DEFAULT_PORTS.values() else parts.port


def _is_id_key(key: str) -> bool:
    split = urlsplit(key)
    names = {part.partition("=")[0] for part in split.query.split("&")}
    return split.path == "/" and ID_PARAMETER in names and names <= {ID_PARAMETER, SITE_PARAMETER}


def _encoded(text: str) -> str:
    """Percent-encode in the one form that `canonicalize_url` leaves alone."""
    quoted = quote(unquote(text, errors="surrogateescape"), safe="", errors="surrogateescape")
    return urlsplit(canonicalize_url(f"https://x/?p={quoted}")).query[2:]


@lru_cache(maxsize=4096)
def _without_mirror(host: str) -> str:
    domain = registrable_domain(host)
    while mirror := next((name for name in MIRRORS if host.startswith(name) and len(host) - len(name) >= len(domain)), None):
        host = host[len(mirror) :]
    return host


def _plain_path(path: str) -> str:
    """The path without what only chooses a view of the article; shortened until nothing is left to drop."""
    while True:
        shorter = _SLASHES.sub("/", _PREFIX.sub("", _SUFFIX.sub("", path))).rstrip("/")
        if shorter == path:
            return path or "/"
        path = shorter


def _without_tracking(query: str) -> list[str]:
    """The parameters of `query`, as written, that say something about what is shown."""
    kept = []
    for part in query.replace("&amp;", "&").split("&"):
        head, mark, tail = part.partition("?")  # "?id=7?utm_source=rss": a second question mark where "&" was meant
        if mark and _is_tracking(tail):
            part = head
        if part and not _is_tracking(part):
            kept.append(part)
    return kept


def _is_tracking(part: str) -> bool:
    tracking, name = _tracking(), _name(part)
    return name in tracking[1] or name.startswith(tracking[0])


@cache
def _tracking() -> tuple[tuple[str, ...], frozenset[str]]:
    facts = url_facts().tracking
    return tuple(facts.prefixes), frozenset(facts.names)


def _is_presentation(part: str) -> bool:
    pattern = url_facts().presentation.get(_name(part))
    return pattern is not None and pattern.fullmatch(unquote(part.partition("=")[2]).strip().lower()) is not None


def _name(part: str) -> str:
    return unquote(part.partition("=")[0]).strip().lower()


def _parts(url: str) -> _Parts | None:
    """Take an http(s) URL apart, None where it is none; the path and query come back safe to send."""
    cleaned = re.sub(r"[\t\r\n]+", "", url.strip(_EDGES))
    if len(cleaned) > MAX_LENGTH or not _SCHEME.match(cleaned) or _CONTROL.search(cleaned):
        return None
    head, mark, query = cleaned.partition("#")[0].partition("?")
    head = _GLUED_TRACKING.sub("", head.replace("\\", "/"))  # browsers take a backslash there for a slash
    try:
        split = urlsplit(head)
        host, port = _ascii_host(split.hostname or ""), split.port
        if query or not _PLAIN.fullmatch(split.path):
            safe = urlsplit(safe_url_string(f"http://x{split.path}{mark}{query}"))
            path, query = safe.path, safe.query
        else:
            path = split.path
    except ValueError:
        return None
    if not host or port == 0:
        return None
    return _Parts(split.scheme, host, None if port == _DEFAULT_PORTS[split.scheme] else port, path, query)


@lru_cache(maxsize=4096)
def _ascii_host(host: str) -> str:
    """The host in lower-case ASCII, "" where it is no host name and no IP address."""
    host = host.rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    host = host.lower()
    if _is_address(host):
        return str(ip_address(host))
    if ":" in host or len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        return ""
    return host


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
