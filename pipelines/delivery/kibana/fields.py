"""Fields: what each index that Kibana may look at has, as Kibana understands it, from the mapping."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from pipelines.delivery.definition import indices
from pipelines.delivery.kql.translation import fields_of as searchable_fields
from pipelines.errors import ToldError
from pipelines.relevance import DEFAULT_TOPIC, load_topic

# Kibana's types of Elasticsearch's: https://github.com/elastic/kibana/blob/v8.12.0/packages/kbn-field-types/src/kbn_field_types_factory.ts
KINDS = {"keyword": "string", "text": "string", "date": "date", "integer": "number", "float": "number", "boolean": "boolean"}
NEAR = 3  # names that an error offers


class SourceError(ToldError):
    """A source of Kibana's objects that they cannot be made from: which file and place, which value, and what to do."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field as Kibana lists it."""

    kind: str  # string, number, date, boolean
    counts: bool  # whether it can be counted and sorted by: text cannot, and what is only stored cannot


@dataclass(frozen=True)
class Fields:
    """The fields of one index, by name."""

    index: str  # the alias
    by_name: Mapping[str, Field]

    def problem(self, name: str, *kinds: str) -> str:
        """Return what is wrong with using the field `name` where one of `kinds` is needed (any when none is given); "" when nothing is.

        `kinds` are Kibana's types, and mean that the field is counted or sorted by.
        """
        field = self.by_name.get(name)
        if field is None:
            return f"{name!r} is not a field of {self.index}; {self.near(name)}"
        if kinds and not field.counts:
            return f"{name!r} is a text of {self.index}, which cannot be counted or sorted by; take a keyword field"
        if kinds and field.kind not in kinds:
            return f"{name!r} of {self.index} is a {field.kind}; this needs a {' or '.join(kinds)}"
        return ""

    def known(self, pattern: str) -> bool:
        """Return whether `pattern`, a name with or without asterisks, means any field."""
        return pattern in self.by_name or ("*" in pattern and any(fnmatchcase(name, pattern) for name in self.by_name))

    def near(self, name: str) -> str:
        """Return the fields whose names look most like `name`, in words."""
        last = name.rpartition(".")[2]
        same_end = [known for known in self.by_name if known.rpartition(".")[2] == last]
        near = list(dict.fromkeys([*same_end, *difflib.get_close_matches(name, self.by_name, NEAR)]))[:NEAR]
        return f"near it are {', '.join(near)}" if near else "pipelines/delivery/mapping.py lists the fields"


@cache
def fields_of() -> Mapping[str, Fields]:
    """Return the fields of every alias of the project's indices, for the topic that comes first."""
    definitions = indices(load_topic(DEFAULT_TOPIC))
    return {alias: Fields(alias, _fields(definition.mappings)) for definition in definitions for alias in definition.aliases}


def _fields(mappings: Mapping[str, Any]) -> dict[str, Field]:
    return {
        name: Field(KINDS[field.type], field.type != "text" and not _is_only_stored(mappings, name))
        for name, field in searchable_fields(mappings).items()
    }


def _is_only_stored(mappings: Mapping[str, Any], name: str) -> bool:
    found: Mapping[str, Any] = mappings
    for part in name.split("."):
        found = (found.get("properties") or found["fields"])[part]
    return found.get("doc_values") is False
