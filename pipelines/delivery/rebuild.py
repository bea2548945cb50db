"""Rebuild: a new index from the archive, checked, and a switch of the alias; search goes on all the while."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from pipelines.delivery.bulk import action
from pipelines.delivery.client import DeliveryError, address, explain, one_line_errors
from pipelines.delivery.definition import Definition
from pipelines.delivery.document import Entry
from pipelines.delivery.index import behind, count, create_new, is_ready, leftovers, switch
from pipelines.delivery.put import put
from pipelines.delivery.runs import Recorded, deliver_runs, health_action, run_action, send
from pipelines.delivery.verify import Kept, Progress, Verified, bring_up_to_date, in_silence, unlike
from pipelines.items import KEPT

SAMPLE = 200  # documents that are looked at once more before the switch
ROUNDS = 3  # of bringing up to date before what a crawl changes meanwhile is no excuse any more
MOST_REFUSED = 1000  # beyond that the mapping is at fault, or the archive, and no search may be switched to what is left


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made."""

    alias: str
    index: str  # that the alias leads to now
    documents: int
    replaced: tuple[str, ...]  # indices that the alias led to before; they are kept
    refused: int = 0  # articles that cannot be indexed
    reasons: tuple[str, ...] = ()  # the first of them: "URL: Elasticsearch's reason"


def rebuild(archive: Kept, client: Elasticsearch, definition: Definition, progress: Progress = in_silence) -> Rebuilt:
    """Fill a new index with every kept article of the archive, check it, and let the definition's aliases lead to it.

    What is delivered meanwhile goes to the index before it; the new one is brought up to that before the switch, and once more after it.
    The index before it is kept, to be deleted with `drop` once the new one is found good. If anything fails before the switch, the new
    index is deleted and all is as it was.

    Args:
        archive: read in batches, so that memory stays flat.
        client: may manage index templates and the index.
        definition: of the articles' index.
        progress: called with the articles gone through so far, and how many there are, each of them three times.

    Raises:
        DeliveryError: the new index is not what the archive says, Elasticsearch refused or cannot be asked, or the alias is an index.
    """
    with one_line_errors(client):
        behind(client, definition)
        total = sum(archive.delivery_state().kept.values())
        with _new_index(client, definition) as index:
            sample: list[str] = []
            _fill(client, index, _told(_sampled(archive.entries(KEPT), sample), total, progress))
            _check(archive, client, index, sample, lambda done, _: progress(total + done, 3 * total))
            before = switch(client, definition, index)
        with _after_the_switch(client, definition, index):
            late = bring_up_to_date(archive, client, index, lambda done, _: progress(2 * total + done, 3 * total))
            client.indices.refresh(index=index)
            return Rebuilt(definition.alias, index, count(client, index), before, late.refused, tuple(late.reasons))


def rebuild_runs(archive: Recorded, client: Elasticsearch, runs: Definition, health: Definition) -> tuple[Rebuilt, ...]:
    """Build those of the two indices anew, from the archive, that are missing or have another mapping; returns what was made.

    Raises DeliveryError; then the index that was not finished is deleted, and its alias is as it was.
    """
    with one_line_errors(client):
        made = []
        if not is_ready(client, runs):
            made.append(_refilled(client, runs, lambda index: (run_action(run, index) for run in archive.runs())))
        if not is_ready(client, health):
            outlets = archive.outlets_health(datetime.now(UTC))
            made.append(_refilled(client, health, lambda index: (health_action(outlet, index) for outlet in outlets)))
        deliver_runs(archive, client, runs, health)  # those that ended meanwhile
        return tuple(made)


def drop(client: Elasticsearch, indices: Iterable[str]) -> None:
    """Delete `indices`, which a rebuild has replaced. Raises DeliveryError."""
    with one_line_errors(client):
        for index in indices:
            client.options(ignore_status=404).indices.delete(index=index)


@contextmanager
def _new_index(client: Elasticsearch, definition: Definition) -> Iterator[str]:
    """A new index, which is deleted again where what is done with it fails and no alias leads to it."""
    index = create_new(client, definition)
    try:
        yield index
    except BaseException:
        with suppress(ApiError, TransportError):  # then `status` names what is left; the cause is what has to be told
            if index in leftovers(client, definition):  # the answer to a switch that was done may be what was lost
                client.indices.delete(index=index)
        raise


@contextmanager
def _after_the_switch(client: Elasticsearch, definition: Definition, index: str) -> Iterator[None]:
    try:
        yield
    except (ApiError, TransportError, DeliveryError) as error:
        cause = str(error) if isinstance(error, DeliveryError) else explain(error, client)
        raise DeliveryError(
            f"{definition.alias} leads to {index} now, which may lack what was delivered meanwhile: run `scrapy index verify` when this is "
            f"mended: {cause}"
        ) from error


def _sampled(entries: Iterable[Entry], sample: list[str]) -> Iterator[Entry]:
    """Pass `entries` on, and keep the addresses of SAMPLE of them, each with the same chance.

    Source: J. S. Vitter, "Random Sampling with a Reservoir", ACM TOMS 11 (1985), algorithm R.
    """
    for number, entry in enumerate(entries):
        place = number if number < SAMPLE else random.randrange(number + 1)
        if place < SAMPLE:
            sample[place : place + 1] = [entry.fields["canonical_url"]]
        yield entry


def _told(entries: Iterable[Entry], total: int, progress: Progress) -> Iterator[Entry]:
    for done, entry in enumerate(entries, 1):
        progress(done, 3 * total)
        yield entry


def _fill(client: Elasticsearch, index: str, entries: Iterable[Entry]) -> None:
    """Send `entries` to `index`. Those that are refused are sent once more by the comparison that follows, and told by that.

    The index keeps its settings: to turn refreshing off meanwhile gains nothing, since an index that nobody searches is not refreshed.
    """
    actions = (action(entry, index) for entry in entries)
    for number, refused in enumerate(put(client, actions), 1):
        if number > MOST_REFUSED:
            raise DeliveryError(
                f"Elasticsearch at {address(client)} refuses more than {MOST_REFUSED:,} articles (the last because: {refused.reason}): the new index "
                f"is deleted, and the alias leads where it did."
            )


def _check(archive: Kept, client: Elasticsearch, index: str, sample: Sequence[str], progress: Progress) -> None:
    """Bring `index` up to date until count and sample agree with the archive, which a crawl may be changing.

    Raises DeliveryError where they never do.
    """
    fault = ""
    for _ in range(ROUNDS):
        before = sum(archive.delivery_state().kept.values())
        found = bring_up_to_date(archive, client, index, progress)
        client.indices.refresh(index=index)
        there, after = count(client, index), sum(archive.delivery_state().kept.values())
        fault = _fault(before, after, there, found) or _fault_of_sample(archive, client, index, sample, found)
        if not fault:
            return
    raise DeliveryError(
        f"Elasticsearch at {address(client)}: the new index is not what the archive says ({fault}): it is deleted, and the alias leads where "
        f"it did; see that nobody else writes to the index, then run this again."
    )


def _fault(before: int, after: int, there: int, found: Verified) -> str:
    if found.refused > there:
        return f"{found.refused:,} articles are refused and {there:,} taken; the first: {found.reasons[0]}"
    if not min(before, after) <= there + found.refused <= max(before, after):
        return f"it has {there:,} documents, and the archive keeps {after:,} articles of which {found.refused:,} are refused"
    return ""


def _fault_of_sample(archive: Kept, client: Elasticsearch, index: str, sample: Sequence[str], found: Verified) -> str:
    entries = [entry for entry in archive.entries_of(sample) if entry.verdict in KEPT]
    differences = unlike(archive, client, index, entries, realtime=False)
    wrong = [difference for difference in differences if difference.version]
    missing = len(differences) - len(wrong)
    if wrong:
        return f"of {len(entries)} documents looked at {len(wrong)} differ, such as that of {wrong[0].url}"
    return f"of {len(entries)} documents looked at {missing} are missing" if missing > found.refused else ""


def _refilled(client: Elasticsearch, definition: Definition, actions: Callable[[str], Iterable[dict[str, Any]]]) -> Rebuilt:
    behind(client, definition)
    with _new_index(client, definition) as index:
        send(client, actions(index), require_alias=False)
        client.indices.refresh(index=index)
        before = switch(client, definition, index)
    return Rebuilt(definition.alias, index, count(client, index), before)
