"""Furniture: the menus, popular headlines and readers' comments that stand around every article, from furniture.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).parent / "furniture.toml"

Words = Annotated[tuple[str, ...], Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hot(_Table):
    """A headline of the day and the slug of the topic page it links to."""

    title: str
    topic: str


class Comments(_Table):
    """What readers are called and what they write."""

    names: Words
    texts: Words


class Items(_Table):
    """A list of printed words."""

    items: Words


class Furniture(_Table):
    """The whole file."""

    hot: Annotated[tuple[Hot, ...], Field(min_length=1)]
    comments: Comments
    menu: Items
    regions: Items
    footer: Items


@cache
def load(path: Path = FILE) -> Furniture:
    """Read and check the file; raises pydantic's ValidationError or tomllib's TOMLDecodeError."""
    return Furniture.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
