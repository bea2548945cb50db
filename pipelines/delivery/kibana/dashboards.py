"""Dashboards: panels on a grid of 48 columns, under controls that filter them all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from pipelines.delivery.kibana.charts import attributes
from pipelines.delivery.kibana.data_views import View, view_of
from pipelines.delivery.kibana.fields import SourceError
from pipelines.delivery.kibana.lens import kuery
from pipelines.delivery.kibana.objects import Json, Reference, dumps, saved_object, tag_reference
from pipelines.delivery.kibana.sources import Control, Dashboard, List, Metric, Note, Panel, read_text

# The type of a control, and the name under which it finds its data view.
CONTROLS = {"options": ("optionsListControl", "optionsListDataView"), "range": ("rangeSliderControl", "rangeSliderDataView")}
MINUTE = 60_000  # milliseconds
TEXT_SIZE = 12  # points


def dashboard(source: Dashboard, file: Path, views: Mapping[str, View], searches: Collection[str]) -> Json:
    """Return the saved object of the dashboard in `file`, whose texts stand one folder up.

    Args:
        source: what the file says.
        file: names the dashboard in errors.
        views: the data views by id.
        searches: the ids of the saved searches.

    Raises:
        SourceError: it names a data view, a field, a saved search or a text that there is not.
    """
    panels: list[Json] = []
    references: list[Reference] = []
    for panel in source.panels:
        body, own = _panel(panel, file, views, searches)
        x, y, width, height = panel.grid
        grid = {"x": x, "y": y, "w": width, "h": height, "i": panel.id}
        panels.append({"gridData": grid, "panelIndex": panel.id, "title": panel.title, **body})
        references += [Reference(f"{panel.id}:{reference.name}", reference.type, reference.id) for reference in own]
    for control in source.controls:
        view = view_of(views, control.data_view, f"{file.name}: {control.id}")
        view.kind(control.field, f"{file.name}: {control.id}: field", *(("number",) if control.type == "range" else ("string", "boolean")))
        references.append(view.reference(f"controlGroup_{control.id}:{CONTROLS[control.type][1]}"))
    made = {
        "title": source.title,
        "description": source.about,
        "panelsJSON": dumps(panels),
        "optionsJSON": dumps({"useMargins": True, "syncColors": True, "syncCursor": True, "syncTooltips": False, "hidePanelTitles": False}),
        "controlGroupInput": _control_group(source.controls),
        "timeRestore": True,
        "timeFrom": source.last,
        "timeTo": "now",
        "refreshInterval": {"pause": False, "value": source.refresh_minutes * MINUTE},
        "kibanaSavedObjectMeta": {"searchSourceJSON": dumps({"query": kuery(""), "filter": []})},
        "version": 1,
    }
    return saved_object("dashboard", source.id, made, [*references, tag_reference()])


def _panel(panel: Panel, file: Path, views: Mapping[str, View], searches: Collection[str]) -> tuple[Json, list[Reference]]:
    """Return what is particular to a panel of its type, and what it refers to."""
    place = f"{file.name}: {panel.id}"
    match panel:
        case List():
            if panel.search not in searches:
                raise SourceError(f"{place}: there is no search {panel.search!r}; searches.toml has {', '.join(searches)}.")
            name = f"panel_{panel.id}"
            return {"type": "search", "panelRefName": name, "embeddableConfig": {"enhancements": {}}}, [
                Reference(name, "search", panel.search)
            ]
        case Note():
            return {"type": "visualization", "embeddableConfig": _note(read_text(file.parent.parent / panel.file))}, []
        case chart:
            view = view_of(views, chart.data_view, place)
            lens = attributes(chart, view, place)
            # The number of a metric has its own label.
            shown = {"hidePanelTitles": isinstance(chart, Metric), "enhancements": {}}
            references = [Reference(one["name"], one["type"], one["id"]) for one in lens["references"]]
            return {"type": "lens", "embeddableConfig": {"attributes": lens, **shown}}, references


def _note(markdown: str) -> Json:
    return {
        "hidePanelTitles": False,
        "enhancements": {},
        "savedVis": {
            "id": "",
            "title": "",
            "description": "",
            "type": "markdown",
            "params": {"fontSize": TEXT_SIZE, "openLinksInNewTab": True, "markdown": markdown},
            "uiState": {},
            "data": {"aggs": [], "searchSource": {"query": kuery(""), "filter": []}},
        },
    }


def _control_group(controls: tuple[Control, ...]) -> Json:
    settings = dict.fromkeys(("ignoreFilters", "ignoreQuery", "ignoreTimerange", "ignoreValidations"), False)
    return {
        "controlStyle": "oneLine",
        "chainingSystem": "HIERARCHICAL",
        "ignoreParentSettingsJSON": dumps(settings),
        "panelsJSON": dumps(dict(_controls(controls))),
    }


def _controls(controls: tuple[Control, ...]) -> Iterator[tuple[str, Json]]:
    for order, control in enumerate(controls):
        given: Json = {"id": control.id, "fieldName": control.field, "title": control.title, "enhancements": {}}
        if control.step is not None:
            given["step"] = control.step
        yield (
            control.id,
            {
                "order": order,
                "type": CONTROLS[control.type][0],
                "width": control.width,
                "grow": True,
                "explicitInput": given,
            },
        )
