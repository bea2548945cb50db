"""Stories in the real Elasticsearch: a search collapses to one article for each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from elasticsearch import Elasticsearch

from pipelines.archive import Archive
from pipelines.delivery import Definition, deliver, rebuild
from pipelines.items import Verdict
from tests.archive.test_stories import prose
from tests.delivery.articles import NOON, numbered, record, stored

pytestmark = pytest.mark.elasticsearch


def test_a_search_collapses_to_one_article_for_each_story(
    crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    wire = [numbered(number, outlet=f"koran{number}", title="Rusia", body=prose(1)) for number in range(3)]
    record(archive, *wire, numbered(3, title="Rusia", body=prose(2)))
    deliver(archive, crawler, index)
    client.indices.refresh(index=index.alias)
    found = client.search(
        index=index.alias,
        query={"match": {"title": "rusia"}},
        sort=[{"@timestamp": "asc"}],
        collapse={"field": "story.id", "inner_hits": {"name": "copies", "size": 10}},
    )["hits"]["hits"]
    assert [hit["_source"]["canonical_url"] for hit in found] == [wire[0].canonical_url, numbered(3).canonical_url]
    assert [len(hit["inner_hits"]["copies"]["hits"]["hits"]) for hit in found] == [3, 1]
    assert [(hit["_source"]["story"]["reach"], hit["_source"]["story"]["first_outlet"]) for hit in found] == [(3, "koran0"), (1, "koran")]


def test_every_article_of_a_story_learns_that_it_grew(
    crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, numbered(5, outlet="warta", body=prose(1)))
    deliver(archive, crawler, index)
    assert stored(client, index)[numbered(5).canonical_url]["story"]["reach"] == 1
    record(archive, numbered(0, outlet="antara", body=prose(1)), minute=5)
    record(archive, numbered(9, outlet="near", body=prose(1)), verdict=Verdict.NEAR_MISS, minute=6)
    assert deliver(archive, crawler, index).delivered == 3
    documents = stored(client, index)
    told = documents[numbered(5).canonical_url]["story"]
    assert (told["reach"], told["articles"], told["first_outlet"]) == (3, 3, "antara")
    assert (told["is_first"], told["minutes_behind"]) == (False, 5)
    first = documents[numbered(0).canonical_url]["story"]
    assert first == told | {"is_first": True, "minutes_behind": 0}


def test_a_rebuild_knows_the_stories(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    undated = replace(numbered(1), outlet="warta", body=prose(1), published_at=None, crawled_at=NOON)
    record(archive, undated, numbered(2, outlet="harian", body=prose(1)))
    rebuild(archive, client, index)
    assert [document["story"]["reach"] for document in stored(client, index).values()] == [2, 2]
