"""WordPress: the addresses of its REST API for posts, and the links in its answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from crawler.canonical import fetchable
from crawler.sources.listing import Listing
from crawler.sources.markup import unpack
from crawler.sources.text import decode, plain
from crawler.sources.times import read_time
from pipelines.items import Link

POSTS = "/wp/v2/posts"
PER_PAGE = 100  # the most that the API gives
FIELDS = "id,link,date,date_gmt,modified_gmt,title"

_QUERY_CHARS = ",/:"  # left readable in a query; servers take them as they are


def posts_url(
    base_url: str, *, page: int = 1, after: datetime | None = None, before: datetime | None = None, per_page: int = PER_PAGE
) -> str:
    """Return the address of one page of posts, the newest first.

    Args:
        base_url: the site, the root of its API as its Link header names it, or the API's posts; with "?rest_route=" in it the form for
            sites whose server does not rewrite paths is kept (see `rest_route_url`). Other parameters stay.
        page: from 1.
        after: aware; only posts published after it. WordPress before 5.3 compares it with its local time, so leave some hours.
        before: aware; only posts published before it.
        per_page: 1 to 100.

    Source: https://developer.wordpress.org/rest-api/reference/posts/
    """
    endpoint = urlsplit(posts_endpoint(base_url))
    query = dict(parse_qsl(endpoint.query, keep_blank_values=True)) | {"per_page": str(per_page), "page": str(page)}
    query |= {name: _iso(moment) for name, moment in (("after", after), ("before", before)) if moment}
    query |= {"orderby": "date", "order": "desc", "_fields": FIELDS}
    return urlunsplit(endpoint._replace(query=urlencode(query, quote_via=quote, safe=_QUERY_CHARS)))


def posts_endpoint(base_url: str) -> str:
    """Return the API's posts for a site, the root of its API, or the posts themselves, in the form of address that `base_url` has."""
    split = urlsplit(base_url)
    query = dict(parse_qsl(split.query, keep_blank_values=True))
    if "rest_route" in query:
        query["rest_route"] = POSTS
        path = split.path or "/"
    else:
        path = f"{split.path.partition('/wp-json')[0].rstrip('/')}/wp-json{POSTS}"
    return urlunsplit((split.scheme, split.netloc, path, urlencode(query, quote_via=quote, safe=_QUERY_CHARS), ""))


def rest_route_url(base_url: str) -> str:
    """Return the base for `posts_url` in the "?rest_route=" form, which works where "/wp-json/" is not rewritten."""
    split = urlsplit(base_url)
    return urlunsplit((split.scheme, split.netloc, f"{split.path.partition('/wp-json')[0].rstrip('/')}/", f"rest_route={POSTS}", ""))


def windows(since: datetime, until: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
    """Cut the span from `since` to `until` (aware) into pieces of at most `days` days, the newest first, without a gap.

    Yields (after, before) for `posts_url`. Both bounds of the API are exclusive, so each piece reaches a second over its ends.
    """
    if days < 1:
        raise ValueError(f"days must be at least 1, not {days}")
    second, end = timedelta(seconds=1), until
    while end > since:
        start = max(since, end - timedelta(days=days))
        yield start - second, end + second
        end = start


def page_count(headers: Mapping[Any, Any]) -> int:
    """Return the number of pages that X-WP-TotalPages names, 1 where it names none; headers may be as Scrapy keeps them."""
    for name, value in headers.items():
        if _string(name).lower() == "x-wp-totalpages":
            number = _string(value).strip()
            return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1
    return 1


def parse(body: bytes, url: str, *, timezone: str = "Asia/Jakarta", now: datetime | None = None) -> Listing:
    """Read an answer of the posts API; see `crawler.sources.parse` for the arguments.

    An error object, HTML, or JSON that is something else gives a warning and no links; of an answer that is cut short, the whole posts are
    read.
    """
    unpacked, warning = unpack(body)
    text = decode(unpacked)[0].lstrip("\ufeff \r\n\t")
    warnings = [warning]
    posts = _posts(text, warnings)
    links: dict[str, Link] = {}
    for post in posts:
        link = _link(post, url, timezone, now)
        if link is None:
            warnings.append("a post without an address is left out")
        else:
            links.setdefault(link.url, link)
    return Listing(tuple(links.values()), (), tuple(dict.fromkeys(filter(None, warnings))))


def _posts(text: str, warnings: list[str]) -> list[Any]:
    if not text:
        warnings.append("the document is empty")
        return []
    if text[0] == "<" and "[{" not in text:
        warnings.append("HTML where the WordPress API was expected")
        return []
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return _salvaged(text, warnings)
    if isinstance(answer, list):
        return answer
    warnings.append(_error(answer))
    return []


def _error(answer: Any) -> str:
    """WordPress's own name for what is wrong: rest_no_route, rest_login_required, rest_post_invalid_page_number, ..."""
    code = answer.get("code") if isinstance(answer, dict) else None
    if isinstance(code, str) and code.isascii() and code.replace("_", "").replace("-", "").isalnum():
        return f"the WordPress API answers {code[:60]}"
    return "JSON that is no list of WordPress posts"


def _salvaged(text: str, warnings: list[str]) -> list[Any]:
    """The posts before the place where the JSON breaks off, after whatever a plugin printed in front of it."""
    posts: list[Any] = []
    decoder, position = json.JSONDecoder(), text.find("[{")
    position += 1
    while position > 0 and text[position : position + 1] == "{":
        try:
            post, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        posts.append(post)
        rest = text[position : position + 100].lstrip()
        position = text.find("{", position, position + 100) if rest.startswith(",") else 0
    warnings.append("something stands around the JSON, or it is cut short" if posts else "the document is not JSON")
    return posts


def _link(post: Any, url: str, timezone: str, now: datetime | None) -> Link | None:
    if not isinstance(post, dict) or not isinstance(post.get("link"), str):
        return None
    try:
        address = fetchable(urljoin(url, post["link"]))
    except ValueError:
        return None
    if not address:
        return None
    title = post.get("title")
    rendered = title.get("rendered") if isinstance(title, dict) else title
    return Link(
        url=address,
        source=url,
        title=plain(rendered) if isinstance(rendered, str) else "",
        published_at=read_time(post.get("date_gmt"), "UTC", now) or read_time(post.get("date"), timezone, now),
        modified_at=read_time(post.get("modified_gmt"), "UTC", now),
    )


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _string(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
