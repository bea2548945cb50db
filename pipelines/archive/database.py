"""Database: the engine behind an archive's URL, its transactions, and one clear line for what can go wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError, StatementError

from pipelines.errors import ToldError

WAIT_S = 30  # for another process's transaction, before giving up
CONNECT_TIMEOUT_S = 10
# A machine that vanished is noticed after two minutes, and its leases are free.
KEEPALIVES = "-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=6"
RECORDING_LOCK = 0x70616E74  # PostgreSQL's advisory lock of whoever writes judgements or the schema ("pant")
EXAMPLES = "use sqlite:///data/pantau.db or postgresql://user:password@host/name"


class ArchiveError(ToldError):
    """The archive cannot be opened, read or written; the message is one line that says what to do."""


def parse_url(url: str) -> URL:
    """Return the checked URL of an archive, with the driver that this project uses.

    Raises:
        ArchiveError: it is no URL, or of a database the archive doesn't run on.
    """
    try:
        if "\0" in url:
            raise ValueError("no path has a NUL")
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ArchiveError(f"archive URL {url!r} is not a database URL: {EXAMPLES}") from None
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        if parsed.host or parsed.query:
            raise ArchiveError(f"archive URL {_shown(parsed)!r} has a host or options: a SQLite path follows three slashes, {EXAMPLES}")
        if not parsed.database or parsed.database == ":memory:":
            raise ArchiveError(f"archive URL {_shown(parsed)!r} names no file: {EXAMPLES}")
        return parsed.set(drivername="sqlite")
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    raise ArchiveError(f"archive URL {_shown(parsed)!r}: the archive does not run on {parsed.drivername!r}, {EXAMPLES}")


class Database:
    """Connections to one archive's database; every error of theirs leaves as an `ArchiveError`."""

    def __init__(self, url: URL):
        self.url = url
        self.is_sqlite = url.drivername == "sqlite"
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgres_engine(url)

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(str(self.url.database))

    @property
    def shown(self) -> str:
        """The archive's name in messages, without its password."""
        return f"archive {_shown(self.url)}"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that only reads."""
        with self._connection() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that commits at the end."""
        # A SQLite transaction that reads before it writes fails at once if another wrote in between, unless it takes the lock first.
        with self._connection(pantau_begin="BEGIN IMMEDIATE") as connection, connection.begin():
            yield connection

    @contextmanager
    def untransacted(self) -> Iterator[Connection]:
        """A connection without a transaction, for what SQLite refuses to do inside one."""
        with self._connection(pantau_begin="") as connection:
            yield connection

    @contextmanager
    def _connection(self, **options: str) -> Iterator[Connection]:
        with self.translated(), self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def recording(self) -> Iterator[Connection]:
        """Like `writing`, and alone on PostgreSQL too, so that what is read stays true and the outbox's ids are in order of commit."""
        with self.writing() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": RECORDING_LOCK})
            yield connection

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn the database's errors into an `ArchiveError` of one line, without the password."""
        try:
            yield
        except StatementError as error:
            raise ArchiveError(self.explain(error.orig or error)) from error
        except SQLAlchemyError as error:
            raise ArchiveError(self.explain(error)) from error
        except OSError as error:
            raise ArchiveError(f"{self.shown}: {error.strerror or error}; check the path and its permissions") from error

    def explain(self, error: BaseException) -> str:
        """Return the line for `error`: which archive, what, and what to do."""
        said = " ".join(str(error).split()) or type(error).__name__
        advice = next(
            (advice for words, advice in ADVICE if words in said.lower()), "see that ARCHIVE_URL is right and the database in order"
        )
        return f"{self.shown}: {said}; {advice}"

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


ADVICE = (
    ("file is not a database", "this file is something else: name another in ARCHIVE_URL"),
    ("malformed", "the file is damaged: restore a backup"),
    ("disk is full", "free some space and run again, nothing half-written stays"),
    ("no space left", "free some space and run again, nothing half-written stays"),
    ("readonly", "make the file and its folder writable"),
    ("read-only", "make the file and its folder writable"),
    ("unable to open", "check that the path is a file in a folder you may write to"),
    ("database is locked", f"another program has held it for {WAIT_S} s: close that"),
    ("no such module: fts5", "this Python's SQLite has no full-text search: use another build of Python"),
    ("password authentication failed", "correct user and password in ARCHIVE_URL"),
    ("no password supplied", "put the password into ARCHIVE_URL"),
    ("does not exist", "create the database and the role, or correct ARCHIVE_URL"),
    ("permission denied", "grant this role the right to create tables in the database"),
    ("connection", "check that PostgreSQL runs and that ARCHIVE_URL names its host and port"),
    ("resolve", "correct the host in ARCHIVE_URL"),
)


def _shown(url: URL) -> str:
    """The URL as people wrote it, without its password."""
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": WAIT_S}, json_serializer=_JSON, json_deserializer=_from_json)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where _begin says, not where the driver guesses
        for pragma in ("foreign_keys = ON", "synchronous = NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        statement = connection.get_execution_options().get("pantau_begin", "BEGIN")
        if statement:
            connection.exec_driver_sql(statement)

    return engine


def _postgres_engine(url: URL) -> Engine:
    options = f"-c timezone=UTC -c lock_timeout={WAIT_S}s {KEEPALIVES} -c client_min_messages=warning"
    given = url.query.get("options", "")
    arguments = {"options": f"{given} {options}".strip() if isinstance(given, str) else options}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = str(CONNECT_TIMEOUT_S)
    return create_engine(url, connect_args=arguments, pool_pre_ping=True, json_serializer=_JSON, json_deserializer=_from_json)


def _from_json(text: str | bytes) -> Any:
    """What `text` says; orjson takes two thirds of the time, but does not know NaN and Infinity."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


_JSON = partial(json.dumps, ensure_ascii=False)
