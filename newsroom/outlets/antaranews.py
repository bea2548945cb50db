"""ANTARA, the state agency: feeds per section, a tail of Pewarta, Editor and COPYRIGHT under every text, gzip sitemaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from newsroom import feeds, sitemaps
from newsroom.articles import Article
from newsroom.outlets.base import Outlet, Post

if TYPE_CHECKING:
    from newsroom.site import Site

FEEDS = {  # feed: section as URLs write it; empty for all
    "terkini": "",
    "top-news": "",
    "politik": "politik",
    "hukum": "hukum",
    "ekonomi-finansial": "ekonomi",
    "ekonomi-bisnis": "ekonomi",
    "dunia": "dunia",
    "olahraga": "olahraga",
    "humaniora": "humaniora",
    "tekno": "tekno",
}


class AntaraNews(Outlet):
    name = "antaranews"
    title = "ANTARA News"
    host = "www.antaranews.com"
    hosts = ("antaranews.com", "m.antaranews.com")
    mirrors: ClassVar = {"m.antaranews.com": "www.antaranews.com"}
    first_number = 4_130_000
    sections: ClassVar = {
        "internasional": "dunia",
        "ekonomi": "ekonomi",
        "bisnis": "ekonomi",
        "teknologi": "tekno",
        "sepak bola": "sepakbola",
    }
    menu = (
        "Politik",
        "Hukum",
        "Ekonomi",
        "Metro",
        "Sepakbola",
        "Olahraga",
        "Humaniora",
        "Lifestyle",
        "Hiburan",
        "Dunia",
        "Tekno",
        "Otomotif",
    )
    robots_rules = ("User-agent: *", "Crawl-delay: 0.05", "Disallow: /search", "Disallow: /print/")
    sitemap_urls = ("https://www.antaranews.com/sitemap.xml", "https://www.antaranews.com/sitemap-news.xml")
    feed_urls = tuple(f"https://www.antaranews.com/rss/{feed}.xml" for feed in FEEDS)
    css_size = 22_000
    script_size = 16_000

    def address(self, article: Article, number: int) -> str:
        return f"https://{self.host}/berita/{number}/{article.slug}"

    def variants(self, post: Post) -> tuple[str, ...]:
        return (
            f"{post.url}?utm_source=antaranews&utm_medium=desktop&utm_campaign=popular_right",
            post.url.replace("//www.", "//m."),
            f"{post.url}?page=all",
        )

    def index_urls(self) -> tuple[str, ...]:
        return (f"https://{self.host}/terkini", f"https://{self.host}/indeks")

    def install_sources(self, site: Site) -> None:
        for feed, section in FEEDS.items():
            self.add_feed(site, f"https://{self.host}/rss/{feed}.xml", section, feeds.Style(blank_first_line=True))
            self.add_feed(site, f"https://{self.host}/rss/{feed}", section, feeds.Style(blank_first_line=True))
        self.add_news_sitemap(site, f"https://{self.host}/sitemap-news.xml")
        sitemaps.add_periods(site, f"https://{self.host}/sitemap.xml", f"https://{self.host}/sitemaps/berita-%Y-%m.xml.gz")

    def json_ld(self, post: Post, description: str) -> list[dict[str, Any]]:
        article = self.news_article(post, description)
        article["editor"] = post.article.editor
        return [article, self.breadcrumbs(post)]
