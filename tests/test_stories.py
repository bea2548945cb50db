"""Whether two texts are one story, and the fingerprints that find them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.stories.texts import load
from pipelines import stories
from pipelines.stories import Fingerprint, are_near, are_one, fingerprint, read

LAUNCH = (
    "Korea Utara menembakkan dua rudal balistik jarak pendek ke Laut Timur pada {day} pagi, kata Kepala Staf Gabungan Korea Selatan.\n"
    "Rudal diluncurkan dari {place} pukul {hour} dan terbang {range} kilometer sebelum jatuh di perairan.\n"
    "Militer meningkatkan pengawasan dan berbagi data dengan Amerika Serikat dan Jepang."
)
MONDAY = LAUNCH.format(day="Senin", place="Wonsan", hour="07.10", range="360")
FRIDAY = LAUNCH.format(day="Jumat", place="Sunan", hour="05.45", range="600")


def test_a_text_is_one_with_itself_in_capitals_and_without_punctuation() -> None:
    plain = MONDAY.upper().replace(",", "").replace("07.10", "07:10")
    assert fingerprint(plain) == fingerprint(MONDAY)
    assert are_one(read(plain), read(MONDAY))


def test_a_report_in_a_series_is_not_the_one_before_it() -> None:
    assert not are_one(read(MONDAY), read(FRIDAY))


def test_a_date_is_the_same_with_and_without_its_year() -> None:
    assert read("Rabu (19/6)").facts == read("Rabu (19/06/2024)").facts == {"rabu", "19/6"}


def test_passages_that_a_sequel_copies_do_not_make_it_a_copy() -> None:
    background = MONDAY
    sequels = [
        f"Menteri Luar Negeri Jepang memanggil duta besar Rusia. Ia menyampaikan keberatan Tokyo.\nDuta besar menolak berkomentar.\n"
        f"Parlemen Jepang membahas anggaran pertahanan baru senilai triliunan yen.\nOposisi meminta penundaan pemungutan suara.\n{background}",
        f"Bursa saham Seoul dibuka melemah. Won turun terhadap dolar dan investor asing menjual obligasi.\nAnalis menilai pasar cepat pulih.\n"
        f"Bank sentral siap menstabilkan nilai tukar bila gejolak berlanjut sampai pekan depan.\nHarga emas naik tipis.\n{background}",
    ]
    assert not are_one(*map(read, sequels))


def test_a_caption_is_nobodys_copy() -> None:
    caption = "Presiden Rusia Vladimir Putin dan pemimpin Korea Utara Kim Jong Un berjabat tangan di Pyongyang."
    assert fingerprint(caption).bands == []
    assert not are_one(read(caption), read(caption))


def test_texts_of_ten_days_apart_may_be_one_and_later_ones_not() -> None:
    first = datetime(2024, 6, 19, tzinfo=UTC)
    assert are_near(first, first + timedelta(days=10))
    assert not are_near(first + timedelta(days=10, seconds=1), first)
    assert are_near(None, first)


def test_a_fingerprint_survives_its_bytes_and_its_bands_tell_versions_apart() -> None:
    made = fingerprint(MONDAY)
    assert Fingerprint.from_bytes(made.to_bytes(), made.version) == made
    assert len(set(made.bands)) == len(made.bands) == stories.SLOTS
    assert set(made.bands).isdisjoint(Fingerprint(made.slots, made.version + 1).bands)
    assert max(made.bands) < 2**63


def test_a_fingerprint_is_what_it_was_when_its_version_was_given_out() -> None:
    """If this fails, the stems, the words that don't count or the library's hashes have changed: raise `stories.RULES`."""
    assert stories.VERSION == 1 << 8 | 2
    assert fingerprint(MONDAY).slots[:4] == (3125490656, 911354574, 1928546353, 929296132)


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    made = fingerprint(text)
    assert len(made.slots) in (0, stories.SLOTS)
    assert are_one(read(text), read(text)) in (True, False)


def test_either_module_may_be_imported_first() -> None:
    for module in ("pipelines.stories", "pipelines.archive"):
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True)


@pytest.mark.parametrize("half", ["dev", "held"])
def test_rewrites_and_copies_are_told_from_reports_of_the_same_event(half: str) -> None:
    written = load(half)
    pairs = [(one, other, are_one(read(one.body), read(other.body))) for one, other in combinations(written, 2)]
    missed = [(one.name, other.name) for one, other, joined in pairs if one.story == other.story and not joined]
    wrong = [(one.name, other.name) for one, other, joined in pairs if one.story != other.story and joined]
    together = sum(one.story == other.story for one, other, _ in pairs)
    assert len(missed) <= 0.02 * together, missed
    assert len(wrong) <= 0.02 * together, wrong


def test_candidates_with_the_same_text_share_bands() -> None:
    written = load("dev")
    bands = {each.name: set(fingerprint(each.body).bands) for each in written}
    for one, other in combinations(written, 2):
        if are_one(read(one.body), read(other.body)):
            assert bands[one.name] & bands[other.name], (one.name, other.name)
