"""Frontier: which of the listed links are worth a request. What has its verdict in the archive is not asked for again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.arguments import Window
from crawler.canonical import canonicalize
from pipelines.archive import Archive
from pipelines.items import Link


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link that is to be fetched, under its canonical URL."""

    canonical_url: str
    link: Link


class Frontier:
    """Decides for one run of one outlet; remembers what the run has admitted, and asks the archive for the rest."""

    def __init__(self, archive: Archive, window: Window, article_url: re.Pattern[str] | None, budget: int):
        self.archive = archive
        self.window = window
        self.article_url = article_url
        self.budget = budget  # article pages that may still be asked for
        self.cut = False  # whether the budget ran out with links left
        self.seen: set[str] = set()
        self.found = 0

    def admit(self, links: Iterable[Link]) -> tuple[list[Candidate], list[str]]:
        """Choose among links, in their order.

        Returns the candidates to fetch, and the canonical URLs of all links that count as this outlet's articles.
        """
        listed: dict[str, Link] = {}
        for link in links:
            if self.article_url and not self.article_url.search(link.url):
                continue
            if key := canonicalize(link.url, self.article_url):
                listed.setdefault(key, link)
        fresh = [key for key in listed if key not in self.seen]
        self.found += len(fresh)
        self.seen.update(fresh)
        known = self.archive.known(fresh)
        wanted = [key for key in fresh if key not in known and self.window.holds(listed[key].published_at)]
        self.cut = self.cut or len(wanted) > self.budget
        admitted = wanted[: self.budget]
        self.budget -= len(admitted)
        return [Candidate(key, listed[key]) for key in admitted], list(listed)

    def claim(self, canonical_url: str) -> bool:
        """Take on an article that a page led to instead of a source; False where it is known, or was listed already."""
        if not canonical_url or canonical_url in self.seen:
            return False
        self.seen.add(canonical_url)
        return canonical_url not in self.archive.known([canonical_url])
