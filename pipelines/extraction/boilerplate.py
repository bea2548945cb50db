"""Boilerplate: what pages print around an article, as reviewed data (boilerplate.toml), checked and compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

DATA = Path(__file__).parent / "boilerplate.toml"


def _compilable(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}") from None
    return pattern


Pattern = Annotated[str, AfterValidator(_compilable)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Elements(_Section):
    tags: list[str]
    words: list[Pattern]
    names: list[Pattern]


class _Body(_Section):
    itemprops: list[str]
    names: list[Pattern]


class _Links(_Section):
    lead_ins: list[Pattern]


class _Promotion(_Section):
    channels: list[Pattern]
    invitations: list[Pattern]
    calls: list[Pattern]
    media: list[Pattern]
    offers: list[Pattern]
    said: list[Pattern]


class _Lines(_Section):
    anywhere: list[Pattern]
    discussion: list[Pattern]
    next_page: list[Pattern]
    head: list[Pattern]
    tail: list[Pattern]
    credits: list[Pattern]
    signatures: list[Pattern]


class _Captions(_Section):
    tags: list[str]
    names: list[Pattern]
    credits: Pattern


class _Summaries(_Section):
    labels: list[Pattern]


class _Stubs(_Section):
    paywall: list[Pattern]


class _Challenges(_Section):
    titles: list[Pattern]
    marks: list[Pattern]


class _Data(_Section):
    elements: _Elements
    body: _Body
    links: _Links
    promotion: _Promotion
    lines: _Lines
    captions: _Captions
    summaries: _Summaries
    stubs: _Stubs
    challenges: _Challenges


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The compiled patterns; all ignore case. `anywhere`, `discussion`, `next_page`, `head`, `tail` and `signature` are meant for `fullmatch`."""

    tags: frozenset[str]
    furniture: re.Pattern[str]  # of a class and id
    caption_tags: frozenset[str]
    caption: re.Pattern[str]  # of a class and id
    itemprops: frozenset[str]
    bodies: tuple[re.Pattern[str], ...]  # of a class and id, the most telling first
    lead_in: re.Pattern[str]
    lead_in_before_link: re.Pattern[str]  # at the end of what stands before the link
    lead_in_within_link: re.Pattern[str]  # at the beginning of the link's own text, in brackets
    channel: re.Pattern[str]  # of a link's text, anywhere in it
    invitation: re.Pattern[str]  # of a line, anywhere in it
    call: re.Pattern[str]  # of a line, at its beginning
    medium: re.Pattern[str]  # of a line, anywhere in it
    offer: re.Pattern[str]  # of a line, anywhere in it
    said: re.Pattern[str]  # of a line, anywhere in it
    anywhere: re.Pattern[str]
    discussion: re.Pattern[str]
    next_page: re.Pattern[str]
    head: re.Pattern[str]
    tail: re.Pattern[str]
    credit_line: re.Pattern[str]  # of a line of the tail, at its beginning
    signature: re.Pattern[str]
    signature_after_text: re.Pattern[str]  # at the end of a paragraph
    credit: re.Pattern[str]
    summary: re.Pattern[str]  # of a box's first line, meant for `fullmatch`
    paywall: re.Pattern[str]
    challenge_title: re.Pattern[str]
    challenge_mark: re.Pattern[str]


@cache
def load(path: Path = DATA) -> Boilerplate:
    """Return the patterns of the file at `path`.

    Raises pydantic.ValidationError, which names the entry, when one is missing or is no regular expression.
    """
    data = _Data.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    lead_in, signature = _any(data.links.lead_ins), _any(data.lines.signatures)
    return Boilerplate(
        tags=frozenset(data.elements.tags),
        furniture=_named(data.elements.names, data.elements.words),
        caption_tags=frozenset(data.captions.tags),
        caption=_named(data.captions.names, []),
        itemprops=frozenset(data.body.itemprops),
        bodies=tuple(_named([name], []) for name in data.body.names),
        lead_in=lead_in,
        lead_in_before_link=re.compile(
            rf"(?:^|(?<=[\s.,;!?\"”)(\[]))([(\[]?)\s*(?:{lead_in.pattern})\s*[:：]\s*[\"“'(]*\s*$", re.IGNORECASE
        ),
        lead_in_within_link=re.compile(rf"\s*[(\[]\s*(?:{lead_in.pattern})\s*[:：]", re.IGNORECASE),
        channel=_any(data.promotion.channels),
        invitation=_any(data.promotion.invitations),
        call=_any(data.promotion.calls),
        medium=_any(data.promotion.media),
        offer=_any(data.promotion.offers),
        said=_any(data.promotion.said),
        anywhere=_any(data.lines.anywhere),
        discussion=_any(data.lines.discussion),
        next_page=_any(data.lines.next_page),
        head=_any(data.lines.head),
        tail=_any(data.lines.tail),
        credit_line=_any(data.lines.credits),
        signature=signature,
        signature_after_text=re.compile(rf"(?<=[.!?\"”'’,\s\]])\s*(?:{signature.pattern})\W*$"),
        credit=_any([data.captions.credits]),
        summary=_any(data.summaries.labels),
        paywall=_any(data.stubs.paywall),
        challenge_title=_any(data.challenges.titles),
        challenge_mark=_any(data.challenges.marks),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _named(parts: Iterable[str], words: Iterable[str]) -> re.Pattern[str]:
    """Matches one of `parts` as a whole part of a name, or one of `words` as a whole name, in a class followed by an id."""
    choices = [rf"(?<![a-z0-9])(?:{'|'.join(parts)})(?![a-z0-9])"]
    if words := list(words):
        choices.append(rf"(?<!\S)(?:{'|'.join(words)})(?!\S)")
    return re.compile("|".join(choices), re.IGNORECASE)
