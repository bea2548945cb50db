"""Liputan6."""

from crawler.outlet import OutletSpider


class Liputan6(OutletSpider):
    """Liputan6.com, Jakarta (KLY network): no feed or sitemap of it is known, so its sources are discovered."""

    name = "liputan6"
    publisher = "Liputan6.com"
    domain = "liputan6.com"
    article_url = r"^https?://(?:www\.|m\.)?liputan6\.com/[\w-]+/read/(?P<id>\d+)/"
