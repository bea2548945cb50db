"""Datelines: what the first paragraph begins with is read as printed, and no other first words are taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from pipelines.extraction.dateline import DATA, dateline, load

HERE = Path(__file__).parent / "data"
SITE = ("wartauji", "wartaujicoid")


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if not line.startswith("# ")]


TRUE = [line.split("\t") for line in _lines("datelines.tsv")]
FALSE = _lines("not_datelines.txt")


@pytest.mark.parametrize(("expected", "following"), TRUE)
def test_a_dateline_is_read_as_printed(expected: str, following: str) -> None:
    assert dateline(expected + following + "\nParagraf kedua dari berita ini.", SITE) == expected


@pytest.mark.parametrize("opening", FALSE)
def test_other_openings_have_no_dateline(opening: str) -> None:
    assert dateline(opening, SITE) == ""


@pytest.mark.parametrize("space", ["\xa0", "\u2009", "  ", "\u200b ", "\t"])
@pytest.mark.parametrize("dash", ["-", "--", "–", "—", "―", "---"])
def test_any_space_and_dash_close_a_dateline(space: str, dash: str) -> None:
    assert dateline(f"Moskow (ANTARA){space}{dash}{space}Presiden Rusia menerima tamu dari Pyongyang.", SITE) == "Moskow (ANTARA)"


@pytest.mark.parametrize("name", ["Warta Uji", "WARTA UJI", "WartaUji", "warta-uji.co.id"])
def test_the_sites_own_name_needs_no_entry_in_the_data(name: str) -> None:
    opening = f"{name} - Bupati membuka pasar murah di lapangan kecamatan."
    assert dateline(opening, SITE) == name
    assert dateline(opening, ()) == (name if "." in name or name.isupper() else "")


def test_a_dateline_on_a_line_of_its_own_is_found_with_and_without_its_dash() -> None:
    below = "\nMenteri Luar Negeri bertolak ke Wina pada Rabu malam."
    assert dateline("Jakarta, CNN Indonesia --" + below, SITE) == "Jakarta, CNN Indonesia"
    assert dateline("Jakarta, CNN Indonesia" + below, SITE) == "Jakarta, CNN Indonesia"


def test_a_reporters_line_before_the_dateline_is_passed_over() -> None:
    body = "Laporan Wartawan Tribunnews, Budi Santoso TRIBUNNEWS.COM, JAKARTA - Presiden meminta anggaran segera diserap."
    assert dateline(body, SITE) == "TRIBUNNEWS.COM, JAKARTA"


@pytest.mark.parametrize(
    "body", ["", "\n", "-" * 5000, "(" * 5000, "Jakarta, " * 2000, "A-" * 5000, "Jakarta (" * 900 + " - Presiden tiba"]
)
def test_bodies_that_are_no_prose_have_no_dateline(body: str) -> None:
    assert dateline(body, SITE) == ""


def test_a_data_file_with_an_unknown_entry_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "dateline.toml"
    path.write_text(DATA.read_text(encoding="utf-8").replace("companies =", "firms ="), encoding="utf-8")
    with pytest.raises(ValidationError, match="firms"):
        load(path)


REST = "Tiga tahun warga menyisihkan seribu rupiah setiap hari untuk membeli ambulans."


@pytest.mark.parametrize(
    ("expected", "closed"),
    [
        ("SOLO, WU", " – "),
        ("Condet, WU", " — "),
        ("PAINAN, WU", " - "),
        ("SLEMAN, WARTA UJI LERENG", " - "),
        ("LANGGUR, WARTA UJI", ". "),
        ("POLEWALI", ". "),
        ("Ba'a", " - "),
    ],
)
def test_small_towns_and_the_sites_initials_make_a_dateline(expected: str, closed: str) -> None:
    assert dateline(f"{expected}{closed}{REST}", ("wartauji", "wartaujilerengmerapi")) == expected


@pytest.mark.parametrize("opening", ["SOLO, KPK - ", "WU - ", "Budi, AS - ", "DPR. ", "Bandung. ", "SATU. "])
def test_other_initials_and_full_stops_make_none(opening: str) -> None:
    assert dateline(opening + REST, SITE) == ""
