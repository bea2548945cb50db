"""Bad input: every command refuses it with one line that names the value and says what to do, before anything is fetched or opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.server import Newsroom
from tests.commands.conftest import complaint
from tests.conftest import Desk

USAGE = {
    "an outlet misspelt": ("crawl kompass", "'kompass'", "did you mean kompas?"),
    "an outlet nobody declared": ("monitor kompas warta-uji", "'warta-uji'", "scrapy list"),
    "two outlets for crawl": ("crawl kompas tempo", "takes the name of one outlet", "scrapy monitor"),
    "a beginning that is no time": ("crawl kompas -a since=besok", "since=besok", "2024-06-01"),
    "an end in a thirteenth month": ("crawl kompas -a until=2024-13-01", "until=2024-13-01", "2024-06-01"),
    "the last day there is": ("crawl kompas -a until=9999-12-31", "until=9999-12-31", "2024-06-01"),
    "a span in an unknown unit": ("monitor --since 7x", "since=7x", "7d"),
    "a beginning after the end": ("crawl kompas -a since=2024-07-01 -a until=2024-06-01", "since=2024-07-01", "until=2024-06-01"),
    "a limit that is no number": ("crawl kompas -a limit=banyak", "limit=banyak", "integer"),
    "a limit of nothing": ("monitor --limit 0", "limit=0", "greater than or equal to 1"),
    "an argument nobody knows": ("crawl kompas -a tanggal=1", "tanggal=1", "since, until and limit"),
    "an argument without a value": ("crawl kompas -a since", "-a NAME=VALUE", "scrapy crawl --help"),
    "an address for a declared outlet": ("crawl kompas -a url=https://warta-uji.example/", "url=https://warta-uji.example/", "site"),
    "a site without an address": ("crawl site", "site needs the address", "-a url=https://any.example/"),
    "an address without a scheme": ("crawl site -a url=kompas.com", "url=kompas.com", "https://any.example/"),
    "an address that is none": ("crawl site -a url=http://[::1", "url=http://[::1", "Invalid IPv6 URL"),
    "an unknown option": ("monitor --cepat", "--cepat", "scrapy monitor --help"),
    "an option without its value": ("monitor --limit", "--limit", "scrapy monitor --help"),
    "a setting without a value": ("outlets -s DOWNLOAD_DELAY", "-s NAME=VALUE", "scrapy outlets --help"),
    "an argument for outlets": ("outlets semua", "'semua'", "scrapy outlets --help"),
    "an argument for demo": ("demo cepat", "'cepat'", "scrapy demo --help"),
    "a number of hits that is none": ("search rusia --limit x", "--limit 'x'", "--limit 20"),
    "a digit that is no number": ("search rusia --limit ²", "--limit '²'", "--limit 20"),
    "a search in a cluster that is not set": ("search rusia --elasticsearch", "ELASTICSEARCH_URL is not set", "without --elasticsearch"),
    "no action for index": ("index", "setup, deliver, status", "nothing"),
    "an unknown action for index": ("index hapus", "'hapus'", "setup, deliver, status"),
    "a delivery to a cluster that is not set": ("index deliver", "ELASTICSEARCH_URL is not set", "https://localhost:9200"),
    "nothing to judge": ("judge", "--file --stored --text --jsonl", "scrapy judge --help"),
    "two things to judge": ("judge --text x --file y", "--file", "scrapy judge --help"),
    "a page to judge without --file": ("judge --text x page.html", "'page.html'", "--file"),
    "a judged page's address that is none": ("judge --text x --url kompas", "url=kompas", "https://any.example/"),
    "a page that is not there": ("judge --file tidak/ada.html", "tidak/ada.html", "check the path"),
    "a page that is a folder": ("judge --file tests", "tests", "Is a directory"),
    "a page without a name": ("judge --file=", "cannot be read", "check the path"),
    "a list of pages that is not there": ("judge --jsonl tidak/ada.jsonl", "tidak/ada.jsonl", "check the path"),
}  # fmt: skip

SETTINGS = {
    "a delay that is no number": ("monitor kompas", "DOWNLOAD_DELAY", "abc", "number"),
    "a cluster that is no address": ("monitor kompas", "ELASTICSEARCH_URL", "foo", "https://localhost:9200"),
    "private hosts that are none": ("crawl kompas", "ALLOWED_PRIVATE_HOSTS", "a b", "127.0.0.1:8080"),
    "a detour that is none": ("crawl kompas", "CONNECT_TO", "foo", "::127.0.0.1:8443"),
    "a topic that is not there": ("crawl kompas", "TOPIC", "cuaca", "russia_dprk"),
    "a topic that is no topic file": ("judge --text x", "TOPIC", "/etc/passwd", ".toml"),
    "a contact that no header can carry": ("search", "CONTACT", "é", "printable ASCII"),
    "no page at all": ("monitor kompas", "PAGES_PER_RUN", "0", "greater than or equal to 1"),
    "a log level that is none": ("monitor kompas", "LOG_LEVEL", "KERAS", "KERAS"),
}


@pytest.mark.parametrize(("command", "value", "advice"), USAGE.values(), ids=USAGE)
def test_a_command_that_cannot_be_done_is_refused_in_one_line(command: str, value: str, advice: str, lone_desk: Desk) -> None:
    line = complaint(lone_desk.scrapy(*command.split()), 2)
    assert value in line
    assert advice in line
    assert not list(lone_desk.folder.iterdir()), "nothing was opened"


@pytest.mark.parametrize(("command", "setting", "value", "advice"), SETTINGS.values(), ids=SETTINGS)
def test_a_setting_that_cannot_be_used_is_refused_in_one_line(command: str, setting: str, value: str, advice: str, lone_desk: Desk) -> None:
    line = complaint(lone_desk.scrapy(*command.split(), **{setting: value}), 2)
    assert value in line
    assert advice in line
    assert not list(lone_desk.folder.iterdir()), "nothing was opened"


@pytest.mark.parametrize("name", ["WORKERS=banyak", "LANGUAGE_MIN_PROBABILITY=yakin"])
def test_so_is_one_that_a_stage_reads(name: str, lone_desk: Desk) -> None:
    command = ["monitor", "kompas"] if name.startswith("WORKERS") else ["judge", "--text", "x"]
    assert name.partition("=")[2] in complaint(lone_desk.scrapy(*command, "-s", name), 2)


@pytest.mark.parametrize(
    ("command", "setting", "value", "advice"),
    [
        ("crawl kompas", "ELASTICSEARCH_CA_CERTS", "/tidak/ada.pem", "PEM file"),
        ("monitor kompas", "ELASTICSEARCH_API_KEY", "dua kata", "copy the value"),
    ],
)
def test_a_cluster_that_cannot_be_asked_so_is_refused_before_the_crawl(
    command: str, setting: str, value: str, advice: str, lone_desk: Desk
) -> None:
    line = complaint(lone_desk.scrapy(*command.split(), **{"ELASTICSEARCH_URL": "https://127.0.0.1:1", setting: value}), 1)
    assert setting in line
    assert advice in line


def test_an_archive_that_cannot_be_opened_is_named_in_one_line(lone_desk: Desk) -> None:
    other = lone_desk.folder / "catatan.txt"
    other.write_text("Ini bukan basis data, melainkan catatan biasa.\n" * 40)
    for command, url, advice in (
        ("monitor kompas", "sqlite:////proc/x/y.db", "check the path"),
        ("crawl kompas", f"sqlite:///{other}", "name another in ARCHIVE_URL"),
        ("search rusia", f"sqlite:///{lone_desk.folder}", "a file in a folder"),
        ("outlets", "mysql://u:rahasia@127.0.0.1/x", "sqlite:///"),
        ("outlets", "postgresql://u:rahasia@127.0.0.1:1/x", "ARCHIVE_URL"),
    ):
        line = complaint(lone_desk.scrapy(*command.split(), ARCHIVE_URL=url), 1)
        assert url.replace("u:rahasia", "u:***").partition("?")[0] in line
        assert advice in line
        assert "rahasia" not in line, "the password is nobody's business"
    assert other.read_text().startswith("Ini bukan"), "the file is left as it was"


def test_an_outlet_declared_wrongly_is_named_by_every_command_that_reads_them(lone_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "salah_tulis.py").write_text(
        'from crawler.outlet import OutletSpider\n\n\nclass Salah(OutletSpider):\n    name = "salah"\n    domain = "salah.example"\n'
    )
    for command in ("outlets", "crawl kompas"):
        run = lone_desk.scrapy(*command.split(), "-s", "SPIDER_MODULES=crawler.spiders,salah_tulis", PYTHONPATH=str(tmp_path))
        line = complaint(run, 2)
        assert "salah_tulis.Salah" in line
        assert "publisher" in line


def test_a_window_from_the_first_day_of_the_calendar_breaks_nothing(desk: Desk, newsroom: Newsroom) -> None:
    run = desk.scrapy("crawl", "koranmandala", "-a", "since=0001-01-01", "-a", "limit=1")
    assert "Traceback" not in run.stderr
    assert run.returncode in (0, 2), "it is crawled, or refused"
