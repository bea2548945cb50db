"""What we take Kibana to list as fields, beside what the real Elasticsearch tells it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from pipelines.delivery import Definition, health_index, runs_index, setup
from pipelines.delivery.kibana import saved_objects
from pipelines.delivery.kibana.fields import KINDS, fields_of
from tests.delivery.conftest import alias, client, definition, elasticsearch_server, index

__all__ = ["alias", "client", "definition", "elasticsearch_server", "index"]

pytestmark = pytest.mark.elasticsearch


def listed(client: Elasticsearch, index: str) -> dict[str, tuple[str, bool]]:
    """Return what Kibana's own request answers: the type of each field, and whether it can be aggregated."""
    caps: dict[str, Any] = client.field_caps(index=index, fields="*", filters="-metadata,-parent").body["fields"]
    return {name: (KINDS[kind], found["aggregatable"]) for name, kinds in caps.items() for kind, found in kinds.items()}


def test_the_fields_are_those_that_elasticsearch_lists_aliases_and_multi_fields_too(
    client: Elasticsearch, index: Definition, alias: str
) -> None:
    setup(client, runs := runs_index(f"{alias}-runs"))
    setup(client, health := health_index(f"{alias}-health"))

    for ours, theirs in (("articles", alias), ("crawl-runs", runs.alias), ("outlet-health", health.alias)):
        expected = {name: (field.kind, field.counts) for name, field in fields_of()[ours].by_name.items()}
        assert listed(client, theirs) == expected


def test_every_value_that_a_chart_of_articles_groups_by_can_be_grouped_by(client: Elasticsearch, index: Definition) -> None:
    """Most of all the alias fields: `entity` and `interactions`."""
    grouped = {
        column["sourceField"]
        for one in map(json.loads, saved_objects().splitlines())
        if one["id"] == "pantau-monitor"
        for panel in json.loads(one["attributes"]["panelsJSON"])
        if panel["type"] == "lens"
        for layer in panel["embeddableConfig"]["attributes"]["state"]["datasourceStates"]["formBased"]["layers"].values()
        for column in layer["columns"].values()
        if column["operationType"] == "terms"
    }
    source = {
        "@timestamp": "2026-01-01T00:00:00Z",
        "url": "https://example.com/1",
        "outlet": "kompas",
        "verdict": "relevant",
        "story": {"id": "s1"},
        "evidence": {"terms": [{"name": "Kim Jong Un"}], "interactions": ["military"]},
    }
    client.index(index=index.alias, id="1", document=source, refresh=True)

    answer = client.search(index=index.alias, size=0, aggs={name: {"terms": {"field": name}} for name in grouped})

    assert grouped >= {"outlet", "entity", "story.id"}
    assert all(answer["aggregations"][name]["buckets"] for name in grouped)
