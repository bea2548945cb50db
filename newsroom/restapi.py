"""WordPress REST API: /wp-json/ and /wp-json/wp/v2/posts with the parameters a crawler uses (developer.wordpress.org/rest-api)."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from newsroom.documents import JSON, Document
from newsroom.rendering import description_of

if TYPE_CHECKING:
    from newsroom.outlets.base import Outlet, Post
    from newsroom.site import Query, Site

PARAMETERS = ("per_page", "page", "after", "before", "modified_after", "modified_before", "orderby", "order", "search", "_fields")
PER_PAGE, LARGEST = 10, 100
ORDERS = {"date": "published", "modified": "modified", "id": "number"}


class _Refused(Exception):
    """A request that WordPress answers with 400: its error code and message."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


def install(outlet: Outlet, site: Site) -> None:
    """Add the API's root and its list of posts to every host of the outlet."""
    for host in outlet.all_hosts:
        root = f"https://{host}/wp-json/"
        site.serve(root, lambda: _json(_root(outlet), site.changed_at))
        for path in ("wp/v2/posts", "wp/v2/posts/"):
            site.add(root + path, partial(posts, outlet, site), *PARAMETERS)


def posts(outlet: Outlet, site: Site, query: Query) -> Document:
    """The list of posts that `query` asks for, with X-WP-Total and X-WP-TotalPages; 400 with WordPress's codes for what it refuses."""
    try:
        per_page = _whole(query, "per_page", PER_PAGE, LARGEST)
        page = _whole(query, "page", 1, None)
        chosen = _ordered(_windowed(site.posts, query), query)
        pages = -(-len(chosen) // per_page)
        if page > max(1, pages):
            raise _Refused("rest_post_invalid_page_number", "The page number requested is larger than the number of pages available.")
    except _Refused as refused:
        return _json({"code": refused.code, "message": str(refused), "data": {"status": 400}}, None, 400)
    found = [_post(outlet, post, query.get("_fields", "")) for post in chosen[(page - 1) * per_page : page * per_page]]
    document = _json(found, site.changed_at)
    document.headers.update({"X-WP-Total": str(len(chosen)), "X-WP-TotalPages": str(pages), "Allow": "GET"})
    return document


def _whole(query: Query, name: str, default: int, largest: int | None) -> int:
    text = query.get(name, "")
    if not text:
        return default
    if not text.isdigit() or int(text) < 1 or (largest is not None and int(text) > largest):
        raise _Refused("rest_invalid_param", f"Invalid parameter(s): {name}")
    return int(text)


def _moment(query: Query, name: str, outlet_zone: Any) -> datetime | None:
    """A window's edge; a time without a zone is the site's own time, as WordPress takes it."""
    text = query.get(name, "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _Refused("rest_invalid_param", f"Invalid parameter(s): {name}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=outlet_zone)


def _windowed(every: Sequence[Post], query: Query) -> list[Post]:
    zone = every[0].published.tzinfo if every else UTC
    after, before = _moment(query, "after", zone), _moment(query, "before", zone)
    modified_after, modified_before = _moment(query, "modified_after", zone), _moment(query, "modified_before", zone)
    words = query.get("search", "").lower().split()
    return [
        post
        for post in every
        if (after is None or post.published > after)
        and (before is None or post.published < before)
        and (modified_after is None or post.modified > modified_after)
        and (modified_before is None or post.modified < modified_before)
        and all(word in f"{post.article.title} {post.article.body}".lower() for word in words)
    ]


def _ordered(chosen: list[Post], query: Query) -> list[Post]:
    orderby, order = query.get("orderby") or "date", query.get("order") or "desc"
    if orderby not in ORDERS or order not in ("asc", "desc"):
        raise _Refused("rest_invalid_param", f"Invalid parameter(s): {'orderby' if orderby not in ORDERS else 'order'}")
    return sorted(chosen, key=lambda post: (getattr(post, ORDERS[orderby]), post.number), reverse=order == "desc")


def _post(outlet: Outlet, post: Post, fields: str) -> dict[str, Any]:
    article = post.article
    rendered = "\n".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in article.paragraphs)
    whole = {
        "id": post.number,
        "date": post.published.replace(tzinfo=None).isoformat(),
        "date_gmt": post.published.astimezone(UTC).replace(tzinfo=None).isoformat(),
        "guid": {"rendered": f"https://{outlet.host}/?p={post.number}"},
        "modified": post.modified.replace(tzinfo=None).isoformat(),
        "modified_gmt": post.modified.astimezone(UTC).replace(tzinfo=None).isoformat(),
        "slug": article.slug,
        "status": "publish",
        "type": "post",
        "link": post.url,
        "title": {"rendered": html.escape(article.title).replace("&#x27;", "&#8217;")},
        "content": {"rendered": rendered, "protected": False},
        "excerpt": {"rendered": f"<p>{html.escape(description_of(article), quote=False)} [&hellip;]</p>\n", "protected": False},
        "author": 1 + sum(article.author.encode()) % 40,
        "categories": [1 + sum(post.section.encode()) % 50],
        "tags": [100 + sum(tag.encode()) % 900 for tag in article.tags],
        "class_list": [f"post-{post.number}", "post", "type-post", f"category-{post.section}"],
    }
    wanted = {name.strip().partition(".")[0] for name in fields.split(",") if name.strip()}
    return {key: value for key, value in whole.items() if not wanted or key in wanted}


def _root(outlet: Outlet) -> dict[str, Any]:
    zone = outlet.zone
    return {
        "name": outlet.title,
        "description": f"Situs berita {outlet.title}",
        "url": f"https://{outlet.host}",
        "home": f"https://{outlet.host}",
        "gmt_offset": "8" if zone == "Asia/Makassar" else "7",
        "timezone_string": zone,
        "namespaces": ["oembed/1.0", "yoast/v1", "wp/v2"],
        "authentication": [],
        "routes": {"/wp/v2/posts": {"namespace": "wp/v2", "methods": ["GET"], "endpoints": [{"methods": ["GET"], "args": {}}]}},
    }


def _json(value: Any, modified_at: datetime | None, status: int = 200) -> Document:
    body = json.dumps(value, ensure_ascii=True).replace("/", "\\/").encode()
    return Document(body, JSON, modified_at, status)
