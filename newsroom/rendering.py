"""Rendering: the template environment, and an article's body cut into the blocks that an outlet's template prints."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from newsroom import dates
from newsroom.articles import Article

TEMPLATES = Path(__file__).parent / "templates"

DATELINE = re.compile(r"^(?P<place>[A-Z][\w.]*,?(?: \(?[A-Z][\w.]*[),]*){0,6})(?P<dash> (?:--|-|–|—) )(?P<rest>.+)$", re.DOTALL)
HEADING = re.compile(r"[^.!?:;,”\"')]$")
HEADING_LENGTH = 80  # characters; a paragraph below it that ends without punctuation is a heading inside the body
DESCRIPTION_LENGTH = 155  # characters


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of an article's body: a text, a heading, a related link, or an advertisement."""

    kind: str  # "text", "heading", "related" or "advert"
    text: str = ""
    place: str = ""  # of the dateline; only on the first text
    dash: str = ""  # between dateline and text
    number: int = 0  # among blocks of its kind, from 1
    url: str = ""  # of a related link


@cache
def environment() -> Environment:
    """The one Jinja environment: autoescaping, and an error for every misspelt name."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "printed": dates.printed,
        "rfc822": dates.rfc822,
        "utc_iso": lambda moment, suffix="+00:00": dates.utc_iso(moment or datetime.fromtimestamp(0).astimezone(), suffix),
        "ld": ld,
    }
    return made


def ld(value: Any) -> Markup:
    """JSON that can stand in a script element."""
    return Markup(json.dumps(value, ensure_ascii=False, indent=1).replace("</", "<\\/"))


def description_of(article: Article) -> str:
    """The first sentences without the dateline, cut at a word."""
    first = split_dateline(article.paragraphs[0])[2]
    if len(first) <= DESCRIPTION_LENGTH:
        return first
    return first[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + "..."


def split_dateline(text: str) -> tuple[str, str, str]:
    """Place, dash and the rest of a first paragraph; place and dash are empty where there is no dateline."""
    match = DATELINE.match(text)
    return (match["place"], match["dash"], match["rest"]) if match else ("", "", text)


def page_paragraphs(article: Article, page: int, repeats_lead: bool) -> tuple[str, ...]:
    """The paragraphs of one page; page 0 stands for all of them. The later ones may repeat the lead, without its dateline."""
    if page == 0:
        return article.paragraphs
    share = -(-len(article.paragraphs) // article.pages)
    lead = (split_dateline(article.paragraphs[0])[2],) if repeats_lead and page > 1 else ()
    return lead + article.paragraphs[(page - 1) * share : page * share]


def blocks_of(paragraphs: Sequence[str], related: Sequence[tuple[str, str]], first_page: bool) -> tuple[Block, ...]:
    """The paragraphs with `related` (title, URL) and two advertisements between them, as newsrooms place them."""
    blocks: list[Block] = []
    waiting = list(related)
    adverts = 0
    for number, paragraph in enumerate(paragraphs, start=1):
        place, dash, text = split_dateline(paragraph) if first_page and number == 1 else ("", "", paragraph)
        heading = number > 1 and len(text) < HEADING_LENGTH and HEADING.search(text)
        blocks.append(Block("heading" if heading else "text", text, place, dash, number))
        if heading:
            continue
        if number % 2 == 0 and waiting:
            title, url = waiting.pop(0)
            blocks.append(Block("related", title, number=len(related) - len(waiting), url=url))
        elif number in (1, 5):
            adverts += 1
            blocks.append(Block("advert", number=adverts))
    blocks += [
        Block("related", title, number=len(related) - len(waiting) + position, url=url)
        for position, (title, url) in enumerate(waiting, start=1)
    ]
    return tuple(blocks)
