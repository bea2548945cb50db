"""Worker processes: each runs one extractor, and takes no other with it when it crashes or hangs."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from benchmarks.extraction.extractors import Extractor

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).parent / "worker.py"
START_SECONDS = 120  # importing the extractor, on a cold disk


class WorkerDied(RuntimeError):
    """The process ended, or was ended, before it answered; the message says how."""


class Worker:
    """One extractor's process. It is started anew for the page after one that it died of."""

    def __init__(self, extractor: Extractor, python: Path, page_seconds: float, imports: Path | None = None):
        """
        Args:
            python: interpreter that has the extractor installed.
            page_seconds: how long one page may take, as time passes.
            imports: folder whose packages the process can import besides those that are installed.
        """
        self.extractor = extractor
        self.python = python
        self.page_seconds = page_seconds
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        if imports:
            self.environment["PYTHONPATH"] = str(imports)
        self.version = ""
        self.missing = ""  # the module or distribution that is not installed
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._unread = b""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it is ready, or says that its extractor is not installed."""
        command = [str(self.python), "-P", "-s", str(WORKER), str(self.extractor.path), json.dumps(self.extractor.options)]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed by stop)
        self._unread = b""
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, env=self.environment, cwd=tempfile.gettempdir()
        )
        greeting = self._line(START_SECONDS)
        self.version, self.missing = greeting.get("version", ""), greeting.get("missing", "")

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The worker's answer to `request`; {"error": ...} where it gave none. See worker.py for both."""
        try:
            if self._process is None:
                self.start()
            assert self._process and self._process.stdin
            with contextlib.suppress(BrokenPipeError):  # it died; reading says how
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                self._process.stdin.flush()
            return self._line(self.page_seconds)
        except WorkerDied as error:
            return {"error": str(error)}

    def stop(self) -> None:
        """End the process, if it runs."""
        if self._process is not None:
            assert self._process.stdin and self._process.stdout
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
            self._process = None
        if self._errors is not None:
            self._errors.close()
            self._errors = None

    def _line(self, seconds: float) -> dict[str, Any]:
        """The next line that the process writes; it is ended if that takes longer than `seconds`."""
        assert self._process and self._process.stdout
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    self.stop()
                    raise WorkerDied(f"took longer than {seconds:g} s")
                chunk = os.read(self._process.stdout.fileno(), 1 << 20)
                if not chunk:
                    raise WorkerDied(self._last_words())
                self._unread += chunk
        line, _, self._unread = self._unread.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _last_words(self) -> str:
        assert self._process and self._errors
        code = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        self.stop()
        return f"the process ended ({code}){': ' + lines[-1] if lines else ''}"
