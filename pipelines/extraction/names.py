"""Names: which part of a byline is a person's name, and which is a role, a paper, an agency, a degree or nothing."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.extraction.cleaning import key
from pipelines.extraction.dateline import is_place
from pipelines.extraction.described import Described
from pipelines.extraction.lines import collapse

MAX_WORDS, MAX_CHARS = 6, 60  # of a name without its degrees
MAX_PIECES = 4  # names on a line that nothing but its looks shows to be one of names

DAYS = r"(?:Senin|Selasa|Rabu|Kamis|Jum[’'`]?at|Sabtu|Minggu|Ahad)"
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+@\S+|(?<=\w)\s+[-–—]\s+.*$")  # in brackets, an address, what follows a dash
_SEPARATOR = re.compile(r"\s*(?:[;/|&•·]|(?<!\w)\+(?!\w)|,(?:\s*(?:dan|and|serta)\s)?|\s(?:dan|and|serta|bersama)\s)\s*")
_GLUE = re.compile(r"[^\W\d_][A-Z][a-z]|[a-z]\d")  # without which nothing is glued
_ADDRESS = re.compile(r"\d|\.(?:com|id|net|org|tv)\b|https?|www\.|[{}<>=_#*]", re.IGNORECASE)
_DOTTED_DEGREE = r"(?:[A-Z][a-zA-Z]{0,2}\.){1,3}\s?(?:[A-Z][a-zA-Z]{0,4}\.?)?"
_PROPER = re.compile(r"[A-ZÀ-Þ][\w.’'`\-]*(?: (?:[A-ZÀ-Þ][\w.’'`\-]*|bin|binti|van|von|de|al-\w+|el-\w+)){0,4}")


class Words(BaseModel):
    """What `authors.toml` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reporters: list[str]
    editors: list[str]
    photographers: list[str]
    translators: list[str]
    openings: list[str]
    others: list[str]
    roles: list[str]
    newsroom: list[str]
    nobody: list[str]
    bylines: list[str]
    editor_bylines: list[str]
    readers: list[str]
    degrees: list[str]
    after: list[str]
    titles: list[str]
    author_links: list[str]
    editor_links: list[str]
    not_names: frozenset[str]


@cache
def words() -> Words:
    """Return the words of `authors.toml`. Raises pydantic.ValidationError where the file has another shape."""
    return Words.model_validate(tomllib.loads((Path(__file__).parent / "authors.toml").read_text(encoding="utf-8")))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = words()
    labels = "|".join([*data.photographers, *data.reporters, *data.editors, *data.translators])
    degrees = f"(?:{_DOTTED_DEGREE}|{'|'.join(data.degrees)})(?:\\s+(?:{_DOTTED_DEGREE}|{'|'.join(data.degrees)}))*"
    glued = "|".join(word.title() for word in data.after if len(word) > 5 and " " not in word)
    return {
        # The date and other words, printed right after the name.
        "after": re.compile(rf"\s+(?:{DAYS}|(?i:{'|'.join(data.after)}))$"),
        "glued": re.compile(rf"(?<=[^\W\d_])(?={DAYS}\b|(?:{glued})\b)|(?<=[a-z])(?=\d{{1,2}}\s)"),
        "titles": re.compile(rf"(?<!\w)(?:(?:{'|'.join(data.titles)})\.\s*)+(?=\w)|(?<!\w)Prof\s+(?=[A-Z])", re.IGNORECASE),
        "degrees": re.compile(rf"(?:\s*,\s*{degrees})+$"),
        "role": re.compile(rf"(?:{'|'.join(data.roles)})(?!\w)", re.IGNORECASE),
        "label": re.compile(rf"(?:{labels})(?!\w)\s*[:：]?\s+", re.IGNORECASE),
        "only_label": re.compile(rf"(?:{labels}|{'|'.join(data.after)})", re.IGNORECASE),
        "nobody": re.compile("|".join(data.nobody), re.IGNORECASE),
        "newsroom": re.compile("|".join(data.newsroom), re.IGNORECASE),
        "degree": re.compile(degrees),
    }


def people(texts: list[str], described: Described) -> list[str]:
    """Return the people's names in `texts`, each once, as they are written but without academic titles and degrees.

    A town is no name: "Budi Santoso, Bandung".
    """
    found: dict[str, str] = {}
    for text in texts:
        if "://" in text or ("@" in text and " " not in text):
            continue
        for piece in _pieces(_ASIDE.sub(" ", unglued(text))):
            if name := _name(piece, described):
                found.setdefault(key(name), name)
    named = list(found.values())
    return [name for name in named if not is_place(name)]


def unglued(text: str) -> str:
    """`text` with a space before a day, a figure or a label to which a name is glued: "Budi SantosoAhad, 12 Mei"."""
    return _patterns()["glued"].sub(" ", text) if _GLUE.search(text) else text


def is_newsroom(texts: list[str]) -> str:
    """The newsroom's name where one of `texts` is nothing else, as it is written; "" otherwise."""
    return next((name for text in texts if _patterns()["newsroom"].fullmatch(name := collapse(text).strip(" .:-–"))), "")


def looks_like_a_name(text: str) -> bool:
    """Whether `text` is two to five words in capitals at their beginnings, and nothing else."""
    return _PROPER.fullmatch(text) is not None and " " in text and len(text) <= MAX_CHARS


def plain_names(text: str) -> list[str]:
    """The names of which `text` consists, [] where it holds anything else, or words that no name has.

    The first is of two words or more, as nothing but its looks tells that it is a name; those joined to it may be of one.
    """
    pieces = [_bare(piece) for piece in _pieces(collapse(text).strip(" ,.:*-–—"))]
    shaped = all(_PROPER.fullmatch(piece) and len(piece) <= MAX_CHARS for piece in pieces)
    if not shaped or not looks_like_a_name(pieces[0]) or len(pieces) > MAX_PIECES:
        return []
    known = words().not_names
    if any(is_place(piece) or not known.isdisjoint(re.split(r"[^\w]+", piece.lower())) for piece in pieces):
        return []
    return pieces


def is_site(text: str, described: Described) -> bool:
    """Whether `text` is the site's name or that of a part of it ("detikNews")."""
    form, whole = key(text), " " in text.strip()
    sites = [site for site in described.site_keys if len(site) >= 4]
    return len(form) >= 4 and any(form == site or site.startswith(form) or (not whole and form.startswith(site)) for site in sites)


def _pieces(text: str) -> list[str]:
    """The parts of an enumeration; academic degrees stay with the name before them."""
    degree = _patterns()["degree"]
    pieces: list[str] = []
    end = 0
    for separator in [*_SEPARATOR.finditer(text), None]:
        piece = text[end : separator.start() if separator else len(text)]
        if pieces and text[:end].rstrip().endswith(",") and degree.fullmatch(piece.strip()):
            pieces[-1] = f"{pieces[-1].rstrip()}, {piece.strip()}"
        else:
            pieces.append(piece)
        end = separator.end() if separator else end
    return pieces


def _name(piece: str, described: Described) -> str:
    patterns = _patterns()
    name = collapse(piece)
    while (shorter := patterns["after"].sub("", name)) != name:
        name = shorter
    name = name.strip(" :-–—_*\"'“”")
    if not name.endswith((".", ",")) or not patterns["degree"].fullmatch(name.rsplit(" ", 1)[-1]):
        name = name.rstrip(".,")
    name = name.lstrip(".,")
    if patterns["role"].match(name):
        return ""
    if label := patterns["label"].match(name):
        name = name[label.end() :]
    name = _bare(name)
    bare = name.split(",")[0]
    form = key(bare)
    if (
        not form
        or len(bare) > MAX_CHARS
        or len(bare.split()) > MAX_WORDS
        or ":" in name
        or patterns["only_label"].fullmatch(name)
        or any(word.islower() and word in words().not_names for word in name.split())
        or _ADDRESS.search(name)
        or patterns["nobody"].fullmatch(name)
        or _is_initials(bare)
    ):
        return ""
    if any(form == site or (len(site) >= 5 and (form.startswith(site) or form.endswith(site))) for site in described.site_keys):
        return ""
    return name


def _bare(name: str) -> str:
    """A name without academic titles before it and degrees behind it."""
    return _patterns()["titles"].sub("", _patterns()["degrees"].sub("", name.strip())) or name


def _is_initials(name: str) -> bool:
    """Whether `name` is a mark in place of a name: "fyk", "AS", "B.S."."""
    letters = [part for part in re.split(r"[\s.]+", name) if part]
    if all(len(part) == 1 for part in letters):
        return True
    if len(letters) != 1 or len(name) > 4:
        return False
    return name.islower() or (len(name) <= 3 and name.isupper()) or not re.search("[aeiouy]", name, re.IGNORECASE)
