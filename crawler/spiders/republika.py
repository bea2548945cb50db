"""Republika."""

from crawler.outlet import OutletSpider
from crawler.sources import Source, SourceKind


class Republika(OutletSpider):
    """Republika, Jakarta: Islamic affairs, politics, the world; a host for each desk.

    Addresses not checked live. Its robots.txt is reported to shut out the user agent Scrapy by name; Pantau goes by its own.
    """

    name = "republika"
    publisher = "Republika"
    domain = "republika.co.id"
    sources = (
        Source("https://www.republika.co.id/rss", SourceKind.FEED),
        Source("https://republika.co.id/rss/internasional", SourceKind.FEED),
        Source("https://republika.co.id/files/xml/sitemap.xml", SourceKind.SITEMAP),
    )
    article_url = r"^https?://(?:[\w-]+\.)?republika\.co\.id/berita/+(?P<id>[a-z0-9]{6,14})/"
