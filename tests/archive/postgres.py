"""A private PostgreSQL for the tests: a cluster of its own in a temporary folder, on a free port of loopback, with a database per test."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg
from filelock import FileLock

BINARIES = Path("/usr/lib/postgresql")
TRIES = 3  # another program may take the port between our look and our start
INSTALL_S = 150
# Durability is not what these tests are about; everything else is as a server has it.
SETTINGS = ("-c fsync=off", "-c full_page_writes=off", "-c max_connections=60", "-c shared_buffers=32MB", "-c autovacuum=off")


class NoPostgres(Exception):
    """There is no PostgreSQL here and none can be installed."""


class Cluster:
    """A running PostgreSQL server; `stop` it when done."""

    def __init__(self) -> None:
        self._bin = _binaries()
        self._user = _unprivileged()
        self.password = secrets.token_hex(8)
        self.folder = Path(tempfile.mkdtemp(prefix="pantau-postgres-"))
        self.port = 0
        try:
            self._create()
            self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def new_database(self) -> str:
        """Return the URL of a database that nobody has used."""
        name = f"t{secrets.token_hex(6)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database that `new_database` made, whoever is still connected."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def url(self, database: str) -> str:
        return f"postgresql://pantau:{self.password}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-D", self._data, "-m", "immediate", "-w")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _create(self) -> None:
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        if self._user:
            shutil.chown(self.folder, self._user)
            shutil.chown(password_file, self._user)
        locale = ("--encoding=UTF8", "--locale=C")
        login = ("--username=pantau", "--auth=scram-sha-256", f"--pwfile={password_file}")
        self._run("initdb", "-D", self._data, "--no-sync", *locale, *login)

    def _start(self) -> None:
        for attempt in range(TRIES):
            self.port = _free_port()
            options = " ".join((*SETTINGS, f"-p {self.port}", "-c listen_addresses=127.0.0.1", "-c unix_socket_directories=''"))
            try:
                self._run("pg_ctl", "start", "-D", self._data, "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options)
                return
            except NoPostgres:
                if attempt == TRIES - 1:
                    raise

    def _run(self, program: str, *arguments: str) -> None:
        log = self.folder / f"{program}.out"  # a file, not a pipe: the server would inherit the pipe and keep it open
        with log.open("wb") as output:
            environment = {**os.environ, "LC_ALL": "C"}
            done = subprocess.run(
                [str(self._bin / program), *arguments],
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                user=self._user,
                group=self._user and pwd.getpwnam(self._user).pw_gid,
                extra_groups=[] if self._user else None,
                cwd=self.folder,
                env=environment,
                check=False,
            )
        if done.returncode:
            raise NoPostgres(f"{program} failed: {log.read_text(errors='replace')[-500:]}")


def _unprivileged() -> str | None:
    """Whom to run the server as, which refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoPostgres("root has no unprivileged user to run PostgreSQL as")


def _binaries() -> Path:
    """The newest installed PostgreSQL's programs; Debian's package is installed if there is none and this is root."""
    if found := _installed():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with FileLock(Path(tempfile.gettempdir()) / "pantau-postgres-install.lock"):
            if not _installed():
                _install()
        if found := _installed():
            return found
    raise NoPostgres("PostgreSQL is not installed: apt-get install postgresql")


def _installed() -> Path | None:
    versions = [folder for folder in BINARIES.glob("*/bin") if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    if versions:
        return max(versions, key=lambda folder: float(folder.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "--no-install-recommends", "postgresql"]):
        try:
            subprocess.run(command, env=environment, capture_output=True, timeout=INSTALL_S, check=True)
        except (subprocess.SubprocessError, OSError) as error:
            raise NoPostgres(f"{' '.join(command)} failed: {error}") from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
