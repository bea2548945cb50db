"""Galleries and live blogs: what text they have is kept, whole and once."""

from __future__ import annotations

import json

import pytest

from tests.extraction.building import (
    ELSEWHERE,
    FIRST,
    LAST,
    PARAGRAPHS,
    QUOTE,
    SECOND,
    TITLE,
    document,
    extracted,
    news_article,
    paragraphs,
)

FIGURE = "<figure><img src='{number}.jpg'><figcaption>{caption}</figcaption></figure>"
CAPTIONS = (
    "Presiden Rusia Vladimir Putin turun dari pesawat di Bandara Sunan, Pyongyang, Rabu (19/6/2024). Foto: Warta Uji/Rahmat",
    "Barisan kehormatan menyambut tamu negara di Lapangan Kim Il Sung.",
    "Warga melambaikan bunga di sepanjang jalan menuju wisma tamu.",
)
GALLERY = "https://foto.warta-uji.co.id/foto/123456/putin-tiba-di-pyongyang"


def slides(shape: str) -> str:
    return "".join(shape.format(caption=caption, number=number) for number, caption in enumerate(CAPTIONS, 1))


@pytest.mark.parametrize(
    "shape",
    [
        FIGURE,
        "<div class='slide'><img src='{number}.jpg'><div class='photo__caption'>{caption}</div></div>",
        "<li><a href='#{number}'><img src='{number}.jpg'></a><p class='foto-desc'>{caption}</p></li>",
        "<div class='wp-caption'><img src='{number}.jpg'><p class='wp-caption-text'>{caption}</p></div>",
    ],
)
def test_a_gallery_is_its_introduction_and_its_captions(shape: str) -> None:
    others = f"<figure><a href='/foto/9'><img src='x.jpg'><figcaption>{ELSEWHERE} dalam gambar</figcaption></a></figure>"
    content = (
        f"<h1>{TITLE}</h1><div class='isi'><p>{FIRST}</p></div><div class='galeri'>{slides(shape)}</div><div class='related'>{others}</div>"
    )
    article = extracted(document(content, news_article()), GALLERY)
    assert article.body.split("\n") == [FIRST, *CAPTIONS]


def test_a_gallery_without_an_introduction_is_its_captions() -> None:
    content = f"<h1>{TITLE}</h1>{slides(FIGURE)}"
    assert extracted(document(content, news_article()), GALLERY).body.split("\n") == list(CAPTIONS)


def test_a_caption_that_every_picture_repeats_comes_once() -> None:
    repeated = f"<figure><img src=x.jpg><figcaption>{CAPTIONS[1]}</figcaption></figure>" * 4
    content = f"<h1>{TITLE}</h1><p>{FIRST}</p>{repeated}"
    assert extracted(document(content, news_article()), GALLERY).body.split("\n") == [FIRST, CAPTIONS[1]]


def test_the_captions_of_an_article_are_no_text() -> None:
    content = f"<h1>{TITLE}</h1><article>{slides(FIGURE)}{paragraphs(*PARAGRAPHS)}</article>"
    assert extracted(document(content, news_article())).body.split("\n") == list(PARAGRAPHS)


def live_blog(*updates: dict[str, str]) -> str:
    return news_article(**{"@type": "LiveBlogPosting"}, liveBlogUpdate=[{"@type": "BlogPosting", **update} for update in updates])


def test_the_entries_of_a_live_blog_are_its_text() -> None:
    entries = "".join(
        f"<div class='entri'><time>1{number}.30 WIB</time><h3>Pukul 1{number}</h3><p>{text}</p></div>"
        for number, text in enumerate(PARAGRAPHS)
    )
    content = f"<h1>{TITLE}</h1><div class='live'>{entries}</div>"
    body = extracted(document(content, live_blog({"headline": "Kedatangan", "articleBody": FIRST}))).body
    assert all(text in body for text in PARAGRAPHS)


def test_entries_that_only_the_description_holds_are_read_from_there() -> None:
    content = f"<h1>{TITLE}</h1><div class='live'><p>{FIRST}</p></div><button>Muat lebih banyak</button>"
    updates = live_blog(
        {"headline": "Tiba", "articleBody": f"{FIRST}\n{SECOND}"},
        {"headline": "Kremlin menjawab", "articleBody": f"<p>{QUOTE}</p><p>Baca juga: <a href='/x'>{ELSEWHERE}</a></p><p>{LAST}</p>"},
    )
    assert extracted(document(content, updates)).body.split("\n") == [FIRST, SECOND, "Kremlin menjawab", QUOTE, LAST]


@pytest.mark.parametrize("updates", [None, "teks", [None, 3, "x"], [{"articleBody": 5}], {"headline": ["a"]}])
def test_a_live_blog_with_broken_entries_is_what_the_page_shows(updates: object) -> None:
    head = f'<script type="application/ld+json">{json.dumps({"@type": "LiveBlogPosting", "headline": TITLE, "liveBlogUpdate": updates})}</script>'
    content = f"<h1>{TITLE}</h1><div class='live'>{paragraphs(*PARAGRAPHS)}</div>"
    assert extracted(document(content, head)).body.split("\n") == list(PARAGRAPHS)
