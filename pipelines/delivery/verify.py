"""Verify: holds the index against the archive, article by article, and mends what differs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Any, Protocol

from elasticsearch import Elasticsearch

from pipelines.archive import DeliveryState
from pipelines.delivery.bulk import BATCH, action
from pipelines.delivery.client import DeliveryError, address, one_line_errors
from pipelines.delivery.definition import Definition
from pipelines.delivery.document import Entry, document, document_id, encoded
from pipelines.delivery.index import require_ready, target
from pipelines.delivery.put import put
from pipelines.items import KEPT, Verdict

WALKED_AT_ONCE = 1000  # documents of which only the address is read
KEEP_ALIVE = "5m"  # of the point in time, after each look
SHOWN = 20  # refused documents of which the reasons are told
OURS_ALONE = "indexed_at"  # the field that no archive knows

Progress = Callable[[int, int], None]


class Kept(Protocol):
    """What comparing needs of the archive."""

    def entries(self, verdicts: Iterable[Verdict] = ...) -> Iterable[Entry]: ...
    def entries_of(self, canonical_urls: Iterable[str]) -> Sequence[Entry]: ...
    def kept(self, canonical_urls: Iterable[str]) -> set[str]: ...
    def waiting(self, canonical_urls: Iterable[str]) -> set[str]: ...
    def delivery_state(self) -> DeliveryState: ...


class Kind(StrEnum):
    """How a document differs from the archive."""

    MISSING = "missing"
    DIFFERENT = "different"
    WAITING = "waiting"  # missing or different, but the outbox has it, or it changes at this moment
    EXTRA = "extra"  # of no article that the archive keeps


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that is not what the archive says."""

    kind: Kind
    id: str
    url: str  # canonical, of the article that the archive is asked for; "" where the document names none
    version: int  # of the document; 0 where there is none


@dataclass(slots=True)
class Verified:
    """What a comparison found, in documents."""

    compared: int = 0
    kinds: Counter[Kind] = field(default_factory=Counter)
    refused: int = 0  # of those sent again
    reasons: list[str] = field(default_factory=list)  # the first of them: "URL: Elasticsearch's reason"

    @property
    def differing(self) -> int:
        """How many documents differ that no delivery will put right."""
        return self.kinds.total() - self.kinds[Kind.WAITING]

    def refuse(self, lines: Sequence[str]) -> None:
        """Note documents that Elasticsearch refused."""
        self.refused += len(lines)
        self.reasons += lines[: SHOWN - len(self.reasons)]


def in_silence(done: int, wanted: int) -> None:
    """A progress that nobody is told."""


def compare(archive: Kept, client: Elasticsearch, definition: Definition, progress: Progress = in_silence) -> Verified:
    """Say how the index differs from the archive, and change nothing.

    Args:
        archive: read in batches, so that memory stays flat.
        client: may read the index.
        definition: of the articles' index, which is set up.
        progress: called with the articles compared so far, and how many there are.

    Raises:
        DeliveryError: Elasticsearch refused or cannot be asked, or the index is not ours.
    """
    with one_line_errors(client):
        index, found = _ready(client, definition), Verified()
        for _ in _articles(archive, client, index, found, progress):
            pass
        for _ in _extras(archive, client, index, found):
            pass
        return found


def verify(archive: Kept, client: Elasticsearch, definition: Definition, progress: Progress = in_silence) -> Verified:
    """Like `compare`, and mend what differs: send what is missing or different, and delete what the archive does not keep.

    Safe beside a crawl and its deliveries, and safe to repeat. A document that Elasticsearch refuses is told, and not sent twice.
    """
    with one_line_errors(client):
        return bring_up_to_date(archive, client, _ready(client, definition), progress)


def bring_up_to_date(archive: Kept, client: Elasticsearch, index: str, progress: Progress = in_silence) -> Verified:
    """Make every document of `index` what the archive says, and leave no other there.

    Raises DeliveryError, ApiError, TransportError.
    """
    found = Verified()
    for differences in (_articles(archive, client, index, found, progress), _extras(archive, client, index, found)):
        while some := list(islice(differences, BATCH)):
            found.refuse(_mend(archive, client, index, some))
    return found


def unlike(archive: Kept, client: Elasticsearch, index: str, entries: Sequence[Entry], *, realtime: bool = True) -> list[Difference]:
    """Return how the documents of `entries`, a batch just read from the archive, differ from them.

    Args:
        realtime: False to look at what a search finds, as of the last refresh.

    Raises ApiError, TransportError.
    """
    wanted = {document_id(_address(entry)): entry for entry in entries}
    if not wanted:
        return []
    # In this order: what is not in the outbox now, and was recorded before, has been acknowledged and is seen by the look that follows.
    waiting = archive.waiting(_address(entry) for entry in entries)
    documents = _found(client, client.mget(index=index, ids=list(wanted), realtime=realtime, source_excludes=[OURS_ALONE])["docs"])
    suspects = [id for id, entry in wanted.items() if id not in documents or _differs(documents[id]["_source"], entry)]
    now = _by_id(archive, [_address(wanted[id]) for id in suspects])
    found = []
    for id in suspects:
        url, version = _address(wanted[id]), documents[id]["_version"] if id in documents else 0
        kind = Kind.DIFFERENT if version else Kind.MISSING
        on_its_way = url in waiting or now.get(id) != wanted[id]
        found.append(Difference(Kind.WAITING if on_its_way else kind, id, url, version))
    return found


def _ready(client: Elasticsearch, definition: Definition) -> str:
    require_ready(client, definition)
    index = target(client, definition)
    assert index is not None  # it is ready
    return index


def _articles(archive: Kept, client: Elasticsearch, index: str, found: Verified, progress: Progress) -> Iterator[Difference]:
    """Compare every kept article with its document."""
    total, entries = sum(archive.delivery_state().kept.values()), iter(archive.entries(KEPT))
    while some := list(islice(entries, BATCH)):
        for difference in unlike(archive, client, index, some):
            found.kinds[difference.kind] += 1
            yield difference
        found.compared += len(some)
        progress(found.compared, max(found.compared, total))


def _extras(archive: Kept, client: Elasticsearch, index: str, found: Verified) -> Iterator[Difference]:
    """Look for documents of no article that the archive keeps. What a crawl records meanwhile is in the archive before it is here."""
    for hits in _walk(client, index):
        suspects = _unkept(archive, hits)
        if not suspects:
            continue
        # As they are now: the walk sees them as they were when it began.
        there = client.mget(index=index, ids=[hit["_id"] for hit in suspects], source_includes=["canonical_url"])["docs"]
        for hit in _unkept(archive, list(_found(client, there).values())):
            found.kinds[Kind.EXTRA] += 1
            yield Difference(Kind.EXTRA, hit["_id"], _url(hit), hit["_version"])


def _found(client: Elasticsearch, answers: Iterable[Any]) -> dict[str, Any]:
    """The documents that are there, by `_id`. Raises DeliveryError where one could not be looked for: it may be there all the same."""
    documents = {}
    for each in answers:
        if error := each.get("error"):
            raise DeliveryError(
                f"Elasticsearch at {address(client)} could not look for every document ({error['reason']}): try again later."
            )
        if each["found"]:
            documents[each["_id"]] = each
    return documents


def _unkept(archive: Kept, hits: Sequence[Any]) -> list[Any]:
    kept = archive.kept(_url(hit) for hit in hits)
    return [hit for hit in hits if _url(hit) not in kept or document_id(_url(hit)) != hit["_id"]]


def _url(hit: Any) -> str:
    url = hit["_source"].get("canonical_url")
    return url if isinstance(url, str) else ""


def _walk(client: Elasticsearch, index: str) -> Iterator[list[Any]]:
    """Yield all documents of `index` as they are now, some at a time, with nothing but their address."""
    point = client.open_point_in_time(index=index, keep_alive=KEEP_ALIVE)["id"]
    after: list[Any] | None = None
    try:
        while True:
            answer = client.search(
                pit={"id": point, "keep_alive": KEEP_ALIVE},
                size=WALKED_AT_ONCE,
                sort=[{"_shard_doc": "asc"}],
                search_after=after,
                source_includes=["canonical_url"],
                track_total_hits=False,
            )
            point, hits = answer["pit_id"], answer["hits"]["hits"]
            if not hits:
                return
            after = hits[-1]["sort"]
            yield hits
    finally:
        client.options(ignore_status=404).close_point_in_time(id=point)


def _mend(archive: Kept, client: Elasticsearch, index: str, differences: Sequence[Difference]) -> list[str]:
    """Make the documents what the archive says of them; returns a line for each that is refused.

    A delivery may have brought something newer just before, under the same version: so the archive is asked again afterwards, and what it
    says differently then is sent too. What is recorded later is delivered later. A version that is higher, because somebody altered the
    document or deleted it within the last minute, is taken over.
    """
    todo = {difference.id: difference for difference in differences}
    sent: dict[str, Entry | None] = {}
    lines: dict[str, str] = {}
    while todo:
        entries = _by_id(archive, [difference.url for difference in todo.values()])
        todo = {id: difference for id, difference in todo.items() if id not in sent or sent[id] != entries.get(id)}
        sent |= {id: entries.get(id) for id in todo}
        lines = {id: line for id, line in lines.items() if id not in todo}
        for refused in put(client, [_action(difference, entries.get(id), index) for id, difference in todo.items()]):
            before = todo[refused.id]
            if refused.held > before.version:
                todo[refused.id] = replace(before, version=refused.held)
                del sent[refused.id]
            else:
                lines[refused.id] = f"{before.url or before.id}: {refused.reason}"
    return list(lines.values())


def _action(difference: Difference, entry: Entry | None, index: str) -> dict[str, Any]:
    """The bulk action that makes the document right, even one whose version somebody has raised by hand."""
    if entry is None:
        version = {"version": difference.version, "version_type": "external_gte"}
        return {"_op_type": "delete", "_index": index, "_id": difference.id, **version}
    return {**action(entry, index), "version": max(entry.revision, difference.version)}


def _by_id(archive: Kept, urls: Iterable[str]) -> dict[str, Entry]:
    wanted = [url for url in urls if url]
    return {document_id(_address(entry)): entry for entry in archive.entries_of(wanted)} if wanted else {}


def _address(entry: Entry) -> str:
    return str(entry.fields["canonical_url"])


def _differs(source: Mapping[str, Any], entry: Entry) -> bool:
    wanted = {name: value for name, value in document(entry).items() if name != OURS_ALONE}
    # As a rule it is the same as it stands; on its way through JSON it may have lost what that cannot carry.
    return source != wanted and source != json.loads(encoded(wanted))
