"""Fetching: one document for the navigation, as an awaitable, with every way it can fail put into one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.challenge import challenge
from crawler.network import refusal

if TYPE_CHECKING:
    from crawler.outlet import OutletSpider

NOT_MODIFIED = 304


class SourceFault(Exception):
    """A source that cannot be read; the message is one line."""


async def fetch(spider: OutletSpider, url: str, headers: Mapping[str, str] | None = None) -> Response:
    """Ask for `url` in the outlet's queue, under its robots.txt.

    Returns the response where its status is 2xx or 304. Raises SourceFault for everything else.
    """
    # A sitemap may lie on another host than the articles; the guard against private networks holds for it all the same.
    request = spider.request(url, headers=dict(headers or {}), meta={"allow_offsite": True}, priority=10)
    try:
        response = await spider.crawler.engine.download_async(request)
    except IgnoreRequest as error:
        raise SourceFault(str(error) or "not allowed") from None
    except Exception as error:  # noqa: BLE001 (Scrapy's handlers raise their own, Twisted's and OpenSSL's exceptions)
        raise SourceFault(fault(error, url)) from None
    if why := challenge(response):
        raise SourceFault(why)
    if response.status != NOT_MODIFIED and not 200 <= response.status < 300:
        raise SourceFault(f"status {response.status}")
    return response


def download_fault(error: BaseException, url: str) -> str:
    """One short line for why a page did not come: refused, its status, robots.txt, or what went wrong with the download."""
    if isinstance(error, HttpError):
        return challenge(error.response) or f"status {error.response.status}"
    if isinstance(error, IgnoreRequest):
        return str(error) or "not allowed"
    return fault(error, url)


def fault(error: BaseException, url: str) -> str:
    """One short line for what went wrong with a download."""
    if why := refusal(urlsplit(url).hostname or ""):
        return why
    text = " ".join(str(error).split())
    return text[:300] or type(error).__name__


def header(response: Response, name: str) -> str | None:
    """A response header as text, or None."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def charset(response: Response) -> str | None:
    """The charset that a response's Content-Type declares, or None."""
    found = re.search(r"charset=[\"']?([\w.:-]+)", header(response, "Content-Type") or "", re.IGNORECASE)
    return found[1] if found else None
