"""Delivery to the real Elasticsearch: what leaves the outbox, what stays, what is set aside."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace

import pytest
from elasticsearch import Elasticsearch

from pipelines.archive import Archive
from pipelines.delivery import Definition, Delivery, deliver
from pipelines.items import Verdict
from tests.delivery.articles import FULL, numbered, record, stored
from tests.elasticsearch.proxy import answering_proxy, http_proxy
from tests.elasticsearch.server import Server

pytestmark = pytest.mark.elasticsearch


def test_the_crawlers_key_is_enough_to_deliver(crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, *map(numbered, range(3)))
    delivery = deliver(archive, crawler, index)
    assert (delivery.delivered, delivery.rejected, delivery.remaining, delivery.error) == (3, 0, 0, "")
    assert len(stored(client, index)) == 3


def test_an_empty_outbox_is_no_error(crawler: Elasticsearch, index: Definition, archive: Archive) -> None:
    delivery = deliver(archive, crawler, index)
    assert (delivery.delivered, delivery.remaining, delivery.error) == (0, 0, "")


def test_more_than_one_batch_is_delivered_completely(
    crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, *map(numbered, range(37)))
    assert deliver(archive, crawler, index, batch=5) == Delivery(37, 0, 0)
    assert len(stored(client, index)) == 37


def test_a_replay_changes_neither_version_nor_count(
    crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive, tmp_path
) -> None:
    record(archive, numbered(1), numbered(2))
    deliver(archive, crawler, index)
    before = {url: fields["_version"] for url, fields in stored(client, index).items()}
    again = Archive.open(f"sqlite:///{tmp_path / 'again.db'}")
    record(again, numbered(1), numbered(2))
    assert deliver(again, crawler, index).delivered == 2
    assert {url: fields["_version"] for url, fields in stored(client, index).items()} == before


def test_an_edited_article_replaces_its_older_revision(
    crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, FULL)
    deliver(archive, crawler, index)
    record(archive, replace(FULL, title="Putin Meninggalkan Pyongyang", content_hash="aa" * 32), minute=60)
    deliver(archive, crawler, index)
    fields = stored(client, index)[FULL.canonical_url]
    assert (fields["title"], fields["revision"], fields["_version"]) == ("Putin Meninggalkan Pyongyang", 2, 2)


def test_two_revisions_in_one_batch_end_with_the_newer(
    crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, FULL)
    record(archive, replace(FULL, title="Diperbarui", content_hash="aa" * 32), minute=60)
    delivery = deliver(archive, crawler, index)
    assert (delivery.delivered, delivery.remaining) == (2, 0)
    assert stored(client, index)[FULL.canonical_url]["title"] == "Diperbarui"


def test_an_older_revision_does_not_overwrite_a_newer_one(
    crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive, tmp_path
) -> None:
    record(archive, FULL)
    record(archive, replace(FULL, title="Diperbarui", content_hash="aa" * 32), minute=60)
    deliver(archive, crawler, index)
    behind = Archive.open(f"sqlite:///{tmp_path / 'behind.db'}")
    record(behind, FULL)
    delivery = deliver(behind, crawler, index)
    assert (delivery.delivered, delivery.remaining, delivery.error) == (1, 0, "")
    assert stored(client, index)[FULL.canonical_url]["title"] == "Diperbarui"


def test_an_article_that_is_relevant_no_more_leaves_the_index(
    crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, numbered(1), numbered(2))
    deliver(archive, crawler, index)
    record(archive, numbered(1), verdict=Verdict.IRRELEVANT, minute=60)
    assert deliver(archive, crawler, index).remaining == 0
    assert set(stored(client, index)) == {numbered(2).canonical_url}


def test_taking_out_what_was_never_delivered_empties_the_outbox(
    crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, numbered(1))
    record(archive, numbered(1), verdict=Verdict.IRRELEVANT, minute=60)
    delivery = deliver(archive, crawler, index)
    assert (delivery.remaining, delivery.rejected, delivery.error) == (0, 0, "")
    assert stored(client, index) == {}


def test_an_article_that_elasticsearch_rejects_is_set_aside_and_the_others_pass(
    crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, numbered(1), numbered(2, word_count=2**40), numbered(3))
    delivery = deliver(archive, crawler, index)
    assert (delivery.delivered, delivery.rejected, delivery.remaining, delivery.error) == (2, 1, 0, "")
    assert "word_count" in archive.rejected()[0].reason
    assert set(stored(client, index)) == {numbered(1).canonical_url, numbered(3).canonical_url}


def test_a_score_that_is_no_number_is_left_out(crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, numbered(1, score=float("inf")), numbered(2))
    assert deliver(archive, crawler, index) == Delivery(2, 0, 0)
    assert [fields["score"] for _, fields in sorted(stored(client, index).items())] == [None, numbered(2).score]


def test_an_article_that_was_set_aside_is_tried_again_on_demand(
    crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, numbered(1), numbered(2, word_count=2**40))
    deliver(archive, crawler, index)
    assert deliver(archive, crawler, index) == Delivery(0, 0, 0), "not unasked"
    assert archive.retry_rejected() == 1
    delivery = deliver(archive, crawler, index)
    assert (delivery.delivered, delivery.rejected, delivery.remaining) == (0, 1, 0)


def test_two_entries_with_one_article_are_never_under_way_together(
    elasticsearch_server: Server, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    """Of the same revision, with another story, the one that arrived last would count."""
    for number in range(3):
        record(archive, replace(FULL, title=f"Putin {number}", content_hash=f"{number:064x}"), minute=number)
    together = threading.Barrier(2, timeout=0.2)
    overlaps = []

    def meet(path: str, _: bytes) -> None:
        with suppress(threading.BrokenBarrierError):
            if "/_bulk" in path:
                overlaps.append(together.wait())

    with answering_proxy(elasticsearch_server.url, meet) as url, connected(url, elasticsearch_server) as through:
        assert deliver(archive, through, index, batch=1) == Delivery(3, 0, 0)
    assert overlaps == []
    assert stored(client, index)[FULL.canonical_url]["title"] == "Putin 2"


def test_an_article_too_large_for_the_way_is_set_aside_and_the_others_pass(
    elasticsearch_server: Server, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, *map(numbered, range(20)), numbered(20, body="Rusia " * 20_000), *map(numbered, range(21, 40)))
    with http_proxy(elasticsearch_server.url, largest_body=50_000) as url, connected(url, elasticsearch_server) as narrow:
        delivery = deliver(archive, narrow, index)
    assert (delivery.delivered, delivery.rejected, delivery.remaining, delivery.error) == (39, 1, 0, "")
    (rejected,) = archive.rejected()
    assert (rejected.url, "413" in rejected.reason) == (numbered(20).url, True)
    assert len(stored(client, index)) == 39


def test_a_way_that_takes_less_than_a_request_costs_no_article(
    elasticsearch_server: Server, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, *map(numbered, range(20)))
    with http_proxy(elasticsearch_server.url, largest_body=8_000) as url, connected(url, elasticsearch_server) as narrow:
        assert deliver(archive, narrow, index) == Delivery(20, 0, 0)
    assert len(stored(client, index)) == 20


def test_a_proxy_that_refuses_every_size_sets_nothing_aside(elasticsearch_server: Server, index: Definition, archive: Archive) -> None:
    record(archive, numbered(1), numbered(2))
    with http_proxy(elasticsearch_server.url, largest_body=10) as url, connected(url, elasticsearch_server) as narrow:
        delivery = deliver(archive, narrow, index)
    assert (delivery.delivered, delivery.rejected, delivery.remaining) == (0, 0, 2)
    assert "413" in delivery.error and "http.max_content_length" in delivery.error


def connected(url: str, server: Server) -> Elasticsearch:
    return Elasticsearch(url, basic_auth=(server.user, server.password), retry_on_status=())
