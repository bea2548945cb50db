"""Growth: how long recording an article takes when the archive already holds fingerprints of many others."""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.stories.quality import judged
from benchmarks.stories.texts import Written
from pipelines import stories
from pipelines.archive import Archive
from pipelines.archive.clustering import FULL, period_of
from pipelines.stories import Fingerprint

LAST_DAY = datetime(2025, 12, 31, tzinfo=UTC)
YEARS = 10  # over which the articles before are spread
COMMON = 0.05  # of the slots of a made-up fingerprint are those of some real article: names and set phrases that all texts share
BODIES = 200  # of made-up words, which the made-up articles take turns with
BODY_WORDS = 250
SYLLABLES = ["ba", "di", "ka", "lu", "me", "na", "pe", "ra", "si", "to", "wa", "gu"]


@dataclass(frozen=True, slots=True)
class Timing:
    """What recording new articles took."""

    before: int  # articles in the archive
    milliseconds: float  # median
    slowest: float  # milliseconds; the ninth of ten


def measure(before: int, written: Sequence[Written], limit: float) -> Timing | None:
    """Return what recording `written` takes, each alone, after `before` made-up articles; None if filling takes more than `limit` seconds.

    They are spread evenly over the years before, and `written` are of the last month, in a part of the year's busiest period.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "growth.db"
        Archive.open(f"sqlite:///{path}").close()
        if not _fill(path, before, limit, written):
            return None
        with Archive.open(f"sqlite:///{path}") as archive:
            times = [_seconds(archive, recent) for recent in map(_recent, written)]
    ordered = sorted(times)
    return Timing(before, median(times) * 1000, ordered[len(ordered) * 9 // 10] * 1000)


def renewal(members: int, written: Written) -> float:
    """Return the seconds that recording a copy takes, when its story has `members` articles whose documents are all to be renewed."""
    with tempfile.TemporaryDirectory() as folder, Archive.open(f"sqlite:///{Path(folder) / 'renewal.db'}") as archive:
        copies = [replace(written, name=f"{written.name}-{number}", outlet=f"koran{number}") for number in range(members + 1)]
        archive.record([judged(copy) for copy in copies[:-1]])
        archive.acknowledge(entry.id for entry in archive.outbox_batch(members + 1))
        return _seconds(archive, copies[-1])


def _seconds(archive: Archive, written: Written) -> float:
    judgement = judged(written)
    stories.read.cache_clear()  # as in a run that has not seen the text
    started = time.perf_counter()
    archive.record([judgement])
    return time.perf_counter() - started


def _recent(written: Written) -> Written:
    return replace(written, published_at=LAST_DAY - timedelta(days=written.published_at.day, hours=written.published_at.hour))


def _fill(path: Path, count: int, limit: float, written: Sequence[Written]) -> bool:
    """Fill the tables of stories as `count` recorded articles would; False if that takes too long."""
    started = time.monotonic()
    made = random.Random(count)
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000;")
    statements = (
        "INSERT INTO urls (canonical_url, url, outlet, verdict, reason, judged_at, attempts, final) VALUES (?, '', '', 'relevant', '', ?, 1, 1)",
        "INSERT INTO articles (id, canonical_url, url, outlet, verdict, title, body, crawled_at, published_at, content_hash, topic, score, "
        "revision, fields, story) VALUES (?, ?, '', ?, 'relevant', '', ?, ?, ?, '', '', 1, 1, '{}', ?)",
        "INSERT INTO fingerprints (article, version, period, signature) VALUES (?, ?, ?, ?)",
        "INSERT INTO fingerprint_bands (period, band, article) VALUES (?, ?, ?)",
    )
    by_day = [LAST_DAY - timedelta(days=365 * YEARS * (count - number) / count) for number in range(count)]
    for rows in _made(made, by_day, [stories.fingerprint(each.body).slots for each in written]):
        for statement, some in zip(statements, rows, strict=True):
            connection.executemany(statement, some)
        if time.monotonic() - started > limit:
            connection.close()
            return False
    connection.commit()
    connection.close()
    return True


def _made(
    made: random.Random, by_day: Sequence[datetime], known: Sequence[tuple[int, ...]]
) -> Iterator[tuple[list[tuple[object, ...]], ...]]:
    """Rows of the four tables, a period at a time."""
    bodies = [" ".join("".join(made.choices(SYLLABLES, k=3)) for _ in range(BODY_WORDS)) for _ in range(BODIES)]
    period, filed, rows = 0, Counter[int](), _no_rows()
    for number, moment in enumerate(by_day, start=1):
        if period_of(moment) != period:
            rows[3].sort()
            yield rows
            period, filed, rows = period_of(moment), Counter(), _no_rows()
        slots = array("I", made.randbytes(4 * stories.SLOTS))
        common = {made.randrange(stories.SLOTS) for _ in range(round(COMMON * stories.SLOTS))}
        for slot in common:
            slots[slot] = made.choice(known)[slot]
        print_, url, written = (
            Fingerprint(tuple(slots), stories.VERSION),
            f"https://koran.example/{number}",
            str(moment.replace(tzinfo=None)),
        )
        rows[0].append((url, written))
        rows[1].append((number, url, f"koran{number % 90}", bodies[number % BODIES], written, written, f"{number:016x}"))
        rows[2].append((number, stories.VERSION, period, print_.to_bytes()))
        bands = print_.bands
        filed.update(bands[slot] for slot in common)
        rows[3].extend((period, band, number) for slot, band in enumerate(bands) if slot not in common or filed[band] <= FULL)
    rows[3].sort()
    yield rows


def _no_rows() -> tuple[list[tuple[object, ...]], ...]:
    return [], [], [], []
