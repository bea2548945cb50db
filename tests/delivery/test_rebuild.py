"""Rebuilding the indices from the archive, on the real Elasticsearch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from elasticsearch import Elasticsearch

from pipelines.archive import Archive, DeliveryState, OutboxEntry
from pipelines.delivery import (
    Definition,
    DeliveryError,
    compare,
    connect,
    deliver,
    deliver_runs,
    document_id,
    drop,
    health_index,
    rebuild,
    rebuild_runs,
    runs_index,
    setup,
)
from pipelines.delivery.index import leftovers, target
from pipelines.items import KEPT, Verdict
from tests.delivery.articles import NOON, numbered, record, stored
from tests.elasticsearch.proxy import http_proxy
from tests.elasticsearch.server import Server

pytestmark = pytest.mark.elasticsearch


def test_a_rebuild_brings_every_kept_article_and_keeps_the_index_before(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, numbered(1), numbered(2))
    record(archive, numbered(3), verdict=Verdict.NEAR_MISS)
    told: list[tuple[int, int]] = []
    rebuilt = rebuild(archive, client, index, lambda done, wanted: told.append((done, wanted)))
    assert (rebuilt.index, rebuilt.documents, rebuilt.replaced, rebuilt.refused) == (f"{index.index}-2", 3, (index.index,), 0)
    assert setup(client, index) == rebuilt.index
    assert set(stored(client, index)) == {numbered(1).canonical_url, numbered(2).canonical_url}
    assert client.count(index=f"{index.alias}-near-misses")["count"] == 1
    assert told == [(1, 9), (2, 9), (3, 9), (6, 9), (9, 9)]
    drop(client, rebuilt.replaced)
    assert set(client.indices.get(index=f"{index.alias}*")) == {rebuilt.index}


def test_a_rebuild_replaces_a_mapping_that_is_not_ours(client: Elasticsearch, definition: Definition, alias: str, archive: Archive) -> None:
    client.indices.create(index=f"{alias}-v0", aliases={alias: {}})
    record(archive, numbered(1))
    assert rebuild(archive, client, definition).replaced == (f"{alias}-v0",)
    assert target(client, definition) == f"{definition.index}-2"
    assert set(stored(client, definition)) == {numbered(1).canonical_url}


def test_an_older_revision_in_the_outbox_does_not_undo_a_rebuild(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, numbered(1))
    record(archive, numbered(1, title="Diperbarui", content_hash="aa" * 32), minute=60)
    rebuild(archive, client, index)
    assert deliver(archive, client, index).remaining == 0
    assert stored(client, index)[numbered(1).canonical_url]["title"] == "Diperbarui"


class Busy(Archive):
    """An archive in which a crawl goes on, and delivers, after each time that it was read from end to end."""

    crawls: Iterator[Callable[[], None]] = iter(())

    def entries(self, verdicts: Iterable[Verdict] = KEPT) -> Iterator[OutboxEntry]:
        yield from super().entries(verdicts)
        if crawl := next(self.crawls, None):
            crawl()


@pytest.fixture
def busy(tmp_path: Path) -> Busy:
    return Busy.open(f"sqlite:///{tmp_path / 'archive.db'}")


def test_what_is_delivered_during_a_rebuild_is_in_the_new_index_too(client: Elasticsearch, index: Definition, busy: Busy) -> None:
    record(busy, numbered(1), numbered(2), numbered(3))

    def while_it_is_filled() -> None:
        record(busy, numbered(4))
        record(busy, numbered(1), verdict=Verdict.IRRELEVANT, minute=60)
        deliver(busy, client, index)

    def while_it_is_checked() -> None:
        record(busy, numbered(2, title="Diperbarui", content_hash="aa" * 32), minute=60)
        record(busy, numbered(5))
        record(busy, numbered(3), verdict=Verdict.NEAR_MISS, minute=60)
        deliver(busy, client, index)

    def after_the_switch() -> None:
        record(busy, numbered(6))
        deliver(busy, client, index)

    busy.crawls = iter((while_it_is_filled, while_it_is_checked, after_the_switch, after_the_switch))
    rebuild(busy, client, index)
    found = stored(client, index)
    assert set(found) == {numbered(number).canonical_url for number in (2, 4, 5, 6)}
    assert found[numbered(2).canonical_url]["title"] == "Diperbarui"
    assert not compare(busy, client, index).kinds


def test_a_fault_after_the_switch_says_what_is_left_to_do(client: Elasticsearch, index: Definition, busy: Busy) -> None:
    record(busy, numbered(1))

    def fail() -> None:
        raise DeliveryError("Elasticsearch is away.")

    busy.crawls = iter((lambda: None, lambda: None, fail))
    with pytest.raises(DeliveryError, match=rf"leads to {index.index}-2 now, .* run `scrapy index verify` .* Elasticsearch is away\."):
        rebuild(busy, client, index)
    assert target(client, index) == f"{index.index}-2"
    assert set(stored(client, index)) == {numbered(1).canonical_url}


def test_search_answers_all_the_while(client: Elasticsearch, elasticsearch_server: Server, index: Definition, archive: Archive) -> None:
    record(archive, *(numbered(number) for number in range(30)))
    deliver(archive, client, index)
    client.indices.refresh(index=index.alias)
    done = Event()

    def search() -> set[int]:
        found = set()
        with connect(elasticsearch_server.url_with_password) as reader:
            while not done.is_set():
                found.add(reader.count(index=index.alias)["count"])
        return found

    with ThreadPoolExecutor(1) as pool:
        counts = pool.submit(search)
        try:
            drop(client, rebuild(archive, client, index).replaced)
        finally:
            done.set()
        assert counts.result() == {30}


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
    assert_as_before(client, index)


def assert_as_before(client: Elasticsearch, index: Definition) -> None:
    """The first article is found behind the alias, and no other index is there."""
    assert set(client.indices.get(index=f"{index.alias}*")) == {index.index}
    assert set(stored(client, index)) == {numbered(1).canonical_url}


class Forgetful(Archive):
    """An archive that counts an article more than it tells."""

    def delivery_state(self) -> DeliveryState:
        state = super().delivery_state()
        return replace(state, kept={**state.kept, Verdict.NEAR_MISS: 1})


def test_an_index_with_another_number_of_articles_is_not_switched_to(
    client: Elasticsearch, index: Definition, archive: Archive, tmp_path: Path
) -> None:
    record(archive, numbered(1))
    deliver(archive, client, index)
    with pytest.raises(
        DeliveryError, match=r"it has 1 documents, and the archive keeps 2 articles of which 0 are refused\): it is deleted"
    ):
        rebuild(Forgetful.open(f"sqlite:///{tmp_path / 'archive.db'}"), client, index)
    assert_as_before(client, index)


class Meddled(Archive):
    """An archive at whose every count somebody alters the document of the first article in the index that is being built."""

    meddle: Callable[[], None]

    def delivery_state(self) -> DeliveryState:
        self.meddle()
        return super().delivery_state()


def test_an_index_whose_documents_are_others_is_not_switched_to(
    client: Elasticsearch, index: Definition, archive: Archive, tmp_path: Path
) -> None:
    record(archive, numbered(1))
    deliver(archive, client, index)
    meddled = Meddled.open(f"sqlite:///{tmp_path / 'archive.db'}")

    def meddle() -> None:
        for new in leftovers(client, index):
            client.update(index=new, id=document_id(numbered(1).canonical_url), doc={"title": "Diubah"}, refresh=True)

    meddled.meddle = meddle
    with pytest.raises(DeliveryError, match=rf"1 documents looked at 1 differ, such as that of {numbered(1).canonical_url}\)"):
        rebuild(meddled, client, index)
    assert_as_before(client, index)


def test_an_article_that_cannot_be_indexed_is_named_and_the_others_pass(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, numbered(1), numbered(2, word_count=2**40))
    rebuilt = rebuild(archive, client, index)
    assert (rebuilt.documents, rebuilt.refused) == (1, 1)
    (reason,) = rebuilt.reasons
    assert "word_count" in reason


def test_no_search_is_switched_to_an_index_that_refuses_most_articles(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, numbered(1))
    deliver(archive, client, index)
    record(archive, *(numbered(number, word_count=2**40) for number in (2, 3)))
    with pytest.raises(DeliveryError, match=r"2 articles are refused and 1 taken; the first: .*word_count"):
        rebuild(archive, client, index)
    assert_as_before(client, index)


def test_what_a_killed_rebuild_left_disturbs_neither_setup_nor_the_next(client: Elasticsearch, index: Definition, archive: Archive) -> None:
    client.indices.create(index=f"{index.index}-2", settings={"refresh_interval": "-1"})
    record(archive, numbered(1))
    assert setup(client, index) == index.index
    assert rebuild(archive, client, index).index == f"{index.index}-3"
    assert leftovers(client, index) == (index.index, f"{index.index}-2")


def test_an_index_in_the_place_of_the_alias_is_not_touched(
    client: Elasticsearch, definition: Definition, alias: str, archive: Archive
) -> None:
    client.index(index=alias, document={"note": "somebody's own"}, refresh=True)
    with pytest.raises(DeliveryError, match=rf"an index named {alias}"):
        rebuild(archive, client, definition)
    assert client.count(index=alias)["count"] == 1


def test_runs_and_outlets_are_rebuilt_only_where_their_mapping_is_another(client: Elasticsearch, alias: str, archive: Archive) -> None:
    runs, health = runs_index(f"{alias}-runs"), health_index(f"{alias}-health")
    old = replace(runs, version=0, mappings={**runs.mappings, "_meta": {"project": "pantau", "version": 0}})
    setup(client, old)
    setup(client, health)
    archive.finish_run(archive.start_run("koran", NOON), "finished", "", {"relevant": 1}, NOON)
    deliver_runs(archive, client, old, health)
    archive.finish_run(archive.start_run("harian", NOON), "finished", "", {}, NOON)

    (made,) = rebuild_runs(archive, client, runs, health)
    assert (made.alias, made.index, made.replaced) == (runs.alias, f"{runs.index}-2", (old.index,))
    client.indices.refresh(index=f"{alias}-*")
    assert (client.count(index=runs.alias)["count"], client.count(index=health.alias)["count"]) == (2, 2)
    assert archive.undelivered_runs(10) == []
    assert rebuild_runs(archive, client, runs, health) == ()
