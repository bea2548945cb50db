"""detikcom: one host per channel, /d-<number>/ in every address, a pubdate that says Z and means WIB, sitemaps per channel."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from newsroom import feeds, sitemaps
from newsroom.articles import Article
from newsroom.outlets.base import Outlet, Post

if TYPE_CHECKING:
    from newsroom.site import Site

CHANNELS = {  # printed section without "detik" before it: (host, channel)
    "internasional": ("news", "internasional"),
    "dunia": ("news", "internasional"),
    "bbc world": ("news", "bbc-world"),
    "finance": ("finance", "berita-ekonomi-bisnis"),
    "ekonomi": ("finance", "berita-ekonomi-bisnis"),
    "bisnis": ("finance", "berita-ekonomi-bisnis"),
    "energi": ("finance", "energi"),
    "sport": ("sport", "sport-lain"),
    "olahraga": ("sport", "sport-lain"),
    "raket": ("sport", "raket"),
    "sepakbola": ("sport", "sepakbola"),
    "bola": ("sport", "sepakbola"),
    "hot": ("hot", "celeb"),
    "inet": ("inet", "cyberlife"),
    "teknologi": ("inet", "cyberlife"),
    "health": ("health", "berita-detikhealth"),
    "kesehatan": ("health", "berita-detikhealth"),
    "food": ("food", "info-kuliner"),
    "travel": ("travel", "travel-news"),
    "oto": ("oto", "berita"),
    "otomotif": ("oto", "berita"),
    "edu": ("www", "edu/detikpedia"),
    "hikmah": ("www", "hikmah/khazanah"),
    "properti": ("www", "properti/berita"),
    "jabar": ("www", "jabar/berita"),
    "jateng": ("www", "jateng/berita"),
    "jatim": ("www", "jatim/berita"),
    "bali": ("www", "bali/berita"),
}
ELSEWHERE = ("news", "berita")  # for sections not named above
SUBDOMAINS = tuple(dict.fromkeys(subdomain for subdomain, _ in CHANNELS.values() if subdomain != "www"))
OLD_FEED = feeds.Style(url_only_in_guid=True, build_date="Thu, 01 Jan 1970 07:00:00 +0700")


class Detik(Outlet):
    name = "detik"
    title = "detikNews"
    host = "www.detik.com"
    hosts = (*(f"{subdomain}.detik.com" for subdomain in SUBDOMAINS), "m.detik.com", "rss.detik.com")
    first_number = 7_368_000
    pages_in_path = True
    whole_query = ("single", "1")
    menu = ("Berita", "Internasional", "Finance", "Sepakbola", "Sport", "Hot", "Inet", "Health", "Food", "Travel", "Oto", "Edu", "Hikmah")
    robots_rules = ("User-agent: *", "Disallow: /search/", "Disallow: /*?_ga=", "Disallow: /embed/")
    sitemap_urls = ("https://www.detik.com/sitemap.xml",)
    feed_urls = ("https://news.detik.com/rss", "https://rss.detik.com/index.php/detiknews")
    css_size = 30_000
    script_size = 26_000

    def channel_of(self, article: Article) -> tuple[str, str]:
        """The host's first part and the channel in the path."""
        return CHANNELS.get(article.section.lower().removeprefix("detik"), ELSEWHERE)

    def section_of(self, article: Article) -> str:
        return "/".join(self.channel_of(article))

    def menu_section(self, name: str) -> str:
        return "/".join(CHANNELS.get(name.lower(), ELSEWHERE))

    def section_url(self, section: str) -> str:
        subdomain, _, channel = section.partition("/")
        return f"https://{subdomain}.detik.com/{channel}"

    def address(self, article: Article, number: int) -> str:
        subdomain, channel = self.channel_of(article)
        return f"https://{subdomain}.detik.com/{channel}/d-{number}/{article.slug}"

    def variants(self, post: Post) -> tuple[str, ...]:
        subdomain, _, channel = post.section.partition("/")
        return (
            f"{post.url}?utm_source=notifikasi&utm_campaign=browser&utm_medium=desktop",
            f"https://m.detik.com/{subdomain}/{channel}/d-{post.number}/{post.article.slug}",
            f"{post.url}?single=1",
            f"{post.url}/amp",
        )

    def sitemaps_of(self, host: str) -> tuple[str, ...]:
        own = (f"https://{host}/sitemap.xml",) if host.partition(".")[0] in SUBDOMAINS else ()
        return (*self.sitemap_urls, *own)

    def index_urls(self) -> tuple[str, ...]:
        return ("https://www.detik.com/indeks", "https://news.detik.com/indeks")

    def install_sources(self, site: Site) -> None:
        index: list[str] = []
        for section in site.sections:
            posts = site.of_section(section)
            base = self.section_url(section)
            index += [f"{base}/sitemap_web.xml", f"{base}/sitemap_news.xml"]
            site.serve(index[-2], partial(sitemaps.urlset, posts))
            self.add_news_sitemap(site, index[-1], section)
        site.serve("https://www.detik.com/sitemap.xml", partial(sitemaps.index, [(url, site.changed_at) for url in index]))
        for subdomain in SUBDOMAINS:
            host = f"https://{subdomain}.detik.com"
            own = [(url, site.changed_at) for url in index if url.startswith(host + "/")]
            posts = tuple(post for post in site.posts if post.url.startswith(host + "/"))
            site.serve(f"{host}/sitemap.xml", partial(sitemaps.index, own))
            site.serve(f"{host}/sitemap_news.xml", partial(sitemaps.news, self, posts[: sitemaps.NEWS_LENGTH]))
            site.serve(f"{host}/rss", partial(feeds.rss, self, posts[: feeds.LENGTH], f"{host}/rss"))
            site.add(f"{host}/", partial(site.listing, posts, f"{host}/", "Terbaru"), "page")
        self.add_feed(site, "https://rss.detik.com/index.php/detiknews", style=OLD_FEED)

    def json_ld(self, post: Post, description: str) -> list[dict[str, Any]]:
        page = {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "headline": post.article.title,
            "url": post.url,
            "datePublished": post.published.isoformat(),
            "image": self.image(post),
        }
        return [self.breadcrumbs(post), page, self.news_article(post, description)]
