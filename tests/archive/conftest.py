"""The archive's tests run on real SQLite files and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.archive import Archive
from tests.archive.postgres import Cluster, NoPostgres


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    try:
        started = Cluster()
    except NoPostgres as missing:
        pytest.skip(str(missing))
    yield started
    started.stop()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'archive' / 'pantau.db'}"


@pytest.fixture
def postgres_url(cluster: Cluster) -> Iterator[str]:
    address = cluster.new_database()
    yield address
    cluster.drop(address)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of a database that holds nothing yet, on each of the two."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    with Archive.open(url) as opened:
        yield opened
