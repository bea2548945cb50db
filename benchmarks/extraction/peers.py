"""The peers' own virtual environment, .venv-peers: made on first use, and again when its lock file has changed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = Path(__file__).parent / "requirements.lock"
FOLDER = ROOT / ".venv-peers"
STAMP = "built-from"  # holds the lock file's SHA-256


class NoPeers(RuntimeError):
    """The environment cannot be made; the message is one line."""


def python(folder: Path = FOLDER, lock: Path = LOCK) -> Path:
    """The interpreter that has the peers installed; builds `folder` with venv and pip if it is not there or not of this `lock`.

    Raises:
        NoPeers: the environment could not be built.
    """
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = folder / STAMP
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != digest:
        _build(folder, lock)
        stamp.write_text(digest, encoding="ascii")
    return folder / "bin" / "python"


def _build(folder: Path, lock: Path) -> None:
    print(f"extraction benchmark: installing the peers into {folder.name}", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)], folder)
    (folder / ".gitignore").write_text("*\n", encoding="ascii")
    # The lock file is complete; resolving it again is slow, and pip before 24 stumbles over lxml[html-clean] asked for twice.
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--require-hashes", "--no-deps", "-r", str(lock)], folder)


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NoPeers(f"cannot build {folder.name}: {error.strerror}: {command[0]}") from error
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").splitlines()
        raise NoPeers(f"cannot build {folder.name}: {lines[-1]}")
