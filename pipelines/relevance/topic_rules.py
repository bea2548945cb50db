"""Topic rules: what a topic's file must keep to beyond the shape of its tables, told on the raw document so that all faults show at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.relevance.names import misprints
from pipelines.relevance.toml_lines import Place
from pipelines.relevance.wording import WORDING, WORDING_FILE

SPELLINGS = ("aliases", "exact", "fuzzy")
# Letters and digits of a spelling, and of a phrase that rules a mention out: less of them, and other words will be taken for it.
LEAST = {"aliases": 3, "exact": 2, "fuzzy": 7, "unless_near": 3, "unless_text": 3}
_INSTEAD = {"aliases": ", or list it under exact", "fuzzy": ", or list it under aliases"}

Fault = tuple[Place, str]


def faults(raw: Mapping[str, Any], begins: Mapping[Place, int]) -> Iterator[Fault]:
    """Yield each place of `raw` (as tomllib gives it) that breaks a rule, and what to do; values of a wrong type are passed over.

    `begins` gives the line of a place, to say where the other one of two stands.
    """
    sides = {key: list(_entities(side)) for key, side in _tables(raw.get("sides"))}
    for key in sides:
        yield from _key(("sides", key))
        yield from _entity_faults(key, sides[key], begins)
    yield from _listed_before(sides, begins)
    yield from _misprinted(sides, begins)
    for kind, table in _tables(raw.get("interactions")):
        place = ("interactions", kind)
        yield from _key(place)
        if not any(table.get(name) for name in ("stems", "words", "context")):
            yield place, "gives no word; fill in stems, words or context, or remove it"
        for at, stem in _texts(table.get("stems"), (*place, "stems")):
            if stem.strip() and not re.fullmatch(r"[^\W\d_]{2,}", stem):
                yield at, f"{stem!r} is not one word of letters; list it under words"
        for name in ("stems", "words", "context"):
            yield from _twice(table.get(name), (*place, name), begins)
    for name, words in (("projection", "words"), ("passing", "phrases"), ("bystanders", "names")):
        if isinstance(raw.get(name), dict):
            yield from _twice(raw[name].get(words), (name, words), begins)
            if name == "projection":
                yield from _capitals(raw[name].get(words), (name, words))
            if name == "bystanders":
                yield from _unknown_parties(raw[name].get(words), (name, words))
    if isinstance(raw.get("search"), dict):
        yield from _synonym_faults(raw["search"].get("synonyms"), ("search", "synonyms"), begins)


def _synonym_faults(groups: Any, place: Place, begins: Mapping[Place, int]) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for number, group in enumerate(groups if isinstance(groups, list) else []):
        for at, text in _texts(group, (*place, number)):
            if not re.search(r"\w", text) or re.search(r"[,#\\]|=>", text):
                yield at, f"{text!r} is no name to search for; write letters or digits, and none of , => # \\"
            elif (key := " ".join(text.lower().split())) in first:
                yield at, f"{text!r} stands among the synonyms already, on line {begins[first[key]]}; a name can be in one list only"
            else:
                first[key] = at


def spelling_key(text: str) -> str:
    """Return what two spellings share that are found alike: case, spaces and hyphens do not count."""
    return re.sub(r"[\s\-]+", "", text).lower()


def _unknown_parties(texts: Any, place: Place) -> Iterator[Fault]:
    known = {text for names in WORDING.parties.values() for text in names}
    for at, text in _texts(texts, place):
        if text not in known:
            yield at, f"{text!r} is none of the other parties in {WORDING_FILE.name}, so it changes nothing; add it there or remove it here"


def _key(place: tuple[str, str]) -> Iterator[Fault]:
    if not re.fullmatch(r"[a-z0-9_]+", place[1]):
        yield place, f"{place[1]!r} must consist of small letters a-z, digits and _"


def _entity_faults(side: str, entities: list[tuple[int, dict[str, Any]]], begins: Mapping[Place, int]) -> Iterator[Fault]:
    if entities and all(entity.get("weak") is True for _, entity in entities):
        yield ("sides", side), "every entity is weak, so none would ever count; let at least one stand without weak"
    first: dict[str, int] = {}
    for number, entity in entities:
        place: Place = ("sides", side, "entities", number)
        name = entity.get("name")
        if not any(entity.get(key) for key in SPELLINGS):
            yield place, f"{name!r} has no spelling; give aliases, exact or fuzzy"
        if entity.get("strong_beside") and entity.get("weak") is not True:
            yield (
                (*place, "strong_beside"),
                f"{name!r} is not weak, so it counts everywhere already; add weak = true or remove strong_beside",
            )
        if isinstance(name, str) and first.setdefault(name, number) != number:
            other = begins["sides", side, "entities", first[name]]
            yield (*place, "name"), f"{name!r} is the name of another entity of this side, on line {other}; put their spellings together"
        for key, least in LEAST.items():
            for at, text in _texts(entity.get(key), (*place, key)):
                if text.strip() and sum(map(str.isalnum, text)) < least:
                    yield at, f"{text!r} is too short to be told from other words; give at least {least} letters{_INSTEAD.get(key, '')}"
        for key in ("unless_near", "unless_text"):
            yield from _capitals(entity.get(key), (*place, key))
        own = [spelling_key(text) for _, text in _spellings({side: [(number, entity)]})]
        for at, text in _texts(entity.get("not_in"), (*place, "not_in")):
            if spelling_key(text) in own or not any(key in spelling_key(text) for key in own):
                yield at, f"{text!r} holds no spelling of {name!r}, so it rules nothing out; write the whole longer name"
        for key in ("strong_beside", "not_in", "unless_near", "unless_text"):
            yield from _twice(entity.get(key), (*place, key), begins)


def _listed_before(sides: dict[str, list[tuple[int, dict[str, Any]]]], begins: Mapping[Place, int]) -> Iterator[Fault]:
    """The same spelling in two places: only two that keep their capitals, and differ in them, are told apart."""
    seen: dict[str, list[tuple[Place, str]]] = {}
    for place, text in _spellings(sides):
        for other, before in seen.setdefault(spelling_key(text), []):
            if place[-2] == other[-2] == "exact" and text.replace("-", " ") != before.replace("-", " "):
                continue
            if place[1] != other[1]:
                yield place, f"{text!r} is a name of the side {other[1]!r} as well, on line {begins[other]}; let one side have it"
            else:
                yield place, f"{text!r} is listed already, as {before!r} on line {begins[other]}; remove one of the two"
            break
        seen[spelling_key(text)].append((place, text))


def _misprinted(sides: dict[str, list[tuple[int, dict[str, Any]]]], begins: Mapping[Place, int]) -> Iterator[Fault]:
    """A fuzzy spelling whose misprint is a name of the other side."""
    known = {spelling_key(text): (place, text) for place, text in _spellings(sides)}
    for place, text in _spellings(sides):
        if place[-2] != "fuzzy":
            continue
        for printed in misprints(text):
            other, name = known.get(spelling_key(printed), (place, text))
            if other[1] != place[1]:
                meant = f"{name!r}, a name of the side {other[1]!r} on line {begins[other]}"
                yield place, f"{text!r} with one wrong letter is {meant}; list it under aliases"
                break


def _capitals(value: Any, place: Place) -> Iterator[Fault]:
    for at, text in _texts(value, place):
        if text != text.lower():
            yield at, f"{text!r} would never be found, for it is compared with small letters; write {text.lower()!r}"


def _twice(value: Any, place: Place, begins: Mapping[Place, int]) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for at, text in _texts(value, place):
        if (before := first.setdefault(text.lower(), at)) != at:
            yield at, f"{text!r} is listed twice, first on line {begins[before]}; remove one of the two"


def _spellings(sides: dict[str, list[tuple[int, dict[str, Any]]]]) -> Iterator[tuple[Place, str]]:
    for side, entities in sides.items():
        for number, entity in entities:
            for key in SPELLINGS:
                yield from _texts(entity.get(key), ("sides", side, "entities", number, key))


def _entities(side: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    entities = side.get("entities")
    for number, entity in enumerate(entities if isinstance(entities, list) else ()):
        if isinstance(entity, dict):
            yield number, entity


def _tables(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, table in (value if isinstance(value, dict) else {}).items():
        if isinstance(table, dict):
            yield key, table


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    for number, text in enumerate(value if isinstance(value, list) else ()):
        if isinstance(text, str):
            yield (*place, number), text
