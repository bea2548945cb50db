"""Outlet: what a publisher declares, and how its links become pages. Subclasses declare; none of them has procedure of its own."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure
from w3lib.url import add_or_replace_parameters

from crawler.arguments import Arguments
from crawler.canonical import canonicalize, first_page
from crawler.challenge import challenge
from crawler.fetching import charset, download_fault, header
from crawler.frontier import Candidate, Frontier
from crawler.gone import STATUSES, is_deep
from crawler.navigation import Navigator
from crawler.paging import Pager
from crawler.recorder import Recorder
from crawler.revisits import Revisits
from crawler.sources import Source
from pipelines.archive import ArchiveError
from pipelines.extraction.paging import may_have_pages
from pipelines.items import Judgement, Link, Page, Verdict
from pipelines.prefilter import PrefilterStage
from pipelines.stage import Ended

logger = logging.getLogger(__name__)

CANONICAL = re.compile(rb"""<link\b[^>]*\brel=["']?canonical\b[^>]*>""", re.IGNORECASE)
HREF = re.compile(rb"""\bhref=["']?([^"'\s>]+)""", re.IGNORECASE)


class OutletSpider(Spider):
    """One outlet. `scrapy crawl NAME -a since=2024-06-01 -a until=2024-06-30 -a limit=100`.

    Arguments: `since` and `until` bound the time of publication (a day, a time, or a span such as 7d; both inclusive of their day),
    `limit` the number of articles fetched, each with all its pages.
    """

    publisher: ClassVar[str] = ""  # as its masthead writes it
    domain: ClassVar[str] = ""  # registrable domain; its subdomains belong to the outlet
    sources: ClassVar[tuple[Source, ...]] = ()  # where its articles are listed; none: they are discovered, and remembered
    article_url: ClassVar[str] = ""  # regular expression that finds an article's URL; a group `id` names what identifies it
    timezone: ClassVar[str] = "Asia/Jakarta"  # of times that the outlet writes without a zone
    # Query that makes a paginated article come in one page. Worth declaring where that page says as much about the article as the first
    # one does; without it, and where the outlet takes no notice of it, the pages that an article names are fetched.
    whole_article: ClassVar[dict[str, str]] = {}
    unverified: ClassVar[str] = ""  # what in this declaration is in doubt, and why

    def __init__(self, name: str | None = None, **given: Any):
        super().__init__(name)
        self.arguments = Arguments.parse(given)
        self.started_at = datetime.now(UTC)
        self.window = self.arguments.window(self.timezone, self.started_at)
        self.pattern = re.compile(self.article_url) if self.article_url else None
        self.navigator: Navigator | None = None
        self.recorder: Recorder | None = None
        self.pager = Pager(self)
        self.revisits = Revisits(self)
        self.failure = ""  # why this run cannot go on

    @property
    def outlet(self) -> str:
        """The name under which articles and runs are stored."""
        return self.name

    @classmethod
    def outlet_of(cls, arguments: Mapping[str, str]) -> str:  # noqa: ARG003 (`site` reads them)
        """The outlet that a run with these arguments crawls."""
        return cls.name

    @property
    def home(self) -> str:
        """The address that discovery starts from."""
        return f"https://www.{self.domain}/" if self.domain.count(".") == 1 else f"https://{self.domain}/"

    @classmethod
    def declared_sources(cls) -> tuple[Source, ...]:
        """Where this outlet's articles are listed; empty where that is left to discovery."""
        return cls.sources

    def link_key(self, link: Link) -> str:
        """The canonical URL under which the frontier knows a link."""
        return canonicalize(link.url, self.pattern)

    @classmethod
    def check(cls) -> None:
        """Check the declaration. Raises ValueError naming the attribute that is missing or cannot be used."""
        for attribute in ("name", "publisher", "domain"):
            if not getattr(cls, attribute, ""):
                raise ValueError(f"{cls.__module__}.{cls.__name__} lacks the attribute {attribute}")
        try:
            re.compile(cls.article_url)
        except re.error as error:
            raise ValueError(f"{cls.__module__}.{cls.__name__}: article_url is not a regular expression: {error}") from None

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the articles that are due for a visit, then walk the sources and ask for every one whose verdict is not known yet."""
        self.recorder = self.crawler.get_extension(Recorder)
        assert self.recorder is not None
        settings = self.crawler.settings
        self.prefilter = PrefilterStage.from_settings(settings)
        budget = self.arguments.limit or settings.getint("PAGES_PER_RUN")
        frontier = Frontier(self.recorder.archive, self.window, self.pattern, budget)
        self.navigator = Navigator(self, self.recorder.archive, frontier)
        try:
            for request in self.revisits.requests():
                yield request
            async for candidate in self.navigator.candidates():
                yield self.article_request(candidate)
        except ArchiveError as error:  # Scrapy would log a traceback and call the crawl finished
            self.failure = str(error)

    def request(self, url: str, **options: Any) -> Request:
        """A request in this outlet's one queue: its delay counts for all its hosts together."""
        meta = {"download_slot": self.outlet, **options.pop("meta", {})}
        return Request(url, meta=meta, dont_filter=True, **options)

    def article_request(self, candidate: Candidate, address: str = "") -> Request:
        """The request for an article: its first page at `address` (if not given, by its link), or all its pages where that is declared."""
        address = address or first_page(candidate.link.url)
        return self.request(
            add_or_replace_parameters(address, self.whole_article) if self.whole_article else address,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"candidate": candidate},
            meta={"candidate": candidate, "address": address},
        )

    def parse_article(self, response: Response, candidate: Candidate) -> Iterator[Page | Request]:
        """Hand the article to the stages, with all its pages, unless what came is a wall that stands before it."""
        due = self.revisits.of(candidate.canonical_url, candidate.link)
        if due and self.revisits.settled(response, due):
            return
        if why := challenge(response):
            self.end(candidate, Verdict.CHALLENGE, why, final=False)
            return
        page = self.page_of(response, candidate)
        yield from self.pager.begin(page, response.url, candidate) if may_have_pages(page.body, response.url) else self.hand_on(page)

    def hand_on(self, page: Page) -> Iterator[Page]:
        """Hand a page to the stages, unless it names only one side.

        The prefilter judges here: what it ends, nearly every page, is spared the way of an item through Scrapy, which costs as much again.
        An article that is revisited goes on all the same: it is to be seen what its text became.
        """
        assert self.recorder is not None
        judged = page if self.revisits.of(page.canonical_url, page.link) else self.prefilter.judge(page)
        if isinstance(judged, Ended):
            self.recorder.judged(page, judged.verdict, judged.reason)
        else:
            yield page

    def page_of(self, response: Response, candidate: Candidate) -> Page:
        """The page that came for a candidate, as the stages take it."""
        return Page(
            url=response.url if response.meta.get("redirect_urls") else response.meta["address"],
            outlet=self.outlet,
            body=response.body,
            fetched_at=datetime.now(UTC),
            status=response.status,
            charset=charset(response),
            timezone=self.timezone,
            link=candidate.link,
            canonical_url=self.page_key(response, candidate),
            etag=header(response, "ETag") or "",
            last_modified=header(response, "Last-Modified") or "",
        )

    def page_key(self, response: Response, candidate: Candidate) -> str:
        """The canonical URL of what really came: a redirect or the page's own rel=canonical may name another one than the link did.

        A revisited article keeps the one it is filed under, whatever it is called by now.
        """
        key = candidate.canonical_url
        if self.revisits.of(key, candidate.link):
            return key
        if response.meta.get("redirect_urls"):
            key = canonicalize(response.url, self.pattern) or key
        if (tag := CANONICAL.search(response.body)) and (href := HREF.search(tag[0])):
            named = response.urljoin(href[1].decode("utf-8", "replace").replace("&amp;", "&"))
            if named in (candidate.link.url, response.url):
                return key
            # A page that names its outlet's home, or another site, as canonical is wrong about itself.
            if self.owns(named) and is_deep(named) and (self.pattern is None or self.pattern.search(named)):
                key = canonicalize(named, self.pattern) or key
        return key

    def owns(self, url: str) -> bool:
        """Whether `url` is on this outlet's domain."""
        host = urlsplit(url).hostname or ""
        return host == self.domain or host.endswith("." + self.domain)

    def article_failed(self, failure: Failure) -> None:
        """Give a page that did not come its verdict: a passing fault is tried again by a later run."""
        request = failure.request  # type: ignore[attr-defined]
        candidate = request.meta["candidate"]
        error: Any = failure.value
        refused = isinstance(error, HttpError) and challenge(error.response)
        gone = isinstance(error, HttpError) and not refused and error.response.status in STATUSES
        self.end(candidate, Verdict.CHALLENGE if refused else Verdict.FAILED, download_fault(error, request.url), final=gone)

    def end(self, candidate: Candidate, verdict: Verdict, reason: str, final: bool) -> None:
        assert self.recorder is not None
        if due := self.revisits.of(candidate.canonical_url, candidate.link):
            self.revisits.missed(due, reason)
            return
        self.recorder.add(
            Judgement(verdict, reason, candidate.link.url, candidate.canonical_url, self.outlet, datetime.now(UTC), final=final)
        )
