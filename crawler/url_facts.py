"""URL facts: what the parts of a news site's address mean, from sources/urls.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

ID_PARAMETER = "p"  # WordPress's own short form, so that the key of an outlet's article is the short link of a WordPress post
SITE_PARAMETER = "site"


def _lower(names: list[str]) -> list[str]:
    if wrong := [name for name in names if not name or name != name.lower()]:
        raise ValueError(f"must be lower case and not empty: {wrong}")
    return names


def _spares_ids(names: list[str]) -> list[str]:
    if wrong := [name for name in names if name in {ID_PARAMETER, SITE_PARAMETER, "id"}]:
        raise ValueError(f"these tell articles apart and cannot be dropped: {wrong}")
    return names


class _Tracking(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    prefixes: Annotated[list[str], AfterValidator(_lower)]
    names: Annotated[list[str], AfterValidator(_lower), AfterValidator(_spares_ids)]


class _Paths(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    never_articles: Annotated[list[str], AfterValidator(_lower)]
    standing_pages: Annotated[list[str], AfterValidator(_lower)]
    files: Annotated[list[str], AfterValidator(_lower)]


class UrlFacts(BaseModel):
    """The checked content of sources/urls.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    tracking: _Tracking
    presentation: dict[str, re.Pattern[str]]
    paths: _Paths


@cache
def url_facts() -> UrlFacts:
    """Return what is known of addresses; raises pydantic's ValidationError, naming the entry, for a data file that does not fit."""
    path = Path(__file__).parent / "sources" / "urls.toml"
    return UrlFacts.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
