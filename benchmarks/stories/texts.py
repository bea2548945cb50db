"""Texts: the written articles of the benchmark, and the copies that are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

FOLDER = Path(__file__).with_name("texts")
HEAD = re.compile(r"--- (?P<kind>\w+) (?P<outlet>\w+) (?P<hours>[+-]\d+) \| (?P<title>.+)")
OF_SOURCE = frozenset({"source", "rewrite"})  # kinds that are one story; each other article of an event is a story of its own
COPIERS = ("salinpos", "medanraya", "borneokini", "papuaterkini", "balinusa", "minangpos")
TRIMMED_PARAGRAPHS = 3
READ_ALSO = "Baca juga: Daftar Lengkap Negara yang Mengecam Uji Coba Rudal"
CHANNEL = "Dapatkan berita pilihan setiap hari di saluran WhatsApp kami, jangan lupa aktifkan notifikasinya."


@dataclass(frozen=True, slots=True)
class Written:
    """An article of the benchmark."""

    name: str
    event: str
    story: str  # what it is to be clustered by
    kind: str
    outlet: str
    title: str
    body: str  # paragraphs separated by one newline
    published_at: datetime  # aware, UTC


def load(half: str) -> list[Written]:
    """Return the articles of `half` ("dev" or "held"), the written ones and their copies.

    Raises:
        ValueError: a headline of the files is malformed.
    """
    found: list[Written] = []
    for path in sorted(FOLDER.glob(f"{half}-*.txt")):
        for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            found += _event(block)
    sources = [written for written in found if written.kind == "source"]
    return found + [copy for number, source in enumerate(sources) for copy in _copies(source, number)]


def _event(block: str) -> Iterator[Written]:
    heading, *articles = re.split(r"^(?=--- )", block, flags=re.MULTILINE)
    event, day = heading.split()
    midnight = datetime.fromisoformat(day).replace(tzinfo=UTC)
    for number, article in enumerate(articles):
        head, _, body = article.partition("\n")
        match = HEAD.fullmatch(head)
        if match is None:
            raise ValueError(f"{event}: {head!r} is no headline; write '--- kind outlet +hours | title'")
        kind, name = match["kind"], f"{event}/{number}-{match['kind']}"
        story = event if kind in OF_SOURCE else name
        published_at = midnight + timedelta(hours=12 + int(match["hours"]))
        yield Written(name, event, story, kind, match["outlet"], match["title"], body.strip(), published_at)


def _copies(source: Written, number: int) -> Iterator[Written]:
    paragraphs = source.body.split("\n")
    dressed = [f"{COPIERS[number % 6].upper()}.COM, JAKARTA - {paragraphs[0]}", *paragraphs[1:3], READ_ALSO, *paragraphs[3:], CHANNEL]
    backgrounds = (FOLDER / "backgrounds.txt").read_text(encoding="utf-8").splitlines()
    own = [backgrounds[(number + step) % len(backgrounds)] for step in range(2 + number % 2)]
    bodies = {
        "exact": paragraphs,
        "dressed": dressed,
        "trimmed": paragraphs[:TRIMMED_PARAGRAPHS],
        "extended": [*paragraphs, *own],
    }
    for step, (kind, body) in enumerate(bodies.items(), start=1):
        outlet = COPIERS[(number + step) % len(COPIERS)]
        title = source.title if kind == "exact" else f"{source.title.split(',')[0]} - {outlet.title()}"
        copied_at = source.published_at + timedelta(hours=step)
        yield replace(
            source, name=f"{source.event}/{kind}", kind=kind, outlet=outlet, title=title, body="\n".join(body), published_at=copied_at
        )
