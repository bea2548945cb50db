"""Embedded: articles in a page's data for its scripts, read where the page shows none, or only the beginning."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest

from pipelines.extraction import extract
from pipelines.items import Article
from tests.extraction.building import ELSEWHERE, FIRST, PARAGRAPHS, TITLE, document, extracted, news_article, page, paragraphs

MARKUP = paragraphs(*(html.escape(text, quote=False) for text in PARAGRAPHS))


def shell(head: str, content: str = '<div id="__next"></div>') -> str:
    """A page that shows nothing but `content`."""
    return (
        f'<html><head><meta charset="utf-8"><meta property="og:type" content="article"><title>{TITLE}</title>{head}</head>'
        f"<body>{content}</body></html>"
    )


def next_data(value: Any) -> str:
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(value)}</script>'


@pytest.mark.parametrize(
    "body",
    [
        MARKUP,
        html.escape(MARKUP),
        html.escape(html.escape(MARKUP)),
        MARKUP.replace("<", "\\u003c").replace(">", "\\u003e"),
        "<br>".join(PARAGRAPHS),
        "<br /><br />".join(PARAGRAPHS),
        "\n".join(PARAGRAPHS),
        "\r\n\r\n".join(PARAGRAPHS),
        "\\n\\n".join(PARAGRAPHS),
        "\n".join((f"<b>{PARAGRAPHS[0]}</b>", *PARAGRAPHS[1:])),
        paragraphs(*PARAGRAPHS[:2], f'Baca juga: <a href="/x">{ELSEWHERE}</a>', *PARAGRAPHS[2:]),
        MARKUP + "<script>var iklan = 1;</script>",
        MARKUP.replace("Seoul", "Se\x00oul\x0c"),
    ],
    ids=lambda body: body[:40],
)
def test_an_article_body_in_any_wrapping_is_read_where_the_page_shows_none(body: str) -> None:
    assert extracted(shell(news_article(articleBody=body))).body.split("\n") == list(PARAGRAPHS)


def test_sentences_glued_together_are_paragraphs_again() -> None:
    plain = [text for text in PARAGRAPHS if not text.startswith('"')]
    article = extracted(shell(news_article(articleBody="".join(text.replace("(19/6/2024).", "kemarin.") for text in plain))))
    assert article.body.split("\n") == [text.replace("(19/6/2024).", "kemarin.") for text in plain]


BLOCKS = [
    ("body", MARKUP),
    ("content", [{"type": "paragraph", "text": text} for text in PARAGRAPHS]),
    ("content", [{"type": "text", "model": {"blocks": [{"type": "paragraph", "model": {"text": text}} for text in PARAGRAPHS]}}]),
    (
        "body",
        {
            "nodes": [
                {"type": "paragraph", "nodes": [{"leaves": [{"text": part + "."} for part in [text[:-1]]]}]} for text in PARAGRAPHS[:2]
            ]
        },
    ),
    (
        "body",
        [
            {"_type": "block", "children": [{"_type": "span", "text": text[:30]}, {"_type": "span", "text": text[30:]}]}
            for text in PARAGRAPHS
        ],
    ),
    ("content", {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in PARAGRAPHS]}),
    ("paragraphs", list(PARAGRAPHS)),
]


@pytest.mark.parametrize(("name", "value"), BLOCKS, ids=range(len(BLOCKS)))
def test_a_text_in_an_editors_blocks_is_read(name: str, value: Any) -> None:
    data = {"props": {"pageProps": {"terkait": [{"title": ELSEWHERE, "body": "x" * 300}], "article": {"title": TITLE, name: value}}}}
    found = extracted(shell(next_data(data))).body.split("\n")
    assert found == list(PARAGRAPHS[: len(found)])
    assert len(found) >= 2


def test_react_server_components_are_read() -> None:
    rows = "1:" + json.dumps(["$", "article", None, {"post": {"title": TITLE, "content": MARKUP}}]) + '\n2:"$Sreact.suspense"\n'
    pushes = "".join(f"<script>self.__next_f.push([1,{json.dumps(part)}])</script>" for part in (rows[:200], rows[200:]))
    assert extracted(shell(f"<script>(self.__next_f=self.__next_f||[]).push([0])</script>{pushes}")).body.split("\n") == list(PARAGRAPHS)


def test_the_numbered_values_of_nuxt_are_read() -> None:
    values = [["Reactive", 1], {"article": 2}, {"title": 3, "content": 4, "tags": 5}, TITLE, MARKUP, [6], "rusia"]
    head = f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(values)}</script>'
    assert extracted(shell(head)).body.split("\n") == list(PARAGRAPHS)


def test_the_text_of_another_article_is_not_taken() -> None:
    judged = extract(page(shell(next_data({"article": {"title": ELSEWHERE, "content": MARKUP}}))))
    assert not isinstance(judged, Article)


@pytest.mark.parametrize("end", ["", "...", " …", " [...]"])
def test_a_text_behind_a_button_is_read_whole_from_the_description(end: str) -> None:
    shown = document(f"<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{PARAGRAPHS[1][:90]}{end}</p></article>", news_article(articleBody=MARKUP))
    assert extracted(shown).body.split("\n") == list(PARAGRAPHS)


def test_a_whole_text_is_not_exchanged_for_its_description() -> None:
    longer = MARKUP + paragraphs(f"Baca berita lain di situs ini. {FIRST}")
    article = extracted(document(f"<article><h1>{TITLE}</h1>{MARKUP}</article>", news_article(articleBody=longer)))
    assert article.body.split("\n") == list(PARAGRAPHS)


def test_another_text_in_the_description_does_not_take_the_place_of_the_one_shown() -> None:
    other = " ".join(f"Kalimat nomor {number} dari naskah yang sama sekali lain." for number in range(60))
    article = extracted(document(f"<article><h1>{TITLE}</h1>{MARKUP}</article>", news_article(articleBody=other)))
    assert article.body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "value", [[], {}, 1, None, "x", [[[]]], {"title": []}, {"title": TITLE, "content": 5}, [{"title": 99}, {"title": True}]]
)
def test_data_of_any_shape_raises_nothing(value: Any) -> None:
    judged = extract(page(shell(next_data(value) + f'<script id="__NUXT_DATA__" type="application/json">{json.dumps(value)}</script>')))
    assert isinstance(judged, Article) or judged.verdict != "failed"
