"""Fixtures of the delivery tests: a real archive, and the real Elasticsearch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from pipelines.archive import Archive
from pipelines.delivery import connect, setup
from tests.elasticsearch.conftest import alias, articles_key, client, elasticsearch_server
from tests.elasticsearch.server import Server

__all__ = ["alias", "articles_key", "client", "elasticsearch_server"]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.open(f"sqlite:///{tmp_path / 'archive.db'}")


@pytest.fixture
def index(client: Elasticsearch, alias: str) -> str:
    """The alias, set up."""
    setup(client, alias)
    return alias


@pytest.fixture
def crawler(elasticsearch_server: Server, articles_key: str) -> Iterator[Elasticsearch]:
    """A client with the crawler's API key."""
    with connect(elasticsearch_server.url, articles_key) as client:
        yield client
