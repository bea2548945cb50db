"""Documents that the tests of the sources are made of."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2024, 6, 20, tzinfo=UTC)
SITE = "https://www.harian.example"


def rss(items: str, *, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>', namespaces: str = "") -> bytes:
    return f'{declaration}<rss version="2.0"{namespaces}><channel><title>Harian</title><link>{SITE}/</link>{items}</channel></rss>'.encode()


def item(number: int) -> str:
    return (
        f"<item><title>Berita {number}</title><link>{SITE}/berita/{number}/judul</link><guid>{SITE}/?p={number}</guid>"
        "<pubDate>Wed, 19 Jun 2024 12:30:15 +0700</pubDate><category>Dunia</category></item>"
    )


def urlset(entries: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        f"{entries}</urlset>"
    ).encode()


def entry(number: int, extra: str = "") -> str:
    return f"<url><loc>{SITE}/berita/{number}/judul</loc>{extra}</url>"


def urls(listing) -> list[str]:
    return [link.url for link in listing.links]
