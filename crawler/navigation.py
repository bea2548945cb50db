"""Navigation: from an outlet's sources, declared, remembered or discovered, to the links that are worth a request."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy.http import Response

from crawler.discovering import Discoverer
from crawler.fetching import NOT_MODIFIED, SourceFault, charset, fetch, header
from crawler.frontier import Candidate, Frontier
from crawler.sources import Listing, Source, SourceKind, identify, parse, wordpress
from crawler.sources.window import children_in_window
from pipelines.archive import Archive
from pipelines.archive import Source as Remembered

if TYPE_CHECKING:
    from crawler.outlet import OutletSpider

logger = logging.getLogger(__name__)

MARGIN = timedelta(days=3)  # how late an article may turn up in a list that is ordered by date
LIST_PAGES = 20  # pages of a feed or an index that one run walks at most
DOUBT = timedelta(hours=15)  # old WordPress compares the bounds of a window with its local time
FAILURES = 3  # runs in a row in which a source failed before it is forgotten; a declared one is remembered anew by each run


@dataclass(frozen=True, slots=True)
class Walked:
    """A source that was read: once all it listed has a verdict, an unchanged answer need not be sent again."""

    url: str
    etag: str | None
    last_modified: str | None
    listed: tuple[str, ...]  # canonical URLs


class Navigator:
    """Walks the sources of one outlet for one run, newest first, and says what answered and what did not."""

    def __init__(self, spider: OutletSpider, archive: Archive, frontier: Frontier):
        self.spider = spider
        self.archive = archive
        self.frontier = frontier
        self.answered = 0  # source documents that could be read, or had not changed
        self.unchanged = 0  # of them, those that had not changed since they were last read
        self.admitted = 0  # article pages asked for
        self.warnings = 0  # faults within source documents that were read all the same
        self.faults: list[str] = []  # what was wrong with sources, a line each
        self.walked: list[Walked] = []
        self.validators: dict[str, tuple[str | None, str | None]] = {}
        # Lists ordered by date need not be read further back than the last run that left nothing open.
        finished = archive.last_finished(spider.outlet)
        self.horizon = spider.window.since or (finished - MARGIN if finished and not spider.window else None)

    async def candidates(self) -> AsyncIterator[Candidate]:
        """Yield the links to fetch, from each source as it is read."""
        declared = self.spider.declared_sources()
        self.remember(declared)
        remembered = self.archive.sources(self.spider.outlet)
        self.validators = {source.url: (source.etag, source.last_modified) for source in remembered}
        for sources in (declared, self.discovered(remembered)):
            async for candidate in self.walk(sources):
                yield candidate
            if self.answered:
                return
        discoverer = Discoverer(self.spider)
        found = await discoverer.discover()
        self.faults += discoverer.faults
        self.remember(found)
        async for candidate in self.walk(found):
            yield candidate

    def discovered(self, remembered: Sequence[Remembered]) -> tuple[Source, ...]:
        """The remembered sources that no declaration names: found by an earlier run."""
        declared = {source.url for source in self.spider.declared_sources()}
        return tuple(Source(each.url, SourceKind(each.kind)) for each in remembered if each.kind and each.url not in declared)

    def remember(self, sources: Sequence[Source]) -> None:
        self.archive.remember_sources(self.spider.outlet, [(source.url, source.kind.value) for source in sources], datetime.now(UTC))

    async def walk(self, sources: Sequence[Source]) -> AsyncIterator[Candidate]:
        """Read sources and what they lead to, depth first, until the budget of pages is used up."""
        top = {source.url for source in sources}
        waiting = deque(sources)
        seen: set[tuple[str, int]] = set()
        while waiting and self.frontier.budget > 0:
            source = waiting.popleft()
            if (source.url, source.number) in seen:
                continue
            seen.add((source.url, source.number))
            try:
                response = await self.fetch(source)
                listing = self.read(source, response) if response else Listing()
            except SourceFault as fault:
                self.failed(source, str(fault), source.url in top)
                continue
            self.answered += 1
            self.unchanged += response is None
            candidates, listed = self.frontier.admit(listing.links)
            if response and source.url in top and not listing.children:
                self.walked.append(Walked(source.url, header(response, "ETag"), header(response, "Last-Modified"), tuple(listed)))
            self.admitted += len(candidates)
            for candidate in candidates:
                yield candidate
            waiting.extendleft(reversed(self.further(source, listing, response, bool(candidates))))

    async def fetch(self, source: Source) -> Response | None:
        """Ask for a source; None where it has not changed. Raises SourceFault."""
        etag, last_modified = self.validators.get(source.url, (None, None))
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        if source.kind is SourceKind.WORDPRESS:
            after = self.horizon - DOUBT if self.horizon else None
            before = self.spider.window.until + DOUBT if self.spider.window.until else None
            return await fetch(self.spider, wordpress.posts_url(source.url, page=source.number, after=after, before=before))
        response = await fetch(self.spider, source.url, {name: value for name, value in headers.items() if value})
        return None if response.status == NOT_MODIFIED else response

    def read(self, source: Source, response: Response) -> Listing:
        """Read a source's response. Raises SourceFault where there is nothing in it that could be read."""
        real = identify(response.body, header(response, "Content-Type") or "")
        kind = real or source.kind
        if kind is SourceKind.INDEX_PAGE and source.kind is not SourceKind.INDEX_PAGE:
            raise SourceFault(f"it is a web page, not a {source.kind}")
        pattern = self.spider.pattern
        listing = parse(kind, response.body, response.url, timezone=self.spider.timezone, article_url=pattern, charset=charset(response))
        for warning in listing.warnings:
            self.warnings += 1
            logger.info("%s: %s", source.url, warning)
        if real is None and not listing.links and not listing.children:
            raise SourceFault("; ".join(listing.warnings[:1]) or f"it is not a {source.kind}")
        return listing

    def further(self, source: Source, listing: Listing, response: Response | None, fresh: bool) -> list[Source]:
        """The documents that a source leads to and that may hold links not seen yet."""
        if response is None:
            return []
        if source.kind is SourceKind.WORDPRESS:
            return [replace(source, number=source.number + 1)] if source.number < wordpress.page_count(response.headers) else []
        sitemaps = [child for child in listing.children if child.kind is SourceKind.SITEMAP]
        # Without an earlier run that finished, a page of known links may be what a killed run left; beyond it lies what it missed.
        number = source.number + 1
        goes_on = bool(listing.links) and number <= LIST_PAGES and (fresh or self.horizon is None)
        pages = [replace(child, number=number) for child in listing.children if child.kind is not SourceKind.SITEMAP] if goes_on else []
        return [*pages, *children_in_window(sitemaps, self.horizon, self.spider.window.until)]

    def failed(self, source: Source, why: str, at_top: bool) -> None:
        self.faults.append(f"{source.url}: {why}")
        logger.info("%s: %s", source.url, why)
        if at_top:
            failures = self.archive.source_failed(self.spider.outlet, source.url, datetime.now(UTC))
            if failures >= FAILURES:
                self.archive.forget_source(self.spider.outlet, source.url)

    def settle(self) -> None:
        """At the end of a run: remember the validators of sources of which nothing is left open."""
        for walked in self.walked:
            complete = len(self.archive.known(walked.listed)) == len(set(walked.listed))
            etag, last_modified = (walked.etag, walked.last_modified) if complete else (None, None)
            self.archive.source_answered(self.spider.outlet, walked.url, etag, last_modified, datetime.now(UTC))
