"""Known: which addresses need no visit, because they were judged or have failed often enough for now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select

from pipelines.archive.statements import chunks
from pipelines.archive.storable import key
from pipelines.archive.tables import urls

MAX_ATTEMPTS = 5
FIRST_RETRY = timedelta(minutes=15)
ASKED_AT_ONCE = 1000


def retry_at(judged_at: datetime, attempts: int) -> datetime:
    """Return when an address is due again that failed at `judged_at` for the `attempts`-th time: 15 minutes later, then 30, 60, 120."""
    return judged_at + FIRST_RETRY * 2 ** (min(attempts, MAX_ATTEMPTS) - 1)


def known(connection: Connection, canonical_urls: Iterable[str], now: datetime) -> set[str]:
    """Return those of `canonical_urls` that have a final verdict, are not due again at `now`, or used up `MAX_ATTEMPTS`."""
    asked = {url: key(url) for url in canonical_urls}
    settled = or_(urls.c.final, urls.c.attempts >= MAX_ATTEMPTS, urls.c.retry_at > now)
    found: set[str] = set()
    for keys in chunks(set(asked.values()), ASKED_AT_ONCE):
        found.update(connection.scalars(select(urls.c.canonical_url).where(urls.c.canonical_url.in_(keys), settled)))
    return {url for url, filed in asked.items() if filed in found}
