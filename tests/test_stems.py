"""Words and their stems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.stems import stem, words

FAMILIES = [
    "pertahanan pertahankan mempertahankan dipertahankan ditahan menahan",
    "tandatangan menandatangani ditandatangani penandatanganan",
    "kirim mengirim dikirim pengiriman mengirimkan kiriman",
    "menteri kementerian",
    "serangan menyerang diserang penyerangan",
    "mengecam kecaman dikecam",
    "mengerahkan dikerahkan kerahkan",
    "tanya pertanyaan pertanyakan bertanya",
    "tembak tembakan menembakkan penembakan ditembakkan",
    "luncur peluncuran meluncurkan diluncurkan",
    "bank perbankan",
    "temu bertemu pertemuan mempertemukan",
    "kuasa menguasai dikuasai penguasa kekuasaan",
    "senjata persenjataan bersenjata dipersenjatai",
    "Jumat Jum'at JUM’AT jumat",
    "Pyongyang PYONGYANG Pyong\u200byang Pyong\u00adyang",
    "André Andre ANDRE\u0301",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_words_of_a_family_have_one_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


def test_words_with_nothing_in_common_keep_apart() -> None:
    names = [
        "rusia",
        "korut",
        "korsel",
        "putin",
        "kim",
        "moskwa",
        "pyongyang",
        "seoul",
        "kiev",
        "beijing",
        "bank",
        "perang",
        "nuklir",
        "rudal",
    ]
    assert len({stem(name) for name in names}) == len(names)


def test_hyphens_slashes_and_dots_part_words() -> None:
    assert [word.stem for word in words("Rusia-Korut/KTT, Kim Jong-un_2024 kompas.com")] == [
        *("rusia", "korut", "ktt", "kim", "jong", "un", "2024", "kompas", "com"),
    ]


def test_a_word_knows_where_it_stands() -> None:
    text = "Di Pyong\u200byang, Jum’at."
    assert [text[word.start : word.end] for word in words(text)] == ["Di", "Pyong\u200byang", "Jum’at"]


@given(st.text())
def test_stems_are_letters_and_digits_only(text: str) -> None:
    for word in words(text):
        assert word.stem.isalnum()
        assert len(word.stem) <= 60


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30))
def test_case_makes_no_difference_to_latin_words(text: str) -> None:
    latin = "".join(letter for letter in text if letter.isascii())
    assert stem(latin.upper()) == stem(latin.lower())
