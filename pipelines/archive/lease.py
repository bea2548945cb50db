"""Lease: at most one run at a time holds an outlet, across processes and, on PostgreSQL, machines; a dead holder's is free."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

from filelock import FileLock, Timeout
from sqlalchemy import text

from pipelines.archive.database import Database


@contextmanager
def lease(database: Database, outlet: str) -> Iterator[bool]:
    """Hold the outlet's lease while the context is open; yields False, at once, if somebody else has it."""
    held = _file_lease(database, outlet) if database.is_sqlite else _advisory_lease(database, outlet)
    with held as is_held:
        yield is_held


@contextmanager
def _file_lease(database: Database, outlet: str) -> Iterator[bool]:
    folder = database.file.with_name(f"{database.file.name}.leases")
    name = quote(outlet, safe="", errors="replace")
    if len(name) > 200:
        name = hashlib.sha256(name.encode()).hexdigest()
    # Released by whichever thread closes the context, and by the system when the process dies.
    lock = FileLock(folder / f"{name}.lock", thread_local=False)
    with database.translated():
        folder.mkdir(exist_ok=True)
        with suppress(Timeout):
            lock.acquire(blocking=False)
    try:
        yield lock.is_locked
    finally:
        lock.release()


@contextmanager
def _advisory_lease(database: Database, outlet: str) -> Iterator[bool]:
    number = int.from_bytes(hashlib.sha256(f"lease {outlet}".encode(errors="replace")).digest()[:8], signed=True)
    # A connection of its own, outside any transaction: the lock lives as long as the connection.
    with database.translated():
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        with database.translated():
            is_held = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": number}))
        yield is_held
    finally:
        connection.invalidate()  # closes it for good: in the pool it would go on holding the lock
        connection.close()
