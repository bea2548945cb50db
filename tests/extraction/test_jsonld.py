"""JSON-LD: every broken form that newsrooms' templates write is still read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction import jsonld
from pipelines.extraction.document import parse
from tests.extraction.building import TITLE, page

ARTICLE = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-06-19T21:30:00+07:00"}
PLAIN = json.dumps(ARTICLE)


def described(*blocks: str) -> dict[str, object]:
    """The article that a page with these JSON-LD blocks describes."""
    document = parse(page("".join(f'<script type="application/ld+json">{block}</script>' for block in blocks) + "<p>x</p>"))
    assert document is not None
    return jsonld.article(jsonld.read(document)) or {}


@pytest.mark.parametrize(
    "block",
    [
        PLAIN,
        f"[{PLAIN}]",
        f'[{{"@type": "BreadcrumbList", "itemListElement": []}}, {PLAIN}]',
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Warta Uji"}, ARTICLE]}),
        json.dumps({"@type": "WebPage", "mainEntity": ARTICLE}),
        PLAIN.replace("https://schema.org", "http://schema.org/"),
        PLAIN.replace('"@context": "https://schema.org", ', ""),
        PLAIN.replace('"NewsArticle"', '["NewsArticle", "WebPage"]'),
        PLAIN.replace("NewsArticle", "https://schema.org/NewsArticle"),
        PLAIN.replace("NewsArticle", "ReportageNewsArticle"),
        PLAIN.replace("NewsArticle", "BlogPosting"),
        PLAIN.removesuffix("}") + ",}",
        PLAIN.removesuffix("}"),
        PLAIN.replace('", "', '",\n\n\t"'),
        PLAIN.replace('{"@context"', '{"description": "Baris pertama\nbaris\tkedua", "@context"'),
        PLAIN.replace('{"@context"', '{"description": "Kata "Putin" di sini", "@context"'),
        PLAIN.replace('"', "&quot;"),
        f"<!-- {PLAIN} -->",
        f"//<![CDATA[\n{PLAIN}\n//]]>",
        f"/* <![CDATA[ */ {PLAIN} /* ]]> */",
        f"{PLAIN};",
        PLAIN.replace('"headline": ', "'headline': "),
        "\ufeff" + PLAIN,
    ],
)
def test_the_article_is_found(block: str) -> None:
    article = described(block)
    assert jsonld.text(article.get("headline")) == TITLE
    assert article["datePublished"] == "2024-06-19T21:30:00+07:00"


@pytest.mark.parametrize("broken", ["", "null", "{", "}{", "[1, 2", "undefined", '"text"', "{{{{", '{"@type": }', "\x00"])
def test_a_block_that_cannot_be_read_does_not_hide_the_next(broken: str) -> None:
    assert described(broken, PLAIN)["headline"] == TITLE


def test_articles_in_a_list_of_others_are_not_the_pages() -> None:
    other = {
        "@type": "ItemList",
        "itemListElement": [{"@type": "ListItem", "item": {**ARTICLE, "headline": "Lain"}}, {**ARTICLE, "headline": "L"}],
    }
    assert described(json.dumps(other)) == {}
    assert described(json.dumps(other), PLAIN)["headline"] == TITLE


def test_of_several_articles_the_one_that_says_most_is_the_pages() -> None:
    assert described('{"@type": "Article", "headline": "Lain"}', PLAIN)["headline"] == TITLE


def test_a_deep_nest_of_objects_is_followed_only_so_far() -> None:
    assert described('{"a":' * 5000 + "1" + "}" * 5000) == {}


@given(st.text(alphabet='{}[]":,\\ab1 \n<>!-/&;', max_size=200))
def test_no_text_stops_the_reader(text: str) -> None:
    jsonld.loads(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=10),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    )
)
def test_any_value_has_a_text_and_an_address(value: object) -> None:
    assert isinstance(jsonld.text(value), str)
    assert isinstance(jsonld.url(value), str)
