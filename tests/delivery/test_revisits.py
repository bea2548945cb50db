"""What revisits change of an article, in the real Elasticsearch: edited, gone, found again, off the subject."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from pipelines.archive import Answer, Archive, Visit
from pipelines.delivery import Definition, deliver
from pipelines.items import Article, Judgement, Verdict
from tests.delivery.articles import FULL, NOON, stored

pytestmark = pytest.mark.elasticsearch

SCHEDULE = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
EDITED = replace(FULL, title="Putin Meninggalkan Pyongyang", content_hash="aa" * 32)


@pytest.fixture
def visited(archive: Archive, crawler: Elasticsearch, client: Elasticsearch, index: Definition) -> Any:
    """A function that records a visit after some hours, delivers, and returns what the index holds of the article then."""
    archive.record([_judgement(FULL, Verdict.RELEVANT, 0)], schedule=SCHEDULE)
    deliver(archive, crawler, index)

    def visit(hours: float, answer: Answer, article: Article | None = None, verdict: Verdict = Verdict.RELEVANT) -> dict[str, Any] | None:
        judged = _judgement(article, verdict, hours) if article else None
        archive.record([], visits=[Visit(FULL.canonical_url, NOON + timedelta(hours=hours), answer, judged)], schedule=SCHEDULE)
        delivery = deliver(archive, crawler, index)
        assert (delivery.remaining, delivery.error) == (0, "")
        return stored(client, index).get(FULL.canonical_url)

    return visit


def _judgement(article: Article, verdict: Verdict, hours: float) -> Judgement:
    return Judgement(verdict, "", article.url, article.canonical_url, article.outlet, NOON + timedelta(hours=hours), article)


def test_a_second_revision_is_marked_as_edited_after_publication(visited: Any) -> None:
    assert visited(1, Answer.UNCHANGED)["edited_after_publication"] is False
    fields = visited(6, Answer.READ, EDITED)
    assert (fields["title"], fields["revision"], fields["edited_after_publication"]) == (EDITED.title, 2, True)


def test_a_gone_article_stays_with_the_time_until_it_is_found_again(visited: Any) -> None:
    fields = visited(1, Answer.GONE)
    assert fields["gone_at"] == (NOON + timedelta(hours=1)).isoformat()
    assert (fields["title"], fields["edited_after_publication"]) == (FULL.title, False)
    assert "gone_at" not in visited(6, Answer.UNCHANGED)


def test_an_article_edited_off_the_subject_leaves_the_index_and_one_edited_back_returns(visited: Any) -> None:
    assert visited(1, Answer.READ, EDITED, Verdict.IRRELEVANT) is None
    fields = visited(6, Answer.READ, replace(FULL, body="Naskah ketiga.", content_hash="bb" * 32))
    assert (fields["revision"], fields["edited_after_publication"]) == (3, True)
