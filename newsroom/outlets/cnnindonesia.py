"""CNN Indonesia: the minute of publication in every address, JSON-LD with an empty author, feeds and sitemaps per channel."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from newsroom import sitemaps
from newsroom.articles import Article
from newsroom.outlets.base import Outlet, Post

if TYPE_CHECKING:
    from newsroom.site import Site

CHANNEL_NUMBERS = {
    "nasional": 20,
    "internasional": 106,
    "ekonomi": 92,
    "olahraga": 142,
    "teknologi": 185,
    "hiburan": 234,
    "gaya-hidup": 255,
}


class CnnIndonesia(Outlet):
    name = "cnnindonesia"
    title = "CNN Indonesia"
    host = "www.cnnindonesia.com"
    hosts = ("cnnindonesia.com",)
    first_number = 1_104_000
    sections: ClassVar = {
        "dunia": "internasional",
        "bisnis": "ekonomi",
        "sport": "olahraga",
        "tekno": "teknologi",
        "gaya hidup": "gaya-hidup",
    }
    menu = ("Nasional", "Internasional", "Ekonomi", "Olahraga", "Teknologi", "Otomotif", "Hiburan", "Gaya Hidup")
    robots_rules = ("User-agent: *", "Disallow: /search/", "Disallow: /api/", "Disallow: /embed/")
    sitemap_urls = ("https://www.cnnindonesia.com/sitemap.xml",)
    feed_urls = ("https://www.cnnindonesia.com/rss",)
    css_size = 36_000
    script_size = 24_000

    def section_of(self, article: Article) -> str:
        return super().section_of(article) or "nasional"

    def address(self, article: Article, number: int) -> str:
        moment = article.published_at.astimezone(ZoneInfo(self.zone))
        section = self.section_of(article)
        return f"https://{self.host}/{section}/{moment:%Y%m%d%H%M%S}-{CHANNEL_NUMBERS.get(section, 317)}-{number}/{article.slug}"

    def variants(self, post: Post) -> tuple[str, ...]:
        return (
            f"{post.url}?utm_source=notifikasi&utm_campaign=browser",
            f"{post.url}/amp",
            f"{post.url}/",
            f"{post.url}?tag_from=wp_cm_infinite",
        )

    def install_sources(self, site: Site) -> None:
        home = f"https://{self.host}"
        self.add_feed(site, f"{home}/rss")
        children: list[str] = []
        for section in site.sections:
            self.add_feed(site, f"{home}/{section}/rss", section)
            posts = site.of_section(section)
            children += [f"{home}/{section}/sitemap_web.xml", f"{home}/{section}/sitemap_news.xml"]
            site.serve(children[-2], partial(sitemaps.urlset, posts))
            self.add_news_sitemap(site, children[-1], section)
        site.serve(f"{home}/sitemap.xml", partial(sitemaps.index, [(url, site.changed_at) for url in children]))

    def json_ld(self, post: Post, description: str) -> list[dict[str, Any]]:
        page = {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "headline": post.article.title,
            "url": post.url,
            "datePublished": post.published.isoformat(),
            "image": self.image(post),
            "thumbnailUrl": self.image(post),
        }
        article = self.news_article(post, description) | {"author": {"@type": "Person", "name": ""}}
        return [page, article, self.breadcrumbs(post)]
