"""demo: the whole way on one machine, in a copy of the project, since it writes to a fixed place in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom.articles import load
from tests.conftest import OUR_SETTINGS, ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's files, without what was made from them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "crawler", "pipelines", "newsroom", "scrapy.cfg"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout, so its files cannot be told from others")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OUR_SETTINGS)}
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "demo"], cwd=folder, env=environment, capture_output=True, text=True, timeout=150, check=False
    )


def test_the_demo_finds_what_the_newsroom_meant_and_a_second_one_fetches_nothing_again(copy: Path) -> None:
    articles = load()
    relevant = sum(article.relevant for article in articles)
    first = demo(copy)
    assert first.returncode == 0, first.stdout + first.stderr
    assert re.search(r"^The newsroom plays 10 outlets with \d+ articles on 127\.0\.0\.1:\d+\.", first.stdout)
    assert f"This run fetched {len(articles)} articles; the archive var/demo.db now holds {relevant} relevant articles:" in first.stdout
    assert f"  {relevant} of the {relevant} that the newsroom's writers meant to be found, 0 others.\n" in first.stdout
    assert (copy / "var" / "demo.db").is_file()
    second = demo(copy)
    assert second.returncode == 0, second.stdout + second.stderr
    assert f"This run fetched 0 articles; the archive var/demo.db now holds {relevant} relevant articles:" in second.stdout
    for run in (first, second):
        assert "Traceback" not in run.stderr
