"""Preparing a fresh cluster, as the compose file's set-up service does."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import AuthenticationException, AuthorizationException, Elasticsearch

from pipelines.delivery import DeliveryError, connect
from pipelines.delivery.mapping import VERSION
from pipelines.delivery.provision import (
    ANALYST,
    ANALYST_ROLE,
    KEY_NAME,
    analyst_role,
    crawler_key,
    create_api_key,
    keep_key,
    provision,
    set_up_analyst,
)
from tests.elasticsearch.server import Server

pytestmark = pytest.mark.elasticsearch

KIBANA_PASSWORD = "kibana-for-the-tests"
ANALYST_PASSWORD = "analyst-for-the-tests"
READABLE = ("articles", "articles-near-misses", f"articles-v{VERSION}", "crawl-runs", "outlet-health")


@pytest.fixture
def environment(elasticsearch_server: Server, tmp_path: Path) -> dict[str, str]:
    return {
        "ELASTICSEARCH_URL": elasticsearch_server.url,
        "ELASTIC_PASSWORD": elasticsearch_server.password,
        "KIBANA_PASSWORD": KIBANA_PASSWORD,
        "ANALYST_PASSWORD": ANALYST_PASSWORD,
        "API_KEY_FILE": str(tmp_path / "secrets" / "api_key"),
        "KIBANA_API_KEY_FILE": str(tmp_path / "kibana-key" / "api_key"),
    }


@pytest.fixture
def foreign(client: Elasticsearch) -> Iterator[str]:
    """An index on the same cluster that is none of ours, with a document."""
    name = f"payroll-{uuid.uuid4().hex[:12]}"
    client.index(index=name, document={"note": 1})
    yield name
    client.indices.delete(index=name)


def key_in(environment: dict[str, str], variable: str = "API_KEY_FILE") -> str:
    return Path(environment[variable]).read_text().strip()


def identifier(key: str) -> str:
    return base64.b64decode(key).decode().partition(":")[0]


def analyst(server: Server, user: str = ANALYST, password: str = ANALYST_PASSWORD) -> Elasticsearch:
    return Elasticsearch(server.url, basic_auth=(user, password))


def assert_all_forbidden(*attempts: Callable[[], Any]) -> None:
    for attempt in attempts:
        with pytest.raises(AuthorizationException):
            attempt()


def test_a_fresh_cluster_gets_all_that_the_containers_need(environment: dict[str, str], elasticsearch_server: Server) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pipelines.delivery.provision"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("\n") == 1
    for variable in ("API_KEY_FILE", "KIBANA_API_KEY_FILE"):
        key_file = Path(environment[variable])
        assert key_file.stat().st_mode & 0o077 == 0
        assert [file.name for file in key_file.parent.iterdir()] == ["api_key"]
        with connect(elasticsearch_server.url, key_in(environment, variable)) as container:
            assert container.count(index="articles")["count"] >= 0
    with Elasticsearch(elasticsearch_server.url, basic_auth=("kibana_system", KIBANA_PASSWORD)) as kibana:
        assert kibana.security.authenticate()["username"] == "kibana_system"
    secrets = {KIBANA_PASSWORD, ANALYST_PASSWORD, environment["ELASTIC_PASSWORD"], key_in(environment)}
    assert not [secret for secret in secrets if secret in ran.stdout]


def test_the_crawlers_key_writes_to_its_indices_and_sees_nothing_else(environment: dict[str, str], foreign: str) -> None:
    provision(environment)
    with connect(environment["ELASTICSEARCH_URL"], key_in(environment)) as crawler:
        granted = crawler.security.has_privileges(index=[{"names": list(READABLE), "privileges": ["read", "write", "view_index_metadata"]}])
        assert granted["has_all_requested"]
        assert_all_forbidden(
            lambda: crawler.cluster.health(),
            lambda: crawler.search(index=foreign),
            lambda: crawler.index(index=foreign, document={"note": 2}),
            lambda: crawler.indices.delete(index=f"articles-v{VERSION}"),
            lambda: crawler.indices.put_settings(index="articles", settings={"index.blocks.write": True}),
            lambda: crawler.security.create_api_key(name="another"),
        )


def test_the_analyst_searches_what_was_found_and_can_neither_write_nor_look_elsewhere(
    environment: dict[str, str], elasticsearch_server: Server, foreign: str
) -> None:
    provision(environment)
    with analyst(elasticsearch_server) as person:
        for index in READABLE:
            assert person.search(index=index, size=0)["hits"]["total"]["value"] >= 0
            assert person.field_caps(index=index, fields=["*"])["fields"]
        assert_all_forbidden(
            lambda: person.index(index="articles", document={"title": "Putin"}),
            lambda: person.delete(index="articles", id="1"),
            lambda: person.update(index="articles", id="1", doc={"title": "Kim"}),
            lambda: person.indices.delete(index=f"articles-v{VERSION}"),
            lambda: person.indices.create(index="articles-mine"),
            lambda: person.search(index=foreign),
            lambda: person.search(index=".security"),
            lambda: person.security.get_user(),
            lambda: person.cluster.health(),
        )


def test_the_key_for_kibana_reads_articles_and_cannot_change_them(environment: dict[str, str], foreign: str) -> None:
    provision(environment)
    with connect(environment["ELASTICSEARCH_URL"], key_in(environment, "KIBANA_API_KEY_FILE")) as kibana:
        assert kibana.search(index="articles", size=0)["hits"]["total"]["value"] >= 0
        assert_all_forbidden(lambda: kibana.index(index="articles", document={"title": "Putin"}), lambda: kibana.search(index=foreign))


def test_the_analyst_reads_kibanas_discover_and_dashboards_and_changes_none_of_it() -> None:
    (granted,) = analyst_role()["applications"]
    assert (granted["application"], granted["resources"]) == ("kibana-.kibana", ["space:default"])
    assert {"feature_discover_v2.read", "feature_dashboard_v2.read", "feature_discover.read", "feature_dashboard.read"} <= set(
        granted["privileges"]
    )
    assert all(privilege.endswith(".read") for privilege in granted["privileges"])


def test_a_second_run_changes_nothing(environment: dict[str, str], client: Elasticsearch) -> None:
    def state() -> list[Any]:
        keys = [key_in(environment, variable) for variable in ("API_KEY_FILE", "KIBANA_API_KEY_FILE")]
        return [
            keys,
            [client.security.get_api_key(id=identifier(key), with_limited_by=True).body for key in keys],
            client.security.get_role(name=ANALYST_ROLE).body,
            client.security.get_user(username=ANALYST).body,
            client.indices.get(index="articles,crawl-runs,outlet-health").body,
            client.indices.get_index_template(name="pantau-articles").body["index_templates"][0]["index_template"]["composed_of"],
        ]

    provision(environment)
    before = state()
    told = provision(environment)
    assert "the user analyst is there" in told and told.count("works") == 2
    assert state() == before


def test_a_key_that_was_revoked_or_damaged_is_replaced(client: Elasticsearch, elasticsearch_server: Server, tmp_path: Path) -> None:
    file = tmp_path / "api_key"
    keep_key(client, crawler_key(), file)
    client.security.invalidate_api_key(ids=[identifier(file.read_text())])
    for contents in (file.read_text(), "d3Jvbmc6d3Jvbmc=", "no key at all", ""):
        file.write_text(f"{contents}\n")
        assert keep_key(client, crawler_key(), file) == f"a new key is in {file}"
        with connect(elasticsearch_server.url, file.read_text()) as crawler:
            assert crawler.security.authenticate()["api_key"]["name"] == KEY_NAME
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(DeliveryError, match=r"api_key cannot be used \(it is no text\)"):
        keep_key(client, crawler_key(), file)


def test_a_key_with_other_privileges_gets_those_of_now(
    client: Elasticsearch, elasticsearch_server: Server, tmp_path: Path, foreign: str
) -> None:
    file = tmp_path / "api_key"
    file.write_text(create_api_key(client, ["articles", foreign]))
    before = file.read_text()
    assert keep_key(client, crawler_key(), file) == f"the key in {file} works"
    assert file.read_text() == before
    with connect(elasticsearch_server.url, before) as crawler:
        assert crawler.security.has_privileges(index=[{"names": ["crawl-runs"], "privileges": ["write"]}])["has_all_requested"]
        assert_all_forbidden(lambda: crawler.search(index=foreign))


def test_the_key_of_another_user_is_replaced_and_no_longer_valid(
    client: Elasticsearch, elasticsearch_server: Server, tmp_path: Path
) -> None:
    name, password, file = f"other-{uuid.uuid4().hex[:8]}", "password of another", tmp_path / "api_key"
    client.security.put_user(username=name, password=password, roles=["superuser"])
    with Elasticsearch(elasticsearch_server.url, basic_auth=(name, password)) as other:
        theirs = create_api_key(other)
    file.write_text(theirs)
    assert keep_key(client, crawler_key(), file) == f"a new key is in {file}"
    with connect(elasticsearch_server.url, theirs) as old, pytest.raises(AuthenticationException):
        old.security.authenticate()
    with connect(elasticsearch_server.url, file.read_text()) as new:
        assert new.security.authenticate()["api_key"]["name"] == KEY_NAME
    client.security.delete_user(username=name)


def test_the_role_is_put_back_and_a_password_that_the_analyst_changed_is_kept(client: Elasticsearch, elasticsearch_server: Server) -> None:
    user = role = f"analyst-{uuid.uuid4().hex[:8]}"
    assert set_up_analyst(client, ANALYST_PASSWORD, user, role) == f"the user {user} is new"
    with analyst(elasticsearch_server, user) as person:
        person.security.change_password(username=user, password="my own password")
    as_made = client.security.get_role(name=role).body
    client.security.put_role(name=role, indices=[{"names": ["*"], "privileges": ["all"]}])
    assert set_up_analyst(client, ANALYST_PASSWORD, user, role) == f"the user {user} is there"
    assert client.security.get_role(name=role).body == as_made
    with analyst(elasticsearch_server, user, "my own password") as person:
        assert person.security.authenticate()["roles"] == [role]
    client.security.delete_user(username=user)
    client.security.delete_role(name=role)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ELASTIC_PASSWORD": ""}, "^ELASTIC_PASSWORD is empty"),
        ({"ELASTIC_PASSWORD": "wrong"}, r"does not accept ELASTIC_PASSWORD \(401\)"),
        ({"ELASTICSEARCH_URL": ""}, "^ELASTICSEARCH_URL is empty"),
        ({"API_KEY_FILE": "/proc/no/such/place"}, "^the key's file /proc/no/such/place cannot be used"),
        ({"KIBANA_PASSWORD": "short"}, "400"),
        ({"ELASTICSEARCH_CERT_FINGERPRINT": "beef"}, "^ELASTICSEARCH_CERT_FINGERPRINT is set, but .* has no TLS"),
    ],
)
def test_what_is_wrong_is_one_line(environment: dict[str, str], changed: dict[str, str], message: str) -> None:
    with pytest.raises(DeliveryError, match=message) as caught:
        provision(environment | changed)
    assert "\n" not in str(caught.value)
