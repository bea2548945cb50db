"""KQL: what is read of a text, what is refused and where, what Kibana sends, and what the real Elasticsearch finds by it."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch
from hypothesis import given
from hypothesis import strategies as st

from pipelines.delivery import articles_index
from pipelines.delivery.kql import And, Everything, Is, KqlError, Nested, Node, Not, Or, Range, Wildcard, fields, parse, to_query
from pipelines.relevance import load_topic
from tests.elasticsearch.conftest import alias, client, elasticsearch_server

__all__ = ["alias", "client", "elasticsearch_server"]

MAPPINGS: dict[str, Any] = {
    "properties": {
        "title": {"type": "text", "fields": {"keyword": {"type": "keyword"}}},
        "outlet": {"type": "keyword"},
        "paper": {"type": "alias", "path": "outlet"},
        "day": {"type": "date"},
        "score": {"type": "float"},
        "edited": {"type": "boolean"},
        "story": {"properties": {"id": {"type": "keyword"}, "reach": {"type": "integer"}}},
        "says": {"type": "nested", "properties": {"who": {"type": "keyword"}, "what": {"type": "text"}}},
    }
}


def word(value: str, field: str | None = None) -> Is:
    return Is(field, value, is_phrase=False)


def anything(*parts: str, field: str | None = None) -> Is:
    return Is(field, Wildcard(parts), is_phrase=False)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", Everything()),
        (" \n\t\u00a0", Everything()),
        ("putin", word("putin")),
        ("  putin ke pyongyang ", word("putin ke pyongyang")),
        ('"kim jong un"', Is(None, "kim jong un", is_phrase=True)),
        ('"kim jong un" and', None),
        ("title:putin", word("putin", "title")),
        ('"title" : putin ', word("putin", "title")),
        ("title: (putin or kim)", Or((word("putin", "title"), word("kim", "title")))),
        (
            "title: ( putin AND not (kim Or lavrov) )",
            And((word("putin", "title"), Not(Or((word("kim", "title"), word("lavrov", "title")))))),
        ),
        ("a or b and c", Or((word("a"), And((word("b"), word("c")))))),
        ("(a or b) and c", And((Or((word("a"), word("b"))), word("c")))),
        ("NOT a and b", And((Not(word("a")), word("b")))),
        ("not(a)", None),
        ("a\nand\u00a0b", And((word("a"), word("b")))),
        ("a and b and c", And((word("a"), word("b"), word("c")))),
        ("notes and orders", And((word("notes"), word("orders")))),
        ("a\\ and b", None),
        ("a \\and b \\OR c \\not d", word("a and b OR c not d")),
        ("title: put*", anything("put", "", field="title")),
        ("*", anything("", "")),
        ("story.*: *", Is(Wildcard(("story.", "")), Wildcard(("", "")), is_phrase=False)),
        ("title: put\\*", word("put*", "title")),
        ('title: "put*"', Is("title", "put*", is_phrase=True)),
        (r"a\:b\(c\)\<\>\"\{\}\\", word('a:b(c)<>"{}\\')),
        (r'"\"a\" \\ (b): \x"', Is(None, '"a" \\ (b): \\x', is_phrase=True)),
        (r"\u0041\tb", word("A\tb")),
        (r"\ud83d\ude00 \ud800", word("😀 \ufffd")),
        ("edited: true", Is("edited", True, is_phrase=False)),
        ('edited: "true"', Is("edited", "true", is_phrase=True)),
        ("score>=0.5", Range("score", "gte", "0.5")),
        ("score < 1 and day > now-7d/d", And((Range("score", "lt", "1"), Range("day", "gt", "now-7d/d")))),
        ('day <= "2024-06-19T10:00"', Range("day", "lte", "2024-06-19T10:00")),
        ("says: { who: kim and what: * }", Nested("says", And((word("kim", "who"), anything("", "", field="what"))))),
        ("not says:{who:kim}", Not(Nested("says", word("kim", "who")))),
    ],
)
def test_a_text_is_read_as_kibana_reads_it(text: str, node: Node | None) -> None:
    if node is None:
        with pytest.raises(KqlError):
            parse(text)
    else:
        assert parse(text) == node


@pytest.mark.parametrize(
    ("text", "what", "character"),
    [
        ("title:", "A value is missing", 7),
        ("title: (putin or", "A bracket is still open", 17),
        ("title: (putin", "A bracket is still open", 14),
        ("putin and ", "A value is missing", 11),
        ("putin)", "`)` is not expected", 6),
        ("putin (kim", "`(kim` is not expected", 7),
        ('"kim" jong', "`jong` is not expected", 7),
        ('title: "kim', "A quotation mark that is never closed", 8),
        ("score > > 5", "`>` is not expected", 9),
        ("a:b:c", "`:c` is not expected", 4),
        ("title: not putin", "`not` is not expected", 8),
        ("not not putin", "`not` is not expected", 5),
        ("knot of", "`not` is not expected", 2),
        (r"c:\data", "A backslash that escapes nothing", 3),
        ("says: { who: kim", "A bracket is still open", 17),
        ("title: null", '"null" is no value', 8),
        ("(" * 200, "More than 100 brackets are open", 101),
    ],
)
def test_a_refusal_is_one_line_with_what_is_wrong_and_at_which_character(text: str, what: str, character: int) -> None:
    with pytest.raises(KqlError) as refused:
        parse(text)
    message = str(refused.value)
    assert message.startswith(what)
    assert f"at character {character}" in message
    assert "\n" not in message


@given(st.text(alphabet=st.sampled_from('ab:()<>="*{}\\u0n .\t\n'), max_size=30) | st.text(max_size=20) | st.sampled_from(["and", "or "]))
def test_any_text_is_read_or_refused_and_what_is_read_can_be_sent(text: str) -> None:
    try:
        node = parse(text)
        query = to_query(node, MAPPINGS)
    except KqlError as refusal:
        assert "\n" not in str(refusal)
    else:
        assert query
        assert all(name in str(node) for name in fields(node) if name.isalnum())


def test_the_fields_of_a_query_are_known_in_full_and_with_their_asterisks() -> None:
    text = 'putin and (title: a or not story.*: 3) and says: { who: kim and what: "x" } and day > now-1d and title: b'
    assert fields(parse(text)) == {"title", "story.*", "says.who", "says.what", "day"}
    assert fields(parse('"title: putin"')) == set()


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("title: putin ke korut", {"match": {"title": "putin ke korut"}}),
        ('title: "putin ke korut"', {"match_phrase": {"title": "putin ke korut"}}),
        ("title: put*", {"query_string": {"fields": ["title"], "query": "put*"}}),
        ("title: rusia\\: put*", {"query_string": {"fields": ["title"], "query": "rusia\\: put*"}}),
        ("outlet: kompas", {"term": {"outlet": {"value": "kompas"}}}),
        ('paper: "bali post"', {"term": {"paper": {"value": "bali post"}}}),
        ("outlet: kom*\\*", {"wildcard": {"outlet": {"value": "kom*\\*"}}}),
        ("title.keyword: *", {"exists": {"field": "title.keyword"}}),
        ("score >= 0.5", {"range": {"score": {"gte": "0.5"}}}),
        ("day: 2024-06-19", {"range": {"day": {"gte": "2024-06-19", "lte": "2024-06-19", "time_zone": "Asia/Jakarta"}}}),
        ("day < now-7d", {"range": {"day": {"lt": "now-7d", "time_zone": "Asia/Jakarta"}}}),
        ("edited: true", {"match": {"edited": True}}),
        ("nowhere: x", {"match": {"nowhere": "x"}}),
    ],
)
def test_a_field_is_asked_for_in_the_way_of_its_type(text: str, clause: dict[str, Any]) -> None:
    assert to_query(parse(text), MAPPINGS) == {"bool": {"should": [clause], "minimum_should_match": 1}}


def test_what_names_no_field_is_looked_for_in_the_default_fields_of_the_index() -> None:
    assert to_query(parse("putin kim"), MAPPINGS) == {"multi_match": {"type": "best_fields", "query": "putin kim", "lenient": True}}
    assert to_query(parse('"putin kim"'), MAPPINGS) == {"multi_match": {"type": "phrase", "query": "putin kim", "lenient": True}}
    assert to_query(parse("put*"), MAPPINGS) == {"query_string": {"query": "put*"}}
    assert to_query(parse(""), MAPPINGS) == to_query(parse("*: *"), MAPPINGS) == {"match_all": {}}


def test_a_name_with_an_asterisk_asks_every_field_of_that_shape_and_wraps_the_nested_ones() -> None:
    (first, second) = to_query(parse("story.*: 3"), MAPPINGS)["bool"]["should"]
    assert (first, second) == ({"term": {"story.id": {"value": "3"}}}, {"match": {"story.reach": "3"}})
    (nested,) = to_query(parse("*who: kim"), MAPPINGS)["bool"]["should"]
    assert nested == {"nested": {"path": "says", "query": {"term": {"says.who": {"value": "kim"}}}, "score_mode": "none"}}


def test_a_nested_field_is_refused_outside_of_its_braces_and_another_one_inside() -> None:
    with pytest.raises(KqlError, match=r"says\.who is a field of nested objects: ask for it inside of `says: \{ \.\.\. \}`"):
        to_query(parse("says.who: kim"), MAPPINGS)
    within = {
        "properties": {"a": {"type": "nested", "properties": {"b": {"properties": {"c": {"type": "keyword"}}}}}, "a.d": {"type": "keyword"}}
    }
    assert to_query(parse("a: { b.c: x }"), within)["nested"]["query"]["bool"]["should"] == [{"term": {"a.b.c": {"value": "x"}}}]
    with pytest.raises(KqlError, match=r"a\.d is no field of nested objects"):
        to_query(parse("a: { d: x }"), within)


DOCUMENTS = {
    "visit": {"title": "Putin Tiba di Korea Utara", "outlet": "kompas", "@timestamp": "2024-06-18T18:30:00Z", "score": 0.9},
    "treaty": {"title": "Moskwa dan Korut Teken Perjanjian", "outlet": "tempo", "@timestamp": "2024-06-19T05:00:00Z", "score": 0.8},
    "seoul": {"title": "Korea Selatan Protes ke Moskow", "outlet": "kompas", "@timestamp": "2024-06-20T05:00:00Z", "tags": ["a:b (c)"]},
    "hands": {"title": "Kim Sambut Putin, Un Lambaikan Tangan", "outlet": "koran*baru", "@timestamp": "2024-06-19T16:59:59Z"},
}


@pytest.fixture
def found(client: Elasticsearch, alias: str) -> Any:
    """A function that returns which of DOCUMENTS a text in KQL finds in an index of articles."""
    definition = articles_index(load_topic("russia_dprk"), alias)
    settings = {"index": {**definition.settings, "analysis": definition.analysis}}
    client.indices.create(index=alias, mappings=dict(definition.mappings), settings=settings)
    for key, document in DOCUMENTS.items():
        client.index(index=alias, id=key, document=document)
    client.indices.refresh(index=alias)

    def ask(text: str, time_zone: str = "Asia/Jakarta") -> set[str]:
        answer = client.search(index=alias, query=to_query(parse(text), definition.mappings, time_zone))
        return {hit["_id"] for hit in answer["hits"]["hits"]}

    return ask


@pytest.mark.elasticsearch
def test_elasticsearch_finds_by_the_query_what_the_text_says(found: Any) -> None:
    asked = {
        "": {"visit", "treaty", "seoul", "hands"},
        "korut": {"visit", "treaty"},
        'title: "Korea Utara"': {"visit", "treaty"},
        'title.exact: "korea utara"': {"visit"},
        "title: moskow and not outlet: kompas": {"treaty"},
        "outlet: (kompas or tempo) and title: perjanjian": {"treaty"},
        "outlet: Kompas": set(),
        "outlet: k*": {"visit", "seoul", "hands"},
        "outlet: koran\\*b*": {"hands"},
        "title: lambai*": {"hands"},
        "score > 0.85": {"visit"},
        "not score: *": {"seoul", "hands"},
        'tags: "a:b (c)"': {"seoul"},
        r"tags: a\:b \(c\)": {"seoul"},
        "@timestamp: 2024-06-19": {"visit", "treaty", "hands"},
        '@timestamp > "2024-06-19"': {"seoul"},
        "@timestamp >= 2024-06-19||+1d/d": {"seoul"},
        "sc*: 0.9": {"visit"},
        '"putin tiba" or "un lambaikan"': {"visit", "hands"},
        "nowhere: x": set(),
    }
    assert {text: found(text) for text in asked} == asked


@pytest.mark.elasticsearch
def test_a_day_is_a_day_in_the_time_zone_of_the_reader(found: Any) -> None:
    assert found("@timestamp: 2024-06-18", "Asia/Jakarta") == set()
    assert found("@timestamp: 2024-06-18", "UTC") == {"visit"}
