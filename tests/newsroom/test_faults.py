"""Faults: each goes wrong as it says, where it says, and is gone when cleared."""

from __future__ import annotations

import http.client

import pytest

from newsroom.faults import Fault
from newsroom.server import Newsroom
from tests.newsroom.conftest import Browser, fixed_articles

HOST = "www.tempo.co"
HOME = f"https://{HOST}/"
INDEX = f"https://{HOST}/indeks"


@pytest.mark.parametrize("status", [403, 404, 410, 500, 503])
def test_a_status_fault_answers_with_that_status(status: int, press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/", Fault.of_status(status))
    assert browser.get(HOME).status == status
    assert press.requests[-1].status == status


def test_too_many_requests_come_with_retry_after(press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/", Fault.of_status(429, retry_after=120))
    answer = browser.get(HOME)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "120")


def test_a_challenge_looks_like_one(press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/", Fault.challenge())
    answer = browser.get(HOME)
    assert answer.status == 403
    assert "<title>Just a moment...</title>" in answer.text


def test_a_reset_breaks_the_connection(press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/", Fault.reset())
    with pytest.raises(ConnectionResetError):
        browser.get(HOME)
    assert press.requests[-1].status == 0


def test_a_truncated_body_is_shorter_than_announced(press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/", Fault.truncated())
    with pytest.raises(http.client.IncompleteRead) as error:
        browser.get(HOME)
    assert len(error.value.partial) > 1000


def test_a_stalled_answer_begins_and_stops(press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/", Fault.stall())
    connection = browser.connect(HOST)
    connection.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
    received = connection.recv(100)
    assert received.startswith(b"HTTP/1.1 200 OK")
    connection.settimeout(0.3)
    with pytest.raises(TimeoutError):
        while connection.recv(65536):
            pass
    connection.close()


def test_an_endless_body_goes_on(press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/", Fault.endless())
    connection = browser.connect(HOST)
    connection.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
    received = 0
    while received < 2_000_000:
        chunk = connection.recv(65536)
        assert chunk
        received += len(chunk)
    connection.close()
    press.clear_faults()
    assert browser.get(HOME).status == 200


def test_a_wrong_charset_is_only_in_the_header(press: Newsroom, browser: Browser) -> None:
    proper = browser.get(HOME).body
    press.fault(HOST, "/", Fault.wrong_charset("iso-8859-1"))
    answer = browser.get(HOME)
    assert answer.headers["Content-Type"] == "text/html; charset=iso-8859-1"
    assert answer.body == proper


def test_a_redirect_may_lead_anywhere(press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/", Fault.redirect("http://169.254.169.254/latest/"))
    answer = browser.get(HOME)
    assert (answer.status, answer.headers["Location"]) == (302, "http://169.254.169.254/latest/")


def test_an_empty_answer_has_no_body(press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/", Fault.empty())
    answer = browser.get(HOME)
    assert (answer.status, answer.body) == (200, b"")


def test_a_fault_keeps_to_its_host_and_prefix(press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/indeks", Fault.of_status(500))
    assert browser.get(INDEX).status == 500
    assert browser.get(HOME).status == 200
    assert browser.get("https://www.kompas.com/indeks").status == 200


def test_the_longest_prefix_wins(press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/", Fault.of_status(500))
    press.fault(HOST, "/indeks", Fault.of_status(410))
    assert [browser.get(url).status for url in (HOME, INDEX)] == [500, 410]


def test_a_star_stands_for_every_host(press: Newsroom, browser: Browser) -> None:
    press.fault("*", "/robots.txt", Fault.of_status(503))
    assert {browser.get(f"https://{host}/robots.txt").status for host in press.hosts} == {503}


def test_cleared_faults_are_gone(press: Newsroom, browser: Browser) -> None:
    press.fault(HOST, "/", Fault.of_status(500))
    press.clear_faults()
    assert browser.get(HOME).status == 200


@pytest.mark.parametrize("fault", [Fault.stall(), Fault.endless()])
def test_a_newsroom_closes_although_an_answer_is_still_under_way(fault: Fault) -> None:
    with Newsroom(fixed_articles()[:2]) as newsroom:
        newsroom.fault("koranmandala.com", "/", fault)
        connection = Browser(newsroom).connect("koranmandala.com")
        connection.sendall(b"GET / HTTP/1.1\r\nHost: koranmandala.com\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")
    connection.settimeout(20)
    try:
        while connection.recv(65536):
            pass
    except (TimeoutError, ConnectionError) as error:
        assert isinstance(error, ConnectionError)
    connection.close()
