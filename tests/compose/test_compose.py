"""The compose file, read by the parser of Docker Compose itself."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipelines.delivery.provision import provision

ROOT = Path(__file__).parents[2]
PASSWORDS = {"ELASTIC_PASSWORD": "for-elastic", "KIBANA_PASSWORD": "for-kibana", "KIBANA_ENCRYPTION_KEY": "for-encryption" * 3}


@pytest.fixture(scope="module")
def parser(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that takes a compose file and an .env file, and prints what they mean as JSON."""
    go = shutil.which("go")
    if not go:
        pytest.skip("no Go compiler here, which Docker Compose's parser of compose files is built with")
    program = tmp_path_factory.mktemp("compose") / "check"
    built = subprocess.run([go, "build", "-o", str(program), "."], cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return [str(program)]


@pytest.fixture(scope="module")
def project(parser: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    environment = tmp_path_factory.mktemp("env") / ".env"
    environment.write_text("".join(f"{name}={value}\n" for name, value in PASSWORDS.items()))
    run = subprocess.run([*parser, str(ROOT / "docker-compose.yml"), str(environment)], capture_output=True, check=True)
    meaning: dict[str, Any] = json.loads(run.stdout)
    return meaning


def test_without_passwords_it_does_not_start_and_says_how_to_make_them(parser: list[str]) -> None:
    run = subprocess.run(
        [*parser, str(ROOT / "docker-compose.yml"), str(ROOT / ".env.example")], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "ELASTIC_PASSWORD is missing a value: run sh deploy/first-start.sh" in run.stderr


def test_ports_are_open_on_loopback_alone(project: dict[str, Any]) -> None:
    ports = [port for service in project["services"].values() for port in service.get("ports", [])]
    assert {port["target"] for port in ports} == {9200, 5601}
    assert {port["host_ip"] for port in ports} == {"127.0.0.1"}


def test_images_are_pinned_and_elasticsearch_and_kibana_are_of_one_version(project: dict[str, Any]) -> None:
    images = {name: service["image"] for name, service in project["services"].items() if "build" not in service}
    assert all(re.fullmatch(r"[a-z]+:9\.5\.\d+", image) for image in images.values())
    assert len({image.partition(":")[2] for image in images.values()}) == 1


def test_every_service_has_a_limit_of_memory_and_no_new_privileges(project: dict[str, Any]) -> None:
    for service in project["services"].values():
        assert int(service["mem_limit"]) <= 2 * 1024**3
        assert "no-new-privileges:true" in service["security_opt"]


def test_what_runs_on_has_a_health_check_and_comes_back_after_a_restart(project: dict[str, Any]) -> None:
    for name in ("elasticsearch", "kibana", "crawler"):
        service = project["services"][name]
        assert service["healthcheck"]["test"]
        assert service["restart"] == "unless-stopped"


def test_authentication_is_on(project: dict[str, Any]) -> None:
    environment = project["services"]["elasticsearch"]["environment"]
    assert environment["xpack.security.enabled"] == "true"
    assert environment["ELASTIC_PASSWORD"] == PASSWORDS["ELASTIC_PASSWORD"]


def test_kibana_and_crawler_wait_for_the_set_up_and_that_for_elasticsearch(project: dict[str, Any]) -> None:
    services = project["services"]
    assert services["setup"]["depends_on"]["elasticsearch"]["condition"] == "service_healthy"
    for name in ("kibana", "crawler"):
        assert services[name]["depends_on"]["setup"]["condition"] == "service_completed_successfully"


def test_the_set_up_is_told_all_that_provisioning_reads(project: dict[str, Any]) -> None:
    setup = project["services"]["setup"]
    assert setup["command"] == ["python", "-m", provision.__module__]
    assert set(setup["environment"]) == {"ELASTICSEARCH_URL", "ELASTIC_PASSWORD", "KIBANA_PASSWORD", "API_KEY_FILE"}
    assert setup["environment"]["KIBANA_PASSWORD"] == project["services"]["kibana"]["environment"]["ELASTICSEARCH_PASSWORD"]


def test_the_crawler_gets_the_key_and_no_password(project: dict[str, Any]) -> None:
    crawler = project["services"]["crawler"]
    assert not set(PASSWORDS.values()) & set(crawler["environment"].values())
    secrets = {volume["target"]: volume.get("read_only", False) for volume in crawler["volumes"]}
    assert secrets == {"/data": False, "/secrets": True}
    assert crawler["environment"]["API_KEY_FILE"] == project["services"]["setup"]["environment"]["API_KEY_FILE"]


def test_what_must_last_is_in_named_volumes(project: dict[str, Any]) -> None:
    assert set(project["volumes"]) == {"elasticsearch", "kibana", "archive", "secrets"}
    assert {volume["type"] for service in project["services"].values() for volume in service["volumes"]} == {"volume"}
