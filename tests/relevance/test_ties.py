"""A sentence may tie the sides by what stands around it."""

from __future__ import annotations

import pytest

from pipelines.relevance import load_topic
from pipelines.relevance.reading import read
from pipelines.relevance.ties import ties

TOPIC = load_topic("russia_dprk")
MET = "Vladimir Putin bertemu Kim Jong Un di Vladivostok."


def last_tie(title: str, *sentences: str) -> float:
    """What the last sentence is worth."""
    fields = read(title, "\n".join(sentences), TOPIC)
    last = fields[1].sentences[-1]
    return next((tie.link.strength for tie in ties(*fields, TOPIC) if tie.said is last), 0.0)


def test_both_countries_are_the_two_that_met() -> None:
    assert last_tie("", MET, "Kedua negara sepakat menambah perdagangan.") >= 0.7


@pytest.mark.parametrize(
    "between",
    [
        ("Prabowo berbincang pula dengan Putin.", "Kedua pemimpin membahas perdagangan bebas."),
        ("Prabowo berbincang pula dengan Putin, dan kedua pemimpin membahas perdagangan bebas.",),
    ],
)
def test_the_two_are_others_where_someone_else_was_named_last(between: tuple[str, ...]) -> None:
    assert last_tie("", MET, *between) < 0.45


def test_who_only_tells_of_it_is_not_taken_for_one_of_the_two() -> None:
    assert last_tie("", MET, "Seoul menyatakan cemas.", "Kedua negara sepakat menambah perdagangan.") >= 0.7


def test_that_country_is_the_one_named_last() -> None:
    assert last_tie("", "Korea Utara kekurangan gandum.", "Negara itu menerima kiriman gandum dari Rusia.") >= 0.7
    assert last_tie("", "Korea Utara kekurangan gandum.", "China keberatan.", "Negara itu mengirim minyak, kata Rusia.") < 0.45


def test_what_someone_calls_its_own_is_not_the_other_side() -> None:
    assert last_tie("", "Pelatih Korea Utara memuji pemain.", "Pelatih Rusia mengakui timnya kalah stamina.") < 0.7
