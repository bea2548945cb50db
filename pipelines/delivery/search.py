"""Search: articles in Elasticsearch, in the shape of the archive's own search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from pipelines.archive.serialize import evidence_from_dict
from pipelines.delivery import query
from pipelines.delivery.client import one_line_errors
from pipelines.delivery.definition import ALIAS
from pipelines.items import Hit, Verdict

PAGE = 100  # hits fetched at once
KEEP_ALIVE = "2m"  # between two pages
PASSAGE_CHARS = 240
HIGHLIGHT: dict[str, Any] = {
    "pre_tags": ["[["],
    "post_tags": ["]]"],
    "number_of_fragments": 1,
    "fragment_size": PASSAGE_CHARS,
    "max_analyzed_offset": 999_999,  # a longer body would make Elasticsearch refuse the search; its end is not looked at
    "fields": {
        "body": {"matched_fields": ["body", "body.exact"], "no_match_size": PASSAGE_CHARS},
        "title": {"matched_fields": ["title", "title.exact"], "number_of_fragments": 0},
    },
}


def search(client: Elasticsearch, text: str, limit: int = 20, alias: str = ALIAS) -> Iterator[Hit]:
    """Yield the articles that match `text`, the best first; without a word in `text`, all of them, the newest first.

    Args:
        client: needs no privilege but to read `alias`.
        text: words, "phrases", -word, OR, outlet:NAME; see `query.parse`.
        limit: how many hits at most; 0 for all.

    Raises:
        DeliveryError: Elasticsearch refused or cannot be asked.
    """
    wanted = query.parse(text)
    order: list[Any] = [{"@timestamp": "desc"}, "_shard_doc"]
    if query.names_words(wanted):
        order.insert(0, "_score")
    given = 0
    with one_line_errors(client), _snapshot(client, alias) as snapshot:
        after: list[Any] | None = None
        while not limit or given < limit:
            size = min(PAGE, limit - given) if limit else PAGE
            found = client.search(
                pit={"id": snapshot, "keep_alive": KEEP_ALIVE},
                query=wanted,
                sort=order,
                size=size,
                search_after=after,
                highlight=HIGHLIGHT,
                track_total_hits=False,
            )["hits"]["hits"]
            for hit in found:
                yield _hit(hit)
            given += len(found)
            if len(found) < size:
                return
            after = found[-1]["sort"]


@contextmanager
def _snapshot(client: Elasticsearch, alias: str) -> Iterator[str]:
    """The index as it is now, so that pages neither overlap nor leave gaps while articles arrive."""
    snapshot: str = client.open_point_in_time(index=alias, keep_alive=KEEP_ALIVE)["id"]
    try:
        yield snapshot
    finally:
        with suppress(ApiError, TransportError):  # Elasticsearch drops it after KEEP_ALIVE by itself
            client.close_point_in_time(id=snapshot)


def _hit(hit: dict[str, Any]) -> Hit:
    source, passages = hit["_source"], hit.get("highlight", {})
    published = source.get("published_at")
    return Hit(
        url=source["url"],
        outlet=source["outlet"],
        title=source.get("title", ""),
        body=source.get("body", ""),
        published_at=datetime.fromisoformat(published) if published else None,
        score=source.get("score", 0.0),
        evidence=evidence_from_dict(source.get("evidence", {})),
        highlight=_passage(passages, source),
        verdict=Verdict(source.get("verdict", Verdict.RELEVANT)),
    )


def _passage(passages: dict[str, list[str]], source: dict[str, Any]) -> str:
    body, title = passages.get("body", [""])[0], passages.get("title", [""])[0]
    chosen = body if "[[" in body or not title else title
    return " ".join((chosen or source.get("lead", "") or source.get("title", "")).split())
