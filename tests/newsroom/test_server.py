"""The server: conditional requests, compression, redirects, its log, and a clean end."""

from __future__ import annotations

import gzip
import http.client
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from queue import Queue

import pytest

from newsroom.server import ADDRESS, Newsroom, PortTaken
from tests.newsroom.conftest import Browser, fixed_articles

ROOT = Path(__file__).parents[2]
HOME = "https://www.kompas.com/"


def test_an_unchanged_page_is_answered_with_304(browser: Browser) -> None:
    first = browser.get(HOME)
    for header, value in (("If_None_Match", first.headers["ETag"]), ("If_Modified_Since", first.headers["Last-Modified"])):
        again = browser.get(HOME, **{header: value})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]


def test_a_page_that_changed_is_sent_again(browser: Browser) -> None:
    assert browser.get(HOME, If_None_Match='"another"').status == 200
    assert browser.get(HOME, If_Modified_Since="Sat, 01 Jun 2024 00:00:00 GMT").status == 200
    assert browser.get(HOME, If_Modified_Since="kemarin").status == 200


def test_an_entity_tag_counts_for_more_than_a_date(browser: Browser) -> None:
    first = browser.get(HOME)
    assert browser.get(HOME, If_None_Match='"another"', If_Modified_Since=first.headers["Last-Modified"]).status == 200


def test_a_page_is_compressed_for_those_who_accept_it(browser: Browser) -> None:
    plain, packed = browser.get(HOME), browser.get(HOME, Accept_Encoding="gzip, deflate")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert browser.get(HOME, Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"]).status == 304


def test_head_has_the_headers_and_no_body(browser: Browser) -> None:
    whole, head = browser.get(HOME), browser.get(HOME, method="HEAD")
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(whole.body))


def test_what_does_not_exist_gets_the_outlets_own_404_page(browser: Browser) -> None:
    answer = browser.get("https://www.kompas.com/tidak/ada")
    assert answer.status == 404
    assert "KOMPAS.com" in answer.text
    assert "ETag" not in answer.headers


def test_wordpress_redirects_to_the_slash(press: Newsroom, browser: Browser) -> None:
    url = press.url_of("koranmandala-bus-malam-1")
    answer = browser.get(f"{url[:-1]}?utm_source=x")
    assert (answer.status, answer.headers["Location"]) == (301, f"{url}?utm_source=x")


def test_a_bare_domain_redirects_to_www(browser: Browser) -> None:
    answer = browser.get("https://antaranews.com/terkini?page=2")
    assert (answer.status, answer.headers["Location"]) == (301, "https://www.antaranews.com/terkini?page=2")


def test_both_host_names_of_koran_mandala_serve_its_articles(press: Newsroom, browser: Browser) -> None:
    url = press.url_of("koranmandala-bus-malam-1")
    assert browser.get(url.replace("//", "//www.")).body == browser.get(url).body


def test_a_post_request_is_refused(browser: Browser) -> None:
    assert browser.get(HOME, method="POST").status == 405


def test_an_image_is_there(browser: Browser) -> None:
    answer = browser.get("https://www.kompas.com/media/2024/06/11/1.jpg")
    assert (answer.status, answer.headers.get_content_type()) == (200, "image/svg+xml")


def test_a_host_of_no_outlet_is_refused(press: Newsroom, browser: Browser) -> None:
    connection = http.client.HTTPConnection("example.com")
    connection.sock = browser.connect("localhost")
    connection.request("GET", "/", headers={"Host": "example.com"})
    assert connection.getresponse().status == 421
    connection.close()


def test_requests_are_written_down(press: Newsroom, browser: Browser) -> None:
    before = len(press.requests)
    browser.get("https://news.detik.com/indeks?page=1", User_Agent="Pantau/1 (uji)")
    browser.get("https://m.detik.com/tidak-ada")
    requests = press.requests[before:]
    assert [(request.host, request.path, request.status) for request in requests] == [
        ("news.detik.com", "/indeks?page=1", 200),
        ("m.detik.com", "/tidak-ada", 404),
    ]
    assert requests[0].user_agent == "Pantau/1 (uji)"
    assert requests[0].time <= requests[1].time


def test_a_connection_serves_many_requests_of_many_outlets(press: Newsroom, browser: Browser) -> None:
    connection = http.client.HTTPConnection("www.kompas.com")
    connection.sock = browser.connect("www.kompas.com")
    for host in ("www.kompas.com", "www.tempo.co", "www.kompas.com"):
        connection.request("GET", "/robots.txt", headers={"Host": host})
        response = connection.getresponse()
        assert host in response.read().decode()
        assert not response.will_close
    connection.close()


def test_a_newsroom_without_articles_still_opens() -> None:
    with Newsroom([]) as newsroom:
        browser = Browser(newsroom)
        for host in newsroom.hosts:
            assert browser.get(f"https://{host}/robots.txt").status == 200
        for site in newsroom.sites.values():
            site.prerender()
            assert browser.get(f"https://{site.outlet.host}/").status == 200


def test_a_closed_newsroom_leaves_nothing_behind() -> None:
    before = set(threading.enumerate())
    with Newsroom(fixed_articles()[:3], plain_port=0) as newsroom:
        folder = Path(newsroom.ca_file).parent
        idle = Browser(newsroom).connect("koranmandala.com")
    assert set(threading.enumerate()) == before
    assert not folder.exists()
    for port in (newsroom.port, newsroom.plain_port):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((ADDRESS, port or 0))
    idle.close()


def test_a_taken_port_is_said_in_one_line() -> None:
    with Newsroom([]) as first, pytest.raises(PortTaken, match=f"port {first.port} on 127.0.0.1 is taken"), Newsroom([], port=first.port):
        pass


def test_a_taken_plain_port_leaves_no_listener_behind() -> None:
    with Newsroom([]) as first:
        second = Newsroom([], plain_port=first.port)
        with pytest.raises(PortTaken), second:
            pass
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((ADDRESS, second.port))


def test_every_page_can_be_rendered_ahead(press: Newsroom) -> None:
    press.prerender()
    assert all(route.built for site in press.sites.values() for route in site.routes.values())


def run(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "newsroom", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_command_serves_until_it_is_interrupted() -> None:
    process = run("--plain-port", "0")
    lines: Queue[str] = Queue()
    assert process.stdout is not None
    reader = threading.Thread(target=lambda: [lines.put(line) for line in process.stdout or ()])
    reader.start()
    printed = [lines.get(timeout=60) for _ in range(5)]
    assert printed[1].startswith("connect-to: ::127.0.0.1:")
    plain_port = int(printed[4].rstrip("/\n").rpartition(":")[2])
    connection = http.client.HTTPConnection(ADDRESS, plain_port, timeout=20)
    connection.request("GET", "/robots.txt", headers={"Host": "koranmandala.com"})
    assert connection.getresponse().read().startswith(b"User-agent: *")
    connection.close()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    reader.join()
    assert (process.returncode, errors) == (0, "")


@pytest.mark.parametrize("arguments", [("--port", "70000"), ("--plain-port", "web")])
def test_the_command_refuses_what_is_no_port(arguments: tuple[str, str]) -> None:
    _, errors = run(*arguments).communicate(timeout=60)
    assert f"'{arguments[1]}' is not a port" in errors
    assert "Traceback" not in errors


def test_the_command_says_in_one_line_that_a_port_is_taken(press: Newsroom) -> None:
    process = run("--port", str(press.port))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors.startswith(f"newsroom: port {press.port} on 127.0.0.1 is taken")
    assert errors.count("\n") == 1
