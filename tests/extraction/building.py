"""Building pages: the markup of outlets around paragraphs of our own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from pipelines.extraction import extract
from pipelines.items import Article, Page

FETCHED_AT = datetime(2024, 6, 20, 3, 0, tzinfo=UTC)  # 10.00 WIB
URL = "https://www.warta-uji.co.id/internasional/read/123456/putin-dan-kim-teken-perjanjian-di-pyongyang"
TITLE = "Putin dan Kim Teken Perjanjian di Pyongyang"
FIRST = (
    "Pyongyang - Presiden Rusia Vladimir Putin dan pemimpin Korea Utara Kim Jong Un menandatangani perjanjian kemitraan strategis "
    "dalam kunjungan kenegaraan di Pyongyang, Rabu (19/6/2024)."
)
SECOND = (
    "Perjanjian itu memuat pasal tentang bantuan timbal balik apabila salah satu negara diserang, kata Putin dalam jumpa pers bersama "
    "seusai pertemuan yang berlangsung hampir dua jam."
)
QUOTE = '"Baca juga pasal keempat sebelum berkomentar, di sana tertulis jelas kewajiban kedua pihak," ujar seorang pejabat Kremlin.'
LAST = "Korea Selatan menyatakan keprihatinan dan memanggil duta besar Rusia di Seoul untuk meminta penjelasan mengenai isi perjanjian tersebut."
PARAGRAPHS = (FIRST, SECOND, QUOTE, LAST)
ELSEWHERE = "Gempa Magnitudo 5,2 Guncang Sukabumi, Warga Berhamburan"


def page(markup: str | bytes, url: str = URL, **fields: Any) -> Page:
    """A downloaded page with `markup`."""
    body = markup if isinstance(markup, bytes) else markup.encode()
    return Page(**({"url": url, "outlet": "warta_uji", "body": body, "fetched_at": FETCHED_AT} | fields))


def news_article(**fields: Any) -> str:
    """A JSON-LD block that describes the article."""
    node = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2024-06-19T21:30:00+07:00",
    } | fields
    return f'<script type="application/ld+json">{json.dumps({name: value for name, value in node.items() if value is not None})}</script>'


def document(content: str, head: str = "", title: str = f"{TITLE} - Warta Uji") -> str:
    """A whole page around `content`, with a menu above it and a sidebar and a footer below it."""
    menu = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("nasional", "internasional", "ekonomi", "olahraga"))
    others = "".join(
        f'<li><a href="/read/{number}/x">{ELSEWHERE} {number}</a><span>{number} jam yang lalu</span></li>' for number in range(1, 8)
    )
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<div id="topbar"><ul class="main-menu">{menu}</ul></div>{content}'
        f'<div class="sidebar"><h3>Terpopuler</h3><ul>{others}</ul></div>'
        "<footer><p>Copyright © 2024 Warta Uji. Seluruh hak cipta dilindungi undang-undang. Dilarang menyalin isi tanpa izin redaksi.</p></footer>"
        "</body></html>"
    )


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def with_insert(insert: str) -> str:
    """An article of a plain template with `insert` between its second and third paragraphs."""
    content = paragraphs(FIRST, SECOND) + insert + paragraphs(QUOTE, LAST)
    return document(f'<article><h1>{TITLE}</h1><div class="isi">{content}</div></article>', news_article())


def extracted(markup: str | bytes, url: str = URL, **fields: Any) -> Article:
    """The article on a page that must be one."""
    article = extract(page(markup, url, **fields))
    assert isinstance(article, Article), article
    return article
