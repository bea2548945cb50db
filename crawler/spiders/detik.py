"""detikcom."""

from crawler.families import DetikNetworkSpider
from crawler.sources import Source, SourceKind


class Detik(DetikNetworkSpider):
    """detikcom, Jakarta: the most read news site; news.detik.com carries politics and the world. Addresses not checked live."""

    name = "detik"
    publisher = "detikcom"
    domain = "detik.com"
    sources = (
        Source("https://news.detik.com/berita/sitemap_news.xml", SourceKind.SITEMAP),
        Source("https://news.detik.com/rss", SourceKind.FEED),
        Source("https://news.detik.com/indeks", SourceKind.INDEX_PAGE),
    )
    article_url = r"^https?://(?:[\w-]+\.)?detik\.com/.*\bd-(?P<id>\d+)\b"
