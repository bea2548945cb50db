"""Discovering: finds where an outlet lists its articles, by asking it what a browser and a search engine would."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy.http import Response

from crawler.fetching import SourceFault, charset, fetch, header
from crawler.sources import Listing, Source, SourceKind, discovery, identify, parse, wordpress
from crawler.sources.discovery import Candidate, Origin

if TYPE_CHECKING:
    from crawler.outlet import OutletSpider

logger = logging.getLogger(__name__)

MOST_ASKED = 30  # candidates asked for; a site that names more is asked for the likeliest


class Discoverer:
    """Looks for the sources of one outlet: robots.txt, the home page, and the places where sites usually have them."""

    def __init__(self, spider: OutletSpider):
        self.spider = spider
        self.faults: list[str] = []

    async def discover(self) -> tuple[Source, ...]:
        """Ask the site, and return the sources worth keeping, the most useful first; none where none answers."""
        answers: list[tuple[Candidate, Listing]] = []
        for candidate in discovery.rank(await self.candidates(), self.spider.home)[:MOST_ASKED]:
            if answer := await self.answer(candidate):
                answers.append(answer)
                if answer[0].kind is SourceKind.WORDPRESS:
                    break  # it lists every post by date; nothing else would add any
        chosen = discovery.choose(answers)
        logger.info("%s: sources found: %s", self.spider.outlet, ", ".join(candidate.url for candidate in chosen) or "none")
        return tuple(Source(candidate.url, candidate.kind) for candidate in chosen)

    async def candidates(self) -> list[Candidate]:
        """Everything that the site names, and what is worth a guess."""
        home = self.spider.home
        found: list[Candidate] = []
        if robots := await self.ask(urljoin(home, "/robots.txt")):
            named = discovery.from_robots(robots.body.decode("utf-8", "replace"), robots.url)
            found += [Candidate(url, SourceKind.SITEMAP, Origin.ROBOTS) for url in named]
        if page := await self.ask(home):
            found += discovery.from_headers(page.headers, page.url)
            found += discovery.from_homepage(page.body, page.url, charset(page))
            found.append(Candidate(page.url, SourceKind.INDEX_PAGE, Origin.DECLARED))
            home = page.url
        # Where the home page does not answer, guesses will not either.
        return found + discovery.well_known(home) if page else found

    async def ask(self, url: str) -> Response | None:
        """What is at `url`; None, and a fault noted, where it does not answer. A site need not have a robots.txt."""
        try:
            return await fetch(self.spider, url)
        except SourceFault as fault:
            if not url.endswith("/robots.txt"):
                self.faults.append(f"{url}: {fault}")
            return None

    async def answer(self, candidate: Candidate) -> tuple[Candidate, Listing] | None:
        """What a candidate lists, with the kind that it really is; None where it lists nothing."""
        api = candidate.kind is SourceKind.WORDPRESS
        try:
            response = await fetch(self.spider, wordpress.posts_url(candidate.url) if api else candidate.url)
        except SourceFault as fault:
            logger.debug("%s: %s", candidate.url, fault)
            return None
        kind = identify(response.body, header(response, "Content-Type") or "")
        if kind is None or (kind is SourceKind.INDEX_PAGE) != (candidate.kind is SourceKind.INDEX_PAGE):
            return None
        listing = parse(kind, response.body, response.url, timezone=self.spider.timezone, article_url=self.spider.pattern)
        found = Candidate(candidate.url, kind, candidate.origin)
        return (found, listing) if listing.links or listing.children else None
