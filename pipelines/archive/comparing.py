"""Comparing: what the archive says to who holds the index against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from pipelines.archive.storable import key
from pipelines.archive.tables import articles, outbox, runs
from pipelines.items import KEPT, Verdict


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """What the index should hold, and what is still on its way there."""

    kept: Mapping[Verdict, int]  # articles, by verdict
    waiting: int  # entries in the outbox
    waiting_since: datetime | None  # aware, UTC; when the oldest of them was queued
    rejected: int  # entries set aside
    runs: int  # that have ended
    waiting_runs: int  # of those, not delivered


def state(connection: Connection) -> DeliveryState:
    """Return how many articles and runs the index should hold, and what waits for delivery."""
    of_articles = select(articles.c.verdict, func.count()).where(articles.c.verdict.in_(KEPT)).group_by(articles.c.verdict)
    kept = {Verdict(named): count for named, count in connection.execute(of_articles)}
    of_outbox = select(func.count(), func.min(outbox.c.queued_at)).where(outbox.c.rejected_reason.is_(None))
    queued, since = connection.execute(of_outbox).one()
    rejected = connection.execute(select(func.count()).select_from(outbox).where(outbox.c.rejected_reason.is_not(None))).scalar_one()
    of_runs = select(runs.c.delivered, func.count()).where(runs.c.outcome.is_not(None)).group_by(runs.c.delivered)
    ended = [(delivered, count) for delivered, count in connection.execute(of_runs)]
    waiting_runs = sum(count for delivered, count in ended if not delivered)
    return DeliveryState(kept, queued, since, rejected, sum(count for _, count in ended), waiting_runs)


def kept(connection: Connection, canonical_urls: Collection[str]) -> set[str]:
    """Return those of `canonical_urls` whose articles are kept."""
    keys = {url: key(url) for url in canonical_urls}
    query = select(articles.c.canonical_url).where(articles.c.canonical_url.in_(set(keys.values())), articles.c.verdict.in_(KEPT))
    found = set(connection.scalars(query))
    return {url for url, filed in keys.items() if filed in found}


def waiting(connection: Connection, canonical_urls: Collection[str]) -> set[str]:
    """Return those of `canonical_urls` whose articles have an entry in the outbox that was not rejected."""
    keys = {url: key(url) for url in canonical_urls}
    rows = connection.execute(select(articles.c.canonical_url, articles.c.id).where(articles.c.canonical_url.in_(set(keys.values()))))
    ids = {row.canonical_url: row.id for row in rows}
    # Asked apart: a join would look for each of them through an outbox that has no index on articles.
    query = select(outbox.c.article).where(outbox.c.article.in_(ids.values()), outbox.c.rejected_reason.is_(None))
    found = set(connection.scalars(query))
    return {url for url, filed in keys.items() if ids.get(filed) in found}
