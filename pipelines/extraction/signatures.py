"""Signatures: those who wrote, named without a label: beside the date below the headline, or below the text's last words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from pipelines.extraction.bylines import MAX_LINE, credit_text, segments
from pipelines.extraction.cleaning import key
from pipelines.extraction.described import Described
from pipelines.extraction.lines import Line
from pipelines.extraction.names import is_site, people, plain_names, words
from pipelines.extraction.places import marked, places

BESIDE = 2  # lines from the date's at which the author's own line stands
NEAR_TEXT = 4  # lines above the text that are looked at where the headline is not found
TAIL_CHARS = 150  # at the end of a line, in which a signature in brackets stands
AROUND_TEXT = 3  # elements around a paragraph, one of which holds the whole text
MIN_NAME = 4  # letters of a name in a signature; fewer are initials

_BRACKETS = re.compile(r"(?:^|(?<=[.!?”\"*’…])|(?<=[.!?”\"*’…]\s))\s*[(\[]([^()\[\]:]{5,80})[)\]]\W*$")
_WITH_SITE = re.compile(r"[(\[]([^()\[\]/|]{2,60}(?:[/|][^()\[\]/|]{2,60})+)[)\]]\W*$")
_DASHED = re.compile(r"\W*(?:[-–—~]|\*{2,})\s*([^\W\d_][^:]{4,60}?)\W*")
_TOPICS = ("keywords", "news_keywords", "article:tag")
_LEADS = re.compile(r"^(?!javascript)[^#]*[^#/]")  # a link's address that leads to another page
_OF_PICTURE = re.compile(r"\W*(?:infografis|grafis|foto|gambar|ilustrasi|video)\b", re.IGNORECASE)  # whose brackets name its maker
_CODE = re.compile(r"[a-z]{1,4}\d*|[A-Z]{1,3}[-.]?\d+|\d+|\*+|[A-Z]{1,3}")  # of an editor or a desk: "R-1", "ant"


def signed(described: Described, title: str) -> list[str]:
    """Return the people named without a label: beside the date, or at the end in brackets, behind a dash or on a line of their own."""
    for names in (*_below_headline(described, title), *_at_the_end(described, title)):
        if named := people([", ".join(names)], described) if names else []:
            return named
    return []


def _below_headline(described: Described, title: str) -> Iterator[list[str]]:
    """Names on the date's line, "Budi Santoso • 19 Juni 2024 21:30", or on a line of their own right above or below it."""
    headline, start, _ = described.window(title)
    lines = described.lines
    if start >= len(lines):
        return
    found = key(lines[headline].text) == key(title)
    shown = range(headline + 1 if found else max(start - NEAR_TEXT, 0), start)
    dated: list[int] = []
    for index in shown:
        if len(lines[index].text) > MAX_LINE or _is_caption(lines[index]):
            continue
        pieces, has_date = segments(credit_text(lines[index]))
        if has_date:
            dated.append(index)
            yield from (names for piece in pieces if (names := _writers(piece, lines[index], described, title)))
    for index in dated:
        for near in range(max(index - BESIDE, shown.start), min(index + BESIDE + 1, start)):
            if near != index and near not in dated and not _is_caption(lines[near]):
                pieces = segments(credit_text(lines[near]))[0]
                named = [_writers(piece, lines[near], described, title) for piece in pieces]
                if all(named):
                    yield [name for names in named for name in names]


def _at_the_end(described: Described, title: str) -> Iterator[list[str]]:
    _, start, end = described.window(title)
    lines = described.lines
    if end >= len(lines):
        return
    for line in lines[max(end - 2, start) : end + 5]:
        if not line.after_picture and not _OF_PICTURE.match(line.text):
            yield _in_brackets(line, described, title)
        if match := _DASHED.fullmatch(line.text) if len(line.text) <= MAX_LINE else None:
            yield _writers(match[1], line, described, title)
    whole = {lines[end].element, *islice(lines[end].element.iterancestors(), AROUND_TEXT)}
    for line in lines[end : end + 3]:
        if line.heading or line.link_share > 0 or line.listed or len(line.text) > MAX_LINE:
            continue
        if line.text.isupper() or line.element in whole or line.element.getparent() in whole:
            pieces = [piece.strip() for piece in line.text.split("|")]
            named = [_writers(piece, line, described, title) for piece in pieces]
            yield _all_named(pieces, named, described)


def _in_brackets(line: Line, described: Described, title: str) -> list[str]:
    """The names in "(Budi Santoso)", "(Budi Santoso/R-1)" or "(Warta Uji/Budi)" with which a line ends."""
    text = line.text[-TAIL_CHARS:]
    if match := _WITH_SITE.search(text):
        pieces = [piece.strip() for piece in re.split("[/|]", match[1])]
        for site in (0, -1):
            if is_site(pieces[site], described):
                return [piece for index, piece in enumerate(pieces) if index != site % len(pieces)]
    match = _BRACKETS.search(text)
    if not match:
        return []
    pieces = [piece.strip() for piece in re.split(r"[/|]", match[1])]
    names = _all_named(pieces, [plain_names(piece) for piece in pieces], described)
    return names if not _told(names, match[0], described, title) else []


def _all_named(pieces: list[str], named: list[list[str]], described: Described) -> list[str]:
    """The names in the pieces of a signature, [] where a piece is neither a name nor an agency, the site or a desk's sign."""
    for names, piece in zip(named, pieces, strict=True):
        nobody = _CODE.fullmatch(piece) or is_site(piece, described) or (len(piece.split()) <= 2 and not people([piece], described))
        if not names and not nobody:
            return []
    return [name for names in named for name in names]


def _writers(text: str, line: Line, described: Described, title: str) -> list[str]:
    """The names of which `text`, a piece of `line`, consists; [] where it is a section's, or of somebody whom the article tells of."""
    names = plain_names(text)
    if not names or any(len(key(name)) < MIN_NAME for name in names):
        return []
    addresses = [link.get("href") or "" for link in line.element.iter("a") if key(text) in key(link.text_content())]
    if any(_links("author_links").search(address) for address in addresses):
        return names
    if any(_LEADS.search(address) for address in addresses):
        return []
    above = {key(other.text) for other in described.lines[: described.window(title)[0]]}
    site = any(is_site(name, described) for name in names)
    if site or _told(names, line.text, described, title):
        return []
    return [] if key(text) in above or key(text) in key(described.page.url) else names


def _told(names: list[str], signature: str, described: Described, title: str) -> bool:
    """Whether the article itself tells of one of `names`, outside the signature, or has it as a keyword."""
    topics = [content for name in _TOPICS for content in described.metas.get(name, ())]
    text = key(" ".join((*topics, title, *described.paragraphs))).removesuffix(key(signature))
    return any(key(name) in text for name in names)


@cache
def _links(group: str) -> re.Pattern[str]:
    return re.compile("|".join(getattr(words(), group)), re.IGNORECASE)


def _is_caption(line: Line) -> bool:
    """Whether the line is of a picture rather than of the article: its caption, or its photographer."""
    figures = (element.tag in ("figure", "figcaption") for element in [line.element, *line.element.iterancestors()][:3])
    return any(figures) or marked(line.element, places().caption) is not None or places().credit.search(line.text) is not None
