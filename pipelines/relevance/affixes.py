"""Affixes: the forms that an Indonesian stem takes in print, written out so that a word is one dictionary look-up away from its stem."""

from __future__ import annotations

from collections.abc import Iterator

# First letter of the stem -> what meN-/peN- becomes before it, and whether the letter itself is swallowed (Tata Bahasa Baku, ch. 4).
_NASAL = {
    **dict.fromkeys("aeiough", ("ng", False)),
    "k": ("ng", True),
    **dict.fromkeys("bfv", ("m", False)),
    "p": ("m", True),
    **dict.fromkeys("cdjz", ("n", False)),
    "t": ("n", True),
    "s": ("ny", True),
}
_SUFFIXES = ("", "kan", "i", "an", "nya", "kannya", "inya", "annya", "lah", "pun")


def forms(stem: str) -> Iterator[str]:
    """Yield `stem` (lower case, one word) with the prefixes and suffixes of verbs and of the nouns made from them.

    Forms that no one says come out too: they match nothing. A stem whose forms mean something else (temu: menemukan, "to find")
    is better listed word by word.
    """
    nasal, swallowed = _NASAL.get(stem[0], ("", False))
    rest = stem[1:] if swallowed else stem
    prefixed = [stem, "me" + nasal + rest, "pe" + nasal + rest]
    prefixed += [prefix + stem for prefix in ("di", "ter", "ber", "ke", "se", "per", "memper", "diper", "pe")]
    for start in prefixed:
        for suffix in _SUFFIXES:
            yield start + suffix
