"""Bali Post."""

from crawler.families import WordPressSpider


class BaliPost(WordPressSpider):
    """Bali Post, Denpasar: Bali, its tourism and villages; Central Indonesian Time. On WordPress by its markup."""

    name = "balipost"
    publisher = "Bali Post"
    domain = "balipost.com"
    timezone = "Asia/Makassar"
    unverified = "the REST API's address is WordPress's default; only listings under /page/N/ have been seen in use"
