"""What all tests share: the newsroom, and the real `scrapy` command run against it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from newsroom.server import Newsroom
from pipelines.archive import Archive

# A generated case may meet a busy moment of the machine; what is too slow shows in the benchmarks.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

ROOT = Path(__file__).parent.parent
OUR_SETTINGS = (
    "ARCHIVE_",
    "ELASTICSEARCH_",
    "KIBANA_",
    "CONTACT",
    "USER_AGENT",
    "DOWNLOAD_DELAY",
    "ALLOWED_",
    "CONNECT_TO",
    "TOPIC",
    "REVISIT_AFTER",
    "LOG_LEVEL",
)


@pytest.fixture(scope="session")
def shared_newsroom() -> Iterator[Newsroom]:
    with Newsroom() as newsroom:
        yield newsroom


@pytest.fixture
def newsroom(shared_newsroom: Newsroom) -> Iterator[Newsroom]:
    """The served outlets, without faults and as first printed; one newsroom for a whole test process."""
    yield shared_newsroom
    shared_newsroom.clear_faults()
    shared_newsroom.restore()


class Desk:
    """A person's desk: an archive of its own, and the command line, with connections that lead to the newsroom."""

    def __init__(self, folder: Path, newsroom: Newsroom | None):
        self.folder = folder
        self.archive_url = f"sqlite:///{folder / 'archive.db'}"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(OUR_SETTINGS)}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes start; none should compile what another has
        self.environment |= {"ARCHIVE_URL": self.archive_url, "ELASTICSEARCH_URL": "", "DOWNLOAD_DELAY": "0", "COLUMNS": "200"}
        if newsroom:
            self.environment |= {
                "CONNECT_TO": newsroom.connect_to,
                "ALLOWED_PRIVATE_HOSTS": f"127.0.0.1:{newsroom.port}",
                "SSL_CERT_FILE": newsroom.ca_file,
            }

    def scrapy(self, *arguments: str, timeout: float = 120, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command and leave it running, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "scrapy", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def archive(self) -> Archive:
        return Archive.open(self.archive_url)

    def titles(self) -> set[str]:
        """The titles of the relevant articles in the archive."""
        with self.archive() as archive:
            return {article.title for article in archive.articles()}


@pytest.fixture
def desk(tmp_path: Path, newsroom: Newsroom) -> Desk:
    return Desk(tmp_path, newsroom)


@pytest.fixture
def lone_desk(tmp_path: Path) -> Desk:
    """A desk without the newsroom: nothing that it asks for can be reached."""
    return Desk(tmp_path, None)


@pytest.fixture
def kill() -> Iterator[Callable[[subprocess.Popen[str], int], None]]:
    """Send a signal to a started command and all its workers; whatever is left is killed when the test ends."""
    started: list[subprocess.Popen[str]] = []

    def send(process: subprocess.Popen[str], number: int) -> None:
        started.append(process)
        os.killpg(process.pid, number)

    yield send
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
