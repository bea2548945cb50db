"""The passage shown for a hit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive.highlight import CLOSE, OPEN, PASSAGE_CHARS, highlight
from pipelines.stems import stem

FILLER = "Cuaca cerah di Bandung hari ini. " * 30


def test_every_form_of_the_word_is_marked_as_the_text_has_it() -> None:
    assert highlight("", "Rusia-Korut menandatangani pakta; pakta itu DITANDATANGANI Rabu.", {stem("penandatanganan"), "korut"}) == (
        "Rusia-[[Korut]] [[menandatangani]] pakta; pakta itu [[DITANDATANGANI]] Rabu."
    )


def test_the_passage_with_most_different_words_is_taken_from_its_sentence() -> None:
    body = f"Putin, Putin dan Putin. {FILLER}Presiden Putin menemui Kim di Pyongyang. {FILLER}"
    passage = highlight("", body, {"putin", "kim", "pyongyang"})
    assert passage.startswith("… Presiden [[Putin]] menemui [[Kim]] di [[Pyongyang]]. Cuaca")
    assert passage.endswith(" …")


def test_the_title_is_shown_if_only_it_matches() -> None:
    assert highlight("Putin ke Pyongyang", FILLER, {"putin"}) == "[[Putin]] ke Pyongyang"


def test_without_matches_it_is_the_beginning() -> None:
    passage = highlight("Judul", FILLER, set())
    assert passage.startswith("Cuaca cerah di Bandung hari ini. Cuaca")
    assert passage.endswith(" …")
    assert highlight("Judul", "Pendek.", set()) == "Pendek."
    assert highlight("Judul", "", {"judul"}) == "[[Judul]]"


def test_paragraphs_are_joined_by_a_space() -> None:
    assert highlight("", "Satu.\n\nDua\tkorut.", {"korut"}) in ("… Dua [[korut]].", "Satu. Dua [[korut]].")


@given(st.text(st.sampled_from("ab .\n-Putin"), max_size=2000), st.sets(st.sampled_from(["a", "b", "putin", "ab"]), min_size=1))
def test_the_passage_is_a_piece_of_the_text_of_about_the_right_length(body: str, stems: set[str]) -> None:
    passage = highlight("", body, stems)
    plain = passage.replace(OPEN, "").replace(CLOSE, "").removeprefix("… ").removesuffix(" …")
    assert plain in " ".join(body.split())
    assert len(plain) <= PASSAGE_CHARS + 60
    assert passage.count(OPEN) == passage.count(CLOSE)
