"""Arguments are checked before the first request, each with one line that says what to do."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.arguments import ArgumentError, Arguments, Window, moment

NOW = datetime(2024, 6, 20, 12, tzinfo=UTC)


def test_a_day_without_a_zone_is_a_day_of_the_outlet() -> None:
    assert moment("2024-06-01", "Asia/Makassar", NOW).isoformat() == "2024-06-01T00:00:00+08:00"


def test_the_last_day_of_a_window_belongs_to_it() -> None:
    window = Arguments.parse({"since": "2024-06-01", "until": "2024-06-30"}).window("Asia/Jakarta", NOW)
    assert window.holds(datetime.fromisoformat("2024-06-30T23:59:59+07:00"))
    assert not window.holds(datetime.fromisoformat("2024-07-01T00:00:00+07:00"))
    assert window.holds(datetime.fromisoformat("2024-05-31T17:00:00+00:00"))
    assert not window.holds(datetime.fromisoformat("2024-05-31T16:59:59+00:00"))


@pytest.mark.parametrize(
    ("text", "ago"), [("45m", timedelta(minutes=45)), ("12h", timedelta(hours=12)), ("7d", timedelta(7)), ("2w", timedelta(14))]
)
def test_a_span_is_counted_from_now(text: str, ago: timedelta) -> None:
    assert moment(text, "Asia/Jakarta", NOW) == NOW - ago


def test_an_article_without_a_date_may_lie_in_any_window() -> None:
    assert Window(since=NOW).holds(None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"since": "kemarin"}, "argument since=kemarin: is not a day"),
        ({"since": "2024-02-30"}, "argument since=2024-02-30: is not a day"),
        ({"until": "01/06/2024"}, "argument until=01/06/2024: is not a day"),
        ({"since": "2024-06-30", "until": "2024-06-01"}, "since=2024-06-30 is not before until=2024-06-01"),
        ({"limit": "many"}, "argument limit=many"),
        ({"limit": "0"}, "argument limit=0"),
        ({"limit": "-3"}, "argument limit=-3"),
        ({"sicne": "2024-06-01"}, "unknown argument sicne=2024-06-01; known are since, until and limit"),
        ({"url": "not a url"}, "argument url=not a url: is not a web address"),
        ({"url": "ftp://example.org/"}, "is not a web address"),
        ({"url": "https://example.org:99999/"}, "argument url=https://example.org:99999/"),
        ({"until": "9999-12-31"}, "is not a day"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line(given: dict[str, str], said: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        Arguments.parse(given)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
