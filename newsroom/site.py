"""Site: one outlet with its articles: which address answers with what, rendered on first demand and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zlib import crc32

from newsroom import bulk, furniture
from newsroom.articles import Article
from newsroom.documents import HTML, Document
from newsroom.outlets.base import Outlet, Post, slugify
from newsroom.rendering import blocks_of, description_of, environment, page_paragraphs

Query = Mapping[str, str]
Build = Callable[[Query], Document | None]

IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".ico")
PLACEHOLDER = Document(  # every picture is this one
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path fill="#c9d3dc" d="M0 0h16v9H0z"/>'
    b'<path fill="#a9b7c4" d="M0 9l5-5 3 3 3-4 5 6z"/><circle fill="#e4eaef" cx="12" cy="2.2" r="1"/></svg>',
    "image/svg+xml",
)
GONE = 5_000  # numbers below an outlet's first that articles no longer there have
POPULAR = 6  # headlines in the sidebar besides the hot ones


@dataclass
class Route:
    """What builds the answers of one address, and those built so far by the parameters that matter."""

    build: Build
    parameters: tuple[str, ...]
    built: dict[tuple[str, ...], Document | None] = field(default_factory=dict)

    def document(self, query: Query) -> Document | None:
        """The answer to `query`; parameters that the address does not know are ignored, as on real sites."""
        key = tuple(query.get(name, "") for name in self.parameters)
        if key not in self.built:
            self.built[key] = self.build(dict(zip(self.parameters, key, strict=True)))
        return self.built[key]


class Site:
    """All addresses of one outlet."""

    def __init__(self, outlet: Outlet, articles: Sequence[Article]):
        self.outlet = outlet
        self.posts = outlet.place(list(articles))
        self.by_title = {post.article.title: post for post in self.posts}
        self.changed_at = max((post.modified for post in self.posts), default=None)
        printed = (outlet.menu_section(name) for name in outlet.menu)
        self.sections = tuple(dict.fromkeys([*(post.section for post in self.posts), *outlet.sections.values(), *printed]))
        around = furniture.load()
        linked = (*(hot.topic for hot in around.hot), *around.menu.items, *around.regions.items)
        self.tags = tuple(dict.fromkeys(slugify(tag) for tag in (*linked, *(tag for post in self.posts for tag in post.article.tags))))
        self.layout = outlet.name  # whose template prints the articles
        self.edited: dict[int, Post] = {}  # articles as they read by now, by number
        self.routes: dict[tuple[str, str], Route] = {}
        self.missing = Document(self._render(f"{outlet.name}/missing.html", {"moment": self.newest_at}).encode(), HTML, status=404)
        outlet.install(self)

    def edit(self, article: Article) -> None:
        """Print `article` from now on in place of the one with its slug."""
        old = next(post for post in self.posts if post.article.slug == article.slug)
        modified = article.touched_at.astimezone(old.modified.tzinfo)
        self._change(self.layout, {**self.edited, old.number: replace(old, article=article, modified=modified)})

    def redesign(self, like: str) -> None:
        """Print the same articles from now on by the template of the outlet `like`."""
        self._change(like, self.edited)

    def restore(self) -> None:
        """Print everything as it was at first."""
        if self.edited or self.layout != self.outlet.name:
            self._change(self.outlet.name, {})

    def _change(self, layout: str, edited: dict[int, Post]) -> None:
        self.layout, self.edited = layout, edited
        for route in self.routes.values():
            route.built = {}

    @property
    def newest_at(self) -> Any:
        """When the newest article appeared (in the outlet's zone): the site's today."""
        return self.posts[0].published if self.posts else None

    def add(self, url: str, build: Build, *parameters: str) -> None:
        """Let `build` answer `url`; only the named query parameters reach it. The first to claim an address keeps it."""
        self.routes.setdefault(self._key(url), Route(build, parameters))

    def serve(self, url: str, build: Callable[[], Document | None]) -> None:
        """Let `build` answer `url` whatever the query."""
        self.add(url, lambda _query: build())

    def alias(self, url: str, known: str) -> None:
        """Let `url` answer as the address `known` does."""
        self.routes.setdefault(self._key(url), self.routes[self._key(known)])

    def _key(self, url: str) -> tuple[str, str]:
        parts = urlsplit(url)
        return self.outlet.mirrors.get(parts.netloc, parts.netloc), parts.path or "/"

    def document(self, host: str, path: str, query_string: str = "") -> Document:
        """The answer to a request; the outlet's own 404 page for what it does not have."""
        route = self.routes.get((self.outlet.mirrors.get(host, host), path))
        if route is not None:
            return route.document(dict(parse_qsl(query_string)) if query_string else {}) or self.missing
        if path.endswith(IMAGES):
            return PLACEHOLDER
        return self.outlet.elsewhere(host, path, query_string) or self.missing

    def prerender(self) -> None:
        """Build the plain form of every address, so that no request waits for a template."""
        for route in {id(route): route for route in self.routes.values()}.values():
            document = route.document({})
            if document is not None:
                _ = document.etag, document.gzipped

    def of_section(self, section: str) -> tuple[Post, ...]:
        """The section's articles, newest first; all of them for an empty name."""
        return tuple(post for post in self.posts if section in ("", post.section))

    def article_page(self, post: Post, page: str = "", form: str = "article") -> Document | None:
        """An article's page. None past the end.

        `page` is a number from 1, empty (the first), "all", or "bare": all of it, without JSON-LD.
        """
        post = self.edited.get(post.number, post)
        article = post.article
        whole = form == "amp" or page in ("all", "bare") or article.pages == 1  # one page answers every ?page=
        number = 0 if whole else int(page or "1") if (page or "1").isdigit() else 1
        if number > article.pages:
            return None
        related = [(title, self._related_url(title, post)) for title in article.related]
        shown = related if number in (0, 1) else []
        description = description_of(article)
        context = {
            "post": post,
            "article": article,
            "amp": form == "amp",
            "description": description,
            "blocks": blocks_of(page_paragraphs(article, number, self.outlet.repeats_lead), shown, number in (0, 1)),
            "page": number,
            "last_page": number in (0, article.pages),
            "json_ld": [] if page == "bare" else self.outlet.json_ld(post, description),
            "also": self._others(post, 6),
            "comments": self._comments(post),
            "moment": post.published,
        }
        template = "shared/amp.html" if form == "amp" else f"{self.layout}/article.html"
        return Document(self._render(template, context).encode(), HTML, post.modified, headers=dict(self.outlet.page_headers))

    def listing(self, posts: Sequence[Post], url: str, heading: str, query: Query) -> Document | None:
        """A page of links, newest first; `page` counts from 1 and `date` (MM/DD/YYYY) keeps one day."""
        if query.get("date"):
            posts = [post for post in posts if post.published.strftime("%m/%d/%Y") == query["date"]]
        pages = max(1, -(-len(posts) // self.outlet.page_size))
        page = int(query["page"]) if query.get("page", "").isdigit() else 1
        page = self.outlet.page_shown(page, pages)
        if page == 0:
            return None
        shown = posts[(page - 1) * self.outlet.page_size : page * self.outlet.page_size]
        context = {
            "heading": heading,
            "posts": shown,
            "page": page,
            "pages": pages,
            "url": url,
            "is_home": False,
            "date": query.get("date", ""),
        }
        return Document(self._render(f"{self.outlet.name}/list.html", context | {"moment": self.newest_at}).encode(), HTML, self.changed_at)

    def home(self) -> Document:
        """The home page: the newest articles, and the addresses of the feeds."""
        context = {"heading": self.outlet.title, "posts": self.posts[:40], "page": 1, "pages": 1, "url": f"https://{self.outlet.host}/"}
        page = self._render(f"{self.outlet.name}/list.html", context | {"is_home": True, "date": "", "moment": self.newest_at})
        return Document(page.encode(), HTML, self.changed_at, headers=dict(self.outlet.page_headers))

    def section_page(self, section: str, url: str, query: Query) -> Document | None:
        """The page that lists a section."""
        return self.listing(self.of_section(section), url, section.replace("-", " ").title(), query)

    def tag_page(self, tag: str, url: str, query: Query) -> Document | None:
        """The page that lists a tag or topic."""
        posts = [post for post in self.posts if tag in {slugify(each) for each in post.article.tags}]
        return self.listing(posts, url, tag.replace("-", " ").title(), query)

    def _render(self, template: str, context: dict[str, Any]) -> str:
        outlet = self.outlet
        around = {
            "outlet": outlet,
            "site": self,
            "furniture": furniture.load(),
            "popular": self._popular(),
            "utility_css": bulk.utility_css(outlet.name[:2] + "-", outlet.css_size),
            "ad_script": bulk.ad_script(outlet.name, outlet.script_size),
            "slugify": slugify,
        }
        return environment().get_template(template).render(around | context)

    def _popular(self) -> list[tuple[str, str]]:
        """The sidebar's (title, URL): the hot headlines, the outlet's articles about the topic, then others."""
        hot = [(hot.title, self.outlet.tag_url(hot.topic)) for hot in furniture.load().hot]
        chosen = sorted(self.posts, key=lambda post: (not post.article.relevant, post.number * 7919 % 104_729))[:POPULAR]
        return [*hot, *((post.article.title, post.url) for post in chosen)]

    def _others(self, post: Post, count: int) -> list[Post]:
        """Articles for "Berita Terkait" under the article: of its section first."""
        others = sorted(self.posts, key=lambda each: (each.section != post.section, abs(each.number - post.number)))
        return [each for each in others if each is not post][:count]

    def _comments(self, post: Post) -> list[tuple[str, str]]:
        """Three readers' (name, text)."""
        words = furniture.load().comments
        return [
            (words.names[(post.number + step * 3) % len(words.names)], words.texts[(post.number // 7 + step) % len(words.texts)])
            for step in range(3)
        ]

    def _related_url(self, title: str, post: Post) -> str:
        """Where a related link leads: to the outlet's article of that title, else to one that is no longer there."""
        if title in self.by_title:
            return self.by_title[title].url
        gone = post.article.model_copy(update={"slug": slugify(title), "title": title})
        return self.outlet.address(gone, self.outlet.first_number - 1 - crc32(title.encode()) % GONE)
