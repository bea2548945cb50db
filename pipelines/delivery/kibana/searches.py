"""Searches: what Discover opens with one click."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipelines.delivery.kibana.data_views import View, view_of
from pipelines.delivery.kibana.objects import Json, dumps, saved_object, tag_reference
from pipelines.delivery.kibana.sources import Search, Searches
from pipelines.relevance import DEFAULT_TOPIC, load_topic

FILE = "searches.toml"
KIND = "{kind}"  # in a source, stands for each kind of interaction
INDEX = "kibanaSavedObjectMeta.searchSourceJSON.index"  # the name of the reference to the data view


def searches(source: Searches, views: Mapping[str, View]) -> list[Json]:
    """Return the saved objects of the searches. Raises SourceError where one names a data view or a field that there is not."""
    return [_search(search, views) for written in source.searches for search in _spread(written)]


def kinds() -> list[str]:
    """Return the kinds of interactions that the topic knows, by name."""
    return sorted({word.kind for word in load_topic(DEFAULT_TOPIC).words.values()})


def _spread(search: Search) -> Iterator[Search]:
    if KIND not in search.id:
        yield search
        return
    for kind in kinds():
        yield search.model_copy(update={name: getattr(search, name).replace(KIND, kind) for name in ("id", "title", "about", "query")})


def _search(search: Search, views: Mapping[str, View]) -> Json:
    place = f"{FILE}: {search.id}"
    view = view_of(views, search.data_view, place)
    for column in (*search.columns, *search.widths):
        view.kind(column, f"{place}: columns")
    view.kind(search.sort, f"{place}: sort", "date", "number", "string", "boolean")
    attributes: Json = {
        "title": search.title,
        "description": search.about,
        "columns": list(search.columns),
        "sort": [[search.sort, "desc"]],
        "grid": {"columns": {name: {"width": width} for name, width in search.widths.items()}} if search.widths else {},
        "rowHeight": search.rows,
        "hideChart": False,
        "isTextBasedQuery": False,
        "timeRestore": bool(search.last),
        "kibanaSavedObjectMeta": {
            "searchSourceJSON": dumps(
                {
                    "highlightAll": True,
                    "version": True,
                    "query": {"query": search.query, "language": "kuery"},
                    "filter": [],
                    "indexRefName": INDEX,
                }
            )
        },
    }
    if search.last:
        attributes["timeRange"] = {"from": search.last, "to": "now"}
    if search.breakdown:
        view.kind(search.breakdown, f"{place}: breakdown", "string")
        attributes["breakdownField"] = search.breakdown
    return saved_object("search", search.id, attributes, [view.reference(INDEX), tag_reference()])
