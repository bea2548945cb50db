"""Koran Mandala, Bandung: WordPress with Yoast's sitemaps and JSON-LD, an open REST API, and both host names alive."""

from __future__ import annotations

from typing import Any, ClassVar

from newsroom.articles import Article
from newsroom.outlets.base import Post
from newsroom.outlets.wordpress import WordPressOutlet


class KoranMandala(WordPressOutlet):
    name = "koranmandala"
    title = "Koran Mandala"
    host = "koranmandala.com"
    hosts = ("www.koranmandala.com",)
    mirrors: ClassVar = {"www.koranmandala.com": "koranmandala.com"}
    first_number = 262_000
    pages_in_path = True
    menu = ("Politik", "Nasional", "Internasional", "Jawa Barat", "Ekonomi", "Olahraga", "Hiburan", "Opini")

    def address(self, article: Article, number: int) -> str:
        return f"https://{self.host}/{self.section_of(article)}/{number}/{article.slug}/"

    def variants(self, post: Post) -> tuple[str, ...]:
        return (
            f"{post.url}?utm_source=whatsapp&utm_medium=social",
            post.url.replace("//koranmandala", "//www.koranmandala"),
            f"{post.url}amp/",
        )

    def json_ld(self, post: Post, description: str) -> list[dict[str, Any]]:
        return [self.yoast_graph(post, description)]
