"""Rebuilding the index from the archive, on the real Elasticsearch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from pipelines.archive import Archive, OutboxEntry
from pipelines.delivery import Definition, DeliveryError, deliver, rebuild, setup
from pipelines.delivery.mapping import VERSION
from pipelines.items import Verdict
from tests.delivery.articles import numbered, record, stored
from tests.elasticsearch.proxy import http_proxy
from tests.elasticsearch.server import Server

pytestmark = pytest.mark.elasticsearch


def test_a_rebuild_brings_every_kept_article_and_keeps_the_index_before(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, numbered(1), numbered(2))
    record(archive, numbered(3), verdict=Verdict.NEAR_MISS)
    rebuilt = rebuild(archive, client, index)
    assert (rebuilt.index, rebuilt.articles, rebuilt.replaced, rebuilt.refused) == (
        f"{index.index}-2",
        3,
        (index.index,),
        (),
    )
    assert setup(client, index) == f"{index.index}-2"
    assert client.indices.exists(index=index.index)


def test_a_rebuild_replaces_a_mapping_that_is_not_ours(client: Elasticsearch, definition: Definition, alias: str, archive: Archive) -> None:
    client.indices.create(index=f"{alias}-v0", aliases={alias: {}})
    record(archive, numbered(1))
    assert rebuild(archive, client, definition).index == f"{alias}-v{VERSION}"
    assert set(stored(client, definition)) == {numbered(1).canonical_url}


def test_an_older_revision_in_the_outbox_does_not_undo_a_rebuild(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, numbered(1))
    record(archive, numbered(1, title="Diperbarui", content_hash="aa" * 32), minute=60)
    rebuild(archive, client, index)
    assert deliver(archive, client, index).remaining == 0
    assert stored(client, index)[numbered(1).canonical_url]["title"] == "Diperbarui"


class Busy:
    """A real archive, in which a crawl goes on while it is read for the first time."""

    def __init__(self, archive: Archive, client: Elasticsearch, alias: str):
        self.archive, self.client, self.alias = archive, client, alias

    def entries(self, verdict: Verdict | None = Verdict.RELEVANT) -> Iterator[OutboxEntry]:
        yield from self.archive.entries(verdict)
        if verdict is not None:
            record(self.archive, numbered(2))
            record(self.archive, numbered(1), verdict=Verdict.IRRELEVANT, minute=60)
            deliver(self.archive, self.client, self.alias)


def test_what_is_delivered_during_a_rebuild_is_in_the_new_index_too(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, numbered(1))
    rebuild(Busy(archive, client, index), client, index)
    assert set(stored(client, index)) == {numbered(2).canonical_url}


def test_a_rebuild_that_fails_leaves_everything_as_it_was(
    client: Elasticsearch, elasticsearch_server: Server, index: Definition, archive: Archive
) -> None:
    record(archive, numbered(1))
    deliver(archive, client, index)
    with http_proxy(elasticsearch_server.url, largest_body=6_000) as url:
        narrow = Elasticsearch(url, basic_auth=(elasticsearch_server.user, elasticsearch_server.password))
        record(archive, numbered(2, body="Rusia " * 2_000))
        with narrow, pytest.raises(DeliveryError, match="did not take every article"):
            rebuild(archive, narrow, index)
    assert set(client.indices.get(index=f"{index.alias}*")) == {index.index}
    assert set(stored(client, index)) == {numbered(1).canonical_url}


def test_an_article_that_cannot_be_indexed_is_named_and_the_others_pass(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, numbered(1), numbered(2, word_count=2**40))
    rebuilt = rebuild(archive, client, index)
    assert rebuilt.articles == 1
    assert "word_count" in rebuilt.refused[0]


def test_an_index_in_the_place_of_the_alias_is_not_touched(
    client: Elasticsearch, definition: Definition, alias: str, archive: Archive
) -> None:
    client.index(index=alias, document={"note": "somebody's own"}, refresh=True)
    with pytest.raises(DeliveryError, match=rf"an index named {alias}"):
        rebuild(archive, client, definition)
    assert client.count(index=alias)["count"] == 1
