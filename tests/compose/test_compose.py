"""The compose file, read by the parser of Docker Compose itself."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.delivery import provision
from pipelines.delivery.kibana import SOURCES

ROOT = Path(__file__).parents[2]
PASSWORDS = {
    "ELASTIC_PASSWORD": "for-elastic",
    "ANALYST_PASSWORD": "for-analysts",
    "KIBANA_PASSWORD": "for-kibana",
    "KIBANA_ENCRYPTION_KEY": "for-encryption" * 3,
}
SERVERS = ("elasticsearch", "kibana", "crawler")
ONE_SHOT = ("setup", "desk", "admin")
OURS = (*ONE_SHOT, "crawler")


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


def test_without_passwords_it_does_not_start_and_says_how_to_make_them(parser: list[str], tmp_path: Path) -> None:
    for missing in PASSWORDS:
        environment = tmp_path / missing
        environment.write_text("".join(f"{name}={value}\n" for name, value in PASSWORDS.items() if name != missing))
        run = subprocess.run([*parser, str(ROOT / "docker-compose.yml"), str(environment)], capture_output=True, text=True, check=False)
        assert run.returncode == 1
        assert f"{missing} is missing a value: run sh deploy/first-start.sh" in run.stderr


def test_ports_are_open_on_loopback_alone(project: dict[str, Any]) -> None:
    ports = [port for service in project["services"].values() for port in service.get("ports", [])]
    assert {port["target"] for port in ports} == {9200, 5601}
    assert {port["host_ip"] for port in ports} == {"127.0.0.1"}


def test_images_are_pinned_and_elasticsearch_and_kibana_are_of_one_version(project: dict[str, Any]) -> None:
    images = {name: service["image"] for name, service in project["services"].items() if "build" not in service}
    assert all(re.fullmatch(r"[a-z]+:9\.5\.\d+", image) for image in images.values())
    assert len({image.partition(":")[2] for image in images.values()}) == 1


def test_every_service_is_held_within_limits_and_gets_no_rights(project: dict[str, Any]) -> None:
    assert set(project["services"]) == {*SERVERS, *ONE_SHOT}
    for service in project["services"].values():
        assert int(service["mem_limit"]) <= 2 * 1024**3
        assert 0 < service["pids_limit"] <= 4096
        assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert not service.get("privileged") and service.get("user") != "root" and "network_mode" not in service


def test_only_elasticsearch_may_write_to_its_root_file_system(project: dict[str, Any]) -> None:
    assert [name for name, service in project["services"].items() if not service.get("read_only")] == ["elasticsearch"]
    assert all("/tmp" in project["services"][name]["tmpfs"] for name in ("kibana", *OURS))


def test_logs_are_rotated(project: dict[str, Any]) -> None:
    options = [service["logging"]["options"] for service in project["services"].values()]
    assert all(option == {"max-size": "10m", "max-file": "5"} for option in options)


def test_servers_have_a_health_check_and_come_back_after_a_restart(project: dict[str, Any]) -> None:
    for name in SERVERS:
        assert project["services"][name]["healthcheck"]["test"]
        assert project["services"][name]["restart"] == "unless-stopped"


def test_what_runs_once_is_not_started_for_ever(project: dict[str, Any]) -> None:
    assert project["services"]["setup"]["restart"] == "no"  # others wait for it, and `up` says that it failed
    assert re.fullmatch(r"on-failure:\d", project["services"]["desk"]["restart"])


def test_authentication_is_on(project: dict[str, Any]) -> None:
    environment = project["services"]["elasticsearch"]["environment"]
    assert environment["xpack.security.enabled"] == "true"
    assert environment["ELASTIC_PASSWORD"] == PASSWORDS["ELASTIC_PASSWORD"]


def test_each_waits_for_what_it_needs(project: dict[str, Any]) -> None:
    awaited = {
        name: {needed: how["condition"] for needed, how in service.get("depends_on", {}).items()}
        for name, service in project["services"].items()
    }
    assert awaited == {
        "elasticsearch": {},
        "setup": {"elasticsearch": "service_healthy"},
        "kibana": {"elasticsearch": "service_healthy", "setup": "service_completed_successfully"},
        "desk": {"kibana": "service_healthy"},
        "crawler": {"setup": "service_completed_successfully"},
        "admin": {"elasticsearch": "service_healthy"},
    }


def test_the_set_up_is_told_all_that_provisioning_reads(project: dict[str, Any]) -> None:
    setup = project["services"]["setup"]
    assert setup["command"] == ["python", "-m", provision.__name__]
    assert set(setup["environment"]) == {
        *("ELASTICSEARCH_URL", "ELASTIC_PASSWORD", "KIBANA_PASSWORD", "ANALYST_PASSWORD", "API_KEY_FILE", "KIBANA_API_KEY_FILE", "TOPIC")
    }
    assert set(setup["environment"]) <= set(re.findall(r"[A-Z_]{5,}", provision.__doc__ or ""))
    assert setup["environment"]["KIBANA_PASSWORD"] == project["services"]["kibana"]["environment"]["KIBANA_PASSWORD"]


def test_crawler_and_desk_get_a_key_each_and_no_password(project: dict[str, Any]) -> None:
    setup = project["services"]["setup"]
    kept = {volume["target"]: volume["source"] for volume in setup["volumes"]}
    for name, variable in (("crawler", "API_KEY_FILE"), ("desk", "KIBANA_API_KEY_FILE")):
        service = project["services"][name]
        assert not set(PASSWORDS.values()) & set(service["environment"].values())
        assert service["environment"][variable] == setup["environment"][variable]
        folder = str(Path(service["environment"][variable]).parent)
        (mounted,) = [volume for volume in service["volumes"] if volume["target"] == folder]
        assert mounted["read_only"] and mounted["source"] == kept.pop(folder)
    assert not kept


def test_the_administrators_password_is_with_none_that_runs_on_but_elasticsearch_itself(project: dict[str, Any]) -> None:
    holders = {name for name, service in project["services"].items() if PASSWORDS["ELASTIC_PASSWORD"] in str(service["environment"])}
    assert holders == {"elasticsearch", "setup", "admin"}
    assert [name for name, service in project["services"].items() if service.get("profiles")] == ["admin"]
    admin, crawler = project["services"]["admin"]["environment"], project["services"]["crawler"]["environment"]
    assert admin["ARCHIVE_URL"] == crawler["ARCHIVE_URL"]


def test_the_desk_is_furnished_by_the_command_that_people_run(project: dict[str, Any]) -> None:
    desk = project["services"]["desk"]
    assert desk["command"] == ["scrapy", "index", "kibana"]
    assert desk["environment"]["KIBANA_URL"] == "http://kibana:5601"
    assert f"COPY {SOURCES.name} {SOURCES.name}" in (ROOT / "Dockerfile").read_text()


def test_no_secret_is_on_a_command_line_or_in_anything_but_an_environment(project: dict[str, Any]) -> None:
    """Which the image of Kibana would do with settings in variables of its own, and curl with a --user."""
    for service in project["services"].values():
        shown = json.dumps({name: value for name, value in service.items() if name != "environment"})
        assert not [secret for secret in PASSWORDS.values() if secret in shown]
        assert "--user" not in shown
    kibana = project["services"]["kibana"]["environment"]
    assert not [name for name in kibana if name.startswith(("ELASTICSEARCH_", "XPACK_", "SERVER_"))]


def test_kibanas_configuration_takes_its_secrets_from_the_variables_that_it_gets(project: dict[str, Any]) -> None:
    kibana = project["services"]["kibana"]
    (mounted,) = [volume for volume in kibana["volumes"] if volume["type"] == "bind"]
    assert mounted["target"] == "/usr/share/kibana/config/kibana.yml" and mounted["read_only"]
    configuration = yaml.safe_load(Path(mounted["source"]).read_text())
    assert configuration["elasticsearch.password"] == "${KIBANA_PASSWORD}"
    assert configuration["xpack.encryptedSavedObjects.encryptionKey"] == "${KIBANA_ENCRYPTION_KEY}"
    taken = {name for value in configuration.values() if isinstance(value, str) for name in re.findall(r"\$\{(\w+)\}", value)}
    assert taken == set(kibana["environment"])


def test_the_health_check_of_elasticsearch_signs_in_without_showing_the_password(project: dict[str, Any], tmp_path: Path) -> None:
    """Run as it is, with a curl that writes down its arguments and what comes in by the pipe."""
    curl = tmp_path / "curl"
    curl.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >{tmp_path}/arguments\ncat >{tmp_path}/piped\n')
    curl.chmod(0o755)
    how, command = project["services"]["elasticsearch"]["healthcheck"]["test"]
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "ELASTIC_PASSWORD": "for-elastic"}
    subprocess.run(["sh", "-c", command.replace("$$", "$")], env=environment, check=True)
    assert how == "CMD-SHELL"
    assert (tmp_path / "piped").read_text() == 'user = "elastic:for-elastic"'
    arguments = (tmp_path / "arguments").read_text()
    assert "for-elastic" not in arguments and arguments.rstrip().endswith("/_cluster/health?wait_for_status=yellow&timeout=5s")


def test_what_must_last_is_in_named_volumes(project: dict[str, Any]) -> None:
    assert set(project["volumes"]) == {"elasticsearch", "kibana", "archive", "secrets", "kibana-key"}
    writable = [volume for service in project["services"].values() for volume in service["volumes"] if not volume.get("read_only")]
    assert {volume["type"] for volume in writable} == {"volume"}


def test_the_image_is_built_from_the_lock_and_runs_as_nobody_of_rights() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert len(set(re.findall(r"^FROM (python:3\.\d+-slim-[a-z]+)(?: AS build)?$", dockerfile, re.MULTILINE))) == 1
    assert "--require-hashes --no-deps -r requirements.lock" in dockerfile
    assert re.findall(r"^USER (\w+)$", dockerfile, re.MULTILINE) == ["pantau"]
    for folder in ("/data", "/secrets", "/kibana-key"):
        assert folder in dockerfile


def test_the_image_gets_what_it_is_made_of_and_no_secret_of_the_folder() -> None:
    everything, *named = (ROOT / "Dockerfile.dockerignore").read_text().split()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert everything == "*"
    assert {name.removeprefix("!") for name in named if name.startswith("!")} == set(" ".join(copied).split())
