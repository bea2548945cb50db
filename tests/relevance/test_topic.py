"""A topic is a file: it is checked when it is read, and a second one is just a second file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.items import Article, Verdict
from pipelines.relevance import RelevanceStage, TopicError, assess, load_topic
from pipelines.relevance.topic import TOPICS

SECOND = """
name = "india_pakistan"
title = "Hubungan India dan Pakistan"
version = "3"
[sides.india]
label = "India"
entities = [{ name = "India", kind = "country", aliases = ["Bharat", "New Delhi"] }]
[sides.pakistan]
label = "Pakistan"
entities = [{ name = "Pakistan", kind = "country", aliases = ["Islamabad", "Pakistan"] }]
[interactions.military]
stems = ["serang"]
"""


def stored(folder: Path, text: str) -> str:
    path = folder / "second.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_second_topic_needs_nothing_but_its_file(tmp_path: Path) -> None:
    topic = load_topic(stored(tmp_path, SECOND))
    article = Article(
        url="u",
        canonical_url="u",
        outlet="o",
        title="New Delhi Serang Islamabad",
        body="New Delhi menyerang Islamabad.",
        crawled_at=datetime(2024, 1, 1, tzinfo=UTC),
    )
    assert assess(article, topic)[0] is Verdict.RELEVANT
    assert set(topic.side_patterns) == {"india", "pakistan"}


def test_the_version_of_the_rules_changes_with_the_file(tmp_path: Path) -> None:
    before = load_topic(stored(tmp_path, SECOND)).rules_version
    after = load_topic(stored(tmp_path, SECOND.replace('"serang"', '"serang", "kirim"'))).rules_version
    assert before.startswith("3-")
    assert before != after


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (SECOND.replace('kind = "country", aliases = ["Bharat"', 'kind = "land", aliases = ["Bharat"'), "sides.india.entities.0.kind"),
        (SECOND.replace('aliases = ["Islamabad", "Pakistan"]', "weak = true"), "has no spelling"),
        (SECOND.replace('stems = ["serang"]', 'stem = ["serang"]'), "interactions.military.stem"),
        (SECOND.replace("[sides.pakistan]", "[side.pakistan]"), "sides"),
        (SECOND.replace('version = "3"', ""), "version"),
        (SECOND + "\n[sides.india]\n", "not TOML"),
    ],
)
def test_an_unusable_topic_is_refused_in_one_line_that_names_file_and_place(tmp_path: Path, text: str, place: str) -> None:
    path = stored(tmp_path, text)
    with pytest.raises(TopicError) as refused:
        load_topic(path)
    assert str(refused.value).startswith(path)
    assert place in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_unknown_topic_is_answered_with_those_there_are() -> None:
    with pytest.raises(TopicError, match="no topic 'mars': give one of russia_dprk"):
        RelevanceStage.from_settings({"TOPIC": "mars"})


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(TopicError, match="not UTF-8 at byte 8"):
        load_topic(str(path))


@pytest.mark.parametrize("path", sorted(TOPICS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_topic_we_ship_is_usable(path: Path) -> None:
    assert load_topic(path.stem).name == path.stem
