"""The tests' own Elasticsearch: one server for all processes, which stays as long as one of them needs it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from elasticsearch import AuthenticationException, Elasticsearch

from tests.elasticsearch.server import Server, identify, shared_server

pytestmark = pytest.mark.elasticsearch

BORROW = "from tests.elasticsearch.server import shared_server\nwith shared_server() as server: print(server.url)"


def test_another_process_gets_the_same_server_and_leaves_it_running(elasticsearch_server: Server, client: Elasticsearch) -> None:
    borrowed = subprocess.run([sys.executable, "-c", BORROW], capture_output=True, text=True, check=True)
    assert borrowed.stdout.strip() == elasticsearch_server.url
    assert client.cluster.health()["number_of_nodes"] == 1


def test_the_server_asks_for_a_password(elasticsearch_server: Server) -> None:
    with Elasticsearch(elasticsearch_server.url) as stranger, pytest.raises(AuthenticationException):
        stranger.cluster.health()


def test_the_server_listens_on_loopback_alone(elasticsearch_server: Server, client: Elasticsearch) -> None:
    assert elasticsearch_server.url.startswith("http://127.0.0.1:")
    for node in client.nodes.info(metric="http,transport")["nodes"].values():
        assert {address.partition(":")[0] for kind in ("http", "transport") for address in node[kind]["bound_address"]} == {"127.0.0.1"}


def test_the_analyzer_is_lucenes_indonesian_one(client: Elasticsearch) -> None:
    tokens = client.indices.analyze(analyzer="indonesian", text="Mereka pertahankan pertahanan itu")["tokens"]
    assert [token["token"] for token in tokens] == ["tahan", "tahan"]


def test_a_process_that_ended_is_told_from_one_that_runs() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert identify(ended.pid) == ""
    assert identify(os.getpid()) == identify(os.getpid()) != ""


def test_who_leaves_the_server_leaves_it_to_other_fixtures_of_the_same_process(elasticsearch_server: Server) -> None:
    with shared_server() as same:
        assert same.url == elasticsearch_server.url
    with shared_server() as again:
        assert again.url == elasticsearch_server.url
        assert again.users.count(identify(os.getpid())) >= 2
