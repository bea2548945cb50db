"""Tempo."""

from crawler.outlet import OutletSpider
from crawler.sources import Source, SourceKind


class Tempo(OutletSpider):
    """Tempo, Jakarta: investigations and politics; some articles are for subscribers. Addresses not checked live."""

    name = "tempo"
    publisher = "Tempo"
    domain = "tempo.co"
    sources = (
        Source("https://rss.tempo.co/nasional", SourceKind.FEED),
        Source("https://rss.tempo.co/dunia", SourceKind.FEED),
        Source("https://rss.tempo.co/bisnis", SourceKind.FEED),
        Source("https://www.tempo.co/sitemap_index.xml", SourceKind.SITEMAP),
    )
    article_url = r"^https?://(?:www\.|m\.)?tempo\.co/[\w-]+/[\w-]+-(?P<id>\d{4,})(?:[/?#]|$)"
