"""Stems: how words are cut from a text and reduced, in one way for the index, the query and the highlights.

Changing what `words` returns calls for a migration that refills the search table.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

# Letters and digits, with what may stand inside a word without parting it: accents, zero-width and soft hyphens, apostrophes ("Jum'at").
WORD = re.compile(r"[^\W_](?:[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff'’ʼ`]{0,4}[^\W_]){0,59}")
MAX_STEM_CHARS = 60  # longer runs are cut into several by WORD; one character can still stand for many

# What Snowball's Indonesian stemmer leaves apart though it belongs together, by what it makes of them.
CORRECTIONS = {
    # It takes "-an" where "-kan" was meant once "per-" stands before: perhatikan, perlakukan, pertanyakan, perkirakan, persatukan, ...
    "hatik": "hati",
    "lakuk": "laku",
    "tanyak": "tanya",
    "kirak": "kira",
    "satuk": "satu",
    "temuk": "temu",
    "gunak": "guna",
    "jumpak": "jumpa",
    # It drops the k that "meng-" and "peng-" swallow: mengirim and dikirim, mengecam, mengerahkan, menguasai, mengunjungi, ...
    "irim": "kirim",
    "irimk": "kirim",
    "ecam": "kecam",
    "erah": "kerah",
    "uasa": "kuasa",
    "unjung": "kunjung",
    "embang": "kembang",
    "umpul": "kumpul",
    "utuk": "kutuk",
    "endal": "kendal",
    "ejar": "kejar",
    "ritik": "kritik",
    # It takes their beginning for a prefix or their end for a suffix: kecaman, kerahkan, bertemu, bertanya, tembakan, perbankan, perlukan.
    "caman": "kecam",
    "rahkan": "kerah",
    "berte": "temu",
    "berta": "tanya",
    "temba": "tembak",
    "bankan": "bank",
    "lukan": "perlu",
}
LOANS_IN_K = frozenset({"bank", "tank", "rank", "link", "park", "mark", "pink", "punk", "pabrik"})  # a consonant before k is theirs
SWALLOWED_T = re.compile(r"(?:me|pe)n(?=[aeiou])")  # menahan and ditahan, menandatangani and ditandatangani
CLUSTER_IN_K = re.compile(r"[^aeiou\W\d]k\Z")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its stem, and where it stands."""

    stem: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Yield the words of `text` with their stems; hyphens, slashes and everything else that is no letter or digit part words."""
    for match in WORD.finditer(text):
        if stemmed := stem(match.group()):
            yield Word(stemmed, match.start(), match.end())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of one `word`: lower-case, without accents and marks, of letters and digits only; "" if nothing is left.

    Based on Snowball's Indonesian stemmer, applied until nothing changes ("kementerian", "menteri"), with its gaps corrected.
    """
    plain = _plain(word)[:MAX_STEM_CHARS]
    if not plain.isascii() or not plain.isalpha():
        return plain
    for _ in range(3):
        stemmed = _stem_once(plain)
        if stemmed == plain:
            break
        plain = stemmed
    return plain


def _stem_once(word: str) -> str:
    stemmed: str = _stemmers.of_this_thread.stemWord(word)
    swallowed = SWALLOWED_T.match(word)
    if swallowed and word.startswith(stemmed, swallowed.end()):
        stemmed = f"t{stemmed}"
    if word.endswith("kan") and CLUSTER_IN_K.search(stemmed) and stemmed not in LOANS_IN_K:
        stemmed = stemmed[:-1]
    return CORRECTIONS.get(stemmed, stemmed)


def _plain(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return unicodedata.normalize("NFC", "".join(character for character in folded if character.isalnum()))


class _Stemmers(threading.local):
    """A stemmer per thread: one has state of its own."""

    def __init__(self) -> None:
        self.of_this_thread = snowballstemmer.stemmer("indonesian")


_stemmers = _Stemmers()
