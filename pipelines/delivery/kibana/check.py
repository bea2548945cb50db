"""Check: what Kibana would refuse or show as broken in a file of saved objects, found without a Kibana."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from pipelines.delivery.kibana.check_dashboards import dashboard_problems, dashboard_uses
from pipelines.delivery.kibana.desk import Desk, query_problems
from pipelines.delivery.kibana.objects import CORE_VERSION, VERSIONS, Json

LARGEST = 1_000_000  # bytes of an object
PARTS = ("attributes", "coreMigrationVersion", "id", "managed", "references", "type", "typeMigrationVersion")
# Attributes that hold JSON in a string, beside those whose names end in JSON.
INNER = ("fieldAttrs", "fieldFormatMap", "fields", "runtimeFieldMap", "sourceFilters", "typeMeta")


def problems(text: str) -> list[str]:
    """Return all that is wrong with `text`, a file of saved objects; each with the object, the place and the value."""
    objects: list[Json] = []
    found: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            one = json.loads(line)
        except ValueError as error:
            found.append(f"line {number}: not JSON: {error}")
            continue
        if not isinstance(one, dict) or any(part not in one for part in PARTS):
            found.append(f"line {number}: not a saved object; one has {', '.join(PARTS)}")
            continue
        objects.append(one)
        if len(line.encode()) > LARGEST:
            found.append(f"{_name(one)}: has {len(line.encode()):,} bytes; Kibana's browsers are slow above {LARGEST:,}")
    names = Counter(map(_name, objects))
    found += [f"{name}: is there {count} times" for name, count in names.items() if count > 1]
    desk = Desk(objects)
    for one in objects:
        found += [f"{_name(one)}{place}: {problem}" for place, problem in _of_object(one, desk)]
    return found


def _name(one: Json) -> str:
    return f"{one['type']} {one['id']}"


def _of_object(one: Json, desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an object: where in it ("" or ", panel x"), and what."""
    yield from _versions(one)
    broken = [*_broken_json(one["attributes"], "")]
    yield from broken
    if broken:
        return
    yield from _references(one, desk)
    match one["type"]:
        case "index-pattern":
            yield from _data_view(one["attributes"], desk)
        case "search":
            yield from _search(one, desk)
        case "dashboard":
            yield from dashboard_problems(one, desk)


def _versions(one: Json) -> Iterator[tuple[str, str]]:
    wanted = VERSIONS.get(one["type"])
    if wanted is None:
        yield "", f"is of no type that we make; there are {', '.join(VERSIONS)}"
    elif one["typeMigrationVersion"] != wanted:
        yield "", f"typeMigrationVersion is {one['typeMigrationVersion']}; Kibana 8.12 needs {wanted}"
    if one["coreMigrationVersion"] != CORE_VERSION:
        yield "", f"coreMigrationVersion is {one['coreMigrationVersion']}; Kibana 8.12 needs {CORE_VERSION}"


def _broken_json(value: object, place: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        at = f"{place}.{name}" if place else f", {name}"
        if name.endswith("JSON") or (name in INNER and not place):
            try:
                json.loads(inner)
            except (TypeError, ValueError) as error:
                yield at, f"is no JSON in a string: {error}"
        else:
            yield from _broken_json(inner, at)


def _references(one: Json, desk: Desk) -> Iterator[tuple[str, str]]:
    references = one["references"]
    for name, count in Counter(reference["name"] for reference in references).items():
        if count > 1:
            yield "", f"has {count} references called {name}"
    for reference in references:
        if (reference["type"], reference["id"]) not in desk.by_id:
            yield f", reference {reference['name']}", f"there is no {reference['type']} {reference['id']} in the file"
    used = dict(_uses(one))
    given = {reference["name"]: reference["type"] for reference in references if reference["type"] != "tag"}
    for name in sorted(given.keys() - used.keys()):
        yield f", reference {name}", "is not used"
    for name, kind in used.items():
        if name not in given:
            yield "", f"uses a reference {name}, which it has not"
        elif given[name] != kind:
            yield f", reference {name}", f"leads to the type {given[name]}; it needs {kind}"


def _uses(one: Json) -> Iterator[tuple[str, str]]:
    """Yield the name of each reference that the object's attributes need, and the type of what it must lead to."""
    if one["type"] == "search":
        yield json.loads(one["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"]).get("indexRefName", ""), "index-pattern"
    elif one["type"] == "dashboard":
        yield from dashboard_uses(one)


def _data_view(attributes: Json, desk: Desk) -> Iterator[tuple[str, str]]:
    fields = desk.fields.get(attributes["title"])
    if fields is None:
        yield ", title", f"{attributes['title']!r} is not an index of ours; there are {', '.join(desk.fields)}"
        return
    if (time := attributes.get("timeFieldName")) and (problem := fields.problem(time, "date")):
        yield ", timeFieldName", problem
    for part in ("fieldAttrs", "fieldFormatMap"):
        for name in json.loads(attributes[part]):
            if problem := fields.problem(name):
                yield f", {part}", problem
    for hidden in json.loads(attributes["sourceFilters"]):
        if not fields.known(hidden["value"]):
            yield ", sourceFilters", f"no field of {fields.index} is called {hidden['value']!r}; {fields.near(hidden['value'])}"


def _search(one: Json, desk: Desk) -> Iterator[tuple[str, str]]:
    attributes = one["attributes"]
    source = json.loads(attributes["kibanaSavedObjectMeta"]["searchSourceJSON"])
    fields = desk.fields_behind(one, source.get("indexRefName", ""))
    if fields is None:
        return  # the reference is wrong, and told
    for name in attributes["columns"]:
        if problem := fields.problem(name):
            yield ", columns", problem
    for name, _ in attributes["sort"]:
        if problem := fields.problem(name, "date", "number", "string", "boolean"):
            yield ", sort", problem
    if (name := attributes.get("breakdownField")) and (problem := fields.problem(name, "string")):
        yield ", breakdownField", problem
    for problem in query_problems(source["query"], fields):
        yield ", query", problem
