"""Addresses: which declared outlet an address belongs to, and under which key the archive has it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from crawler.canonical import canonicalize
from crawler.outlet import OutletSpider
from pipelines.archive import Archive
from pipelines.archive.recording import LEADS_TO
from pipelines.items import Link

ANY = "site"  # the spider that watches undeclared outlets has no address of its own


def outlet_at(url: str, known: Mapping[str, type[OutletSpider]]) -> type[OutletSpider] | None:
    """Return the declared outlet that `url` belongs to; None where it is nobody's.

    Args:
        url: of any page.
        known: the outlets by name, as `run.outlets` gives them.
    """
    host = urlsplit(url).hostname or ""
    declared = (spider for name, spider in known.items() if name != ANY)
    return next((spider for spider in declared if host == spider.domain or host.endswith("." + spider.domain)), None)


def key_at(url: str, known: Mapping[str, type[OutletSpider]], archive: Archive) -> str:
    """Return the canonical URL under which `archive` has the article of `url`, which may be an address that led there."""
    spider = outlet_at(url, known)
    key = spider().link_key(Link(url=url)) if spider else canonicalize(url)
    verdict = archive.verdict(key)
    if verdict and verdict[1].startswith(LEADS_TO):
        return verdict[1].removeprefix(LEADS_TO)
    return key
