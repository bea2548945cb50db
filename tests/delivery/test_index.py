"""Setting up the index, against the real Elasticsearch."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from elasticsearch import Elasticsearch

from pipelines.archive import Archive
from pipelines.delivery import Definition, DeliveryError, deliver, document_id, health_index, runs_index, setup, status
from pipelines.delivery.analysis import analysis
from pipelines.delivery.index import create_new
from pipelines.delivery.mapping import LONGEST_KEYWORD, VERSION
from pipelines.items import Verdict
from tests.delivery.articles import FULL, NOON, numbered, record, stored

pytestmark = pytest.mark.elasticsearch


def test_setup_makes_an_index_behind_the_alias_and_leaves_it_alone_afterwards(
    client: Elasticsearch, definition: Definition, alias: str
) -> None:
    assert setup(client, definition) == f"{alias}-v{VERSION}"
    before = client.indices.get(index=alias).body
    assert before[f"{alias}-v{VERSION}"]["aliases"] == {
        alias: {"is_write_index": True, "filter": {"term": {"verdict": "relevant"}}},
        f"{alias}-near-misses": {"filter": {"term": {"verdict": "near_miss"}}},
    }
    assert setup(client, definition) == f"{alias}-v{VERSION}"
    assert client.indices.get(index=alias).body == before


def test_two_setups_at_once_both_succeed(client: Elasticsearch, definition: Definition, alias: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: setup(client, definition), range(4))) == {f"{alias}-v{VERSION}"}


def test_an_index_that_lost_its_alias_gets_it_back_with_its_articles(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, FULL)
    deliver(archive, client, index)
    client.indices.delete_alias(index=index.index, name=index.alias)
    setup(client, index)
    assert set(stored(client, index)) == {FULL.canonical_url}


def test_an_index_in_the_place_of_the_alias_is_left_alone_and_named(client: Elasticsearch, definition: Definition, alias: str) -> None:
    client.index(index=alias, document={"note": "somebody's own"}, refresh=True)
    with pytest.raises(DeliveryError, match=rf"has an index named {alias}, .* then run this again"):
        setup(client, definition)
    assert client.count(index=alias)["count"] == 1


@pytest.mark.parametrize(
    ("mappings", "field"),
    [
        ({}, "dynamic"),
        ({"dynamic": "strict", "_meta": {"project": "pantau", "version": 0}}, "_meta.version"),
        (
            {"dynamic": "strict", "_meta": {"project": "pantau", "version": VERSION}, "properties": {"@timestamp": {"type": "text"}}},
            "@timestamp.type",
        ),
    ],
)
def test_another_mapping_is_told_with_the_field_that_differs(
    client: Elasticsearch, definition: Definition, alias: str, mappings: dict[str, object], field: str
) -> None:
    client.indices.create(index=f"{alias}-v{VERSION}", mappings=mappings, aliases={alias: {}})
    with pytest.raises(DeliveryError, match=rf"differs at {field}\): build a new index .* `scrapy index rebuild`"):
        setup(client, definition)


def test_an_alias_over_two_indices_without_a_write_index_is_named(client: Elasticsearch, index: Definition) -> None:
    client.indices.update_aliases(actions=[{"add": {"index": index.index, "alias": index.alias, "is_write_index": False}}])
    client.indices.create(index=f"{index.alias}-v0", aliases={index.alias: {}})
    with pytest.raises(DeliveryError, match=rf"leads to {index.alias}-v0, {index.index}, and none of them is its write index"):
        setup(client, index)


def test_every_field_of_a_full_article_is_held(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, FULL)
    assert deliver(archive, client, index).rejected == 0
    fields = stored(client, index)[FULL.canonical_url]
    assert fields["evidence"]["terms"][0]["forms"] == ["Rusia", "Moskow"]
    assert fields["authors"] == ["Siti Aminah", "Budi"]
    assert (fields["language"], fields["language_probability"], fields["revision"], fields["_version"]) == ("id", 0.99, 1, 1)


def test_a_field_that_the_mapping_does_not_know_is_refused(client: Elasticsearch, index: Definition) -> None:
    with pytest.raises(Exception, match="strict_dynamic_mapping_exception"):
        client.index(index=index.alias, document={"unheard_of": 1})


def test_no_value_is_too_long_to_be_indexed(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    long = "ж" * (LONGEST_KEYWORD * 5)
    fields = dict.fromkeys(("title", "section", "image", "lead", "body", "topic", "content_hash"), long)
    record(archive, numbered(1, url=f"https://koran.example/{long}", authors=(long,), tags=("𐍈" * LONGEST_KEYWORD,), **fields))
    delivery = deliver(archive, client, index)
    assert (delivery.delivered, delivery.rejected, delivery.error) == (1, 0, "")


def test_two_new_indices_at_once_are_two(client: Elasticsearch, definition: Definition) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: create_new(client, definition), range(4)))) == 4


def test_status_tells_what_is_kept_indexed_waiting_and_refused(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, numbered(1), numbered(2), numbered(3, word_count=2**40))
    record(archive, numbered(4), verdict=Verdict.NEAR_MISS)
    deliver(archive, client, index)
    client.indices.refresh(index=index.alias)
    record(archive, numbered(5), minute=7)
    state = status(archive, client, index)
    (articles,) = state.indices
    assert (articles.index, articles.documents, articles.mapping_version, articles.problem) == (index.index, 3, VERSION, "")
    assert articles.bytes
    assert state.indexed == {Verdict.RELEVANT: 2, Verdict.NEAR_MISS: 1}
    assert state.archive.kept == {Verdict.RELEVANT: 4, Verdict.NEAR_MISS: 1}
    assert (state.archive.waiting, state.archive.waiting_since, state.archive.rejected) == (1, NOON + timedelta(minutes=7), 1)
    assert state.newest_indexed_at is not None
    assert state.newest_indexed_at.tzinfo is not None
    assert state.cluster.version.startswith("9.")
    assert state.cluster.health in ("green", "yellow")  # of the whole cluster, and other tests' indices may want copies
    assert state.problems == ("Elasticsearch has refused 1 article: `scrapy index rejected` says which and why.",)


def test_status_asks_for_a_person_where_archive_and_index_differ_by_more_than_what_waits(
    client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, numbered(1), numbered(2))
    assert status(archive, client, index).problems == (), "what waits is on its way"
    deliver(archive, client, index)
    client.delete(index=index.index, id=document_id(numbered(1).canonical_url), refresh=True)
    (problem,) = status(archive, client, index).problems
    assert problem.startswith("The archive keeps 2 articles, the index has 1, and 0 wait in the outbox: ")
    assert problem.endswith("`scrapy index verify`.")


def test_status_tells_what_the_crawlers_key_may_see(crawler: Elasticsearch, index: Definition, archive: Archive) -> None:
    state = status(archive, crawler, index)
    assert (state.cluster.name, state.cluster.version, state.cluster.health) == ("", "", "")
    (articles,) = state.indices
    assert (articles.index, articles.documents, articles.bytes, articles.mapping_version) == (index.index, 0, None, VERSION)
    assert state.problems == ()


def test_status_says_what_to_do_about_each_index(client: Elasticsearch, index: Definition, archive: Archive, alias: str) -> None:
    missing, foreign = runs_index(f"{alias}-runs"), health_index(f"{alias}-health")
    client.indices.create(index=f"{foreign.alias}-v0", mappings={"dynamic": "strict"}, aliases={foreign.alias: {}})
    left = create_new(client, index)
    others = replace(index, analysis=analysis([["Rusia", "Negeri Beruang"]]))
    state = status(archive, client, others, missing, foreign)
    assert [each.leftovers for each in state.indices] == [(left,), (), ()]
    assert state.problems == (
        f"The synonyms of {index.index} are not those of the topic's file: build a new index from the archive with `scrapy index rebuild`.",
        f"There is no alias {missing.alias}: create it with `scrapy index setup`.",
        f"The mapping of {foreign.alias}-v0 is not version 1 of ours (it differs at _meta): build a new index from the archive with "
        "`scrapy index rebuild`.",
    )
    assert status(archive, client, index).problems == ()


def test_status_before_setup_says_that_there_is_no_index(client: Elasticsearch, definition: Definition, archive: Archive) -> None:
    record(archive, numbered(1))
    state = status(archive, client, definition)
    assert (state.indices[0].index, state.indexed) == ("", {})
    assert state.problems == (f"There is no alias {definition.alias}: create it with `scrapy index setup`.",)


def test_status_names_an_index_in_the_place_of_the_alias(client: Elasticsearch, definition: Definition, archive: Archive) -> None:
    client.index(index=definition.alias, document={"note": "somebody's own"}, refresh=True)
    (problem,) = status(archive, client, definition).problems
    assert f"has an index named {definition.alias}" in problem
