"""Opening an archive: created, upgraded, or refused in one line."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from pipelines.archive import Archive, ArchiveError, schema
from pipelines.archive.database import Database, parse_url
from pipelines.archive.tables import metadata
from tests.archive.postgres import Cluster
from tests.archive.samples import relevant


def refusal(url: str) -> str:
    """The message with which the archive refuses to open `url`."""
    with pytest.raises(ArchiveError) as raised:
        Archive.open(url)
    message = str(raised.value)
    assert "\n" not in message
    assert "Traceback" not in message
    return message


def test_what_was_recorded_is_there_when_the_archive_is_opened_again(url: str) -> None:
    with Archive.open(url) as archive:
        archive.record([relevant()])
    with Archive.open(url) as archive:
        assert archive.outbox_size() == 1


def test_an_archive_as_it_should_be_is_opened_without_alembic(url: str) -> None:
    Archive.open(url).close()
    program = "import sys; from pipelines.archive import Archive; Archive.open(sys.argv[1]).close(); print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program, url], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_processes_that_create_an_archive_together_do_not_collide(url: str) -> None:
    program = "import sys; from pipelines.archive import Archive; Archive.open(sys.argv[1]).close()"
    started = [subprocess.Popen([sys.executable, "-W", "error", "-c", program, url], stderr=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate()[1] for process in started] == [b""] * 4
    assert [process.returncode for process in started] == [0] * 4


def test_threads_that_create_an_archive_together_do_not_collide(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for opened in pool.map(lambda _: Archive.open(url), range(4)):
            opened.close()


def test_the_migrations_make_the_tables_that_the_code_expects(url: str) -> None:
    Archive.open(url).close()
    database = Database(parse_url(url))
    options = {"include_name": lambda name, kind, _parents: kind != "table" or name in metadata.tables}
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    database.close()


def test_the_versions_known_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
    scripts = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(scripts)) == schema.VERSIONS


def test_a_sqlite_archive_lets_readers_and_a_writer_work_together(sqlite_url: str) -> None:
    Archive.open(sqlite_url).close()
    database = Database(parse_url(sqlite_url))
    with database.reading() as connection:
        settings = [
            connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    database.close()
    assert settings == ["wal", 1, 1, 30_000]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "not a database URL"),
        ("data/pantau.db", "not a database URL"),
        ("postgresql://host:port/name", "not a database URL"),
        ("sqlite:///a\0b", "not a database URL"),
        ("mysql://root@localhost/pantau", "does not run on 'mysql'"),
        ("postgresql+psycopg2://localhost/pantau", "does not run on 'postgresql+psycopg2'"),
        ("redis://localhost", "does not run on 'redis'"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite://data/pantau.db", "three slashes"),
        ("sqlite:///pantau.db?mode=ro", "options"),
    ],
)
def test_an_address_that_is_none_is_refused(url: str, words: str) -> None:
    assert words in refusal(url)


def test_a_password_is_never_shown(cluster: Cluster) -> None:
    for url in (
        "mysql://root:secret@localhost/x",
        "postgresql://pantau:secret@127.0.0.1:1/x",
        cluster.url("x").replace(cluster.password, "secret"),
    ):
        assert "secret" not in refusal(url)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    assert f"{tmp_path}/file is not a folder" in refusal(f"sqlite:///{tmp_path}/file/pantau.db")
    assert "Not a directory" in refusal(f"sqlite:///{tmp_path}/file/below/pantau.db")
    assert "permissions" in refusal("sqlite:////proc/pantau/pantau.db")


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    assert "unable to open" in refusal(f"sqlite:///{tmp_path}")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user reaches."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def refusal_to_an_ordinary_user(url: str) -> str:
    """The message that a user without root's powers gets."""
    program = "\n".join(
        (
            "import os, sys",
            "from pipelines.archive import Archive, ArchiveError",
            "Archive.open(sys.argv[2]).close()",  # loads every module while root's Python can still be read
            "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)",
            "try: Archive.open(sys.argv[1]).close()",
            "except ArchiveError as error: print(error)",
        )
    )
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-W", "error", "-c", program, url, f"sqlite:///{scratch}/pantau.db"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555), (0o000, 0o777)])
def test_an_archive_that_may_not_be_written_is_refused(open_folder: Path, file_mode: int, folder_mode: int) -> None:
    file = open_folder / "pantau.db"
    Archive.open(f"sqlite:///{file}").close()
    file.chmod(file_mode)
    open_folder.chmod(folder_mode)
    message = refusal_to_an_ordinary_user(f"sqlite:///{file}")
    assert "not writable" in message
    assert message.count("\n") == 1


def test_a_folder_that_may_not_be_written_is_refused(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    message = refusal_to_an_ordinary_user(f"sqlite:///{open_folder}/pantau.db")
    assert message.count("\n") == 1
    assert "permissions" in message


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Rusia dan Korut. " * 1000)
    assert "not a database" in refusal(f"sqlite:///{file}")
    assert file.read_text() == "Rusia dan Korut. " * 1000


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "cookies.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE cookies (name)")
    connection.close()
    assert "something else (cookies)" in refusal(f"sqlite:///{file}")


def test_a_postgres_database_may_hold_other_tables_but_not_with_our_names(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE procrastinate_jobs (id integer)")
        Archive.open(postgres_url).close()
        connection.execute("DROP TABLE archive_version")
    assert "something else" in refusal(postgres_url)


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    (tmp_path / "pantau.db").touch()
    with Archive.open(f"sqlite:///{tmp_path}/pantau.db") as archive:
        assert archive.counts() == {}


def test_the_schema_of_a_newer_program_is_refused(url: str) -> None:
    Archive.open(url).close()
    database = Database(parse_url(url))
    with database.writing() as connection:
        connection.execute(text("UPDATE archive_version SET version_num = '9999'"))
    database.close()
    assert "schema 9999, which is newer than this program's" in refusal(url)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pantau.db"
    Archive.open(f"sqlite:///{file}").close()
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * 3996
    file.write_bytes(content)
    assert "restore a backup" in refusal(f"sqlite:///{file}")


def test_a_full_disk_is_one_line_and_leaves_nothing_half_written(sqlite_url: str) -> None:
    with Archive.open(sqlite_url) as archive:
        archive.record([relevant("kecil")])
        database = archive._database
        with database.untransacted() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
        with pytest.raises(ArchiveError, match="disk is full; free some space"):
            archive.record([relevant("satu"), relevant("besar", body="kata " * 100_000)])
        assert [article.canonical_url for article in archive.articles()] == [relevant("kecil").canonical_url]


def test_a_server_that_does_not_answer_is_one_line() -> None:
    assert "check that PostgreSQL runs" in refusal("postgresql://pantau@127.0.0.1:1/pantau")
    assert "ARCHIVE_URL" in refusal("postgresql://pantau@nowhere.invalid/pantau")


def test_a_wrong_password_user_or_database_is_one_line(cluster: Cluster) -> None:
    assert "correct user and password" in refusal(cluster.url("postgres").replace(cluster.password, "wrong"))
    assert "password" in refusal(cluster.url("postgres").replace("pantau:", "nobody:"))
    assert "create the database" in refusal(cluster.url("missing"))
    assert "invalid" in refusal(cluster.url("postgres") + "?colour=red")


def test_a_lost_connection_is_made_again(postgres_url: str) -> None:
    with Archive.open(postgres_url) as archive, psycopg.connect(postgres_url, autocommit=True) as other:
        archive.record([relevant("satu")])
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        archive.record([relevant("dua")])
        assert archive.outbox_size() == 2
