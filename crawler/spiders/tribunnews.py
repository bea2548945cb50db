"""Tribunnews."""

from crawler.outlet import OutletSpider
from crawler.sources import Source, SourceKind


class Tribunnews(OutletSpider):
    """Tribunnews, Jakarta: the network's national site; regional Tribuns are outlets of their own.

    Addresses not checked live; it is reported to refuse user agents that are no browsers, which is its answer and is kept.
    """

    name = "tribunnews"
    publisher = "Tribunnews"
    domain = "tribunnews.com"
    sources = (
        Source("https://www.tribunnews.com/sitemap-news.xml", SourceKind.SITEMAP),
        Source("https://www.tribunnews.com/rss", SourceKind.FEED),
        Source("https://www.tribunnews.com/sitemap.xml", SourceKind.SITEMAP),
    )
    article_url = r"^https?://(?:www\.|m\.)?tribunnews\.com/[\w-]+/(?P<id>\d{6,}(?=/)|\d{4}/\d{2}/\d{2}/[\w-]+)"
    whole_article = {"page": "all"}  # noqa: RUF012
