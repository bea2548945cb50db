"""Outlets: articles in the markup of Indonesian outlets' templates of several years, with our own words in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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

LINK = f'<a href="/read/9/gempa">{ELSEWHERE}</a>'
CARDS = "".join(f'<article class="list-content__item"><h3><a href="/read/{n}/x">{ELSEWHERE} {n}</a></h3></article>' for n in range(6))
WIDGETS = "".join(
    f'<div class="elementor-widget elementor-widget-text-editor overflow-hidden"><div>{paragraphs(text)}</div></div>' for text in PARAGRAPHS
)


@dataclass
class Template:
    """A page in an outlet's template, and what must be read from it."""

    markup: str
    published: str = "2024-06-19T21:30:00+07:00"
    authors: tuple[str, ...] = ("Budi Santoso",)
    url: str = "https://www.warta-uji.co.id/read/123456/putin-dan-kim-teken-perjanjian-di-pyongyang"
    body: tuple[str, ...] = PARAGRAPHS


TEMPLATES = {
    "detik": Template(
        document(
            f"""<div class="container"><article class="detail"><div class="detail__header"><h1 class="detail__title">
            {TITLE} </h1><div class="detail__author">Budi Santoso - <span class="detail__label">detikNews</span></div>
            <div class="detail__date">Rabu, 19 Jun 2024 21:30 WIB</div></div>
            <div class="detail__media"><figure><img src="/a.jpg"><figcaption>Foto: Reuters</figcaption></figure></div>
            <div class="detail__body itp_bodycontent_wrapper"><div class="detail__body-text itp_bodycontent">
            <strong>Pyongyang</strong> - <p>{FIRST.removeprefix("Pyongyang - ")}</p><p>{SECOND}</p>
            <div class="parallaxindetail scrollpage"><p class="para_caption">ADVERTISEMENT</p>
            <p class="para_caption">SCROLL TO CONTINUE WITH CONTENT</p></div>
            <table class="linksisip"><tr><td><div class="lihatjg"><strong>Baca juga: </strong>{LINK}</div></td></tr></table>
            <p>{QUOTE}</p><p>{LAST}</p><br><br><strong>Simak Video "<span id="aevp_title">Momen Putin di Pyongyang</span>"</strong><br>
            <a id="aevp" class="embed video20detik" href="https://20.detik.com/embed/1">[Gambas:Video 20detik]</a><br>
            <strong>(bud/abc)</strong><div class="detail__body-tag"><div class="nav">
            <a class="nav__item" href="/tag/putin">putin</a></div></div>
            </div></div></article><div class="list-content"><h2>Berita Terkait</h2>{CARDS}</div></div>""",
            '<meta name="pubdate" content="2024-06-19T21:30:12Z"><meta name="dtk:publishdate" content="2024/06/19 21:30:12">'
            '<meta name="dtk:author" content="Budi Santoso"><meta property="og:type" content="article">',
        ),
        published="2024-06-19T21:30:12+07:00",
        body=("Pyongyang -", FIRST.removeprefix("Pyongyang - "), SECOND, QUOTE, LAST),
    ),
    "kompas": Template(
        document(
            f"""<div class="container clearfix"><h1 class="read__title">{TITLE}</h1><div class="read__header"><div class="read__author">
            <a href="/author/x">Kompas.com</a></div><div class="read__time"><a href="/">Kompas.com</a> - 19/06/2024, 21:30 WIB</div></div>
            <div class="credit clearfix"><div class="credit-title"><a>Budi Santoso, <br> Siti Rahma</a></div><span>Tim Redaksi</span></div>
            <div class="col-bs9-7"><div class="read__content"><div class="clearfix">{paragraphs(FIRST)}
            <p><strong>Baca juga: {LINK}</strong></p>{paragraphs(SECOND, QUOTE)}<p class="ads-on-body"></p>{paragraphs(LAST)}
            <div class="ads-partner-wrap">
            <p>Simak breaking news dan berita pilihan kami langsung di ponselmu. Pilih saluran andalanmu akses berita
            Kompas.com WhatsApp Channel : <a href="https://www.whatsapp.com/x">https://www.whatsapp.com/channel/x</a>. Pastikan kamu sudah install
            aplikasi WhatsApp ya.</p></div></div></div></div><div class="modal"><h3>Segera lengkapi data dirimu untuk ikutan program</h3>
            <p>Data dirimu akan digunakan untuk verifikasi akun ketika kamu membutuhkan bantuan atau ketika ditemukan aktivitas tidak biasa.</p></div>
            <div class="tag"><ul><li><a href="/tag/rusia">Rusia</a></li></ul></div>{CARDS}</div>""",
            news_article(datePublished="2024-06-19T14:30:25+00:00", author={"@type": "Person", "name": "Budi Santoso"})
            + '<meta property="article:published_time" content="2024-06-19T14:30:25+00:00">'
            '<meta name="content_PublishedDate" content="2024-06-19 21:30:25"><meta name="author" content="Kompas Cyber Media">'
            f'<meta property="og:title" content="{TITLE} Halaman all - Kompas.com">',
            title=f"{TITLE} Halaman all - Kompas.com",
        ),
        published="2024-06-19T14:30:25+00:00",
    ),
    "antara": Template(
        document(
            f"""<div class="wrap__article-detail"><div class="wrap__article-detail-title"><h1>{TITLE}</h1></div><hr>
            <div class="wrap__article-detail-info"><ul class="list-inline"><li><span>Rabu, 19 Juni 2024 21:30 WIB</span></li>
            <li><span class="reading-time">Waktu baca 2 menit</span></li></ul></div>
            <div class="wrap__article-detail-image"><figure><img src="/a.jpg"><figcaption>Arsip: Putin. ANTARA/HO</figcaption>
            </figure></div>
            <div class="wrap__article-detail-content post-content">{FIRST}<br><br>{SECOND}<br>
            <p class="text-muted"><span class="baca-juga"><b>Baca juga: {LINK}</b></span></p><br>{QUOTE}<br><br>{LAST}
            <p class="text-muted mt-2 small">Pewarta: Budi Santoso<br>Editor: Siti Rahma<br>Copyright © ANTARA 2024</p>
            <p class="text-muted">Dilarang keras mengambil konten, melakukan crawling atau pengindeksan otomatis untuk AI di situs web ini tanpa
            izin tertulis dari Kantor Berita ANTARA.</p></div>
            <div class="blog-tags"><ul class="tag"><li><a href="/tag/rusia">rusia</a></li></ul></div></div>
            <div class="related-article"><h4>Berita Terkait</h4>{CARDS}</div>""",
            '<meta property="og:type" content="article"><meta property="og:url" content=""><link rel="canonical" href="">'
            '<meta itemprop="datePublished" content="2024-06-19T21:30:41+07:00">',
            title=f"{TITLE} - ANTARA News",
        ),
        published="2024-06-19T21:30:41+07:00",
    ),
    "tempo of 2018": Template(
        document(
            f"""<section id="article"><article><h1 itemprop="headline">{TITLE}</h1><div class="block-avatar"><p>Reporter:</p><h4>
            <a>Budi Santoso</a></h4>
            <p>Editor:</p><h4><a>Siti Rahma</a></h4></div><span id="date">Rabu, 19 Juni 2024 21:30 WIB</span>
            <div id="isi" itemprop="articleBody">{paragraphs(FIRST, SECOND)}<p><strong>Baca: {LINK}</strong></p>{paragraphs(QUOTE, LAST)}
            <p><strong>Pilihan Editor: {LINK}</strong></p><p>REUTERS</p></div></article></section>""",
            '<meta property="og:type" content="article">',
            title=f"{TITLE} - Dunia Tempo.co",
        ),
    ),
    "cnn": Template(
        document(
            f"""<h1 class="mb-2">{TITLE}</h1><div><span class="text-cnn_red">CNN Indonesia</span></div>
            <div class="text-cnn_grey text-sm mb-4">Rabu, 19 Jun 2024 21:30 WIB</div><div class="detail-wrap"><div class="detail-text">
            <strong>Jakarta, CNN Indonesia</strong> -- {paragraphs(FIRST, SECOND)}
            <div class="paradetail"><p class="para_caption">ADVERTISEMENT</p>
            <p class="para_caption">SCROLL TO CONTINUE WITH CONTENT</p></div>
            <table class="linksisip"><tr><td><div class="lihatjg"><h5>Lihat Juga :</h5><div>{LINK}</div></div></td></tr></table>
            {paragraphs(QUOTE, LAST)}<p></p> <strong>(bud/abc)</strong>
            <a href="/outboundlinks">Add as a preferred source on Google</a></div></div>""",
            news_article(author={"@type": "Person", "name": ""}, datePublished="2024-06-19T21:30:00+07:00"),
        ),
        authors=(),
        body=("Jakarta, CNN Indonesia --", *PARAGRAPHS),
    ),
    "tribun": Template(
        document(
            f"""<h1 class="f50" id="arttitle">{TITLE}</h1><div class="mt10"><time class="grey">Rabu, 19 Juni 2024 21:30 WIB</time></div>
            <div id="penulis">Penulis: <a href="/penulis/b">Budi Santoso</a></div>
            <div id="editor">Editor: <a href="/editor/s">Siti Rahma</a></div>
            <div class="side-article txt-article multi-fontsize"><p><strong>TRIBUNNEWS.COM - </strong>{FIRST}</p>{paragraphs(SECOND)}
            <p class="baca"><strong>Baca juga: {LINK}</strong></p><p class="baca"><strong>Baca: {LINK}</strong></p>{paragraphs(QUOTE, LAST)}
            <p>(Tribunnews.com/Budi)</p></div><div class="side-article mb5"><a href="?page=2">Halaman selanjutnya</a></div>
            <div class="fbo2">Tags</div><h5 class="tagcloud3"><a href="/tag/putin">Putin</a></h5>""",
            news_article(author=None),
        ),
        body=(f"TRIBUNNEWS.COM - {FIRST}", SECOND, QUOTE, LAST),
    ),
    "republika": Template(
        document(
            f"""<div class="max-card__title"><h1>{TITLE}</h1></div><div class="date date-item__headline">Rabu 19 Jun 2024 21:30 WIB</div>
            <div class="max-card__detail"><p>Rep: Budi Santoso/ Red: Siti Rahma</p></div>
            <div class="article-content"><article>{paragraphs("REPUBLIKA.CO.ID, PYONGYANG -- " + FIRST, SECOND)}
            <div class="baca-juga-inline"><strong>Baca Juga</strong><ul><li>{LINK}</li></ul>
            </div>{paragraphs(QUOTE, LAST)}</article></div>""",
            news_article(author={"@type": "Person", "name": "Siti Rahma"}),
        ),
        body=("REPUBLIKA.CO.ID, PYONGYANG -- " + FIRST, SECOND, QUOTE, LAST),
    ),
    "liputan6": Template(
        document(
            f"""<article class="hentry main read-page--core-article"><header class="read-page--header">
            <h1 class="read-page--header--title entry-title"
            itemprop="headline">{TITLE}</h1><p class="read-page--header--author__datetime-wrapper"><time datetime="2024-06-19 21:30:00"
            itemprop="datePublished">Diperbarui 19 Jun 2024, 21:41 WIB</time></p>
            <span class="read-page--header--author__name">Budi Santoso</span></header>
            <div class="article-content-body"><div class="article-content-body__item-page" data-page="1">
            <div class="article-content-body__item-content">
            <p><b>Liputan6.com, Pyongyang -</b> {FIRST}</p>{paragraphs(SECOND)}<div class="baca-juga-collections">
            <h3>BACA JUGA:{LINK}</h3></div></div></div>
            <div class="article-content-body__item-page" data-page="2">
            <div class="article-content-body__item-content">{paragraphs(QUOTE, LAST)}</div></div>
            </div></article>""",
            news_article(datePublished="2024-06-19T21:30:00+07:00", author={"@type": "Person", "name": "Budi Santoso"}),
        ),
        body=(f"Liputan6.com, Pyongyang - {FIRST}", SECOND, QUOTE, LAST),
    ),
    "WordPress, block theme": Template(
        document(
            f"""<div class="wp-site-blocks"><main class="wp-block-group"><h1 class="wp-block-post-title">{TITLE}</h1>
            <div class="wp-block-template-part">
            <time datetime="2024-06-19T21:30:00+07:00">Juni 19, 2024</time> oleh <a href="/author/budi">Budi Santoso</a></div>
            <div class="entry-content wp-block-post-content">{paragraphs(FIRST, SECOND)}
            <p class="has-text-align-left"><strong>Baca Juga: {LINK}</strong></p>
            <blockquote class="wp-block-quote">{paragraphs(QUOTE)}</blockquote>
            <figure class="wp-block-image"><img src="/a.jpg"><figcaption>Foto: istimewa</figcaption></figure>{paragraphs(LAST)}
            <div class="sharedaddy sd-sharing-enabled"><h3>Bagikan ini:</h3></div><div id="jp-relatedposts"><h3>Terkait</h3></div>
            </div></main></div>""",
            '<meta property="og:type" content="article"><meta property="article:published_time" content="2024-06-19T14:30:00+00:00">'
            '<meta name="author" content="Budi Santoso">',
        ),
    ),
    "WordPress, news theme, classes on the body": Template(
        document(
            f"""<article id="post-1" class="post type-post tag-rusia tag-korea-utara category-internasional"><header class="entry-header">
            <h1 class="entry-title">{TITLE}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published"
            datetime="2024-06-19T21:30:00+07:00">19/06/2024</time></span><span class="byline">by <span class="author vcard">
            <a class="url fn n"
            href="/author/admin">admin</a></span></span></div></header><div class="td-post-content tagdiv-type">
            <p><strong>KORANMANDALA.COM –</strong> {FIRST}</p>{paragraphs(SECOND)}<p>Baca Juga: {LINK}</p>{paragraphs(QUOTE, LAST)}
            <p>***</p></div><footer class="entry-footer"><a href="/tag/rusia" rel="tag">rusia</a></footer></article>""",
            '<meta property="og:type" content="article">',
        ),
        authors=(),
        body=(f"KORANMANDALA.COM – {FIRST}", SECOND, QUOTE, LAST),
    ),
    "Elementor": Template(
        document(
            f"""<div class="elementor elementor-location-single has-sidebar">
            <div class="elementor-widget elementor-widget-theme-post-title"><h1>{TITLE}</h1></div>
            <div class="elementor-widget elementor-widget-post-info"><ul><li>19 Juni 2024</li><li>21.30 WIB</li></ul></div>
            {WIDGETS}
            </div>""",
            '<meta property="og:type" content="article"><meta property="article:published_time" content="2024-06-19T14:30:00+00:00">',
        ),
        published="2024-06-19T14:30:00+00:00",
        authors=(),
    ),
    "Blogger": Template(
        document(
            f"""<div class="post hentry"><h3 class="post-title entry-title">{TITLE}</h3>
            <div class="post-header">Rabu, 19 Juni 2024, 21:30 WIB</div>
            <div class="post-body entry-content"><div style="text-align: justify;">{FIRST}</div><div style="text-align: justify;"><br></div>
            <div style="text-align: justify;">{SECOND}</div><div><b>Baca juga: {LINK}</b></div><div>{QUOTE}</div><div>{LAST}</div>
            <div style="clear: both;"></div></div><div class="post-footer">Diposting oleh Budi Santoso</div></div>""",
            '<meta property="og:type" content="article">',
        ),
    ),
    "paragraphs in bare divs, without any class": Template(
        document(
            f"""<div><div><h1>{TITLE}</h1><div>Oleh: Budi Santoso</div><div>Rabu (19/6/2024) pukul 21.30 WIB</div>
            {"".join(f"<div>{text}</div>" for text in PARAGRAPHS)}<div>Berita terkait: {LINK}</div></div></div>""",
        ),
    ),
    "old table layout": Template(
        document(
            f"""<table width="100%"><tr><td><table><tr><td><font size="4"><b>{TITLE}</b></font><br>Rabu, 19 Juni 2024 | 21:30 WIB<br><br>
            <img src="/a.jpg" align="left">{"<br><br>".join(PARAGRAPHS)}<br><br><b>(bud/abc)</b></td></tr></table></td>
            <td>{"<br>".join(LINK for _ in range(8))}</td></tr></table>""",
        ),
        authors=(),
    ),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_an_article_comes_out_whole_and_alone(name: str) -> None:
    template = TEMPLATES[name]
    assert extracted(template.markup, template.url).body.split("\n") == list(template.body)


@pytest.mark.parametrize("name", TEMPLATES)
def test_its_title_is_the_headline_without_the_site(name: str) -> None:
    template = TEMPLATES[name]
    assert extracted(template.markup, template.url).title == TITLE


@pytest.mark.parametrize("name", TEMPLATES)
def test_its_time_of_publication_is_the_printed_moment(name: str) -> None:
    template = TEMPLATES[name]
    published_at = extracted(template.markup, template.url).published_at
    assert published_at is not None
    assert published_at.value == datetime.fromisoformat(template.published)


@pytest.mark.parametrize("name", TEMPLATES)
def test_its_authors_are_the_people_who_wrote_it(name: str) -> None:
    template = TEMPLATES[name]
    assert extracted(template.markup, template.url).authors == template.authors
