"""CNN Indonesia."""

from crawler.families import DetikNetworkSpider
from crawler.sources import Source, SourceKind


class CNNIndonesia(DetikNetworkSpider):
    """CNN Indonesia, Jakarta: on detik's CMS; an article's address holds its time of publication. Addresses not checked live."""

    name = "cnnindonesia"
    publisher = "CNN Indonesia"
    domain = "cnnindonesia.com"
    sources = (
        Source("https://www.cnnindonesia.com/rss", SourceKind.FEED),
        Source("https://www.cnnindonesia.com/sitemap.xml", SourceKind.SITEMAP),
        Source("https://www.cnnindonesia.com/indeks", SourceKind.INDEX_PAGE),
    )
    article_url = r"^https?://(?:www\.|m\.)?cnnindonesia\.com/[\w-]+/\d{14}-\d+-(?P<id>\d+)/"
