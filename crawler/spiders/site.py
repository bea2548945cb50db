"""Any site: `scrapy crawl site -a url=https://any.example/` watches an outlet that nobody has declared yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from crawler.arguments import ArgumentError, Arguments
from crawler.outlet import OutletSpider


class Site(OutletSpider):
    """An undeclared outlet: its sources are discovered, and its articles are stored under its host's name."""

    name = "site"
    publisher = "any site"
    domain = "example"

    def __init__(self, name: str | None = None, **given: Any):
        super().__init__(name, **given)
        self.host = self.outlet_of(given)
        self.domain = urlsplit(f"//{self.host}").hostname or ""  # type: ignore[misc]

    @property
    def outlet(self) -> str:
        return self.host

    @classmethod
    def outlet_of(cls, arguments: Mapping[str, str]) -> str:
        """The host of the address to watch, with its port where it names one. Raises ArgumentError where there is no address."""
        url = Arguments.parse(arguments).url
        if not url:
            raise ArgumentError("site needs the address to watch: scrapy crawl site -a url=https://any.example/")
        return urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.")

    @property
    def home(self) -> str:
        assert self.arguments.url
        return self.arguments.url
