"""Articles for the delivery tests, and the way they get into the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from elasticsearch import Elasticsearch

from pipelines.archive import Archive
from pipelines.delivery import Definition
from pipelines.delivery.mapping import STATED
from pipelines.items import Article, Evidence, Judgement, Language, Origin, Reason, Sentence, Term, Timestamp, Verdict

WIB = timezone(timedelta(hours=7), "WIB")
NOON = datetime(2024, 6, 19, 5, 0, tzinfo=UTC)

FULL = Article(
    url="https://koran.example/2024/06/putin-tiba?page=all",
    canonical_url="https://koran.example/2024/06/putin-tiba",
    outlet="koran",
    title="Putin Tiba di Pyongyang, Disambut Kim Jong Un",
    subtitle="Kunjungan pertama dalam 24 tahun",
    lead="Presiden Rusia Vladimir Putin tiba di Pyongyang.",
    body="Presiden Rusia Vladimir Putin tiba di Pyongyang.\nKedua pemimpin membahas kerja sama pertahanan dengan Korea Utara.",
    dateline="Pyongyang (KORAN)",
    authors=("Siti Aminah", "Budi"),
    editors=("Rahmat",),
    section="Internasional",
    tags=("Rusia", "Korea Utara"),
    image="https://koran.example/putin.jpg",
    image_caption="Putin menuruni tangga pesawat.",
    cites=("KCNA",),
    paywalled=True,
    provenance=dict.fromkeys(STATED, Origin.META),
    published_at=Timestamp(datetime(2024, 6, 19, 10, 30, tzinfo=WIB), "Rabu, 19 Juni 2024 | 10:30 WIB"),
    modified_at=Timestamp(datetime(2024, 6, 19, 11, 0, tzinfo=WIB), "2024-06-19T11:00:00+07:00"),
    crawled_at=NOON,
    word_count=17,
    content_hash="5f" * 32,
    language=Language("id", 0.99),
    topic="russia_dprk",
    score=0.87,
    evidence=Evidence(
        terms=(
            Term("russia", "Rusia", ("Rusia", "Moskow"), 3, ("title", "body")),
            Term("dprk", "Korea Utara", ("Pyongyang",), 2, ("title",)),
        ),
        interactions=("visit", "military"),
        sentences=(Sentence("Presiden Rusia Vladimir Putin tiba di Pyongyang.", "body", 0, 48),),
        rules_version="1-abc",
        reasons=(Reason("lead_tie", 1.5),),
    ),
)


def numbered(number: int, **fields: Any) -> Article:
    """Return an article of its own, published `number` minutes after the first."""
    assert FULL.published_at is not None
    published = Timestamp(FULL.published_at.value + timedelta(minutes=number), "")
    address = f"https://koran.example/artikel/{number}"
    return replace(FULL, **{"url": address, "canonical_url": address, "published_at": published, "content_hash": f"{number:064x}"} | fields)


def record(archive: Archive, *articles: Article, verdict: Verdict = Verdict.RELEVANT, minute: int = 0) -> None:
    """Record `articles` as judged `minute` minutes after noon."""
    moment = NOON + timedelta(minutes=minute)
    archive.record([Judgement(verdict, "", article.url, article.canonical_url, article.outlet, moment, article) for article in articles])


def stored(client: Elasticsearch, index: Definition) -> dict[str, dict[str, Any]]:
    """Return the documents that the alias of `index` shows by their URL, each with its `_version`."""
    client.indices.refresh(index=index.alias)
    hits = client.search(index=index.alias, size=1000, version=True)["hits"]["hits"]
    return {hit["_source"]["canonical_url"]: hit["_source"] | {"_version": hit["_version"]} for hit in hits}
