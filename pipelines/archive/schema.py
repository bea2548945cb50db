"""Schema: brings a database to the schema that this code knows, once, however many processes open it at the same time."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from pipelines.archive.database import ArchiveError, Database
from pipelines.archive.tables import metadata

VERSION_TABLE = "archive_version"
VERSIONS = ("0001", "0002", "0003", "0004")  # of migrations/versions, oldest first
HEAD = VERSIONS[-1]


def prepare(database: Database) -> None:
    """Create or upgrade the archive's tables if they are not those of `HEAD`; quick if they are.

    Raises:
        ArchiveError: the place cannot be written, is no database, or holds a newer schema or somebody else's tables.
    """
    if database.is_sqlite:
        with database.translated():
            _make_folder(database)
            is_there = database.file.exists()
        if is_there:
            _require_writable(database)
            if _version(database) == HEAD:
                return
        _migrate_file(database)
    elif _version(database) != HEAD:
        with database.recording() as connection:
            _migrate(database, connection)


def _make_folder(database: Database) -> None:
    folder = database.file.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise ArchiveError(f"{database.shown}: {folder} is not a folder; name another place in ARCHIVE_URL") from None


def _require_writable(database: Database) -> None:
    """SQLite opens what it may only read, and would fail at the first judgement; it writes beside the file, too."""
    for path in (database.file, database.file.parent):
        if not os.access(path, os.W_OK):
            raise ArchiveError(f"{database.shown}: {path} is not writable; correct its permissions or name another place in ARCHIVE_URL")


def _version(database: Database) -> str | None:
    """The version in the database; None where there is none yet."""
    with database.reading() as connection:
        return _version_of(database, connection)


def _version_of(database: Database, connection: Connection) -> str | None:
    names = inspect(connection).get_table_names()
    if VERSION_TABLE not in names:
        strangers = set(names) if database.is_sqlite else set(names) & set(metadata.tables)
        if strangers:
            some = ", ".join(sorted(strangers)[:3])
            raise ArchiveError(f"{database.shown} holds tables of something else ({some}): name another database in ARCHIVE_URL")
        return None
    version: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if version is not None and version not in VERSIONS:
        raise ArchiveError(f"{database.shown} has schema {version}, which is newer than this program's {HEAD}: update the program")
    return version


def _migrate_file(database: Database) -> None:
    from filelock import FileLock  # imported where needed: most runs find the schema as it should be

    lock = database.file.with_name(f"{database.file.name}.lock")
    with ExitStack() as stack:
        with database.translated():
            stack.enter_context(FileLock(lock))
        with database.untransacted() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        with database.writing() as connection:
            _migrate(database, connection)


def _migrate(database: Database, connection: Connection) -> None:
    """Upgrade inside the transaction of `connection`, unless another process has just done it."""
    if _version_of(database, connection) == HEAD:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
