"""Pictures: the article's own picture and the caption printed below it, not that of another one."""

from __future__ import annotations

import pytest

from pipelines.items import Article, Origin
from tests.extraction.building import FIRST, PARAGRAPHS, SECOND, TITLE, document, extracted, news_article, paragraphs

H1 = f"<h1>{TITLE}</h1>"
IMAGE = "https://cdn.warta-uji.co.id/2024/06/putin-kim.jpg"
OG = f'<meta property="og:type" content="article"><meta property="og:image" content="{IMAGE}">'
CAPTION = "Presiden Rusia Vladimir Putin bersama Kim Jong Un di Pyongyang. (Foto: Sputnik)"
OTHER = "Suasana kota Seoul pada malam hari"
IMG = f'<img src="{IMAGE}" alt="putin kim">'
DATE = "<div class='tanggal'>Rabu, 19 Juni 2024 21:30 WIB</div>"


def article(top: str, head: str = OG, body: str = paragraphs(*PARAGRAPHS), below: str = "") -> Article:
    return extracted(document(f'<div class="halaman">{top}<div class="isi">{body}</div>{below}</div>', head))


@pytest.mark.parametrize(
    "top",
    [
        f"{H1}{DATE}<figure>{IMG}<figcaption>{CAPTION}</figcaption></figure>",
        f"{H1}<figure class='x'><picture>{IMG}</picture><figcaption><p>{CAPTION}</p></figcaption></figure>{DATE}",
        f"{H1}<div class='wp-caption'>{IMG}<p class='wp-caption-text'>{CAPTION}</p></div>",
        f"{H1}<div class='photo'>{IMG}<div class='photo__caption'>{CAPTION}</div></div>",
        f"{H1}<div class='photo'>{IMG}<div class='photo__icon'>Lihat Foto</div><div class='photo__caption'>{CAPTION}</div></div>",
        f"{H1}<div class='detail__media'><figure>{IMG}<figcaption class='detail__media-caption'>{CAPTION}</figcaption></figure></div>",
        f"{H1}<div>{IMG}</div><span class='foto-caption'>{CAPTION}</span>",
        f"{H1}<div class='read__photo'>{IMG}<span>{CAPTION}</span></div>",
        f"{H1}<div>{IMG}<div class='media-caption'>{CAPTION}</div></div>",
        f"{H1}<div>{IMG}<div class='ket-foto'>{CAPTION}</div></div>",
        f"{H1}<figure>{IMG}<figcaption><span>Perbesar</span> {CAPTION}</figcaption></figure>",
        f"{H1}<figure>{IMG}<figcaption>{CAPTION.replace('Un di', '<b>Un</b><br>di')}</figcaption></figure>",
        f"{H1}<div>{IMG}<p><em>{CAPTION}</em></p></div>",
        f"{H1}<div>{IMG}<p>{CAPTION}</p></div>",
        f"<figure>{IMG}<figcaption>{CAPTION}</figcaption></figure>{H1}{DATE}",
        f"<div>{IMG}</div><div>{CAPTION}</div>{H1}{DATE}",
        f"{H1}<div class='pb20'>{IMG}<div class='f12'>Warta/Ani<br>{CAPTION}</div></div>",
        f"{H1}<div class='dt-img'>{IMG}<span>{CAPTION}</span></div>{DATE}",
        f"{H1}<figure>{IMG}<figcaption><span>Keterangan gambar,</span> {CAPTION}</figcaption></figure>",
        f"{H1}<amp-img src='{IMAGE}'></amp-img><div class='caption'>{CAPTION}</div>",
        f"{H1}<figure>{IMG}<figcaption class='caption' itemprop='caption'>{CAPTION}</figcaption></figure>",
    ],
)
def test_the_caption_below_the_leading_picture_is_read(top: str) -> None:
    found = article(top)
    assert found.image == IMAGE
    assert found.image_caption == CAPTION
    assert found.provenance["image_caption"] == Origin.VISIBLE
    assert CAPTION not in found.body


@pytest.mark.parametrize(
    ("top", "below"),
    [
        (f"{H1}{DATE}{IMG}", ""),
        (f"{H1}{DATE}", ""),
        (f"{H1}<figure>{IMG}<figcaption></figcaption></figure>", ""),
        (f"{H1}<figure>{IMG}<figcaption>Lihat Foto</figcaption></figure>", ""),
        (f"{H1}{DATE}", f"<figure><img src='/lain.jpg'><figcaption>{OTHER}</figcaption></figure>"),
        (f"{H1}<div>{IMG}</div>{DATE}<p>Penulis: Budi Santoso</p>", ""),
        (f"{H1}<div>{IMG}<p class='para_caption'>SCROLL TO CONTINUE WITH CONTENT</p></div>{DATE}", ""),
        (
            f"{H1}<div><img src='/budi.png'><a class='author'>Budi Santoso Wijaya</a><span>Minggu, 19 April 2026 - 08:27 WIB</span></div>",
            "",
        ),
        (f"{H1}<div>{IMG}<p class='caption'>1 / 4</p></div>{DATE}", ""),
        (f"{H1}<div>{IMG}<p class='caption'>ADVERTISEMENT</p></div>{DATE}", ""),
    ],
)
def test_a_picture_without_a_caption_has_none(top: str, below: str) -> None:
    found = article(top, below=below)
    assert found.image_caption == ""
    assert "image_caption" not in found.provenance


def test_of_two_figures_the_one_that_shows_the_picture_is_the_articles() -> None:
    top = f"{H1}<figure><img src='/peta.jpg'><figcaption>{OTHER}</figcaption></figure><figure>{IMG}<figcaption>{CAPTION}</figcaption></figure>"
    assert article(top).image_caption == CAPTION


def test_the_same_picture_in_another_size_is_the_same() -> None:
    small = IMAGE.replace(".jpg", "-300x200.jpg")
    first = f"<figure><img src='/peta.jpg'><figcaption>{OTHER}</figcaption></figure>"
    second = f"<figure><img data-src='{small}'><figcaption>{CAPTION}</figcaption></figure>"
    assert article(H1 + first + second).image_caption == CAPTION


def test_the_nearest_figure_is_the_articles_where_none_shows_the_picture() -> None:
    figures = "".join(f"<figure><img src='/{n}.jpg'><figcaption>{text}</figcaption></figure>" for n, text in enumerate((CAPTION, OTHER)))
    assert article(f"{H1}{figures}").image_caption == CAPTION


def test_a_figure_far_down_in_the_text_is_the_articles_only_if_it_shows_the_picture() -> None:
    figure = "<figure><img src='{}'><figcaption>{}</figcaption></figure>"
    text = paragraphs(FIRST, SECOND, *(f"{paragraph} Begitu juga {n}." for n, paragraph in enumerate(PARAGRAPHS)))
    assert article(H1, body=text + figure.format("/peta.jpg", OTHER) + paragraphs(SECOND + " Demikian.")).image_caption == ""
    assert article(H1, body=text + figure.format(IMAGE, CAPTION) + paragraphs(SECOND + " Demikian.")).image_caption == CAPTION


def test_a_caption_of_json_ld_serves_where_none_is_printed() -> None:
    picture = {"@type": "ImageObject", "url": IMAGE, "caption": CAPTION}
    found = article(H1, OG + news_article(image=picture))
    assert (found.image_caption, found.provenance["image_caption"]) == (CAPTION, Origin.JSON_LD)
    printed = article(f"{H1}<figure>{IMG}<figcaption>{OTHER}</figcaption></figure>", OG + news_article(image=[picture]))
    assert printed.image_caption == OTHER


def test_the_graphs_object_of_the_picture_gives_its_caption() -> None:
    graph = f'<script type="application/ld+json">{{"@graph":[{{"@type":"ImageObject","@id":"#i","url":"{IMAGE}","caption":"{CAPTION}"}}]}}</script>'
    assert article(H1, OG + news_article(image={"@id": "#i"}) + graph).image_caption == CAPTION


@pytest.mark.parametrize(
    ("head", "top", "image", "origin"),
    [
        (OG, H1, IMAGE, Origin.META),
        (news_article(image=IMAGE), H1, IMAGE, Origin.JSON_LD),
        (news_article(image={"@type": "ImageObject", "contentUrl": IMAGE}), H1, IMAGE, Origin.JSON_LD),
        (news_article(image=[{"url": "/a.jpg"}, IMAGE]), H1, "https://www.warta-uji.co.id/a.jpg", Origin.JSON_LD),
        (news_article(), f"{H1}<figure>{IMG}<figcaption>{CAPTION}</figcaption></figure>", IMAGE, Origin.VISIBLE),
        ('<meta name="twitter:image" content="/b.jpg">' + news_article(), H1, "https://www.warta-uji.co.id/b.jpg", Origin.META),
        ('<meta property="og:image" content="">' + news_article(image=IMAGE), H1, IMAGE, Origin.JSON_LD),
        ('<meta property="og:image" content="data:image/png;base64,AA">' + news_article(image=IMAGE), H1, IMAGE, Origin.JSON_LD),
    ],
)
def test_the_picture_says_where_it_was_read(head: str, top: str, image: str, origin: Origin) -> None:
    found = article(top, head)
    assert (found.image, found.provenance["image"]) == (image, origin)


def test_a_page_without_a_picture_has_none() -> None:
    found = article(H1, news_article())
    assert (found.image, "image" in found.provenance) == ("", False)


@pytest.mark.timeout(30)
def test_thousands_of_captions_and_classes_are_read_soon() -> None:
    captions = "".join(f"<div class='caption subtitle author editor'>Keterangan nomor {n}<br>baris lain</div>" for n in range(5_000))
    found = article(f"<div class='caption subtitle'><div class='x'>{H1}{captions}</div></div>")
    assert found.title == TITLE


@pytest.mark.parametrize(
    ("top", "caption"),
    [
        (
            f"{H1}{DATE}<div>{IMG}<div>Dok. Wiratama Bantolo</div></div><div>BAN BEKAS - Wiratama memainkan bas betot di Pengasih</div>",
            "BAN BEKAS - Wiratama memainkan bas betot di Pengasih",
        ),
        (f"{H1}{DATE}<table><tr><td>{IMG}</td></tr></table><p>Mobil bekas yang dibeli paguyuban sopir becak. (WU/Bayu)</p>", ""),
        (f"{H1}{DATE}<div>{IMG}</div><div>KOMPAS.com/BUDI SANTOSO Warga menarik perahu yang karam, Rabu (19/6/2024)</div>", ""),
    ],
)
def test_a_credit_before_the_caption_is_left_out(top: str, caption: str) -> None:
    wanted = caption or top.rsplit("<", 2)[1].partition(">")[2].removeprefix("KOMPAS.com/BUDI SANTOSO ")
    assert article(top).image_caption == wanted


@pytest.mark.parametrize(
    "line",
    [
        "<div class='keterangan'>Pewawancara: Budi Santoso</div>",
        "<h4>Budi Santoso, Siti Rahma, Ani Lestari</h4>",
        "<div>Dok. Pribadi Budi Santoso</div>",
        "<h2>Perjanjian itu memuat pasal tentang bantuan timbal balik kedua negara</h2>",
    ],
)
def test_a_byline_a_credit_or_a_heading_after_a_picture_is_no_caption(line: str) -> None:
    assert article(f"{H1}{DATE}<div><img src='/foto-penulis.jpg'>{line}</div>").image_caption == ""
