"""Published: among sources that disagree about the zone, the moment that readers were told wins."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.items import Link, Origin
from tests.extraction.building import FETCHED_AT, PARAGRAPHS, TITLE, URL, document, extracted, news_article, paragraphs


def published(head: str = "", printed: str = "", **fields: object) -> str | None:
    """When an article with `head` and the printed date was published, as ISO 8601."""
    content = f'<article><h1>{TITLE}</h1><div class="k">{printed}</div><div class="isi">{paragraphs(*PARAGRAPHS)}</div></article>'
    article = extracted(document(content, '<meta property="og:type" content="article">' + head), **fields)
    return article.published_at.value.isoformat() if article.published_at else None


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


def test_a_time_that_says_utc_but_is_the_printed_local_time_is_local() -> None:
    assert published(meta("pubdate", "2024-06-19T21:30:12Z"), "Rabu, 19 Jun 2024 21:30 WIB") == "2024-06-19T21:30:12+07:00"


def test_a_time_that_says_utc_and_agrees_with_the_printed_one_is_utc() -> None:
    head = meta("article:published_time", "2024-06-19T14:30:12+00:00")
    assert published(head, "19/06/2024, 21:30 WIB") == "2024-06-19T14:30:12+00:00"


@pytest.mark.parametrize(("zone", "name", "expected"), [("Asia/Makassar", "WITA", "+08:00"), ("Asia/Jayapura", "WIT", "+09:00")])
def test_the_same_holds_in_the_other_zones(zone: str, name: str, expected: str) -> None:
    head = meta("article:published_time", "2024-06-19T21:30:12Z")
    assert published(head, f"19 Juni 2024 21:30 {name}", timezone=zone) == f"2024-06-19T21:30:12{expected}"


def test_another_description_without_a_zone_tells_as_well() -> None:
    head = meta("article:published_time", "2024-06-19T14:30:12+00:00") + meta("content_PublishedDate", "2024-06-19 21:30:12")
    assert published(head) == "2024-06-19T14:30:12+00:00"
    head = meta("pubdate", "2024-06-19T21:30:12Z") + meta("dtk:publishdate", "2024/06/19 21:30:12")
    assert published(head) == "2024-06-19T21:30:12+07:00"


def test_a_time_that_says_utc_and_would_lie_ahead_is_local() -> None:
    assert datetime(2024, 6, 20, 9, 55, tzinfo=UTC) > FETCHED_AT
    assert published(meta("article:published_time", "2024-06-20T09:55:00Z")) == "2024-06-20T09:55:00+07:00"


def test_a_time_that_says_utc_without_a_witness_is_utc() -> None:
    assert published(meta("article:published_time", "2024-06-18T21:30:00Z")) == "2024-06-18T21:30:00+00:00"


def test_the_printed_date_wins_over_a_description_that_is_wrong_about_the_zone_and_later() -> None:
    assert published(meta("pubdate", "2024-06-19T16:00:20Z"), "Rabu, 19/06/2024 15:32 WIB") == "2024-06-19T15:32:00+07:00"


def test_the_description_gives_the_seconds() -> None:
    assert published(news_article(datePublished="2024-06-19T21:30:47+07:00"), "19 Juni 2024 21.30 WIB") == "2024-06-19T21:30:47+07:00"


def test_json_ld_wins_over_a_printed_date_of_another_day() -> None:
    head = news_article(datePublished="2024-06-19T21:30:47+07:00")
    assert published(head, "Kamis, 20 Juni 2024 09:00 WIB") == "2024-06-19T21:30:47+07:00"


def test_a_date_without_a_clock_gives_way_to_a_printed_time() -> None:
    assert published(meta("date", "2024-06-19"), "19 Juni 2024 21.30 WIB") == "2024-06-19T21:30:00+07:00"


def test_a_date_without_a_clock_is_better_than_none() -> None:
    assert published("", "Rabu, 19 Juni 2024") == "2024-06-19T00:00:00+07:00"


def test_a_day_gets_its_time_from_the_link_that_led_to_it() -> None:
    link = Link(url="https://www.warta-uji.co.id/x", published_at=datetime(2024, 6, 19, 14, 30, tzinfo=UTC))
    assert published("", "Rabu, 19 Juni 2024", link=link) == "2024-06-19T14:30:00+00:00"


def test_a_relative_time_counts_from_when_the_page_was_fetched() -> None:
    assert published("", "3 jam yang lalu") == "2024-06-20T07:00:00+07:00"


def test_a_time_element_may_hold_the_moment_behind_relative_words() -> None:
    printed = '<time datetime="2024-06-19T21:30:00+07:00">12 jam yang lalu</time>'
    assert published("", printed) == "2024-06-19T21:30:00+07:00"


def test_the_date_in_the_sidebar_is_not_the_articles() -> None:
    content = f'<article><h1>{TITLE}</h1><div class="isi">{paragraphs(*PARAGRAPHS)}</div></article>'
    sidebar = "".join(f"<div><a href='/{n}'>Berita lain dari hari lain {n}</a><br>1{n} Mei 2024 10:0{n} WIB</div>" for n in range(8))
    head = '<meta property="og:type" content="article">'
    article = extracted(document(content + f'<div class="kanan">{sidebar}</div>', head))
    assert article.published_at is None


def test_the_address_tells_when_nothing_else_does() -> None:
    url = "http://regional.warta-uji.co.id/read/2015/11/04/21040031/Polres.Serahkan.Anggota"
    assert published(url=url) == "2015-11-04T21:04:00+07:00"


def test_a_later_change_is_the_time_of_modification() -> None:
    content = (
        f"<article><h1>{TITLE}</h1><p>Terbit 19 Jun 2024, 21:30 WIB</p><p>Diperbarui 19 Jun 2024, 22:45 WIB</p>"
        f"<div>{paragraphs(*PARAGRAPHS)}</div></article>"
    )
    article = extracted(document(content, '<meta property="og:type" content="article">'))
    assert article.published_at is not None
    assert article.modified_at is not None
    assert article.published_at.value.isoformat() == "2024-06-19T21:30:00+07:00"
    assert article.modified_at.value.isoformat() == "2024-06-19T22:45:00+07:00"


def test_a_modification_before_the_publication_is_none() -> None:
    head = news_article(datePublished="2024-06-19T21:30:00+07:00", dateModified="2024-06-19 21:15:00")
    content = f"<article><h1>{TITLE}</h1><div>{paragraphs(*PARAGRAPHS)}</div></article>"
    assert extracted(document(content, head)).modified_at is None


def test_the_original_text_is_kept() -> None:
    content = f"<article><h1>{TITLE}</h1><p>Rabu, 19 Juni 2024 | 21.30 WITA</p><div>{paragraphs(*PARAGRAPHS)}</div></article>"
    article = extracted(document(content, '<meta property="og:type" content="article">'))
    assert article.published_at is not None
    assert article.published_at.text == "Rabu, 19 Juni 2024 | 21.30 WITA"
    assert article.published_at.value.utcoffset() is not None


def modified(head: str = "", printed: str = "", **fields: object) -> str | None:
    """When an article was modified, as ISO 8601."""
    content = f'<article><h1>{TITLE}</h1><div class="k">{printed}</div><div class="isi">{paragraphs(*PARAGRAPHS)}</div></article>'
    article = extracted(document(content, '<meta property="og:type" content="article">' + head), **fields)
    return article.modified_at.value.isoformat() if article.modified_at else None


BOTH = "Terbit 19 Jun 2024, 21:30 WIB | Diperbarui 19 Jun 2024, 22:45 WIB"


@pytest.mark.parametrize(
    "printed",
    [
        BOTH,
        "Rabu, 19 Juni 2024 21:30 WIB (Diperbarui: Rabu, 19 Juni 2024 22:45 WIB)",
        "Diperbarui 19 Jun 2024, 22:45 WIB - Diterbitkan 19 Jun 2024, 21:30 WIB",
        "Tayang: 19/06/2024, 21:30 WIB Diupdate: 19/06/2024, 22:45 WIB",
        "<p>Published: 19 June 2024 21:30</p><p>Last updated: 19 June 2024 22:45</p>",
        "<p>19 Juni 2024 21.30 WIB</p><p>Pembaruan terakhir 19 Juni 2024 22.45 WIB</p>",
    ],
)
def test_publication_and_change_are_told_apart_on_one_line_or_two(printed: str) -> None:
    assert published("", printed) == "2024-06-19T21:30:00+07:00"
    assert modified("", printed) == "2024-06-19T22:45:00+07:00"


@pytest.mark.parametrize(
    ("head", "printed", "expected"),
    [
        (news_article(dateModified="2024-06-19T22:45:30+07:00"), "", "2024-06-19T22:45:30+07:00"),
        (meta("article:modified_time", "2024-06-19T15:45:30+00:00"), "19 Juni 2024 21:30 WIB", "2024-06-19T15:45:30+00:00"),
        (meta("og:updated_time", "2024-06-19 22:45:30"), "19 Juni 2024 21:30 WITA", "2024-06-19T22:45:30+07:00"),
        (meta("article:modified_time", "2024-06-19T22:45:30Z"), BOTH, "2024-06-19T22:45:30+07:00"),
        (
            meta("pubdate", "2024-06-19T21:30:12Z") + meta("lastmod", "2024-06-19T22:45:30Z"),
            "19 Jun 2024 21:30 WIB",
            "2024-06-19T22:45:30+07:00",
        ),
        (meta("lastmod", "2024-06-20T09:50:00Z"), "19 Juni 2024 21:30 WIB", "2024-06-20T09:50:00+07:00"),
        (meta("lastmod", "2024-06-20"), "19 Juni 2024 21:30 WIB", None),
        (news_article(dateModified="0000-00-00 00:00:00"), "", None),
        (news_article(dateModified=""), "", None),
        ("", "19 Juni 2024 21:30 WIB", None),
    ],
)
def test_a_change_has_its_own_zone_and_source(head: str, printed: str, expected: str | None) -> None:
    assert modified(head, printed) == expected


def test_the_time_element_of_a_change_is_no_publication() -> None:
    printed = (
        '<time class="entry-date published" datetime="2024-06-19T21:30:00+07:00">19 Juni 2024</time>'
        '<time class="updated" datetime="2024-06-19T22:45:00+07:00">19 Juni 2024</time>'
    )
    assert published("", printed) == "2024-06-19T21:30:00+07:00"
    assert modified("", printed) == "2024-06-19T22:45:00+07:00"


def test_a_headline_that_names_another_day_is_no_date() -> None:
    markup = document(
        f"<article><h1>Jadwal SIM Keliling Jakarta 25 Juni 2024</h1><div>{paragraphs(*PARAGRAPHS)}</div></article>",
        '<meta property="og:type" content="article">',
        "Jadwal SIM Keliling Jakarta 25 Juni 2024 - Warta Uji",
    )
    assert extracted(markup).published_at is None


def test_a_sentence_below_the_headline_that_counts_years_is_no_date() -> None:
    assert published("", "<p>Korban hilang dua tahun lalu di hutan dekat perbatasan Rusia dan Korea Utara</p>") is None


@pytest.mark.parametrize("printed", ["Edisi hari ini", "Berita hari ini", "Terpopuler hari ini"])
def test_a_label_that_says_today_is_no_date(printed: str) -> None:
    assert published("", f"<p>{printed}</p>") is None


@pytest.mark.parametrize(
    ("head", "printed", "url", "origin"),
    [
        (news_article(), "19 Juni 2024 21:30 WIB", URL, Origin.JSON_LD),
        (meta("article:published_time", "2024-06-19T21:30:00+07:00"), "", URL, Origin.META),
        ("", "19 Juni 2024 21:30 WIB", URL, Origin.VISIBLE),
        ("", "", "http://regional.warta-uji.co.id/read/2015/11/04/21040031/Polres", Origin.HEURISTIC),
        ("", '<time itemprop="datePublished" datetime="2024-06-19T21:30:00+07:00">kemarin</time>', URL, Origin.META),
    ],
)
def test_a_time_says_where_it_was_read(head: str, printed: str, url: str, origin: Origin) -> None:
    content = f'<article><h1>{TITLE}</h1><div class="k">{printed}</div><div class="isi">{paragraphs(*PARAGRAPHS)}</div></article>'
    article = extracted(document(content, '<meta property="og:type" content="article">' + head), url)
    assert article.provenance["published_at"] == origin


def test_the_listings_time_is_a_guess_and_says_so() -> None:
    link = Link(url="https://www.warta-uji.co.id/x", published_at=datetime(2024, 6, 19, 14, 30, tzinfo=UTC))
    content = f"<article><h1>{TITLE}</h1><div>{paragraphs(*PARAGRAPHS)}</div></article>"
    article = extracted(document(content, '<meta property="og:type" content="article">'), link=link)
    assert article.provenance["published_at"] == Origin.HEURISTIC


EVENING = "2024-06-19T21:30:00+07:00"


def shown(above: str, below: str = "") -> str | None:
    """When an article was published that tells it only above and below its text."""
    content = f'<div class="x"><h1>{TITLE}</h1>{above}<div class="isi">{paragraphs(*PARAGRAPHS)}</div>{below}</div>'
    article = extracted(document(content, '<meta property="og:type" content="article">'))
    return article.published_at.value.isoformat() if article.published_at else None


@pytest.mark.parametrize(
    "above",
    [
        "<p>19/06/24 21.30 dibaca 217 kali</p>",
        "<p>19 Juni 2024 21.30 Dilihat 21 kali</p>",
        "<p>Dilihat: 1.205</p><p>19.06.2024 21:30</p>",
        "<p>Jun 19, 2024 9:30 pm · Budi Santoso · 3 menit baca</p>",
        "<p>Rab, 06/19/2024 - 21:30</p>",
    ],
)
def test_a_count_of_readers_beside_the_clock_does_not_hide_it(above: str) -> None:
    assert shown(above) == EVENING


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("<p>Rabu, 19 Juni 2024</p><p>21:30 WIB</p>", ""),
        ("<p>Rabu, 19 Juni 2024</p><p>Pukul 21.30 WIB</p>", ""),
        ("<p>Jam 21.30</p><p>19/06/2024</p>", ""),
        ("<p>Rabu, 19 Juni 2024</p><p>9:30 pm</p>", ""),
        ("<p>Rabu, 19 Juni 2024</p>", "<div>Diposkan oleh Budi di 21.30</div>"),
        ("<p>Rabu, 19 Juni 2024</p>", "<div>Diposting oleh Budi pukul</div><div><a href='/x'>21.30</a></div>"),
        ("<p>Rabu, 19 Juni 2024</p>", "<div>Posted by Budi at 9:30 PM</div>"),
        ("<p>Rabu, 19 Juni 2024</p>", "<div>oleh Budi <abbr class='published' title='2024-06-19T21:30:00+07:00'>21.30</abbr></div>"),
    ],
)
def test_a_day_gets_the_clock_that_another_line_gives(above: str, below: str) -> None:
    assert shown(above, below) == EVENING


@pytest.mark.parametrize(
    "below",
    [
        "<div class='k'>Siti 20 Juni 2024 10.02</div><p>Wah benar jam 10.05</p>",
        "<div><a href='/1'>Kereta anjlok di Seoul pagi tadi</a> <span>10.02</span></div>",
    ],
)
def test_a_clock_of_a_comment_or_another_article_is_not_the_days(below: str) -> None:
    assert shown("<p>Rabu, 19 Juni 2024</p>", below) == "2024-06-19T00:00:00+07:00"


@pytest.mark.parametrize(
    "above",
    [
        "<ul><li><time datetime='2024-06-19T21:30:00+07:00'>2 hari yang lalu</time></li></ul>",
        "<p><span title='19 Juni 2024 21:30 WIB'>2 jam yang lalu</span></p>",
        "<h5><abbr title='2024-06-19T21:30:00+07:00'>sehari yang lalu</abbr></h5>",
        "<div data-datetime='2024-06-19 21:30'>kemarin</div>",
    ],
)
def test_an_elements_attribute_tells_more_than_its_counted_text(above: str) -> None:
    assert shown(above) == EVENING
