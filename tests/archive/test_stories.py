"""Stories in the archive: clustered as articles arrive, in any order, and renewed in the index when they change."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from benchmarks.stories.texts import Written, load
from pipelines import stories
from pipelines.archive import Archive, clustering
from pipelines.items import Judgement, Story, Timestamp, Verdict
from tests.archive.samples import NOW, address, article, judgement, later
from tests.archive.test_processes import start

SYLLABLES = ["ba", "di", "ka", "lu", "me", "na", "pe", "ra", "si", "to", "wa", "gu"]


def prose(seed: int, sentences: int = 8) -> str:
    """A text of its own for each seed, of made-up words."""
    made = random.Random(seed)
    lines = [" ".join("".join(made.choices(SYLLABLES, k=3)) for _ in range(12)) for _ in range(sentences)]
    return "\n".join(f"{line.capitalize()}." for line in lines)


def printed(name: str, body: str, outlet: str = "koran", hours: float = 0, at: datetime = NOW, **changes: Any) -> Judgement:
    """A judgement of `body` as `outlet` printed it some hours after NOW."""
    verdict = changes.pop("verdict", Verdict.RELEVANT)
    changes.setdefault("published_at", Timestamp(NOW + timedelta(hours=hours), ""))
    return judgement(verdict, name, at, outlet=outlet, article=article(name, body, outlet=outlet, **changes))


def story(archive: Archive, name: str) -> Story:
    found = archive.story(address(name))
    assert found is not None
    return found


def waiting(archive: Archive) -> list[tuple[str, int]]:
    return [(entry.article.canonical_url.rsplit("/")[-1], entry.revision) for entry in archive.outbox_batch(1000)]


def deliver(archive: Archive) -> None:
    archive.acknowledge([entry.id for entry in archive.outbox_batch(1000)])


def test_a_lone_article_is_a_story(archive: Archive) -> None:
    archive.record([printed("a", prose(1))])
    assert story(archive, "a") == Story(clustering.founded_by(address("a")), "koran", NOW, 1, 1)
    assert archive.story(address("b")) is None


def test_copies_are_one_story_and_the_earliest_is_the_first_publisher(archive: Archive) -> None:
    archive.record([printed("a", prose(1), "harian", 2), printed("b", prose(1), "warta", 3), printed("c", prose(2), "warta")])
    before = story(archive, "a")
    archive.record([printed("d", prose(1), "antara", -1), printed("e", prose(1), "warta", 5)])
    assert story(archive, "a") == story(archive, "e") == Story(before.id, "antara", NOW - timedelta(hours=1), 3, 4)
    assert [kept.canonical_url for kept in archive.story_articles(before.id)] == [address(name) for name in "dabe"]
    assert story(archive, "c").articles == 1


def test_an_undated_copy_belongs_and_one_printed_weeks_later_does_not(archive: Archive) -> None:
    years = timedelta(days=900)
    archive.record([printed("a", prose(1)), printed("late", prose(1), hours=24 * 11), printed("old", prose(2), hours=-24 * 900)])
    archive.record([printed("undated", prose(1), "warta", published_at=None), printed("none", prose(2), "warta", published_at=None)])
    assert story(archive, "undated").id == story(archive, "a").id
    assert story(archive, "none") == Story(clustering.founded_by(address("old")), "koran", NOW - years, 2, 2)
    archive.record([printed("dated", prose(2), "harian", hours=-24 * 900)])
    assert story(archive, "dated").articles == 3


def partition(archive: Archive, written: list[Written]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for sample in written:
        found.setdefault(story(archive, sample.name).id, set()).add(sample.name)
    return {frozenset(names) for names in found.values()}


@pytest.mark.parametrize("order", range(6))
def test_the_order_of_arrival_changes_no_story(sqlite_url: str, order: int) -> None:
    events = {"kunjungan-pyongyang", "pakta-komprehensif", "parade-beijing"}
    written = [sample for sample in load("dev") if sample.event in events]
    expected: dict[str, set[str]] = {}
    for sample in written:
        expected.setdefault(sample.story, set()).add(sample.name)
    arriving = random.Random(order).sample(written, len(written))
    with Archive.open(sqlite_url) as archive:
        for at in range(0, len(arriving), 1 + order):  # in batches of different sizes
            some = arriving[at : at + 1 + order]
            archive.record(
                [printed(each.name, each.body, each.outlet, published_at=Timestamp(each.published_at, "")) for each in some],
            )
        assert partition(archive, written) == {frozenset(names) for names in expected.values()}


def test_an_article_that_bridges_two_stories_makes_them_one_under_the_earlier_ones_id(archive: Archive) -> None:
    archive.record([printed("a", prose(1), "harian", 5), printed("b", prose(2), "warta", 2), printed("b2", prose(2), "koran", 3)])
    deliver(archive)
    archive.record([printed("both", prose(1) + "\n" + prose(2), "antara", 8)])
    assert story(archive, "a") == Story(clustering.founded_by(address("b")), "warta", NOW + timedelta(hours=2), 4, 4)
    assert sorted(name for name, _ in waiting(archive)) == ["a", "b", "b2", "both"]


def test_an_edited_article_keeps_its_story_and_is_found_by_its_new_text(archive: Archive) -> None:
    archive.record([printed("a", prose(1)), printed("b", prose(1), "warta")])
    archive.record([printed("b", prose(3), "warta", at=later(60))])
    archive.record([printed("c", prose(3), "harian", at=later(61)), printed("d", prose(1), "antara", at=later(61))])
    assert story(archive, "a") == story(archive, "c") == story(archive, "d")
    assert story(archive, "a").articles == 4


def test_an_article_that_is_kept_no_more_does_not_count(archive: Archive) -> None:
    archive.record(
        [printed("a", prose(1), "antara", -5), printed("b", prose(1), "warta"), printed("c", prose(1), verdict=Verdict.NEAR_MISS)]
    )
    deliver(archive)
    id = story(archive, "a").id
    archive.record([printed("a", prose(1), "antara", -5, later(60), verdict=Verdict.IRRELEVANT, evidence=article().evidence)])
    assert story(archive, "b") == Story(id, "koran", NOW, 2, 2)
    assert waiting(archive) == [("a", 1), ("b", 1), ("c", 1)]
    archive.record([printed(name, prose(1), at=later(90), verdict=Verdict.IRRELEVANT) for name in "bc"])
    assert archive.story(address("b")) is None


def test_the_kept_articles_of_a_story_are_renewed_once_when_it_grows(archive: Archive) -> None:
    archive.record([printed("a", prose(1)), printed("b", prose(1), "warta", verdict=Verdict.NEAR_MISS), printed("other", prose(9))])
    archive.record([printed("a", prose(1) + "\nRalat baru.", at=later(10))])
    deliver(archive)
    archive.record([printed("c", prose(1), "harian", at=later(20))])
    assert sorted(waiting(archive)) == [("a", 2), ("b", 1), ("c", 1)]
    archive.record([printed("d", prose(1), "antara", at=later(30)), printed("e", prose(1), "antara", at=later(30))])
    assert sorted(waiting(archive)) == [("a", 2), ("b", 1), ("c", 1), ("d", 1), ("e", 1)]
    archive.record([printed("d", prose(1), "antara", at=later(30))])
    assert [entry.story for entry in archive.outbox_batch(10)] == [story(archive, "a")] * 5


def test_a_renewal_is_not_lost_to_a_delivery_under_way(archive: Archive) -> None:
    archive.record([printed("a", prose(1))])
    under_way = archive.outbox_batch(10)
    archive.record([printed("b", prose(1), "warta", at=later(1))])
    archive.acknowledge([entry.id for entry in under_way])
    assert sorted(waiting(archive)) == [("a", 1), ("b", 1)]


def test_a_replayed_batch_queues_nothing(archive: Archive) -> None:
    batch = [printed("a", prose(1)), printed("b", prose(1), "warta")]
    archive.record(batch)
    deliver(archive)
    archive.record(batch)
    assert waiting(archive) == []


def forget_stories(archive: Archive) -> None:
    with archive._database.writing() as connection:
        for statement in ("UPDATE articles SET story = NULL", "DELETE FROM fingerprint_bands", "DELETE FROM fingerprints"):
            connection.execute(text(statement))


def test_articles_of_an_older_archive_are_completed(archive: Archive) -> None:
    archive.record([printed("a", prose(1)), printed("b", prose(1), "warta"), printed("c", prose(2)), printed("d", prose(2), "warta")])
    deliver(archive)
    forget_stories(archive)
    archive.record([printed("b", prose(1), "warta")])
    assert story(archive, "b").articles == 1
    assert [archive.cluster(2), archive.cluster(2), archive.cluster(2)] == [2, 1, 0]
    assert [story(archive, name).reach for name in "abcd"] == [2, 2, 2, 2]
    assert sorted(name for name, _ in waiting(archive)) == ["a", "b", "c", "d"]


def test_fingerprints_of_another_version_are_made_anew(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.record([printed("a", prose(1)), printed("b", prose(2))])
    id = story(archive, "a").id
    monkeypatch.setattr(stories, "VERSION", stories.VERSION + 256)
    assert (archive.cluster(10), archive.cluster(10)) == (2, 0)
    archive.record([printed("c", prose(1), "warta")])
    assert story(archive, "c").id == id


def test_boilerplate_that_all_share_neither_joins_stories_nor_fills_the_bands(sqlite_url: str) -> None:
    standard = prose(100, sentences=3)
    with Archive.open(sqlite_url) as archive:
        archive.record([printed(str(number), f"{prose(number)}\n{standard}") for number in range(clustering.FULL + 30)])
        archive.record([printed("copy", f"{prose(7)}\n{standard}", "warta"), printed("last", f"{prose(79)}\n{standard}", "warta")])
        assert story(archive, "copy").id == story(archive, "7").id
        assert story(archive, "last").id == story(archive, "79").id
        assert story(archive, "8").articles == 1
        with archive._database.reading() as connection:
            fullest = connection.execute(text("SELECT count(*) FROM fingerprint_bands GROUP BY period, band ORDER BY 1 DESC")).scalar()
    assert fullest == clustering.FULL


def test_stories_cost_one_statement_for_all_entries(archive: Archive) -> None:
    archive.record([printed(str(number), prose(number // 2), f"koran{number}") for number in range(40)])
    counted: list[int] = []
    for limit in (2, 40):
        statements: list[str] = []
        event.listen(archive._database.engine, "before_cursor_execute", lambda *call, kept=statements: kept.append(call[2]))
        assert {entry.story.reach for entry in archive.outbox_batch(limit) if entry.story} == {2}
        counted.append(sum("SELECT" in statement for statement in statements))
    assert counted == [2, 2]
    assert {entry.story.articles for entry in archive.entries() if entry.story} == {2}


RECORD_COPIES = """
import sys
from pipelines.archive import Archive
from tests.archive.test_stories import printed, prose
url, outlet = sys.argv[1], sys.argv[2]
with Archive.open(url) as archive:
    for number in range(20):
        archive.record([printed(f"{outlet}-{number}", prose(number), outlet)])
"""


def test_copies_recorded_by_two_processes_at_once_found_one_story_each(url: str) -> None:
    Archive.open(url).close()
    processes = [start(RECORD_COPIES, url, outlet) for outlet in ("harian", "warta")]
    assert [process.communicate()[1] for process in processes] == ["", ""]
    with Archive.open(url) as archive:
        assert {story(archive, f"harian-{number}") == story(archive, f"warta-{number}") for number in range(20)} == {True}
        assert len({story(archive, f"harian-{number}").id for number in range(20)}) == 20
