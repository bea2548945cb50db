"""Dateline: the place, paper or agency with which an article's text begins, as printed: "Jakarta (ANTARA)", "MOSKWA, KOMPAS.com"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pipelines.extraction.cleaning import key

DATA = Path(__file__).parent / "dateline.toml"
MAX_CHARS = 90  # of a dateline
MIN_WORDS = 3  # of the text that follows; with fewer the line is a label
MIN_WORDS_AFTER_COLON = 8  # "Jakarta: " begins a paragraph, "Moskow: Kami siap" is a headline
ASIDE_CHARS = 60  # within which the second dash of an aside follows the first
MIN_BEGINNING = 8  # letters of the site's name
MIN_CAPITALS = 4  # letters of an unknown name in capitals; shorter ones are initials

_DASHES = "-–—‒―−"
_MARK = re.compile(rf"[\s\u200b]*(?:[{_DASHES}]{{1,3}}|\|{{1,2}}|:)[\s\u200b]*")
_BRACKET = re.compile(r"\s*\(([^()]*)\)\s*$")
_SEPARATOR = re.compile(rf"\s*[,/|]+\s*|\s+[{_DASHES}]\s+")
_ADDRESS = re.compile(r"(?i)(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|co|id|net|org|tv|news|info|my|sg|uk|jp|ru|kr|asia|online|press|media)")
_MONTH = r"(?:Jan|Feb|Peb|Mar|Apr|Mei|Jun|Jul|Agu|Agt|Ags|Sep|Okt|Nov|Nop|Des)[a-z]*\.?"
_DAY = r"(?:Senin|Selasa|Rabu|Kamis|Jum[’']?at|Sabtu|Minggu|Ahad)"
_DATE = re.compile(rf"(?i){_DAY}|(?:{_DAY} )?\d{{1,2}}(?: {_MONTH})?(?: \d{{2,4}})?|(?:19|20)\d\d|{_MONTH} \d{{1,2}}")
_NAME = re.compile(r"[^\W\d_][^\W\d_.’'-]*(?:[.’'-]+[^\W\d_]+)*\.?")
_BYLINE = re.compile(r"^(?i:Laporan (?:wartawan|reporter|jurnalis|kontributor)\b).{2,70}?(?=\b[A-Z][A-Z-]{3,}\.(?:COM|CO|ID)\b)")
_ASIDE = re.compile(rf"[^{_DASHES}]{{0,{ASIDE_CHARS}}}\s[{_DASHES}]\s+[a-z]")
_OPENING_MARKS = "\"'“‘”«([*"


Key = Annotated[str, AfterValidator(key), Field(min_length=1)]


class _Words(BaseModel):
    """The data file, its names as comparison keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    outlets: frozenset[Key]
    families: list[Key]
    companies: frozenset[Key]
    prefixes: list[str]
    suffixes: list[str]
    not_places: frozenset[Key]
    countries: frozenset[Key]
    places: frozenset[Key]


class _Kind(Enum):
    OUTLET = "outlet"
    PLACE = "place"
    COUNTRY = "country"
    CAPITALS = "capitals"  # an unknown name in capitals
    NAME = "name"  # an unknown name
    DATE = "date"


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before a dash, taken apart. Parts of an unknown kind make no head."""

    text: str
    kinds: tuple[_Kind, ...]
    bracketed: tuple[_Kind | None, ...]  # in brackets at its end
    signed: bool  # by an outlet so plainly that no place is needed

    def has(self, *kinds: _Kind) -> bool:
        return any(kind in kinds for kind in self.kinds)


@cache
def load(path: Path = DATA) -> _Words:
    """Return the names of the file at `path`. Raises pydantic.ValidationError, which names the entry, when one is missing or wrong."""
    return _Words.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def _affixes() -> re.Pattern[str]:
    words = load()
    before, behind = ("|".join(map(re.escape, group)) for group in (words.prefixes, words.suffixes))
    return re.compile(rf"^(?:{before})\.?\s+|\s+(?:{behind})$", re.IGNORECASE)


def dateline(body: str, site_names: Collection[str]) -> str:
    """Return the dateline with which the first paragraph of `body` begins, as printed, without the dash that closes it; "" without one.

    Args:
        body: paragraphs separated by one newline; the dateline may be a line of its own above the first.
        site_names: what the outlet calls itself, as comparison keys (`cleaning.key`).
    """
    line, _, below = body.lstrip().partition("\n")
    line = _BYLINE.sub("", line)
    below = below.lstrip().partition("\n")[0]
    found, joined = None, False
    for mark in _MARK.finditer(line[: MAX_CHARS + 8]):
        head = _head(line[: mark.start()], site_names) if mark.start() <= MAX_CHARS else None
        if head and (not found or _continues(found, head, mark, joined)) and _closes(head, mark, line[mark.end() :] or below):
            found, joined = head, "|" in mark[0]
    return found.text if found else _unclosed(line, below, site_names)


def _continues(found: _Head, head: _Head, mark: re.Match[str], joined: bool) -> bool:
    """Whether the dateline goes on after its first dash: "TRIBUNNEWS.COM - JAKARTA - ", "JAKARTA - Beritasatu.com - ", "BANDUNG | PASJABAR - "."""
    added = set(head.kinds[len(found.kinds) :])
    unplaced = joined or set(found.kinds) == {_Kind.OUTLET}
    fits = not added & {_Kind.NAME, _Kind.COUNTRY} if unplaced else added == {_Kind.OUTLET} and head.signed > found.signed
    return fits and mark[0][:1].isspace() and mark[0][-1:].isspace()


def _head(text: str, site_names: Collection[str]) -> _Head | None:
    base, bracketed = text.strip(), []
    while bracket := _BRACKET.search(base):
        base = base[: bracket.start()].rstrip(" ,")
        bracketed += [
            _kind(part, site_names) or (_Kind.CAPITALS if part.isupper() else None) for part in _SEPARATOR.split(bracket[1].strip())
        ]
    parts = _SEPARATOR.split(base)
    kinds = [kind for part in parts if (kind := _kind(part, site_names))]
    initials = len(parts) == 2 and len(kinds) < 2 and _is_initials(parts[1], site_names)
    if initials and kinds and kinds[0] in (_Kind.PLACE, _Kind.CAPITALS, _Kind.NAME):
        kinds.append(_Kind.OUTLET)
    if len(kinds) != len(parts):
        return None
    return _Head(text.strip(), tuple(kinds), tuple(bracketed), initials or any(_is_signature(part, site_names) for part in parts))


def _kind(part: str, site_names: Collection[str]) -> _Kind | None:
    words, form = load(), key(part)
    if _ADDRESS.fullmatch(part):
        return None if form in words.companies else _Kind.OUTLET
    if _DATE.fullmatch(part):
        return _Kind.DATE
    if form in words.places or _bare(part) in words.places or form in ("dc", "rpk", "rrc"):
        return _Kind.PLACE if part[:1].isupper() else None
    names = part.split()
    if not 1 <= len(names) <= 4 or not part[:1].isupper():
        branded = form in words.outlets or (not part.islower() and form.startswith(tuple(words.families)))
        return _Kind.OUTLET if form in site_names or (len(names) == 1 and branded) else None
    if (
        _is_own(part, site_names)
        or form in words.outlets
        or (form.startswith(tuple(words.families)) and all(name[0].isupper() for name in names))
    ):
        return _Kind.OUTLET
    if form in words.countries:
        return _Kind.COUNTRY
    if not all(_NAME.fullmatch(name) and name[0].isupper() and key(name) not in words.not_places for name in names):
        return None
    if part.isupper():
        return _Kind.CAPITALS if len(form) >= MIN_CAPITALS else None
    return _Kind.NAME


def _is_own(part: str, site_names: Collection[str]) -> bool:
    """Whether `part` is the site's name, or so long a beginning of it that it can be nothing else."""
    form = key(part)
    return form in site_names or (len(form) >= MIN_BEGINNING and any(name.startswith(form) for name in site_names))


def _is_initials(part: str, site_names: Collection[str]) -> bool:
    """Whether `part` is two or three capitals that stand for the site's name, as they follow a town: "SOLO, BP"."""
    form = part.lower()
    if not (part.isalpha() and part.isupper() and len(part) in (2, 3)):
        return False
    return any(name.startswith(form[0]) and re.search(".+".join(form), name) for name in site_names)


def _bare(part: str) -> str:
    """The comparison key of a place without "Kab." before it and "Selatan" behind it."""
    return key(_affixes().sub("", _affixes().sub("", part)))


def is_place(text: str) -> bool:
    """Whether `text` is nothing but the name of a town, region or country known here, also with "Kab." before it or "Selatan" behind it."""
    words = load()
    return key(text) in words.places or key(text) in words.countries or _bare(text) in words.places


def _is_signature(part: str, site_names: Collection[str]) -> bool:
    """Whether an outlet's name can be nothing else: an address, the site's own, several words, capitals in its middle."""
    if _kind(part, site_names) is not _Kind.OUTLET:
        return False
    plain = part.istitle() or len(part) < MIN_CAPITALS or key(part) in load().not_places
    return _ADDRESS.fullmatch(part) is not None or key(part) in site_names or " " in part or not plain


def _closes(head: _Head, mark: re.Match[str], following: str) -> bool:
    """Whether `mark` ends the dateline `head` and the text begins with `following`."""
    if len(following.split()) < MIN_WORDS:
        return False
    sign = mark[0].strip(" \t\xa0\u200b\n\u202f\u2009")
    glued = mark[0] == sign and mark.end() < len(mark.string)
    begins = following.lstrip(_OPENING_MARKS)[:1]
    if head.bracketed:
        return _closes_bracket(head, glued and sign == "-", begins)
    if not (begins.isupper() or begins.isdigit() or (head.signed and not glued)):
        return False
    placed = head.has(_Kind.PLACE)
    if sign == ":":
        prose = following[:1] not in _OPENING_MARKS and len(following.split()) >= MIN_WORDS_AFTER_COLON
        return placed and not head.has(_Kind.CAPITALS, _Kind.NAME) and not glued and prose
    if head.has(_Kind.OUTLET):
        return head.signed or head.has(_Kind.PLACE, _Kind.CAPITALS, _Kind.COUNTRY)
    if glued:
        return _closes_glued(head, sign, following)
    if "|" in sign and not head.text.isupper():
        return False
    if _ASIDE.match(following) or (not head.text.isupper() and _is_route(head, following)):
        return False
    if placed:
        return head.text[:1].isupper()
    if head.text.isupper():
        return _is_prose(following) and (head.has(_Kind.CAPITALS) or (head.has(_Kind.COUNTRY) and not _leads_with_place(following)))
    return head.has(_Kind.DATE) and head.kinds[0] is _Kind.NAME


def _closes_bracket(head: _Head, hyphenated: bool, begins: str) -> bool:
    if hyphenated and begins.islower():
        return False
    if _Kind.OUTLET in head.bracketed:
        return set(head.kinds) != {_Kind.DATE}
    known = head.has(_Kind.PLACE) or (head.has(_Kind.CAPITALS) and head.text.isupper())
    named = all(head.bracketed) and _Kind.PLACE not in head.bracketed
    return known and named and not begins.islower()


def _closes_glued(head: _Head, sign: str, following: str) -> bool:
    """Whether a dash without spaces ends a dateline without an outlet: "YUNANI-Berhasil mengalahkan", not "Rusia-Korea Utara sepakat"."""
    first = following.split()[0].strip(",.;:")
    if head.has(_Kind.PLACE) and (len(sign) > 1 or sign in "—―"):
        return True
    begins = first[:1].isupper() and not first.isupper() and not _leads_with_place(following)
    return head.text.isupper() and "|" not in sign and not head.has(_Kind.NAME) and begins and _is_prose(following)


def _leads_with_place(text: str) -> bool:
    words = [word.strip(",.;:") for word in re.split(r"[\s/-]+", text)[:3]]
    forms = {key(" ".join(words[:count])) for count in (1, 2, 3)}
    return bool(forms & (load().places | load().countries))


def _is_route(head: _Head, following: str) -> bool:
    """Whether the dash joins two towns, "Moskow - Pyongyang terhubung", rather than beginning a sentence with the second's name."""
    words = following.split()
    size = next((count for count in (3, 2, 1) if key(" ".join(words[:count])) in load().places), 0)
    return head.kinds == (_Kind.PLACE,) and 0 < size < len(words) and words[size][:1].islower()


def _is_prose(text: str) -> bool:
    """Whether `text` is mostly in small letters, which a headline in capitals is not."""
    letters = [char for char in text[:200] if char.isalpha()]
    return sum(char.islower() for char in letters) > len(letters) / 2


def _unclosed(line: str, below: str, site_names: Collection[str]) -> str:
    """A dateline that no dash closes: "Liputan6.com, Jakarta Presiden ...", "RMOL. Setelah ...", or one on a line of its own."""
    first, comma, rest = line.partition(",")
    if comma and _is_signature(first, site_names):
        words = rest.split()
        for count in range(min(4, len(words) - MIN_WORDS), 0, -1):
            place = " ".join(words[:count])
            if _kind(place, site_names) is _Kind.PLACE and words[count].lstrip(_OPENING_MARKS)[:1].isupper():
                return f"{first}, {place}"
    name, stop, rest = line.partition(". ")
    head = _head(name, site_names) if stop and name.isupper() and len(rest.split()) >= MIN_WORDS and rest[:1].isupper() else None
    if head and (head.kinds[0] is _Kind.PLACE or (head.signed and head.has(_Kind.PLACE))):
        return head.text
    if stop and " " not in name and name.isupper() and _is_signature(name, site_names) and len(rest.split()) >= MIN_WORDS:
        return name
    head = _head(line, site_names) if below and len(line) <= MAX_CHARS else None
    return head.text if head and head.has(_Kind.PLACE) and _Kind.OUTLET in (*head.kinds, *head.bracketed) else ""
