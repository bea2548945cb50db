"""Importing into Kibana: what arrives there, that a second time changes nothing, and the line for each way it can fail."""

from __future__ import annotations

import base64
import json
import re
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import trustme
from elasticsearch import Elasticsearch

from pipelines.delivery import health_index, setup
from pipelines.delivery.kibana.api import Kibana, KibanaError, KibanaSettingError
from pipelines.delivery.kibana.fields import SourceError
from pipelines.delivery.kibana.importing import import_everything
from pipelines.delivery.kibana.rules import load
from tests.conftest import ROOT, Desk
from tests.elasticsearch.conftest import alias, client, elasticsearch_server
from tests.kibana.stand_in import Reply, StandIn, refusal

__all__ = ["alias", "client", "elasticsearch_server"]

KEY = "aWQ6a2V5"
DATA_VIEW = {"type": "index-pattern", "id": "pantau-articles", "attributes": {"title": "articles"}, "references": []}
SEARCH = {
    "type": "search",
    "id": "pantau-today",
    "attributes": {"title": "Hari ini\u2028"},
    "references": [{"type": "index-pattern", "id": "pantau-articles", "name": "index"}],
}
DASHBOARD = {"type": "dashboard", "id": "pantau-monitor", "attributes": {"title": "Monitor"}, "references": []}
NDJSON = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in (DATA_VIEW, SEARCH, DASHBOARD))


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn() as kibana:
        yield kibana


def bring(url: str, key: str = "", ca: str = "", *, ndjson: str = NDJSON, within: float = 30) -> list[str]:
    """The lines of an import into the Kibana at `url`."""
    return list(import_everything(Kibana(url, key, ca), ndjson, load(), within, pause=0.01))


def complaint(url: str, key: str = "", ca: str = "", **more: Any) -> str:
    """The one line with which an import ends."""
    with pytest.raises(KibanaError) as failure:
        bring(url, key, ca, **more)
    line = str(failure.value)
    assert "\n" not in line
    return line


def test_everything_arrives_and_each_step_is_told(stand_in: StandIn) -> None:
    stand_in.credentials = f"ApiKey {KEY}"
    stand_in.default_data_view = "logs"
    lines = bring(stand_in.url, KEY)

    (form,) = [one for one in stand_in.asked if one.path == "/api/saved_objects/_import"]
    assert form.file == ("pantau.ndjson", NDJSON)
    assert form.query == {"overwrite": "true"}
    assert stand_in.default_data_view == "pantau-articles"
    assert stand_in.settings == {"defaultRoute": "/app/dashboards#/view/pantau-monitor", "dateFormat:tz": "Asia/Jakarta"}
    assert set(stand_in.rules) == {str(rule.id) for rule in load()}
    assert all(rule["enabled"] and rule["rule_type_id"] == ".es-query" for rule in stand_in.rules.values())
    assert lines == [
        f"Kibana at {stand_in.url} is available (version 9.5.3)",
        "saved objects imported: 3 (1 dashboard, 1 index-pattern, 1 search)",
        "default data view: pantau-articles",
        "settings: defaultRoute /app/dashboards#/view/pantau-monitor, dateFormat:tz Asia/Jakarta",
        *(f"alert rule {rule.name!r}: created" for rule in load()),
    ]


def test_a_second_time_changes_nothing(stand_in: StandIn) -> None:
    bring(stand_in.url)
    before = json.dumps([stand_in.imported, stand_in.default_data_view, stand_in.settings, stand_in.rules])
    lines = bring(stand_in.url)
    assert json.dumps([stand_in.imported, stand_in.default_data_view, stand_in.settings, stand_in.rules]) == before
    assert lines[-len(load()) :] == [f"alert rule {rule.name!r}: unchanged" for rule in load()]


def test_a_changed_rule_is_updated_and_keeps_what_a_person_did_to_it(stand_in: StandIn) -> None:
    bring(stand_in.url)
    rule = load()[0]
    kept = stand_in.rules[str(rule.id)]
    action = {"id": "mail", "group": "query matched", "params": {"message": "Lonjakan"}, "uuid": "4c1b"}
    kept |= {
        "enabled": False,
        "actions": [{**action, "connector_type_id": ".email"}],
        "tags": ["desk", "pantau"],
        "alert_delay": {"active": 3},
    }
    kept["params"] = {**kept["params"], "threshold": [rule.threshold + 1]}

    assert f"alert rule {rule.name!r}: updated, switched off" in bring(stand_in.url)
    now = stand_in.rules[str(rule.id)]
    assert now["params"]["threshold"] == [rule.threshold]
    assert now["enabled"] is False
    assert now["actions"] == [action]
    assert now["tags"] == ["desk", "pantau"]
    assert now["alert_delay"] == {"active": 3}
    assert f"alert rule {rule.name!r}: unchanged, switched off" in bring(stand_in.url)


def test_a_rule_whose_key_is_no_longer_valid_gets_the_present_one(stand_in: StandIn) -> None:
    bring(stand_in.url)
    failing = {"execution_status": {"status": "error", "error": {"reason": "execute", "message": "unable to authenticate"}}}
    first, second, *_ = load()
    stand_in.rules[str(first.id)] |= failing
    stand_in.rules[str(second.id)] |= {**failing, "enabled": False}
    lines = bring(stand_in.url)
    assert f"alert rule {first.name!r}: renewed, for its last run failed" in lines
    assert f"alert rule {second.name!r}: unchanged, switched off" in lines
    assert [path for method, path in stand_in.changes() if method == "PUT"] == [f"/api/alerting/rule/{first.id}"]


def test_a_kibana_that_is_starting_is_waited_for_and_that_is_told(stand_in: StandIn) -> None:
    stand_in.levels.extend(["booting", "closed", "critical"])
    told, ready, *_ = bring(stand_in.url)
    assert told == f"Kibana at {stand_in.url} is starting; waiting for it, up to 30 seconds"
    assert ready.endswith("is available (version 9.5.3)")


def test_a_kibana_that_never_gets_ready_ends_the_wait(stand_in: StandIn) -> None:
    stand_in.levels.extend(["unavailable"] * 100)
    line = complaint(stand_in.url, within=0.05)
    assert "is not ready (level unavailable)" in line
    assert stand_in.changes() == []


def test_in_a_space_everything_goes_there_under_the_ids_that_it_gives(stand_in: StandIn) -> None:
    stand_in.spaces.add("pantau")
    bring(stand_in.url)
    stand_in.moved = {"pantau-articles": "other-1", "pantau-monitor": "other-2"}
    for again in ("created", "unchanged"):
        assert bring(f"{stand_in.url}/s/pantau/")[-1] == f"alert rule {load()[-1].name!r}: {again}"
    assert len(stand_in.rules) == 2 * len(load()), "no id may be in two spaces"
    assert {UUID(identifier).version for identifier in stand_in.rules} == {4}
    assert stand_in.default_data_view == "other-1"
    assert stand_in.settings["defaultRoute"] == "/app/dashboards#/view/other-2"
    assert "has no space 'nirgends' (404): create it there" in complaint(f"{stand_in.url}/s/nirgends")


def test_each_object_that_is_not_taken_is_named_with_its_error(stand_in: StandIn) -> None:
    stand_in.refused = {
        "pantau-articles": {"type": "conflict"},
        "pantau-monitor": {"type": "unknown", "message": "mapper_parsing_exception", "statusCode": 400},
    }
    dangling = {**SEARCH, "id": "pantau-lost", "references": [{"type": "tag", "id": "gone", "name": "tag"}]}
    line = complaint(stand_in.url, ndjson=NDJSON + json.dumps(dangling) + "\n")
    assert "did not take 3 of the saved objects: index-pattern pantau-articles (conflict" in line
    assert "dashboard pantau-monitor (unknown: 400: mapper_parsing_exception)" in line
    assert "search pantau-lost (missing_references: tag gone" in line
    assert stand_in.rules == {}, "nothing is built on objects that are not there"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (refusal(422, "Document belongs to a more recent version of Kibana [9.9.0]"), "is too old for importing .*8.12 or later"),
        (refusal(500, "An internal server error occurred"), r"failed at importing the saved objects \(500, .*its log"),
        (refusal(403, "Unable to bulk_create dashboard"), r"\(403, Unable to bulk_create dashboard\): .*All on Saved Objects Management"),
        (refusal(413, "Payload content length greater than maximum allowed"), "maxImportPayloadBytes"),
        (refusal(429, "Too Many Requests"), "run this again in a minute"),
        (Reply(502, "<html><head><title>502 Bad\nGateway</title></head></html>"), r"web page \(502, 502 Bad Gateway\): a proxy"),
        (Reply(200, "<!DOCTYPE html><title>Sign in</title>"), r"web page \(200, Sign in\)"),
        (Reply(200, "[]"), r"no JSON object \(200, \[\]\)"),
        (Reply(302, "", {"Location": "https://user:secret@sso.example/login?token=secret"}), r"sends .* on to sso.example/login \(302\)"),
        (refusal(404, "Not Found"), "correct the base path or the space in KIBANA_URL"),
        (refusal(400, "Request entity is wrong"), r"refuses importing the saved objects \(400, Request entity is wrong\)"),
    ],
)
def test_an_answer_that_is_no_success_is_put_into_one_line(stand_in: StandIn, reply: Reply, expected: str) -> None:
    stand_in.faults["POST", "/api/saved_objects/_import"] = reply
    line = complaint(stand_in.url)
    assert re.search(expected, line), line
    assert "secret" not in line


@pytest.mark.parametrize("key", ["", "d3Jvbmc6d3Jvbmc="])
def test_credentials_that_lack_or_are_wrong_are_said_to(stand_in: StandIn, key: str) -> None:
    stand_in.credentials = f"ApiKey {KEY}"
    line = complaint(stand_in.url, key)
    assert ("asks for credentials (401): set KIBANA_API_KEY" if not key else "does not accept KIBANA_API_KEY (401)") in line
    sent = {one.headers["Authorization"] for one in stand_in.asked}
    assert sent == {f"ApiKey {key}" if key else None}


def test_a_password_in_the_url_is_sent_and_shown_nowhere(stand_in: StandIn) -> None:
    stand_in.credentials = "Basic " + base64.b64encode(b"desk:p@ss/w:rd").decode()
    url = f"http://desk:p%40ss%2Fw%3Ard@{stand_in.host}"
    told = bring(url)
    assert len(told) == 4 + len(load())
    stand_in.credentials = "Basic other"
    told.append(complaint(url))
    assert "does not accept the user and password in KIBANA_URL (401)" in told[-1]
    assert not re.search("desk|p@ss|p%40ss", " ".join(told))


def test_a_kibana_without_encryption_key_is_told_before_the_first_rule(stand_in: StandIn) -> None:
    stand_in.has_encryption_key = False
    line = complaint(stand_in.url)
    assert "set xpack.encryptedSavedObjects.encryptionKey" in line
    assert ("POST", f"/api/alerting/rule/{load()[0].id}") not in stand_in.changes()


def test_a_missing_privilege_for_the_rules_names_the_rule_and_the_feature(stand_in: StandIn) -> None:
    stand_in.faults["POST", "/api/alerting/rule/"] = refusal(403, 'Unauthorized to create a ".es-query" rule')
    line = complaint(stand_in.url)
    assert repr(load()[0].name) in line
    assert "All on Stack Rules" in line


def test_what_is_no_kibana_is_said_to_be_none(stand_in: StandIn) -> None:
    stand_in.faults["GET", "/api/status"] = Reply(401, {"error": {}, "status": 401}, {"X-elastic-product": "Elasticsearch"})
    assert "is Elasticsearch: set KIBANA_URL" in complaint(stand_in.url)
    stand_in.faults["GET", "/api/status"] = Reply(200, {"status": "green"})
    assert "is not Kibana" in complaint(stand_in.url)
    del stand_in.faults["GET", "/api/status"]
    assert "(404, Not Found): correct the base path" in complaint(f"{stand_in.url}/elsewhere")


def test_a_base_path_is_kept() -> None:
    with StandIn(base_path="/kibana") as stand_in:
        bring(stand_in.url)
        assert len(stand_in.rules) == len(load())


def test_nobody_at_the_address_is_told_at_once() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
    line = complaint(address)
    assert line.startswith(f"Kibana at {address} cannot be reached (")
    assert line.endswith("start it, or correct KIBANA_URL.")


def test_one_that_takes_the_request_and_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.delivery.kibana.api.ANSWER_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "did not answer within 0.1 s" in complaint(f"http://127.0.0.1:{silent.getsockname()[1]}")


def test_tls_is_verified_and_the_clusters_authority_counts(stand_in: StandIn, tmp_path: Path) -> None:
    authority, pem = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with StandIn(tls=context) as secured:
        assert len(bring(secured.url, ca=str(pem))) == 4 + len(load())
        assert "set ELASTICSEARCH_CA_CERTS" in complaint(secured.url)
        assert "is for another name" in complaint(secured.url.replace("127.0.0.1", "localhost"), ca=str(pem))
        assert "write KIBANA_URL with https://" in complaint(secured.url.replace("https", "http"))
    assert "write KIBANA_URL with http://" in complaint(stand_in.url.replace("http", "https"))


@pytest.mark.parametrize(
    "url", ["localhost:5601", "ftp://u:geheim@host", "http://u:ge/heim@host", "http://host:x", "http://h/app/home#/", "http://u:geheim@h h"]
)
def test_an_address_that_cannot_be_one_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(KibanaSettingError, match="KIBANA_URL") as failure:
        Kibana(url)
    assert "heim" not in str(failure.value)


def test_a_rule_that_names_an_unknown_field_is_refused_with_its_line(tmp_path: Path) -> None:
    text = (ROOT / "kibana" / "rules.toml").read_text(encoding="utf-8")
    (tmp_path / "rules.toml").write_text(text.replace("failing_runs", "failed_runs"), encoding="utf-8")
    with pytest.raises(SourceError, match=r"rules.toml line \d+: .*'failed_runs' is not a field of outlet-health"):
        load(tmp_path / "rules.toml")


@pytest.mark.elasticsearch
def test_the_rule_on_silent_outlets_finds_those_and_no_other(client: Elasticsearch, alias: str) -> None:
    (rule,) = [rule for rule in load() if rule.per == "outlet"]
    setup(client, health_index(alias))
    now = datetime.now(UTC)
    states = {
        "lively": {"newest_article_at": now - timedelta(hours=1), "failing_runs": 2},
        "silent": {"newest_article_at": now - timedelta(days=3), "failing_runs": 0},
        "refusing": {"newest_article_at": now - timedelta(hours=1), "failing_runs": 3},
        "empty": {"failing_runs": 0},
    }
    for outlet, state in states.items():
        client.index(index=alias, document={"@timestamp": now, "outlet": outlet, **state}, refresh=True)
    query = json.loads(rule.params["esQuery"])["query"]
    groups = {"outlets": {"terms": {"field": rule.params["termField"], "size": rule.params["termSize"]}}}
    found = client.search(index=alias, query=query, aggs=groups, size=0)
    assert {bucket["key"] for bucket in found["aggregations"]["outlets"]["buckets"]} == {"silent", "refusing", "empty"}


def test_two_rules_under_one_id_are_refused(tmp_path: Path) -> None:
    first, second, *_ = load()
    text = (ROOT / "kibana" / "rules.toml").read_text(encoding="utf-8")
    (tmp_path / "rules.toml").write_text(text.replace(str(second.id), str(first.id)), encoding="utf-8")
    with pytest.raises(SourceError, match="two rules have the same id"):
        load(tmp_path / "rules.toml")


def test_the_command_brings_the_projects_own_objects_and_ends_with_one_line_where_it_cannot_go_on(
    stand_in: StandIn, lone_desk: Desk
) -> None:
    stand_in.faults["POST", f"/api/alerting/rule/{load()[1].id}"] = refusal(403, "Unauthorized")
    run = lone_desk.scrapy("index", "kibana", KIBANA_URL=stand_in.url, KIBANA_API_KEY=KEY)
    assert {"pantau-articles", "pantau-monitor"} <= {one["id"] for one in stand_in.imported}
    assert run.stdout.splitlines()[-1] == f"alert rule {load()[0].name!r}: created"
    assert run.stderr.startswith(f"pantau: Kibana at {stand_in.url} refuses setting up the alert rule {load()[1].name!r} (403")
    assert run.stderr.count("\n") == 1
    assert run.returncode == 1
