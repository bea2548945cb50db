"""Page address: what the address of one of an article's pages adds to that of the article: "?page=2", "/2/", "?single=1"."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|_ga|ref|source|from|tag_from|s")
_EXTENSIONS = frozenset(("html", "htm", "shtml", "php"))


class Words(BaseModel):
    """The checked content of paging.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parameters: frozenset[str]
    doubtful: frozenset[str]
    switches: frozenset[str]
    all: frozenset[str]
    segments: frozenset[str]
    strangers: frozenset[str]
    next: list[re.Pattern[str]]
    previous: list[re.Pattern[str]]
    whole: list[re.Pattern[str]]
    lists: frozenset[str]
    readers: list[str]
    pagers: list[str]


@cache
def words() -> Words:
    """Return how pages name their other pages; raises pydantic's ValidationError, naming the entry, for a data file that does not fit."""
    return Words.model_validate(tomllib.loads((Path(__file__).parent / "paging.toml").read_text(encoding="utf-8")))


class Address(NamedTuple):
    """A web address, taken apart for comparing."""

    host: str  # without www.
    path: str  # decoded, without a slash at its end
    query: tuple[tuple[str, str], ...]  # names in small letters
    url: str  # as it is requested, without its fragment

    def at(self, path: str) -> Address:
        """The address with another path."""
        return self._replace(path=path, url=urlunsplit(urlsplit(self.url)._replace(path=path)))


class Part(NamedTuple):
    """What an address adds to that of its article."""

    number: int  # 1 where nothing is added, 0 for all pages
    certain: bool  # nothing else is written like this
    likely: bool  # pages are written like this, and a few other things
    in_path: bool


def address(base: str, href: str) -> Address | None:
    """Return the web address that `href` gives on a page at `base` (with the scheme of `base`), None where it gives none."""
    try:
        split = urlsplit(urljoin(base, href.strip()))
        host = (split.hostname or "").removeprefix("www.")
        scheme = urlsplit(base).scheme
    except ValueError:
        return None
    if split.scheme not in ("http", "https") or not host:
        return None
    query = tuple((name.lower(), value) for name, value in parse_qsl(split.query.replace("&amp;", "&"), keep_blank_values=True))
    return Address(host, unquote(split.path).rstrip("/"), query, urlunsplit(split._replace(scheme=scheme, fragment="")))


def without_page(here: Address) -> tuple[Address, int]:
    """Return an address without the parameters that name a page, and the number that they name: 1 for none, 0 for all pages."""
    number, named = 1, set()
    for name, value in here.query:
        if name in words().parameters and (given := page_number(value)) is not None:
            number = given
            named.add(name)
        elif name in words().switches and is_on(value):
            number = 0
            named.add(name)
    if not named:
        return here, 1
    split = urlsplit(here.url)
    kept = [part for part in split.query.split("&") if part and unquote(part.partition("=")[0]).lower() not in named]
    query = tuple(pair for pair in here.query if pair[0] not in named)
    return here._replace(query=query, url=urlunsplit(split._replace(query="&".join(kept)))), number


def without_page_in_path(here: Address) -> tuple[Address, Part] | None:
    """Return an address without what its path may end with to name a page, and what that says."""
    stem, extension = _stem(here.path)
    match = re.search(rf"{_path_part().pattern}$", stem)
    if match is None or not match.start():
        return None
    return here.at(stem[: match.start()] + extension), _of_path(match)


def part(article: Address, other: Address) -> Part | None:
    """What `other` adds to the address of `article`; None where it leads to something else."""
    own = {pair for pair in article.query if not _TRACKING.fullmatch(pair[0])}
    if other.host != article.host or own - set(other.query):
        return None
    found = Part(1, True, True, False) if other.path == article.path else _part_of_path(article.path, other.path)
    for name, value in other.query if found else ():
        if name in words().strangers:
            return None
        if (name, value) in article.query or _TRACKING.fullmatch(name):
            continue
        given = page_number(value)
        if name in words().parameters and given is not None:
            found = Part(given, True, True, False)
        elif name in words().switches and is_on(value):
            found = Part(0, True, True, False)
        elif name in words().doubtful and given is not None:
            found = Part(given, False, True, False)
        elif given and found == (1, True, True, False):
            found = Part(given, False, False, False)
    return found


def page_number(value: str) -> int | None:
    """A parameter's value as a page's number, 0 for all pages; None where it is neither."""
    if value.lower() in words().all:
        return 0
    return int(value) if re.fullmatch(r"[1-9][0-9]?", value) else None


def is_on(value: str) -> bool:
    """Whether a parameter with this value is switched on."""
    return value.lower() in ("1", "true", "yes", "y", "on")


def _part_of_path(article: str, other: str) -> Part | None:
    stem, extension = _stem(article)
    linked, ending = _stem(other)
    if linked.startswith(stem) and ending == extension:
        match = _path_part().fullmatch(linked[len(stem) :])
    elif other.startswith(article + "/"):
        match = _path_part().fullmatch(other[len(article) :])
    else:
        return None
    return None if match is None or (match["all"] and match["joint"]) else _of_path(match)


def _of_path(match: re.Match[str]) -> Part:
    certain = bool(match["named"] or match["all"])
    # "-2" at the end of an address is more often that of another article with the same headline.
    return Part(int(match["number"] or 0), certain, certain or not match["joint"], True)


@cache
def _path_part() -> re.Pattern[str]:
    """What follows an article's path in that of one of its pages: "/2", "/page/2", "/all"; before an extension, "-2" and "_page_2" too."""
    named, everything = "|".join(words().segments), "|".join(words().all)
    return re.compile(rf"(?:/|(?P<joint>[-_,]))(?:(?P<named>(?:{named})[-_/]?))?(?:(?P<number>[0-9]{{1,3}})|(?P<all>{everything}))")


def _stem(path: str) -> tuple[str, str]:
    """A path without and with the extension of its file."""
    stem, dot, extension = path.rpartition(".")
    return (stem, dot + extension) if dot and extension.lower() in _EXTENSIONS else (path, "")
