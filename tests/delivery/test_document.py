"""The document of an article, and what the mapping says of its fields."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pipelines.archive import OutboxEntry, article_to_dict
from pipelines.delivery import document, document_id
from pipelines.delivery.document import encoded
from pipelines.delivery.mapping import LONGEST_KEYWORD, articles
from pipelines.items import Article, Edits, Story, Timestamp, Verdict
from tests.delivery.articles import FULL, NOON

LUCENE_LONGEST_TERM = 32_766  # bytes


def paths(properties: dict[str, Any], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, field in properties.items():
        if field.get("type") == "alias":
            continue  # another name of a field
        found |= paths(field["properties"], f"{prefix}{name}.") if "properties" in field else {f"{prefix}{name}"}
    return found


def filled(value: Any, prefix: str = "") -> set[str]:
    if isinstance(value, dict):
        return set().union(*(filled(inner, f"{prefix}.{name}".lstrip(".")) for name, inner in value.items()))
    if isinstance(value, list) and isinstance(value[0], dict):
        return set().union(*(filled(inner, prefix) for inner in value))
    return {prefix}


def entered(article: Article) -> OutboxEntry:
    return OutboxEntry(1, article_to_dict(article), 1, Verdict.RELEVANT)


def test_a_full_article_fills_every_field_of_the_mapping_and_no_other() -> None:
    story = Story("s1", "kompas", FULL.crawled_at, reach=2, articles=3)
    edits = Edits(NOON, ("Putin ke Pyongyang",), "[-ke-] {+tiba di+}")
    entry = OutboxEntry(1, article_to_dict(FULL), 2, Verdict.RELEVANT, story=story, gone_at=FULL.crawled_at, edits=edits)
    assert filled(document(entry)) == paths(articles(["russia", "dprk"])["properties"])


def test_times_are_utc_with_the_text_of_the_page_beside_them() -> None:
    fields = document(entered(FULL))
    assert fields["published_at"] == "2024-06-19T03:30:00+00:00"
    assert fields["published_at_text"] == "Rabu, 19 Juni 2024 | 10:30 WIB"
    assert fields["@timestamp"] == fields["published_at"]


def test_an_article_without_a_date_is_filed_under_the_time_of_its_crawl() -> None:
    fields = document(entered(replace(FULL, published_at=None, modified_at=None)))
    assert fields["@timestamp"] == NOON.isoformat()
    assert not {"published_at", "published_at_text", "modified_at"} & fields.keys()


def test_the_first_hour_of_the_calendar_is_a_date_like_any_other() -> None:
    edge = Timestamp(datetime.min.replace(tzinfo=UTC), "0001-01-01")
    assert document(entered(replace(FULL, published_at=edge)))["published_at"].startswith("0001-01-01")


def test_a_lone_surrogate_does_not_reach_the_request() -> None:
    broken = replace(FULL, title="Putin \ud83d Kim", tags=("\udc00",), evidence=replace(FULL.evidence, interactions=("\ud800",)))
    fields = json.loads(encoded(document(entered(broken))))
    assert (fields["title"], fields["tags"], fields["evidence"]["interactions"]) == ("Putin \ufffd Kim", ["\ufffd"], ["\ufffd"])


def test_an_id_depends_on_the_canonical_url_alone_and_is_short() -> None:
    assert document_id("https://a.example/" + "x" * 5000) != document_id("https://a.example/" + "x" * 4999)
    assert len(document_id("https://a.example/\ud800")) == 64


def test_no_keyword_can_be_longer_than_lucene_takes() -> None:
    assert LONGEST_KEYWORD * 4 <= LUCENE_LONGEST_TERM
