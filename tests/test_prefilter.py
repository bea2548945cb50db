"""The prefilter drops pages that do not name both sides in their article, and never one that relevance would keep."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from benchmarks.relevance.labelled import ARTICLES
from pipelines.extraction import document as extraction_document
from pipelines.items import Article, Page, Verdict
from pipelines.prefilter import PrefilterStage, names_both_sides, parse
from pipelines.relevance import assess, load_topic
from pipelines.stage import Ended

TOPIC = load_topic("russia_dprk")
STAGE = PrefilterStage.from_settings({})
NOW = datetime(2024, 6, 19, tzinfo=UTC)
CASES = [json.loads(line) for line in (ARTICLES / "cases.jsonl").read_text(encoding="utf-8").splitlines()]


def kept_by_relevance(title: str, body: str) -> bool:
    article = Article(url="u", canonical_url="u", outlet="o", title=title, body=body, crawled_at=NOW)
    return assess(article, TOPIC)[0] is not Verdict.IRRELEVANT


KEPT = [case for case in CASES if kept_by_relevance(case["title"], case["text"])]


def page(body: bytes | str, charset: str | None = None) -> Page:
    return Page(
        url="https://example.com/a", outlet="o", body=body.encode() if isinstance(body, str) else body, fetched_at=NOW, charset=charset
    )


def passes(body: bytes | str, charset: str | None = None) -> bool:
    return isinstance(STAGE.judge(page(body, charset)), Page)


def text_of(document: etree._Element) -> str:
    return "".join(document.itertext())


def in_markup(inner: str, title: str = "Judul") -> str:
    filling = "Kalimat pengisi yang panjang. " * 15
    return f"<html><head><title>{title}</title></head><body><div id=c>{inner}<p>{filling}</p></div></body></html>"


SIDEBARS = [
    "<aside><h3>Terpopuler</h3><p>Putin bertemu Kim Jong Un</p></aside>",
    "<nav><a href=/r>Rusia</a> <a href=/k>Korea Utara</a></nav>",
    "<footer><p>Rusia, Korea Utara</p></footer>",
    "<ul><li><a href=/1>Putin Temui Kim Jong Un di Pyongyang</a></li><li><a href=/2>Rusia-Korut</a></li></ul>",
    "<div class=widget><div><a href=/1><h3>Putin Temui Kim Jong Un</h3></a><span>19/06/2024</span></div></div>",
    "<h3><a href=/1>Rusia dan Korut Teken Pakta</a></h3>",
    "<div class='sidebar'><p><a href=/1>Rusia dan Korut Teken Pakta</a></p></div>",
    "<p><strong>Baca juga: <a href=/1>Rusia dan Korut Teken Pakta</a></strong></p>",
    "<p>Simak juga: <a href=/1>Rusia dan Korut</a></p>",
    "<script>var related = 'Rusia dan Korea Utara';</script>",
    "<style>/* Rusia Korea Utara */</style>",
    "<!-- Rusia Korea Utara -->",
]
ARTICLES = [
    "<p>Rusia dan Korea Utara sepakat.</p>",
    "<p>Presiden <a href=/tag/rusia>Rusia</a> menemui pemimpin <a href=/tag/korut>Korea Utara</a> di bandara.</p>",
    "<p><a href=/1>Rusia</a> <a href=/2>Korut</a></p>",
    "<div>Rusia dan <b>Ko</b>rea <i>Utara</i> sepakat<br>bekerja sama</div>",
    "<table><tr><td>Rusia</td><td>Korut</td></tr></table>",
    "<h1>Rusia dan Korut</h1>",
    "<header><h1>Rusia</h1></header><p>Korut menyambutnya.</p>",
    "<form action=/><p>Rusia dan Korut sepakat</p></form>",
    "<p>Ru&shy;sia dan Korea&nbsp;Utara sepakat</p>",
    "<p>Presiden&#x200b;Rusia dan Korea\n      Utara</p>",
    "<p>PresidenRusia Vladimir Putintiba di ibu kotaKorea Utarapada Rabu</p>",
    '<script type="application/ld+json">{"articleBody": "Rusia dan Korea Utara sepakat"}</script>',
    '<script type="application/ld+json">{"headline": "Rusia \\u0026 Korea\\u0020Utara"}</script>',
]


@pytest.mark.parametrize(
    "before",
    [
        "<!-- <script> -->",
        "<!-->",
        "<script>document.write('<!--')</script>",
        "<SCRIPT>x</Script >",
        "<style>a{}</STYLE>",
        "<script src=/a.js",
        "<scripture>",
        "<script>var a = '</script><script>'</script>",
    ],
)
def test_what_stands_around_scripts_and_comments_is_read(before: str) -> None:
    assert passes(f"<html><body>{before}<p>Rusia dan Korea Utara sepakat.</p></body></html>")


@pytest.mark.parametrize("sidebar", SIDEBARS)
def test_names_beside_the_article_do_not_pass_a_page(sidebar: str) -> None:
    assert not passes(in_markup(f"<p>Harga cabai naik di pasar.</p>{sidebar}"))


@pytest.mark.parametrize("article", ARTICLES)
def test_names_in_the_article_pass_a_page(article: str) -> None:
    assert passes(in_markup(article))


@pytest.mark.parametrize("prop", ['property="og:title"', 'property="og:description"', 'name="description"'])
def test_names_in_the_description_pass_a_page(prop: str) -> None:
    assert passes(f'<html><head><meta {prop} content="Rusia dan Korut"></head><body><p>{"Isi. " * 100}</p></body></html>')


def test_an_article_inside_an_unclosed_aside_is_still_seen() -> None:
    assert passes("<html><body><aside><h3>Menu</h3><p>Rusia dan Korea Utara sepakat bekerja sama.</p></body></html>")


def test_one_side_is_not_enough_and_the_reason_says_so() -> None:
    ended = STAGE.judge(page(in_markup("<p>Rusia menyerang Kyiv.</p>")))
    assert ended == Ended(Verdict.IRRELEVANT, "the page does not name both sides")


@pytest.mark.parametrize("body", [b"", b"   ", b"\x00\x01\x02", b"<!-- -->", b"\xff\xfe"])
def test_what_lxml_cannot_read_is_left_to_extraction_or_dropped_without_an_error(body: bytes) -> None:
    assert isinstance(STAGE.judge(page(body)), Page | Ended)
    assert parse(page(b"")) is None


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", "iso-8859-1"),
        ("windows-1252", "windows-1252"),
        ("iso-8859-1", None),
        ("windows-1252", "no-such-charset"),
        ("utf-16", None),
    ],
)
def test_text_is_read_in_the_charset_it_is_written_in(charset: str, declared: str | None) -> None:
    document = parse(page("<html><body><p>Pidató Présidén Rusia</p></body></html>".encode(charset), declared))
    assert document is not None
    assert "Présidén" in text_of(document)


def test_a_charset_that_only_the_meta_element_declares_is_used() -> None:
    document = parse(page('<html><head><meta charset="windows-1251"></head><body><p>Москва</p></body></html>'.encode("windows-1251")))
    assert document is not None
    assert "Москва" in text_of(document)


BOTH_IN_DATA = "<p>Rusia dan Korea Utara sepakat bekerja sama.</p>"
LONG = "Presiden berkunjung ke ibu kota. " * 8 + "Rusia dan Korea Utara sepakat bekerja sama."
DATA = [
    f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"article": {"title": "Judul", "content": BOTH_IN_DATA}})}</script>',
    f'<script id="__NEXT_DATA__">{json.dumps({"blocks": [{"type": "paragraph", "text": "Rusia & Korea Utara sepakat"}]})}</script>',
    f"<script>self.__next_f.push([1,{json.dumps('1:' + json.dumps({'isi': BOTH_IN_DATA}))}])</script>",
    f'<script type="application/json" id="__NUXT_DATA__">{json.dumps([{"title": 1, "content": 2}, "Judul", LONG])}</script>',
    f'<script type="application/ld+json">{json.dumps({"articleBody": "Rusia dan Korea&nbsp;Utara"})}</script>',
    f'<script type="application/json+ld">{json.dumps({"articleBody": "Rusia dan Korut"})}</script>',
]


@pytest.mark.parametrize("script", DATA)
def test_names_in_the_data_of_scripts_pass_a_page(script: str) -> None:
    assert passes(in_markup("<p>Harga cabai naik di pasar.</p>" + script))


def test_titles_of_other_articles_in_the_data_of_scripts_do_not_pass_a_page_that_shows_its_text() -> None:
    others = {"terkait": [{"title": "Rusia dan Korut Teken Pakta", "judul": "Putin Temui Kim Jong Un"}]}
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(others)}</script>'
    assert not passes(in_markup("<p>Harga cabai naik di pasar.</p>" + script))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252", "gb18030"])
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "gb18030", "utf-8;utf-8", "no-such-charset", "rot13"])
def test_what_extraction_reads_the_prefilter_reads_alike(encoding: str, declared: str | None) -> None:
    markup = "<html><head><title>Judul</title></head><body><p>Pidató ‘Présidén’ Rusia\x0c\x00 dan Korea&#12;Utara…</p></body></html>"
    given = page(markup.encode(encoding), declared)
    here, there = parse(given), extraction_document.parse(given)
    assert here is not None
    assert there is not None
    assert text_of(here) == there.text_content()


@pytest.mark.parametrize("body", [b"%PDF-1.7 \xff\x00", b"<p>x</p><a href=/b>y</a>" * 100_000])
def test_what_is_not_read_here_goes_on(body: bytes) -> None:
    assert isinstance(STAGE.judge(page(body)), Page)


def linked(text: str, words: st.DataObject) -> str:
    """Return `text` as HTML with a run of its words inside a link."""
    parts = escape(text).split(" ")
    start = words.draw(st.integers(0, len(parts) - 1))
    end = words.draw(st.integers(start, len(parts) - 1))
    return " ".join([*parts[:start], '<a href="/tag/x">' + " ".join(parts[start : end + 1]) + "</a>", *parts[end + 1 :]])


MARKUPS = [
    "<article><h1>{title}</h1><div class='content'>{paragraphs}</div></article>",
    "<main><header><h1>{title}</h1></header><section>{paragraphs}</section></main>",
    "<table><tr><td><h1>{title}</h1>{paragraphs}</td></tr></table>",
    "<div class='with-sidebar'><h1><span>{title}</span></h1><div><div>{paragraphs}</div></div></div>",
    "<form id=aspnet><div><h1>{title}</h1>{paragraphs}</div></form>",
    "<h1>{title}</h1>{paragraphs}<aside><a href=/1>Lain</a></aside>",
]
PARAGRAPHS = [
    "<p>{}</p>",
    "<p><strong>{}</strong></p>",
    "<div>{}</div>",
    "<p><span style='x'>{}</span></p>",
    "<blockquote>{}</blockquote>",
    "{}<br><br>",
]


@given(st.data(), st.sampled_from(KEPT), st.sampled_from(MARKUPS), st.sampled_from(PARAGRAPHS), st.booleans())
def test_no_page_that_relevance_would_keep_is_dropped(
    data: st.DataObject, case: dict[str, str], markup: str, shape: str, links: bool
) -> None:
    with_links = links and "<p" in shape
    paragraphs = [linked(text, data) if with_links else escape(text) for text in case["text"].split("\n")]
    body = markup.format(title=escape(case["title"]), paragraphs="".join(shape.format(paragraph) for paragraph in paragraphs))
    assert passes(f"<html><head><title>Situs</title></head><body>{body}</body></html>")


def test_no_relevant_shared_sample_is_dropped() -> None:
    path = Path(__file__).parents[1].parent / "shared" / "data" / "relevance-dev.jsonl"
    if not path.exists():
        pytest.skip("the shared samples are not here")
    for sample in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if kept_by_relevance(sample["title"], sample["text"]):
            paragraphs = "".join(f"<p>{escape(text)}</p>" for text in sample["text"].split("\n"))
            assert passes(f"<html><body><h1>{escape(sample['title'])}</h1>{paragraphs}</body></html>"), sample["id"]


def test_the_tree_is_left_as_it_was() -> None:
    document = parse(page(in_markup(SIDEBARS[0] + ARTICLES[1])))
    assert document is not None
    before = text_of(document)
    names_both_sides(document, TOPIC)
    assert text_of(document) == before


def test_a_page_nested_deeper_than_any_article_goes_on() -> None:
    assert passes("<div>" * 3000 + "<p>Banjir di Bandung.</p>" + "</div>" * 3000)


def with_further(*bodies: str) -> Page:
    first, *others = (page(in_markup(body)) for body in bodies)
    return replace(first, further=tuple(others))


@pytest.mark.parametrize(
    "bodies",
    [
        ("<p>Rusia mengirim utusan.</p>", "<p>Korea Utara menyambutnya.</p>"),
        ("<p>Sebuah bus berhenti.</p>", "<p>Rusia mengirim utusan.</p>", "<p>Korea Utara menyambutnya.</p>"),
        ("<p>Rusia dan Korea Utara sepakat.</p>", "<p>Hujan turun.</p>"),
    ],
)
def test_an_article_that_names_its_sides_on_different_pages_passes(bodies: tuple[str, ...]) -> None:
    assert isinstance(STAGE.judge(with_further(*bodies)), Page)


def test_an_article_that_names_one_side_on_all_its_pages_is_ended() -> None:
    judged = STAGE.judge(with_further("<p>Rusia mengirim utusan.</p>", "<p>Rusia menunggu jawaban.</p>"))
    assert isinstance(judged, Ended)
    assert judged.verdict is Verdict.IRRELEVANT


def test_the_sides_that_a_page_names_are_told() -> None:
    assert STAGE.sides(page(in_markup("<p>Rusia mengirim utusan.</p>"))) == {"russia"}
    assert STAGE.sides(page(in_markup("<p>Hujan turun di Bandung.</p>"))) == set()
    assert STAGE.sides(page(b"")) == {"russia", "dprk"}, "what cannot be read is looked at by extraction"


def test_a_further_page_that_cannot_be_read_does_not_end_the_article() -> None:
    first = page(in_markup("<p>Rusia mengirim utusan.</p>"))
    assert isinstance(STAGE.judge(replace(first, further=(page(b""),))), Page)
