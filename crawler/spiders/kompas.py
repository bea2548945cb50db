"""Kompas.com."""

from crawler.outlet import OutletSpider
from crawler.sources import Source, SourceKind


class Kompas(OutletSpider):
    """Kompas.com, Jakarta: the national paper's site, a host for each desk; long articles are paginated. Addresses not checked live."""

    name = "kompas"
    publisher = "Kompas.com"
    domain = "kompas.com"
    sources = (
        Source("https://rss.kompas.com/news", SourceKind.FEED),
        Source("https://www.kompas.com/sitemap.xml", SourceKind.SITEMAP),
        Source("https://indeks.kompas.com/", SourceKind.INDEX_PAGE),
    )
    article_url = r"^https?://[\w.-]*kompas\.com/(?:[\w-]+/)?read/(?P<id>\d{4}/\d{2}/\d{2}/\d+)/"
    whole_article = {"page": "all"}  # noqa: RUF012
