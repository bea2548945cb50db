"""Outages: each costs one clear line and nothing else, and the next delivery completes."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import trustme
from elasticsearch import Elasticsearch

from pipelines.archive import Archive
from pipelines.delivery import (
    Definition,
    Delivery,
    DeliveryError,
    articles_index,
    bulk,
    connect,
    deliver,
    document_id,
    search,
    setup,
    status,
)
from pipelines.delivery.deliver import AT_ONCE
from pipelines.delivery.provision import create_api_key
from pipelines.relevance import load_topic
from tests.delivery.articles import numbered, record, stored
from tests.elasticsearch.proxy import Answer, TcpProxy, answering_proxy, other_server
from tests.elasticsearch.server import Server

SMALL = 5  # articles in a request
ARTICLES = articles_index(load_topic("russia_dprk"))

pytestmark = pytest.mark.elasticsearch


FLOOD_STAGE = (
    "index [articles-v4] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, "
    "index has read-only-allow-delete block];"
)
BUSY = b'{"error": {"type": "es_rejected_execution_exception", "reason": "rejected execution"}, "status": 429}'

Answering = Callable[[bytes], Answer | None]
BehindProxy = Callable[[Answering], AbstractContextManager[Elasticsearch]]


@pytest.fixture
def behind_proxy(elasticsearch_server: Server, articles_key: str, monkeypatch: pytest.MonkeyPatch) -> BehindProxy:
    """A client with the crawler's key behind a proxy that asks a function about each bulk request; its retries follow at once."""
    monkeypatch.setattr(bulk, "FIRST_BACKOFF_SECONDS", 0)

    @contextmanager
    def connected(answer: Answering) -> Iterator[Elasticsearch]:
        asked = answering_proxy(elasticsearch_server.url, lambda path, body: answer(body) if "/_bulk" in path else None)
        with asked as url, connect(url, articles_key) as client:
            yield client

    return connected


def each_refused(body: bytes, status: int, kind: str, reason: str) -> Answer:
    """Elasticsearch's answer to a bulk request of which it takes no document."""
    actions = [json.loads(line) for line in body.splitlines()[::2]]
    items = [{"index": {"_id": action["index"]["_id"], "status": status, "error": {"type": kind, "reason": reason}}} for action in actions]
    return Answer(200, json.dumps({"errors": True, "took": 0, "items": items}).encode(), product="Elasticsearch")


@pytest.fixture
def waiting(archive: Archive) -> Archive:
    """An archive with two articles in its outbox."""
    record(archive, numbered(1), numbered(2))
    return archive


def assert_an_outage(delivery: Delivery, *words: str) -> None:
    """All is still in the outbox, nothing was set aside, and one line names what happened."""
    assert (delivery.delivered, delivery.rejected, delivery.remaining) == (0, 0, 2)
    assert "\n" not in delivery.error
    for word in words:
        assert word in delivery.error


def closed_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


def test_a_closed_port(waiting: Archive) -> None:
    url = f"http://127.0.0.1:{closed_port()}"
    with connect(url, "key") as client:
        assert_an_outage(deliver(waiting, client, ARTICLES), url, "cannot be reached", "refused", "correct ELASTICSEARCH_URL")


def test_a_name_that_nobody_knows(waiting: Archive) -> None:
    with connect("http://elasticsearch.invalid:9200", "key") as client:
        assert_an_outage(deliver(waiting, client, ARTICLES), "http://elasticsearch.invalid:9200", "cannot be reached")


def test_a_server_that_never_answers(waiting: Archive) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, connect(f"http://127.0.0.1:{silent.getsockname()[1]}", "key") as client:
        assert_an_outage(deliver(waiting, client.options(request_timeout=0.2), ARTICLES), "did not answer within")


def test_a_wrong_key(waiting: Archive, elasticsearch_server: Server, index: Definition) -> None:
    with connect(elasticsearch_server.url, "d3Jvbmc6d3Jvbmc=") as client:
        assert_an_outage(deliver(waiting, client, index), elasticsearch_server.url, "401", "ELASTICSEARCH_API_KEY")


def test_no_key_at_all(waiting: Archive, elasticsearch_server: Server, index: Definition) -> None:
    with connect(elasticsearch_server.url) as client:
        assert_an_outage(deliver(waiting, client, index), "401", "ELASTICSEARCH_API_KEY")


def test_a_key_for_other_indices(waiting: Archive, client: Elasticsearch, elasticsearch_server: Server, index: Definition) -> None:
    with connect(elasticsearch_server.url, create_api_key(client, ["something-else"])) as stranger:
        assert_an_outage(deliver(waiting, stranger, index), "403", "privilege")


def test_a_key_that_may_only_read(waiting: Archive, client: Elasticsearch, elasticsearch_server: Server, index: Definition) -> None:
    descriptor = {"reader": {"indices": [{"names": [f"{index.alias}*"], "privileges": ["read", "view_index_metadata"]}]}}
    key = client.security.create_api_key(name="reader", role_descriptors=descriptor)["encoded"]
    with connect(elasticsearch_server.url, key) as reader:
        assert_an_outage(deliver(waiting, reader, index), "403", "privilege")


def test_a_key_that_may_only_write_is_enough(
    waiting: Archive, client: Elasticsearch, elasticsearch_server: Server, index: Definition
) -> None:
    descriptor = {"writer": {"indices": [{"names": [f"{index.alias}*"], "privileges": ["write"]}]}}
    key = client.security.create_api_key(name="writer", role_descriptors=descriptor)["encoded"]
    with connect(elasticsearch_server.url, key) as writer:
        assert deliver(waiting, writer, index).delivered == 2


def test_a_missing_index_is_not_created_on_the_way(
    waiting: Archive, client: Elasticsearch, crawler: Elasticsearch, definition: Definition, alias: str
) -> None:
    assert_an_outage(deliver(waiting, crawler, definition), f"no alias {alias}", "`scrapy index setup`")
    assert not client.indices.exists(index=alias)


def test_an_index_that_guesses_its_mapping_gets_nothing(
    waiting: Archive, client: Elasticsearch, crawler: Elasticsearch, definition: Definition, alias: str
) -> None:
    client.index(index=alias, document={"title": "guess"})
    assert_an_outage(deliver(waiting, crawler, definition), f"an index named {alias}")


@pytest.mark.parametrize("block", ["write", "read_only"])
def test_a_read_only_index(waiting: Archive, client: Elasticsearch, crawler: Elasticsearch, index: Definition, block: str) -> None:
    client.indices.put_settings(index=index.alias, settings={f"index.blocks.{block}": True})
    assert_an_outage(deliver(waiting, crawler, index), "does not take writes", "index.blocks")
    client.indices.put_settings(index=index.alias, settings={f"index.blocks.{block}": None})
    assert deliver(waiting, crawler, index).remaining == 0


def test_a_full_disk(waiting: Archive, behind_proxy: BehindProxy, index: Definition, crawler: Elasticsearch) -> None:
    """As a node answers at the flood stage. The tests' own would take that block off by itself at its next look at the disk."""
    with behind_proxy(lambda body: each_refused(body, 429, "cluster_block_exception", FLOOD_STAGE)) as client:
        assert_an_outage(deliver(waiting, client, index), "does not take writes", "flood-stage", "free disk space")
    assert deliver(waiting, crawler, index).remaining == 0


@pytest.mark.parametrize("refusal", ["request", "documents"])
def test_an_overload_that_passes_after_two_tries_is_not_even_told(
    waiting: Archive, behind_proxy: BehindProxy, client: Elasticsearch, index: Definition, refusal: str
) -> None:
    refused: list[bytes] = []

    def twice(body: bytes) -> Answer | None:
        refused.append(body)
        if len(refused) > 2:
            return None
        return Answer(429, BUSY) if refusal == "request" else each_refused(body, 429, "es_rejected_execution_exception", "queue is full")

    with behind_proxy(twice) as through:
        assert deliver(waiting, through, index) == Delivery(2, 0, 0)
    assert len(refused) == 3
    assert len(stored(client, index)) == 2


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_an_overload_that_does_not_pass(
    waiting: Archive, behind_proxy: BehindProxy, crawler: Elasticsearch, index: Definition, status: int
) -> None:
    with behind_proxy(lambda _: Answer(status, BUSY)) as through:
        assert_an_outage(deliver(waiting, through, index), "overloaded or not ready", str(status), "the next run tries again")
    assert deliver(waiting, crawler, index).remaining == 0


def test_one_article_that_finds_no_room_waits_and_the_others_pass(
    waiting: Archive, behind_proxy: BehindProxy, client: Elasticsearch, crawler: Elasticsearch, index: Definition
) -> None:
    """The first request, of both, is half refused, and so is every further one, of the one alone."""
    first = document_id(numbered(1).canonical_url)

    def half(body: bytes) -> Answer:
        done = client.bulk(operations=[json.loads(line) for line in body.splitlines()], require_alias=True).body
        for item in done["items"]:
            if item["index"]["_id"] == first:
                item["index"] = {
                    "_id": first,
                    "status": 429,
                    "error": {"type": "es_rejected_execution_exception", "reason": "queue is full"},
                }
        return Answer(200, json.dumps(done).encode(), product="Elasticsearch")

    with behind_proxy(half) as through:
        delivery = deliver(waiting, through, index)
    assert (delivery.delivered, delivery.rejected, delivery.remaining) == (1, 0, 1)
    assert "429" in delivery.error
    assert deliver(waiting, crawler, index) == Delivery(1, 0, 0)


def test_a_server_that_takes_too_long_for_the_articles(
    waiting: Archive, behind_proxy: BehindProxy, client: Elasticsearch, crawler: Elasticsearch, index: Definition
) -> None:
    given_up = threading.Event()

    def slow(_: bytes) -> Answer:
        given_up.wait(30)
        return Answer(504)

    with behind_proxy(slow) as through:
        delivery = deliver(waiting, through.options(request_timeout=0.2), index)
        given_up.set()
    assert_an_outage(delivery, "did not answer within")
    assert deliver(waiting, crawler, index).delivered == 2
    assert {fields["_version"] for fields in stored(client, index).values()} == {1}


def test_a_request_that_is_cut_off_in_the_middle_brings_nothing(
    waiting: Archive, elasticsearch_server: Server, articles_key: str, crawler: Elasticsearch, client: Elasticsearch, index: Definition
) -> None:
    second = document_id(numbered(2).canonical_url).encode()
    with TcpProxy(elasticsearch_server.url, cutting=second) as proxy, connect(proxy.url, articles_key) as through:
        assert_an_outage(deliver(waiting, through, index), "cannot be reached")
    assert stored(client, index) == {}
    assert deliver(waiting, crawler, index).delivered == 2


def test_a_closed_index(waiting: Archive, client: Elasticsearch, crawler: Elasticsearch, index: Definition) -> None:
    client.indices.close(index=index.alias)
    assert_an_outage(deliver(waiting, crawler, index), "closed")


def test_something_else_than_elasticsearch(waiting: Archive, tmp_path: Path) -> None:
    with (
        other_server(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello") as url,
        connect(url) as client,
    ):
        assert_an_outage(deliver(waiting, client, ARTICLES), "is not Elasticsearch")


def test_a_server_that_is_still_starting(waiting: Archive) -> None:
    with other_server(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n") as url, connect(url) as client:
        assert_an_outage(deliver(waiting, client, ARTICLES), "not ready", "503")


class Interrupted:
    """A real archive, with something that happens at the first acknowledgement."""

    def __init__(self, archive: Archive, proxy: TcpProxy):
        self.archive = archive
        self.proxy = proxy
        self.outbox_batch = archive.outbox_batch
        self.reject = archive.reject
        self.outbox_size = archive.outbox_size

    def acknowledge(self, ids: Iterable[int]) -> None:
        self.archive.acknowledge(ids)
        self.proxy.stop()


def test_a_server_that_goes_down_in_mid_delivery_costs_nothing(
    elasticsearch_server: Server, articles_key: str, crawler: Elasticsearch, client: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, *map(numbered, range(10 * SMALL)))
    with TcpProxy(elasticsearch_server.url) as proxy, connect(proxy.url, articles_key) as through:
        delivery = deliver(Interrupted(archive, proxy), through, index, SMALL)
    assert delivery.delivered in range(SMALL, SMALL * (1 + AT_ONCE) + 1), "the first, and those that were answered before it was taken out"
    assert (delivery.rejected, delivery.remaining) == (0, 10 * SMALL - delivery.delivered)
    assert "cannot be reached" in delivery.error
    assert deliver(archive, crawler, index) == Delivery(delivery.remaining, 0, 0)
    assert len(stored(client, index)) == 10 * SMALL


def test_an_answer_that_is_lost_on_the_way_is_no_acknowledgement(
    waiting: Archive, elasticsearch_server: Server, articles_key: str, crawler: Elasticsearch, client: Elasticsearch, index: Definition
) -> None:
    with TcpProxy(elasticsearch_server.url, losing=b"/_bulk") as proxy, connect(proxy.url, articles_key) as through:
        assert_an_outage(deliver(waiting, through, index), "cannot be reached")
    assert deliver(waiting, crawler, index).delivered == 2
    assert {fields["_version"] for fields in stored(client, index).values()} == {1}


def test_articles_arrive_over_tls_with_the_authority_of_the_settings(
    waiting: Archive, elasticsearch_server: Server, articles_key: str, index: Definition, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with (
        TcpProxy(elasticsearch_server.url, tls=serving(authority)) as proxy,
        connect(proxy.url, articles_key, str(tmp_path / "ca.pem")) as client,
    ):
        assert deliver(waiting, client, index) == Delivery(2, 0, 0)


def test_a_certificate_that_nobody_trusts_gets_no_article(
    waiting: Archive, elasticsearch_server: Server, articles_key: str, index: Definition
) -> None:
    with TcpProxy(elasticsearch_server.url, tls=serving(trustme.CA())) as proxy, connect(proxy.url, articles_key) as client:
        assert_an_outage(deliver(waiting, client, index), proxy.url, "not trusted", "ELASTICSEARCH_CA_CERTS")


def test_https_to_a_server_without_tls_is_told(
    waiting: Archive, elasticsearch_server: Server, articles_key: str, index: Definition
) -> None:
    with connect(elasticsearch_server.url.replace("http:", "https:"), articles_key) as client:
        assert_an_outage(deliver(waiting, client, index), "does not speak TLS", "http://")


def test_setup_search_and_status_raise_the_same_line(waiting: Archive) -> None:
    with connect(f"http://127.0.0.1:{closed_port()}") as client:
        asked = (
            lambda: setup(client, ARTICLES),
            lambda: list(search(client, "putin")),
            lambda: status(waiting, client, ARTICLES),
        )
        for ask in asked:
            with pytest.raises(DeliveryError, match="cannot be reached"):
                ask()


def serving(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context
