"""Authors: in every way that papers print and templates state them, reporters and editors are told apart, and people from everything else."""

from __future__ import annotations

import pytest

from pipelines.items import Article, Origin
from tests.extraction.building import PARAGRAPHS, TITLE, document, extracted, news_article, paragraphs

H1 = f"<h1>{TITLE}</h1>"
OG = '<meta property="og:type" content="article">'
BUDI, SITI = "Budi Santoso", "Siti Rahma"


def article(above: str = "", below: str = "", head: str = OG, first: str = "", outlet: str = "warta_uji") -> Article:
    """An article with lines between the headline and the text, and below the text."""
    body = f'<div class="isi">{first}{paragraphs(*PARAGRAPHS)}</div>'
    return extracted(document(f'<div class="halaman">{H1}{above}{body}{below}</div>', head), outlet=outlet)


ABOVE = [
    (
        f"<div><span>Oleh :</span><ul><li><a href='/r/1'>{BUDI}</a></li><li><a href='/r/2'>{SITI} (Garut)</a></li></ul></div>",
        (BUDI, SITI),
        (),
    ),
    ("<p>Penulis: Budi Santoso</p>", (BUDI,), ()),
    ("<p>Penulis : Budi Santoso</p><p>Editor : Siti Rahma</p>", (BUDI,), (SITI,)),
    ("<div>Penulis: Budi Santoso | Editor: Siti Rahma</div>", (BUDI,), (SITI,)),
    ("<div>Penulis Budi Santoso | Editor Siti Rahma</div>", (BUDI,), (SITI,)),
    ("<div>Reporter: Budi Santoso/Editor: Siti Rahma</div>", (BUDI,), (SITI,)),
    ("<div>Reporter Budi Santoso</div><div>Editor Siti Rahma</div>", (BUDI,), (SITI,)),
    ("<div>Rep: Budi Santoso/ Red: Siti Rahma</div>", (BUDI,), (SITI,)),
    ("<div>Rep: Budi Santoso, Ani Lestari/ Red: Siti Rahma</div>", (BUDI, "Ani Lestari"), (SITI,)),
    ("<div>Red: Siti Rahma</div>", (), (SITI,)),
    ("<div>Redaktur: Siti Rahma</div>", (), (SITI,)),
    ("<div>Penulis: Dwi Murdoko</div><div>Red: Antara Putra</div>", ("Dwi Murdoko",), ("Antara Putra",)),
    ("<div>Penulis: DW Indonesia</div><div>Editor: BBC News Indonesia</div>", (), ()),
    ("<div>Penulis: Hot Asi Simamora</div>", ("Hot Asi Simamora",), ()),
    ("<div>Redaktur &amp; Reporter : Boy</div>", ("Boy",), ("Boy",)),
    ("<div>Editor: SITI RAHMA</div><div>Reporter: BUDI SANTOSO</div>", ("BUDI SANTOSO",), ("SITI RAHMA",)),
    ("<div>Penyunting: Siti Rahma</div><div>Jurnalis: Budi Santoso</div>", (BUDI,), (SITI,)),
    ("<span>Penulis:</span> <a href='/p/1'>Budi Santoso</a>", (BUDI,), ()),
    ("<div>Penulis:</div><div><a href='/p/1'>Budi Santoso</a></div>", (BUDI,), ()),
    ("<div>Penulis</div><div>Budi Santoso</div><div>Editor</div><div>Siti Rahma</div>", (BUDI,), (SITI,)),
    ("<div>Budi Santoso</div><div>Penulis</div><div>Siti Rahma</div><div>Editor</div>", (BUDI,), (SITI,)),
    ("<div>Reporter</div><div>Budi Santoso</div>", (BUDI,), ()),
    ("<div>Oleh: Budi Santoso</div>", (BUDI,), ()),
    ("<div>Oleh : Budi Santoso*</div>", (BUDI,), ()),
    ("<div>Oleh Budi Santoso</div>", (BUDI,), ()),
    ("<div>OLEH: BUDI SANTOSO</div>", ("BUDI SANTOSO",), ()),
    ("<div>By Budi Santoso</div>", (BUDI,), ()),
    ("<div>by <a rel='author' href='/author/budi'>Budi Santoso</a> — 19 Juni 2024</div>", (BUDI,), ()),
    ("<div>Ditulis oleh Budi Santoso pada Rabu, 19 Juni 2024</div>", (BUDI,), ()),
    ("<div>Ditulis oleh: Budi Santoso</div>", (BUDI,), ()),
    ("<div>Oleh: Budi Santoso dan Siti Rahma</div>", (BUDI, SITI), ()),
    ("<div>Oleh: Budi Santoso, Ani Lestari, dan Siti Rahma</div>", (BUDI, "Ani Lestari", SITI), ()),
    ("<div>Penulis: Budi Santoso/Siti Rahma</div>", (BUDI, SITI), ()),
    ("<div>Penulis: Budi Santoso &amp; Siti Rahma</div>", (BUDI, SITI), ()),
    ("<div>Penulis: Budi Santoso; Siti Rahma</div>", (BUDI, SITI), ()),
    ("<div>Penulis: Budisantoso Budiman dan Agus S</div>", ("Budisantoso Budiman", "Agus S"), ()),
    ("<div>Penulis: Dr. Budi Santoso, S.Pd., M.Hum</div>", (BUDI,), ()),
    ("<div>Oleh: Budi Santoso, S.H., M.H. dan Siti Rahma, Ph.D</div>", (BUDI, SITI), ()),
    ("<div>Oleh: Prof. Dr. Budi Santoso, MA</div>", (BUDI,), ()),
    ("<div>Oleh: Budi Santoso, Dosen Universitas Uji</div>", (BUDI,), ()),
    ("<div>Oleh: Budi Santoso (Guru Besar Hukum Universitas Uji)</div>", (BUDI,), ()),
    ("<div>Penulis: Kontributor Lhokseumawe, Masriadi</div>", ("Masriadi",), ()),
    ("<div>Penulis: Tim Redaksi</div>", (), ()),
    ("<div>Penulis: Tim detikcom</div>", (), ()),
    ("<div>Penulis: Warta Uji</div>", (), ()),
    ("<div>Penulis: fyk</div>", (), ()),
    ("<div>Penulis: AS</div>", (), ()),
    ("<div>Penulis: B.S.</div>", (), ()),
    ("<div>Penulis: fyk/ash</div>", (), ()),
    ("<div>Penulis: Admin</div>", (), ()),
    ("<div>Penulis: Reuters</div>", (), ()),
    ("<div>Penulis: Associated Press</div>", (), ()),
    ("<div>Penulis: Tribunnews.com</div>", (), ()),
    ("<div>Penulis: Koran Tempo</div>", (), ()),
    ("<div>Penulis: Redaksi</div>", ("Redaksi",), ()),
    ("<div>Penulis: Redaksi</div><div>Editor: Siti Rahma</div>", (), (SITI,)),
    ("<div>Budi Santoso - <span>Warta Uji</span></div>", (BUDI,), ()),
    ("<div>Budi Santoso, Warta Uji</div>", (BUDI,), ()),
    ("<div>Budi Santoso | Warta-Uji.co.id</div>", (BUDI,), ()),
    ("<div>Tim Warta Uji - Warta Uji</div>", (), ()),
    ("<div class='author'>Budi Santoso, Warta Uji</div>", (BUDI,), ()),
    ("<div class='author'>Tim detikcom - detikNews</div>", (), ()),
    ("<div class='author'>Tim PRMN 01 - Pikiran Rakyat</div>", (), ()),
    ("<div class='penulis'>Budi Santoso<span>Rabu, 19 Juni 2024</span></div>", (BUDI,), ()),
    ("<div class='read__author'><a href='/author/1'>Budi Santoso</a>, <a href='/author/2'>Siti Rahma</a></div>", (BUDI, SITI), ()),
    (
        "<div class='post-meta'><span class='author vcard'><a class='url fn n' href='/author/budi'>Budi Santoso</a></span></div>",
        (BUDI,),
        (),
    ),
    ("<span itemprop='author' itemscope><meta itemprop='name' content='Budi Santoso'></span>", (BUDI,), ()),
    ("<span itemprop='author'><span itemprop='name'>Budi Santoso</span></span>", (BUDI,), ()),
    ("<div class='editor-name'>Siti Rahma</div><div class='author-name'>Budi Santoso</div>", (BUDI,), (SITI,)),
    ("<div>Fotografer: Budi Santoso</div>", (BUDI,), ()),
    ("<div>Pewarta foto: Ani Lestari</div><div>Pewarta: Budi Santoso</div>", (BUDI,), ()),
    ("<div>Reporter: Budi Santoso</div><div>Penulis: Siti Rahma</div><div>Editor: Ani Lestari</div>", (BUDI, SITI), ("Ani Lestari",)),
    ("<p>Laporan Wartawan Tribunnews.com, Budi Santoso</p>", (BUDI,), ()),
    ("<p>Laporan Wartawan Tribun Jabar, Budi Santoso</p>", (BUDI,), ()),
    ("<p>Laporan Reporter Warta Uji, Budi Santoso</p>", (BUDI,), ()),
    ("<p>Laporan Kontributor Warta Uji Siti di Bandung: Budi Santoso</p>", (BUDI,), ()),
    ("<p>Budi Santoso , Warta Uji · Rabu 19 Juni 2024 21:30 WIB</p>", (BUDI,), ()),
    ("<div>Oleh : <ul><li><a>Budi Santoso</a></li><li><a>Siti Rahma</a></li></ul></div>", (BUDI, SITI), ()),
    ("<div>Penulis: <a>Budi Santoso</a> <a>Siti Rahma</a></div>", (BUDI, SITI), ()),
    ("<ul><li><span>Penulis, </span><span>Budi Santoso</span></li><li><span>Peranan, </span><span>Wartawan</span></li></ul>", (BUDI,), ()),
    ("<span class='by'>Oleh <b><a href='/a'>Budi Santoso</a></b></span> <span class='ago'>3 jam yang lalu</span>", (BUDI,), ()),
    ("<div id='penulis'><a href='#'>Budi Santoso</a></div><div id='editor'><a href='#'>Siti Rahma</a></div>", (BUDI,), (SITI,)),
    ("<p>Budi Santoso &bull; 19 June 2024 21:30</p>", (BUDI,), ()),
    ("<p>Budi Santoso, Jurnalis · Rabu 19 Juni 2024 21:30 WIB</p>", (BUDI,), ()),
    ("<p>Budi Santoso - Warta-Uji.co.id<span>Rabu, 19 Juni 2024 | 21:30 WIB</span></p>", (BUDI,), ()),
    ("<p>Reporter: Budi Santoso, warta-uji.co.id - 19 Jun 2024 21:30 WIB</p>", (BUDI,), ()),
    ("<p>Putin Datang, Warta Uji Hadir</p>", (), ()),
    ("<p>Warta Uji, Rabu 19 Juni 2024</p>", (), ()),
    ("<p>Pilihan Editor: Kim Jong Un</p>", (), ()),
    ("<p>Penulis adalah dosen di Bandung.</p>", (), ()),
    ("<p>Yusuf Adinegara<span>Editor: Siti Rahma</span></p>", ("Yusuf Adinegara",), (SITI,)),
]

BELOW = [
    ("<p>Pewarta : Budi Santoso<br>Editor: Siti Rahma<br>Copyright © Warta Uji 2024</p>", (BUDI,), (SITI,)),
    ("<p>Pewarta: Budi Santoso/Siti R</p><p>Editor: Ani Lestari</p><p>COPYRIGHT © ANTARA 2024</p>", (BUDI, "Siti R"), ("Ani Lestari",)),
    ("<p>Penerjemah: Budi Santoso<br>Editor: Siti Rahma</p>", (BUDI,), (SITI,)),
    ("<p>Pewarta: Xinhua<br>Penerjemah: Budi Santoso<br>Editor: Siti Rahma</p>", (BUDI,), (SITI,)),
    ("<p>Sumber: Reuters<br>Editor: Siti Rahma</p>", (), (SITI,)),
    ("<p>Reporter: Budi Santoso | Editor: Siti Rahma | Sumber: TASS</p>", (BUDI,), (SITI,)),
    ("<p><strong>(Warta Uji/Budi Santoso)</strong></p>", (BUDI,), ()),
    ("<p>(Warta-Uji.co.id/Budi Santoso, Siti Rahma)</p>", (BUDI, SITI), ()),
    ("<p>(Budi Santoso)</p>", (BUDI,), ()),
    ("<p>(Budi Santoso/Siti Rahma/warta uji)</p>", (BUDI, SITI), ()),
    ("<p>(Kmb/warta uji)</p>", (), ()),
    ("<div><b>Reporter</b><a href='/1'>Budi Santoso</a></div><div><b>Editor</b><a href='/2'>Siti Rahma</a></div>", (BUDI,), (SITI,)),
    ("<div>Reporter: <a>Budi Santoso</a>, <a>Ani Lestari</a></div><div>Editor: <a>Siti Rahma</a></div>", (BUDI, "Ani Lestari"), (SITI,)),
    ("<p>BUDI SANTOSO</p>", ("BUDI SANTOSO",), ()),
    ("<p>REUTERS | BUDI SANTOSO</p>", ("BUDI SANTOSO",), ()),
    ("<p>REUTERS</p>", (), ()),
    ("<p>BACA SELENGKAPNYA DI SINI SEKARANG JUGA</p>", (), ()),
    ("<div>BERITA TERKAIT</div>", (), ()),
    ("<h3>KOREA UTARA</h3>", (), ()),
    ("<div><a href='/x'>KOREA UTARA</a></div>", (), ()),
    ("<p>(bud/abc)</p>", (), ()),
    ("<p>(BS)</p>", (), ()),
    ("<p>(Reuters/Budi)</p>", (), ()),
    ("<p>***</p><p>Penulis: Budi Santoso</p>", (BUDI,), ()),
    ("<p>Diposting oleh Budi Santoso</p>", (BUDI,), ()),
    ("<p>Editor: Siti Rahma</p><p>Sumber: Antara</p>", (), (SITI,)),
    ("<div class='comment'><span class='author vcard'><b class='fn'>Budi Santoso</b></span> berkata: setuju</div>", (), ()),
]

PERSON = {"@type": "Person", "name": BUDI}

DESCRIBED = [
    ({"author": PERSON}, (BUDI,)),
    ({"author": [PERSON, {"@type": "Person", "name": SITI}]}, (BUDI, SITI)),
    ({"author": [BUDI, SITI]}, (BUDI, SITI)),
    ({"author": f"{BUDI}, {SITI}"}, (BUDI, SITI)),
    ({"author": f"{BUDI} dan {SITI}"}, (BUDI, SITI)),
    ({"author": {"@type": ["Person"], "name": [BUDI]}}, (BUDI,)),
    ({"author": {"@type": "Person", "name": {"@value": BUDI}}}, (BUDI,)),
    ({"author": {"@type": "Person", "url": "https://www.warta-uji.co.id/author/budi"}}, ()),
    ({"author": "https://www.warta-uji.co.id/author/budi"}, ()),
    ({"author": {"@type": "Organization", "name": "Balai Uji"}}, ()),
    ({"author": {"@type": "Person", "name": "Warta Uji"}}, ()),
    ({"author": {"@type": "Person", "name": "wartaujiNEWS"}}, ()),
    ({"author": {"@type": "Person", "name": "CNN Indonesia"}}, ()),
    ({"author": {"@type": "Person", "name": "BUDI SANTOSO"}}, ("BUDI SANTOSO",)),
    ({"author": {"@type": "Person", "name": "Budi Santoso, CNBC Indonesia"}}, (BUDI,)),
    ({"author": {"@type": "Person", "name": "Redaksi"}}, ("Redaksi",)),
    ({"author": {"@type": "Person", "name": "Redaksi"}, "editor": {"name": SITI}}, ()),
    ({"author": {"@type": "Person", "name": "O&#039;Brien Santoso"}}, ("O'Brien Santoso",)),
    ({"author": {"@type": "Person", "name": ""}, "creator": BUDI}, ()),
    ({"creator": [BUDI]}, (BUDI,)),
    ({"author": None}, ()),
]


@pytest.mark.parametrize(("above", "authors", "editors"), ABOVE)
def test_bylines_above_the_text_are_told_apart(above: str, authors: tuple[str, ...], editors: tuple[str, ...]) -> None:
    found = article(above)
    assert (found.authors, found.editors) == (authors, editors)


@pytest.mark.parametrize(("below", "authors", "editors"), BELOW)
def test_credits_below_the_text_are_told_apart(below: str, authors: tuple[str, ...], editors: tuple[str, ...]) -> None:
    found = article(below=below)
    assert (found.authors, found.editors) == (authors, editors)


@pytest.mark.parametrize(("fields", "authors"), DESCRIBED)
def test_the_description_names_people(fields: dict[str, object], authors: tuple[str, ...]) -> None:
    assert article(head=news_article(**fields)).authors == authors


def test_an_editor_whom_the_description_calls_the_author_is_none() -> None:
    head = news_article(author={"@type": "Person", "name": SITI}) + f'<meta name="author" content="{SITI}">'
    found = article(f"<div>Red: {SITI}</div>", head=head)
    assert (found.authors, found.editors) == ((), (SITI,))
    assert "authors" not in found.provenance


def test_an_editor_of_the_description_is_the_editor() -> None:
    found = article(head=news_article(author=PERSON, editor={"@type": "Person", "name": SITI}))
    assert (found.authors, found.editors) == ((BUDI,), (SITI,))
    assert found.provenance["editors"] == Origin.JSON_LD


def test_an_author_of_a_page_that_the_graph_knows_by_its_id_is_found() -> None:
    graph = (
        '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage","@id":"#w","name":"x",'
        '"datePublished":"2024-06-19T21:30:00+07:00","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","name":"Budi Santoso"}]}</script>'
    )
    assert article(head=OG + graph).authors == (BUDI,)


@pytest.mark.parametrize(
    ("head", "above", "origin"),
    [
        (news_article(author=PERSON), f"<p>Penulis: {SITI}</p>", Origin.VISIBLE),
        (news_article(author=PERSON), "", Origin.JSON_LD),
        (OG + f'<meta name="author" content="{BUDI}">', "", Origin.META),
        (OG, f"<div class='penulis'>{BUDI}</div>", Origin.VISIBLE),
    ],
)
def test_authors_say_where_they_were_read(head: str, above: str, origin: Origin) -> None:
    assert article(above, head=head).provenance["authors"] == origin


def test_a_report_at_the_head_of_the_text_names_its_reporter() -> None:
    assert article(first="<p>Laporan Wartawan Tribunnews.com, Budi Santoso</p>").authors == (BUDI,)


def test_labels_of_another_article_further_down_name_nobody_here() -> None:
    others = "".join(f"<div><a href='/{n}'>Berita lain {n}</a></div>" for n in range(6))
    found = article(below=f"<p>Reporter: {BUDI}</p>{others}<p>Penulis: {SITI}</p>")
    assert found.authors == (BUDI,)


def test_a_name_that_the_description_cuts_is_the_printed_one() -> None:
    head = news_article(author={"@type": "Person", "name": "Budi"})
    assert article(f"<a class='author'>{BUDI}</a>", head=head).authors == (BUDI,)


def test_a_page_without_any_credit_has_no_authors() -> None:
    found = article()
    assert (found.authors, found.editors) == ((), ())
    assert not {"authors", "editors"} & set(found.provenance)
