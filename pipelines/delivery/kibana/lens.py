"""Lens: columns, the parts that Kibana's charts are made of, and a chart around them.

Source of the format: dashboards exported from Kibana 8.9 to 8.12, and the types of its Lens plugin,
https://github.com/elastic/kibana/tree/v8.12.0/x-pack/plugins/lens/public.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.delivery.kibana.data_views import View
from pipelines.delivery.kibana.fields import SourceError
from pipelines.delivery.kibana.objects import Json, Reference
from pipelines.delivery.kibana.sources import Measure, Split

RECORDS = "___records___"  # what Lens calls the documents themselves
OPERATIONS = {"count": "count", "unique": "unique_count", "sum": "sum", "max": "max", "median": "median", "last": "last_value"}
NUMERIC = ("sum", "max", "median")
ANY = ("string", "number", "date", "boolean")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart's data: its id, and what Lens keeps of it."""

    id: str
    state: Json


@dataclass(frozen=True, slots=True)
class Layer:
    """The data of a chart. Buckets come first, the outer before the inner one."""

    id: str
    view: View
    columns: tuple[Column, ...]

    @property
    def reference(self) -> Reference:
        """The reference by which the layer finds its data view."""
        return self.view.reference(f"indexpattern-datasource-layer-{self.id}")

    def json(self) -> Json:
        """Return the layer as Lens keeps it."""
        return {
            "columns": {column.id: column.state for column in self.columns},
            "columnOrder": [column.id for column in self.columns],
            "incompleteColumns": {},
            "sampling": 1,
        }


def kuery(text: str) -> Json:
    """Return a query in KQL as Kibana keeps it."""
    return {"query": text, "language": "kuery"}


def chart(kind: str, layer: Layer, visualization: Json, where: str, about: str) -> Json:
    """Return the attributes of a Lens chart of the type `kind` over one layer, of the documents that fit `where` (KQL)."""
    return {
        "title": "",
        "description": about,
        "visualizationType": kind,
        "type": "lens",
        "references": [layer.reference.json()],
        "state": {
            "visualization": visualization,
            "query": kuery(where),
            "filters": [],
            "datasourceStates": {"formBased": {"layers": {layer.id: layer.json()}}, "textBased": {"layers": {}}},
            "internalReferences": [],
            "adHocDataViews": {},
        },
    }


def measure(identifier: str, source: Measure, view: View, place: str) -> Column:
    """Return the column of a measure. Raises SourceError, naming `place`, where its field is none or does not fit the operation."""
    place = f"{place}: {source.label}"
    if source.operation == "count" and source.field:
        raise SourceError(f"{place}: counts documents and takes no field; to count the values of {source.field!r} write unique.")
    wanted = ("number",) if source.operation in NUMERIC else ANY
    kind = "number" if source.operation == "count" else view.kind(source.field, place, *wanted)
    state = {
        "label": source.label,
        "customLabel": True,
        "dataType": kind if source.operation == "last" else "number",
        "operationType": OPERATIONS[source.operation],
        "isBucketed": False,
        "scale": "ordinal" if source.operation == "last" and kind == "string" else "ratio",
        "sourceField": source.field or RECORDS,
        "params": _params(source, view, place),
    }
    if where := _where(source):
        state["filter"] = kuery(where)
    return Column(identifier, state)


def values(identifier: str, source: Split, view: View, place: str, *, order: Column | None) -> Column:
    """Return the bucket of each of a field's values, those first whose `order` is highest; by name where there is none."""
    kind = view.kind(source.field, place, "string", "number", "boolean")
    by: Json = {"type": "column", "columnId": order.id} if order else {"type": "alphabetical", "fallback": False}
    state = {
        "label": source.label,
        "customLabel": True,
        "dataType": kind,
        "operationType": "terms",
        "isBucketed": True,
        "scale": "ordinal",
        "sourceField": source.field,
        "params": {
            "size": source.size,
            "orderBy": by,
            "orderDirection": "desc" if order else "asc",
            "otherBucket": source.others,
            "missingBucket": False,
            "parentFormat": {"id": "terms"},
            "include": [],
            "exclude": [],
            "includeIsRegex": False,
            "excludeIsRegex": False,
        },
    }
    return Column(identifier, state)


def dates(identifier: str, field: str, interval: str, view: View, place: str) -> Column:
    """Return the bucket of each `interval` of the date `field`: "auto" for what fits the time range, "d" for a day."""
    view.kind(field, place, "date")
    state = {
        "label": view.shown[field].label if field in view.shown else field,
        "customLabel": True,
        "dataType": "date",
        "operationType": "date_histogram",
        "isBucketed": True,
        "scale": "interval",
        "sourceField": field,
        "params": {"interval": interval, "includeEmptyRows": True, "dropPartials": False},
    }
    return Column(identifier, state)


def _params(source: Measure, view: View, place: str) -> Json:
    params: Json = {}
    if source.operation == "last":
        view.kind(source.newest_by, f"{place}: newest_by", "date")
        params = {"sortField": source.newest_by, "showArrayValues": False}
    else:
        # Nothing counted is a zero; nothing to take a median of is not.
        params = {"emptyAsNull": source.operation == "median"}
    if source.decimals is not None:
        params["format"] = {"id": "number", "params": {"decimals": source.decimals}}
    return params


def _where(source: Measure) -> str:
    """Return which documents count: the last value is that of a document that has one."""
    if source.operation != "last":
        return source.where
    has_one = f"{source.field}: *"
    return f"({source.where}) and {has_one}" if source.where else has_one
