"""Sentences of Indonesian news end where a reader would end them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.relevance.sentences import spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ia tinggal di Jl. Sudirman No. 5 Jakarta.",
        "Menurut Dr. H. Agus, S.H. Wibowo, harganya Rp 1.000 per kilo.",
        "KH. Said Aqil dan Prof. Ir. Budi hadir.",
        "JAKARTA, KOMPAS.com - Presiden tiba.",
        "REPUBLIKA.CO.ID, MOSKOW -- Presiden tiba.",
        '"Kami siap, sungguh," katanya.',
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Putin tiba. Kim menunggu.", ["Putin tiba.", "Kim menunggu."]),
        ('"Kami siap." Ia menambahkan hal lain.', ['"Kami siap."', "Ia menambahkan hal lain."]),
        ("Apa benar? Ya! Begitulah.", ["Apa benar?", "Ya!", "Begitulah."]),
        ("pada dini hari.Kim Jong Un menyambut.", ["pada dini hari.", "Kim Jong Un menyambut."]),
        ("Judul kecil\n\nParagraf baru", ["Judul kecil", "Paragraf baru"]),
        ("Harganya 1.000. Lalu naik.", ["Harganya 1.000.", "Lalu naik."]),
        ("", []),
    ],
)
def test_sentences_end_at_stops_quotes_and_line_breaks(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet='aB1.?! \n"”-', max_size=60))
def test_no_letter_is_lost_and_no_sentences_overlap(text: str) -> None:
    found = spans(text)
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
