"""Signatures: names without a label, beside the date, in brackets, below the text; and what stands there and is nobody's name."""

from __future__ import annotations

import pytest

from tests.extraction.building import PARAGRAPHS, document, extracted, news_article, paragraphs
from tests.extraction.test_authors import BUDI, H1, OG, PERSON, SITI, article

# Other ways in which papers and their templates print who wrote, above the text and below it.
PRINTED_ABOVE = [
    ("<div>Diposkan oleh Budi Santoso</div>", (BUDI,)),
    ("<div>Diposkan oleh <a href='x'>Budi Santoso</a> di 08.44</div>", (BUDI,)),
    ("<div>Pewawancara: Budi Santoso</div>", (BUDI,)),
    ("<div>Penulis: Budi Santoso &amp; Siti Rahma | Editor: Ani Lestari</div>", (BUDI, SITI)),
    ("<div>Oleh Budi Santoso dan Siti Rahma, Kontributor</div>", (BUDI, SITI)),
    ("<div>Budi Santoso</div><div>Rabu, 19 Juni 2024 | 21:30 WIB</div>", (BUDI,)),
    ("<div>Rabu, 19 Juni 2024 | 21:30 WIB</div><div>Budi Santoso</div>", (BUDI,)),
    ("<div>19 Juni 2024 · Budi Santoso</div>", (BUDI,)),
    ("<div>Budi Santoso · 3 menit baca</div>", (BUDI,)),
    ("<div>Budi Santoso | 19 Juni 2024</div>", (BUDI,)),
    ("<div>Budi Santoso - 19 Juni 2024 21:30 wib</div>", (BUDI,)),
    ("<div>Budi Santoso, 19 Juni 2024 21:30 WIB</div>", (BUDI,)),
    ("<div>Budi Santoso/Siti Rahma - 19 Juni 2024</div>", (BUDI, SITI)),
    ("<div>Budi Santoso <span>19 Juni 2024</span></div>", (BUDI,)),
    ("<div><span>Budi Santoso</span><span>19 Juni 2024</span></div>", (BUDI,)),
    ("<div><span>Budi Santoso</span><span>Rabu, 19 Juni 2024</span></div>", (BUDI,)),
    ("<div><span>Penulis: Budi Santoso</span><span>Editor: Siti Rahma</span></div>", (BUDI,)),
    ("<div><span>Budi Santoso</span><span>Diterbitkan 19 Juni 2024</span></div>", (BUDI,)),
    ("<div><a href='/author/budi/'>Budi Santoso</a></div>", (BUDI,)),
    ("<div><a href='/penulis/12/budi'>Budi Santoso</a></div>", (BUDI,)),
    ("<div><a href='https://www.blogger.com/profile/0123'>Budi Santoso</a></div>", (BUDI,)),
    ("<div><a href='/index.php?author=3'>Budi Santoso</a></div>", (BUDI,)),
    ("<div>By <a href='/author/budi/'>Budi Santoso</a> on June 19, 2024</div>", (BUDI,)),
    ("<div>Posted by Budi Santoso on 19 June 2024</div>", (BUDI,)),
    ("<div>Posted on 19 Juni 2024 by Budi Santoso</div>", (BUDI,)),
    ("<div>Diterbitkan pada 19 Juni 2024 oleh Budi Santoso</div>", (BUDI,)),
    ("<div>19 Juni 2024 oleh Budi Santoso</div>", (BUDI,)),
    ("<div>Ditulis Oleh Budi Santoso</div>", (BUDI,)),
    ("<div>Submitted by Budi Santoso on Rab, 06/19/2024 - 19:05</div>", (BUDI,)),
    ("<div>Teks dan foto: Budi Santoso</div>", (BUDI,)),
    ("<div>Naskah dan Foto oleh Budi Santoso</div>", (BUDI,)),
    ("<div>Dipandu Budi Santoso</div>", (BUDI,)),
    ("<div>Laporan Budi Santoso dari Seoul</div>", (BUDI,)),
    ("<div>Liputan: Budi Santoso</div>", (BUDI,)),
    ("<div>Reportase: Budi Santoso</div>", (BUDI,)),
    ("<div>Budi Santoso, Siti Rahma</div><div>19 Juni 2024</div>", (BUDI, SITI)),
    ("<h4 class='gh-author-name'>Budi Santoso, Siti Rahma</h4><div>19 Juni 2024</div>", (BUDI, SITI)),
    (
        "<div class='jeg_meta_author'>by <a href='/author/b'>Budi Santoso</a></div><div class='jeg_meta_date'>19 Juni 2024</div>"
        "<div>in <a href='/category/h'>Hukum Kriminal</a></div>",
        (BUDI,),
    ),
    ("<div class='elementor-author-box'><h4 class='elementor-author-box__name'>Budi Santoso</h4></div>", (BUDI,)),
    (
        "<span class='posted-on'>Posted on <time>19 Juni 2024</time></span>"
        "<span class='byline'> by <span class='author vcard'>Budi Santoso</span></span>",
        (BUDI,),
    ),
    ("<div><b>Budi Santoso</b><br>Wartawan</div>", (BUDI,)),
    ("<div>Budi Santoso</div><div>Rabu 19 Juni 2024 / 21:30</div>", (BUDI,)),
    ("<div>Foto oleh Budi Santoso</div><div>Oleh Siti Rahma</div>", (SITI,)),
    ("<div>Penulis : Budi Santoso, Bandung</div>", (BUDI,)),
    ("<div>Penulis Budi Santoso Editor Siti Rahma Diterbitkan 19 Juni 2024</div>", (BUDI,)),
    ("<div>oleh Budi Santoso Diterbitkan 09 April 2024, 11:15 WIB</div>", (BUDI,)),
    ("<div>Oleh : Budi Santoso | Rabu, 19 Juni 2024</div>", (BUDI,)),
    ("<div>Penulis: Budi Santoso - Warta Uji</div>", (BUDI,)),
    ("<h6>Budi Santoso</h6><div>,</div><h6>Siti Rahma</h6><p>Penulis</p><h6>Ani Lestari</h6><p>Editor</p>", (BUDI, SITI)),
    ("<p>Penulis</p><h6>Budi Santoso</h6><div>,</div><h6>Siti Rahma</h6><p>Editor</p><h6>Ani Lestari</h6>", (BUDI, SITI)),
    ("<div>Tim Redaksi</div><div>Budi Santoso</div><div>19 Juni 2024</div>", (BUDI,)),
    ("<div>Penulis: BUDI SANTOSO | Foto: ANI LESTARI</div>", ("BUDI SANTOSO",)),
    ("<div>Budi Santoso*) | 19 Juni 2024</div>", (BUDI,)),
    ("<div>Rizka Febriyani 19 Juni 2024</div>", ("Rizka Febriyani",)),
    ("<div>Mei Lestari 19 Juni 2024</div>", ("Mei Lestari",)),
    ("<div>Hari Ariyanti · 19 Juni 2024</div>", ("Hari Ariyanti",)),
    ("<div>Hits: 341</div><div>Written by Budi Santoso</div><div>Category: Kampung Kota</div>", (BUDI,)),
    ("<div>I Wayan Sukerta - Rabu, 19 Jun 2024 21:30</div>", ("I Wayan Sukerta",)),
]

PRINTED_BELOW = [
    ("<p>(Budi Santoso)</p>", (BUDI,)),
    ("<p>[Budi Santoso]</p>", (BUDI,)),
    ("<p>(Budi Santoso/R-1)</p>", (BUDI,)),
    ("<p>Budi Santoso dan Siti Rahma</p>", (BUDI, SITI)),
    ("<p>— Budi Santoso</p>", (BUDI,)),
    ("<p>*** Budi Santoso</p>", (BUDI,)),
    ("<p>(Budi Santoso, Siti Rahma)</p>", (BUDI, SITI)),
    ("<p>(Budi Santoso | Siti Rahma)</p>", (BUDI, SITI)),
    ("<p>BUDI SANTOSO | ANTARA</p>", ("BUDI SANTOSO",)),
    ("<p>(ant/Budi Santoso)</p>", (BUDI,)),
    ("<p>Diposkan oleh Budi Santoso di 08.44</p>", (BUDI,)),
    ("<div class='author-box'><a href='/author/budi'>Budi Santoso</a><p>Wartawan di Bandung sejak 2010.</p></div>", (BUDI,)),
]

# What stands in the same places and is nobody: towns, sections, those whom the article tells of, photographers, commenters, others' authors.
NOBODY_ABOVE = [
    ("<div>oleh Diterbitkan 19 Juni 2024</div>", ()),
    ("<div>Diposkan oleh di 08.44</div>", ()),
    ("<div>Penulis:</div><div>Putin dan Kim Teken Perjanjian</div>", ()),
    ("<div>Penulis: Kontributor Garut, Garut</div>", ()),
    ("<div><a href='/read/2'>Bulog Siapkan 11 Gudang Baru di Sukabumi</a></div><div>19 Juni 2024</div>", ()),
    ("<div>Timnas Indonesia | 19 Juni 2024</div>", ()),
    ("<div><a href='/bulutangkis'>Bulu Angsa</a> - 19 Juni 2024</div>", ()),
    ("<div>Laporan Tahunan Bank Dunia</div><div>19 Juni 2024</div>", ()),
    ("<div>Submitted by admin on Rab, 06/19/2024 - 19:05</div>", ()),
    ("<div>Written by Super User</div>", ()),
    ("<div>Oleh: Tim Liputan</div>", ()),
    ("<div>MUARA TEWEH</div><div>19 Juni 2024</div>", ()),
    ("<div>Hukum Kriminal</div><div>19 Juni 2024</div>", ()),
    ("<div>Hukum Kriminal | 19 Juni 2024</div>", ()),
    ("<div>Vladimir Putin</div><div>19 Juni 2024</div>", ()),
    ("<div>19 Juni 2024 · Warta Uji</div>", ()),
    ("<div><a href='/category/x'>Tanah Papua</a> · 19 Juni 2024</div>", ()),
    ("<div>Bandung Barat, 19 Juni 2024</div>", ()),
    ("<div>Rabu Pahing, 19 Juni 2024</div>", ()),
    ("<figure><img src='a.jpg'><figcaption>Budi Santoso</figcaption></figure><div>19 Juni 2024</div>", ()),
    ("<div>19 Juni 2024</div><img src='a.jpg'><div class='caption'>Foto: Budi Santoso</div>", ()),
    ("<div>Ilustrasi oleh Budi Santoso</div>", ()),
    ("<div>Oleh karena itu Presiden hadir</div>", ()),
    ("<div>Baca Juga Berita Lain</div><div>19 Juni 2024</div>", ()),
    ("<div>19 Juni 2024 · Tinggalkan Balasan</div>", ()),
    ("<div>Selamat Datang</div><div>19 Juni 2024</div>", ()),
    ("<div>Diperbarui oleh Budi Santoso</div>", ()),
]

NOBODY_BELOW = [
    ("<div>Infografis Bahaya Begadang. (Warta Uji/Triyasna)</div>", ()),
    ("<p>Penulis: adalah pengajar di Bandung, ayah empat anak</p>", ()),
    ("<p>(Berbagai Sumber)</p>", ()),
    ("<p>(Dari Berbagai Sumber)</p>", ()),
    ("<p>(Bersambung Besok)</p>", ()),
    ("<p>Berita sekategori</p>", ()),
    ("<p>Berita Sekategori</p>", ()),
    ("<p>Kabar Terkait</p>", ()),
    ("<div>Jajak Pendapat</div>", ()),
    ("<p>(Kim Jong Un)</p>", ()),
    ("<p>Disunting oleh Siti Rahma. Budi Santoso adalah dokter hewan.</p>", ()),
    (
        "<div class='related'><div class='card'><h4><a href='/r'>Gempa Guncang Sukabumi Lari</a></h4>"
        "<span class='author'>Budi Santoso</span></div></div>",
        (),
    ),
    (
        "<div class='related'><div class='card'><h4><a href='/r'>Gempa Guncang Sukabumi Lari</a></h4>"
        "<a href='/author/budi'>Budi Santoso</a></div></div>",
        (),
    ),
    (
        "<div class='related'><h3>Berita Lain</h3><div class='card'><h4><a href='/r'>Gempa Guncang Sukabumi Lari</a></h4>"
        "<span>Budi Santoso</span> <span>19 Juni 2024</span></div></div>",
        (),
    ),
    ("<div class='comments'><div>Budi Santoso</div><div>19 Juni 2024</div><p>Setuju sekali</p></div>", ()),
    ("<ul><li>Budi Santoso</li><li>Kim Jong</li></ul>", ()),
    ("<p>MUARA TEWEH</p>", ()),
    ("<p>TOPIK TERHANGAT</p>", ()),
    ("<p>KLIK DI SINI</p>", ()),
    ("<p>PENULIS LEPAS</p>", ()),
]


@pytest.mark.parametrize(("above", "authors"), PRINTED_ABOVE)
def test_a_name_above_the_text_is_its_authors(above: str, authors: tuple[str, ...]) -> None:
    assert article(above).authors == authors


@pytest.mark.parametrize(("below", "authors"), PRINTED_BELOW)
def test_a_name_below_the_text_is_its_authors(below: str, authors: tuple[str, ...]) -> None:
    assert article(below=below).authors == authors


@pytest.mark.parametrize(("above", "authors"), NOBODY_ABOVE)
def test_what_is_no_writer_above_the_text_is_nobodys_name(above: str, authors: tuple[str, ...]) -> None:
    assert article(above).authors == authors


@pytest.mark.parametrize(("below", "authors"), NOBODY_BELOW)
def test_what_is_no_writer_below_the_text_is_nobodys_name(below: str, authors: tuple[str, ...]) -> None:
    assert article(below=below).authors == authors


def test_a_signature_in_brackets_ends_the_last_paragraph() -> None:
    last = "Sepertiga pohon di kebun itu ditebang pekan lalu dan diganti dengan jagung oleh pemiliknya."
    assert article(below=f"<p>{last} (Hendra Saputra)</p>").authors == ("Hendra Saputra",)
    assert article(below=f"<p>{last[:-1]} (Badan Pusat Statistik).</p>").authors == ()


@pytest.mark.parametrize("nobody", ["admin", "Super User", "Warta Uji", "Redaksi", "user01"])
def test_a_printed_name_stands_in_for_an_account_that_is_nobody(nobody: str) -> None:
    head = news_article(author={"@type": "Person", "name": nobody})
    assert article(below=f"<p>({BUDI})</p>", head=head).authors == (BUDI,)
    assert article(f"<p>19 Juni 2024 · {BUDI}</p>", head=head).authors == (BUDI,)


def test_a_byline_names_those_whom_the_description_leaves_out() -> None:
    head = news_article(author=PERSON)
    assert article(f"<div class='writer'><span>{BUDI}</span> | <span>{SITI}</span></div>", head=head).authors == (BUDI, SITI)
    assert article(f"<div class='writer'>{BUDI} | {SITI}</div><p>Editor: {SITI}</p>", head=head).authors == (BUDI,)


def test_a_label_that_the_head_gives_for_cards_names_the_author() -> None:
    label = '<meta name="twitter:label1" content="Ditulis oleh"><meta name="twitter:data1" content="Budi Santoso">'
    assert article(head=OG + label).authors == (BUDI,)
    other = '<meta name="twitter:label1" content="Estimasi waktu membaca"><meta name="twitter:data1" content="3 menit">'
    assert article(head=OG + other).authors == ()


def test_an_editor_is_named_without_a_colon() -> None:
    found = article(below=f"<p>Disunting oleh {SITI}. {BUDI} adalah dokter hewan.</p>")
    assert (found.authors, found.editors) == ((), (SITI,))


def test_the_section_of_the_menu_is_nobodys_name() -> None:
    assert article("<p>Solo Balapan</p><p>19 Juni 2024</p>").authors == ("Solo Balapan",)
    menu = f"<nav><a href='/x'>Solo Balapan</a></nav>{H1}"
    body = f'<div class="isi">{paragraphs(*PARAGRAPHS)}</div>'
    assert extracted(document(f'<div class="halaman">{menu}<p>Solo Balapan</p><p>19 Juni 2024</p>{body}</div>', OG)).authors == ()


def test_a_keyword_below_the_text_is_nobodys_name() -> None:
    head = OG + '<meta name="keywords" content="Sandeq, Polewali Mandar, Daeng Mattemmu">'
    assert article(below="<p>Daeng Mattemmu</p>", head=head).authors == ()
