"""Topic: what to watch for, read from a TOML file beside this module or anywhere else, checked, and compiled once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.relevance.affixes import forms
from pipelines.relevance.names import Name, NameFinder, compile_names
from pipelines.relevance.wording import WORDING, WORDING_FILE

TOPICS = Path(__file__).with_name("topics")
Text = Annotated[str, Field(min_length=2, pattern=r"\S")]


class TopicError(ValueError):
    """A topic that cannot be used; the message is one line that names the file, the place in it and what is wrong."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entity(_Table):
    """Someone or something of one side, with its spellings."""

    name: Text
    kind: Literal["country", "person", "place", "organisation", "weapon"]
    aliases: tuple[Text, ...] = ()
    exact: tuple[Text, ...] = ()
    fuzzy: tuple[Annotated[str, Field(min_length=7)], ...] = ()
    weak: bool = False
    strong_beside: tuple[Text, ...] = ()
    unless_near: tuple[Text, ...] = ()
    unless_text: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _has_a_spelling(self) -> Entity:
        if not (self.aliases or self.exact or self.fuzzy):
            raise ValueError(f"{self.name!r} has no spelling: give aliases, exact or fuzzy")
        return self

    def names(self, side: str) -> Iterator[Name]:
        """Yield every spelling, as a name of `side`."""
        for text in self.aliases:
            yield Name(text, side, self.name, kind=self.kind, weak=self.weak)
        for text in self.exact:
            yield Name(text, side, self.name, kind=self.kind, weak=self.weak, exact=True)
        for text in self.fuzzy:
            yield Name(text, side, self.name, kind=self.kind, weak=self.weak, fuzzy=True)


class Side(_Table):
    """One of the two parties."""

    label: Text
    entities: Annotated[tuple[Entity, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_a_strong_name(self) -> Side:
        if all(entity.weak for entity in self.entities):
            raise ValueError("every entity is weak: at least one must count by itself")
        return self


class Interaction(_Table):
    """Words of one kind of dealings between the sides."""

    stems: tuple[Text, ...] = ()
    words: tuple[Text, ...] = ()
    context: tuple[Text, ...] = ()
    between: bool = False


class WordList(_Table):
    """A list of words."""

    words: tuple[Text, ...] = ()


class PhraseList(_Table):
    """A list of phrases."""

    phrases: tuple[Text, ...] = ()


class TopicFile(_Table):
    """The shape of a topic's file."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    title: Text
    version: Text | Annotated[str, Field(pattern=r"^\d$")]
    sides: Annotated[dict[str, Side], Field(min_length=2, max_length=2)]
    interactions: Annotated[dict[str, Interaction], Field(min_length=1)]
    projection: WordList = WordList()
    passing: PhraseList = PhraseList()


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
        self.entities = {(key, entity.name): entity for key, side in file.sides.items() for entity in side.entities}
        self.beside = {
            (key, entity.name): _beside_pattern(entity)
            for key, side in file.sides.items()
            for entity in side.entities
            if entity.strong_beside
        }
        names = [name for key, side in file.sides.items() for entity in side.entities for name in entity.names(key)]
        others = [Name(text, "", text, exact=kind == "exact") for kind, texts in WORDING.parties.items() for text in texts]
        self.finder = NameFinder([*names, *others])
        self.side_patterns: dict[str, re.Pattern[str]] = {
            key: _strong_pattern(names, key, [pattern for (of, _), pattern in self.beside.items() if of == key]) for key in file.sides
        }
        self.words = dict(_words(file.interactions))
        self.phrases = _phrases(self.words)
        self.projection = frozenset(file.projection.words)
        self.passing = re.compile("|".join(map(_phrase_pattern, file.passing.phrases)) or r"(?!)", re.IGNORECASE)


def load_topic(name_or_path: str) -> Topic:
    """Return the topic called `name_or_path` (a file of the topics folder, without ".toml") or stored at that path.

    Raises TopicError when there is no such file or it is not a topic.
    """
    path = Path(name_or_path)
    if path.suffix != ".toml":
        path = TOPICS / f"{name_or_path}.toml"
    try:
        return _compiled(path, path.read_bytes())
    except OSError:
        known = ", ".join(sorted(file.stem for file in TOPICS.glob("*.toml")))
        raise TopicError(f"no topic {name_or_path!r}: give one of {known}, or the path of a .toml file") from None


@lru_cache(maxsize=8)
def _compiled(path: Path, content: bytes) -> Topic:
    try:
        file = TopicFile.model_validate(tomllib.loads(content.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise TopicError(f"{path}: not UTF-8 at byte {error.start}") from None
    except tomllib.TOMLDecodeError as error:
        raise TopicError(f"{path}: not TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise TopicError(f"{path}: {place}: {first['msg'].removeprefix('Value error, ')}") from None
    digest = hashlib.sha256(content + WORDING_FILE.read_bytes()).hexdigest()[:8]
    return Topic(file, f"{file.version}-{digest}")


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


def _phrases(words: dict[str, Word]) -> dict[str, list[tuple[tuple[str, ...], Word]]]:
    """Return the entries of several words by their first word."""
    table: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    for text, told in words.items():
        parts = tuple(re.split(r"[\s\-]+", text))
        if len(parts) > 1:
            table.setdefault(parts[0], []).append((parts, told))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def _phrase_pattern(phrase: str) -> str:
    return r"\b" + r"\s+".join(map(re.escape, phrase.split())) + r"\b"


__all__ = ["Topic", "TopicError", "compile_names", "load_topic"]
