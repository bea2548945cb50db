"""The REST API of WordPress: addresses and answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources import SourceKind, parse, wordpress

from .documents import NOW, SITE, urls

API = f"{SITE}/wp-json/wp/v2/posts?per_page=100&page=1"


def post(number: int = 1, **fields) -> dict:
    return {
        "id": number,
        "date": "2024-06-19T12:30:15",
        "date_gmt": "2024-06-19T05:30:15",
        "modified_gmt": "2024-06-19T06:00:00",
        "link": f"{SITE}/politik/{number}/judul/",
        "title": {"rendered": f"Rusia &#038; Korut &#8220;{number}&#8221;"},
    } | fields


def read(answer, **options):
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return wordpress.parse(body, API, now=NOW, **options)


def test_posts_become_links_with_their_times_in_utc():
    link = read([post(7)]).links[0]
    assert (link.url, link.title, link.source) == (f"{SITE}/politik/7/judul/", "Rusia & Korut “7”", API)
    assert link.published_at == datetime(2024, 6, 19, 5, 30, 15, tzinfo=UTC)
    assert link.modified_at == datetime(2024, 6, 19, 6, tzinfo=UTC)


@pytest.mark.parametrize("gmt", [None, "0000-00-00T00:00:00", "-0001-11-30T00:00:00", ""])
def test_a_missing_gmt_time_is_made_of_the_local_one(gmt):
    assert read([post(date_gmt=gmt)], timezone="Asia/Jakarta").links[0].published_at == datetime(2024, 6, 19, 5, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize("broken", [None, 5, "x", [], {}, {"id": 3}, {"link": None}, {"link": "javascript:1"}, {"link": "http://["}])
def test_one_broken_post_keeps_the_others(broken):
    listing = read([post(1), broken, post(2)])
    assert len(listing.links) == 2
    assert listing.warnings == ("a post without an address is left out",)


@pytest.mark.parametrize("title", [None, 5, {}, {"rendered": None}, "Judul polos"])
def test_an_unusual_title_is_no_error(title):
    assert read([post(title=title)]).links[0].title == ("Judul polos" if title == "Judul polos" else "")


@pytest.mark.parametrize(
    ("answer", "warning"),
    [
        ({"code": "rest_no_route", "message": "x", "data": {"status": 404}}, "the WordPress API answers rest_no_route"),
        ({"code": "rest_post_invalid_page_number"}, "the WordPress API answers rest_post_invalid_page_number"),
        ({"code": "rest_login_required"}, "the WordPress API answers rest_login_required"),
        ({"code": "<script>"}, "JSON that is no list of WordPress posts"),
        ({"code": 7}, "JSON that is no list of WordPress posts"),
        ("text", "JSON that is no list of WordPress posts"),
        (b"<!DOCTYPE html><html>", "HTML where the WordPress API was expected"),
        (b"", "the document is empty"),
        (b"not json", "the document is not JSON"),
        (b"[" * 100_000, "the document is not JSON"),
        (b"1" * 10_000, "the document is not JSON"),
        (b'{"a":' * 50_000, "the document is not JSON"),
    ],
)
def test_what_is_no_list_of_posts_gives_a_warning(answer, warning):
    listing = read(answer)
    assert listing.links == () and listing.warnings == (warning,)


def test_an_empty_list_is_no_error():
    assert read([]) == wordpress.Listing()


def test_an_answer_that_is_cut_short_gives_its_whole_posts():
    body = json.dumps([post(1), post(2), post(3)]).encode()
    listing = read(body[:-40])
    assert urls(listing) == [f"{SITE}/politik/1/judul/", f"{SITE}/politik/2/judul/"] and listing.warnings
    for end in range(len(body)):
        assert set(urls(read(body[:end]))) <= set(urls(read(body)))


@pytest.mark.parametrize("junk", [b"\xef\xbb\xbf", b"\n\n", b"<br />\n<b>Notice</b>: Undefined index in x.php\n"])
def test_what_a_plugin_prints_before_the_answer_is_passed_over(junk):
    assert len(read(junk + json.dumps([post(1), post(2)]).encode()).links) == 2


@pytest.mark.parametrize(
    ("base", "start"),
    [
        (SITE, f"{SITE}/wp-json/wp/v2/posts?per_page=100&page=1&"),
        (f"{SITE}/", f"{SITE}/wp-json/wp/v2/posts?per_page=100&page=1&"),
        (f"{SITE}/wp-json/", f"{SITE}/wp-json/wp/v2/posts?per_page=100&page=1&"),
        (f"{SITE}/blog/wp-json/wp/v2/posts", f"{SITE}/blog/wp-json/wp/v2/posts?per_page=100&page=1&"),
        (f"{SITE}/index.php?rest_route=/", f"{SITE}/index.php?rest_route=/wp/v2/posts&per_page=100&page=1&"),
        (wordpress.rest_route_url(f"{SITE}/wp-json/wp/v2/posts"), f"{SITE}/?rest_route=/wp/v2/posts&per_page=100&page=1&"),
        (f"{SITE}/wp-json/wp/v2/posts?categories=5&page=3", f"{SITE}/wp-json/wp/v2/posts?categories=5&page=1&per_page=100&"),
    ],
)
def test_the_address_of_posts_is_made_of_a_site_or_its_api(base, start):
    assert wordpress.posts_url(base).startswith(start)


def test_the_address_names_page_window_order_and_fields():
    after, before = datetime(2024, 6, 1, 7, tzinfo=UTC), datetime(2024, 6, 2, tzinfo=UTC)
    query = parse_qs(urlsplit(wordpress.posts_url(SITE, page=3, after=after, before=before)).query)
    assert query == {
        "per_page": ["100"],
        "page": ["3"],
        "after": ["2024-06-01T07:00:00Z"],
        "before": ["2024-06-02T00:00:00Z"],
        "orderby": ["date"],
        "order": ["desc"],
        "_fields": ["id,link,date,date_gmt,modified_gmt,title"],
    }


@pytest.mark.parametrize(
    ("headers", "pages"),
    [
        ({"X-WP-TotalPages": "7"}, 7),
        ({b"x-wp-totalpages": [b"12"]}, 12),
        ({"X-WP-Total": "900"}, 1),
        ({"X-WP-TotalPages": "viele"}, 1),
        ({"X-WP-TotalPages": "-3"}, 1),
        ({"X-WP-TotalPages": "9" * 50}, 1),
        ({"X-WP-TotalPages": []}, 1),
        ({"X-WP-TotalPages": "0"}, 0),
        ({}, 1),
    ],
)
def test_the_number_of_pages_is_in_a_header(headers, pages):
    assert wordpress.page_count(headers) == pages


@given(st.datetimes(datetime(2020, 1, 1), datetime(2024, 1, 1)), st.timedeltas(timedelta(0), timedelta(days=200)), st.integers(1, 30))
def test_windows_cover_the_span_without_a_gap(start, length, days):
    since, until = start.replace(tzinfo=UTC), start.replace(tzinfo=UTC) + length
    pieces = list(wordpress.windows(since, until, days))
    assert bool(pieces) == (length > timedelta(0))
    if pieces:
        assert pieces[0][1] > until and pieces[-1][0] < since
        assert all(newer[0] < older[1] for newer, older in pairwise(pieces))
        assert all(before - after <= timedelta(days=days, seconds=2) for after, before in pieces)


def test_a_window_of_no_days_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        list(wordpress.windows(NOW - timedelta(days=1), NOW, 0))


@given(st.binary(max_size=300))
def test_arbitrary_bytes_never_raise(data):
    for body in (data, b"[{" + data, b'[{"link":"' + data + b'"}]'):
        parse(SourceKind.WORDPRESS, body, API, now=NOW)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda part: st.lists(part) | st.dictionaries(st.text() | st.sampled_from(["link", "title", "date_gmt"]), part),
    )
)
def test_arbitrary_json_never_raises(answer):
    read(answer)
