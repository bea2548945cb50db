"""Preparing a fresh cluster, as the compose file's set-up service does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from pipelines.delivery import DeliveryError, connect
from pipelines.delivery.mapping import VERSION
from pipelines.delivery.provision import provision
from tests.elasticsearch.server import Server

pytestmark = pytest.mark.elasticsearch

KIBANA_PASSWORD = "kibana-for-the-tests"


@pytest.fixture
def environment(elasticsearch_server: Server, client: Elasticsearch, tmp_path: Path):
    yield {
        "ELASTICSEARCH_URL": elasticsearch_server.url,
        "ELASTIC_PASSWORD": elasticsearch_server.password,
        "KIBANA_PASSWORD": KIBANA_PASSWORD,
        "API_KEY_FILE": str(tmp_path / "secrets" / "api_key"),
    }


def test_a_fresh_cluster_gets_the_index_kibanas_password_and_a_key_that_delivers(environment: dict[str, str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pipelines.delivery.provision"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("\n") == 1
    key_file = Path(environment["API_KEY_FILE"])
    assert key_file.stat().st_mode & 0o077 == 0
    url = environment["ELASTICSEARCH_URL"]
    with connect(url, key_file.read_text()) as crawler:
        assert crawler.count(index="articles")["count"] >= 0
    with Elasticsearch(url, basic_auth=("kibana_system", KIBANA_PASSWORD)) as kibana:
        assert kibana.security.authenticate()["username"] == "kibana_system"


def test_the_key_can_neither_see_the_cluster_nor_other_indices(environment: dict[str, str], client: Elasticsearch) -> None:
    provision(environment)
    client.index(index="secret-of-others", document={"note": 1})
    with connect(environment["ELASTICSEARCH_URL"], Path(environment["API_KEY_FILE"]).read_text()) as crawler:
        for forbidden in (
            lambda: crawler.cluster.health(),
            lambda: crawler.search(index="secret-of-others"),
            lambda: crawler.indices.delete(index=f"articles-v{VERSION}"),
        ):
            with pytest.raises(Exception, match="403"):
                forbidden()
    client.indices.delete(index="secret-of-others")


def test_a_second_run_keeps_a_key_that_works(environment: dict[str, str]) -> None:
    provision(environment)
    key = Path(environment["API_KEY_FILE"]).read_text()
    assert "works" in provision(environment)
    assert Path(environment["API_KEY_FILE"]).read_text() == key


def test_a_key_that_was_revoked_is_replaced(environment: dict[str, str]) -> None:
    provision(environment)
    Path(environment["API_KEY_FILE"]).write_text("d3Jvbmc6d3Jvbmc=\n")
    assert "a new key" in provision(environment)
    with connect(environment["ELASTICSEARCH_URL"], Path(environment["API_KEY_FILE"]).read_text()) as crawler:
        assert crawler.count(index="articles")["count"] >= 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ELASTIC_PASSWORD": ""}, "^ELASTIC_PASSWORD is empty"),
        ({"ELASTIC_PASSWORD": "wrong"}, "401"),
        ({"ELASTICSEARCH_URL": ""}, "^ELASTICSEARCH_URL is empty"),
        ({"API_KEY_FILE": "/proc/no/such/place"}, "^API_KEY_FILE /proc/no/such/place cannot be used"),
        ({"KIBANA_PASSWORD": "short"}, "400"),
    ],
)
def test_what_is_wrong_is_one_line(environment: dict[str, str], changed: dict[str, str], message: str) -> None:
    with pytest.raises(DeliveryError, match=message):
        provision(environment | changed)
