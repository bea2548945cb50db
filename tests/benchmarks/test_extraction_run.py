"""A run through real worker processes, under the project's own Python: what is not installed there is reported and left out."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.document import END
from benchmarks.extraction import peers
from benchmarks.extraction.extractors import EXTRACTORS, FOLDER, OURS, PEERS, Extractor
from benchmarks.extraction.gold import load
from benchmarks.extraction.report import BEGIN
from benchmarks.extraction.runner import Result, run
from tests.benchmarks.folders import LEAK, line, two_pages, write_index

ROOT = Path(__file__).parents[2]
PYTHON = Path(sys.executable)
SHOUTING = """
DISTRIBUTION = "lxml"
def make():
    def read(page):
        print("this is no answer")
        return {"body": page.html.decode().upper()}
    return read
"""
CRASHING = """
import os
DISTRIBUTION = "lxml"
def make():
    def read(page):
        if "indeks" not in page.url:
            os.write(2, b"out of luck\\n")
            os._exit(7)
        return {"body": "still here"}
    return read
"""
HANGING = """
import threading
DISTRIBUTION = "lxml"
def make():
    def read(page):
        if "indeks" not in page.url:
            threading.Event().wait()
        return {"body": "still here"}
    return read
"""
CURIOUS = """
import urllib.request
DISTRIBUTION = "lxml"
def make():
    def read(page):
        return {"body": urllib.request.urlopen("http://127.0.0.1:9/").read()}
    return read
"""
NOSY = """
import importlib.util
DISTRIBUTION = "lxml"
def make():
    return lambda page: {"body": str([name for name in ("benchmarks", "pipelines", "gold") if importlib.util.find_spec(name)])}
"""


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.extraction", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def made_up(folder: Path, source: str) -> Extractor:
    (folder / "made_up.py").write_text(source, encoding="utf-8")
    return Extractor("made up", str(folder / "made_up"), frozenset())


def ran(folder: Path, extractor: Extractor, page_seconds: float = 30, repeat: int = 1) -> Result:
    (result,) = run(load(two_pages(folder)), [extractor], PYTHON, repeat=repeat, page_seconds=page_seconds)
    return result


def test_ours_and_trafilatura_are_measured_side_by_side(tmp_path: Path) -> None:
    folder, figures, table = two_pages(tmp_path), tmp_path / "all.json", tmp_path / "table.md"
    done = command(
        folder,
        "--peers",
        "trafilatura,goose3",
        "--peers-python",
        PYTHON,
        "--repeat",
        "2",
        "--worst",
        "5",
        "--json",
        figures,
        "--markdown",
        table,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "goose3: not installed: goose3" in done.stdout
    found = json.loads(figures.read_text())
    assert set(found["extractors"]) == {"pantau", "trafilatura"}
    assert found["not_run"] == {"goose3": "not installed: goose3"}
    ours, trafilatura = found["extractors"]["pantau"], found["extractors"]["trafilatura"]
    assert ours["measures"]["f1"]["value"] == 1.0
    assert (ours["false_articles"], ours["lists"], ours["errors"]) == (0, 1, 0)
    assert trafilatura["pages"][0]["leaks"] == [LEAK]
    assert trafilatura["pages"][0]["exact"]["datetime"] is False
    assert all(len(one["round_ms"]) == 2 and one["ms"] > 0 for one in (ours, trafilatura))
    assert found["differences"]["trafilatura"]["value"] > 0
    text = table.read_text()
    assert text.startswith(BEGIN) and text.endswith(f"{END}\n")
    assert re.search(r"^\| pantau \| 1\.000 \| 1\.000–1\.000 \|.* 0 of 1 \| 0 \|", text, re.MULTILINE)
    assert "1 articles and 1 pages that are none" in text
    assert str(tmp_path) not in text


def test_a_table_replaces_only_what_stands_between_its_comments(tmp_path: Path) -> None:
    document = tmp_path / "README.md"
    document.write_text(f"above\n{BEGIN}\nold table\n{END}\nbelow\n", encoding="utf-8")
    for _ in range(2):
        assert command(two_pages(tmp_path), "--peers", "", "--repeat", "0", "--markdown", document).returncode == 0
    text = document.read_text(encoding="utf-8")
    assert text.startswith(f"above\n{BEGIN}\n") and text.endswith(f"{END}\nbelow\n")
    assert "old table" not in text
    assert text.count("| pantau |") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "extraction benchmark: nowhere/index.jsonl: No such file or directory"),
        (["--peers", "trafilatura,boilerpipe"], "argument --peers: boilerpipe: not among trafilatura, "),
        (["--repeat", "-1"], "argument --repeat: '-1' is no number of 0 or more"),
        (["--page-seconds", "nan"], "argument --page-seconds: 'nan' is no number of seconds"),
        (["--markdown", "LICENSE"], "extraction benchmark: LICENSE: no lines '<!-- results"),
        (["--json", "nowhere/all.json"], "extraction benchmark: nowhere: there is no such folder"),
    ],
)
def test_what_cannot_be_used_ends_in_one_line(arguments: list[str], message: str) -> None:
    done = command(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_python_that_is_not_there_ends_in_one_line(tmp_path: Path) -> None:
    done = command(two_pages(tmp_path), "--peers", "trafilatura", "--peers-python", tmp_path / "python")
    assert done.returncode == 2
    assert done.stderr == f"extraction benchmark: {tmp_path}/python: No such file or directory\n"


def test_what_an_extractor_prints_is_not_taken_for_its_answer(tmp_path: Path) -> None:
    result = ran(tmp_path, made_up(tmp_path, SHOUTING))
    assert [reply["answer"]["body"][:9] for reply in result.replies] == ["<!DOCTYPE"] * 2


def test_an_extractor_that_crashes_is_started_anew_for_the_next_page(tmp_path: Path) -> None:
    result = ran(tmp_path, made_up(tmp_path, CRASHING))
    assert result.replies[0] == {"error": "the process ended (7): out of luck"}
    assert result.replies[1]["answer"] == {"body": "still here"}
    assert result.rounds[0][0] is None
    assert len(result.round_ms) == 1


def test_an_extractor_that_hangs_is_stopped_and_started_anew_for_the_next_page(tmp_path: Path) -> None:
    result = ran(tmp_path, made_up(tmp_path, HANGING), page_seconds=2)
    assert result.replies[0] == {"error": "took longer than 2 s"}
    assert result.replies[1]["answer"] == {"body": "still here"}


def test_an_extractor_that_does_not_even_start_is_reported(tmp_path: Path) -> None:
    assert ran(tmp_path, made_up(tmp_path, "import os; os._exit(3)")).missing == "does not start: the process ended (3)"


def test_no_extractor_reaches_the_network(tmp_path: Path) -> None:
    result = ran(tmp_path, made_up(tmp_path, CURIOUS), repeat=0)
    assert "the evaluation allows no network" in result.replies[0]["error"]


def test_a_peer_can_import_nothing_of_the_project(tmp_path: Path) -> None:
    assert ran(tmp_path, made_up(tmp_path, NOSY), repeat=0).replies[0]["answer"] == {"body": "[]"}


def test_a_page_behind_a_wrong_charset_is_given_as_bytes(tmp_path: Path) -> None:
    folder = write_index(tmp_path, line(charset="no-such-charset"))
    (result,) = run(load(folder), [EXTRACTORS[OURS]], PYTHON, repeat=0)
    assert result.replies[0]["answer"]["body"]


def test_every_extractor_has_its_module_and_every_module_its_extractor() -> None:
    assert {extractor.module for extractor in EXTRACTORS.values()} == {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert len(PEERS) == 8


def test_both_lock_files_pin_the_same_trafilatura() -> None:
    pins = [re.findall(r"^trafilatura==\S+", path.read_text(), re.MULTILINE) for path in (ROOT / "requirements.lock", peers.LOCK)]
    assert pins[0] == pins[1]
    assert len(pins[0]) == 1


def test_the_lock_file_of_the_peers_has_a_hash_for_everything_and_names_no_registry() -> None:
    entries = re.split(r"\n(?=\S)", peers.LOCK.read_text().strip())
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|--index|--find-links", peers.LOCK.read_text())


def test_an_environment_of_the_same_lock_file_is_used_as_it_is(tmp_path: Path) -> None:
    lock = tmp_path / "empty.lock"
    lock.write_text("", encoding="utf-8")
    folder = tmp_path / "venv"
    python = peers.python(folder, lock)
    assert subprocess.run([python, "-c", ""], check=False).returncode == 0
    (folder / "kept").touch()
    assert peers.python(folder, lock) == python
    assert (folder / "kept").exists()


def test_an_environment_that_cannot_be_built_is_refused_in_one_line(tmp_path: Path) -> None:
    lock = tmp_path / "bad.lock"
    lock.write_text("this is no requirement\n", encoding="utf-8")
    with pytest.raises(peers.NoPeers, match=r"cannot build venv: ") as error:
        peers.python(tmp_path / "venv", lock)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "venv" / peers.STAMP).exists()
