"""Bali Post, Denpasar: WordPress with a tagDiv theme, dated addresses that end in .html, and WITA (UTC+8) for a clock."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from newsroom.articles import Article
from newsroom.outlets.base import Post
from newsroom.outlets.wordpress import WordPressOutlet


class BaliPost(WordPressOutlet):
    name = "balipost"
    title = "BALIPOST.com"
    host = "www.balipost.com"
    hosts = ("balipost.com",)
    zone = "Asia/Makassar"
    pages_in_path = True
    repeats_lead = True
    zone_label = "WITA"
    first_number = 398_000
    menu = ("Denpasar", "Badung", "Gianyar", "Tabanan", "Buleleng", "Klungkung", "Nasional", "Dunia", "Ekonomi", "Olahraga", "Seni Budaya")
    css_size = 28_000
    script_size = 18_000

    def address(self, article: Article, number: int) -> str:
        moment = article.published_at.astimezone(ZoneInfo(self.zone))
        return f"https://{self.host}/news/{moment:%Y/%m/%d}/{number}/{article.slug}.html"

    def variants(self, post: Post) -> tuple[str, ...]:
        return (f"{post.url}?utm_source=rss&utm_medium=rss&utm_campaign=terkini", f"{post.url}?amp=1", f"{post.url}/")

    def json_ld(self, post: Post, description: str) -> list[dict[str, Any]]:
        return [self.yoast_graph(post, description)]
