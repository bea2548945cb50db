"""Objects: a saved object as Kibana's import takes it, one JSON object a line.

Source of the format: exports of Kibana 8.9 to 8.12. Kibana brings older objects up to its own version and refuses newer ones, so each type
carries the oldest version that has everything we use.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

CORE_VERSION = "8.8.0"
VERSIONS = {"tag": "8.0.0", "index-pattern": "8.0.0", "search": "8.0.0", "dashboard": "8.9.0"}
TAG = "pantau-tag"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """From one object to another, under the name by which the first one's attributes know it."""

    name: str
    type: str
    id: str

    def json(self) -> Json:
        """Return the reference as Kibana writes it."""
        return {"id": self.id, "name": self.name, "type": self.type}


def saved_object(kind: str, identifier: str, attributes: Json, references: Iterable[Reference] = ()) -> Json:
    """Return a saved object of the type `kind`."""
    return {
        "attributes": attributes,
        "coreMigrationVersion": CORE_VERSION,
        "id": identifier,
        "managed": False,
        "references": [reference.json() for reference in references],
        "type": kind,
        "typeMigrationVersion": VERSIONS[kind],
    }


def tag() -> Json:
    """Return the tag under which Kibana lists all that is ours."""
    attributes = {
        "name": "Pantau",
        "description": "Made by Pantau: articles on Russia and the DPRK in the Indonesian press",
        "color": "#1d7f74",
    }
    return saved_object("tag", TAG, attributes)


def tag_reference() -> Reference:
    """Return the reference by which an object carries the tag."""
    return Reference(f"tag-{TAG}", "tag", TAG)


def dumps(value: Any) -> str:
    """Return `value` as compact JSON, which is how Kibana keeps the inner parts of its objects."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def ndjson(objects: Iterable[Json]) -> str:
    """Return the file of `objects`: one a line, with sorted keys, so that a small change is a small difference."""
    return "".join(json.dumps(one, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n" for one in objects)
