"""Data views: what Kibana knows of each index: its name, its time, and how its fields are called and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.delivery.kibana.fields import Fields, SourceError, fields_of
from pipelines.delivery.kibana.objects import Json, Reference, dumps, saved_object, tag_reference
from pipelines.delivery.kibana.sources import DataView, DataViews, FieldFormat, ShownField

FILE = "data_views.toml"


@dataclass(frozen=True, slots=True)
class View:
    """A data view as the other objects need it."""

    id: str
    source: DataView
    shown: Mapping[str, ShownField]  # those of another data view included
    hidden: tuple[str, ...]
    fields: Fields

    def reference(self, name: str) -> Reference:
        """Return a reference to this data view under `name`."""
        return Reference(name, "index-pattern", self.id)

    def kind(self, field: str, place: str, *kinds: str) -> str:
        """Return Kibana's type of `field`. Raises SourceError, naming `place`, where the index has none of `kinds` by this name."""
        if problem := self.fields.problem(field, *kinds):
            raise SourceError(f"{place}: {problem}.")
        return self.fields.by_name[field].kind


def views(source: DataViews) -> dict[str, View]:
    """Return the data views by id. Raises SourceError where one names an index, a field, a format or a data view that there is not."""
    return {identifier: _view(identifier, view, source) for identifier, view in source.data_views.items()}


def view_of(views: Mapping[str, View], identifier: str, place: str) -> View:
    """Return the data view called `identifier`. Raises SourceError, naming `place`, where there is none."""
    if identifier not in views:
        raise SourceError(f"{place}: there is no data view {identifier!r}; {FILE} has {', '.join(views)}.")
    return views[identifier]


def data_view(view: View, formats: Mapping[str, FieldFormat]) -> Json:
    """Return the saved object of `view`."""
    labels = {name: {"customLabel": field.label, "customDescription": field.about} for name, field in view.shown.items()}
    shown = {name: _format(formats[field.format]) for name, field in view.shown.items() if field.format}
    attributes = {
        "title": view.source.index,
        "name": view.source.name,
        "allowNoIndex": True,  # so that it can be imported before the first article
        "fieldAttrs": dumps(labels),
        "fieldFormatMap": dumps(shown),
        "fields": "[]",  # Kibana asks Elasticsearch
        "runtimeFieldMap": "{}",
        "sourceFilters": dumps([{"value": name} for name in view.hidden]),
        "typeMeta": "{}",
    }
    if view.source.time_field:
        attributes["timeFieldName"] = view.source.time_field
    return saved_object("index-pattern", view.id, attributes, [tag_reference()])


def _view(identifier: str, view: DataView, source: DataViews) -> View:
    place = f"{FILE}: {identifier}"
    if view.index not in fields_of():
        raise SourceError(f"{place}: there is no index {view.index!r}; there are {', '.join(fields_of())}.")
    if view.fields_of and view.fields_of not in source.data_views:
        raise SourceError(f"{place}: fields_of names {view.fields_of!r}, and there is no such data view.")
    other = source.data_views[view.fields_of] if view.fields_of else view
    made = View(
        identifier,
        view,
        {**other.fields, **view.fields},
        (*other.hidden, *view.hidden) if view.fields_of else view.hidden,
        fields_of()[view.index],
    )
    if view.time_field:
        made.kind(view.time_field, f"{place}: time_field", "date")
    for name, field in view.fields.items():
        made.kind(name, f"{place}: fields")
        if field.format and field.format not in source.formats:
            raise SourceError(f"{place}: {name}: there is no format {field.format!r}; there are {', '.join(source.formats)}.")
    for pattern in made.hidden:
        if not made.fields.known(pattern):
            raise SourceError(f"{place}: hidden: no field of {view.index} is called {pattern!r}; {made.fields.near(pattern)}.")
    return made


def _format(source: FieldFormat) -> Json:
    # Source of the parameters: https://github.com/elastic/kibana/tree/v8.12.0/src/plugins/field_formats/common/converters
    match source.kind:
        case "link":
            return {"id": "url", "params": {"type": "a", "urlTemplate": "{{rawValue}}", "labelTemplate": "{{value}}"}}
        case "colours":
            colours = [
                {"range": f"{one.begin:g}:{one.to:g}", "regex": "<insert regex>", "text": one.text, "background": one.background}
                for one in source.ranges
            ]
            return {"id": "color", "params": {"fieldType": "number", "colors": colours}}
        case "number":
            return {"id": "number", "params": {"pattern": source.pattern}}
        case "duration":
            units = {"inputFormat": source.unit, "outputFormat": "humanizePrecise", "outputPrecision": 1}
            return {"id": "duration", "params": {**units, "includeSpaceWithSuffix": True, "showSuffix": True, "useShortSuffix": True}}
