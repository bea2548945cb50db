"""WordPress: what its outlets share: feeds, the REST API, Yoast's sitemaps and JSON-LD graph, and slashes at the end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from newsroom import feeds, restapi, sitemaps
from newsroom.documents import Document, redirect
from newsroom.outlets.base import Outlet, Post, slugify

if TYPE_CHECKING:
    from newsroom.site import Site

SITEMAP_LENGTH = 100  # entries of a child sitemap; Yoast's own default is 1,000


class WordPressOutlet(Outlet):
    """Base of the outlets that run WordPress."""

    page_size = 12
    robots_rules = ("User-agent: *", "Disallow: /wp-admin/", "Allow: /wp-admin/admin-ajax.php", "Disallow: /?s=")

    @property
    def sitemap_urls(self) -> tuple[str, ...]:  # type: ignore[override]
        return (f"https://{self.host}/sitemap_index.xml",)

    @property
    def feed_urls(self) -> tuple[str, ...]:  # type: ignore[override]
        return (f"https://{self.host}/feed/", f"https://{self.host}/comments/feed/")

    @property
    def page_headers(self) -> dict[str, str]:  # type: ignore[override]
        return {"Link": f'<https://{self.host}/wp-json/>; rel="https://api.w.org/"', "X-Pingback": f"https://{self.host}/xmlrpc.php"}

    def section_url(self, section: str) -> str:
        return f"https://{self.host}/category/{section}/"

    def tag_url(self, tag: str) -> str:
        return f"https://{self.host}/tag/{slugify(tag)}/"

    def index_urls(self) -> tuple[str, ...]:
        return (f"https://{self.host}/indeks/",)

    def elsewhere(self, host: str, path: str, query_string: str) -> Document | None:
        if not path.endswith("/") and "." not in path.rpartition("/")[2]:
            return redirect(f"https://{host}{path}/{'?' + query_string if query_string else ''}")
        return super().elsewhere(host, path, query_string)

    def install_sources(self, site: Site) -> None:
        home = f"https://{self.host}"
        for feed in (f"{home}/feed/", *(f"{self.section_url(section)}feed/" for section in site.sections)):
            section = "" if feed == f"{home}/feed/" else feed.split("/")[-3]
            site.add(feed, partial(self._feed, site, feed, section), "paged")
        site.serve(f"{home}/feed/atom/", partial(feeds.atom, self, site.posts[: feeds.LENGTH], f"{home}/feed/atom/"))
        site.serve(f"{home}/comments/feed/", partial(feeds.rss, self, (), f"{home}/comments/feed/"))
        restapi.install(self, site)
        children: list[str] = []
        for number, start in enumerate(range(0, len(site.posts), SITEMAP_LENGTH), start=1):
            posts = tuple(reversed(site.posts))[start : start + SITEMAP_LENGTH]
            children.append(f"{home}/post-sitemap{number if number > 1 else ''}.xml")
            site.serve(children[-1], partial(sitemaps.urlset, posts))
        self.add_news_sitemap(site, f"{home}/news-sitemap.xml")
        children.append(f"{home}/news-sitemap.xml")
        site.serve(f"{home}/sitemap_index.xml", partial(sitemaps.index, [(url, site.changed_at) for url in children]))
        pages = -(-len(site.posts) // self.page_size)
        for page in range(2, pages + 1):
            site.serve(f"{home}/page/{page}/", partial(site.listing, site.posts, f"{home}/indeks/", "Berita Terbaru", {"page": str(page)}))

    def _feed(self, site: Site, url: str, section: str, query: Any) -> Document | None:
        """A feed of ten entries a page, as WordPress gives by default; nothing past the last page."""
        page = int(query["paged"]) if query["paged"].isdigit() else 1
        posts = site.of_section(section)[(page - 1) * 10 : page * 10] if page else ()
        return feeds.rss(self, posts, url, section) if posts or page == 1 else None

    def yoast_graph(self, post: Post, description: str) -> dict[str, Any]:
        """The JSON-LD graph that the Yoast plug-in prints."""
        article, home = post.article, f"https://{self.host}/"
        name = article.author or "Redaksi"
        person = {"@type": "Person", "@id": f"{home}#/schema/person/{slugify(name)}", "name": name}
        return {
            "@context": "https://schema.org",
            "@graph": [
                {
                    "@type": "NewsArticle",
                    "@id": f"{post.url}#article",
                    "isPartOf": {"@id": post.url},
                    "author": {"name": person["name"], "@id": person["@id"]},
                    "headline": article.title,
                    "datePublished": post.published.isoformat(),
                    "dateModified": post.modified.isoformat(),
                    "mainEntityOfPage": {"@id": post.url},
                    "wordCount": len(article.body.split()),
                    "publisher": {"@id": f"{home}#organization"},
                    "image": {"@id": f"{post.url}#primaryimage"},
                    "thumbnailUrl": self.image(post),
                    "keywords": list(article.tags),
                    "articleSection": [article.section],
                    "inLanguage": "id",
                },
                {
                    "@type": "WebPage",
                    "@id": post.url,
                    "url": post.url,
                    "name": self.page_title(post),
                    "isPartOf": {"@id": f"{home}#website"},
                    "datePublished": post.published.isoformat(),
                    "dateModified": post.modified.isoformat(),
                    "description": description,
                    "breadcrumb": {"@id": f"{post.url}#breadcrumb"},
                    "inLanguage": "id",
                },
                {
                    "@type": "ImageObject",
                    "inLanguage": "id",
                    "@id": f"{post.url}#primaryimage",
                    "url": self.image(post),
                    "caption": article.caption,
                },
                {key: value for key, value in self.breadcrumbs(post).items() if key != "@context"} | {"@id": f"{post.url}#breadcrumb"},
                {"@type": "WebSite", "@id": f"{home}#website", "url": home, "name": self.title, "inLanguage": "id"},
                {"@type": "Organization", "@id": f"{home}#organization", "name": self.title, "url": home},
                person,
            ],
        }

    def image(self, post: Post) -> str:
        return f"https://{self.host}/wp-content/uploads/{post.published:%Y/%m}/{post.article.slug[:40].rstrip('-')}.webp"
