"""A newsroom with articles of its own, and a browser that reaches it over TLS under the outlets' real names."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from newsroom import outlets
from newsroom.articles import Article
from newsroom.server import ADDRESS, Newsroom

BODY = """JAKARTA – Pemerintah kota menambah armada bus malam mulai pekan depan.

Penambahan itu menjawab keluhan warga yang pulang larut malam dari tempat kerja.

Jadwal yang Berubah

Bus terakhir kini berangkat pukul 23.40 dari Terminal Blok M & sekitarnya.

Tarifnya tetap sama, dan pembayaran hanya dengan kartu.

“Kami akan menilai hasilnya setelah tiga bulan,” kata kepala dinas."""


def an_article(outlet: str, number: int, **changes: Any) -> Article:
    """One article of `outlet`; a higher number is a later one, a day apart."""
    fields: dict[str, Any] = {
        "outlet": outlet,
        "slug": f"{outlet}-bus-malam-{number}",
        "title": f"Bus Malam {outlet} Ditambah, Warga & Pedagang Senang ({number})",
        "section": "Internasional" if number % 2 else "Ekonomi",
        "tags": ("Bus", "Transportasi Umum"),
        "author": "Ratna Dewanti",
        "editor": "Yusuf Hartono",
        "published_at": datetime.fromisoformat("2024-06-10T00:30:00+07:00") + timedelta(days=number),
        "caption": "Bus malam menunggu penumpang di terminal.",
        "initials": "(rat/yus)",
        "related": ("Putin dan Kim Jong Un Bertemu di Pyongyang", f"Bus Malam {outlet} Ditambah, Warga & Pedagang Senang (0)"),
        "body": BODY,
    }
    return Article(**(fields | changes))


def fixed_articles() -> list[Article]:
    """Three articles for every outlet, 25 at Koran Mandala (three pages of ten), and two long ones."""
    made = [an_article(name, number) for name in outlets.BY_NAME for number in range(25 if name == "koranmandala" else 3)]
    edited = datetime.fromisoformat("2024-08-01T10:00:00+07:00")
    made.append(an_article("koranmandala", 60, slug="edited", modified_at=edited + timedelta(days=60)))
    made += [an_article(name, 30, slug=f"{name}-long", title=f"Panjang {name}", pages=3, related=()) for name in ("kompas", "tribunnews")]
    return made


class Answer:
    """A response with its whole body."""

    def __init__(self, response: http.client.HTTPResponse, body: bytes):
        self.status = response.status
        self.headers = response.headers
        self.body = body
        self.text = body.decode("utf-8", "replace")


class Browser:
    """Fetches URLs of the outlets from the newsroom."""

    def __init__(self, newsroom: Newsroom):
        self.newsroom = newsroom
        self.context = ssl.create_default_context(cafile=newsroom.ca_file)

    def connect(self, host: str) -> ssl.SSLSocket:
        """A TLS connection to the newsroom as `host`; the certificate is checked."""
        plain = socket.create_connection((ADDRESS, self.newsroom.port), timeout=20)
        return self.context.wrap_socket(plain, server_hostname=host)

    def get(self, url: str, method: str = "GET", **headers: str) -> Answer:
        """One request on a connection of its own, no redirect followed; header names are written with underscores."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc)
        connection.sock = self.connect(parts.netloc)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return Answer(response, response.read())
        finally:
            connection.close()


@pytest.fixture(scope="session")
def shared_press() -> Iterator[Newsroom]:
    with Newsroom(fixed_articles()) as newsroom:
        yield newsroom


@pytest.fixture
def press(shared_press: Newsroom) -> Iterator[Newsroom]:
    """A newsroom with the fixed articles, without faults."""
    yield shared_press
    shared_press.clear_faults()


@pytest.fixture
def browser(press: Newsroom) -> Browser:
    return Browser(press)
