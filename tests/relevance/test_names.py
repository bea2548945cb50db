"""Names are found as papers print them and scrapers mangle them, and nothing else is."""

from __future__ import annotations

import pytest

from pipelines.relevance import load_topic
from pipelines.relevance.names import normalise

TOPIC = load_topic("russia_dprk")


def names(text: str) -> list[str]:
    return [mention.name.entity for mention in TOPIC.finder.find(normalise(text).text) if mention.name.side]


@pytest.mark.parametrize(
    "text",
    [
        "Kakek berusia 90 tahun",
        "BERUSIA LANJUT",
        "Belarusia dan Belarus",
        "para koruptor ditahan",
        "angin puting beliung",
        "perangkat desa",
        "Moskowitz menulis buku",
        "kota Dumai",
        "siswa yang rajin",
        "dprk kecil",
        "Pak Jong",
        "Ali Rusiadi",
    ],
)
def test_words_that_only_look_like_names_are_none(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rusia-lah yang menang", ["Rusia"]),
        ("Rusialah yang menang", ["Rusia"]),
        ("sifat ke-Rusia-an", ["Rusia"]),
        ("Rusia-Korut", ["Rusia", "Korea Utara"]),
        ("Moskow–Pyongyang", ["Moskow", "Pyongyang"]),
        ("Rusia/Korut", ["Rusia", "Korea Utara"]),
        ("AS-Rusia-Korut", ["Rusia", "Korea Utara"]),
        ("#RusiaKorut", ["Rusia", "Korea Utara"]),
        ("PUTIN DAN KIM JONG UN", ["Vladimir Putin", "Kim Jong Un"]),
        ("kim jong-un", ["Kim Jong Un"]),
        ("Kim Jong\u2011un", ["Kim Jong Un"]),
        ("Ko\u200brea U\u00adtara", ["Korea Utara"]),
        ("Korea\u00a0Utara", ["Korea Utara"]),
        ("PresidenRusia Vladimir Putintiba", ["Rusia", "Vladimir Putin"]),
        ("ibu kotaKorea Utarapada Rabu", ["Korea Utara"]),
        ("hari.Kim Jong Unmenyambut", ["Kim Jong Un"]),
        ("Ruia dan Korea utara", ["Rusia", "Korea Utara"]),
        ("Pyonyang, Pyongyyang, Pyongynag", ["Pyongyang"] * 3),
        ("MOSKWA", ["Moskow"]),
        ("DPRK", ["DPRK"]),
    ],
)
def test_names_are_found_in_every_shape_they_come_in(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_offsets_lead_back_to_the_original_text() -> None:
    text = "Di Ru\u200bsia\u00ad ada Ko\u200brea\u00a0Utara."
    normalised = normalise(text)
    quoted = [text[normalised.original(found.start) : normalised.original(found.end)] for found in TOPIC.finder.find(normalised.text)]
    assert quoted == ["Ru\u200bsia\u00ad", "Ko\u200brea\u00a0Utara"]
