"""Hostile pages: whatever a server sends ends as an article or with a word, and soon."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipelines.extraction import extract
from pipelines.extraction.boilerplate import DATA, load
from pipelines.items import Article, Verdict
from pipelines.stage import Ended
from tests.extraction.building import PARAGRAPHS, TITLE, document, extracted, news_article, page, paragraphs

CONTENT = f"<h1>{TITLE}</h1><div class='isi'>{paragraphs(*PARAGRAPHS)}</div>"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "noise",
    [
        "<div>" * 50_000,
        "<b>" * 50_000 + "x",
        "<p>" + "Baca juga: " * 100_000 + "</p>",
        "<p>" + "a " * 1_000_000 + "</p>",
        "<p>" + "1" * 1_000_000 + "</p>",
        "<p>" + "share " * 50_000 + "!</p>",
        "<p>" + "(" * 200_000 + "</p>",
        "<p>" + "ikuti telegram " * 20_000 + "</p>",
        "<ul>" + "<li><a href='/x'>Berita lain hari ini</a></li>" * 5_000 + "</ul>",
        "<table>" + "<tr><td>1</td><td>2</td></tr>" * 5_000 + "</table>",
        "<p>" + "19 Juni 2024 " * 50_000 + "</p>",
        "".join(f"<p>{'> ' * 30}{n}</p>" for n in range(2_000)),
        "<!--" + "x" * 5_000_000 + "-->",
        "<script>" + "var a = 1;" * 500_000 + "</script>",
        f'<script type="application/ld+json">{"[" * 100_000}</script>',
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{"x" * 900_000}</script>',
    ],
    ids=lambda noise: noise[:30],
)
def test_a_huge_page_is_read_all_the_same(noise: str) -> None:
    judged = extract(page(document(CONTENT, news_article()).replace("<footer>", noise + "<footer>")))
    assert isinstance(judged, Article), judged
    assert PARAGRAPHS[0] in judged.body


def test_a_page_of_five_megabytes_gives_its_article() -> None:
    filler = "".join(f'<div class="kolom"><a href="/read/{n}/berita-lain-dari-kolom-ini">Berita nomor {n}</a></div>' for n in range(60_000))
    markup = document(CONTENT, news_article()).replace("<footer>", f'<div class="sidebar">{filler}</div><footer>')
    assert len(markup) > 5_000_000
    assert extracted(markup).body.split("\n") == list(PARAGRAPHS)


BALLAST = {
    "scripts": "<script>var data = [1, 2, 3];</script>" * 130_000,
    "one script": "<script>" + "if (a < b) { document.write('<p>iklan</p>') }" * 120_000 + "</script>",
    "comments": "<!-- <p>komentar penyunting</p> -->" * 150_000,
    "pictures as data": ("<figure><img src='data:image/png;base64," + "QUJD" * 25_000 + "'></figure>") * 50,
    "readers": "<div class='komentar-pembaca'>"
    + "".join(
        f"<div class='komentar' id='k{n}'><b>Pembaca {n}</b><span>1 jam lalu</span><p>Menurut saya berita ini perlu dibaca oleh semua orang di"
        f" negeri ini, dan saya sudah mengatakannya {n} kali kepada tetangga.</p><a href='#b'>Balas</a></div>"
        for n in range(30_000)
    )
    + "</div>",
    "an attribute": f"<div data-isi='{'x' * 5_000_000}'></div>",
    "white space": "<p>" + " \n" * 2_500_000 + "</p>",
    "styles": "<style>.a { color: red }</style>" * 150_000,
    "data": f'<script type="application/json">{"[" + "1," * 2_500_000 + "1]"}</script>',
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", BALLAST)
def test_five_megabytes_of_ballast_change_nothing(name: str) -> None:
    assert len(BALLAST[name]) > 4_000_000
    markup = document(CONTENT, news_article())
    plain = extracted(markup)
    for place in ("<footer>", "</head>"):
        assert extracted(markup.replace(place, BALLAST[name] + place)) == plain


def _repeated(text: str, characters: int) -> str:
    return (text * (characters // len(text) + 1))[:characters]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "fragment",
    [
        "Baca juga: ",
        "(",
        "[a/",
        "-",
        "- ",
        ".",
        "1",
        " ",
        "pukul ",
        "Penulis: ",
        "> ",
        "a.",
        "x@y.",
        "\u200b",
        "\u0301",
        "(a/b)",
        "12/",
        "A. ",
    ],
)
def test_a_line_without_end_is_cut_and_the_article_read(fragment: str) -> None:
    line = _repeated(fragment, 1_000_000)
    lines = f"<p>{line}</p><p><a href='/x'>{line}</a></p><p>Jakarta {line} - kata dia.</p><img src=x><em>{line}</em>"
    article = extracted(document(CONTENT, news_article()).replace("<footer>", lines + "<footer>"))
    assert PARAGRAPHS[0] in article.body
    title = extract(page(document(CONTENT, title=line)))
    assert isinstance(title, Article | Ended)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("noise", "reason"),
    [
        ("".join(f"<p class='c{n}'>x</p>" for n in range(30_000)), "30047 elements; at most 20000 are read"),
        ("<b>x</b>" * 500_000, "about 1000100 tags and attributes; at most 800000 are read"),
        (("<p>" + "kata " * 9_000 + "</p>") * 50, "2253159 characters of text; at most 2000000 are read"),
    ],
    ids=["elements", "tags", "text"],
)
def test_a_page_of_more_than_is_read_fails_and_says_how_much_that_is(noise: str, reason: str) -> None:
    ended = extract(page(document(CONTENT, news_article()).replace("<footer>", noise + "<footer>")))
    assert isinstance(ended, Ended)
    counted = re.compile(r"\d{4,7} (?=characters|elements|tags)")
    assert (ended.verdict, counted.sub("", ended.reason)) == (Verdict.FAILED, f"extraction: {counted.sub('', reason)}")


@pytest.mark.parametrize(
    ("body", "kind"), [(b"%PDF-1.7\n\x00\xff", "a PDF file"), (b"\x89PNG\r\n\x1a\n\x00", "a PNG picture"), (b"PK\x03\x04x", "a ZIP file")]
)
def test_another_kind_of_file_is_no_article(body: bytes, kind: str) -> None:
    assert extract(page(body)) == Ended(Verdict.NOT_ARTICLE, f"extraction: {kind}, not a page")


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "nested",
    [
        "<div>{}",
        "<ul><li>{}",
        "<blockquote>{}",
        "<table><tr><td>{}",
        "<font>{}",
        "<div class='related'>{}",
        "<div class='entry-content'>{}",
    ],
)
def test_a_text_below_hundreds_of_unclosed_elements_is_read(nested: str) -> None:
    markup = document(f"<h1>{TITLE}</h1>{nested.format('') * 400}{paragraphs(*PARAGRAPHS)}", news_article())
    assert PARAGRAPHS[-1] in extracted(markup).body


def test_entities_of_a_document_type_are_not_followed() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    kind = f'<!DOCTYPE html [<!ENTITY a0 "ha"><!ENTITY file SYSTEM "file:///etc/passwd">{laughs}]>'
    article = extracted(kind + document(f"<h1>{TITLE}</h1><div>{paragraphs(*PARAGRAPHS, '&a11; &file;')}</div>", news_article()))
    assert "root:" not in article.body
    assert len(article.body) < 2000


@given(st.text(alphabet="<>/=\"'&;!-pdivahrefscriptbodytable \n{}[]@:,", max_size=400))
def test_no_markup_raises(markup: str) -> None:
    judged = extract(page(markup))
    assert isinstance(judged, Article) or judged.verdict in (Verdict.EMPTY, Verdict.NOT_ARTICLE, Verdict.CHALLENGE)


@given(st.binary(max_size=300))
def test_no_bytes_raise(body: bytes) -> None:
    assert isinstance(extract(page(body)), Article | Ended)


@given(st.data())
def test_a_page_cut_anywhere_raises_nothing(data: st.DataObject) -> None:
    markup = document(CONTENT, news_article()).encode()
    end = data.draw(st.integers(0, len(markup)))
    judged = extract(page(markup[:end]))
    assert isinstance(judged, Article) or judged.verdict != Verdict.FAILED


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"NewsArticle","headline":null,"author":null,"datePublished":null,"image":null,"keywords":null}',
        '{"@type":"NewsArticle","headline":1,"author":1,"datePublished":1,"image":1,"keywords":1,"articleSection":1}',
        '{"@type":"NewsArticle","headline":[],"author":[[]],"datePublished":[],"image":[{}],"keywords":[[]],"articleSection":{}}',
        '{"@type":"NewsArticle","headline":{},"author":{"name":{"name":[]}},"datePublished":{},"image":{"url":{"url":[]}}}',
        '{"@type":"NewsArticle","datePublished":"9999-99-99T99:99:99Z","dateModified":"0000-00-00"}',
        '{"@type":"NewsArticle","datePublished":99999999999999999999}',
        '{"@type":["NewsArticle",1,null],"articleBody":{"a":1},"description":[1],"isAccessibleForFree":[]}',
        '{"@type":"BreadcrumbList","itemListElement":[null,1,{"item":null},{"name":{}}]}',
        '{"@type":"BreadcrumbList","itemListElement":{"name":"x"}}',
    ],
)
def test_a_description_of_the_wrong_shape_raises_nothing(block: str) -> None:
    head = f'<meta property="og:type" content="article"><script type="application/ld+json">{block}</script>'
    article = extracted(document(CONTENT, head))
    assert (article.title, article.body) == (TITLE, "\n".join(PARAGRAPHS))


def test_an_unforeseen_error_ends_as_failed_with_its_name() -> None:
    judged = extract(page(document(CONTENT, news_article(datePublished="2024-06-19 21:30:00")), timezone="Mars/Olympus"))
    assert isinstance(judged, Ended)
    assert judged.verdict == Verdict.FAILED
    assert judged.reason.startswith("extraction: ZoneInfoNotFoundError: ")


def test_the_tree_that_is_handed_over_is_left_as_it_was() -> None:
    from lxml import etree

    from pipelines.extraction.document import parse

    source = page(document(CONTENT, news_article()))
    tree = parse(source)
    assert tree is not None
    before = etree.tostring(tree)
    assert extract(source, tree) == extract(source)
    assert etree.tostring(tree) == before


def test_the_same_page_gives_the_same_article_every_time() -> None:
    source = page(document(CONTENT, news_article()))
    first = extract(source)
    assert all(extract(source) == first for _ in range(5))


def test_a_pattern_that_is_none_is_named_when_the_phrases_are_loaded(tmp_path: Path) -> None:
    text = DATA.read_text(encoding="utf-8")
    assert "'advertisements?'" in text
    broken = tmp_path / "boilerplate.toml"
    broken.write_text(text.replace("'advertisements?'", "'advertisements('"), encoding="utf-8")
    with pytest.raises(ValidationError, match=r"'advertisements\(' is not a regular expression"):
        load(broken)


def test_an_unknown_section_in_the_phrases_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "boilerplate.toml"
    broken.write_text(DATA.read_text(encoding="utf-8") + "\n[phrases]\nx = 1\n", encoding="utf-8")
    assert "phrases" in tomllib.loads(broken.read_text(encoding="utf-8"))
    with pytest.raises(ValidationError, match="phrases"):
        load(broken)
