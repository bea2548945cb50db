"""Real pages: measured against what people read on them, where the shared pages are there."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.extraction import extract
from pipelines.items import Article, Page, Verdict
from pipelines.stage import Ended

PAGES = Path(__file__).parents[3] / "shared" / "data" / "pages"
pytestmark = pytest.mark.skipif(not PAGES.exists(), reason="the shared pages are not here")

# A link under "Baca Juga:" that the list counts as text.
MISTAKEN = "Mengurangi Beban Rakyat, Pemerintah Salurkan Bansos Tambahan Rp 39,19 Triliun "
# Pages that show no more than the beginning of a paid article.
TEASERS = {"egi-media_indonesia-sample-article-premium.html"}


def listed(name: str) -> list[dict[str, Any]]:
    path = PAGES / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


GOLD = listed("index.jsonl")
MARKUP = listed("markup_index.jsonl")


def judged(entry: dict[str, Any]) -> Article | Ended:
    body = (PAGES / entry["file"]).read_bytes()
    url = entry.get("url") or entry.get("canonical") or "https://www.warta-uji.co.id/internasional"
    return extract(Page(url=url, outlet=entry["outlet"], body=body, fetched_at=datetime(2026, 8, 1, tzinfo=UTC)))


def article(entry: dict[str, Any]) -> Article:
    result = judged(entry)
    assert isinstance(result, Article), result
    return result


def f1(found: str, expected: str) -> float:
    """F1 of the sequences of four words, each counted once."""
    first, second = (
        {tuple(words[index : index + 4]) for index in range(max(1, len(words) - 3))} for words in (found.split(), expected.split())
    )
    return 2 * len(first & second) / (len(first) + len(second))


def people(text: str | None) -> set[str]:
    names = re.split(r", | dan ", text or "")
    return {name for name in names if name and not name.startswith("Kontributor ")}


def by_file(entry: dict[str, Any]) -> str:
    return str(entry["file"])


def test_bodies_are_what_people_read() -> None:
    scores = [f1(article(entry).body, entry["body"].replace(MISTAKEN, "")) for entry in GOLD]
    assert sum(scores) / len(scores) >= 0.99
    assert min(scores) >= 0.97


@pytest.mark.parametrize("entry", GOLD, ids=by_file)
def test_nothing_leaks_into_a_body(entry: dict[str, Any]) -> None:
    body = " ".join(article(entry).body.split())
    assert [text for text in entry["must_not"] if " ".join(text.split()) in body] == []


@pytest.mark.parametrize("entry", GOLD, ids=by_file)
def test_the_title_is_the_printed_one(entry: dict[str, Any]) -> None:
    assert article(entry).title == entry["title"]


@pytest.mark.parametrize("entry", GOLD, ids=by_file)
def test_the_time_is_right_to_the_minute(entry: dict[str, Any]) -> None:
    published_at = article(entry).published_at
    assert published_at is not None
    assert abs((published_at.value - datetime.fromisoformat(entry["published"])).total_seconds()) < 60


@pytest.mark.parametrize("entry", [entry for entry in GOLD if entry["author"]], ids=by_file)
def test_the_authors_are_those_of_the_byline(entry: dict[str, Any]) -> None:
    assert set(article(entry).authors) == people(entry["author"])


@pytest.mark.parametrize("entry", [entry for entry in MARKUP if entry["kind"] == "listing_markup"], ids=by_file)
def test_a_list_is_no_article(entry: dict[str, Any]) -> None:
    result = judged(entry)
    assert isinstance(result, Ended)
    assert result.verdict == Verdict.NOT_ARTICLE


@pytest.mark.parametrize("entry", [entry for entry in MARKUP if entry["file"] in TEASERS], ids=by_file)
def test_a_teaser_is_no_article(entry: dict[str, Any]) -> None:
    result = judged(entry)
    assert isinstance(result, Ended)
    assert result.verdict == Verdict.NOT_ARTICLE


ARTICLES = [entry for entry in MARKUP if entry["kind"] == "article_markup" and entry["file"] not in TEASERS]


@pytest.mark.parametrize("entry", ARTICLES, ids=by_file)
def test_a_template_of_2026_gives_all_its_text_and_nothing_else(entry: dict[str, Any]) -> None:
    body = " ".join(article(entry).body.split())
    missing = [text for text in entry["must_contain"] if re.sub(r" ([.,])", r"\1", text) not in body]
    assert missing == []
    assert [text for text in entry["must_not"] if text in body] == []


@pytest.mark.parametrize("entry", [entry for entry in ARTICLES if entry["published_jsonld"]], ids=by_file)
def test_a_template_of_2026_gives_its_title_and_time(entry: dict[str, Any]) -> None:
    found = article(entry)
    assert found.title == entry["title"]
    assert found.published_at is not None
    assert found.published_at.value == datetime.fromisoformat(entry["published_jsonld"])
