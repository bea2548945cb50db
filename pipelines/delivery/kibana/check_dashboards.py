"""Check dashboards: that panels lie side by side, and that what charts and controls name is there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from pipelines.delivery.kibana.dashboards import CONTROLS
from pipelines.delivery.kibana.desk import Desk, query_problems
from pipelines.delivery.kibana.fields import Fields
from pipelines.delivery.kibana.lens import ANY, NUMERIC, RECORDS
from pipelines.delivery.kibana.objects import Json

COLUMNS = 48
LAYER = "indexpattern-datasource-layer-"
DATA_VIEW_OF = dict(CONTROLS.values())  # by the type of a control, the end of its reference's name
# The keys under which a chart names the columns it draws.
ACCESSORS = (
    "metricAccessor",
    "xAccessor",
    "yAccessor",
    "valueAccessor",
    "tagAccessor",
    "splitAccessor",
    "columnId",
    "forAccessor",
    "accessor",
)


def dashboard_uses(one: Json) -> Iterator[tuple[str, str]]:
    """Yield the name of each reference that a dashboard needs, and the type of what it must lead to."""
    for panel in _panels(one):
        if name := panel.get("panelRefName"):
            yield f"{panel['panelIndex']}:{name}", panel["type"]
        for layer in _layers(panel):
            yield f"{panel['panelIndex']}:{LAYER}{layer}", "index-pattern"
    for identifier, control in _controls(one).items():
        yield f"controlGroup_{identifier}:{DATA_VIEW_OF.get(control['type'])}", "index-pattern"


def dashboard_problems(one: Json, desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a dashboard: where in it, and what."""
    panels = _panels(one)
    for identifier, count in Counter(panel["panelIndex"] for panel in panels).items():
        if count > 1:
            yield f", panel {identifier}", f"is there {count} times"
    yield from _grid(panels)
    for panel in panels:
        for problem in _panel(one, panel, desk):
            yield f", panel {panel['panelIndex']}", problem
    for identifier, control in _controls(one).items():
        for problem in _control(one, identifier, control, desk):
            yield f", control {identifier}", problem


def _panels(one: Json) -> list[Json]:
    panels: list[Json] = json.loads(one["attributes"]["panelsJSON"])
    return panels


def _controls(one: Json) -> dict[str, Json]:
    controls: dict[str, Json] = json.loads(one["attributes"]["controlGroupInput"]["panelsJSON"])
    return controls


def _layers(panel: Json) -> dict[str, Json]:
    state = panel["embeddableConfig"].get("attributes", {}).get("state", {})
    layers: dict[str, Json] = state.get("datasourceStates", {}).get("formBased", {}).get("layers", {})
    return layers


def _grid(panels: list[Json]) -> Iterator[tuple[str, str]]:
    for panel in panels:
        place, grid = f", panel {panel['panelIndex']}", panel["gridData"]
        if grid["i"] != panel["panelIndex"]:
            yield place, f"its grid is called {grid['i']}"
        if min(grid["x"], grid["y"]) < 0 or min(grid["w"], grid["h"]) < 1 or grid["x"] + grid["w"] > COLUMNS:
            yield place, f"lies from column {grid['x']} to {grid['x'] + grid['w']}; a dashboard has {COLUMNS}"
    for one, other in combinations(panels, 2):
        if _overlap(one["gridData"], other["gridData"]):
            yield f", panel {one['panelIndex']}", f"overlaps with panel {other['panelIndex']}"


def _overlap(one: Json, other: Json) -> bool:
    across = one["x"] < other["x"] + other["w"] and other["x"] < one["x"] + one["w"]
    down = one["y"] < other["y"] + other["h"] and other["y"] < one["y"] + one["h"]
    return across and down


def _panel(one: Json, panel: Json, desk: Desk) -> Iterator[str]:
    layers = _layers(panel)
    if panel["type"] == "lens" and not layers:
        yield "is a chart without data"
    for identifier, layer in layers.items():
        attributes = panel["embeddableConfig"]["attributes"]
        if [reference["name"] for reference in attributes["references"]] != [f"{LAYER}{name}" for name in layers]:
            yield "its own references are not those of its layers"
        fields = desk.fields_behind(one, f"{panel['panelIndex']}:{LAYER}{identifier}")
        if fields is None:
            continue  # the reference is wrong, and told
        yield from _layer(layer, fields)
        yield from query_problems(attributes["state"]["query"], fields)
        for name in _drawn(attributes["state"]["visualization"]):
            if name not in layer["columns"]:
                yield f"draws a column {name}, which its data has not"


def _layer(layer: Json, fields: Fields) -> Iterator[str]:
    columns = layer["columns"]
    if sorted(layer["columnOrder"]) != sorted(columns):
        yield "columnOrder is not the columns"
    for column in columns.values():
        for problem in _column(column, columns, fields):
            yield f"{column['label']}: {problem}"


def _column(column: Json, columns: Json, fields: Fields) -> Iterator[str]:
    operation, params = column["operationType"], column.get("params", {})
    if column["sourceField"] != RECORDS:
        wanted = ("number",) if operation in NUMERIC else ("date",) if operation == "date_histogram" else ANY
        if problem := fields.problem(column["sourceField"], *wanted):
            yield problem
    if (name := params.get("sortField")) and (problem := fields.problem(name, "date")):
        yield problem
    by = params.get("orderBy", {})
    if by.get("type") == "column" and by["columnId"] not in columns:
        yield f"is ordered by a column {by['columnId']}, which there is not"
    if query := column.get("filter"):
        yield from query_problems(query, fields)


def _drawn(value: Any) -> Iterator[str]:
    """Yield the columns that a chart draws."""
    if isinstance(value, list):
        for inner in value:
            yield from _drawn(inner)
    elif isinstance(value, dict):
        yield from (inner for name, inner in value.items() if name in ACCESSORS)
        yield from value.get("accessors", [])
        for inner in value.values():
            yield from _drawn(inner)


def _control(one: Json, identifier: str, control: Json, desk: Desk) -> Iterator[str]:
    given = control["explicitInput"]
    if given["id"] != identifier:
        yield f"calls itself {given['id']}"
    if control["type"] not in DATA_VIEW_OF:
        yield f"is of no type that we make: {control['type']}"
        return
    fields = desk.fields_behind(one, f"controlGroup_{identifier}:{DATA_VIEW_OF[control['type']]}")
    kinds = ("number",) if control["type"] == CONTROLS["range"][0] else ("string", "boolean")
    if fields and (problem := fields.problem(given["fieldName"], *kinds)):
        yield problem
