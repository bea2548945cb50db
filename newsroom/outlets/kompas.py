"""Kompas.com: one host per channel, the time of publication in every address, long articles on several pages, daily sitemaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from newsroom import feeds, sitemaps
from newsroom.articles import Article
from newsroom.outlets.base import Outlet, Post

if TYPE_CHECKING:
    from newsroom.site import Site


CHANNELS = (
    *("nasional", "global", "money", "bola", "regional", "megapolitan", "tekno", "health", "otomotif", "lifestyle", "travel"),
    *("edukasi", "hype", "sains", "food"),
)


class Kompas(Outlet):
    name = "kompas"
    title = "Kompas.com"
    host = "www.kompas.com"
    hosts = (*(f"{channel}.kompas.com" for channel in CHANNELS), "indeks.kompas.com", "rss.kompas.com", "amp.kompas.com")
    sections: ClassVar = {
        "internasional": "global",
        "dunia": "global",
        "ekonomi": "money",
        "bisnis": "money",
        "properti": "money",
        "olahraga": "bola",
        "sport": "bola",
        "badminton": "bola",
        "daerah": "regional",
        "teknologi": "tekno",
        "kesehatan": "health",
        "gaya hidup": "lifestyle",
        "wisata": "travel",
        "pendidikan": "edukasi",
        "hiburan": "hype",
        "seleb": "hype",
        "selebritas": "hype",
        "jakarta": "megapolitan",
        "kuliner": "food",
    }
    first_number = 10_000
    menu = tuple(channel.capitalize() for channel in CHANNELS)
    robots_rules = ("User-agent: *", "Disallow: /search/", "Disallow: /api/", "User-agent: GPTBot", "Disallow: /")
    sitemap_urls = ("https://www.kompas.com/sitemap.xml", "https://www.kompas.com/sitemap-news.xml")
    feed_urls = ("https://rss.kompas.com/news",)
    page_size = 15
    css_size = 34_000
    script_size = 22_000

    def section_of(self, article: Article) -> str:
        section = super().section_of(article)
        return section if section in CHANNELS else "nasional"

    def section_url(self, section: str) -> str:
        return f"https://{section}.kompas.com/"

    def address(self, article: Article, number: int) -> str:
        moment = article.published_at.astimezone(ZoneInfo(self.zone))
        return f"https://{self.section_of(article)}.kompas.com/read/{moment:%Y/%m/%d/%H%M%S}{number % 100_000:05}/{article.slug}"

    def variants(self, post: Post) -> tuple[str, ...]:
        return (
            f"{post.url}?page=all",
            f"{post.url}?page=all&utm_source=Various&utm_medium=Referral&utm_campaign=Top_Desktop",
            post.url.replace(f"//{post.section}.kompas.com/", f"//amp.kompas.com/{post.section}/"),
        )

    def index_urls(self) -> tuple[str, ...]:
        return ("https://indeks.kompas.com/", "https://www.kompas.com/indeks")

    def install_sources(self, site: Site) -> None:
        self.add_feed(site, "https://rss.kompas.com/news", style=feeds.Style(raw_ampersand=True))
        for section in site.sections:
            self.add_feed(site, f"https://rss.kompas.com/{section}", section)
        self.add_news_sitemap(site, "https://www.kompas.com/sitemap-news.xml")
        sitemaps.add_periods(site, "https://www.kompas.com/sitemap.xml", "https://www.kompas.com/sitemap-%Y-%m-%d.xml")

    def page_title(self, post: Post) -> str:
        return f"{post.article.title} Halaman all - {self.title}" if post.article.pages > 1 else super().page_title(post)

    def og_title(self, post: Post) -> str:
        return self.page_title(post)

    def json_ld(self, post: Post, description: str) -> list[dict[str, Any]]:
        article = self.news_article(post, description)
        article["editor"] = {"@type": "Person", "name": post.article.editor or "Tim Redaksi"}
        return [article, self.breadcrumbs(post)]
