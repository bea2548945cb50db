"""Times as feeds and sitemaps write them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources.times import month_number, read_time

NOW = datetime(2024, 6, 20, tzinfo=UTC)
DATES = Path(__file__).parents[3].parent / "shared/data/dates-dev.jsonl"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-06-19", "2024-06-19T00:00:00+07:00"),
        ("2024-06-19T12:30", "2024-06-19T12:30:00+07:00"),
        ("2024-06-19T12:30:15+07:00", "2024-06-19T12:30:15+07:00"),
        ("2024-06-19T12:30:15.123Z", "2024-06-19T12:30:15+00:00"),
        ("2024-06-19T12:30:15+0700", "2024-06-19T12:30:15+07:00"),
        ("2024-06-19T12:30:15.000000000+08:00", "2024-06-19T12:30:15+08:00"),
        ("2024-06-19 12:30:15", "2024-06-19T12:30:15+07:00"),
        ("2024-06-19 12:30:15 WITA", "2024-06-19T12:30:15+08:00"),
        ("2024-06-19 12:30:15 UTC", "2024-06-19T12:30:15+00:00"),
        ("2024/6/9 2:30", "2024-06-09T02:30:00+07:00"),
        ("2023-11-02T20-59-53Z", "2023-11-02T20:59:53+00:00"),
        ("20240619T123015Z", "2024-06-19T12:30:15+00:00"),
        ("20240619", "2024-06-19T00:00:00+07:00"),
        ("Wed, 19 Jun 2024 12:30:15 +0700", "2024-06-19T12:30:15+07:00"),
        ("Wed, 19 Jun 2024 12:30:15 +07:00", "2024-06-19T12:30:15+07:00"),
        ("Wed, 19 Jun 2024 12:30:15 GMT", "2024-06-19T12:30:15+00:00"),
        ("Wed, 19 Jun 2024 12:30:15 GMT+7", "2024-06-19T12:30:15+07:00"),
        ("Wed, 19 Jun 2024 12:30:15 GMT+0700 (Western Indonesia Time)", "2024-06-19T12:30:15+07:00"),
        ("Wed Jun 19 2024 12:30:15 GMT+0700 (WIB)", "2024-06-19T12:30:15+07:00"),
        ("Wed Jun 19 12:30:15 2024", "2024-06-19T12:30:15+07:00"),
        ("Wed Jun 19 12:30:15 WIB 2024", "2024-06-19T12:30:15+07:00"),
        ("Wed,19 Jun 2024 12:30:15 WIB", "2024-06-19T12:30:15+07:00"),
        ("19 Jun 24 12:30 EST", "2024-06-19T12:30:00-05:00"),
        ("Wednesday, 19-Jun-24 12:30:15 GMT", "2024-06-19T12:30:15+00:00"),
        ("Wed, 19 Jun 2024 24:00:00 +0700", "2024-06-20T00:00:00+07:00"),
        ("Wed, 19 Jun 2024 12:30:60 +0700", "2024-06-19T12:30:59+07:00"),
        ("Wed, 19 Jun 2024", "2024-06-19T00:00:00+07:00"),
        ("Rabu, 19 Juni 2024 12:30:15 +0700", "2024-06-19T12:30:15+07:00"),
        ("Rab, 19 Jun 2024 12:30:15", "2024-06-19T12:30:15+07:00"),
        ("Rabu, 19 Juni 2024 | 23:30 WIB", "2024-06-19T23:30:00+07:00"),
        ("Rabu, 19 Juni 2024 - 09.05 WIT", "2024-06-19T09:05:00+09:00"),
        ("Jum'at, 5 Pebruari 2021 07:00 WIB", "2021-02-05T07:00:00+07:00"),
        ("Ahad, 7 Nopember 2021 07:00", "2021-11-07T07:00:00+07:00"),
        ("5 Agt 2022 10:15", "2022-08-05T10:15:00+07:00"),
        ("17 Mei 2023, 10:15 WIB", "2023-05-17T10:15:00+07:00"),
        ("Minggu, 02 Feb 202502.00 WIB", None),
        ("Minggu, 04 Feb 202402.00 WIB", "2024-02-04T02:00:00+07:00"),
        ("June 19, 2024 3:04 pm", "2024-06-19T15:04:00+07:00"),
        ("19/06/2024 12:30", "2024-06-19T12:30:00+07:00"),
        ("06/19/2024 12:30", "2024-06-19T12:30:00+07:00"),
        ("03-04-2024", "2024-04-03T00:00:00+07:00"),
        ("Sat, 01 Jan 00 01:00:00 +0000", "2000-01-01T01:00:00+00:00"),
        ("Fri, 01 Jan 99 01:00:00 +0000", "1999-01-01T01:00:00+00:00"),
        ("1718775015", "2024-06-19T05:30:15+00:00"),
        ("1718775015000", "2024-06-19T05:30:15+00:00"),
        (1718775015, "2024-06-19T05:30:15+00:00"),
        ("Wed, 19 Jun 2024 12:30:15 XYZ", "2024-06-19T12:30:15+07:00"),
        ("Wed, 19 Jun 2024 12:30:15 +9900", "2024-06-19T12:30:15+07:00"),
        ("  \n 2024-06-19\t", "2024-06-19T00:00:00+07:00"),
    ],
)
def test_a_time_is_read_as_it_was_meant(text, iso):
    value = read_time(text, now=NOW)
    assert (value and value.replace(microsecond=0).isoformat()) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kemarin",
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "1970-01-01",
        "0001-01-01T00:00:00Z",
        "0000-00-00 00:00:00",
        "30 Feb 2024 10:00",
        "2024-13-40",
        "2024-06-19T77:00:00Z",
        "2030-01-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "2024-06",
        "2024",
        "99999999999",
        None,
        True,
        [],
        float("nan"),
    ],
)
def test_what_is_no_possible_time_is_none(text):
    assert read_time(text, now=NOW) is None


def test_a_time_up_to_a_day_ahead_is_believed_because_zones_are_often_wrong():
    assert read_time("2024-06-20T20:00:00Z", now=NOW) is not None
    assert read_time("2024-06-21T00:00:01Z", now=NOW) is None


def test_a_time_without_a_zone_is_the_outlets():
    assert read_time("2024-06-19 10:00", "Asia/Makassar", NOW) == datetime(2024, 6, 19, 2, tzinfo=UTC)


def test_month_names_of_both_languages_are_known():
    assert [month_number(name) for name in ("Mei", "may", "OKTOBER", "Des", "rabu")] == [5, 5, 10, 12, None]


@given(st.text() | st.binary().map(repr) | st.integers() | st.floats())
def test_arbitrary_text_is_a_possible_time_or_none(text):
    value = read_time(text, now=NOW)
    assert value is None or (value.tzinfo is not None and value.year >= 1989)


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2024, 6, 19)),
    st.sampled_from(["%a, %d %b %Y %H:%M:%S +0000", "%Y-%m-%dT%H:%M:%SZ", "%d %B %Y %H.%M.%S GMT", "%Y-%m-%d %H:%M:%S UTC"]),
)
def test_a_written_time_comes_back(moment, form):
    assert read_time(moment.strftime(form), now=NOW) == moment.replace(microsecond=0, tzinfo=UTC)


@pytest.mark.skipif(not DATES.exists(), reason="the recorded dates are not here")
def test_recorded_absolute_times_are_never_read_wrongly():
    rows = [json.loads(line) for line in DATES.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row.get("iso") and row["kind"] == "absolute" and "T" in row["iso"]]
    wrong = [
        (row["text"], row["iso"], str(value))
        for row in rows
        if (value := read_time(row["text"], now=datetime(2027, 1, 1, tzinfo=UTC)))
        and value.isoformat() != datetime.fromisoformat(row["iso"]).isoformat()
    ]
    assert rows and not wrong
