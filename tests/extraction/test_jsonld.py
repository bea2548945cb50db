"""JSON-LD: every broken form that newsrooms' templates write is still read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction import jsonld
from pipelines.extraction.described import Described
from pipelines.extraction.document import parse
from tests.extraction.building import TITLE, page

ARTICLE = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-06-19T21:30:00+07:00"}
PLAIN = json.dumps(ARTICLE)
CRUMBS = '{"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": []}'


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
        "\ufeff  \n" + PLAIN + "\n",
        f"{PLAIN}{CRUMBS}",
        f"{CRUMBS}\n{PLAIN}",
        f"{CRUMBS},\n{PLAIN}",
        f"{PLAIN};{CRUMBS};",
        f"[{PLAIN},]",
        f"[{PLAIN},,{CRUMBS}]",
        PLAIN.replace(": ", ":").replace(", ", ",\n,"),
        PLAIN.replace('"', "'"),
        PLAIN.replace('{"@context"', '{"description": "Kata "Putin", lalu "Kim": semua", "@context"'),
        PLAIN.replace('{"@context"', '{"description": "Jum\\\'at", "@context"'),
        PLAIN.replace('{"@context"', '{"description": , "@context"'),
        PLAIN.replace('{"@context"', '{"description": undefined, "@context"'),
        PLAIN.replace('{"@context"', '{"description": "baris\r\n\tlain\x0b", "@context"'),
        PLAIN.replace('", "datePublished"', '" "datePublished"'),
        PLAIN.replace('"headline": ', "headline: "),
        PLAIN.replace('"headline": ', '/* judul */ "headline": '),
        PLAIN.replace('"@type": "NewsArticle"', '"type": "NewsArticle"'),
        PLAIN.replace('"@type": "NewsArticle", ', ""),
        PLAIN.replace("https://schema.org", "http://www.schema.org"),
        PLAIN.replace("NewsArticle", "http://schema.org/NewsArticle"),
        PLAIN.replace("NewsArticle", "schema:NewsArticle"),
        json.dumps(PLAIN),
        json.dumps({"@graph": ARTICLE}),
        json.dumps({"@graph": [[ARTICLE]]}),
        f"<!--\n{PLAIN}\n//-->",
        f"<![CDATA[{PLAIN}]]>",
        f"var data = {PLAIN};",
        PLAIN.replace('"headline"', '"image": {"@type": "ImageObject", "url": ""}, "author": "", "headline"'),
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


def test_of_several_articles_the_one_with_the_pages_own_title_is_the_pages() -> None:
    other = {
        **ARTICLE,
        "headline": "Gempa Magnitudo 5,2 Guncang Sukabumi",
        "author": "Ani",
        "dateModified": "2024-06-19",
        "articleBody": "x",
    }
    head = f"<meta property='og:title' content='{TITLE} - Warta Uji'>"
    markup = "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in (other, ARTICLE))
    document = parse(page(f"{head}{markup}<p>x</p>"))
    assert document is not None
    assert Described(page(""), document).article["headline"] == TITLE


def test_a_person_named_by_an_id_is_found_in_the_graph() -> None:
    person = {"@type": "Person", "@id": "https://www.warta-uji.co.id/#/person/1", "name": "Budi Santoso"}
    other = {"@type": "Person", "@id": "https://www.warta-uji.co.id/#/person/2", "name": "Siti Rahma"}
    one = {**ARTICLE, "author": {"@id": person["@id"]}}
    several = {**ARTICLE, "author": [{"@id": person["@id"]}, {"@type": "Person", "@id": other["@id"]}, {"@id": "#nobody"}]}
    assert jsonld.texts(described(json.dumps({"@graph": [one, person]}))["author"]) == ["Budi Santoso"]
    assert jsonld.texts(described(json.dumps([several, other, person]))["author"]) == ["Budi Santoso", "Siti Rahma"]
    assert jsonld.texts(described(json.dumps(one), json.dumps(person))["author"]) == ["Budi Santoso"]


def test_objects_that_name_each_other_are_followed_only_so_far() -> None:
    first = {**ARTICLE, "@id": "#a", "image": {"@id": "#b"}}
    second = {"@type": "ImageObject", "@id": "#b", "url": {"@id": "#a"}, "author": {"@id": "#a"}}
    assert jsonld.url(described(json.dumps([first, second]))["image"]) == "#a"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("Putin &amp;quot;Rangkul&amp;quot; Kim", 'Putin "Rangkul" Kim'),
        ("Putin &#8220;Rangkul&#8221; Kim", "Putin “Rangkul” Kim"),
        ("Putin &#147;Rangkul&#148; Kim", "Putin “Rangkul” Kim"),
        ("Putin \x93Rangkul\x94 Kim \x96 Analisis", "Putin “Rangkul” Kim – Analisis"),
        ("<b class='x'>Putin</b> <i>Rangkul</i> Kim", "Putin Rangkul Kim"),
        ("Harga < 5 > 3", "Harga < 5 > 3"),
        ("undefined", ""),
        ("null", ""),
        ("  a\n\tb\u00a0c ", "a b c"),
        (["", {"name": "Budi"}], "Budi"),
        ({"@value": "Budi"}, "Budi"),
        (12, "12"),
        (True, ""),
    ],
)
def test_a_text_has_neither_markup_nor_entities(value: object, plain: str) -> None:
    assert jsonld.text(value) == plain


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
