"""Tempo: a Nuxt application whose front pages hold no links (the lists are in _payload.json), feeds on a host of their own."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from newsroom import feeds, sitemaps
from newsroom.articles import Article
from newsroom.dates import printed
from newsroom.documents import JSON, Document
from newsroom.outlets.base import Outlet, Post, slugify

if TYPE_CHECKING:
    from newsroom.site import Site

PAYLOAD_LENGTH = 30  # articles in one _payload.json


class Tempo(Outlet):
    name = "tempo"
    title = "Tempo"
    host = "www.tempo.co"
    hosts = ("tempo.co", "rss.tempo.co")
    first_number = 51_000
    sections: ClassVar = {"nasional": "politik", "dunia": "internasional", "bisnis": "ekonomi", "bola": "sepakbola", "tekno": "digital"}
    menu = ("Politik", "Hukum", "Ekonomi", "Lingkungan", "Internasional", "Wawancara", "Investigasi", "Cekfakta", "Tokoh", "Olahraga")
    robots_rules = ("User-agent: *", "Disallow: /search", "Disallow: /api/", "Disallow: /akun/")
    sitemap_urls = ("https://www.tempo.co/sitemap_index.xml",)
    feed_urls = tuple(f"https://rss.tempo.co/{channel}" for channel in ("nasional", "bisnis", "dunia"))
    page_size = 24
    css_size = 40_000
    script_size = 14_000

    def address(self, article: Article, number: int) -> str:
        return f"https://{self.host}/{self.section_of(article)}/{article.slug}-{number}"

    def variants(self, post: Post) -> tuple[str, ...]:
        return (f"{post.url}?utm_source=Digital%20Marketing&utm_medium=Babe", f"{post.url}/", f"{post.url}?tracking_page_direct")

    def install_sources(self, site: Site) -> None:
        for channel, section in {"": "", "nasional": "politik", "dunia": "internasional", "bisnis": "ekonomi"}.items():
            self.add_feed(site, f"https://rss.tempo.co/{channel}", section, feeds.Style(cdata=False))
        for section in site.sections:
            posts = site.of_section(section)[:PAYLOAD_LENGTH]
            site.serve(f"https://{self.host}/{section}/_payload.json", partial(self._payload, posts, site))
        self.add_news_sitemap(site, f"https://{self.host}/sitemap-news.xml")
        sitemaps.add_periods(
            site,
            f"https://{self.host}/sitemap_index.xml",
            f"https://{self.host}/sitemap-%Y-%m.xml",
            [f"https://{self.host}/sitemap-news.xml"],
        )

    def _payload(self, posts: tuple[Post, ...], site: Site) -> Document:
        """Nuxt's state: one flat array in which every object names the places of its values."""
        flat: list[Any] = [{"data": 1}, {"articles": 2}, []]

        def keep(value: Any) -> int:
            flat.append(value)
            return len(flat) - 1

        for post in posts:
            fields = {
                "id": post.number,
                "title": post.article.title,
                "canonical_url": post.url.removeprefix(f"https://{self.host}/"),
                "published_at": post.published.strftime("%Y-%m-%d %H:%M:%S"),
                "access": "FREE",
            }
            flat[2].append(keep({name: keep(value) for name, value in fields.items()}))
        return Document(json.dumps(flat, ensure_ascii=False).encode(), JSON, site.changed_at)

    def page_title(self, post: Post) -> str:
        return f"{post.article.title} | tempo.co"

    def dotted_date(self, post: Post) -> str:
        """The printed date, which has a dot in the time: 24 Juli 2024 | 09.00 WIB."""
        return printed(post.published, "{day} {month} {year} | {hour}.{minute} WIB")

    def json_ld(self, post: Post, description: str) -> list[dict[str, Any]]:
        article = self.news_article(post, description)
        name = post.article.author or "Tempo"
        writer = {"@type": "Person", "name": name, "url": f"https://{self.host}/penulis/{slugify(name)}"}
        related = [f"Pilihan Editor: {title}" for title in post.article.related]
        article |= {"isAccessibleForFree": True, "articleBody": "\n".join([*post.article.paragraphs, *related]), "author": [writer, writer]}
        return [article, self.breadcrumbs(post)]
