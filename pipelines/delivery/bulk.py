"""Bulk: documents to Elasticsearch in large requests, and the answer to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from pipelines.delivery.document import Entry, document, document_id, encoded
from pipelines.items import KEPT

BATCH = 500  # articles read from the outbox at once, and sent in one request
CHUNK_BYTES = 5 * 1024 * 1024  # of one bulk request; Elasticsearch takes 100 MB, proxies before it often 10
RETRIES = 3
FIRST_BACKOFF_SECONDS = 1
PASSING = (429, 502, 503, 504)

SUPERSEDED = 409  # a newer revision is there already
WRONG = 400  # the document itself cannot be indexed
TOO_LARGE = 413
# The 400s that a document is to blame for. Any other says that the index is not as it should be, and no document may suffer for that.
DOCUMENT_FAULTS = frozenset(
    {
        "document_parsing_exception",
        "mapper_parsing_exception",
        "parsing_exception",
        "x_content_parse_exception",
        "json_parse_exception",
        "illegal_argument_exception",
        "max_bytes_length_exceeded_exception",
    }
)
INDEX_FAULTS = ("no write index is defined", "pipeline with id")  # illegal arguments that are not the document's


def action(entry: Entry, index: str) -> dict[str, Any]:
    """Return the bulk action that brings `index` to the entry's revision of its article: index it, or delete it where it is kept no more."""
    meta = {"_index": index, "_id": document_id(entry.fields["canonical_url"]), "version": entry.revision, "version_type": "external_gte"}
    if entry.verdict not in KEPT:
        return {"_op_type": "delete", **meta}
    # With `_source`, no field of the document can be taken for metadata.
    return {"_op_type": "index", **meta, "_source": encoded(document(entry))}


def send_bulk(client: Elasticsearch, actions: Iterable[dict[str, Any]], *, require_alias: bool) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Send `actions`, retrying what may pass, and yield for each whether it succeeded and Elasticsearch's answer, in any order.

    With `require_alias` the target must be an alias: a missing one is then an error, and not created as an index that guesses its mapping.
    Raises TransportError where the cluster cannot be asked.
    """
    results = streaming_bulk(
        client,
        actions,
        chunk_size=BATCH,
        max_chunk_bytes=CHUNK_BYTES,
        raise_on_error=False,
        raise_on_exception=False,
        max_retries=RETRIES,
        initial_backoff=FIRST_BACKOFF_SECONDS,
        retry_on_status=PASSING,
        require_alias=require_alias,
    )
    for ok, answer in results:
        yield ok, next(iter(answer.values()))
