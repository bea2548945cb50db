"""Holding the index against the archive, on the real Elasticsearch, with a key like the crawler's own."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from pipelines.archive import Archive, OutboxEntry
from pipelines.delivery import Definition, DeliveryError, Kind, Verified, compare, deliver, document_id, verify
from pipelines.items import Verdict
from tests.delivery.articles import numbered, record

pytestmark = pytest.mark.elasticsearch

MODULE = importlib.import_module("pipelines.delivery.verify")  # the package has the function under that name


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few documents are several batches."""
    monkeypatch.setattr(MODULE, "BATCH", 2)
    monkeypatch.setattr(MODULE, "WALKED_AT_ONCE", 2)


@pytest.fixture
def delivered(archive: Archive, client: Elasticsearch, index: Definition) -> Archive:
    """An archive with three relevant articles and two near misses, all of them in the index."""
    record(archive, numbered(1), numbered(2), numbered(3))
    record(archive, numbered(4), numbered(5), verdict=Verdict.NEAR_MISS)
    assert deliver(archive, client, index).remaining == 0
    client.indices.refresh(index=index.index)
    return archive


def documents(client: Elasticsearch, index: Definition) -> dict[str, dict[str, Any]]:
    """All documents of the index by `_id`, near misses too, without the time at which they were indexed."""
    client.indices.refresh(index=index.index)
    hits = client.search(index=index.index, size=100)["hits"]["hits"]
    return {hit["_id"]: {name: value for name, value in hit["_source"].items() if name != "indexed_at"} for hit in hits}


def id_of(number: int) -> str:
    return document_id(numbered(number).canonical_url)


def counts(found: Verified) -> dict[str, int]:
    return {kind.value: count for kind, count in found.kinds.items() if count}


def test_an_index_that_is_what_the_archive_says_is_left_alone(crawler: Elasticsearch, index: Definition, delivered: Archive) -> None:
    told: list[tuple[int, int]] = []
    found = verify(delivered, crawler, index, lambda done, wanted: told.append((done, wanted)))
    assert (found.compared, counts(found), found.refused) == (5, {}, 0)
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_what_was_altered_deleted_or_added_by_hand_is_mended(
    client: Elasticsearch, crawler: Elasticsearch, index: Definition, delivered: Archive
) -> None:
    before = documents(client, index)
    for title in ("Diubah", "Diubah lagi", "Dan lagi"):  # so that its version is far above its revision
        client.update(index=index.index, id=id_of(1), doc={"title": title})
    client.index(index=index.index, id=id_of(4), document={"canonical_url": numbered(4).canonical_url})
    client.update(index=index.index, id=id_of(5), doc={"canonical_url": "https://lain.example/"}, refresh=True)
    client.delete(index=index.index, id=id_of(2))
    client.index(index=index.index, id="asing", document={"title": "Asing"})
    client.index(index=index.index, id="kembar", document={"canonical_url": numbered(3).canonical_url}, refresh=True)
    broken = documents(client, index)

    told = compare(delivered, crawler, index)
    assert (told.kinds[Kind.MISSING], told.kinds[Kind.DIFFERENT], told.differing >= 6) == (1, 3, True)
    assert documents(client, index) == broken, "comparing changes nothing"
    found = verify(delivered, crawler, index)
    assert (counts(found), found.refused) == ({"missing": 1, "different": 3, "extra": 2}, 0)
    assert documents(client, index) == before
    assert compare(delivered, crawler, index).differing == 0


def test_a_document_of_an_article_that_is_kept_no_more_is_deleted(
    client: Elasticsearch, crawler: Elasticsearch, index: Definition, delivered: Archive
) -> None:
    record(delivered, numbered(1), verdict=Verdict.IRRELEVANT, minute=60)
    delivered.acknowledge(entry.id for entry in delivered.outbox_batch(10))  # as if Elasticsearch had lost it
    assert counts(verify(delivered, crawler, index)) == {"extra": 1}
    assert id_of(1) not in documents(client, index)


def test_what_waits_in_the_outbox_is_no_difference(
    client: Elasticsearch, crawler: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, numbered(1))
    told = compare(archive, crawler, index)
    assert (counts(told), told.differing) == ({"waiting": 1}, 0)


def test_a_refused_document_is_told_once_and_the_others_are_mended(
    client: Elasticsearch, crawler: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, numbered(1, word_count=2**40), numbered(2))
    deliver(archive, client, index)
    client.delete(index=index.index, id=id_of(2))
    found = verify(archive, crawler, index)
    assert (counts(found), found.refused) == ({"missing": 2}, 1)
    (reason,) = found.reasons
    assert reason.startswith(f"{numbered(1).canonical_url}: ")
    assert "word_count" in reason
    assert set(documents(client, index)) == {id_of(2)}


class Busy(Archive):
    """An archive in which a crawl records, and delivers, right after it was read in one of these ways."""

    after_entries_of: Callable[[], None] | None = None
    before_kept: Callable[[], None] | None = None

    def entries_of(self, canonical_urls: Iterable[str]) -> list[OutboxEntry]:
        found = super().entries_of(canonical_urls)
        crawl, self.after_entries_of = self.after_entries_of, None
        if crawl:
            crawl()
        return found

    def kept(self, canonical_urls: Iterable[str]) -> set[str]:
        crawl, self.before_kept = self.before_kept, None
        if crawl:
            crawl()
        return super().kept(canonical_urls)


@pytest.fixture
def busy(delivered: Archive, tmp_path: Path) -> Busy:
    """The same archive, opened once more."""
    return Busy.open(f"sqlite:///{tmp_path / 'archive.db'}")


def test_a_document_that_a_crawl_brings_meanwhile_stays(
    client: Elasticsearch, crawler: Elasticsearch, index: Definition, busy: Busy
) -> None:
    client.index(index=index.index, id=id_of(6), document={"canonical_url": numbered(6).canonical_url}, refresh=True)

    def crawl() -> None:
        record(busy, numbered(6))
        deliver(busy, client, index)

    busy.before_kept = crawl
    assert verify(busy, crawler, index).kinds[Kind.EXTRA] == 0
    assert documents(client, index)[id_of(6)]["title"] == numbered(6).title


def test_what_is_delivered_while_it_is_mended_is_not_undone(
    client: Elasticsearch, crawler: Elasticsearch, index: Definition, busy: Busy
) -> None:
    client.delete(index=index.index, id=id_of(1))

    def crawl() -> None:  # the same revision, under another verdict
        record(busy, numbered(1), verdict=Verdict.NEAR_MISS, minute=60)
        deliver(busy, client, index)

    def after_the_first_look() -> None:
        busy.after_entries_of = crawl

    busy.after_entries_of = after_the_first_look
    verify(busy, crawler, index)
    document = documents(client, index)[id_of(1)]
    assert (document["verdict"], document["revision"]) == ("near_miss", 1)
    assert compare(busy, crawler, index).kinds[Kind.DIFFERENT] == 0


def test_an_index_that_is_not_set_up_is_one_line(client: Elasticsearch, definition: Definition, archive: Archive) -> None:
    with pytest.raises(DeliveryError, match=r"has no alias .* `scrapy index setup`"):
        verify(archive, client, definition)
