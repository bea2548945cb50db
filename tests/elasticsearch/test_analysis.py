"""The analysis that the tests' plugin adds: an analyzer like the built-in `indonesian`, with synonyms at search time."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import BadRequestError, Elasticsearch

pytestmark = pytest.mark.elasticsearch

SYNONYMS = ["korea utara, korut, dprk, rrdk, republik rakyat demokratik korea", "moskow, moskwa, moscow"]
FILTERS: dict[str, Any] = {
    "names": {"type": "synonym_graph", "synonyms": SYNONYMS},
    "stop_words": {"type": "stop", "stopwords": "_indonesian_"},
    "stems": {"type": "stemmer", "language": "indonesian"},
}
CHAIN = ["lowercase", "names", "stop_words", "stems"]
ANALYSIS: dict[str, Any] = {
    "filter": FILTERS,
    "analyzer": {
        "searched": {"type": "custom", "tokenizer": "standard", "filter": CHAIN},
        "without_synonyms": {"type": "custom", "tokenizer": "standard", "filter": [name for name in CHAIN if name != "names"]},
    },
}
MAPPINGS: dict[str, Any] = {"properties": {"text": {"type": "text", "analyzer": "indonesian", "search_analyzer": "searched"}}}
TEXTS = (
    "Rusia dan Korea Utara berunding",
    "Rusia dan Korut berunding",
    "Pemerintah DPRK menyambut delegasi Moskwa",
    "Republik Rakyat Demokratik Korea mengirim pasukan",
    "Korea Selatan menolak, dan di utara semua diam",
    "Moscow berunding",
    "Rakyat Korea di republik demokratik itu berunding",
    "Korea Utara dan Rusia bertetangga",
)
NORTH_KOREA = {0, 1, 2, 3, 7}


@pytest.fixture
def index(client: Elasticsearch, alias: str) -> str:
    """An index that holds TEXTS, searched with synonyms."""
    client.indices.create(index=alias, settings={"analysis": ANALYSIS}, mappings=MAPPINGS)
    for number, text in enumerate(TEXTS):
        client.index(index=alias, id=str(number), document={"text": text})
    client.indices.refresh(index=alias)
    return alias


def find(client: Elasticsearch, index: str, kind: str, text: str, **options: Any) -> set[int]:
    hits = client.search(index=index, query={kind: {"text": {"query": text, **options}}})["hits"]["hits"]
    return {int(hit["_id"]) for hit in hits}


def analyze(client: Elasticsearch, text: str, filters: list[Any], index: str | None = None) -> list[str]:
    tokens = client.indices.analyze(index=index, tokenizer="standard", filter=filters, text=text)["tokens"]
    return [token["token"] for token in tokens]


@pytest.mark.parametrize(
    "text",
    [
        "Mereka pertahankan pertahanan itu, dan mempertahankannya.",
        "Rusia dan Korea Utara menandatangani perjanjian kemitraan strategis di Pyongyang.",
        "Menteri Luar Negeri Sergei Lavrov mengatakan, kerja sama itu tidak ditujukan terhadap negara ketiga.",
        "Sebanyak 10.000 tentara Korut dilaporkan berada di Kursk sejak Oktober 2024; Jum’at, e-mail: a@b.id",
        "YANG TERHORMAT bapak-bapak dan ibu-ibu sekalian",
        "",
    ],
)
def test_without_synonyms_it_is_the_built_in_analyzer(client: Elasticsearch, index: str, text: str) -> None:
    built_in, own = (client.indices.analyze(index=index, analyzer=name, text=text).body for name in ("indonesian", "without_synonyms"))
    assert own == built_in


def test_one_word_becomes_a_graph_of_all_names(client: Elasticsearch, index: str) -> None:
    tokens = client.indices.analyze(index=index, analyzer="searched", text="Korut menyerang")["tokens"]
    graph = {(token["token"], token["position"], token["position"] + token.get("positionLength", 1)) for token in tokens}
    short = {("korut", 0, 5), ("dprk", 0, 5), ("rrdk", 0, 5)}
    long = {("korea", 0, 1), ("utara", 1, 5), ("republik", 0, 2), ("rakyat", 2, 3), ("demokratik", 3, 4), ("korea", 4, 5)}
    assert graph == short | long | {("serang", 5, 6)}


@pytest.mark.parametrize("text", ["korut", "Korea Utara", "DPRK", "rrdk", "Republik Rakyat Demokratik Korea"])
def test_every_name_finds_all_others(client: Elasticsearch, index: str, text: str) -> None:
    assert find(client, index, "match", text) == find(client, index, "match_phrase", text) == NORTH_KOREA


@pytest.mark.parametrize("text", ["moskow", "Moskwa", "MOSCOW"])
def test_every_spelling_finds_all_others(client: Elasticsearch, index: str, text: str) -> None:
    assert find(client, index, "match", text) == {2, 5}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("rusia dan korut", {0, 1}),
        ("rusia dan korea utara", {0, 1}),
        ("korut berunding", {0, 1}),
        ("dprk perundingan", {0, 1}),
        ("korea utara mengirimkan pasukan", {3}),
        ("pemerintah republik rakyat demokratik korea menyambut delegasi moskow", {2}),
        ("rusia korut", set()),
        ("korut rusia", set()),
    ],
)
def test_synonyms_stand_inside_a_phrase(client: Elasticsearch, index: str, text: str, found: set[int]) -> None:
    assert find(client, index, "match_phrase", text) == found


def test_a_slop_bridges_the_stop_word_after_a_name(client: Elasticsearch, index: str) -> None:
    """Without a slop a phrase with several names of one thing wants no gap where the stop word was, so it finds nothing."""
    assert find(client, index, "match_phrase", "dprk dan rusia", slop=1) == {7}


def test_a_name_counts_as_one_word_beside_others(client: Elasticsearch, index: str) -> None:
    assert find(client, index, "match", "pasukan korut", operator="and") == {3}
    assert find(client, index, "match", "delegasi dan korea utara", operator="and") == {2}


@pytest.mark.parametrize(
    ("options", "text", "tokens"),
    [
        ({"synonyms": ["Korut, DPRK"]}, "KORUT", ["dprk", "korut"]),
        ({"synonyms": ["korut, dprk"], "expand": False}, "dprk", ["korut"]),
        ({"synonyms": ["korut => korea utara"]}, "korut", ["korea", "utara"]),
        ({"synonyms": ["# none"]}, "korut", ["korut"]),
        ({"synonyms": []}, "korut", ["korut"]),
        ({"synonyms": ["korut, !, dprk"], "lenient": True}, "korut !", ["dprk", "korut"]),
        ({"synonyms": ["! => dprk", "! => !"], "lenient": True}, "! korut", ["korut"]),
    ],
)
def test_rules_are_read_as_lowercase_words(client: Elasticsearch, options: dict[str, Any], text: str, tokens: list[str]) -> None:
    assert analyze(client, text, ["lowercase", {"type": "synonym_graph", **options}]) == tokens


def test_a_second_filter_reads_its_rules_without_the_first(client: Elasticsearch) -> None:
    first, second = ({"type": "synonym_graph", "synonyms": [rule]} for rule in ("korut, dprk", "korut, rrdk"))
    assert analyze(client, "korut", [first, second]) == ["dprk", "rrdk", "korut"]


@pytest.mark.parametrize(
    "options",
    [
        {"type": "synonym_graph", "synonyms": ["korut, !"]},
        {"type": "synonym_graph", "synonyms": ["korut => dprk => rrdk"], "lenient": True},
        {"type": "synonym_graph"},
        {"type": "synonym_graph", "synonyms": ["korut, dprk"], "updateable": True},
        {"type": "stemmer", "language": "russian"},
        {"type": "stemmer"},
    ],
)
def test_what_it_cannot_do_is_refused(client: Elasticsearch, options: dict[str, Any]) -> None:
    with pytest.raises(BadRequestError):
        analyze(client, "korut", [options])
