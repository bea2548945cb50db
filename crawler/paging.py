"""Paging: an article on several pages is fetched whole, one page after the other in the outlet's queue, and handed on as one page."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lxml import etree
from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.canonical import canonicalize
from crawler.challenge import challenge
from crawler.fetching import charset, download_fault
from crawler.frontier import Candidate
from pipelines.extraction.page_address import address, part
from pipelines.extraction.paging import MAX_PAGES, Paging, paging
from pipelines.items import Page, Verdict
from pipelines.prefilter import parse

if TYPE_CHECKING:
    from crawler.outlet import OutletSpider

logger = logging.getLogger(__name__)

MAX_BYTES = 32 * 1024 * 1024  # of all pages of one article
PASSAGE = 60  # characters of a piece of text by which pages are compared
UNREAD = frozenset(("script", "style", "head", "title", "noscript", "template", "option"))


@dataclass(slots=True)
class Gathering:
    """An article whose further pages are being fetched."""

    first: Page
    whole: str  # the address of all pages at once, while it is still to be tried
    waiting: deque[str]  # addresses of further pages
    asked: set[str]  # addresses that came already, as `_identity` writes them
    passages: set[int]  # what the pages so far say
    further: list[Page] = field(default_factory=list)


class Pager:
    """Fetches the further pages of one outlet's articles."""

    def __init__(self, spider: OutletSpider):
        self.spider = spider
        self.missing: dict[str, str] = {}  # articles under way that lack pages: canonical URL and why

    def begin(self, page: Page, url: str, candidate: Candidate) -> Iterator[Request | Page]:
        """Hand on `page`, which came from `url`, or ask for what belongs to it.

        A page that is a later one leads to the article's first. One with further pages that names at least one side is fetched whole: what
        the page at hand does not name, the next may.
        """
        document = parse(page)
        found = paging(document, url) if document is not None else Paging()
        if found.first:
            yield from self._start_over(page, found.first, candidate)
        elif document is not None and (found.whole or found.following) and self.spider.prefilter.sides(page):
            asked = {_identity(url), _identity(page.url)}
            yield from self._next(Gathering(page, found.whole, deque(found.following), asked, _passages(document)))
        else:
            yield from self.spider.hand_on(page)

    def _start_over(self, page: Page, first: str, candidate: Candidate) -> Iterator[Request | Page]:
        """Ask for the first page of the article in place of the later one that was listed."""
        key = canonicalize(first, self.spider.pattern)
        frontier = self.spider.navigator.frontier if self.spider.navigator else None
        if key == candidate.canonical_url and _identity(first) == _identity(page.url):
            yield from self.spider.hand_on(page)
        elif key == candidate.canonical_url or (frontier and frontier.claim(key)):
            yield self.spider.article_request(Candidate(key, candidate.link), first)
        else:
            self.spider.end(candidate, Verdict.NOT_ARTICLE, f"a later page of {first}", final=True)

    def _next(self, gathering: Gathering) -> Iterator[Request | Page]:
        """Ask for the whole article, else for the next page; hand on the article where nothing is left to ask for."""
        url = gathering.whole
        if not url and gathering.waiting and len(gathering.further) < MAX_PAGES - 1:
            url = gathering.waiting.popleft()
        if not url:
            yield from self._finish(gathering)
            return
        given = {"gathering": gathering}
        yield self.spider.request(url, callback=self.came, errback=self.failed, cb_kwargs=given, meta=given)

    def came(self, response: Response, gathering: Gathering) -> Iterator[Request | Page]:
        """Take in a further page, unless it is none of this article, or says nothing that was not said before."""
        asked_for_whole, gathering.whole = bool(gathering.whole), ""
        first = gathering.first
        page = replace(
            first, url=response.url, body=response.body, fetched_at=datetime.now(UTC), status=response.status, charset=charset(response)
        )
        document = parse(page)
        if why := challenge(response) or _stray(response, first) or ("" if document is not None else "empty answer"):
            yield from self._missed(gathering, response.request.url if response.request else response.url, why, "stray answer")
            return
        assert document is not None
        identity, passages = _identity(response.url), _passages(document)
        ends = identity in gathering.asked or passages <= gathering.passages
        onwards = () if ends else paging(document, response.url, first.url).following
        gathering.asked.add(identity)
        if asked_for_whole:
            if not ends and not onwards:
                gathering.further = [page]
                gathering.waiting.clear()
            yield from self._next(gathering)  # an outlet that took no notice, and showed the first page again, is asked for the others
        elif ends:
            yield from self._finish(gathering)
        elif sum(len(each.body) for each in (first, *gathering.further, page)) > MAX_BYTES:
            yield from self._missed(gathering, response.url, f"more than {MAX_BYTES} bytes", "too large")
        else:
            gathering.further.append(page)
            gathering.passages |= passages
            gathering.waiting += [url for url in onwards if _identity(url) not in gathering.asked and url not in gathering.waiting]
            yield from self._next(gathering)

    def failed(self, failure: Failure) -> Iterator[Request | Page]:
        """Go on without a page that did not come."""
        request = failure.request  # type: ignore[attr-defined]
        error: Any = failure.value
        kind = f"status {error.response.status}" if isinstance(error, HttpError) else type(error).__name__
        yield from self._missed(request.meta["gathering"], request.url, download_fault(error, request.url), kind)

    def _missed(self, gathering: Gathering, url: str, why: str, kind: str) -> Iterator[Request | Page]:
        """Where the whole article did not come its pages may; where one of them did not come, those before it are handed on."""
        asked_for_whole, gathering.whole = bool(gathering.whole), ""
        if asked_for_whole and gathering.waiting:
            yield from self._next(gathering)
            return
        logger.info("%s: further page %s: %s", gathering.first.url, url, why)
        self.spider.crawler.stats.inc_value("pages/missing")
        self.spider.crawler.stats.inc_value(f"pages/missing/{kind}")
        self.missing[gathering.first.canonical_url] = f"{url}: {why}"
        yield from self._finish(gathering)

    def _finish(self, gathering: Gathering) -> Iterator[Request | Page]:
        yield from self.spider.hand_on(replace(gathering.first, further=tuple(gathering.further)))


def _stray(response: Response, first: Page) -> str:
    """Where a redirect led to that is no page of the article; "" where none did."""
    if not response.meta.get("redirect_urls") or _identity(response.url) == _identity(first.url):
        return ""
    article, target = address(first.url, first.url), address(response.url, response.url)
    return "" if article and target and part(article, target) else f"redirected to {response.url}"


def _identity(url: str) -> str:
    """An address without what makes no difference: scheme, slash at the end, first page's number."""
    found = address(url, url)
    return repr((found.host, found.path, sorted(pair for pair in found.query if pair != ("page", "1")))) if found else url


def _passages(document: etree._Element) -> set[int]:
    """The longer pieces of text on a page, as numbers to compare."""
    found: set[int] = set()
    for element in document.iter():
        for text in (element.text if element.tag not in UNREAD else None, element.tail):
            if text and len(text) >= PASSAGE and len(piece := " ".join(text.split())) >= PASSAGE:
                found.add(hash(piece))
    return found
