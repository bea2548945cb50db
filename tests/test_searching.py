"""docs/searching.md: every query in it is KQL, asks for fields that there are, and finds what it promises in the real Elasticsearch."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from pipelines.delivery import articles_index, health_index, runs_index
from pipelines.delivery.kql import Wildcard, fields, fields_of, parse
from pipelines.relevance import load_topic
from tests.conftest import ROOT
from tests.elasticsearch.conftest import client, elasticsearch_server
from tests.searching_desk import SearchDesk, search_desk

__all__ = ["client", "elasticsearch_server"]

KIBANA = ROOT / "kibana"
TEXT = (ROOT / "docs" / "searching.md").read_text(encoding="utf-8")
TOPIC = load_topic("russia_dprk")
ARTICLES = fields_of(articles_index(TOPIC).mappings)
FIELDS = {
    "Articles": ARTICLES,
    "Near misses": ARTICLES,
    "Crawl runs": fields_of(runs_index().mappings),
    "Outlet health": fields_of(health_index().mappings),
}
ORDERS = {"oldest": "asc", "smallest": "asc", "newest": "desc", "largest": "desc"}
QUESTION = re.compile(
    r"^### (?P<number>\d+)\. (?P<question>[^\n]+\?)\n\n"
    r"\*\*(?P<view>[^*]+)\*\*, sorted by `(?P<sort>[^`]+)`, (?P<order>\w+) first; columns (?P<columns>[^\n]+)\n\n"
    r"```kql\n(?P<kql>[^`]+)\n```\n\n(?P<why>[^\n#]+)\n",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the document, with all that it advises."""

    number: int
    view: str
    sort: str
    order: str
    columns: tuple[str, ...]
    kql: str


QUESTIONS = [
    Question(
        int(found["number"]), found["view"], found["sort"], found["order"], tuple(re.findall("`([^`]+)`", found["columns"])), found["kql"]
    )
    for found in QUESTION.finditer(TEXT)
]
NUMBERED = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.number)

VISIT_ANTARA = "putin-tiba-di-pyongyang-untuk-kunjungan-kenegaraan"
VISIT_REPUBLIKA = "putin-tiba-di-pyongyang-disambut-kim-jong-un"
VISIT_TRIBUN = "putin-mendarat-di-pyongyang-kim-jong-un-menunggu-di-landasan"
VISIT_KOMPAS = "putin-tiba-di-korea-utara-kunjungan-pertama-dalam-24-tahun"
PRAISE = "putin-puji-kim-jong-un-dalam-artikel-rodong-sinmun-terima-kasih-soal-ukraina"
CONGRATULATION = "kim-jong-un-sebut-rusia-kawan-seperjuangan-hari-nasional"
SISTER_DETIK = "kim-yo-jong-sebut-hubungan-dengan-rusia-bukan-urusan-seoul"
SISTER_LIPUTAN6 = "kim-yo-jong-kerja-sama-dengan-rusia-hubungan-dua-negara-berdaulat"
KURSK_KOMPAS = "pasukan-korea-utara-tiba-di-kursk-apa-yang-diketahui-sejauh-ini"
KURSK_LIPUTAN6 = "tentara-korea-utara-disebut-tiba-di-kursk-ini-yang-diketahui-sejauh-ini"
SHELLS = "terungkap-belasan-ribu-kontainer-peluru-korut-mengalir-ke-rusia"
FACTORY = "pabrik-di-korut-disebut-kerja-tiga-giliran-buat-peluru-artileri-rusia"
FLATS = "ribuan-pekerja-asing-dikabarkan-bangun-apartemen-di-rusia-timur-jauh"
STUDENTS = "ribuan-pekerja-korut-disebut-masuk-rusia-pakai-visa-pelajar"
SANCTIONS = "as-jatuhkan-sanksi-jaringan-keuangan-rusia-korea-utara"
BRIDGE = "tepung-minyak-dan-kuda-geliat-dagang-rusia-korea-utara-di-jembatan-tumen"
GOATS = "rusia-kirim-ratusan-kambing-ke-korea-utara-perdagangan-tumbuh"
KREMLIN = "kremlin-bantah-perjanjian-dengan-korut-ancam-negara-lain"
WEAPONS = "seoul-pertimbangkan-kirim-senjata-ke-ukraina-usai-pakta-putin-kim"
AMBASSADOR = "seoul-panggil-dubes-rusia-protes-pengiriman-tentara"
MINISTERS = "menlu-rrdk-bertemu-menlu-federasi-rusia-di-st-petersburg"
TOURISTS = "wisatawan-rusia-mulai-berlibur-ke-korea-utara-pelaku-wisata-bali-santai"
ZELENSKY = "zelensky-bawa-rencana-kemenangan-ke-brussels"
GENEVA = "delegasi-indonesia-hadiri-sidang-parlemen-dunia"

# By question: what must be found, in this order and with the first of it on top, and what must not be.
EXPECTED: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {
    1: ((VISIT_ANTARA, VISIT_REPUBLIKA, VISIT_TRIBUN, VISIT_KOMPAS), (PRAISE, WEAPONS, KURSK_LIPUTAN6)),
    2: ((VISIT_ANTARA, SISTER_DETIK), (VISIT_REPUBLIKA, SISTER_LIPUTAN6, GOATS)),
    3: ((KURSK_LIPUTAN6, VISIT_REPUBLIKA, VISIT_TRIBUN, SISTER_LIPUTAN6, VISIT_KOMPAS), (VISIT_ANTARA, SISTER_DETIK, GOATS)),
    4: ((KURSK_KOMPAS, KURSK_LIPUTAN6), (AMBASSADOR, WEAPONS)),
    5: ((KURSK_KOMPAS, SHELLS, PRAISE), (KURSK_LIPUTAN6, FACTORY)),
    6: ((SHELLS, PRAISE), (KURSK_KOMPAS, FACTORY)),
    7: ((FACTORY,), (SHELLS, PRAISE)),
    8: ((SISTER_LIPUTAN6, SISTER_DETIK), (PRAISE, CONGRATULATION)),
    9: ((FLATS, SANCTIONS, BRIDGE), (STUDENTS, GOATS, FACTORY, PRAISE)),
    10: ((SISTER_DETIK, AMBASSADOR, SANCTIONS, SHELLS, WEAPONS), (SISTER_LIPUTAN6, KREMLIN, PRAISE)),
    11: ((SISTER_LIPUTAN6, SISTER_DETIK, KREMLIN, VISIT_KOMPAS, VISIT_ANTARA, CONGRATULATION), (SHELLS, BRIDGE, AMBASSADOR)),
    12: ((FLATS, WEAPONS), (STUDENTS, VISIT_ANTARA, SISTER_DETIK, MINISTERS, CONGRATULATION)),
    13: ((KURSK_LIPUTAN6, AMBASSADOR, MINISTERS, GOATS, VISIT_KOMPAS), (WEAPONS, FLATS, VISIT_ANTARA)),
    14: ((BRIDGE, GOATS), (TOURISTS, SANCTIONS)),
    15: ((AMBASSADOR,), (KURSK_LIPUTAN6, KURSK_KOMPAS)),
    16: ((KURSK_KOMPAS,), (VISIT_KOMPAS, SANCTIONS, KURSK_LIPUTAN6)),
    17: ((BRIDGE, GOATS), (PRAISE, VISIT_TRIBUN, MINISTERS)),
    18: ((ZELENSKY,), (GENEVA, FLATS)),
    19: (("balipost", "tempo"), ("kompas", "detik")),
    20: (("tempo failed", "balipost refused"), ("kompas failed", "kompas finished", "detik partial", "balipost finished")),
}


@pytest.fixture(scope="session")
def asked(client: Elasticsearch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchDesk]:
    """The desk at which the questions are asked."""
    with search_desk(client, tmp_path_factory.mktemp("searching")) as desk:
        yield desk


def test_the_document_has_twenty_questions_each_in_its_form_and_with_an_answer() -> None:
    assert [question.number for question in QUESTIONS] == list(range(1, 21)) == list(EXPECTED)
    assert TEXT.count("```kql") == TEXT.count("\n### ") == len(QUESTIONS)


@NUMBERED
def test_a_question_names_a_data_view_and_fields_that_there_are(question: Question) -> None:
    known = FIELDS[question.view]
    asked_for = fields(parse(question.kql))
    assert all(any(Wildcard(tuple(name.split("*"))).matches(field) for field in known) for name in asked_for), asked_for - set(known)
    assert set(question.columns) <= set(known)
    assert known[question.sort].type != "text"


@pytest.mark.elasticsearch
@NUMBERED
def test_a_question_is_answered(asked: SearchDesk, question: Question) -> None:
    answer = asked.answer(question.view, question.kql, question.sort, ORDERS[question.order])
    found, absent = EXPECTED[question.number]
    assert answer[0] == found[0]
    assert list(dict.fromkeys(name for name in answer if name in found)) == list(found)
    assert not set(answer) & set(absent)


@pytest.mark.elasticsearch
def test_what_the_questions_must_not_find_is_there_to_be_found(asked: SearchDesk) -> None:
    every = {view: set(asked.answer(view, "", "@timestamp", "asc")) for view in FIELDS}
    for question in QUESTIONS:
        found, absent = EXPECTED[question.number]
        assert set(absent) <= set().union(*every.values())
        assert set(found) <= every[question.view]


@pytest.mark.elasticsearch
def test_the_five_lines_of_kql_find_something_and_name_fields_that_there_are(asked: SearchDesk) -> None:
    (table,) = re.findall(r"\| write \| finds \|\n\|[ -|]+\n((?:\|.*\n)+)", TEXT)
    lines = re.findall(r"^\| `([^|]+?)` \|", table, re.MULTILINE)
    assert len(lines) == 5
    for kql in lines:
        assert fields(parse(kql)) <= set(ARTICLES)
        assert asked.answer("Articles", kql, "@timestamp", "desc"), kql


@pytest.mark.elasticsearch
def test_what_is_said_of_words_holds(asked: SearchDesk) -> None:
    def found(kql: str) -> set[str]:
        return set(asked.answer("Articles", kql, "@timestamp", "desc"))

    assert found("title: Korut") == found("title: DPRK") == found('title: "Korea Utara"') == found("title: Korea Utara")
    assert found("title: Korut*") < found("title: Korut"), "a word with an asterisk has no synonyms"
    assert found("title: mengirim") != found("title: kirim") == {GOATS, WEAPONS}, "a prefix that swallows a letter"
    assert found("title: (kirim or mengirim or pengiriman)") >= {GOATS, WEAPONS}
    assert found('authors: "garin sasmita"') == set() != found("authors: Garin*") == found('authors: "Garin Sasmita"')
    assert found("title: Putin Pyongyang") > found("title: (Putin and Pyongyang)")
    assert found('title: "tentara Korut"') > found('*.exact: "tentara Korut"')


def test_the_tables_name_fields_and_kinds_that_there_are() -> None:
    (table,) = re.findall(r"\| field \| means \|\n\|[ -|]+\n((?:\|.*\n)+)", TEXT)
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|", table, re.MULTILINE))
    named = {name for cell in rows for name in re.findall("`([^`]+)`", cell)}
    assert len(named) > 20
    assert named <= set(ARTICLES)
    assert {f"{name}.exact" for name in ("title", "body")} == {name for name in ARTICLES if name.endswith(".exact")}
    kinds = rows["`interactions`"].partition(": ")[2].split(", ")
    assert kinds == sorted({word.kind for word in TOPIC.words.values()})


def test_what_the_document_calls_by_name_is_in_kibana_under_that_name() -> None:
    views = _source("data_views.toml")["data_views"].values()
    assert {view["name"] for view in views} == set(FIELDS) == set(re.findall(r"^\*\*([^*]+)\*\*, sorted", TEXT, re.MULTILINE))
    saved = {search["title"] for search in _source("searches.toml")["searches"]}
    assert set(re.findall(r"Saved search \*([^*]+)\*", TEXT)) <= saved
    panels = {
        (board["title"], panel["title"])
        for board in map(tomllib.loads, (path.read_text(encoding="utf-8") for path in (KIBANA / "dashboards").glob("*.toml")))
        for panel in board["panels"]
    }
    named = re.findall(r"Dashboard \*\*([^*]+)\*\*: \*([^*]+)\*", TEXT)
    assert len(named) == TEXT.count("Dashboard **") > 3
    assert set(named) <= panels


def _source(name: str) -> dict[str, Any]:
    return tomllib.loads((KIBANA / name).read_text(encoding="utf-8"))
