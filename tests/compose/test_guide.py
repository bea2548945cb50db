"""docs/deployment.md: what it tells people to type is what the code does."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import yaml

from crawler import settings
from crawler.commands.index import ACTIONS
from pipelines.archive import Archive
from pipelines.delivery.provision import analyst_role, crawler_key

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "deployment.md").read_text()
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_the_requests_for_a_cluster_that_is_there_are_those_of_the_set_up() -> None:
    requests = dict(re.findall(r"```json\n(\w+ \S+)\n(.+?)```", GUIDE, re.DOTALL))
    key = crawler_key()
    assert json.loads(requests.pop("POST /_security/api_key")) == {"name": key.name, "role_descriptors": {key.name: key.role}}
    assert json.loads(requests.pop("PUT /_security/role/pantau_analyst")) == analyst_role()
    assert not requests


def test_it_names_every_service_and_volume_that_there_is_and_no_other() -> None:
    services = re.findall(r"docker compose (?:logs|stop|exec -T|run --rm(?: --no-deps)?(?: -T)?) (\w+)", GUIDE)
    assert set(services) <= set(COMPOSE["services"])
    assert all(f"`{service}`" in GUIDE for service in COMPOSE["services"])
    assert {name.removeprefix("pantau_") for name in re.findall(r"docker volume rm (\w+)", GUIDE)} <= set(COMPOSE["volumes"])


def test_it_names_settings_and_commands_that_there_are() -> None:
    known = {*settings.ENVIRONMENT, *re.findall(r"[A-Z_]{4,}", (ROOT / "docker-compose.yml").read_text())}
    assert set(re.findall(r"\b[A-Z]+_[A-Z_]+\b", GUIDE)) <= known
    assert set(re.findall(r"scrapy index (\w+)", GUIDE)) <= set(ACTIONS)


def test_the_backup_is_an_archive(tmp_path: Path) -> None:
    with Archive.open(f"sqlite:///{tmp_path}/pantau.db"):
        pass
    (line,) = re.findall(r"exec -T crawler (python -c .+VACUUM.+)", GUIDE)
    _, *arguments = shlex.split(line.replace("/data", str(tmp_path)))
    subprocess.run([sys.executable, *arguments], check=True)
    tables = []
    for name in ("pantau.db", "backup.db"):
        with closing(sqlite3.connect(tmp_path / name)) as database:
            tables.append(database.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall())
    assert tables[0] and tables[0] == tables[1]
