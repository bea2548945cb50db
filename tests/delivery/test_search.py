"""Search in the real Elasticsearch, with the crawler's key."""

from __future__ import annotations

import pytest
from elasticsearch import Elasticsearch

from pipelines.archive import Archive
from pipelines.delivery import Definition, DeliveryError, deliver, search
from pipelines.delivery.query import NEWEST, NOTHING, parse
from tests.delivery.articles import FULL, numbered, record

pytestmark = pytest.mark.elasticsearch

TEXTS = {
    0: ("Pertahanan", "Kedua negara membahas kerja sama pertahanan dan keamanan."),
    1: ("Kim Jong Un", "Kim Jong Un mengirim pasukan ke Rusia."),
    2: ("Un bertemu Kim", "Jong menyambut tamu dari Ukraina."),
    3: ("Gandum", "Rusia mengirim gandum ke Korea Utara."),
}


@pytest.fixture
def filled(client: Elasticsearch, crawler: Elasticsearch, index: Definition, archive: Archive) -> str:
    """The alias of an index that holds TEXTS, each published a minute after the one before."""
    record(archive, *(numbered(number, title=title, lead="", body=body) for number, (title, body) in TEXTS.items()))
    deliver(archive, crawler, index)
    client.indices.refresh(index=index.alias)
    return index.alias


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pertahankan", {0}),
        ("PERTAHANAN keamanan", {0}),
        ("pertahanan gandum", set()),
        ("pertahanan OR gandum", {0, 3}),
        ('"Kim Jong Un"', {1}),
        ("“Kim Jong Un”", {1}),
        ("kim jong un", {1, 2}),
        ("rusia -gandum", {1}),
        ('rusia -"jong un"', {3}),
        ("rusia outlet:koran", {1, 3}),
        ("outlet:KORAN", {0, 1, 2, 3}),
        ("outlet:majalah", set()),
        ("outlet:majalah outlet:koran", {0, 1, 2, 3}),
        ("-outlet:koran", set()),
        ("-rusia", {0, 2}),
        ("dan", {0}),
        ("%", set()),
        ('"', set()),
        ("rusia (gandum", {3}),
        ("rusia AND *", set()),
        ("OR gandum", set()),
    ],
)
def test_what_a_person_types_finds(crawler: Elasticsearch, filled: str, text: str, found: set[int]) -> None:
    assert {int(hit.url.rpartition("/")[2]) for hit in search(crawler, text, 0, filled)} == found


def test_without_a_query_the_newest_come_first(crawler: Elasticsearch, filled: str) -> None:
    assert [hit.title for hit in search(crawler, "", 2, filled)] == ["Gandum", "Un bertemu Kim"]


def test_an_article_named_in_the_title_comes_before_one_that_mentions_it(crawler: Elasticsearch, filled: str) -> None:
    assert next(search(crawler, "kim", 1, filled)).title in ("Un bertemu Kim", "Kim Jong Un")
    assert [hit.title for hit in search(crawler, "gandum OR pasukan", 0, filled)] == ["Gandum", "Kim Jong Un"]


def test_matches_stand_in_double_brackets(crawler: Elasticsearch, filled: str) -> None:
    (hit,) = search(crawler, "pertahankan", 5, filled)
    assert hit.highlight == "Kedua negara membahas kerja sama [[pertahanan]] dan keamanan."


def test_a_match_in_the_title_alone_is_shown_there(crawler: Elasticsearch, filled: str) -> None:
    (hit,) = search(crawler, "bertemu", 5, filled)
    assert hit.highlight == "Un [[bertemu]] Kim"


def test_a_hit_carries_the_whole_article(client: Elasticsearch, crawler: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, FULL)
    deliver(archive, crawler, index)
    client.indices.refresh(index=index.alias)
    (hit,) = search(crawler, "putin", 5, index.alias)
    assert (hit.url, hit.outlet, hit.title, hit.body, hit.score) == (FULL.url, FULL.outlet, FULL.title, FULL.body, FULL.score)
    assert FULL.published_at is not None and hit.published_at == FULL.published_at.value
    assert (hit.evidence, hit.verdict) == (FULL.evidence, "relevant")


def test_limit_zero_gives_every_hit_once(client: Elasticsearch, crawler: Elasticsearch, index: Definition, archive: Archive) -> None:
    record(archive, *map(numbered, range(250)))
    deliver(archive, crawler, index)
    client.indices.refresh(index=index.alias)
    for text in ("", "putin"):
        urls = [hit.url for hit in search(crawler, text, 0, index.alias)]
        assert len(urls) == len(set(urls)) == 250
    assert len(list(search(crawler, "putin", 120, index.alias))) == 120


def test_an_endless_body_does_not_break_the_search(
    client: Elasticsearch, crawler: Elasticsearch, index: Definition, archive: Archive
) -> None:
    record(archive, numbered(1, body="rudal " * 200_000))
    assert deliver(archive, crawler, index).delivered == 1
    client.indices.refresh(index=index.alias)
    assert "[[rudal]]" in next(search(crawler, "rudal", 1, index.alias)).highlight


def test_a_query_of_a_thousand_words_is_answered(crawler: Elasticsearch, filled: str) -> None:
    assert list(search(crawler, " ".join(f"kata{number}" for number in range(1000)), 5, filled)) == []


def test_a_missing_index_is_told_in_one_line(crawler: Elasticsearch) -> None:
    with pytest.raises(DeliveryError, match="create it with `scrapy index setup`"):
        list(search(crawler, "putin", 5, "articles-of-nobody"))


def test_text_that_names_nothing_is_not_taken_for_no_text() -> None:
    assert parse("  ") == NEWEST
    assert parse("% ! ^") == NOTHING
