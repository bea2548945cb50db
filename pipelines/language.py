"""Language: an article goes on only if its body is Indonesian, and remembers how sure we are.

langdetect has no profiles of Malay, Javanese and Sundanese and takes all three for Indonesian;
language.toml has the words that tell them apart.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Self

from langdetect import DetectorFactory, detect_langs
from langdetect.lang_detect_exception import LangDetectException
from pydantic import BaseModel, ConfigDict, Field

from pipelines.items import Article, Language, Verdict
from pipelines.stage import Ended
from pipelines.workers import WorkerStage

PIECES, PIECE_CHARS = 3, 500
WORDS_FILE = Path(__file__).with_name("language.toml")
DEFAULT_MIN_PROBABILITY = 0.8

# Shares of all words of the sample. Indonesian and Malay prose has a fifth of function words; a headline may have none.
FUNCTION_SHARE = 0.12
NEIGHBOUR_SHARE = 0.02
CONFIRMED = 0.9  # probable at least, when the function words are there
SHORT = 12  # words; in so little text one telling word is enough

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S*(?:https?://|www\.|@)\S*|\S+\.(?:com|co|id|net)\b\S*", re.IGNORECASE)

DetectorFactory.seed = 0


class _Function(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: Annotated[frozenset[str], Field(min_length=10)]


class _Tables(BaseModel):
    """The tables of language.toml."""

    model_config = ConfigDict(extra="forbid")

    function: _Function
    id: _Function
    neighbours: dict[str, frozenset[str]]


_TABLES = _Tables.model_validate(tomllib.loads(WORDS_FILE.read_text(encoding="utf-8")))


def detect(text: str) -> Language:
    """Return the most probable language of `text`.

    PIECES pieces of PIECE_CHARS characters are read, evenly spread. Where most of them read like Indonesian, the rest are quotations and are
    left out: an Indonesian article may quote half a page of English. langdetect is asked once, as it needs about 5 ms per 4 kB.
    Text without letters is Language("und", 0.0). Text in capitals is lower-cased first, as langdetect takes capitals for German.
    Deterministic: langdetect is seeded once, at import.
    """
    pieces = _pieces(text)
    own = [piece for piece in pieces if _reads_like_indonesian(_words(piece))]
    sample = " ".join(own if 2 * len(own) > len(pieces) else pieces)
    words = _words(sample)
    if not words:
        return Language("und", 0.0)
    detected = _detected(_in_lower_case(sample))
    confirmed = _reads_like_indonesian(words)
    if detected.code != "id" and not confirmed:
        return detected
    probability = detected.probability if detected.code == "id" else 1.0 - detected.probability
    return _among_neighbours(words, max(probability, CONFIRMED) if confirmed else probability)


class LanguageStage(WorkerStage):
    """Ends an article as `not_indonesian` unless Indonesian is at least `LANGUAGE_MIN_PROBABILITY` probable."""

    reads = ("LANGUAGE_MIN_PROBABILITY",)

    def __init__(self, threshold: float = DEFAULT_MIN_PROBABILITY):
        self.threshold = threshold

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Build the stage from LANGUAGE_MIN_PROBABILITY (0 to 1)."""
        return cls(float(settings.get("LANGUAGE_MIN_PROBABILITY", DEFAULT_MIN_PROBABILITY)))

    def judge(self, article: Article) -> Article | Ended:
        language = detect(article.body)
        if language.code != "id" or language.probability < self.threshold:
            return Ended(Verdict.NOT_INDONESIAN, f"{language.code} {language.probability:.2f}")
        return replace(article, language=language)


def _pieces(text: str) -> list[str]:
    """Return pieces of `text`, its first words and its last among them, without the words cut through and without addresses."""
    count = min(PIECES, len(text) // PIECE_CHARS)
    if count < 2:
        return [_ADDRESS.sub(" ", text)]
    step = (len(text) - PIECE_CHARS) / (count - 1)
    starts = [round(step * number) for number in range(count)]
    pieces = [text[start : start + PIECE_CHARS] for start in starts]
    whole = [piece if start == 0 else piece.partition(" ")[2] for start, piece in zip(starts, pieces, strict=True)]
    return [_ADDRESS.sub(" ", piece) for piece in whole]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _in_lower_case(text: str) -> str:
    letters = [char for char in text if char.isalpha()]
    return text.lower() if sum(char.isupper() for char in letters) > 0.6 * len(letters) else text


def _detected(text: str) -> Language:
    try:
        best = detect_langs(text)[0]
    except LangDetectException:
        return Language("und", 0.0)
    return Language(str(best.lang), min(1.0, float(best.prob)))


def _reads_like_indonesian(words: list[str]) -> bool:
    """Whether the function words of Indonesian (and Malay) are there, whatever the detector made of the names between them."""
    function = [word for word in words if word in _TABLES.function.words]
    different = len(set(function))
    return len(function) >= FUNCTION_SHARE * len(words) and (different >= 3 or (different >= 1 and len(words) <= SHORT))


def _among_neighbours(words: list[str], probability: float) -> Language:
    """Tell Indonesian from the neighbours that the detector cannot tell from it."""
    own = len({word for word in words if word in _TABLES.id.words})
    for code, telling in _TABLES.neighbours.items():
        found = [word for word in words if word in telling]
        different = len(set(found))
        enough = (different >= 2 and len(found) >= NEIGHBOUR_SHARE * len(words)) or (different >= 1 and own == 0 and len(words) <= SHORT)
        if enough and different > own:
            return Language(code, round(different / (different + own), 3))
    return Language("id", probability)
