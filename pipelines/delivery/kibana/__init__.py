"""Kibana: the data views, searches and dashboards of an analyst's desk, made from the readable sources in `kibana/`."""

from __future__ import annotations

from pathlib import Path

from pipelines.delivery.kibana.dashboards import dashboard
from pipelines.delivery.kibana.data_views import FILE as DATA_VIEWS
from pipelines.delivery.kibana.data_views import data_view, views
from pipelines.delivery.kibana.fields import SourceError
from pipelines.delivery.kibana.objects import Json, ndjson, tag
from pipelines.delivery.kibana.searches import FILE as SEARCHES
from pipelines.delivery.kibana.searches import searches
from pipelines.delivery.kibana.sources import SOURCES, Dashboard, DataViews, Searches, dashboard_files, read

OBJECTS = SOURCES / "pantau.ndjson"


def saved_objects(folder: Path = SOURCES) -> str:
    """Return the objects that the sources in `folder` give, as the file that Kibana imports: the same text for the same sources.

    Raises SourceError where a source has another shape than it should, or names what there is not.
    """
    return ndjson(made(folder))


def made(folder: Path = SOURCES) -> list[Json]:
    """Return the objects that the sources in `folder` give, each after those it refers to. Raises SourceError, as above."""
    source = read(folder / DATA_VIEWS, DataViews)
    known = views(source)
    found = searches(read(folder / SEARCHES, Searches), known)
    identifiers = [search["id"] for search in found]
    boards = [dashboard(read(file, Dashboard), file, known, identifiers) for file in dashboard_files(folder)]
    return [tag(), *(data_view(view, source.formats) for view in known.values()), *found, *boards]


__all__ = ["OBJECTS", "SOURCES", "SourceError", "made", "saved_objects"]
