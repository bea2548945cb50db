"""Metadata: titles without the site, people as authors, and addresses that lead back to the article."""

from __future__ import annotations

import hashlib

import pytest

from pipelines.items import Article, Origin
from tests.extraction.building import FIRST, LAST, PARAGRAPHS, SECOND, TITLE, URL, document, extracted, news_article, paragraphs

OG = '<meta property="og:type" content="article">'
SUMMARY = "Kedua pemimpin sepakat saling membantu bila diserang pihak ketiga."


def article(
    head: str = OG, above: str = f"<h1>{TITLE}</h1>", below: str = "", title: str = f"{TITLE} - Warta Uji", **fields: str
) -> Article:
    content = f'<div class="halaman">{above}<div class="isi">{paragraphs(*PARAGRAPHS)}</div>{below}</div>'
    return extracted(document(content, head, title), **fields)


@pytest.mark.parametrize(
    ("head", "above", "title"),
    [
        (OG, f"<h1>Internasional</h1><h2>{TITLE}</h2>", f"{TITLE} - Warta Uji Internasional"),
        (f'{OG}<meta property="og:title" content="{TITLE} - Warta-uji.co.id Dunia">', "<h1>Dunia</h1>", f"{TITLE} - Warta-uji.co.id Dunia"),
        (f'{OG}<meta property="og:title" content="{TITLE} | Warta Uji"><meta property="og:site_name" content="Warta Uji">', "", ""),
        (f'{OG}<meta property="og:title" content="Warta-uji.co.id: Dunia - {TITLE}">', f"<h1>{TITLE}</h1>", "Warta Uji"),
        (news_article(headline=TITLE + " "), "", "Warta Uji - Berita Terkini"),
        (news_article(headline=TITLE[:30]), f"<h1>{TITLE}</h1>", "x"),
        (f'{OG}<meta property="og:title" content="{TITLE} Halaman all - Warta-uji.co.id">', f"<h1>{TITLE}</h1>", "x"),
        (OG, f"<h1>{TITLE}</h1><h1>Topik</h1><h1>Berita Lainnya Hari Ini</h1>", f"{TITLE} : Warta Uji"),
        (OG, f"<h1>Warta Uji</h1><div class='judul'>{TITLE}</div>", f"{TITLE} | warta-uji.co.id "),
        (OG, "", f"{TITLE} - Halaman 2 - Warta Uji"),
        (OG, "<h1> Putin dan Kim\n Teken&nbsp;Perjanjian<br> di Pyongyang </h1>", f"{TITLE} – Warta Uji"),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_alone(head: str, above: str, title: str) -> None:
    assert article(head, above, title=title).title == TITLE


def test_a_headline_keeps_its_own_dash_and_bar() -> None:
    headline = "Putin-Kim Bertemu - Apa Artinya bagi Asia | Analisis"
    assert article(above=f"<h1>{headline}</h1>", title=f"{headline} - Warta Uji").title == headline


def test_entities_written_twice_are_resolved() -> None:
    head = news_article(headline="Putin &amp;quot;Rangkul&amp;quot; Kim di Pyongyang")
    assert article(head, "", title="x").title == 'Putin "Rangkul" Kim di Pyongyang'


@pytest.mark.parametrize(
    ("head", "above", "below", "expected"),
    [
        (OG, f"<h1>{TITLE}</h1><p>Penulis: Budi Santoso</p>", "", ("Budi Santoso",)),
        (OG, f"<h1>{TITLE}</h1><p>Oleh Budi Santoso</p>", "", ("Budi Santoso",)),
        (OG, f"<h1>{TITLE}</h1><p>Reporter : Budi Santoso | Editor : Siti Rahma</p>", "", ("Budi Santoso",)),
        (OG, f"<h1>{TITLE}</h1><p>Rep: Budi Santoso/ Red: Siti Rahma</p>", "", ("Budi Santoso",)),
        (OG, f"<h1>{TITLE}</h1>", "<p>Redaktur &amp; Reporter : Boy</p>", ("Boy",)),
        (OG, f"<h1>{TITLE}</h1>", "<p>Pewarta: Budi Santoso dan Siti R</p><p>Editor: Ani</p>", ("Budi Santoso", "Siti R")),
        (OG, f"<h1>{TITLE}</h1>", "<table><tr><td>Penulis</td><td>: Kontributor Aceh, Budi Santoso</td></tr></table>", ("Budi Santoso",)),
        (OG, f"<h1>{TITLE}</h1>", "<p>Editor: Siti Rahma</p>", ()),
        (
            news_article(author={"@type": "Person", "name": "Siti Rahma"}),
            f"<h1>{TITLE}</h1><p>Reporter: Budi Santoso</p>",
            "",
            ("Budi Santoso",),
        ),
        (
            news_article(author=[{"@type": "Person", "name": "Budi Santoso"}, {"name": "Siti Rahma"}]),
            "",
            "",
            ("Budi Santoso", "Siti Rahma"),
        ),
        (news_article(author=[{"name": "Budi Santoso"}, {"name": "Budi Santoso"}]), "", "", ("Budi Santoso",)),
        (news_article(author="Budi Santoso"), "", "", ("Budi Santoso",)),
        (news_article(author={"@type": "Organization", "name": "Warta Uji"}), "", "", ()),
        (news_article(author={"@type": "Person", "name": ""}), "", "", ()),
        (OG + '<meta name="author" content="Budi Santoso">', "", "", ("Budi Santoso",)),
        (OG + '<meta name="author" content="Kompas Cyber Media">', "", "", ()),
        (OG + '<meta name="author" content="admin">', "", "", ()),
        (OG + '<meta name="author" content="Redaksi Warta Uji">', "", "", ()),
        (OG + '<meta property="article:author" content="https://www.facebook.com/wartauji">', "", "", ()),
        (OG, f"<h1>{TITLE}</h1><div class='detail__author'>Budi Santoso - <span>detikNews</span></div>", "", ("Budi Santoso",)),
        (OG, f"<h1>{TITLE}</h1><a rel='author' href='/a/b'>Budi Santoso</a>", "", ("Budi Santoso",)),
        (OG, f"<h1>{TITLE}</h1><span>Oleh</span> <a href='/a/b'>Budi Santoso</a>", "", ("Budi Santoso",)),
        (OG, f"<h1>{TITLE}</h1><div>Penulis</div><div>Budi Santoso</div>", "", ("Budi Santoso",)),
        (OG, f"<h1>{TITLE}</h1><div>Reporter : Budi Santoso | Rabu, 19 Juni 2024 21:30</div>", "", ("Budi Santoso",)),
        (OG, f"<h1>{TITLE}</h1><div>Oleh Budi Santoso pada 19 Jun 2024, 21:30 WIB</div>", "", ("Budi Santoso",)),
        (OG, f"<h1>{TITLE}</h1><div>Oleh Budi Santoso - Rabu, 19 Juni 2024</div>", "", ("Budi Santoso",)),
    ],
)
def test_the_authors_are_people_who_wrote(head: str, above: str, below: str, expected: tuple[str, ...]) -> None:
    assert article(head, above, below).authors == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (OG, URL),
        (
            OG + '<link rel="canonical" href="https://dunia.warta-uji.co.id/read/123456/putin">',
            "https://dunia.warta-uji.co.id/read/123456/putin",
        ),
        (OG + '<link rel="canonical" href="/read/123456/putin">', "https://www.warta-uji.co.id/read/123456/putin"),
        (OG + '<link rel="canonical" href=""><meta property="og:url" content="">', URL),
        (OG + '<link rel="canonical" href="https://web.example.org/x/https://www.warta-uji.co.id/read/123456">', URL),
        (OG + '<link rel="canonical" href="https://www.warta-uji.co.id/">', URL),
        (OG + '<meta property="og:url" content="https://www.warta-uji.co.id/read/7/x">', "https://www.warta-uji.co.id/read/7/x"),
        (OG + '<link rel="canonical" href="javascript:void(0)">', URL),
        (OG + '<link rel="canonical" href="http://[::1/">', URL),
    ],
)
def test_the_canonical_address_is_the_pages_own_claim_only_on_its_own_site(head: str, expected: str) -> None:
    assert article(head).canonical_url == expected


def test_the_frontiers_key_is_the_canonical_address() -> None:
    head = OG + '<link rel="canonical" href="https://www.warta-uji.co.id/read/7/x">'
    assert article(head, canonical_url="https://www.warta-uji.co.id/read/123456").canonical_url == "https://www.warta-uji.co.id/read/123456"


def test_section_tags_and_picture_come_from_the_description() -> None:
    described = article(
        news_article(articleSection="Internasional", keywords=["Rusia", "Korea Utara", "rusia"], image=["/gambar/putin.jpg"])
    )
    assert (described.section, described.tags) == ("Internasional", ("Rusia", "Korea Utara"))
    assert described.image == "https://www.warta-uji.co.id/gambar/putin.jpg"


def test_tags_and_section_come_from_the_page_when_it_describes_none() -> None:
    above = f'<div class="breadcrumb"><a href="/">Beranda</a><a href="/dunia">Dunia</a></div><h1>{TITLE}</h1>'
    below = '<div class="t"><a href="/tag/rusia">#Rusia</a><a href="/tag/korut">Korea Utara</a></div>'
    described = article(above=above, below=below)
    assert (described.section, described.tags) == ("Dunia", ("Rusia", "Korea Utara"))


@pytest.mark.parametrize(
    ("head", "below", "tags"),
    [
        (OG + '<meta name="keywords" content="Rusia, korea utara,  #Putin , rusia">', "", ("Rusia", "korea utara", "Putin")),
        (OG + '<meta name="keywords" content="Rusia; Korea Utara; Putin">', "", ("Rusia", "Korea Utara", "Putin")),
        (OG + '<meta name="news_keywords" content="Rusia"><meta name="keywords" content="berita terkini, portal berita">', "", ("Rusia",)),
        (OG + '<meta property="article:tag" content="Rusia"><meta property="article:tag" content="RUSIA">', "", ("Rusia",)),
        (OG + f'<meta name="keywords" content="{TITLE}">', "", ()),
        (OG + f'<meta name="keywords" content="{",".join(TITLE.split())}">', "", ()),
        (OG + f'<meta name="keywords" content="{",".join(TITLE.split())}">', '<a href="/tag/rusia">#Rusia</a>', ("Rusia",)),
        (OG + f'<meta name="keywords" content="{TITLE}, di Korea"><meta name="description" content="x">', "", ("di Korea",)),
        (OG + f'<meta name="keywords" content="{",".join(SUMMARY.split()[:6])}"><meta name="description" content="{SUMMARY}">', "", ()),
        (OG + '<meta name="keywords" content="Warta Uji, berita hari ini, Rusia">', "", ("Rusia",)),
        (news_article(keywords="Rusia, Korea Utara"), "", ("Rusia", "Korea Utara")),
        (news_article(keywords=["Rusia", {"@type": "DefinedTerm", "name": "Korea Utara"}]), "", ("Rusia", "Korea Utara")),
        (news_article(keywords=["Rusia, Korea Utara"]), "", ("Rusia", "Korea Utara")),
        (news_article(keywords=[""]), '<a rel="tag" href="/x/rusia"># Rusia</a><a rel="tag" href="/x/r">rusia</a>', ("Rusia",)),
        (news_article(keywords="", articleSection=""), "", ()),
        (OG, "<div>Tags: <a href='/tags/rusia'>Rusia</a>, <a href='/topik/kim'>Kim</a></div>", ("Rusia", "Kim")),
    ],
)
def test_tags_are_those_of_the_article_each_once(head: str, below: str, tags: tuple[str, ...]) -> None:
    assert article(head, below=below).tags == tags


@pytest.mark.parametrize(
    ("head", "above", "section"),
    [
        (news_article(articleSection=["Internasional", "Asia"]), "", "Internasional"),
        (news_article(articleSection="Berita, Internasional"), "", "Berita"),
        (news_article(articleSection="Politik &amp; Hukum"), "", "Politik & Hukum"),
        (news_article(articleSection="https://www.warta-uji.co.id/dunia"), "", ""),
        (news_article(articleSection="12") + '<meta property="article:section" content="Dunia">', "", "Dunia"),
        (OG + '<meta property="article:section" content="Uncategorized">', "", ""),
        (OG + '<meta property="article:section" content="Dunia">', "", "Dunia"),
        (OG, "<ul class='breadcrumbs'><li><a href='/'>Home</a></li><li><a href='/dunia'>Dunia</a></li></ul>", "Dunia"),
        (OG, f"<div class='bread-crumb'><a href='/'>Warta Uji</a><a href='/d'>Dunia</a><a href='/r'>{TITLE}</a></div>", "Dunia"),
        (OG, "<p>Dunia</p>", ""),
    ],
)
def test_the_section_is_the_pages_own_name_for_it(head: str, above: str, section: str) -> None:
    assert article(head, above + f"<h1>{TITLE}</h1>", url="https://www.warta-uji.co.id/123456").section == section


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://www.warta-uji.co.id/internasional/read/1/x", "Internasional"),
        ("https://www.warta-uji.co.id/ekonomi/123/x", "Ekonomi"),
        ("https://www.warta-uji.co.id/dunia-islam/123/x", "Dunia Islam"),
        ("https://www.warta-uji.co.id/read/2024/06/19/x", ""),
        ("https://www.warta-uji.co.id/2024/06/19/x", ""),
        ("https://www.warta-uji.co.id/putin-dan-kim-teken-perjanjian", ""),
    ],
)
def test_the_address_names_the_section_where_nothing_else_does(url: str, section: str) -> None:
    described = article(url=url)
    assert described.section == section
    assert described.provenance.get("section") == (Origin.HEURISTIC if section else None)


def test_every_field_says_where_it_was_read() -> None:
    described = article(
        news_article(articleSection="Dunia", dateModified="2024-06-19T22:00:00+07:00")
        + '<meta name="keywords" content="Rusia"><meta property="og:image" content="/a.jpg">',
        f"<h1>{TITLE}</h1><p>Penulis: Budi Santoso | Editor: Siti Rahma</p>",
    )
    assert described.provenance == {
        "title": Origin.VISIBLE,
        "lead": Origin.HEURISTIC,
        "authors": Origin.VISIBLE,
        "editors": Origin.VISIBLE,
        "section": Origin.JSON_LD,
        "tags": Origin.META,
        "image": Origin.META,
        "published_at": Origin.JSON_LD,
        "modified_at": Origin.JSON_LD,
    }


@pytest.mark.parametrize(
    ("head", "above", "title", "origin"),
    [
        (news_article(), f"<h1>{TITLE}</h1>", "x", Origin.VISIBLE),
        (news_article(), "", "Warta Uji", Origin.JSON_LD),
        (f'{OG}<meta property="og:title" content="{TITLE} | Warta Uji">', "", "", Origin.META),
        (OG, "", f"{TITLE} - Warta Uji", Origin.META),
    ],
)
def test_the_title_says_where_it_was_read(head: str, above: str, title: str, origin: Origin) -> None:
    described = article(head, above, title=title)
    assert (described.title, described.provenance["title"]) == (TITLE, origin)


def test_a_field_that_the_page_does_not_state_has_no_origin() -> None:
    described = article()
    assert set(described.provenance) == {"title", "lead", "section"}
    assert article(OG + f'<meta name="description" content="{SUMMARY}">').provenance["lead"] == Origin.META
    assert article(news_article(description=SUMMARY)).provenance["lead"] == Origin.JSON_LD
    assert article(above=f"<h1>{TITLE}</h1><p>{SUMMARY}</p>").provenance["lead"] == Origin.VISIBLE


def test_the_lead_is_the_standfirst_or_else_the_first_paragraph() -> None:
    standfirst = "Kedua pemimpin sepakat saling membantu bila diserang pihak ketiga."
    assert article(OG + f'<meta name="description" content="{standfirst}">').lead == standfirst
    assert article(OG + f'<meta name="description" content="{FIRST[:80]}...">').lead == FIRST
    assert article(OG).lead == FIRST


def test_the_hash_counts_neither_white_space_nor_case() -> None:
    described = article()
    body = "\n".join(PARAGRAPHS)
    assert described.word_count == len(body.split())
    assert described.content_hash == hashlib.sha256(" ".join(f"{TITLE} {body}".lower().split()).encode()).hexdigest()
    shouted = extracted(document(f"<h1>{TITLE.upper()}</h1><div>{paragraphs(FIRST + ' ', SECOND, PARAGRAPHS[2], LAST)}</div>", OG))
    assert shouted.title == TITLE.upper()
    assert shouted.content_hash == described.content_hash
