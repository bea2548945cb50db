"""Fixtures of the real Elasticsearch: one server for all processes of a run, and indices of its own for each test."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from pipelines.delivery.client import connect
from pipelines.delivery.provision import create_api_key
from tests.elasticsearch.installation import Unavailable
from tests.elasticsearch.server import Server, shared_server


@pytest.fixture(scope="session")
def elasticsearch_server() -> Iterator[Server]:
    """The running server; where it cannot be had the test is skipped, or fails on a build machine."""
    try:
        with shared_server() as server:
            yield server
    except Unavailable as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def client(elasticsearch_server: Server) -> Iterator[Elasticsearch]:
    """A client with the administrator's password."""
    with connect(elasticsearch_server.url_with_password) as client:
        yield client


@pytest.fixture(scope="session")
def articles_key(client: Elasticsearch) -> str:
    """An API key like the crawler's own: for articles and articles-*, and no right on the cluster."""
    return create_api_key(client)


@pytest.fixture
def alias(client: Elasticsearch) -> Iterator[str]:
    """A name for the test's alias, which the key may use too; whatever stands behind it, and its templates, are deleted afterwards."""
    name = f"articles-{uuid.uuid4().hex[:12]}"
    yield name
    for index in client.indices.get(index=f"{name}*", expand_wildcards="all"):
        client.indices.delete(index=index)
    gone = client.options(ignore_status=404)
    gone.indices.delete_index_template(name=f"pantau-{name}*")
    gone.cluster.delete_component_template(name=f"pantau-{name}*")
