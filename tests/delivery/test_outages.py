"""Outages: each costs one clear line and nothing else, and the next delivery completes."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from pathlib import Path

import pytest
import trustme
from elasticsearch import Elasticsearch

from pipelines.archive import Archive
from pipelines.delivery import Definition, Delivery, DeliveryError, articles_index, connect, deliver, search, setup, status
from pipelines.delivery.deliver import BATCH
from pipelines.delivery.provision import create_api_key
from pipelines.relevance import load_topic
from tests.delivery.articles import numbered, record, stored
from tests.elasticsearch.proxy import TcpProxy, other_server
from tests.elasticsearch.server import Server

ARTICLES = articles_index(load_topic("russia_dprk"))

pytestmark = pytest.mark.elasticsearch


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


@pytest.mark.parametrize("block", ["write", "read_only_allow_delete"])
def test_a_read_only_index(waiting: Archive, client: Elasticsearch, crawler: Elasticsearch, index: Definition, block: str) -> None:
    client.indices.put_settings(index=index.alias, settings={f"index.blocks.{block}": True})
    assert_an_outage(deliver(waiting, crawler, index), "does not take writes", "index.blocks")
    client.indices.put_settings(index=index.alias, settings={f"index.blocks.{block}": None})
    assert deliver(waiting, crawler, index).remaining == 0


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
    record(archive, *map(numbered, range(2 * BATCH)))
    with TcpProxy(elasticsearch_server.url) as proxy, connect(proxy.url, articles_key) as through:
        delivery = deliver(Interrupted(archive, proxy), through, index)
    assert (delivery.delivered, delivery.rejected, delivery.remaining) == (BATCH, 0, BATCH)
    assert "cannot be reached" in delivery.error
    assert deliver(archive, crawler, index) == Delivery(BATCH, 0, 0)
    assert len(stored(client, index)) == 2 * BATCH


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
