"""Status: how cluster, indices and archive stand to each other, and what needs a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from elasticsearch import AuthorizationException, Elasticsearch

from pipelines.archive import DeliveryState
from pipelines.delivery.client import DeliveryError, address, one_line_errors
from pipelines.delivery.definition import Definition
from pipelines.delivery.index import difference, leftovers, write_index
from pipelines.items import KEPT, Verdict

T = TypeVar("T")


class Counted(Protocol):
    """What the status needs of the archive."""

    def delivery_state(self) -> DeliveryState: ...


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster; what the API key may not see is ""."""

    address: str
    name: str
    version: str  # of its nodes; several while it is upgraded
    health: str  # green, yellow or red


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """One alias, and the index it leads to."""

    alias: str
    index: str  # that writes go to; "" where there is none
    documents: int
    bytes: int | None  # on disk, with copies; None where the API key may not see it
    mapping_version: int | None  # as the index says; None where it says none
    leftovers: tuple[str, ...]  # indices of the same kind that no alias leads to
    problem: str  # one line that says what to do; "" where all is well


@dataclass(frozen=True, slots=True)
class Status:
    """The state of delivery at one moment."""

    cluster: Cluster
    indices: tuple[IndexStatus, ...]  # the articles' first
    archive: DeliveryState
    indexed: Mapping[Verdict, int]  # articles
    newest_indexed_at: datetime | None  # aware, UTC

    @property
    def problems(self) -> tuple[str, ...]:
        """What needs a person, a line each."""
        found = [index.problem for index in self.indices if index.problem]
        kept, indexed, state = sum(self.archive.kept.values()), sum(self.indexed.values()), self.archive
        if not self.indices[0].problem and abs(kept - indexed) > state.waiting + state.rejected:
            found.append(
                f"The archive keeps {_articles(kept)}, the index has {indexed:,}, and {state.waiting:,} wait in the outbox: compare and mend "
                f"them with `scrapy index verify`."
            )
        if state.rejected:
            found.append(f"Elasticsearch has refused {_articles(state.rejected)}: `scrapy index rejected` says which and why.")
        return tuple(found)


def status(archive: Counted, client: Elasticsearch, articles: Definition, *others: Definition) -> Status:
    """Return the state of delivery to the articles' index and to `others`.

    Raises:
        DeliveryError: Elasticsearch cannot be asked, or does not accept the credentials.
    """
    with one_line_errors(client):
        indices = tuple(_index(client, definition) for definition in (articles, *others))
        indexed, newest = _indexed(client, indices[0].index)
        return Status(_cluster(client), indices, archive.delivery_state(), indexed, newest)


def _cluster(client: Elasticsearch) -> Cluster:
    nodes: dict[str, Any] = _seen(lambda: client.nodes.info(filter_path="cluster_name,nodes.*.version").body, {})
    health: dict[str, Any] = _seen(lambda: client.cluster.health().body, {})
    versions = sorted({node["version"] for node in nodes.get("nodes", {}).values()})
    return Cluster(address(client), nodes.get("cluster_name", ""), ", ".join(versions), health.get("status", ""))


def _index(client: Elasticsearch, definition: Definition) -> IndexStatus:
    index, problem = "", ""
    try:
        index = write_index(client, definition) or ""
    except DeliveryError as error:
        problem = str(error)
    if not index:
        missing = f"There is no alias {definition.alias}: create it with `scrapy index setup`."
        return IndexStatus(definition.alias, "", 0, None, None, leftovers(client, definition), problem or missing)
    found = client.indices.get(index=index).body[index]
    version = found["mappings"].get("_meta", {}).get("version")
    documents = int(client.count(index=index)["count"])
    size = _seen(lambda: int(client.indices.stats(index=index, metric="store")["indices"][index]["total"]["store"]["size_in_bytes"]), None)
    return IndexStatus(
        definition.alias, index, documents, size, version, leftovers(client, definition), _outdated(definition, index, found)
    )


def _outdated(definition: Definition, index: str, found: Mapping[str, Any]) -> str:
    anew = "build a new index from the archive with `scrapy index rebuild`."
    if field := difference(definition.mappings, found["mappings"]):
        return f"The mapping of {index} is not version {definition.version} of ours (it differs at {field}): {anew}"
    if difference(definition.analysis, found["settings"]["index"].get("analysis", {})):
        return f"The synonyms of {index} are not those of the topic's file: {anew}"
    return ""


def _indexed(client: Elasticsearch, index: str) -> tuple[dict[Verdict, int], datetime | None]:
    """How many articles have which verdict in `index`, and when the latest was indexed."""
    if not index:
        return {}, None
    answer = client.search(
        index=index,
        size=0,
        aggregations={
            "verdicts": {"filters": {"filters": {str(verdict): {"term": {"verdict": str(verdict)}} for verdict in KEPT}}},
            "newest": {"max": {"field": "indexed_at"}},
        },
    )["aggregations"]
    counts = {Verdict(name): bucket["doc_count"] for name, bucket in answer["verdicts"]["buckets"].items() if bucket["doc_count"]}
    newest = answer["newest"].get("value_as_string")
    return counts, datetime.fromisoformat(newest) if newest else None


def _seen(look: Callable[[], T], otherwise: T) -> T:
    """What `look` finds, or `otherwise` where the API key may not see it."""
    try:
        return look()
    except AuthorizationException:
        return otherwise


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"
