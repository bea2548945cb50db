"""Names: finds the names of a topic's sides, and of other parties, in text as papers print it and as scrapers mangle it.

Spaces in a name also match hyphens, line breaks and nothing ("KimJongUn"). A name begins where a word begins or the case changes inside a
word ("PresidenRusia"). It ends where the word ends, before a clitic ("Rusialah"), at a change of case or, if it is capitalised, before a
word that is commonly glued to it ("Putintiba"). So "berusia", "Belarusia", "koruptor" and "puting" hold no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipelines.relevance.wording import WORDING

INVISIBLE = dict.fromkeys([0x00AD, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x2061, 0x2062, 0x2063, 0xFEFF])
_PRINTED_ALIKE: dict[int, str] = {
    **dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "),
    **dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2212], "-"),
    **dict.fromkeys([0x2018, 0x2019, 0x02BC], "'"),
}
_INVISIBLE_RE = re.compile("[" + "".join(map(chr, INVISIBLE)) + "]")
_PRINTED_ALIKE_RE = re.compile("[" + "".join(map(chr, _PRINTED_ALIKE)) + "]")
_SEPARATOR = r"[\s\-]{0,60}"  # HTML source may wrap and indent in the middle of a name
# Looked back at from behind the name's first letter, because a pattern that starts with a set of letters is searched for ten times as fast.
_BEGIN = r"(?:(?<![^\W_].)|(?-i:(?<=[a-z\d][A-Z])|(?<=[A-Z][A-Z])(?=[a-z])))"
_TAIL = rf"(?-i:(?:{'|'.join(WORDING.glued_words)})(?![a-z])|(?:{'|'.join(WORDING.glued_prefixes)})[a-z]{{4}})"
_WORD_END = rf"(?=(?:{'|'.join(WORDING.clitics)})?(?![^\W\d_]))|(?-i:(?<=[a-z])(?=[A-Z]))"
_END = rf"(?:{_WORD_END}|(?={_TAIL}))"
_WORD_END_RE = re.compile(rf"(?:{_WORD_END})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of one entity."""

    text: str
    side: str  # the topic's key; "" for a party that is neither side
    entity: str  # canonical name
    exact: bool = False  # counts only with these capitals
    kind: str = ""  # country, person, place, organisation, weapon; "" for a party that is neither side
    weak: bool = False
    fuzzy: bool = False  # also with one letter missing, doubled or swapped
    hidden: bool = False  # found and not told of, so that a name inside it is not found


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands in normalised text."""

    start: int
    end: int
    name: Name
    form: str  # as printed, white space collapsed

    @property
    def acts(self) -> bool:
        """Whether the name can be a party to something: a news agency that is quoted and a weapon sold to half the world are not."""
        return not (self.name.weak and self.name.kind in ("organisation", "weapon"))


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text with invisible characters taken out and look-alikes made plain, and the way back to the original's offsets."""

    text: str
    origin: tuple[int, ...] | None  # offset in the original of each character, and of the end; None where nothing was taken out

    def original(self, offset: int) -> int:
        return offset if self.origin is None else self.origin[offset]


def normalise(text: str) -> Normalised:
    """Return `text` without zero-width characters and soft hyphens, and with plain spaces, hyphens and apostrophes."""
    if _INVISIBLE_RE.search(text) is None:
        return Normalised(_made_plain(text), None)
    kept = [offset for offset, char in enumerate(text) if ord(char) not in INVISIBLE]
    return Normalised(_made_plain("".join(text[offset] for offset in kept)), (*kept, len(text)))


def plain(text: str) -> str:
    """Return `text` normalised, where nobody asks for offsets."""
    return text if text.isascii() else _made_plain(_INVISIBLE_RE.sub("", text))


def _made_plain(text: str) -> str:
    return text if text.isascii() else _PRINTED_ALIKE_RE.sub(lambda match: _PRINTED_ALIKE[ord(match[0])], text)


class NameFinder:
    """All names as one regular expression, shaped as a trie, so that a place in the text is looked at once whatever the number of names."""

    def __init__(self, names: Iterable[Name]):
        self._names: dict[str, list[Name]] = {}
        for name in names:
            for spelling in dict.fromkeys([name.text, *(misprints(name.text) if name.fuzzy else ())]):
                self._names.setdefault(_key(spelling), []).append(name)
        self.pattern = compile_names(spelling for name in self._names.values() for one in name for spelling in _spellings(one))

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in `text` (normalised), in order, none overlapping."""
        return [mention for match in self.pattern.finditer(text) if (mention := self._mention(match)) is not None]

    def _mention(self, match: re.Match[str]) -> Mention | None:
        form = match[0]
        if not form[0].isupper() and _WORD_END_RE.match(match.string, match.end()) is None:
            return None  # glued to the next word, and not capitalised: some other word that begins alike
        for name in self._names[_key(form)]:
            if name.hidden:
                return None
            if not name.exact or form.replace("-", " ") == name.text.replace("-", " "):
                return Mention(match.start(), match.end(), name, " ".join(form.split()))
        return None


def compile_names(spellings: Iterable[str]) -> re.Pattern[str]:
    """Return one case-insensitive pattern for all `spellings`, with the boundaries described above."""
    trie: dict[str, Any] = {}
    for spelling in spellings:
        node = trie
        for char in re.sub(r"[\s\-]+", " ", spelling).lower():
            node = node.setdefault(char, {})
        node[""] = {}
    first = "".join(sorted({cased for char in trie for cased in (char.lower(), char.upper())}))
    branches = "|".join(f"(?<={re.escape(char)}){_as_pattern(below)}" for char, below in sorted(trie.items()))
    return re.compile(f"(?-i:[{re.escape(first)}]){_BEGIN}(?:{branches}){_END}", re.IGNORECASE | re.DOTALL)


def unbounded(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Return a pattern of `compile_names` without its boundaries: it finds whatever `pattern` finds, and more, in text whose blocks are glued."""
    return re.compile(pattern.pattern.replace(_BEGIN, "").replace(_END, ""), pattern.flags)


def _as_pattern(node: dict[str, Any]) -> str:
    branches = [(_SEPARATOR if char == " " else re.escape(char)) + _as_pattern(below) for char, below in sorted(node.items()) if char]
    if not branches:
        return ""
    if "" in node:
        branches.append("")  # last: the longest name wins
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _spellings(name: Name) -> Iterator[str]:
    yield name.text
    if name.fuzzy:
        yield from misprints(name.text)


def misprints(text: str) -> Iterator[str]:
    """Yield `text` with one letter missing, doubled or swapped with the next; its first letter and its spaces stay."""
    for at in range(1, len(text)):
        if not text[at].isalpha():
            continue
        yield text[:at] + text[at + 1 :]
        yield text[:at] + text[at] + text[at:]
        if at + 1 < len(text) and text[at + 1].isalpha():
            yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _key(form: str) -> str:
    return re.sub(r"[\s\-]+", "", form).lower()
