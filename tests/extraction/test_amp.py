"""AMP pages: the article without what their own elements hold."""

from __future__ import annotations

import pytest

from tests.extraction.building import ELSEWHERE, PARAGRAPHS, TITLE, URL, extracted, news_article, paragraphs

FURNITURE = [
    f'<amp-sidebar id="sidebar" layout="nodisplay"><ul><li><a href="/x">{ELSEWHERE}</a></li></ul></amp-sidebar>',
    '<amp-social-share type="whatsapp" width="40" height="40">Bagikan lewat WhatsApp</amp-social-share>',
    '<amp-ad width="300" height="250" type="doubleclick"><div placeholder>Iklan sedang dimuat di halaman ini.</div></amp-ad>',
    f'<amp-embed type="taboola"><div placeholder>{ELSEWHERE}</div></amp-embed>',
    '<amp-consent id="consent"><div>Kami memakai kuki untuk mengingat pilihan Anda di situs ini. Anda setuju?</div></amp-consent>',
    '<amp-analytics type="gtag"><script type="application/json">{"vars": {"title": "Analitik"}}</script></amp-analytics>',
    '<amp-carousel type="slides"><div><amp-img src="/a.jpg"></amp-img><p>Presiden tiba di bandara pada Rabu pagi. (AFP)</p></div></amp-carousel>',
    f'<amp-accordion><section><h4>Baca juga</h4><div><a href="/x">{ELSEWHERE}</a></div></section></amp-accordion>',
    f'<amp-list src="/terkait.json"><div placeholder>{ELSEWHERE}</div></amp-list>',
    '<amp-img src="/a.jpg" width="600" height="400"><noscript><img src="/a.jpg"></noscript></amp-img>',
    '<amp-youtube data-videoid="x"><div fallback>Peramban Anda tidak dapat memutar video dari kanal kami ini.</div></amp-youtube>',
    '<amp-user-notification id="n">Situs ini memakai kuki untuk layanan yang lebih baik. <button>Setuju</button></amp-user-notification>',
]


def amp(content: str, head: str = "") -> str:
    return (
        f'<!doctype html><html amp lang="id"><head><meta charset="utf-8"><title>{TITLE} - Warta Uji</title>{head}{news_article()}'
        "<style amp-boilerplate>body{visibility:hidden}</style><noscript><style amp-boilerplate>body{visibility:visible}</style></noscript>"
        '<script async src="https://cdn.ampproject.org/v0.js"></script></head>'
        f"<body><header>Warta Uji</header><article><h1>{TITLE}</h1>{content}</article><footer>Warta Uji 2024</footer></body></html>"
    )


@pytest.mark.parametrize("insert", FURNITURE, ids=lambda insert: insert.partition(" ")[0].strip("<>"))
def test_an_amp_element_is_left_out_wherever_it_stands(insert: str) -> None:
    above, within = insert + paragraphs(*PARAGRAPHS), paragraphs(*PARAGRAPHS[:2]) + insert + paragraphs(*PARAGRAPHS[2:])
    for content in (above, within, paragraphs(*PARAGRAPHS) + insert):
        assert extracted(amp(content)).body.split("\n") == list(PARAGRAPHS)


def test_the_caption_below_an_amp_picture_is_left_out() -> None:
    picture = '<amp-img src="/a.jpg" width="600" height="400"></amp-img><em>Putin dan Kim di Pyongyang. Foto: AFP</em>'
    assert extracted(amp(f"<div>{picture}</div>{paragraphs(*PARAGRAPHS)}")).body.split("\n") == list(PARAGRAPHS)


def test_the_canonical_address_is_that_of_the_full_page() -> None:
    article = extracted(amp(paragraphs(*PARAGRAPHS), f'<link rel="canonical" href="{URL}">'), URL.replace("/read/", "/amp/read/"))
    assert article.canonical_url == URL


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "http://[::", "//", "https://lain.example/berita"])
def test_a_canonical_address_that_is_none_of_this_site_is_not_believed(address: str) -> None:
    head = f'<base href="https://jahat.example/"><link rel="canonical" href="{address}">'
    assert extracted(amp(paragraphs(*PARAGRAPHS), head)).canonical_url == URL
