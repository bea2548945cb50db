"""Republika: short codes in its addresses, robots.txt that forbids Scrapy by name, JSON-LD that names the editor as author."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from newsroom import sitemaps
from newsroom.articles import Article
from newsroom.outlets.base import Outlet, Post

if TYPE_CHECKING:
    from newsroom.site import Site

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
REFUSED = ("GPTBot", "CCBot", "ClaudeBot", "Scrapy", "news-please", "Bytespider", "magpie-crawler")


def code_of(number: int) -> str:
    """An address's code: "s" and the number in base 36, then the CMS's three digits."""
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return f"s{text}{375 + len(text)}"


class Republika(Outlet):
    name = "republika"
    title = "Republika Online"
    host = "www.republika.co.id"
    hosts = (
        "republika.co.id",
        *(f"{section}.republika.co.id" for section in ("news", "internasional", "ekonomi", "sport", "khazanah", "ameera", "rejabar")),
    )
    first_number = 61_000_000
    whole_query = ("showpage", "all")
    sections: ClassVar = {
        "dunia": "internasional",
        "global": "internasional",
        "ekonomi": "ekonomi",
        "bisnis": "ekonomi",
        "syariah": "ekonomi",
        "olahraga": "sport",
        "bola": "sport",
        "sport": "sport",
        "khazanah": "khazanah",
        "islam": "khazanah",
        "iqra": "khazanah",
        "umroh haji": "khazanah",
        "leisure": "ameera",
        "gaya hidup": "ameera",
        "hiburan": "ameera",
        "jawa barat": "rejabar",
        "news": "news",
        "internasional": "internasional",
    }
    menu = ("News", "Internasional", "Ekonomi", "Khazanah", "Sport", "Gaya Hidup", "Jawa Barat")
    robots_rules = (
        *(line for agent in REFUSED for line in (f"User-agent: {agent}", "Disallow: /", "")),
        *("User-agent: *", "Disallow: /feed/", "Disallow: /search/", "Disallow: /ajax/"),
        *("Disallow: /*?utm_source=", "Disallow: /*?source="),
    )
    sitemap_urls = ("https://republika.co.id/files/xml/sitemap.xml",)
    feed_urls = ("https://www.republika.co.id/rss",)
    page_size = 50
    css_size = 20_000
    script_size = 22_000

    def section_of(self, article: Article) -> str:
        return self.sections.get(article.section.lower(), "news")

    def section_url(self, section: str) -> str:
        return f"https://{section}.republika.co.id/"

    def address(self, article: Article, number: int) -> str:
        return f"https://{self.section_of(article)}.republika.co.id/berita/{code_of(number)}/{article.slug}"

    def variants(self, post: Post) -> tuple[str, ...]:
        return (
            post.url.replace("/berita/", "/berita//"),
            post.url.replace(f"//{post.section}.", "//www."),
            f"{post.url}?utm_source=tts&utm_medium=home",
        )

    def install_sources(self, site: Site) -> None:
        for host in ("www.republika.co.id", "republika.co.id"):
            self.add_feed(site, f"https://{host}/rss")
            self.add_feed(site, f"https://{host}/rss/")
            for section in site.sections:
                self.add_feed(site, f"https://{host}/rss/{section}", section)
        base = "https://republika.co.id/files/xml"
        self.add_news_sitemap(site, f"{base}/sitemap-news.xml")
        sitemaps.add_periods(site, f"{base}/sitemap.xml", f"{base}/sitemap-%Y-%m.xml", [f"{base}/sitemap-news.xml"])
        site.serve("https://republika.co.id/", site.home)
        index = partial(site.listing, site.posts, f"https://{self.host}/indeks", "Indeks Berita")
        for offset in range(0, len(site.posts), self.page_size):
            site.serve(f"https://republika.co.id/index/{offset}", partial(index, {"page": str(offset // self.page_size + 1)}))

    def page_asked(self, query: Mapping[str, str]) -> str:
        """As SINDOnews does it: the address that shows all pages has no JSON-LD."""
        return "bare" if query["showpage"] == "all" else query["page"]

    def json_ld(self, post: Post, description: str) -> list[dict[str, Any]]:
        article = self.news_article(post, description)
        article["author"] = {"@type": "Person", "name": post.article.editor or "Redaksi"}
        article["image"] = {"@type": "ImageObject", "url": "", "width": 830, "height": 556}
        return [article, self.breadcrumbs(post)]
