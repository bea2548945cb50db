"""Dates: what Indonesian papers print as a date is the moment they mean."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.dates import read, read_anything

NOW = datetime(2024, 6, 20, 3, 0, tzinfo=UTC)
SHARED = Path(__file__).parents[3] / "shared" / "data" / "dates-dev.jsonl"


def shared_dates() -> list[dict[str, str]]:
    return [json.loads(line) for line in SHARED.read_text(encoding="utf-8").splitlines()] if SHARED.exists() else []


def written(text: str, zone: str = "Asia/Jakarta") -> str | None:
    """What is read from `text`, as ISO 8601; only the day where no clock was given."""
    moment = read(text, zone, NOW)
    if moment is None:
        return None
    return moment.value.isoformat() if moment.clock else moment.value.date().isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rabu, 19 Juni 2024 | 23:30 WIB", "2024-06-19T23:30:00+07:00"),
        ("Jum'at, 3 Nopember 2023 | 9.05 WITA", "2023-11-03T09:05:00+08:00"),
        ("Jumat, 3 Pebruari 2023 21:30:15 WIT", "2023-02-03T21:30:15+09:00"),
        ("Ahad, 5 Agt 2024, pukul 07.15 WIB", "2024-08-05T07:15:00+07:00"),
        ("Sabtu 5 Juli 202502.00 WIB", "2025-07-05T02:00:00+07:00"),
        ("Selasa, 18/06/24 22.05", "2024-06-18T22:05:00+07:00"),
        ("21:30 WIB, 19 Juni 2024", "2024-06-19T21:30:00+07:00"),
        ("Pukul 21.30, Rabu 19 Juni 2024", "2024-06-19T21:30:00+07:00"),
        ("Rabu, 19 Juni 2024 - 21:30 Waktu Indonesia Tengah", "2024-06-19T21:30:00+08:00"),
        ("Rabu, 19 Jun 2024 19:12 GMT+7", "2024-06-19T19:12:00+07:00"),
        ("2024-06-19T14:30:00.000Z", "2024-06-19T14:30:00+00:00"),
        ("2023-11-02T20-59-53Z", "2023-11-02T20:59:53+00:00"),
        ("2016-02-23 T16:00:20Z", "2016-02-23T16:00:20+00:00"),
        ("2016-02-16T13:01:52+0700", "2016-02-16T13:01:52+07:00"),
        ("20240619213000", "2024-06-19T21:30:00+07:00"),
        ("1718807400", "2024-06-19T14:30:00+00:00"),
        ("June 19, 2024 9:30 pm", "2024-06-19T21:30:00+07:00"),
        ("19 Juni 2024 24:00 WIB", "2024-06-20T00:00:00+07:00"),
        ("Kompas.com - 19/06/2024, 21:30 WIB", "2024-06-19T21:30:00+07:00"),
        ("Kemarin, 14:05 WIB", "2024-06-19T14:05:00+07:00"),
        ("Hari ini 08.10", "2024-06-20T08:10:00+07:00"),
        ("3 jam yang lalu", "2024-06-20T07:00:00+07:00"),
        ("sejam lalu", "2024-06-20T09:00:00+07:00"),
        ("45 menit lalu", "2024-06-20T09:15:00+07:00"),
        ("2 hari yang lalu", "2024-06-18"),
        ("5 hours ago", "2024-06-20T05:00:00+07:00"),
        ("Rabu (19/6)", "2024-06-19"),
        ("Kamis (21/12)", "2023-12-21"),
        ("January 23, 2025", "2025-01-23"),
        ("12/25/2024", "2024-12-25"),
        ("19 Juni 2024 1.999 kali dibaca", "2024-06-19"),
        ("Rabu (4/11/205)", None),
        ("Kamis 12 Juni", None),
        ("32 Januari 2024", None),
        ("30 Februari 2024 10:00", None),
        ("10 Besar 2024", None),
        ("Indeks berita", None),
        ("", None),
    ],
)
def test_a_printed_date_is_read(text: str, expected: str | None) -> None:
    assert written(text) == expected


@pytest.mark.skipif(not SHARED.exists(), reason="the shared dates are not here")
@pytest.mark.parametrize("entry", shared_dates(), ids=lambda entry: str(entry["id"]))
def test_a_date_of_the_shared_list_is_read(entry: dict[str, str]) -> None:
    year = int(entry.get("reference_year") or 2026)
    moment = read(entry["text"], "Asia/Jakarta", datetime(year, 12, 31, tzinfo=UTC))
    if entry["kind"] == "relative":
        assert moment is not None
        assert moment.value.year <= year
        return
    read_as = None if moment is None else moment.value.isoformat() if moment.clock else moment.value.date().isoformat()
    assert read_as == entry["iso"]


def test_a_zone_that_the_text_does_not_state_is_the_publishers() -> None:
    assert written("19 Juni 2024 21:30", "Asia/Jayapura") == "2024-06-19T21:30:00+09:00"


def test_what_no_pattern_knows_is_left_to_dateparser() -> None:
    moment = read_anything("Wed Jun 19 21:30:00 2024", "Asia/Jakarta", NOW)
    assert moment is not None
    assert moment.value.isoformat() == "2024-06-19T21:30:00+07:00"


def test_a_moment_keeps_the_text_it_was_read_from() -> None:
    moment = read("  Rabu,\u00a019 Juni 2024 |\n 23:30 WIB ", "Asia/Jakarta", NOW)
    assert moment is not None
    assert moment.text == "Rabu, 19 Juni 2024 | 23:30 WIB"


@given(st.text(alphabet="0123456789:./-+TZ ,|() JanFebruariMeiWIBlalujam", max_size=60))
def test_no_text_stops_the_reader(text: str) -> None:
    moment = read(text, "Asia/Jakarta", NOW)
    assert moment is None or moment.value.tzinfo is not None


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2030, 1, 1)))
def test_every_moment_that_a_paper_prints_is_read_back(moment: datetime) -> None:
    months = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
    printed = f"{moment.day} {months[moment.month - 1]} {moment.year} {moment.hour:02}.{moment.minute:02} WIB"
    expected = moment.replace(second=0, microsecond=0).isoformat() + "+07:00"
    assert written(printed) == expected
