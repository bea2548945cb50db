"""Authors: the people who wrote an article, from its byline, its credits or its description; never the site itself."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from lxml.html import HtmlElement
from pydantic import BaseModel, ConfigDict

from pipelines.extraction import jsonld
from pipelines.extraction.cleaning import key
from pipelines.extraction.described import Described
from pipelines.extraction.lines import collapse

MAX_WORDS, MAX_CHARS = 6, 60  # of a name
AFTER_BODY = 30  # lines after the body within which its credits stand

_METAS = (
    "author",
    "dtk:author",
    "content_author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "sailthru.author",
    "twitter:creator:name",
)
_GLUED_DAY = re.compile(r"(?<=[a-z])(?:Senin|Selasa|Rabu|Kamis|Jum[’']?at|Sabtu|Minggu|Ahad)$")  # the date's, printed right after the name


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reporters: list[str]
    editors: list[str]
    others: list[str]
    roles: list[str]
    nobody: list[str]
    bylines: list[str]
    readers: list[str]


@cache
def _words() -> _Words:
    return _Words.model_validate(tomllib.loads((Path(__file__).parent / "authors.toml").read_text(encoding="utf-8")))


@cache
def _labels(group: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(getattr(_words(), group))})", re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    words = _words()
    names = "|".join([*words.reporters, *words.editors, *words.others])
    return re.compile(rf"(?<!\w)((?:{names})(?:\s*(?:/|&|dan)\s*(?:{names}))*)\s*[:：]\s*", re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    """A byline without a colon: "Oleh Budi Santoso"."""
    return re.compile(
        r"(?:oleh|by|ditulis oleh|diposting oleh|laporan(?: wartawan(?: [\w.]+)?)?,?)\s+(.+?)(?:\s*(?:\bpada\b|\bon\b|[|,\-–•])[^\d]*\d.*)?",
        re.IGNORECASE,
    )


def authors(described: Described, title: str) -> tuple[str, ...]:
    """Return the names of the article's reporters, of its editors where no reporter is named, () where nobody is."""
    reporters, editors = _credited(described, title)
    return tuple(
        reporters
        or _claimed(described)
        or _by_markup(described)
        or editors
        or _people(jsonld.texts(described.article.get("editor")), described)
    )


def _credited(described: Described, title: str) -> tuple[list[str], list[str]]:
    """Reporters and editors whom the lines around the body name."""
    headline, start, end = described.window(title)
    lines = described.lines
    around = [*range(max(headline - 8, 0), min(start, len(lines))), *range(end + 1, min(end + AFTER_BODY, len(lines)))]
    if end < len(lines):
        around += range(max(end - 3, start), end + 1)
    found: dict[str, list[str]] = {"reporters": [], "editors": []}
    for index in around:
        text = lines[index].text
        if len(text) > 200:
            continue
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        for label, value in _credits(text, following):
            group = "reporters" if _labels("reporters").search(label) else "editors" if _labels("editors").search(label) else ""
            if group and not found[group]:
                found[group] = _people([value], described)
    return found["reporters"], found["editors"]


def _credits(text: str, following: str) -> list[tuple[str, str]]:
    """Label and value of each credit in a line; the value may stand on the next line."""
    labels = list(_label().finditer(text))
    if not labels:
        match = _opening().fullmatch(text)
        if match and len(match[1].split()) <= MAX_WORDS and not re.search(r"\d|[.!?]$", match[1]) and match[1][:1].isupper():
            return [("oleh", match[1])]
        if _label().fullmatch(text + ":") and len(following.split()) <= MAX_WORDS and not re.search(r"[:\d]", following):
            return [(text, following)]
        return []
    if labels[0].start() > 60:
        return []
    ends = [label.start() for label in labels[1:]] + [len(text)]
    credits = _before_editor(text, labels[0])
    credits += [(label[1], text[label.end() : end].split("|")[0].strip(" /,;-–·•")) for label, end in zip(labels, ends, strict=True)]
    if len(credits) == 1 and not credits[0][1] and len(following.split()) <= MAX_WORDS and not re.search(r"[:\d]", following):
        return [(credits[0][0], following)]
    return credits


def _before_editor(text: str, label: re.Match[str]) -> list[tuple[str, str]]:
    """The name without a label that stands before the editor's on one line: "Budi Santoso Editor: Siti Rahma"."""
    name = text[: label.start()].strip(" /,;-–|·•")
    is_name = re.fullmatch(r"[A-Z][\w.’']*(?: [A-Z][\w.’']*){1,4}", name) is not None
    return [("oleh", name)] if is_name and _labels("editors").match(label[1]) else []


def _claimed(described: Described) -> list[str]:
    by_jsonld = _people(jsonld.texts(described.article.get("author") or described.article.get("creator")), described)
    return by_jsonld or next((people for name in _METAS if (people := _people(described.metas.get(name, []), described))), [])


@cache
def _classes(group: str) -> re.Pattern[str]:
    """Matches one of the group's words as a whole part of a class or id."""
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(getattr(_words(), group))})(?![a-z0-9])", re.IGNORECASE)


def _by_markup(described: Described) -> list[str]:
    pattern = _classes("bylines")
    for element in described.document.iter("a", "span", "div", "p", "strong", "b", "h4", "h5", "h6", "li", "address"):
        if (
            element.get("itemprop") == "author"
            or element.get("rel") == "author"
            or ((name := element.get("class")) and pattern.search(name))
        ):
            text = collapse(element.text_content())
            if 2 < len(text) <= 120 and not _is_readers(element) and (people := _people([text], described)):
                return people
    return []


def _is_readers(element: HtmlElement) -> bool:
    """Whether the element stands in the readers' comments, whose authors are marked up like the article's."""
    around = (each for each in (element, *element.iterancestors()) if each.tag not in ("html", "body", "main", "article"))
    return any(_classes("readers").search(f"{each.get('class', '')} {each.get('id', '')}") for each in around)


def _people(texts: list[str], described: Described) -> list[str]:
    """The people's names in `texts`, each once."""
    people: dict[str, str] = {}
    for text in texts:
        if "://" in text or ("@" in text and " " not in text):
            continue
        text = re.sub(r"\([^)]*\)|\S+@\S+|(?<=\w)\s+[-–|]\s+.*$", " ", text)
        for piece in re.split(r"\s*(?:[,;/|&•·]|\s(?:dan|and|serta)\s)\s*", text):
            name = _name(piece, described)
            if name:
                people.setdefault(key(name), name)
    return list(people.values())


def _name(piece: str, described: Described) -> str:
    words = _words()
    name = _GLUED_DAY.sub("", collapse(piece)).strip(" .:-–_*\"'")
    if re.match(rf"(?:{'|'.join(words.roles)})\b", name, re.IGNORECASE):
        return ""
    name = re.sub(rf"^(?:{'|'.join([*words.reporters, *words.editors])})\b\s*:?\s+", "", name, flags=re.IGNORECASE)
    form = key(name)
    if (
        not form
        or len(name) > MAX_CHARS
        or len(name.split()) > MAX_WORDS
        or re.search(r"\d|\.(?:com|id|net|org|tv)\b|https?|www\.", name, re.IGNORECASE)
    ):
        return ""
    if re.fullmatch("|".join(words.nobody), name, re.IGNORECASE):
        return ""
    if any(form == site or (len(site) >= 5 and site in form) for site in described.site_keys):
        return ""
    return name
