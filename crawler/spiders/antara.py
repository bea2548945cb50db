"""Antara, the national news agency."""

from crawler.outlet import OutletSpider
from crawler.sources import Source, SourceKind


class Antara(OutletSpider):
    """Antara, Jakarta: the wire that regional papers print. Feeds as listed by public readers, not checked live."""

    name = "antaranews"
    publisher = "Antara"
    domain = "antaranews.com"
    sources = (
        Source("https://www.antaranews.com/rss/terkini.xml", SourceKind.FEED),
        Source("https://www.antaranews.com/rss/top-news.xml", SourceKind.FEED),
        Source("https://www.antaranews.com/rss/politik.xml", SourceKind.FEED),
        Source("https://www.antaranews.com/terkini", SourceKind.INDEX_PAGE),
    )
    article_url = r"^https?://(?:www\.|m\.)?antaranews\.com/berita/(?P<id>\d+)/"
