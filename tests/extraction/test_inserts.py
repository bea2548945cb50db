"""Inserts: links to other articles, promotion and advertising between the paragraphs go, whatever their markup; paragraphs stay."""

from __future__ import annotations

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
    with_insert,
)

LINK = f'<a href="https://www.warta-uji.co.id/read/9/gempa">{ELSEWHERE}</a>'

LINKS_TO_OTHERS = [
    f"<p><strong>Baca juga: {LINK}</strong></p>",
    f"<p><strong>Baca Juga: </strong>{LINK}</p>",
    f"<p>Baca juga: {LINK}</p>",
    f"<p><b>BACA JUGA</b> {LINK}</p>",
    f"<p><em>Baca juga:</em><br>{LINK}</p>",
    f"<p>Baca: {LINK}</p>",
    f"<p><strong>Baca juga:</strong></p><p>{LINK}</p>",
    f"<p><strong>Baca juga:</strong></p><ul><li>{LINK}</li><li>{LINK}</li></ul>",
    f"<p><strong>BACA JUGA:&nbsp;<span>{LINK}</span></strong></p>",
    f'<div class="lihatjg"><strong>Lihat juga:</strong> {LINK}</div>',
    f'<table class="linksisip"><tbody><tr><td><div class="lihatjg"><h5>Lihat Juga :</h5><div>{LINK}</div></div></td></tr></tbody></table>',
    f"<table><tr><td><strong>Baca juga:</strong></td></tr><tr><td>{LINK}</td></tr></table>",
    f"<blockquote><p><strong>Baca Juga:</strong> {LINK}</p></blockquote>",
    f"<blockquote>Baca juga : {LINK}</blockquote>",
    f"<p>Baca juga: {ELSEWHERE}</p>",
    f"<h3>Baca Juga</h3><ul><li>{LINK}</li><li>{LINK}</li></ul>",
    f'<div class="box"><span>Baca Juga</span>{LINK}</div>',
    f'<div class="css-x1"><div>Baca Juga:</div><div>{LINK}</div></div>',
    f'<div class="inline_related_post"><p>Baca Juga</p>{LINK}</div>',
    f"<p>Simak juga: {LINK}</p>",
    f"<p>Lihat Juga: {LINK}</p>",
    f"<p>Simak Pula: {LINK}</p>",
    f"<p><strong>Pilihan Editor: {LINK}</strong></p>",
    f"<p>Pilihan Redaksi</p><ul><li>{LINK}</li><li>{LINK}</li></ul>",
    f"<p>Artikel Terkait: {LINK}</p>",
    f"<p>Berita terkait:<br>{LINK}<br>{LINK}</p>",
    f"<p>Baca selengkapnya: {LINK}</p>",
    f'<p><a href="/x">Baca selengkapnya di sini</a></p><p>{LINK}</p>',
    f"<p>» Baca juga: {LINK}</p>",
    f"<p>[Baca juga: {LINK}]</p>",
    f"<p>(Baca juga: {LINK})</p>",
    f"<h2>Jangan Lewatkan!</h2>{LINK}<br>{LINK}",
    f"<p>Also read: {LINK}</p>",
    f"<ul><li><strong>Baca juga:</strong> {LINK}</li></ul>",
    f"<div><p>Baca Juga :</p><div><a href='/x'><img src='/a.jpg' alt=''></a><h4>{LINK}</h4></div></div>",
    f"<p>{LINK}</p>",
]

PROMOTION = [
    "<p>ADVERTISEMENT</p>",
    '<p class="x9">SCROLL TO CONTINUE WITH CONTENT</p>',
    "<div><p>Gulir ke bawah untuk melanjutkan membaca</p></div>",
    "<div>Scroll ke bawah untuk lanjut membaca</div>",
    "<p>Scroll untuk membaca artikel</p>",
    "<p>Iklan</p><p>Halaman Selanjutnya</p>",
    "<p>Dapatkan update berita pilihan dan breaking news setiap hari dari Warta Uji. Mari bergabung di Grup Telegram kami, caranya klik link "
    '<a href="https://t.me/x">https://t.me/wartauji</a>, kemudian join.</p>',
    "<p>Cek Berita dan Artikel yang lain di <a href='https://news.google.com/x'>Google News</a></p>",
    "<p>Ikuti terus berita terbaru di Google News Warta Uji.</p>",
    "<p>Ikuti Whatsapp Channel Warta Uji untuk berita terkini. Klik di sini</p>",
    "<p>Simak breaking news dan berita pilihan kami langsung di ponselmu. Pilih saluran andalanmu akses berita Warta Uji WhatsApp Channel : "
    "<a href='https://whatsapp.com/x'>https://www.whatsapp.com/channel/x</a></p>",
    '<p><a class="embed" href="https://20.example.com/x">[Gambas:Video 20detik]</a></p>',
    '<p><strong>Simak Video "Momen Putin Tiba"</strong></p>',
    "<p>Tonton juga video: Momen Putin Tiba di Pyongyang</p>",
    '<div class="share-buttons"><a href="#">Facebook</a><a href="#">WhatsApp</a></div>',
    "<p>Bagikan:</p>",
    '<figure><img src="/a.jpg"><figcaption>Putin tiba di bandara. (Foto: Reuters)</figcaption></figure>',
    '<p><img src="/a.jpg"></p><p><em>Putin tiba di bandara Sunan. Foto: Reuters</em></p>',
    '<img src="/a.jpg"><p>Putin dan Kim di bandara (Foto: AFP)</p>',
    '<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">Putin dan Kim di bandara.</p></div>',
    '<div style="display:none">Segera lengkapi data dirimu untuk ikutan program #JernihBerkomentar.</div>',
    "<script>var x = 'Putin';</script><style>p{color:red}</style>",
    '<div class="teads-inread">Iklan di sini</div>',
]


@pytest.mark.parametrize("insert", LINKS_TO_OTHERS)
def test_a_link_to_another_article_goes_and_every_paragraph_stays(insert: str) -> None:
    assert extracted(with_insert(insert)).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("insert", PROMOTION)
def test_promotion_goes_and_every_paragraph_stays(insert: str) -> None:
    assert extracted(with_insert(insert)).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("insert", LINKS_TO_OTHERS)
def test_between_line_breaks_instead_of_paragraphs_they_go_as_well(insert: str) -> None:
    content = f"{FIRST}<br><br>{SECOND}<br><br>{insert}<br><br>{QUOTE}<br><br>{LAST}"
    markup = document(f'<h1>{TITLE}</h1><div class="isi">{content}</div>', news_article())
    assert extracted(markup).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "sentence",
    [
        '"Baca juga buku sejarah itu," kata Kim kepada para mahasiswa yang hadir di aula utama.',
        "Lihat juga, kata dia, bagaimana Moskow menjawab surat itu dengan cepat pada pekan yang sama.",
        "Simak juga penjelasan <a href='/tag/putin'>Putin</a> tentang isi perjanjian yang disampaikan kepada wartawan Rusia.",
        "Baca dan pahami dulu perjanjiannya, ujar Lavrov kepada wartawan di Moskow pada Kamis pagi.",
        "Iklan perekrutan tentara itu muncul di Moskow dan Vladivostok sejak bulan lalu.",
        "Editor surat kabar Rodong Sinmun menulis bahwa kunjungan itu bersejarah bagi kedua negara.",
        "Halaman istana dipenuhi bunga.",
        "<img src='/a.jpg'>Rincian perjanjian itu tidak akan diumumkan dalam waktu dekat, kata seorang sumber.",
        "Rybar, yang bergabung dengan kanal Telegram milik militer, menulis bahwa amunisi tiba di Vladivostok.",
        "Komentar itu dibalas Seoul.",
        "<a href='/tag/putin'>Vladimir Putin</a> dan <a href='/tag/kim'>Kim Jong Un</a> bertukar hadiah.",
        "(Korea Utara) tidak menjawab permintaan komentar dari kantor berita di Seoul.",
        "Pilihan editor koran itu jatuh pada foto Putin dan Kim yang tertawa di dalam mobil.",
        "Ikuti kami, kata pemandu itu kepada rombongan, lalu mereka berjalan ke alun-alun Kim Il Sung.",
    ],
)
def test_a_sentence_that_looks_like_an_insert_stays(sentence: str) -> None:
    body = extracted(with_insert(f"<p>{sentence}</p>")).body.split("\n")
    assert len(body) == 5
    assert body[2].split()[-1] == sentence.split()[-1]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"{SECOND} (Baca juga: {LINK}) {LAST}", f"{SECOND} {LAST}"),
        (f"{SECOND} Baca juga: {LINK}", SECOND),
        (f"{SECOND} <strong>(Baca: {LINK})</strong>", SECOND),
        (f"{SECOND} [Lihat juga: {LINK}] {LAST}", f"{SECOND} {LAST}"),
    ],
)
def test_a_link_within_a_paragraph_goes_and_its_sentences_stay(markup: str, expected: str) -> None:
    page = document(f"<article><h1>{TITLE}</h1><div>{paragraphs(FIRST, markup, QUOTE)}</div></article>", news_article())
    assert extracted(page).body.split("\n") == [FIRST, expected, QUOTE]


@pytest.mark.parametrize(
    "tail",
    [
        "<strong>(fyk/ash)</strong>",
        "<p>(fyk/ash)</p>",
        "<p><strong>(Budi Santoso)</strong></p>",
        "<p>(Warta Uji/Budi Santoso)</p>",
        "<p>(*)</p>",
        "<p>***</p>",
        "<p>[abc]</p>",
        "<p>Editor: Siti Rahma</p>",
        "<p>Pewarta: Budi Santoso<br>Editor: Siti Rahma<br>Copyright © ANTARA 2024</p>",
        "<p>Pewarta: Budi Santoso</p><p>Editor: Siti Rahma</p><p>COPYRIGHT © ANTARA 2024</p>",
        "<p>Dilarang keras mengambil konten, melakukan crawling atau pengindeksan otomatis untuk AI di situs web ini tanpa izin tertulis.</p>",
        "<p>Artikel ini telah tayang di Warta Uji dengan judul Putin dan Kim Teken Perjanjian</p>",
        "<p>(Tribunnews.com/Budi)</p>",
        "<p>Penulis: Budi Santoso | Editor: Siti Rahma</p>",
        f"<p>Editor: Siti Rahma</p><p>Simak berita lainnya di Google News</p><p>Baca juga: {LINK}</p>",
        "<div class='x'>Reporter: Budi</div><div class='y'>Redaktur: Siti</div>",
    ],
)
def test_credits_after_the_last_paragraph_go(tail: str) -> None:
    markup = document(f'<article><h1>{TITLE}</h1><div class="isi">{paragraphs(*PARAGRAPHS)}{tail}</div></article>', news_article())
    assert extracted(markup).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("signature", ["(fyk/ash)", "(ant)", " (abc/def/ghi)", "(Warta Uji/Budi)", "[abc]"])
def test_a_signature_at_the_end_of_the_last_paragraph_goes(signature: str) -> None:
    markup = document(f"<article><h1>{TITLE}</h1><div>{paragraphs(FIRST, SECOND, LAST + signature)}</div></article>", news_article())
    assert extracted(markup).body.split("\n")[-1] == LAST


@pytest.mark.parametrize(
    "signature",
    [
        "<p>DEWI LESTARI</p>",
        "<p><strong>DEWI LESTARI | ANTARA</strong></p>",
        "<p>REUTERS</p>",
        "<p>A. FAJAR, RINI K.</p>",
        "<br><b>BUDI S.H. / SITI AMINAH</b>",
        "<p>[tyo]</p>",
        "<p>(Nda/Hot)</p>",
        "<p>(Budi Santoso)</p>",
    ],
)
def test_a_signature_below_the_text_is_not_part_of_it(signature: str) -> None:
    content = f'<article><h1>{TITLE}</h1><div class="isi">{paragraphs(*PARAGRAPHS)}{signature}</div></article>'
    assert extracted(document(content, news_article())).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("signature", ["DEWI LESTARI", "DEWI LESTARI | ANTARA", "(Nda/Hot)", "[tyo]"])
def test_a_signature_after_the_last_sentence_is_not_part_of_it(signature: str) -> None:
    content = f'<article><h1>{TITLE}</h1><div class="isi">{paragraphs(FIRST, SECOND, LAST + " " + signature)}</div></article>'
    assert extracted(document(content, news_article())).body.split("\n") == [FIRST, SECOND, LAST]


@pytest.mark.parametrize(
    "last", ["Laporan itu disusun bersama KPK RI", "Demikian bunyi pasal terakhir perjanjian itu. NATO menolaknya.", "Ia lalu menuju PBB."]
)
def test_capitals_in_the_last_sentence_are_part_of_it(last: str) -> None:
    content = f'<article><h1>{TITLE}</h1><div class="isi">{paragraphs(FIRST, SECOND, last)}</div></article>'
    assert extracted(document(content, news_article())).body.split("\n") == [FIRST, SECOND, last]


@pytest.mark.parametrize(
    "promotion",
    [
        "Mau berita paling update? Ikuti channel WA kami",
        "Baca berita tanpa iklan. Gabung WartaUji+",
        "Update terus informasi terkini melalui aplikasi Warta Uji",
        "Untuk mengetahui lebih lanjut, klik di sini",
        "Advertisement - Scroll to continue",
        "Berita ini telah tayang di Warta Uji dengan judul yang sama",
        "Yuk, nyalakan notifikasi agar tidak ketinggalan kabar",
        "Silakan kunjungi akun Instagram kami untuk foto lainnya",
        "Berita terbaru lainnya dapat dibaca di kanal WhatsApp Warta Uji",
        "Penasaran kelanjutannya? Tonton di YouTube Warta Uji",
    ],
)
@pytest.mark.parametrize(
    "shape", ["<p>{}</p>", "<p><em>{}</em></p>", "<div><span>{}</span></div>", "<p><strong><a href='/x'>{}</a></strong></p>"]
)
def test_promotion_between_paragraphs_goes(promotion: str, shape: str) -> None:
    assert extracted(with_insert(shape.format(promotion))).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Ikuti aturan di aplikasi resmi itu, kata Budi kepada wartawan, sebelum berangkat ke Rusia.",
        '"Ikuti akun Telegram kedutaan agar tahu kabar terbaru," ujarnya di Pyongyang.',
        "Mau tidak mau Seoul harus menjawab pernyataan yang disiarkan lewat Telegram oleh Kremlin itu.",
        "Baca juga pernyataan itu secara utuh, pinta juru bicara, sebelum menuduh kami mengirim pasukan.",
        "Simak pula bahwa perjanjian itu berlaku tanpa batas waktu, demikian bunyi siaran pers Kremlin.",
        "Pengguna WhatsApp di Rusia mengeluh karena layanan itu lambat sejak awal pekan.",
        "Berita terbaru tentang pasukan Korea Utara itu membuat Seoul menggelar rapat darurat.",
        "Bergabung lewat Telegram, 12 warga itu dikirim ke Rusia.",
        "Kabar terbaru dari Kursk beredar di Telegram sejak pagi.",
        "Kanal Telegram itu diblokir.",
        "Akhir dari perang ini belum terlihat.",
        "Kata kunci dalam perjanjian itu adalah bantuan timbal balik.",
        "Sanggahan itu disampaikan Kremlin pada malam harinya.",
        "Wartawan asing dilarang meliput parade itu tanpa izin panitia.",
        "Catatan itu dimuat Rodong Sinmun di halaman depan.",
        "Klik Yalta, sebutan untuk kelompok itu, mendukung pengiriman pasukan ke perbatasan.",
    ],
)
def test_a_paragraph_that_speaks_of_reading_or_of_media_stays(paragraph: str) -> None:
    assert extracted(with_insert(f"<p>{paragraph}</p>")).body.split("\n") == [FIRST, SECOND, paragraph, QUOTE, LAST]


@pytest.mark.parametrize(
    "box",
    [
        "<div class='x7'><span>Sambil menunggu, tengok ini</span><a href='/1'>{h}</a></div>",
        "<div><div>Dua tulisan yang bertaut</div><a href='/1'>{h}</a><a href='/2'>{h} Lagi</a></div>",
        "<section><h6>Seduhan lain</h6><a href='/1'>{h}</a></section>",
        "<h3>Masih satu aliran</h3><ul><li><a href='/1'>{h}</a></li><li><a href='/2'>{h} Lagi</a></li></ul>",
        "<p>Yang ramai di kanal lain: <a href='/1'>{h}</a></p>",
        "<p><a href='/1'>{h}</a> (Baca Juga)</p>",
        "<p><a href='/1'>{h}</a> « Simak di sini</p>",
        "<p><a href='/1'>Galeri: {h} (5 Foto)</a></p>",
        "<p><a href='/1'>Apa Arti Perjanjian Itu bagi Kita?</a></p>",
        "<p>{h}</p><div class='pojok'><a href='/1'>{h}</a></div>",
        "<div class='dua'><h4><a href='/1'>{h}</a></h4><p>Ringkasan pendek berita itu.</p></div>" * 3,
        "<table><tr><td>Terkait</td></tr><tr><td><a href='/1'>{h}</a></td></tr></table>",
        "<p>Klik <a href='#'>di sini</a> untuk bergabung</p><p>Konten Twitter tidak dapat dimuat</p>",
        "<p>2 dari 3 halaman</p><p>Urutkan: Terbaru di atas</p><p>19 Agu 2025, 11:40 WIB</p>",
    ],
)
def test_a_box_of_links_goes_whatever_its_label_says(box: str) -> None:
    assert extracted(with_insert(box.format(h=ELSEWHERE))).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "kept",
    [
        "<p>Naskah lengkapnya dimuat di laman Kremlin: <a href='https://k.example/'>http://kremlin.example/naskah</a></p>",
        "<p><a href='/x'>Putin menyebut perjanjian itu sebagai tonggak sejarah bagi kedua negara yang bertetangga.</a></p>",
        "<figure class='wp-block-table'><table><tr><td>Tahun</td><td>Nilai</td></tr><tr><td>2023</td><td>34 juta</td></tr></table></figure>",
        "<ul><li>Bantuan timbal balik</li><li>Kerja sama antariksa</li><li>Perdagangan pangan</li></ul>",
        "<h3>Tiga pasal yang dipersoalkan</h3><p>Pasal keempat paling banyak dibahas di Seoul dan Tokyo sepanjang pekan ini.</p>",
    ],
)
def test_what_looks_like_a_box_of_links_and_is_text_stays(kept: str) -> None:
    body = extracted(with_insert(kept)).body.split("\n")
    assert (body[:2], body[-2:]) == ([FIRST, SECOND], [QUOTE, LAST])
    assert len(body) > 4


@pytest.mark.parametrize("tail", ["Budi Santoso dan Siti Aminah", "<b>Kontributor: Budi</b>", "*** PASANG IKLAN BARIS HUBUNGI KAMI ***"])
def test_names_and_notices_below_the_text_are_not_part_of_it(tail: str) -> None:
    content = f'<article><h1>{TITLE}</h1><div class="isi">{paragraphs(*PARAGRAPHS, tail)}</div></article>'
    assert extracted(document(content, news_article())).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("above", "first"),
    [
        ("<h2>Perjanjian itu menggantikan pakta persahabatan tahun 1961.</h2>", True),
        ("<p>Perjanjian itu menggantikan pakta persahabatan tahun 1961.</p>", True),
        ("<ul><li>Perjanjian itu menggantikan pakta persahabatan tahun 1961.</li><li>Seoul memanggil duta besar.</li></ul>", False),
        ("<img src='/a.jpg'><p>Perjanjian itu menggantikan pakta persahabatan tahun 1961.</p>", False),
        ("<div class='ringkas'>Perjanjian itu menggantikan pakta persahabatan tahun 1961.</div>", False),
    ],
)
def test_a_summary_sentence_below_the_headline_comes_first_and_lists_and_captions_do_not(above: str, first: bool) -> None:
    content = f'<article><h1>{TITLE}</h1>{above}<div class="entry-content">{paragraphs(*PARAGRAPHS)}</div></article>'
    expected = ["Perjanjian itu menggantikan pakta persahabatan tahun 1961."] if first else []
    assert extracted(document(content, news_article())).body.split("\n") == [*expected, *PARAGRAPHS]


@pytest.mark.parametrize(
    "last",
    [
        "Wartawan asing dilarang meliput parade itu tanpa izin panitia.",
        "Sanggahan itu disampaikan Kremlin pada malam harinya.",
        "Editor surat kabar itu menolak berkomentar.",
        "Hak cipta lagu perang itu dipegang keluarga penciptanya di Vladivostok.",
        "Akhir dari perang ini belum terlihat.",
        "Sumber AFP di Seoul membenarkan hal itu.",
        "Ia kini tinggal di Moskow",
    ],
)
def test_a_last_paragraph_that_reads_like_a_notice_stays(last: str) -> None:
    content = f'<article><h1>{TITLE}</h1><div class="isi">{paragraphs(*PARAGRAPHS, last)}</div></article>'
    assert extracted(document(content, news_article())).body.split("\n") == [*PARAGRAPHS, last]


@pytest.mark.parametrize(
    "box",
    [
        "<div class='a1'><h4>Intinya sih...</h4><ul><li>Putin dan Kim bertemu.</li><li>Perjanjian itu diteken di Pyongyang.</li></ul></div>",
        "<div><p><b>Ringkasan Berita:</b></p><p>Putin dan Kim meneken perjanjian. Seoul memprotesnya dengan keras.</p></div>",
        "<section><span>Baca 10 detik</span><ol><li>Perjanjian diteken Rabu.</li></ol></section>",
        "<blockquote>Poin penting<br>Perjanjian memuat bantuan timbal balik.</blockquote>",
    ],
)
def test_a_box_that_sums_the_article_up_is_not_its_text(box: str) -> None:
    content = f'<article><h1>{TITLE}</h1><div class="isi">{box}{paragraphs(*PARAGRAPHS)}</div></article>'
    assert extracted(document(content, news_article())).body.split("\n") == list(PARAGRAPHS)


def test_a_subheading_that_reads_like_a_box_s_label_stays_with_its_text() -> None:
    content = f'<article><h1>{TITLE}</h1><div class="isi"><p>{FIRST}</p><h3>Sekilas</h3>{paragraphs(SECOND, QUOTE, LAST)}</div></article>'
    assert extracted(document(content, news_article())).body.split("\n") == [FIRST, "Sekilas", SECOND, QUOTE, LAST]


@pytest.mark.parametrize(
    "tail",
    [
        "<p>(kpl/aal/dka)</p><h4>Jangan Lewatkan Ini Juga!</h4>",
        "<p>***</p><p>Video Terpopuler Hari ini:</p>",
        "<div><a href='?page=2'>Halaman Selanjutnya</a></div><div><p>Usai pertemuan itu, Kim melepas tamunya di bandara.</p></div>",
    ],
)
def test_what_stands_below_the_signature_or_the_link_to_the_next_page_goes(tail: str) -> None:
    content = f'<article><h1>{TITLE}</h1><div class="isi">{paragraphs(*PARAGRAPHS)}{tail}</div></article>'
    assert extracted(document(content, news_article())).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("mark", [" ***", "***", " (*)", " (kpl/aal)", " (Budi Santoso)", " ---"])
def test_a_mark_after_the_last_sentence_is_not_part_of_it(mark: str) -> None:
    content = (
        f'<article><h1>{TITLE}</h1><div class="isi">{paragraphs(FIRST, SECOND, LAST + mark)}<p>Video pilihan hari ini</p></div></article>'
    )
    assert extracted(document(content, news_article())).body.split("\n") == [FIRST, SECOND, LAST]


@pytest.mark.parametrize(
    "label",
    ["<h3>Komentar</h3>", "<p>3 Komentar</p>", "<div>Komentar Pembaca (12)</div>", "<h3>Tinggalkan Balasan</h3>", "<b>Kolom Komentar:</b>"],
)
def test_readers_comments_end_the_text_whatever_marks_them_up(label: str) -> None:
    comments = paragraphs(*(f"Pembaca {n}: saya setuju dengan pendapat itu, semoga kedua negara selalu damai." for n in range(6)))
    content = f'<article><h1>{TITLE}</h1><div class="isi">{paragraphs(*PARAGRAPHS)}{label}{comments}</div></article>'
    assert extracted(document(content, news_article())).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("before", [0, 3])
def test_a_button_for_comments_ends_nothing(before: int) -> None:
    text = paragraphs(*PARAGRAPHS[:before]) + "<p>Komentar</p>" + paragraphs(*PARAGRAPHS[before:])
    content = f'<article><h1>{TITLE}</h1><div class="isi">{text}</div></article>'
    assert extracted(document(content, news_article())).body.split("\n") == list(PARAGRAPHS)
