"""Kinds: walls, lists, films and teasers are told from articles."""

from __future__ import annotations

import json

import pytest

from pipelines.extraction import extract
from pipelines.items import Article, Verdict
from pipelines.stage import Ended
from tests.extraction.building import ELSEWHERE, FIRST, LAST, PARAGRAPHS, TITLE, URL, document, extracted, news_article, page, paragraphs

CARDS = "".join(
    f'<div class="kartu"><h3><a href="/read/{n}/x">{ELSEWHERE} {n}</a></h3><p>Ringkasan singkat berita nomor {n} yang terbit hari ini.</p></div>'
    for n in range(12)
)
SITE = '<script type="application/ld+json">{"@type": "WebSite", "name": "Warta Uji"}</script>'
COLLECTION = '<script type="application/ld+json">{"@type": "CollectionPage", "name": "Rusia"}</script>'


def verdict(markup: str, url: str = URL, **fields: object) -> str:
    judged = extract(page(markup, url, **fields))
    return judged.verdict if isinstance(judged, Ended) else "article"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Just a moment...",
            "<h1>www.warta-uji.co.id</h1><p>Checking your browser before accessing.</p><script>window._cf_chl_opt={}</script>",
        ),
        ("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1><p>You are unable to access warta-uji.co.id</p>"),
        ("Access Denied", "<h1>Access Denied</h1><p>You don't have permission to access this server. Reference #18.2f</p>"),
        ("Akses ditolak", "<h1>Akses ditolak</h1><p>Permintaan Anda tidak dapat dilayani.</p>"),
        ("403 Forbidden", "<center><h1>403 Forbidden</h1></center><hr><center>nginx</center>"),
        ("", "<iframe src='/_Incapsula_Resource?SWUDNSAI=31'></iframe><p>Request unsuccessful. Incapsula incident ID: 1</p>"),
        ("warta-uji.co.id", "<p>Konfirmasi bahwa Anda bukan robot untuk melanjutkan.</p><div class='g-recaptcha'></div>"),
        ("Verifikasi Keamanan", "<p>Selesaikan captcha berikut.</p>"),
        ("Human Verification", "<script src='https://x.captcha.awswaf.com/y/captcha.js'></script>"),
    ],
)
def test_a_wall_is_a_challenge(title: str, body: str) -> None:
    markup = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    assert verdict(markup, status=403) == Verdict.CHALLENGE


def test_an_article_behind_a_guarded_site_is_an_article() -> None:
    script = "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script><script>var g='g-recaptcha cf-turnstile'</script>"
    content = f"<h1>{TITLE}</h1><div>{paragraphs(*PARAGRAPHS)}</div><form class='g-recaptcha'></form>"
    assert verdict(document(content, news_article() + script)) == "article"


def test_an_article_about_being_denied_access_is_an_article() -> None:
    headline = "Akses Ditolak, Diplomat Rusia Tertahan di Bandara Pyongyang"
    content = f"<article><h1>{headline}</h1><div>{paragraphs(*PARAGRAPHS)}</div></article>"
    assert verdict(document(content, news_article(headline=headline), headline)) == "article"


@pytest.mark.parametrize(
    ("url", "head", "body"),
    [
        ("https://www.warta-uji.co.id/", '<meta property="og:type" content="website">', CARDS),
        ("https://www.warta-uji.co.id/", SITE, CARDS),
        ("https://www.warta-uji.co.id/internasional", SITE, CARDS),
        ("https://www.warta-uji.co.id/indeks", "", CARDS),
        ("https://www.warta-uji.co.id/indeks?page=3&date=06/19/2024", '<meta property="og:type" content="article">', CARDS),
        ("https://www.warta-uji.co.id/tag/rusia", '<meta property="og:type" content="article">', CARDS),
        ("https://www.warta-uji.co.id/tag/rusia/page/2", "", CARDS),
        ("https://www.warta-uji.co.id/search?q=putin", "", CARDS),
        ("https://www.warta-uji.co.id/?s=putin", '<meta property="og:type" content="article">', CARDS),
        ("https://www.warta-uji.co.id/category/dunia", COLLECTION + '<meta property="og:type" content="article">', CARDS),
        ("https://www.warta-uji.co.id/dunia", "", "".join(f"<p><a href='/read/{n}'>{ELSEWHERE} {n}</a></p>" for n in range(40))),
        ("https://www.warta-uji.co.id/penulis/budi", "", CARDS),
        ("https://www.warta-uji.co.id/dunia/eropa", "", f"<h2>Dunia</h2>{CARDS}"),
    ],
)
def test_a_list_of_articles_is_no_article(url: str, head: str, body: str) -> None:
    assert verdict(document(body, head, "Berita Dunia - Warta Uji"), url) == Verdict.NOT_ARTICLE


def test_an_article_with_links_between_its_paragraphs_needs_no_description() -> None:
    links = "".join(f"<p>Baca juga: <a href='/read/{n}'>{ELSEWHERE} {n}</a></p>" for n in range(3))
    content = (
        f"<h1>{TITLE}</h1><p>Rabu, 19 Juni 2024 21:30 WIB</p><div>{paragraphs(*PARAGRAPHS[:2])}{links}{paragraphs(*PARAGRAPHS[2:])}</div>"
    )
    assert verdict(document(content), "https://www.warta-uji.co.id/index.php/berita/read/7/putin") == "article"


def test_an_article_whose_headline_begins_like_a_wall_is_an_article() -> None:
    for headline in ("Forbidden City Dibuka untuk Delegasi Rusia", "Akses Ditolak: Diplomat Rusia Tertahan di Pyongyang"):
        content = f"<h1>{headline}</h1><div>{paragraphs(*PARAGRAPHS)}</div>"
        assert verdict(document(content, '<meta property="og:type" content="article">', f"{headline}")) == "article"


def test_a_wordpress_archive_is_known_by_the_class_of_its_body() -> None:
    markup = document(CARDS, '<meta property="og:type" content="article">').replace(
        "<body>", '<body class="archive category category-dunia">'
    )
    assert verdict(markup, "https://www.warta-uji.co.id/dunia/") == Verdict.NOT_ARTICLE


def test_a_single_post_whose_body_class_names_its_category_is_an_article() -> None:
    content = f"<article><h1>{TITLE}</h1><div>{paragraphs(*PARAGRAPHS)}</div></article>"
    head = '<meta property="og:type" content="article">'
    markup = document(content, head).replace(
        "<body>", '<body class="post-template-default single single-post postid-7 category-dunia tag-rusia">'
    )
    assert verdict(markup) == "article"


@pytest.mark.parametrize(
    ("url", "head"),
    [
        (URL, '<meta property="og:type" content="video.other">'),
        (
            URL,
            '<script type="application/ld+json">{"@type": "VideoObject", "name": "Putin tiba"}</script><meta property="og:type" content="article">',
        ),
        ("https://video.warta-uji.co.id/watch/123/putin-tiba", '<meta property="og:type" content="article">'),
    ],
)
def test_a_film_with_a_line_of_description_is_no_article(url: str, head: str) -> None:
    content = f"<h1>{TITLE}</h1><video src='/a.mp4'></video><p>Presiden Rusia Vladimir Putin tiba di Pyongyang pada Rabu dini hari.</p>"
    assert verdict(document(content, head), url) == Verdict.NOT_ARTICLE


def test_an_article_with_a_film_is_an_article() -> None:
    film = '<script type="application/ld+json">{"@type": "VideoObject", "name": "Putin tiba"}</script>'
    content = f"<h1>{TITLE}</h1><video src='/a.mp4'></video><div>{paragraphs(*PARAGRAPHS)}</div>"
    assert verdict(document(content, news_article() + film)) == "article"


@pytest.mark.parametrize(
    ("head", "after"),
    [
        (news_article(), "<p>Berlangganan untuk membaca artikel selengkapnya.</p>"),
        (news_article(), "<p>Artikel ini khusus untuk pelanggan.</p>"),
        (news_article(), "<div>Untuk melanjutkan membaca, silakan login atau berlangganan</div>"),
        (news_article(isAccessibleForFree=False), ""),
        (news_article(isAccessibleForFree="False"), ""),
    ],
)
def test_the_beginning_of_a_paid_article_is_no_article_and_what_it_shows_is_kept(head: str, after: str) -> None:
    judged = extract(page(document(f"<h1>{TITLE}</h1><div>{paragraphs(FIRST)}{after}</div>", head)))
    assert isinstance(judged, Ended)
    assert judged.verdict == Verdict.NOT_ARTICLE
    assert judged.item is not None
    assert (judged.item.body, judged.item.paywalled) == (FIRST, True)


@pytest.mark.parametrize(
    ("head", "after", "paywalled"),
    [
        (news_article(), "<p>Berlangganan sekarang untuk membaca artikel selengkapnya.</p>", True),
        (news_article(isAccessibleForFree=False), "", True),
        ('<meta property="article:content_tier" content="locked">' + news_article(), "", True),
        (news_article(isAccessibleForFree=True), "<p>Berlangganan untuk membaca tanpa iklan.</p>", False),
        (news_article(), "", False),
    ],
)
def test_a_long_text_that_is_cut_is_an_article_and_says_so(head: str, after: str, paywalled: bool) -> None:
    text = paragraphs(*PARAGRAPHS, *(f"{LAST} {n}" for n in range(8)))
    assert extracted(document(f"<h1>{TITLE}</h1><div class='isi'>{text}{after}</div>", head)).paywalled is paywalled


def test_an_offer_of_subscription_between_paragraphs_cuts_nothing() -> None:
    text = [f"{LAST} {n}" for n in range(12)]
    offer = "<p>Berlangganan sekarang untuk membaca artikel tanpa iklan.</p>"
    content = f"<h1>{TITLE}</h1><div class='isi'>{paragraphs(*text[:3])}{offer}{paragraphs(*text[3:])}</div>"
    assert not extracted(document(content, news_article())).paywalled


def test_a_whole_article_that_also_advertises_subscriptions_is_an_article() -> None:
    text = paragraphs(*PARAGRAPHS, *(f"{LAST} {n}" for n in range(8)))
    content = f"<h1>{TITLE}</h1><div>{text}<p>Berlangganan untuk membaca tanpa iklan.</p></div>"
    assert verdict(document(content, news_article(isAccessibleForFree=True))) == "article"


def test_a_page_with_nothing_but_furniture_is_empty() -> None:
    assert verdict(document(f"<h1>{TITLE}</h1>", news_article())) == Verdict.EMPTY
    assert verdict("") == Verdict.EMPTY


def test_a_page_of_photographs_keeps_its_caption_as_text() -> None:
    caption = "PT PLN hari ini resmi mengoperasikan gardu induk beserta jaringannya di Pyongyang."
    content = f'<h1>{TITLE}</h1><strong>Fotografer: Budi Santoso</strong><div class="text_gal">{caption}</div><h4>More Photos</h4>'
    article = extracted(document(content, '<meta property="og:type" content="article">'))
    assert (article.body, article.authors) == (caption, ("Budi Santoso",))


def test_a_second_page_that_says_nothing_of_itself_is_an_article() -> None:
    content = f'<div class="detail"><p>{FIRST}</p><p>{LAST}</p></div><ul><li><a href="?page=1">1</a></li><li>2</li></ul>'
    article = extract(page(document(content, title=f"{TITLE} - Halaman 2 - Warta Uji"), URL + "?page=2"))
    assert isinstance(article, Article)
    assert article.title == TITLE


def test_an_article_that_lives_in_its_scripts_is_read_from_there() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) + "<p><strong>Baca Juga: <a href='/x'>Lain</a></strong></p>"
    data = {
        "props": {
            "article": {"title": TITLE, "content": text, "published_at": "2024-06-19 21:30:00", "authors": [{"name": "Budi Santoso"}]}
        }
    }
    head = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    article = extracted(document(f"<div id='__next'><h1>{TITLE}</h1></div>", head))
    assert article.body.split("\n") == list(PARAGRAPHS)
    assert article.authors == ("Budi Santoso",)
    assert article.published_at is not None
    assert article.published_at.value.isoformat() == "2024-06-19T21:30:00+07:00"


def test_all_pages_in_one_come_out_whole_and_once() -> None:
    content = (
        f"<h1>{TITLE}</h1><div class='read__content'>{paragraphs(*PARAGRAPHS[:2])}<div style='page-break-after: always'><span> </span></div>"
        f"{paragraphs(*PARAGRAPHS[2:])}</div><div class='paging'><a href='?page=1'>1</a><a href='?page=2'>2</a></div>"
    )
    assert extracted(document(content, news_article()), URL + "?page=all").body.split("\n") == list(PARAGRAPHS)
