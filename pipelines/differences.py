"""Differences: what an outlet changed in an article, sentence by sentence and word by word, and which changes are none."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from pipelines.items import Article
from pipelines.relevance.sentences import spans

ALIKE = 0.5  # share of their words from which two sentences are one that was changed, rather than one removed and another added
MOST_PAIRS = 2500  # pairs of sentences compared for that; an article that is all new has more, and none of them is alike
SHORT_WORD = 3  # characters of a word that, alone between two changed ones, is shown as changed with them
LONGEST_STAMP = 100  # characters
TELLING_WORD = 5  # characters from which a word says something about what a text is about

_WORD = re.compile(r"\w+(?:[-.,/’']\w+)*|[^\w\s]")
_LETTERS = re.compile(r"[^\W\d_]+")
_TELLING = re.compile(rf"\w{{{TELLING_WORD},}}")
# Typography that a change of layout or of editor's software replaces, and characters that nobody sees.
_TYPOGRAPHY = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛`´′", "'") | dict.fromkeys("‐‑‒–—―−", "-"))
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


def _lower(words: frozenset[str]) -> frozenset[str]:
    if wrong := sorted(word for word in words if not word.isalpha() or word != word.lower()):
        raise ValueError(f"must be single words in lower case: {wrong}")
    return words


class Stamps(BaseModel):
    """The checked content of differences.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: Annotated[frozenset[str], AfterValidator(_lower)]
    words: Annotated[frozenset[str], AfterValidator(_lower)]


@cache
def stamps() -> Stamps:
    """Return the words of lines that change by themselves; raises pydantic's ValidationError for a data file that does not fit."""
    return Stamps.model_validate(tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")))


class Change(StrEnum):
    """What happened to a word or a sentence."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"  # of sentences only: some of its words were


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a sentence that were all kept, all removed or all added, with the white space before them."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is not as it was."""

    change: Change
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What was changed between two revisions of an article."""

    title: tuple[Words, ...]  # empty where the title is the same
    sentences: tuple[Sentence, ...]  # of the body, in its order; kept ones are left out

    def __bool__(self) -> bool:
        return bool(self.title or self.sentences)


def same_text(before: Article, after: Article) -> bool:
    """Whether title and body say the same, letter by letter.

    White space, capitals, and typography (kinds of quotation marks and dashes, ligatures, soft hyphens) make no difference: they change
    with an outlet's layout and software. Nor do lines that say when the page was renewed, or how often it was read.
    """
    return (folded(before.title), folded(_told(before.body))) == (folded(after.title), folded(_told(after.body)))


def difference(before: Article, after: Article) -> Difference:
    """Return what `after` has changed of `before`: the words of its title, and the sentences of its body."""
    old, new = _sentences(_told(before.body)), _sentences(_told(after.body))
    title = () if folded(before.title) == folded(after.title) else words_between(before.title, after.title)
    return Difference(title, tuple(_sentences_between(_joined(old, new), _joined(new, old))))


def marked(found: Difference) -> str:
    """Return `found` in plain text, a line for the title and for each sentence: what was removed in [-…-], what was added in {+…+}."""
    lines = [found.title] if found.title else []
    return "\n".join(_marked(words) for words in [*lines, *(sentence.words for sentence in found.sentences)])


def _marked(words: Sequence[Words]) -> str:
    marks = {Change.KEPT: "{}", Change.REMOVED: " [-{}-]", Change.ADDED: " {{+{}+}}"}
    parts = (marks[each.change].format(each.text if each.change is Change.KEPT else each.text.strip()) for each in words)
    return " ".join("".join(parts).split())


def resemblance(before: Article, after: Article) -> float:
    """Return the share (0 to 1) of the longer words that two articles have in common, of those of the shorter one of them."""
    one, other = _telling(before), _telling(after)
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def words_between(before: str, after: str) -> tuple[Words, ...]:
    """Return `before` and `after` as one sequence of words that were kept, removed and added; of kept ones, as `after` has them."""
    old, new = _words(before), _words(after)
    codes = _matcher([folded(word) for word in old], [folded(word) for word in new]).get_opcodes()
    found: list[Words] = []
    removed, added = "", ""
    for number, (tag, i1, i2, j1, j2) in enumerate(codes):
        # A trifle between two replaced words ("di", a comma) reads better as part of what was replaced.
        around = [code[0] for code in codes[max(0, number - 1) : number + 2]]
        if tag == "equal" and not (_is_trifle(new[j1:j2]) and around == ["replace", "equal", "replace"]):
            found += _changed(removed, added)
            removed, added = "", ""
            kept = "".join(new[j1:j2])
            found.append(Words(Change.KEPT, kept if j1 or not i1 else f" {kept}"))  # what came before it is shown, too
        else:
            removed += "".join(old[i1:i2])
            added += "".join(new[j1:j2])
    return (*found, *_changed(removed, added))


def _changed(removed: str, added: str) -> list[Words]:
    return [Words(change, text) for change, text in ((Change.REMOVED, removed), (Change.ADDED, added)) if text]


def _is_trifle(words: Sequence[str]) -> bool:
    return len(words) == 1 and len(words[0].strip()) <= SHORT_WORD


def _joined(sentences: Sequence[str], others: Sequence[str]) -> list[str]:
    """`sentences`, with those joined that a line break divides and that are one among `others`."""
    whole = {folded(text) for text in others}
    found: list[str] = []
    start = 0
    while start < len(sentences):
        pieces = next((stop for stop in (start + 2, start + 3) if folded("".join(sentences[start:stop])) in whole), start + 1)
        found.append(" ".join(sentences[start:pieces]))
        start = pieces
    return found


def _sentences_between(old: Sequence[str], new: Sequence[str]) -> Iterator[Sentence]:
    for tag, i1, i2, j1, j2 in _matcher([folded(text) for text in old], [folded(text) for text in new]).get_opcodes():
        if tag != "equal":
            yield from _replaced(old[i1:i2], new[j1:j2])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Sentence]:
    """What stands for `old` now: the two sentences that are most alike are one that was changed, and so on before and behind them."""
    pair = _most_alike(old, new)
    if pair is None:
        yield from (Sentence(Change.REMOVED, (Words(Change.REMOVED, text),)) for text in old)
        yield from (Sentence(Change.ADDED, (Words(Change.ADDED, text),)) for text in new)
        return
    i, j = pair
    yield from _replaced(old[:i], new[:j])
    if folded(old[i]) != folded(new[j]):
        yield Sentence(Change.CHANGED, words_between(old[i], new[j]))
    yield from _replaced(old[i + 1 :], new[j + 1 :])


def _most_alike(old: Sequence[str], new: Sequence[str]) -> tuple[int, int] | None:
    """The positions of the two sentences that share most of their words; None where no two share `ALIKE` of them."""
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        return None
    olds, news = ([[folded(word) for word in _words(text)] for text in texts] for texts in (old, new))
    best, found = ALIKE, None
    for i, one in enumerate(olds):
        for j, other in enumerate(news):
            matcher = _matcher(one, other)
            if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
                continue
            share = matcher.ratio()
            if share > best or (share == best and found is None):
                best, found = share, (i, j)
    return found


def _matcher(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, old, new, autojunk=False)  # it would take frequent words of a long text for junk


def _sentences(body: str) -> list[str]:
    return [body[start:end] for start, end in spans(body)]


def _told(body: str) -> str:
    """The text without the lines that change by themselves."""
    return "\n".join(line for line in body.split("\n") if not _is_stamp(line))


def _is_stamp(line: str) -> bool:
    if len(line) > LONGEST_STAMP:
        return False
    words = set(_LETTERS.findall(line.lower()))
    return not words.isdisjoint(stamps().says) and words <= stamps().says | stamps().words


def _words(text: str) -> list[str]:
    """The words and marks of `text`, each with the white space before it."""
    found, position = [], 0
    for word in _WORD.finditer(text):
        found.append(text[position : word.end()])
        position = word.end()
    return found


def _telling(article: Article) -> set[str]:
    return set(_TELLING.findall(f"{article.title}\n{article.body}".casefold()))


def folded(text: str) -> str:
    """Return `text` without all that makes no difference, for comparing."""
    plain = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHY).translate(_UNSEEN)).casefold()
    return "".join(plain.split())
