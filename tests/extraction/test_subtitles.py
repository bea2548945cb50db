"""Subtitles: the line below the headline is found in every markup, and a kicker, a date, a byline or the text's first line is none."""

from __future__ import annotations

import pytest

from pipelines.items import Article, Origin
from tests.extraction.building import FIRST, PARAGRAPHS, TITLE, document, extracted, news_article, paragraphs

H1 = f"<h1>{TITLE}</h1>"
OG = '<meta property="og:type" content="article">'
SUB = "Kedua pemimpin sepakat saling membantu bila diserang"
SENTENCE = "Kedua pemimpin sepakat saling membantu bila diserang pihak ketiga."
DATE = "<div class='tanggal'>Rabu, 19 Juni 2024 21:30 WIB</div>"


def article(top: str, head: str = OG, body: str = paragraphs(*PARAGRAPHS)) -> Article:
    return extracted(document(f'<div class="halaman">{top}<div class="isi">{body}</div></div>', head))


@pytest.mark.parametrize(
    "top",
    [
        f"{H1}<div class='subtitle'>{SUB}</div>{DATE}",
        f"{H1}<h2 class='sub-title'>{SUB}</h2>",
        f"{H1}{DATE}<p class='sub-judul'>{SUB}</p>",
        f"{H1}<div class='subjudul'><span>{SUB}</span></div>",
        f"{H1}<p class='deck'>{SUB}</p>",
        f"{H1}<p class='article__standfirst'>{SUB}</p>",
        f"{H1}<p class='detail__subtitle'>{SUB}</p>{DATE}",
        f"{H1}<h2>{SUB}</h2>{DATE}",
        f"{H1}<h3>{SUB}</h3>{DATE}",
        f"<header>{H1}<h2>{SUB}</h2>{DATE}</header>",
        f"<header>{H1}<p>{SUB}</p>{DATE}</header>",
        f"<header>{H1}{DATE}<p>{SUB}</p></header>",
        f"<header><h1><span>{TITLE}</span></h1><h2><span>{SUB}</span></h2></header>",
        f"{H1}<p itemprop='alternativeHeadline'>{SUB}</p>",
        f"<div class='kicker'>Perang Ukraina</div>{H1}<div class='subtitle'>{SUB}</div>",
        f"<div class='title-subtitle'>{H1}<p class='subtitle'>{SUB}</p></div>",
        f"{H1}<p>Penulis: Budi Santoso</p>{DATE}<div class='sinopsis'>{SUB}</div>",
    ],
)
def test_a_line_below_the_headline_is_the_subtitle(top: str) -> None:
    found = article(top)
    assert found.subtitle == SUB
    assert found.provenance["subtitle"] == Origin.VISIBLE
    assert found.title == TITLE


@pytest.mark.parametrize(
    "top",
    [
        H1,
        f"{H1}{DATE}",
        f"<div class='subtitle'>Krisis Semenanjung Korea Memanas</div>{H1}",
        f"<h2>Perang Ukraina Masuk Tahun Ketiga</h2>{H1}",
        f"{H1}<div class='subtitle'>Rabu, 19 Juni 2024 21:30 WIB</div>",
        f"{H1}<div class='subtitle'>Penulis: Budi Santoso dari Jakarta</div>",
        f"{H1}<div class='subtitle'>Oleh Budi Santoso Wijaya</div>",
        f"{H1}<div class='subtitle'>{TITLE}</div>",
        f"{H1}<div class='subtitle'>Internasional</div>",
        f"{H1}<div class='subtitle'><a href='/topik/x'>Perang Ukraina Masuk Tahun Ketiga</a></div>",
        f"{H1}<h2><a href='/read/1'>Gempa Magnitudo 5,2 Guncang Sukabumi Pagi Ini</a></h2>",
        f"<header>{H1}<p>Penulis: Budi Santoso</p><p>Rabu, 19 Juni 2024 | 21:30 WIB oleh redaksi</p></header>",
        f"<header>{H1}<figure><img src='/a.jpg'><figcaption>Putin dan Kim berjabat tangan di bandara. Foto: Reuters</figcaption></figure></header>",
        f"{H1}<div class='subtitle'>3 menit baca sampai habis</div>",
    ],
)
def test_what_is_no_subtitle_is_left_out(top: str) -> None:
    found = article(top)
    assert found.subtitle == ""
    assert "subtitle" not in found.provenance


def test_the_first_paragraph_of_the_text_is_no_subtitle() -> None:
    assert article(H1, body=f"<p class='standfirst'>{FIRST}</p>{paragraphs(*PARAGRAPHS[1:])}").subtitle == ""


def test_a_heading_of_the_text_is_no_subtitle() -> None:
    assert article(H1, body=f"<h2>Isi perjanjian kedua negara</h2>{paragraphs(*PARAGRAPHS)}").subtitle == ""


def test_a_summary_above_the_text_is_both_its_head_and_the_subtitle() -> None:
    found = article(f"{H1}{DATE}<p>{SENTENCE}</p>")
    assert found.subtitle == SENTENCE
    assert found.body.startswith(SENTENCE)


def test_an_alternative_headline_of_json_ld_is_the_subtitle() -> None:
    found = article(H1, news_article(alternativeHeadline=SUB))
    assert (found.subtitle, found.provenance["subtitle"]) == (SUB, Origin.JSON_LD)


@pytest.mark.parametrize("claim", [TITLE, f"{TITLE} - Warta Uji", "", TITLE[:30], None])
def test_an_alternative_headline_that_is_the_headline_is_none(claim: str | None) -> None:
    assert article(H1, news_article(alternativeHeadline=claim)).subtitle == ""
