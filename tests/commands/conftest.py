"""What the tests of the commands share: an archive with articles in it, and what is expected of a refusal."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newsroom.server import Newsroom
from pipelines.archive import Archive
from pipelines.items import Judgement, Page, Verdict
from pipelines.judgement import judge_page
from pipelines.language import LanguageStage
from pipelines.relevance import load_topic
from tests.conftest import Desk

STOCKED = ("balipost", "koranmandala", "kompas")


def complaint(run: subprocess.CompletedProcess[str], code: int) -> str:
    """The one line with which a command refused, having done and said nothing else."""
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert run.stderr.count("\n") == 1, run.stderr
    assert run.stderr.startswith("pantau: ")
    assert run.returncode == code, run.stderr
    return run.stderr.strip()


@pytest.fixture(scope="session")
def judged(shared_newsroom: Newsroom) -> list[Judgement]:
    """The verdicts on every page of three outlets, as a crawl gives them."""
    topic, language = load_topic("russia_dprk"), LanguageStage.from_settings({})
    judgements = []
    for name in STOCKED:
        site = shared_newsroom.sites[name]
        for post in site.posts:
            address = urlsplit(post.url)
            body = site.document(address.netloc, address.path, "page=all").body
            page = Page(
                url=post.url, canonical_url=post.url, outlet=name, body=body, fetched_at=datetime.now(UTC), timezone=site.outlet.zone
            )
            judgements.append(judge_page(page, topic, language))
    return judgements


@pytest.fixture(scope="session")
def stock(judged: list[Judgement], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive's file with these verdicts, and a run of each of the three outlets: finished, failed, and one without an end."""
    path = tmp_path_factory.mktemp("stock") / "archive.db"
    with Archive.open(f"sqlite:///{path}") as archive:
        archive.record(judged)
        ends = {"balipost": "finished", "koranmandala": "failed", "kompas": None}
        for name, outcome in ends.items():
            run = archive.start_run(name, datetime(2024, 11, 1, 3, 0, tzinfo=UTC))
            if outcome:
                counts = {"relevant": sum(each.outlet == name and each.verdict is Verdict.RELEVANT for each in judged)}
                archive.finish_run(run, outcome, "", counts, datetime(2024, 11, 1, 3, 5, tzinfo=UTC))
    return path


@pytest.fixture
def stocked_desk(lone_desk: Desk, stock: Path) -> Desk:
    """A desk whose archive holds articles."""
    for file in stock.parent.glob("archive.db*"):
        if file.is_file():
            shutil.copy(file, lone_desk.folder / file.name)
    return lone_desk


@pytest.fixture
def relevant(judged: list[Judgement]) -> list[Judgement]:
    """The verdicts on relevant articles."""
    return [each for each in judged if each.verdict is Verdict.RELEVANT]
