"""Gone: which answers say that an article is no more. Only a sure sign counts: what is merely odd is a visit that was missed."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from html import unescape
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict
from scrapy.http import Response

from crawler.canonical import canonicalize

STATUSES = frozenset({404, 410})
LONGEST_TITLE = 300  # characters
TITLES = re.compile(rb"<(title|h1)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[^>]*>")
SEPARATOR = re.compile(r"\s+[|·•:»–—-]\s+|\s*[|·•»]\s*")


def _lower(names: list[str]) -> list[str]:
    if wrong := [name for name in names if not name or name != name.lower()]:
        raise ValueError(f"must be lower case and not empty: {wrong}")
    return names


class GoneSigns(BaseModel):
    """The checked content of gone.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    titles: list[re.Pattern[str]]
    elsewhere: Annotated[list[str], AfterValidator(_lower)]


@cache
def signs() -> GoneSigns:
    """Return the signs; raises pydantic's ValidationError, naming the entry, for a data file that does not fit."""
    path = Path(__file__).with_suffix(".toml")
    return GoneSigns.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def says_gone(body: bytes) -> str:
    """Return the title or headline with which a page says that there is no such page; "" where it does not."""
    for found in TITLES.finditer(body):
        title = " ".join(unescape(TAG.sub(" ", found[2].decode("utf-8", "replace"))).split())
        if len(title) <= LONGEST_TITLE and any(_is_sign(part) for part in (title, *SEPARATOR.split(title))):
            return title
    return ""


def _is_sign(title: str) -> bool:
    bare = title.lower().strip(" .!?-–—")
    return any(sign.fullmatch(bare) for sign in signs().titles)


def leads_to_list(response: Response, article_url: re.Pattern[str] | None) -> bool:
    """Whether an article's address was redirected to the same outlet's home page or to a section: what outlets do with deleted articles.

    Args:
        response: of a page on the outlet's own domain.
        article_url: the outlet's pattern of articles, if it declares one.
    """
    if not response.meta.get("redirect_urls") or (article_url and article_url.search(response.url)):
        return False
    target = urlsplit(canonicalize(response.url))
    first = target.path.strip("/").lower().partition("/")[0]
    # What is left in the query may name an article: "/?p=1042".
    return not is_deep(response.url) and not target.query and first.partition(".")[0] not in signs().elsewhere


def is_deep(url: str) -> bool:
    """Whether a URL's path is long enough to be an article's rather than a home's or a section's."""
    path = urlsplit(url).path.strip("/")
    return len(path) >= 20 or path.count("/") >= 2
