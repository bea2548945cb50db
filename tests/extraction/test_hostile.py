"""Hostile pages: whatever a server sends ends as an article or with a word, and soon."""

from __future__ import annotations

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
