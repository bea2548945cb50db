"""Outlet: the ways of one paper: where its articles stand, what lists them, how it dates and describes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsroom import feeds, furniture, sitemaps
from newsroom.articles import Article
from newsroom.documents import TEXT, Document, redirect

if TYPE_CHECKING:
    from newsroom.site import Site

EPOCH = datetime(2024, 6, 1, tzinfo=UTC)


def slugify(text: str) -> str:
    """Lower-case words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Post:
    """An article in its place: number, section and address."""

    article: Article
    number: int
    section: str  # as it stands in URLs
    url: str
    published: datetime  # in the outlet's zone
    modified: datetime  # in the outlet's zone


class Outlet:
    """Base of the outlets. A subclass states its facts as class attributes and overrides what it does its own way."""

    name: str
    title: str  # as printed: "Kompas.com"
    host: str  # of the home page
    hosts: tuple[str, ...] = ()  # all others that serve pages
    mirrors: ClassVar[Mapping[str, str]] = {}  # hosts that serve the same as another one
    zone = "Asia/Jakarta"
    zone_label = "WIB"
    first_number = 100_000  # of an article at the beginning of June 2024; numbers grow by one a minute
    sections: ClassVar[Mapping[str, str]] = {}  # printed name in lower case: name in URLs; others are slugified
    menu: tuple[str, ...] = ()  # printed names of the sections in the header
    robots_rules: tuple[str, ...] = ("User-agent: *", "Disallow: /search", "Disallow: /login")
    sitemap_urls: tuple[str, ...] = ()
    feed_urls: tuple[str, ...] = ()  # announced on the home page
    page_size = 20  # of index pages
    page_headers: Mapping[str, str] = {}  # of the home page and of articles
    pages_in_path = False  # whether a long article's pages are numbered in the path ("/2/") rather than by ?page=2
    whole_query = ("page", "all")  # the parameter and its value that show a long article on one page
    repeats_lead = False  # whether the later pages of a long article begin with its lead again
    css_size = 24_000  # bytes of inline styles
    script_size = 20_000  # bytes of inline scripts

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """Every host name that this outlet answers to, the home page's first."""
        return (self.host, *self.hosts)

    def section_of(self, article: Article) -> str:
        """The section as URLs write it."""
        return self.sections.get(article.section.lower(), slugify(article.section))

    def number_of(self, article: Article) -> int:
        """A number that grows with time, as a CMS gives it."""
        return self.first_number + int((article.published_at - EPOCH).total_seconds() // 60)

    def address(self, article: Article, number: int) -> str:
        """The article's canonical URL."""
        raise NotImplementedError

    def section_url(self, section: str) -> str:
        """The page that lists a section."""
        return f"https://{self.host}/{section}"

    def tag_url(self, tag: str) -> str:
        """The page that lists a tag."""
        return f"https://{self.host}/tag/{slugify(tag)}"

    def menu_section(self, name: str) -> str:
        """The section behind a printed name in the header's menu, as URLs write it."""
        return self.sections.get(name.lower(), slugify(name))

    def submenu(self, position: int) -> tuple[str, ...]:
        """Twelve entries for the sub-menu under the header's section at `position`."""
        items = furniture.load().menu.items
        start = position * 7 % len(items)
        return (items + items)[start : start + 12]

    def variants(self, post: Post) -> tuple[str, ...]:
        """Other addresses under which the same article is served and now and then linked."""
        return (f"{post.url}?utm_source=beranda&utm_medium=widget&utm_campaign=terkini", f"{post.url}/")

    def page_url(self, post: Post, number: int) -> str:
        """The address of one page of a long article."""
        if number == 1:
            return post.url
        return f"{post.url.rstrip('/')}/{number}/" if self.pages_in_path else f"{post.url}?page={number}"

    def whole_url(self, post: Post) -> str:
        """The address that shows a long article on one page."""
        return f"{post.url}?{'='.join(self.whole_query)}"

    def page_asked(self, query: Mapping[str, str]) -> str:
        """Which page of an article a query asks for: its number, "all", or nothing for the first."""
        name, value = self.whole_query
        return "all" if query.get(name) == value else query["page"]

    def place(self, articles: list[Article]) -> tuple[Post, ...]:
        """Number the outlet's articles and give them their addresses; the newest first."""
        posts: list[Post] = []
        zone = ZoneInfo(self.zone)
        last = 0
        for article in sorted(articles, key=lambda each: (each.published_at, each.slug)):
            last = max(self.number_of(article), last + 1)
            posts.append(
                Post(
                    article,
                    last,
                    self.section_of(article),
                    self.address(article, last),
                    article.published_at.astimezone(zone),
                    article.touched_at.astimezone(zone),
                )
            )
        return tuple(reversed(posts))

    def sitemaps_of(self, _host: str) -> tuple[str, ...]:
        """The sitemaps that a host's robots.txt names."""
        return self.sitemap_urls

    def robots(self, host: str, changed_at: datetime | None) -> Document:
        """A host's robots.txt."""
        lines = (*self.robots_rules, "", *(f"Sitemap: {url}" for url in self.sitemaps_of(host)), "")
        return Document("\n".join(lines).encode(), TEXT, changed_at)

    def install(self, site: Site) -> None:
        """Add every page and source of the outlet to `site`."""
        for host in self.all_hosts:
            site.serve(f"https://{host}/robots.txt", partial(self.robots, host, site.changed_at))
        site.serve(f"https://{self.host}/", site.home)
        for index in self.index_urls():
            site.add(index, partial(site.listing, site.posts, index, "Indeks Berita"), "page", "date")
        for section in site.sections:
            url = self.section_url(section)
            site.add(url, partial(site.section_page, section, url), "page")
        for tag in site.tags:
            url = self.tag_url(tag)
            site.add(url, partial(site.tag_page, tag, url), "page")
        for post in site.posts:
            self.install_article(site, post)
        self.install_sources(site)

    def index_urls(self) -> tuple[str, ...]:
        """The pages that list everything, newest first."""
        return (f"https://{self.host}/indeks",)

    def install_article(self, site: Site, post: Post) -> None:
        """Add the article under its address, the same with a slash, and its variants."""
        site.add(post.url, lambda query: site.article_page(post, self.page_asked(query)), "page", self.whole_query[0])
        for number in range(2, post.article.pages + 1) if self.pages_in_path else ():
            site.serve(self.page_url(post, number), partial(site.article_page, post, str(number)))
            site.alias(self.page_url(post, number).rstrip("/"), self.page_url(post, number))
        for variant in (post.url, *self.variants(post)):
            address = variant.partition("?")[0]
            if self.is_amp(address):
                site.serve(address, partial(site.article_page, post, form="amp"))
            else:
                site.alias(address, post.url)
            if not address.endswith("/"):
                site.alias(f"{address}/", address)

    def is_amp(self, address: str) -> bool:
        """Whether the address is of the article's AMP form."""
        parts = urlsplit(address)
        return parts.netloc.startswith("amp.") or parts.path.startswith("/amp/") or parts.path.rstrip("/").endswith("/amp")

    def install_sources(self, site: Site) -> None:
        """Add feeds, sitemaps and APIs."""
        raise NotImplementedError

    def page_shown(self, page: int, pages: int) -> int:
        """Which page of a list answers a request for `page` of `pages`; 0 for none."""
        return page if 1 <= page <= pages else 0

    def elsewhere(self, host: str, path: str, query_string: str) -> Document | None:
        """The answer to an address that no route knows: by default the redirect of a bare domain to the home page's host."""
        if host != self.host and self.host == f"www.{host}":
            return redirect(f"https://{self.host}{path}{'?' + query_string if query_string else ''}")
        return None

    def add_feed(self, site: Site, url: str, section: str = "", style: feeds.Style = feeds.PLAIN) -> None:
        """Add an RSS feed of the newest 50 articles, of one section or of all."""
        site.serve(url, lambda: feeds.rss(self, site.of_section(section)[: feeds.LENGTH], url, section, style))

    def add_news_sitemap(self, site: Site, url: str, section: str = "", cdata: bool = False) -> None:
        """Add a news sitemap of the newest articles, of one section or of all."""
        site.serve(url, lambda: sitemaps.news(self, site.of_section(section)[: sitemaps.NEWS_LENGTH], cdata))

    def page_title(self, post: Post) -> str:
        """What stands in <title>."""
        return f"{post.article.title} - {self.title}"

    def og_title(self, post: Post) -> str:
        """What stands in og:title."""
        return post.article.title

    def image(self, post: Post) -> str:
        """The lead image's address."""
        return f"https://{self.host}/media/{post.published:%Y/%m/%d}/{post.number}.jpg"

    def json_ld(self, post: Post, description: str) -> list[dict[str, Any]]:
        """The JSON-LD blocks of an article's page."""
        return [self.news_article(post, description), self.breadcrumbs(post)]

    def news_article(self, post: Post, description: str) -> dict[str, Any]:
        """A NewsArticle as most outlets write it."""
        article = post.article
        return {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": {"@type": "WebPage", "@id": post.url},
            "headline": article.title,
            "image": {"@type": "ImageObject", "url": self.image(post), "width": 1200, "height": 675},
            "datePublished": post.published.isoformat(),
            "dateModified": post.modified.isoformat(),
            "author": {"@type": "Person", "name": article.author or f"Tim {self.title}"},
            "publisher": {
                "@type": "Organization",
                "name": self.title,
                "logo": {"@type": "ImageObject", "url": f"https://{self.host}/logo.png", "width": 600, "height": 60},
            },
            "description": description,
        }

    def breadcrumbs(self, post: Post) -> dict[str, Any]:
        """The way from the home page to the article's section."""
        steps = [(self.title, f"https://{self.host}/"), (post.article.section, self.section_url(post.section))]
        return {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": item}
                for position, (name, item) in enumerate(steps, start=1)
            ],
        }
