"""Fixtures of the delivery tests: a real archive, and the real Elasticsearch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from pipelines.archive import Archive
from pipelines.delivery import Definition, articles_index, connect, setup
from pipelines.relevance import load_topic
from tests.elasticsearch.conftest import alias, articles_key, client, elasticsearch_server
from tests.elasticsearch.server import Server

__all__ = ["alias", "articles_key", "client", "elasticsearch_server"]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.open(f"sqlite:///{tmp_path / 'archive.db'}")


@pytest.fixture
def definition(alias: str) -> Definition:
    """An index of articles of the test's own, not set up yet."""
    return articles_index(load_topic("russia_dprk"), alias)


@pytest.fixture
def index(client: Elasticsearch, definition: Definition) -> Definition:
    """The same, set up."""
    setup(client, definition)
    return definition


@pytest.fixture
def crawler(elasticsearch_server: Server, articles_key: str) -> Iterator[Elasticsearch]:
    """A client with the crawler's API key."""
    with connect(elasticsearch_server.url, articles_key) as client:
        yield client
