"""Filling: an archive with many made-up articles of usual length in its outbox, with evidence by the real rules."""

from __future__ import annotations

import json
import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.stories.texts import load
from pipelines.archive import Archive
from pipelines.archive.serialize import article_to_dict
from pipelines.items import Article, Language, Origin, Timestamp
from pipelines.relevance import Topic
from pipelines.relevance.scoring import assess

TEXTS = 2000  # different ones, which the articles take turns with
OUTLETS = 90
SHARING = 3  # articles of a story
LAST_DAY = datetime(2025, 12, 31, tzinfo=UTC)
APART = timedelta(minutes=13)
ROWS_AT_ONCE = 1000
STATEMENTS = (
    "INSERT INTO urls (canonical_url, url, outlet, verdict, reason, judged_at, attempts, final) VALUES (?, ?, ?, 'relevant', '', ?, 1, 1)",
    "INSERT INTO articles (id, canonical_url, url, outlet, verdict, title, body, published_at, crawled_at, content_hash, topic, score, "
    "revision, fields, story) VALUES (?, ?, ?, ?, 'relevant', ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
    "INSERT INTO revisions (article, number, title, body, content_hash, fields, seen_at) VALUES (?, 1, ?, ?, ?, ?, ?)",
)


def fill(path: Path, count: int, words: int, topic: Topic) -> None:
    """Make an archive at `path` that holds `count` relevant articles of at least `words` words, none of which is in the outbox yet."""
    Archive.open(f"sqlite:///{path}").close()
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;")
    rows: tuple[list[tuple[object, ...]], ...] = ([], [], [])
    for number, article in enumerate(_articles(count, words, topic), start=1):
        for some, row in zip(rows, _rows(number, article), strict=True):
            some.append(row)
        if number % ROWS_AT_ONCE == 0 or number == count:
            for statement, some in zip(STATEMENTS, rows, strict=True):
                connection.executemany(statement, some)
                some.clear()
    connection.commit()
    connection.close()


def queue(path: Path) -> None:
    """Put every article of the archive at `path` into its outbox, in place of what waits there."""
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM outbox")
    connection.execute("INSERT INTO outbox (article, revision, queued_at) SELECT id, revision, crawled_at FROM articles ORDER BY id")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _articles(count: int, words: int, topic: Topic) -> Iterator[Article]:
    texts = list(_texts(words, topic))
    for number in range(count):
        text, published = texts[number % TEXTS], LAST_DAY - APART * number
        address = f"https://koran{number % OUTLETS}.example/internasional/{published:%Y/%m/%d}/{number}/perjanjian-di-pyongyang"
        yield replace(
            text,
            url=f"{address}?page=all",
            canonical_url=address,
            outlet=f"koran{number % OUTLETS}",
            title=f"{text.title} ({number})",
            content_hash=f"{number:064x}",
            published_at=Timestamp(published, f"{published:%d/%m/%Y %H:%M} WIB"),
            crawled_at=published + timedelta(minutes=20),
        )


def _texts(words: int, topic: Topic) -> Iterator[Article]:
    """Texts put together from the paragraphs that the articles of one event have, each judged by the rules."""
    chance = random.Random(TEXTS)
    events = defaultdict(list)
    for each in (each for half in ("dev", "held") for each in load(half)):
        events[each.event].append(each)
    told = [written for written in events.values() if sum(len(each.body.split()) for each in written) >= words]
    for number in range(TEXTS):
        written = told[number % len(told)]
        body = ""
        while len(body.split()) < words:
            body = f"{body}\n{chance.choice(chance.choice(written).body.split(chr(10)))}".strip()
        title = chance.choice(written).title
        lead = body.split("\n")[0]
        article = Article(
            url="",
            canonical_url="",
            outlet="",
            title=title,
            body=body,
            lead=lead,
            dateline="PYONGYANG, KORAN.EXAMPLE",
            authors=("Siti Aminah",),
            editors=("Rahmat Hidayat",),
            section="Internasional",
            tags=("Rusia", "Korea Utara", "Vladimir Putin", "Kim Jong Un"),
            image="https://koran.example/gambar/2024/06/perjanjian-di-pyongyang.jpg",
            image_caption="Kedua pemimpin menandatangani perjanjian di wisma Kumsusan.",
            cites=("KCNA", "TASS"),
            crawled_at=LAST_DAY,
            provenance=dict.fromkeys(("title", "authors", "published_at", "image"), Origin.JSON_LD) | {"section": Origin.VISIBLE},
            word_count=len(body.split()),
            language=Language("id", 0.9999),
            topic=topic.name,
        )
        _, score, evidence = assess(article, topic)
        yield replace(article, score=score, evidence=evidence)


def _rows(number: int, article: Article) -> tuple[tuple[object, ...], ...]:
    """The article's rows of the three tables, as recording makes them."""
    fields = article_to_dict(article)
    title, body = fields.pop("title"), fields.pop("body")
    stored, hashed = json.dumps(fields, ensure_ascii=False), article.content_hash
    assert article.published_at is not None
    published, seen = (str(moment.replace(tzinfo=None)) for moment in (article.published_at.value, article.crawled_at))
    story, judged = f"{number // SHARING:016x}", (article.topic, article.score)
    return (
        (article.canonical_url, article.url, article.outlet, seen),
        (number, article.canonical_url, article.url, article.outlet, title, body, published, seen, hashed, *judged, stored, story),
        (number, title, body, hashed, stored, seen),
    )
