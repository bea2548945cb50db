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


# NOW is Thursday, 20 June 2024, 10.00 WIB.
FORMS = [
    # Words and abbreviations of the months, old and new.
    ("Senin, 1 Januari 2024 08:00 WIB", "2024-01-01T08:00:00+07:00"),
    ("1 Jan 2024, 08:00 WIB", "2024-01-01T08:00:00+07:00"),
    ("Kamis, 1 Pebruari 2024 08:00 WIB", "2024-02-01T08:00:00+07:00"),
    ("1 Peb 2024 08.00", "2024-02-01T08:00:00+07:00"),
    ("29 Februari 2024 08.00 WIB", "2024-02-29T08:00:00+07:00"),
    ("2 Mar 2024 | 08:00", "2024-03-02T08:00:00+07:00"),
    ("2 Maret 2024 | 08:00", "2024-03-02T08:00:00+07:00"),
    ("3 Apr. 2024 08:00", "2024-04-03T08:00:00+07:00"),
    ("4 Mei 2024 08:00", "2024-05-04T08:00:00+07:00"),
    ("4 May 2024 08:00", "2024-05-04T08:00:00+07:00"),
    ("5 Jun 2024 08:00", "2024-06-05T08:00:00+07:00"),
    ("6 Jul 2023 08:00", "2023-07-06T08:00:00+07:00"),
    ("7 Ags 2023 08:00", "2023-08-07T08:00:00+07:00"),
    ("7 Agst 2023 08:00", "2023-08-07T08:00:00+07:00"),
    ("7 Agu 2023 08:00", "2023-08-07T08:00:00+07:00"),
    ("8 Sept 2023 08:00", "2023-09-08T08:00:00+07:00"),
    ("9 Okt 2023 08:00", "2023-10-09T08:00:00+07:00"),
    ("10 Nop 2023 08:00", "2023-11-10T08:00:00+07:00"),
    ("11 Des 2023 08:00", "2023-12-11T08:00:00+07:00"),
    ("11 DESEMBER 2023 08:00 WIB", "2023-12-11T08:00:00+07:00"),
    ("11-Des-2023 08:00", "2023-12-11T08:00:00+07:00"),
    ("11-Dec-2023", "2023-12-11"),
    # Weekdays, with every apostrophe, and what stands before the date.
    ("Jum'at, 21 Juni 2019 21:30 WIB", "2019-06-21T21:30:00+07:00"),
    ("Jum’at, 21 Juni 2019 21:30 WIB", "2019-06-21T21:30:00+07:00"),
    ("Jumat Legi, 21 Juni 2019 21:30 WIB", "2019-06-21T21:30:00+07:00"),
    ("Ahad , 23 Jun 2019, 21:30 WIB", "2019-06-23T21:30:00+07:00"),
    ("Minggu 23 Juni 2019 - 21:30", "2019-06-23T21:30:00+07:00"),
    ("Sel, 18/06/2024 21:30", "2024-06-18T21:30:00+07:00"),
    ("Diterbitkan pada: Selasa, 18 Juni 2024 pukul 21.30 WIB", "2024-06-18T21:30:00+07:00"),
    ("Tayang Selasa, 18 Juni 2024 | 21.30 WIB", "2024-06-18T21:30:00+07:00"),
    ("Jakarta, 18 Juni 2024 21.30 WIB", "2024-06-18T21:30:00+07:00"),
    ("Posted on 18 Juni 2024 by admin", "2024-06-18"),
    ("12 Zulhijah 1445 H / 18 Juni 2024 M", "2024-06-18"),
    # Clocks: separators, prefixes, glue.
    ("18 Juni 2024 Pkl. 21.30 WIB", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 2024 Pkl 21:30:45 WIB", "2024-06-18T21:30:45+07:00"),
    ("18 Juni 2024, jam 21.30", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 2024 21 : 30 WIB", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 2024 @ 21:30", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 2024 • 21:30 WIB", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 2024 / 21:30 WIB", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 2024(21:30 WIB)", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 2024 | 21.30WIB", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 202421:30 WIB", "2024-06-18T21:30:00+07:00"),
    ("Selasa,18 Juni 2024|21:30 WIB", "2024-06-18T21:30:00+07:00"),
    ("18Juni2024 21:30", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 2024 pukul 21 WIB", "2024-06-18T21:00:00+07:00"),
    ("18 Juni 2024 00:00 WIB", "2024-06-18T00:00:00+07:00"),
    ("18 Juni 2024 23:59:60 WIB", "2024-06-18T23:59:59+07:00"),
    ("21.30 WITA - 18 Juni 2024", "2024-06-18T21:30:00+08:00"),
    ("08:15 WIT | Selasa, 18 Juni 2024", "2024-06-18T08:15:00+09:00"),
    ("18 Juni 2024 21:30 - 3 menit baca", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 2024 08.00-10.00 WIB", "2024-06-18T08:00:00+07:00"),
    ("18 Juni 2024 | 2.30 menit baca", "2024-06-18"),
    ("18 Juni 2024, 12.50 persen", "2024-06-18"),
    # Twelve hours, in English and in Indonesian.
    ("18 Juni 2024 7:30 AM", "2024-06-18T07:30:00+07:00"),
    ("18 Juni 2024 12:05 am", "2024-06-18T00:05:00+07:00"),
    ("18 Juni 2024 12:05 p.m.", "2024-06-18T12:05:00+07:00"),
    ("18 Juni 2024 21:30 PM", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 2024 pukul 7.30 pagi", "2024-06-18T07:30:00+07:00"),
    ("18 Juni 2024 pukul 1.30 siang", "2024-06-18T13:30:00+07:00"),
    ("18 Juni 2024 pukul 11.30 siang", "2024-06-18T11:30:00+07:00"),
    ("18 Juni 2024 pukul 4.30 sore WIB", "2024-06-18T16:30:00+07:00"),
    ("18 Juni 2024 pukul 6.15 petang", "2024-06-18T18:15:00+07:00"),
    ("18 Juni 2024 pukul 7.30 malam WITA", "2024-06-18T19:30:00+08:00"),
    ("18 Juni 2024 pukul 19.30 malam", "2024-06-18T19:30:00+07:00"),
    ("18 Juni 2024 pukul 12.15 malam", "2024-06-18T00:15:00+07:00"),
    ("18 Juni 2024 pukul 2.30 dini hari", "2024-06-18T02:30:00+07:00"),
    ("Selasa (18/6/2024) malam pukul 7.30 WIB", "2024-06-18T19:30:00+07:00"),
    ("18 Juni 2024 pukul 8 malam", "2024-06-18T20:00:00+07:00"),
    # Numbers.
    ("18/06/2024 21:30", "2024-06-18T21:30:00+07:00"),
    ("18-06-2024 21:30 WIB", "2024-06-18T21:30:00+07:00"),
    ("18.06.2024 21:30", "2024-06-18T21:30:00+07:00"),
    ("18 / 6 / 2024", "2024-06-18"),
    ("Selasa (18/6/24)", "2024-06-18"),
    ("Selasa, 18.06.24", "2024-06-18"),
    ("18/06/24 | 21:30", "2024-06-18T21:30:00+07:00"),
    ("Friday, 06/07/2024", "2024-06-07"),
    ("Jumat, 07/06/2024", "2024-06-07"),
    ("06/07/2023", "2023-07-06"),
    ("2024/06/18 21:30:15", "2024-06-18T21:30:15+07:00"),
    ("2024-06-18, pukul 21.30 WITA", "2024-06-18T21:30:00+08:00"),
    ("2024-06-18", "2024-06-18"),
    ("18 Jun '24 21:30", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 98", "1998-06-18"),
    # English, month first.
    ("Tuesday, June 18, 2024 - 21:30", "2024-06-18T21:30:00+07:00"),
    ("Jun 18 2024 9:30PM", "2024-06-18T21:30:00+07:00"),
    ("Juni 18, 2024", "2024-06-18"),
    ("Jun-18-2024", "2024-06-18"),
    ("June 18th, 2024 at 9:30 pm", "2024-06-18T21:30:00+07:00"),
    ("18th of June 2024", None),
    ("Tue, 18 Jun 2024 14:30:00 GMT", "2024-06-18T14:30:00+00:00"),
    ("Tue, 18 Jun 2024 10:30:00 -0400", "2024-06-18T10:30:00-04:00"),
    # What templates write.
    ("2024-06-18T14:30:00Z", "2024-06-18T14:30:00+00:00"),
    ("2024-06-18T21:30:00+07", "2024-06-18T21:30:00+07:00"),
    ("2024-06-18T21:30:00.123456+07:00", "2024-06-18T21:30:00+07:00"),
    ("2024-06-18T21:30+0700", "2024-06-18T21:30:00+07:00"),
    ("2024-06-18T10:30:00-04:00", "2024-06-18T10:30:00-04:00"),
    ("2024-06-18 21:30:00 WITA", "2024-06-18T21:30:00+08:00"),
    ("2024-06-18 21:30:00 (UTC+8)", "2024-06-18T21:30:00+08:00"),
    ("20240618T213000+0700", "2024-06-18T21:30:00+07:00"),
    ("20240618 213000", "2024-06-18T21:30:00+07:00"),
    ("20240618", "2024-06-18"),
    ("1718721000", "2024-06-18T14:30:00+00:00"),
    ("1718721000000", "2024-06-18T14:30:00+00:00"),
    ("1718721000.0", "2024-06-18T14:30:00+00:00"),
    ("/Date(1718721000000)/", "2024-06-18T14:30:00+00:00"),
    ("18 Juni 2024 21:30 WIB (GMT+7)", "2024-06-18T21:30:00+07:00"),
    ("18 Juni 2024 21:30 UTC +9", "2024-06-18T21:30:00+09:00"),
    # Counted from now.
    ("baru saja", "2024-06-20T10:00:00+07:00"),
    ("Baru saja tayang", "2024-06-20T10:00:00+07:00"),
    ("beberapa detik lalu", "2024-06-20T10:00:00+07:00"),
    ("30 detik yang lalu", "2024-06-20T09:59:30+07:00"),
    ("5 mnt lalu", "2024-06-20T09:55:00+07:00"),
    ("setengah jam yang lalu", "2024-06-20T09:30:00+07:00"),
    ("sejam yang lalu", "2024-06-20T09:00:00+07:00"),
    ("dua jam lalu", "2024-06-20T08:00:00+07:00"),
    ("dua belas menit lalu", "2024-06-20T09:48:00+07:00"),
    ("1 jam 20 menit lalu", "2024-06-20T08:40:00+07:00"),
    ("an hour ago", "2024-06-20T09:00:00+07:00"),
    ("Tayang 3 jam lalu", "2024-06-20T07:00:00+07:00"),
    ("sehari lalu", "2024-06-19"),
    ("tiga hari yang lalu", "2024-06-17"),
    ("seminggu lalu", "2024-06-13"),
    ("2 pekan silam", "2024-06-06"),
    ("a day ago", "2024-06-19"),
    ("setahun lalu", "2023-06-21"),
    ("kemarin, 19:30 WIB", "2024-06-19T19:30:00+07:00"),
    ("Kemarin pukul 7.30 malam", "2024-06-19T19:30:00+07:00"),
    ("19.30 WITA, kemarin", "2024-06-19T19:30:00+08:00"),
    ("hari ini, 08.10 WIB", "2024-06-20T08:10:00+07:00"),
    ("Yesterday, 14:05", "2024-06-19T14:05:00+07:00"),
    ("kemarin", "2024-06-19"),
    ("Hari ini", "2024-06-20"),
    ("Kemarin lusa, 08.00", "2024-06-18T08:00:00+07:00"),
    # Datelines.
    ("Rabu malam (19/6)", "2024-06-19"),
    ("Jumat, (21/6)", "2023-06-21"),
]

NO_DATES = [
    *("30 Februari 2024", "31 April 2024 08:00 WIB", "29 Februari 2023", "0 Juni 2024", "00/00/0000", "0000-00-00 00:00:00"),
    *("18 Juni 2024 25:61", "18 Juni 2024 24:30", "2024-13-45", "2024-06-31", "1970-01-01T00:00:00Z", "-0001-11-30T00:00:00+00:00"),
    *("25:61", "21:30 WIB", "1/2", "(1/2)", "Bagian (1/2)", "2-1", "Skor akhir 2-1", "Persib menang 3-2 (2-1)", "3/4 lapangan"),
    *("versi 10.12.24", "v1.2.2024", "Android versi 12.1.2024", "iOS 17.5.1", "192.168.10.24", "10.12.20.24"),
    *("0812-3456-7890", "+62 812-10-12-2024", "Telp. 021-5790-1024", "(021) 12-12-12-12", "3271012304560001"),
    *("Rp 12.500", "Rp 12.500.000", "Rp1.06.2024", "US$ 1,5 miliar", "12.500 dibaca", "1.999 kali", "10.12.24"),
    *("Juni 2024", "Rabu", "Kamis 20 Juni", "Tahun 2024", "2024", "Copyright 2024", "10 Besar 2024", "Pasal 5 2024", "Piala Dunia 2026"),
    *("12 Juni 24 jam penuh", "Harga emas hari ini", "Berita hari ini", "yang baru saja terjadi", "lalu", "jam lalu", "dulu", "3 jam"),
    *("Rabu (32/6)", "Rabu (19/13)", "minggu lalu", "tahun lalu", "1,5 jam lalu", "Halaman 1/2/3", "12/2024", "abc", "-", "N/A", "null"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_every_form_of_a_date_is_read(text: str, expected: str | None) -> None:
    assert written(text) == expected


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_or_could_be_several_is_none(text: str) -> None:
    assert read(text, "Asia/Jakarta", NOW) is None


@pytest.mark.parametrize(
    ("text", "utc", "relative"),
    [("2024-06-18T14:30:00Z", True, False), ("3 jam lalu", False, True), ("18 Juni 2024 21:30 WIB", False, False)],
)
def test_a_moment_says_how_it_was_given(text: str, utc: bool, relative: bool) -> None:
    moment = read(text, "Asia/Jakarta", NOW)
    assert moment is not None
    assert (moment.utc, moment.relative) == (utc, relative)


def test_a_long_text_is_not_searched_to_its_end() -> None:
    assert read("kata " * 60 + "19 Juni 2024", "Asia/Jakarta", NOW) is None


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
