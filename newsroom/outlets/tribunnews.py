"""Tribunnews: sitemaps with every value in CDATA, long articles on several pages, index pages that repeat their last one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from newsroom import sitemaps
from newsroom.articles import Article
from newsroom.outlets.base import Outlet, Post, slugify

if TYPE_CHECKING:
    from newsroom.site import Site


class TribunNews(Outlet):
    name = "tribunnews"
    title = "Tribunnews.com"
    host = "www.tribunnews.com"
    hosts = ("tribunnews.com", "m.tribunnews.com")
    mirrors: ClassVar = {"m.tribunnews.com": "www.tribunnews.com"}
    first_number = 7_630_000
    sections: ClassVar = {"dunia": "internasional", "ekonomi": "bisnis", "olahraga": "sport", "selebritas": "seleb", "hiburan": "seleb"}
    menu = (
        *("Nasional", "Internasional", "Regional", "Metropolitan", "Bisnis", "Superskor"),
        *("Sport", "Seleb", "Lifestyle", "Kesehatan", "Techno"),
    )
    robots_rules = ("User-agent: *", "Disallow: /api/", "Disallow: /posts/", "Disallow: /ajax/", "Disallow: /search", "Disallow: /topic/")
    sitemap_urls = ("https://www.tribunnews.com/sitemap.xml", "https://www.tribunnews.com/sitemap-news.xml")
    feed_urls = ("https://www.tribunnews.com/rss",)
    css_size = 26_000
    script_size = 28_000

    def address(self, article: Article, number: int) -> str:
        return f"https://{self.host}/{self.section_of(article)}/{number}/{article.slug}"

    def variants(self, post: Post) -> tuple[str, ...]:
        return (
            f"{post.url}?page=all",
            post.url.replace("//www.", "//m."),
            f"{post.url}?page=all&s=paging_new",
            f"{post.url}?utm_source=headline&utm_medium=home",
        )

    def index_urls(self) -> tuple[str, ...]:
        return (f"https://{self.host}/index-news", f"https://{self.host}/indeks")

    def page_shown(self, page: int, pages: int) -> int:
        return max(1, min(page, pages))

    def install_sources(self, site: Site) -> None:
        home = f"https://{self.host}"
        self.add_feed(site, f"{home}/rss")
        children: list[str] = []
        for section in site.sections:
            self.add_feed(site, f"{home}/{section}/rss", section)
            posts = site.of_section(section)
            children += [f"{home}/{section}/sitemap-web.xml", f"{home}/{section}/sitemap-news.xml"]
            site.serve(children[-2], partial(sitemaps.urlset, posts, cdata=True))
            self.add_news_sitemap(site, children[-1], section, cdata=True)
        self.add_news_sitemap(site, f"{home}/sitemap-news.xml", cdata=True)
        site.serve(f"{home}/sitemap.xml", partial(sitemaps.index, [(url, site.changed_at) for url in children], cdata=True))

    def og_title(self, post: Post) -> str:
        return f"{post.article.title} - Tribunnews.com"

    def json_ld(self, post: Post, description: str) -> list[dict[str, Any]]:
        article = {key: value for key, value in self.news_article(post, description).items() if key != "@context"}
        name, editor = post.article.author or "Tribunnews", post.article.editor or "Redaksi"
        article |= {
            "@id": post.url,
            "url": post.url,
            "author": [{"@type": "Person", "name": name, "url": f"https://{self.host}/penulis/{slugify(name)}"}],
            "editor": {"@type": "Person", "name": editor, "url": f"https://{self.host}/editor/{slugify(editor)}"},
            "articleSection": post.article.section,
            "keywords": list(post.article.tags),
            "isAccessibleForFree": True,
        }
        crumbs = {key: value for key, value in self.breadcrumbs(post).items() if key != "@context"}
        return [{"@context": "https://schema.org", "@graph": [article, crumbs | {"@id": f"{post.url}#breadcrumb"}]}]
