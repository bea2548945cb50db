"""The files of deploy/: the first start, the container's clock, crontab and systemd units."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from dotenv import dotenv_values

from crawler import settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
GENERATED = ("ELASTIC_PASSWORD", "ANALYST_PASSWORD", "KIBANA_PASSWORD", "KIBANA_ENCRYPTION_KEY")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "deploy").mkdir()
    for file in ("first-start.sh", "kibana.yml"):
        shutil.copy(DEPLOY / file, tmp_path / "deploy")
    shutil.copy(ROOT / ".env.example", tmp_path)
    return tmp_path


def first_start(checkout: Path) -> dict[str, str | None]:
    subprocess.run(["sh", str(checkout / "deploy" / "first-start.sh")], check=True, capture_output=True)
    return dotenv_values(checkout / ".env")


def test_the_first_start_makes_passwords_that_differ_and_that_only_the_owner_reads(checkout: Path) -> None:
    environment = first_start(checkout)
    assert all(re.fullmatch(r"[A-Za-z0-9]{40}", environment[name] or "") for name in GENERATED)
    assert len({environment[name] for name in GENERATED}) == len(GENERATED)
    assert (checkout / ".env").stat().st_mode & 0o777 == 0o600
    assert {file.name for file in checkout.iterdir()} == {"deploy", ".env", ".env.example"}


def test_the_first_start_makes_every_password_that_the_compose_file_asks_for(checkout: Path) -> None:
    asked = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    assert asked == set(GENERATED)
    assert all(first_start(checkout)[name] for name in asked)


def test_the_first_start_shows_no_password(checkout: Path) -> None:
    environment = first_start(checkout)
    run = subprocess.run(["sh", str(checkout / "deploy" / "first-start.sh")], check=True, capture_output=True, text=True)
    assert not [name for name in GENERATED if environment[name] in run.stdout + run.stderr]


def test_kibana_can_read_its_configuration_whatever_the_umask_of_the_checkout(checkout: Path) -> None:
    (checkout / "deploy" / "kibana.yml").chmod(0o600)
    first_start(checkout)
    assert (checkout / "deploy" / "kibana.yml").stat().st_mode & 0o444 == 0o444


def test_a_second_start_changes_nothing(checkout: Path) -> None:
    first_start(checkout)
    before = (checkout / ".env").read_text()
    first_start(checkout)
    assert (checkout / ".env").read_text() == before


def test_what_a_person_has_set_is_kept(checkout: Path) -> None:
    (checkout / ".env").write_text("CONTACT=redaksi@koran.example\nKIBANA_PASSWORD=my own\nELASTIC_PASSWORD=\n")
    environment = first_start(checkout)
    assert (environment["CONTACT"], environment["KIBANA_PASSWORD"]) == ("redaksi@koran.example", "my own")
    assert environment["ELASTIC_PASSWORD"] and environment["KIBANA_ENCRYPTION_KEY"]


def test_the_example_names_every_setting_and_every_variable_of_the_compose_file_and_sets_none() -> None:
    example = dotenv_values(ROOT / ".env.example")
    compose = set(re.findall(r"(?<!\$)\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert set(example) == set(settings.ENVIRONMENT) | compose
    assert not any(example.values())


def test_every_setting_of_the_example_has_a_comment() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    settings_ = [number for number, line in enumerate(lines) if "=" in line and not line.startswith("#")]
    uncommented = [lines[number] for number in settings_ if not lines[number - 1].startswith("# ")]
    assert uncommented == ["KIBANA_PORT=", "KIBANA_MEMORY="]  # each shares the line above the one before


def every(tmp_path: Path, *command: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, str(DEPLOY / "every.py"), "3600", str(tmp_path / "last-round"), *command]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_containers_clock_survives_a_round_that_fails_and_stops_when_told(tmp_path: Path) -> None:
    with every(tmp_path, "sh", "-c", "exit 3") as clock:
        assert clock.stderr is not None
        assert clock.stderr.readline().endswith("sh -c 'exit 3' ended with 3\n")
        clock.send_signal(signal.SIGTERM)
        assert clock.wait(timeout=30) == 0
    assert (tmp_path / "last-round").exists()


def test_stopping_the_containers_clock_ends_the_round_that_runs(tmp_path: Path) -> None:
    with every(tmp_path, "sh", "-c", "trap 'echo ended; exit' TERM; echo began; while :; do sleep 1 & wait $!; done") as clock:
        assert clock.stdout is not None
        assert clock.stdout.readline() == "began\n"
        clock.send_signal(signal.SIGTERM)
        assert clock.stdout.readline() == "ended\n"
        assert clock.wait(timeout=30) == 0


def test_the_containers_clock_says_how_it_is_used() -> None:
    for arguments in ([], ["soon", "file", "true"], ["0", "file", "true"], ["900", "file"]):
        run = subprocess.run([sys.executable, str(DEPLOY / "every.py"), *arguments], capture_output=True, text=True, check=False)
        assert (run.returncode, run.stderr) == (1, "usage: python deploy/every.py SECONDS FILE COMMAND ...\n")


def test_a_command_runs_with_the_keys_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "api_key").write_text("c2VjcmV0\n")
    for file, variable in (("API_KEY_FILE", "ELASTICSEARCH_API_KEY"), ("KIBANA_API_KEY_FILE", "KIBANA_API_KEY")):
        shown = ["sh", str(DEPLOY / "with-key.sh"), "sh", "-c", f"echo ${{{variable}:-none}}"]
        for name, key in (("api_key", "c2VjcmV0"), ("missing", "none")):
            environment = {"PATH": os.environ["PATH"], file: str(tmp_path / name)}
            assert subprocess.run(shown, env=environment, capture_output=True, text=True, check=True).stdout.strip() == key


def test_each_round_of_the_container_reads_the_key_anew() -> None:
    (command,) = re.findall(r"^CMD (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert json.loads(command)[:6] == ["python", "deploy/every.py", "900", "/tmp/last-round", "sh", "deploy/with-key.sh"]


def test_crontab_and_units_run_the_same_command_every_quarter_of_an_hour() -> None:
    command = "scrapy monitor --since 7d"
    (job,) = [line for line in (DEPLOY / "crontab").read_text().splitlines() if line.startswith("*")]
    assert job.startswith("*/15 * * * * ") and command in job and "%" not in job
    assert command in (DEPLOY / "pantau.service").read_text()
    assert "OnCalendar=*:0/15" in (DEPLOY / "pantau.timer").read_text()
    assert '"900"' in (ROOT / "Dockerfile").read_text() and '"scrapy", "monitor", "--since", "7d"' in (ROOT / "Dockerfile").read_text()


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    verifier = shutil.which("systemd-analyze")
    if not verifier:
        pytest.skip("no systemd-analyze here, which checks units")
    for name in ("pantau.service", "pantau.timer"):
        unit = (DEPLOY / name).read_text().replace("/opt/pantau/.venv/bin/scrapy", "/bin/true").replace("User=pantau", "User=daemon")
        (tmp_path / name).write_text(unit)
    checked = subprocess.run([verifier, "verify", str(tmp_path / "pantau.timer")], capture_output=True, text=True, check=False)
    assert "pantau" not in checked.stderr


def test_the_image_runs_as_a_user_without_rights_and_holds_no_secret() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER pantau" in lines
    assert not any(line.startswith("COPY") and (".env" in line or line.split()[1] == ".") for line in lines)
    assert any("--require-hashes" in line for line in lines)
