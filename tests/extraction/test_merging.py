"""Merging: an article on several pages comes out once, complete and in order, under what its first page says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction import extract
from pipelines.extraction.merging import merge
from pipelines.items import Article, Page

TITLE = "Putin Tiba di Pyongyang Disambut Kim Jong Un di Bandara"
LEAD = "Presiden Rusia Vladimir Putin tiba di Pyongyang pada Rabu dini hari untuk kunjungan pertamanya sejak dua puluh empat tahun lalu."
SECOND = "Ia disambut langsung oleh pemimpin Korea Utara Kim Jong Un di kaki tangga pesawat, lalu keduanya naik ke dalam satu mobil."
THIRD = "Kedua pemimpin dijadwalkan menandatangani perjanjian kemitraan strategis yang sudah lama disiapkan oleh kedua pemerintah."
FOURTH = "Pengamat di Seoul menilai perjanjian itu akan memuat pasal tentang bantuan militer apabila salah satu pihak diserang."
FIFTH = "Kantor berita resmi belum menyiarkan rincian isi perjanjian tersebut sampai berita ini diturunkan pada Rabu malam."
PHRASE = "“Itu benar,” katanya."
STANDFIRST = "Kunjungan itu terjadi ketika hubungan kedua negara sedang berada pada titik paling erat dalam beberapa dasawarsa."
URL = "https://koran.example/dunia/265374/putin-tiba-di-pyongyang"
JSON_LD = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "' + TITLE + '",'
    ' "datePublished": "2024-06-19T07:00:00+07:00", "author": {"@type": "Person", "name": "Ratna Dewanti"}}</script>'
)


def page(*paragraphs: str, url: str = URL, head: str = "", title: str = TITLE, further: tuple[Page, ...] = ()) -> Page:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    body = (
        f'<html lang="id"><head><title>{title}</title><meta property="og:type" content="article">{head}</head><body>'
        f'<article><h1>{title}</h1><div class="article-content">{text}</div></article></body></html>'
    )
    return Page(url=url, outlet="koran", body=body.encode(), fetched_at=datetime(2024, 6, 19, 3, tzinfo=UTC), further=further)


def paragraphs_of(page: Page) -> list[str]:
    article = extract(page)
    assert isinstance(article, Article), article
    return article.body.split("\n")


def test_pages_come_out_in_order() -> None:
    assert merge([LEAD, SECOND], [[THIRD], [FOURTH, FIFTH]]) == (LEAD, SECOND, THIRD, FOURTH, FIFTH)


def test_a_lead_that_every_page_repeats_comes_out_once() -> None:
    assert merge([LEAD, SECOND], [[LEAD, THIRD], [LEAD, FOURTH]]) == (LEAD, SECOND, THIRD, FOURTH)


def test_a_lead_may_be_repeated_cut_off_in_capitals_or_under_another_dateline() -> None:
    first = ["JAKARTA, KORAN.com - " + LEAD, SECOND]
    for again in (LEAD[:60] + "...", LEAD.upper(), "PYONGYANG - " + LEAD, LEAD[:50] + " …"):
        assert merge(first, [[again, THIRD]]) == (*first, THIRD)


def test_headline_standfirst_and_summary_above_a_later_page_are_left_out() -> None:
    assert merge([STANDFIRST, LEAD], [[TITLE, STANDFIRST, SECOND]], (TITLE,)) == (STANDFIRST, LEAD, SECOND)
    assert merge([LEAD], [[f"{TITLE} - Halaman 2", STANDFIRST, SECOND]], (TITLE, STANDFIRST)) == (LEAD, SECOND)


def test_a_heading_or_dateline_above_a_repeated_lead_goes_with_it() -> None:
    assert merge(["Jakarta -", LEAD, SECOND], [["Jakarta -", LEAD, THIRD]]) == ("Jakarta -", LEAD, SECOND, THIRD)


def test_a_short_phrase_that_comes_again_stays() -> None:
    assert merge([LEAD, PHRASE], [[PHRASE, THIRD], [FOURTH, PHRASE]]) == (LEAD, PHRASE, PHRASE, THIRD, FOURTH, PHRASE)
    assert merge([LEAD, PHRASE], [[LEAD, SECOND, PHRASE]]) == (LEAD, PHRASE, SECOND, PHRASE)


def test_a_sentence_cut_by_the_end_of_a_page_is_left_as_it_is() -> None:
    assert merge([LEAD, "Menurut juru bicara,"], [["perjanjian itu sudah siap ditandatangani."]])[1:] == (
        "Menurut juru bicara,",
        "perjanjian itu sudah siap ditandatangani.",
    )


def test_the_whole_article_shown_again_adds_only_what_is_new() -> None:
    assert merge([LEAD, SECOND, PHRASE], [[LEAD, SECOND, PHRASE, THIRD, PHRASE]]) == (LEAD, SECOND, PHRASE, THIRD, PHRASE)
    assert merge([LEAD, PHRASE, SECOND], [[LEAD, PHRASE, SECOND, THIRD]]) == (LEAD, PHRASE, SECOND, THIRD)


def test_a_page_that_repeats_everything_adds_nothing() -> None:
    assert merge([LEAD, SECOND], [[LEAD, SECOND], [], [SECOND]]) == (LEAD, SECOND)


def test_the_extracted_article_has_the_text_of_all_its_pages_and_the_description_of_the_first() -> None:
    later = [page(LEAD, THIRD, FOURTH, url=f"{URL}?page=2"), page(FIFTH, url=f"{URL}?page=3")]
    article = extract(page(LEAD, SECOND, head=JSON_LD, further=tuple(later)))
    assert isinstance(article, Article)
    assert article.body.split("\n") == [LEAD, SECOND, THIRD, FOURTH, FIFTH]
    assert (article.url, article.title, article.authors) == (URL, TITLE, ("Ratna Dewanti",))
    assert article.published_at is not None
    assert article.word_count == len(article.body.split())


def test_a_whole_page_without_description_takes_that_of_the_first() -> None:
    whole = page(LEAD, SECOND, THIRD, FOURTH, FIFTH, url=f"{URL}?showpage=all")
    article = extract(page(LEAD, SECOND, head=JSON_LD, further=(whole,)))
    assert isinstance(article, Article)
    assert article.body.split("\n") == [LEAD, SECOND, THIRD, FOURTH, FIFTH]
    assert article.authors == ("Ratna Dewanti",)


def test_a_further_page_that_is_something_else_is_left_out() -> None:
    other = page(
        *(f"Rupiah menguat {number} poin terhadap dolar Amerika Serikat pada perdagangan hari ini." for number in range(5)),
        title="Rupiah Menguat",
    )
    broken = replace(other, body=b"\x00\xff" * 100)
    wall = replace(other, body=b"<html><title>Just a moment...</title><body><p>Enable JavaScript and cookies to continue</p></body></html>")
    empty = replace(other, body=b"")
    assert paragraphs_of(page(LEAD, SECOND, further=(other, broken, wall, empty, page(THIRD)))) == [LEAD, SECOND, THIRD]


def test_the_hash_tells_an_article_with_its_further_pages_from_one_without() -> None:
    alone, complete = extract(page(LEAD, SECOND)), extract(page(LEAD, SECOND, further=(page(THIRD),)))
    assert isinstance(alone, Article)
    assert isinstance(complete, Article)
    assert alone.content_hash != complete.content_hash


def test_credits_below_the_last_page_complete_those_of_the_first() -> None:
    last = page(FIFTH, "Editor: Yusuf Hartono", url=f"{URL}?page=2")
    article = extract(page(LEAD, SECOND, head=JSON_LD, further=(last,)))
    assert isinstance(article, Article)
    assert (article.authors, article.editors) == (("Ratna Dewanti",), ("Yusuf Hartono",))
    assert article.body.split("\n") == [LEAD, SECOND, FIFTH]


@given(st.lists(st.lists(st.sampled_from([LEAD, SECOND, THIRD, FOURTH, FIFTH, PHRASE, TITLE, ""]), max_size=6), max_size=5))
def test_no_paragraph_is_lost_and_no_long_one_comes_twice(pages: list[list[str]]) -> None:
    first = [text for text in dict.fromkeys(pages[0]) if text] if pages else []
    merged = merge(first, pages[1:], (TITLE,))
    assert list(merged[: len(first)]) == first
    assert set(merged) | {TITLE, "", PHRASE} >= {text for texts in pages for text in texts}
    for text in (LEAD, SECOND, THIRD, FOURTH, FIFTH):
        later = [sum(each == text for each in texts) for texts in pages[1:]]
        assert merged.count(text) <= max([1, *later])
