"""Topic: what to watch for, read from a TOML file beside this module or anywhere else, checked, and compiled once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from pipelines.relevance.affixes import forms
from pipelines.relevance.names import Name, NameFinder, compile_names
from pipelines.relevance.topic_check import Problem, TopicError, check, read_topic
from pipelines.relevance.topic_rules import spelling_key
from pipelines.relevance.weights import WEIGHTS_FILE
from pipelines.relevance.wording import WORDING, WORDING_FILE

TOPICS = Path(__file__).with_name("topics")
Text = Annotated[str, Field(pattern=r"\S")]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entity(_Table):
    """Someone or something of one side, with its spellings."""

    name: Text
    kind: Literal["country", "person", "place", "organisation", "weapon"]
    aliases: tuple[Text, ...] = ()
    exact: tuple[Text, ...] = ()
    fuzzy: tuple[Text, ...] = ()
    weak: StrictBool = False
    strong_beside: tuple[Text, ...] = ()
    not_in: tuple[Text, ...] = ()
    unless_near: tuple[Text, ...] = ()
    unless_text: tuple[Text, ...] = ()

    def names(self, side: str) -> Iterator[Name]:
        """Yield every spelling, as a name of `side`."""
        for text in self.aliases:
            yield Name(text, side, self.name, kind=self.kind, weak=self.weak)
        for text in self.exact:
            yield Name(text, side, self.name, kind=self.kind, weak=self.weak, exact=True)
        for text in self.fuzzy:
            yield Name(text, side, self.name, kind=self.kind, weak=self.weak, fuzzy=True)

    def longer_names(self) -> Iterator[Name]:
        """Yield the names that hold one of the entity's and are not its."""
        for text in self.not_in:
            yield Name(text, "", self.name, hidden=True)


class Side(_Table):
    """One of the two parties."""

    label: Text
    entities: Annotated[tuple[Entity, ...], Field(min_length=1)]


class Interaction(_Table):
    """Words of one kind of dealings between the sides."""

    stems: tuple[Text, ...] = ()
    words: tuple[Text, ...] = ()
    context: tuple[Text, ...] = ()
    between: StrictBool = False


class WordList(_Table):
    """A list of words."""

    words: tuple[Text, ...] = ()


class PhraseList(_Table):
    """A list of phrases."""

    phrases: tuple[Text, ...] = ()


class NameList(_Table):
    """A list of names."""

    names: tuple[Text, ...] = ()


class Search(_Table):
    """What a search for articles of the topic takes for the same."""

    synonyms: tuple[Annotated[tuple[Text, ...], Field(min_length=2)], ...] = ()


class TopicFile(_Table):
    """The shape of a topic's file; `topic_rules` says what else it must keep to."""

    name: Identifier
    title: Text
    version: Identifier
    sides: Annotated[dict[str, Side], Field(min_length=2, max_length=2)]
    interactions: Annotated[dict[str, Interaction], Field(min_length=1)]
    projection: WordList = WordList()
    passing: PhraseList = PhraseList()
    bystanders: NameList = NameList()
    search: Search = Search()


class Word(_Table):
    """What a word of the interactions tells."""

    kind: str
    links: bool
    between: bool


class Topic:
    """A topic, ready to judge by."""

    def __init__(self, file: TopicFile, rules_version: str):
        self.name = file.name
        self.title = file.title
        self.rules_version = rules_version
        self.sides: dict[str, Side] = file.sides
        self.synonyms = file.search.synonyms
        self.entities = {(key, entity.name): entity for key, side in file.sides.items() for entity in side.entities}
        self.beside = {
            (key, entity.name): _beside_pattern(entity)
            for key, side in file.sides.items()
            for entity in side.entities
            if entity.strong_beside
        }
        names = [name for key, side in file.sides.items() for entity in side.entities for name in entity.names(key)]
        hidden = [name for side in file.sides.values() for entity in side.entities for name in entity.longer_names()]
        # A party that other topics know as a third one may be a side of this one: "Indonesia", "Joko Widodo".
        own = {spelling_key(name.text) for name in names}
        others = [
            Name(text, "", text, exact=kind == "exact")
            for kind, texts in WORDING.parties.items()
            for text in texts
            if spelling_key(text) not in own
        ]
        self.finder = NameFinder([*names, *hidden, *others])
        self.side_patterns: dict[str, re.Pattern[str]] = {
            key: _strong_pattern(names, key, [pattern for (of, _), pattern in self.beside.items() if of == key]) for key in file.sides
        }
        self.words = dict(_words(file.interactions))
        self.entries = _entries(self.words)
        self.projection = frozenset(file.projection.words)
        self.bystanders = frozenset(file.bystanders.names)
        self.passing = re.compile("|".join(map(_phrase_pattern, file.passing.phrases)) or r"(?!)", re.IGNORECASE)


def load_topic(name_or_path: str) -> Topic:
    """Return the topic called `name_or_path` (a file of the topics folder, without ".toml") or stored at that path.

    Raises TopicError when there is no such file or it is not a topic.
    """
    path = topic_path(name_or_path)
    content = _content(path, name_or_path)
    return _compiled(path, content)


def check_topic(name_or_path: str) -> tuple[Problem, ...]:
    """Return all that is wrong with a topic's file, in the order of its lines; nothing where it can be used."""
    path = topic_path(name_or_path)
    try:
        found = check(_content(path, name_or_path), TopicFile)
    except TopicError as error:
        return error.problems
    return found if isinstance(found, tuple) else ()


def topics() -> list[str]:
    """Return the names of the topics that come with the project."""
    return sorted(file.stem for file in TOPICS.glob("*.toml"))


def topic_path(name_or_path: str) -> Path:
    """Return the file that `name_or_path` means, whether or not it is there."""
    path = Path(name_or_path)
    return path if path.suffix == ".toml" else TOPICS / f"{name_or_path}.toml"


def _content(path: Path, name_or_path: str) -> bytes:
    try:
        return read_topic(path)
    except FileNotFoundError:
        message = f"no topic of this name, and no such file; give one of {', '.join(topics())}, or the path of a .toml file"
        raise TopicError(name_or_path, (Problem(0, "", message),)) from None


@lru_cache(maxsize=8)
def _compiled(path: Path, content: bytes) -> Topic:
    found = check(content, TopicFile)
    if isinstance(found, tuple):
        raise TopicError(str(path), found)
    digest = hashlib.sha256(content + WORDING_FILE.read_bytes() + WEIGHTS_FILE.read_bytes()).hexdigest()[:8]
    return Topic(found, f"{found.version}-{digest}")


def _strong_pattern(names: list[Name], side: str, beside: list[re.Pattern[str]]) -> re.Pattern[str]:
    finder = NameFinder(name for name in names if name.side == side and not name.weak)
    return re.compile("|".join([finder.pattern.pattern, *(pattern.pattern for pattern in beside)]), finder.pattern.flags)


def _beside_pattern(entity: Entity) -> re.Pattern[str]:
    """Return what finds the entity with one of `strong_beside` at most two words away ("Putin-Kim", "Kim bertemu Putin")."""
    own = "|".join(re.escape(text) for text in (*entity.exact, *entity.aliases))
    beside = "|".join(map(re.escape, entity.strong_beside))
    between = r"(?:\W+\w+){0,2}\W+"
    return re.compile(rf"(?-i:\b(?:{own}){between}(?:{beside})\b|\b(?:{beside}){between}(?:{own})\b)")


def _words(interactions: dict[str, Interaction]) -> Iterator[tuple[str, Word]]:
    """Yield each word or phrase with what it tells; a later pair for the same word counts, so the telling ones come last."""
    for kind, table in interactions.items():
        yield from ((word.lower(), Word(kind=kind, links=False, between=False)) for word in table.context)
    for between in (True, False):
        for kind, table in interactions.items():
            if table.between is not between:
                continue
            told = Word(kind=kind, links=True, between=between)
            yield from ((form, told) for stem in table.stems if " " not in stem for form in forms(stem.lower()))
            yield from ((word.lower(), told) for word in table.words)


def _entries(words: dict[str, Word]) -> dict[str, tuple[Word | None, tuple[tuple[re.Pattern[str], Word], ...]]]:
    """Return by its first word what each entry tells: the word by itself, and what finds the rest of a phrase, the longest first."""
    phrases: dict[str, list[tuple[int, re.Pattern[str], Word]]] = {}
    for text, told in words.items():
        first, *rest = re.split(r"[\s\-]+", text)
        if rest:
            pattern = "".join(rf"[\W\d_]+{re.escape(word)}" for word in rest)
            phrases.setdefault(first, []).append((len(rest), re.compile(rf"{pattern}(?![^\W\d_])"), told))
    singles = {text: told for text, told in words.items() if " " not in text and "-" not in text}
    singles = {f"{text}nya": told for text, told in singles.items()} | singles
    return {
        first: (singles.get(first), tuple((rest, told) for _, rest, told in sorted(phrases.get(first, ()), key=lambda entry: -entry[0])))
        for first in singles.keys() | phrases.keys()
    }


def _phrase_pattern(phrase: str) -> str:
    return r"\b" + r"\s+".join(map(re.escape, phrase.split())) + r"\b"


__all__ = ["Topic", "TopicError", "check_topic", "compile_names", "load_topic", "topic_path", "topics"]
