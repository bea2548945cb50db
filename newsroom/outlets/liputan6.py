"""Liputan6: no feed at all: sitemaps that robots.txt names, index pages, and printed times without a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from newsroom import sitemaps
from newsroom.articles import Article
from newsroom.outlets.base import Outlet, Post

if TYPE_CHECKING:
    from newsroom.site import Site


class Liputan6(Outlet):
    name = "liputan6"
    title = "Liputan6.com"
    host = "www.liputan6.com"
    hosts = ("liputan6.com", "m.liputan6.com")
    mirrors: ClassVar = {"m.liputan6.com": "www.liputan6.com"}
    first_number = 5_608_000
    repeats_lead = True
    sections: ClassVar = {
        "internasional": "global",
        "dunia": "global",
        "nasional": "news",
        "peristiwa": "news",
        "politik": "news",
        "ekonomi": "bisnis",
        "kesehatan": "health",
        "teknologi": "tekno",
    }
    menu = ("News", "Global", "Bisnis", "Saham", "Bola", "Showbiz", "Tekno", "Health", "Lifestyle", "Regional", "Otomotif", "Cek Fakta")
    robots_rules = ("User-agent: *", "Disallow: /search", "Disallow: /ajax/", "Disallow: /*/preview/")
    sitemap_urls = ("https://www.liputan6.com/sitemap_index.xml", "https://www.liputan6.com/sitemap_news.xml")
    css_size = 32_000
    script_size = 20_000

    def address(self, article: Article, number: int) -> str:
        return f"https://{self.host}/{self.section_of(article)}/read/{number}/{article.slug}"

    def variants(self, post: Post) -> tuple[str, ...]:
        return (
            f"{post.url}?utm_source=Mobile&utm_medium=whatsapp&utm_campaign=Share_Bottom",
            post.url.replace("//www.", "//m."),
            f"https://{self.host}/amp/{post.number}/{post.article.slug}",
            f"{post.url}?page=2",
        )

    def install_sources(self, site: Site) -> None:
        self.add_news_sitemap(site, f"https://{self.host}/sitemap_news.xml")
        sitemaps.add_periods(site, f"https://{self.host}/sitemap_index.xml", f"https://{self.host}/sitemap-%Y-%m-%d.xml.gz")

    def json_ld(self, post: Post, description: str) -> list[dict[str, Any]]:
        article = self.news_article(post, description)
        article["datePublished"] = post.published.replace(tzinfo=None).isoformat()
        article["dateModified"] = post.modified.replace(tzinfo=None).isoformat()
        return [self.breadcrumbs(post), article]
