"""Families: what outlets of one CMS or network share, so that each of them is a few lines."""

from __future__ import annotations

from crawler.outlet import OutletSpider
from crawler.sources import Source, SourceKind


class WordPressSpider(OutletSpider):
    """A paper on WordPress: its REST API lists every post with its date; where the API is closed, discovery looks for the rest."""

    @classmethod
    def declared_sources(cls) -> tuple[Source, ...]:
        return cls.sources or (Source(f"https://{cls.domain}/wp-json/wp/v2/posts", SourceKind.WORDPRESS),)


class DetikNetworkSpider(OutletSpider):
    """detik.com and its sisters (CNN Indonesia, CNBC Indonesia): one CMS, long articles in several pages."""

    whole_article = {"single": "1"}  # noqa: RUF012 (declared as ClassVar by OutletSpider)
