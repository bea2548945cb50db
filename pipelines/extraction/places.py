"""Places: how templates mark the line below a headline and the caption of a picture, as patterns over `places.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml.html import HtmlElement
from pydantic import BaseModel, ConfigDict

NEAR = 3  # elements around a line in which it may be marked


class _Places(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    subtitles: list[str]
    captions: list[str]
    buttons: list[str]
    credits: list[str]


@dataclass(frozen=True, slots=True)
class Places:
    """The patterns, each over a class and id or over a text."""

    subtitle: re.Pattern[str]
    caption: re.Pattern[str]
    button: re.Pattern[str]
    credit: re.Pattern[str]


@cache
def places() -> Places:
    """Return the patterns of `places.toml`. Raises pydantic.ValidationError where the file has another shape."""
    data = _Places.model_validate(tomllib.loads((Path(__file__).parent / "places.toml").read_text(encoding="utf-8")))
    buttons = "|".join(data.buttons)
    return Places(
        # A whole part of a class, or the end of one: "detail__subtitle", "read-page--caption".
        subtitle=re.compile(rf"(?<![a-z0-9])(?:{'|'.join(data.subtitles)})(?![a-z0-9])", re.IGNORECASE),
        caption=re.compile(rf"(?<![a-z0-9_])(?:{'|'.join(data.captions)})(?![a-z0-9])", re.IGNORECASE),
        button=re.compile(rf"^(?:{buttons})\b[\s:.,|\-–]*|[\s|\-–]*\b(?:{buttons})$", re.IGNORECASE),
        credit=re.compile("|".join(data.credits), re.IGNORECASE),
    )


def marked(element: HtmlElement, pattern: re.Pattern[str]) -> HtmlElement | None:
    """The outermost of `element` and the few elements around it whose class or id `pattern` finds, None where there is none."""
    found = None
    for _ in range(NEAR):
        if element is None or element.tag in ("body", "article", "main", "section", "header"):
            break
        if pattern.search(f"{element.get('class', '')} {element.get('id', '')}"):
            found = element
        element = element.getparent()
    return found
