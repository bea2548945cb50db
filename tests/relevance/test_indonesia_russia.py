"""The second topic is just a second file: it has sides of its own, finds its articles, and is not in use unless it is asked for."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipelines.items import Verdict
from pipelines.judgement import article_from_text
from pipelines.relevance import RelevanceStage, assess, load_topic
from pipelines.relevance.reading import read, terms

TOPIC = load_topic("indonesia_russia")
CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("cases_indonesia_russia.toml").read_text(encoding="utf-8"))["case"]


def is_relevant(case: dict[str, Any]) -> bool:
    return assess(article_from_text(case["title"], case["body"], "", ""), TOPIC)[0] is Verdict.RELEVANT


def sides(text: str) -> set[str]:
    return {term.side for term in terms(read("", text, TOPIC))}


def test_it_is_off_unless_the_setting_names_it() -> None:
    assert RelevanceStage.from_settings({}).topic.name == "russia_dprk"
    assert RelevanceStage.from_settings({"TOPIC": "indonesia_russia"}).topic.sides.keys() == {"indonesia", "russia"}


@pytest.mark.parametrize("kind", ["positive", "hard_negative", "easy_negative"])
def test_nearly_all_cases_of_each_kind_are_judged_as_a_reader_would(kind: str) -> None:
    cases = [case for case in CASES if case["kind"] == kind]
    wrong = [case["title"] for case in cases if is_relevant(case) is not case["relevant"]]
    assert len(cases) >= 12
    assert len(wrong) <= 2, wrong  # the weights were fitted on the other topic


@pytest.mark.parametrize(
    "text",
    [
        "Jakarta, CNN Indonesia -- Salju turun.",
        "Bank Indonesia dan Bursa Efek Indonesia tutup.",
        "Pukul 09.00 Waktu Indonesia Barat.",
        "Buku itu terbit dalam bahasa Indonesia.",
        "Timnas Indonesia menang.",
        "Mahasiswa Universitas Airlangga tiba di Bandara Soekarno-Hatta, Jakarta.",
        "Seorang turis menginap di Bali.",
        "Bab RI halaman II.",
    ],
)
def test_institutions_media_and_cities_are_no_mention_of_indonesia(text: str) -> None:
    assert sides(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Indonesia menanggapinya.",
        "Kemlu RI memanggil duta besar.",
        "Presiden Joko Widodo tiba.",
        "Airlangga memimpin delegasi.",
        "Pertamina menandatanganinya.",
    ],
)
def test_the_government_its_people_and_its_firms_are(text: str) -> None:
    assert sides(text) == {"indonesia"}


def test_the_country_on_its_own_abbreviation_counts_beside_the_other_side() -> None:
    assert sides("RI-Rusia sepakat.") == {"indonesia", "russia"}


def test_who_is_a_third_party_elsewhere_is_a_side_here() -> None:
    mentions = TOPIC.finder.find("Indonesia, RI, Prabowo, Jokowi, Joko Widodo, Korea Utara, Jepang")
    assert [mention.name.side for mention in mentions] == ["indonesia"] * 5 + [""]
