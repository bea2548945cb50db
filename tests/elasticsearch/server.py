"""Starts the tests' Elasticsearch on loopback, shares one server between all test processes of a checkout, and stops it by its process id.

`python -m tests.elasticsearch.server` starts it for a person, prints how to reach it, and stops it on Ctrl-C.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock

from pipelines.delivery.client import connect
from pipelines.delivery.definition import indices
from pipelines.delivery.index import setup
from pipelines.delivery.provision import create_api_key
from pipelines.relevance import load_topic
from tests.elasticsearch.installation import PROJECT, Installation, Unavailable, install

RUNTIME = PROJECT / "var" / "elasticsearch"
HEAP = "-Xms512m -Xmx512m"
START_SECONDS = 120
STOP_SECONDS = 30
TICK_SECONDS = 0.2

_launchers: dict[int, subprocess.Popen[bytes]] = {}  # those this process started, by id


@dataclass(slots=True)
class Server:
    """A running Elasticsearch, and who uses it."""

    url: str
    password: str
    group: int  # process group of the launcher and the server
    identity: str  # of the server's process; see `identify`
    users: list[str] = field(default_factory=list)  # identities of the processes that asked for it
    user: str = "elastic"

    @property
    def url_with_password(self) -> str:
        """The URL, with the administrator's credentials in it."""
        return self.url.replace("//", f"//{self.user}:{self.password}@", 1)


@contextmanager
def shared_server(port: int = 0) -> Iterator[Server]:
    """Give the one server of this checkout; the first to ask starts it, the last to leave stops it.

    A server whose users were all killed is taken over, so it never outlives the next run. `port` counts only for who starts it; 0 takes
    a free one. Raises `Unavailable` where it cannot be installed or does not start.
    """
    RUNTIME.mkdir(parents=True, exist_ok=True)
    lock = FileLock(RUNTIME / "server.lock")
    me = identify(os.getpid())
    with lock:
        server = _running() or _start(install(), port)
        server.users = [*_alive(server.users), me]
        _remember(server)
    try:
        yield server
    finally:
        with lock:
            if current := _running():
                current.users = _alive(current.users)
                if me in current.users:
                    current.users.remove(me)  # once: another fixture of this process may still use it
                if current.users:
                    _remember(current)
                else:
                    _stop(current)


def identify(pid: int) -> str:
    """Return a name of the process that no later process with the same id shares; "" where it has ended."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except ProcessLookupError:
        return ""
    except PermissionError:
        return str(pid)
    except FileNotFoundError:
        return "" if Path("/proc/self").exists() else str(pid)
    return "" if state[0] in "ZX" else f"{pid}:{state[19]}"


def _alive(identities: list[str]) -> list[str]:
    return [identity for identity in identities if identity and identify(int(identity.partition(":")[0])) == identity]


def _state_file() -> Path:
    return RUNTIME / "server.json"


def _remember(server: Server) -> None:
    state = _state_file()
    state.touch(mode=0o600)
    state.write_text(json.dumps(asdict(server)))


def _running() -> Server | None:
    if not _state_file().exists():
        return None
    server = Server(**json.loads(_state_file().read_text()))
    # It may be too busy to answer at once; others are using it, so it is not stopped for that.
    patience = time.monotonic() + START_SECONDS
    while _alive([server.identity]) and time.monotonic() < patience:
        if _answers(server.url, server.password):
            return server
        threading.Event().wait(TICK_SECONDS)
    _stop(server)
    return None


def _answers(url: str, password: str) -> bool:
    health = _ask(f"{url}/_cluster/health?wait_for_status=yellow&timeout=5s", password)
    return bool(health and health["number_of_nodes"])


def _is_ready(url: str, password: str) -> bool:
    """Whether it answers and has made the index of its users and keys: until that is there, every request may get a 503."""
    key = json.dumps({"name": "start", "expiration": "1m"}).encode()
    return _answers(url, password) and _ask(f"{url}/_security/api_key", password, key) is not None and _answers(url, password)


def _ask(url: str, password: str, body: bytes | None = None) -> dict[str, Any] | None:
    credentials = base64.b64encode(f"elastic:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10) as response:
            answer: dict[str, Any] = json.load(response)
            return answer
    except OSError:  # not listening yet, or not ready to answer
        return None


def _start(installation: Installation, port: int) -> Server:
    home, account = installation.home, installation.account
    for leftover in ("data", "logs"):
        shutil.rmtree(home / leftover, ignore_errors=True)
    console = RUNTIME / "console.log"
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "ES_JAVA_HOME": str(installation.jdk), "ES_JAVA_OPTS": HEAP}
    pid_file, ports_file = home / "server.pid", home / "logs" / "http.ports"
    pid_file.unlink(missing_ok=True)
    with console.open("wb") as output:
        launcher = subprocess.Popen(
            [str(home / "bin" / "elasticsearch"), "-p", str(pid_file), "-E", f"http.port={port}"],
            cwd=home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
    patience = time.monotonic() + START_SECONDS
    while time.monotonic() < patience:
        if ports_file.exists() and pid_file.exists() and (address := ports_file.read_text().split()):
            url = f"http://{next(line for line in address if line.startswith('127.'))}"
            if _is_ready(url, installation.password):
                _launchers[launcher.pid] = launcher
                return Server(url, installation.password, launcher.pid, identify(int(pid_file.read_text())))
        try:
            code = launcher.wait(timeout=TICK_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        raise Unavailable(f"Elasticsearch ended with {code} while starting; the last line of {console}: {_last_line(console)}")
    os.killpg(launcher.pid, signal.SIGKILL)
    launcher.wait()
    raise Unavailable(f"Elasticsearch was not ready after {START_SECONDS} s; the last line of {console}: {_last_line(console)}")


def _last_line(path: Path) -> str:
    return (path.read_text(errors="replace").strip().splitlines() or ["(empty)"])[-1]


def _stop(server: Server) -> None:
    for signal_ in (signal.SIGTERM, signal.SIGKILL):
        if not _alive([server.identity]):
            break
        os.killpg(server.group, signal_)
        _wait_for_end(server)
    if launcher := _launchers.pop(server.group, None):
        launcher.wait(STOP_SECONDS)
    _state_file().unlink(missing_ok=True)


def _wait_for_end(server: Server) -> None:
    waiting = threading.Event()
    patience = time.monotonic() + STOP_SECONDS
    while _alive([server.identity]) and time.monotonic() < patience:
        if server.group in _launchers:
            _launchers[server.group].poll()
        waiting.wait(TICK_SECONDS)


def main() -> int:
    """Start the server for a person until Ctrl-C; returns 1 where it cannot be had."""
    parser = argparse.ArgumentParser(prog="python -m tests.elasticsearch.server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="HTTP port on 127.0.0.1; 0 (the default) takes a free one")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with shared_server(arguments.port) as server:
            client = connect(server.url_with_password)
            for definition in indices(load_topic("russia_dprk")):
                setup(client, definition)
            print(f"Elasticsearch runs at {server.url} (plain HTTP, loopback only; its data lasts as long as it runs).")
            print(f"User {server.user}, password {server.password}. For .env:\n")
            print(f"ELASTICSEARCH_URL={server.url}\nELASTICSEARCH_API_KEY={create_api_key(client)}\n")
            print("Ctrl-C stops it.", flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        print("Stopped.")
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
