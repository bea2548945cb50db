"""Indexing: what the commands over the Elasticsearch indices do and print, for a person or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.filesize import decimal

from crawler.display import in_indonesia, plural, printable
from crawler.meter import Meter
from pipelines.archive import Archive, Rejected
from pipelines.relevance import Topic

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from pipelines.delivery import Rebuilt, Status, Verified


def rebuild_everything(archive: Archive, client: Elasticsearch, topic: Topic) -> tuple[Rebuilt, ...]:
    """Build the articles' index anew, and those of runs and outlets where their mapping is another. Raises DeliveryError."""
    from pipelines.delivery import articles_index, health_index, rebuild, rebuild_runs, runs_index

    with Meter("rebuilding", "articles") as meter:
        made = rebuild(archive, client, articles_index(topic), meter.show)
    return (made, *rebuild_runs(archive, client, runs_index(), health_index()))


def verify_everything(archive: Archive, client: Elasticsearch, topic: Topic) -> tuple[Verified, int]:
    """Mend articles and runs; returns what was found, and how many runs were missing. Raises DeliveryError."""
    from pipelines.delivery import articles_index, health_index, runs_index, verify, verify_runs

    with Meter("comparing", "articles") as meter:
        found = verify(archive, client, articles_index(topic), meter.show)
    return found, verify_runs(archive, client, runs_index(), health_index())


def compare_everything(archive: Archive, client: Elasticsearch, topic: Topic) -> tuple[Verified, int]:
    """Like `verify_everything`, and mend nothing."""
    from pipelines.delivery import articles_index, compare, compare_runs, runs_index

    with Meter("comparing", "articles") as meter:
        found = compare(archive, client, articles_index(topic), meter.show)
    return found, compare_runs(archive, client, runs_index())


def rebuilt_lines(made: Iterable[Rebuilt]) -> Iterable[str]:
    """What was rebuilt, for a person."""
    for each in made:
        yield f"{each.alias} now leads to {each.index} with {plural(each.documents, 'document')}, checked against the archive"


def verified_line(found: Verified, missing_runs: int, done: str) -> str:
    """What a comparison found, in one line; `done` says what became of it."""
    from pipelines.delivery import Kind

    line = f"compared {plural(found.compared, 'article')}: "
    line += ", ".join(f"{found.kinds[kind]:,} {kind.value}" for kind in (Kind.MISSING, Kind.DIFFERENT, Kind.EXTRA))
    if waiting := found.kinds[Kind.WAITING]:
        line += f", {waiting:,} waiting in the outbox"
    return f"{line}; runs missing: {missing_runs:,}; {done}"


def verified_json(found: Verified, missing_runs: int, mended: bool) -> dict[str, Any]:
    """What a comparison found, for a program."""
    from pipelines.delivery import Kind

    kinds = {kind.value: found.kinds[kind] for kind in Kind}
    refused = {"refused": found.refused, "reasons": found.reasons}
    return {"compared": found.compared, **kinds, **refused, "missing_runs": missing_runs, "mended": mended}


def rejected_lines(entry: Rejected) -> Iterable[str]:
    """An article that Elasticsearch refused, for a person."""
    yield printable(entry.title.replace("\n", " ") or "(no title)")
    yield f"  {printable(entry.url)}"
    yield f"  revision {entry.revision}, in the outbox since {in_indonesia(entry.queued_at)}"
    yield f"  {printable(' '.join(entry.reason.split()))}"


def rejected_json(entry: Rejected) -> dict[str, Any]:
    """An article that Elasticsearch refused, for a program; times in UTC."""
    fields = {"url": entry.url, "title": entry.title, "revision": entry.revision}
    return {**fields, "reason": entry.reason, "queued_at": _iso(entry.queued_at)}


def status_lines(status: Status) -> Iterable[str]:
    """How the cluster, its indices and the archive stand, for a person."""
    cluster, state = status.cluster, status.archive
    hidden = "not shown to this API key"
    named = " ".join(part for part in (cluster.name, cluster.version) if part)
    yield f"cluster        {named or f'name and version {hidden}'}, {cluster.health or f'health {hidden}'}, at {cluster.address}"
    for index in status.indices:
        if not index.index:
            yield f"{index.alias:<14} not set up"
        else:
            size = f"size {hidden}" if index.bytes is None else decimal(index.bytes)
            version = index.mapping_version if index.mapping_version is not None else "unknown"
            yield f"{index.alias:<14} {index.index}, {plural(index.documents, 'document')}, {size}, mapping version {version}"
        for name in index.leftovers:
            yield f"{'':<14} {name} is left over: no alias leads to it; {deletion(cluster.address, name)}"
    yield f"archive        {_verdicts(state.kept)}"
    newest = f", the newest at {in_indonesia(status.newest_indexed_at)}" if status.newest_indexed_at else ""
    yield f"index          {_verdicts(status.indexed)}{newest}"
    since = f", the oldest since {in_indonesia(state.waiting_since)}" if state.waiting_since else ""
    yield f"outbox         {state.waiting:,} waiting{since}; {state.rejected:,} refused"
    yield f"runs           {state.runs:,}, of which {state.waiting_runs:,} not delivered"


def status_json(status: Status) -> dict[str, Any]:
    """How the cluster, its indices and the archive stand, for a program; times in UTC."""
    state = status.archive
    return {
        "cluster": asdict(status.cluster),
        "indices": [asdict(index) for index in status.indices],
        "kept": state.kept,
        "indexed": status.indexed,
        "newest_indexed_at": _iso(status.newest_indexed_at),
        "waiting": state.waiting,
        "waiting_since": _iso(state.waiting_since),
        "rejected": state.rejected,
        "runs": state.runs,
        "waiting_runs": state.waiting_runs,
        "problems": status.problems,
    }


def deletion(cluster: str, index: str) -> str:
    """How a person deletes `index` of the cluster at `cluster`, which may be several URLs."""
    return f"delete it with: curl -u elastic -X DELETE {cluster.split(', ')[0]}/{index}"


def _verdicts(counts: Any) -> str:
    relevant, near_misses = counts.get("relevant", 0), counts.get("near_miss", 0)
    return f"{relevant:,} relevant, {near_misses:,} near miss{'' if near_misses == 1 else 'es'}"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
