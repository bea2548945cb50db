"""Runs a command at once and then by the clock, every SECONDS, never twice at a time: python deploy/every.py SECONDS FILE COMMAND ...

FILE is touched after each round. A command that fails is run again in the next round. SIGTERM ends the command, once, and then this.
"""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path


def main(seconds: int, file: Path, command: list[str]) -> None:
    """Run `command` every `seconds` seconds of the clock until this process is told to stop."""
    stopping = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def end_round() -> None:
        if running:
            running.pop().terminate()  # popped, so that it is told once: Scrapy takes a second signal for impatience

    def stop(*_: object) -> None:
        stopping.set()
        end_round()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping.is_set():
        round_ = subprocess.Popen(command)
        running.append(round_)
        if stopping.is_set():
            end_round()
        status = round_.wait()
        running.clear()
        file.touch()
        if status:
            print(f"{datetime.now(UTC):%F %T} {shlex.join(command)} ended with {status}", file=sys.stderr, flush=True)
        stopping.wait(seconds - time.time() % seconds)


if __name__ == "__main__":
    if len(sys.argv) < 4 or not sys.argv[1].isdigit() or sys.argv[1] == "0":
        sys.exit("usage: python deploy/every.py SECONDS FILE COMMAND ...")
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
