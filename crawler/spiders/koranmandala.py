"""Koran Mandala."""

from crawler.families import WordPressSpider


class KoranMandala(WordPressSpider):
    """Koran Mandala, Bandung: politics, West Java, international. On WordPress; that its REST API is open has not been seen."""

    name = "koranmandala"
    publisher = "Koran Mandala"
    domain = "koranmandala.com"
    article_url = r"^https?://(?:www\.)?koranmandala\.com/[\w-]+/(?P<id>\d+)/[\w-]+"
    unverified = "no feed, sitemap or API address of it is published anywhere; the WordPress default is assumed"
