"""judge: a page's verdict and why, from files and standard input, without network and without an archive."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.canonical import canonicalize
from crawler.spiders.kompas import Kompas as KompasSpider
from pipelines.archive import Archive
from pipelines.items import Judgement, Page, Verdict
from tests.commands.conftest import complaint
from tests.conftest import ROOT, Desk

PAGES = ROOT / "tests" / "outlets"
KOMPAS_URL = "https://global.kompas.com/read/2024/10/29/06300025970/pasukan-korea-utara-tiba-di-kursk-apa-yang-diketahui-sejauh-ini"
KEYS = {"id", "verdict", "reason", "score", "evidence", "article"}
ABOUT_BOTH = (
    "Presiden Rusia Vladimir Putin menerima Menteri Luar Negeri Korea Utara Choe Son Hui di Kremlin.\n"
    "Keduanya membahas pelaksanaan perjanjian kemitraan strategis yang ditandatangani di Pyongyang bersama Kim Jong Un."
)
ABOUT_RICE = (
    "Harga beras premium di Pasar Induk Cipinang bertahan tinggi meskipun panen gadu sudah dimulai di beberapa daerah.\n"
    "Pedagang berharap pasokan dari Karawang dan Indramayu segera bertambah agar pembeli tidak beralih ke pasar lain."
)
IN_ENGLISH = (
    "Russian President Vladimir Putin received North Korean Foreign Minister Choe Son Hui in the Kremlin on Monday.\n"
    "They discussed how the treaty that was signed in Pyongyang together with Kim Jong Un will be carried out."
)
WITHOUT_NETWORK = """
import os, socket, sys

def refused(*_args, **_kwargs):
    sys.stderr.write("the network was asked\\n")
    sys.stderr.flush()
    os._exit(99)

socket.getaddrinfo = socket.create_connection = socket.socket.connect = socket.socket.connect_ex = refused
"""


@pytest.fixture
def offline(lone_desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk where whoever asks the network ends at once, and where no archive can be opened."""
    folder = tmp_path_factory.mktemp("offline")
    (folder / "sitecustomize.py").write_text(WITHOUT_NETWORK)
    lone_desk.environment |= {"PYTHONPATH": str(folder), "ARCHIVE_URL": "sqlite:////proc/x/y.db"}
    return lone_desk


def answers(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_saved_page_is_judged_as_its_outlets(offline: Desk) -> None:
    run = offline.scrapy("judge", "--file", str(PAGES / "kompas" / "page.html"), "--url", KOMPAS_URL, "--json")
    assert (run.returncode, run.stderr) == (0, "")
    (answer,) = answers(run.stdout)
    assert set(answer) == KEYS
    assert answer["verdict"] == "relevant"
    assert answer["score"] > 0.5
    assert {term["side"] for term in answer["evidence"]["terms"]} == {"russia", "dprk"}
    article = answer["article"]
    expected = json.loads((PAGES / "kompas" / "article.json").read_text(encoding="utf-8"))
    assert (article["outlet"], article["url"], article["title"]) == ("kompas", KOMPAS_URL, expected["title"])
    assert article["body"].split("\n") == expected["body"]


def test_a_page_is_explained_to_a_person(offline: Desk) -> None:
    run = offline.scrapy(
        "judge", "--file", str(PAGES / "balipost" / "page.html"), "--url", "https://www.balipost.com/news/2024/07/18/466200/x.html"
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("irrelevant  ")
    assert "Panjat Pohon Keramat di Tabanan, WNA Rusia Dideportasi" in run.stdout
    assert "balipost · 2024-07-18 16:40 +0800 · I Wayan Darmayasa · edited by Kadek Suarjana · Tabanan" in run.stdout
    assert "Rusia ×" in run.stdout


def test_a_text_comes_from_the_command_line_or_from_standard_input(offline: Desk) -> None:
    given = offline.scrapy("judge", "--title", "Putin Terima Menlu Korut", "--text", ABOUT_BOTH)
    piped = offline.scrapy("judge", "--title", "Putin Terima Menlu Korut", "--text", "-", stdin=ABOUT_BOTH)
    for run in (given, piped):
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.startswith("relevant  ")
        assert "“Putin Terima Menlu Korut”" in run.stdout
        assert "diplomacy" in run.stdout
    assert given.stdout == piped.stdout


def test_a_list_of_pages_is_judged_line_by_line_and_a_bad_line_hinders_no_other(offline: Desk) -> None:
    shutil.copy(PAGES / "tempo" / "page.html", offline.folder / "tempo.html")
    lines: list[Any] = [
        {"id": "berkas", "html_file": "tempo.html", "url": "https://www.tempo.co/digital/jejak-58655"},
        "bukan JSON",
        {"id": 2, "title": "Putin Terima Menlu Korut", "text": ABOUT_BOTH},
        [1, 2],
        {"id": "beras", "title": "Harga Beras Bertahan Tinggi", "text": ABOUT_RICE},
        {"id": "inggris", "title": "Putin Receives North Korean Minister", "text": IN_ENGLISH},
        {"id": "hilang", "html_file": "tidak-ada.html"},
        {"id": "kosong"},
        {"id": "angka", "text": 7},
        "[" * 200_000,
        {"id": "isi", "html": "<html><body><p>Halo.</p></body></html>", "url": "https://www.kompas.com/"},
        {"id": "separuh", "title": "Separuh \ud83d karakter", "text": ABOUT_RICE},
    ]
    file = offline.folder / "halaman.jsonl"
    file.write_text("\n\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    run = offline.scrapy("judge", "--jsonl", str(file), "--json")
    assert run.returncode == 1, "some lines could not be judged"
    found = answers(run.stdout)
    assert all(set(answer) == KEYS for answer in found)
    assert [(answer["id"], answer["verdict"]) for answer in found] == [
        ("berkas", "relevant"),
        (3, "failed"),
        (2, "relevant"),
        (7, "failed"),
        ("beras", "irrelevant"),
        ("inggris", "not_indonesian"),
        ("hilang", "failed"),
        ("kosong", "failed"),
        ("angka", "failed"),
        (19, "failed"),
        ("isi", "not_article"),
        ("separuh", "irrelevant"),
    ]
    assert "en" in found[5]["reason"]
    complaints = run.stderr.splitlines()
    assert len(complaints) == 6
    for number, words, complaint_ in zip(
        (3, 7, 13, 15, 17, 19),
        (
            "not JSON",
            "not a JSON object",
            "tidak-ada.html cannot be read",
            "none of html_file, html, title and text",
            "text is not a string",
            "nested",
        ),
        complaints,
        strict=True,
    ):
        assert complaint_.startswith(f"pantau: {file} line {number}: ")
        assert words in complaint_


def test_a_list_from_standard_input_names_files_from_where_one_stands(offline: Desk) -> None:
    page = Path("tests") / "outlets" / "tempo" / "page.html"
    run = offline.scrapy("judge", "--jsonl", "-", "--json", stdin=json.dumps({"html_file": str(page)}) + "\n")
    assert (run.returncode, run.stderr) == (0, "")
    assert [(answer["id"], answer["verdict"]) for answer in answers(run.stdout)] == [(1, "relevant")]


def page_with(*paragraphs: str) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = '<title>Utusan Tiba di Ibu Kota</title><meta property="og:type" content="article">'
    return f"<html><head>{head}</head><body><article><h1>Utusan Tiba di Ibu Kota</h1>{text}</article></body></html>"


def test_the_further_pages_of_an_article_are_judged_with_the_first(offline: Desk, tmp_path: Path) -> None:
    first, second = ABOUT_RICE.splitlines(), ABOUT_BOTH.splitlines()
    (tmp_path / "1.html").write_text(page_with(*first))
    (tmp_path / "2.html").write_text(page_with(first[0], *second))
    url = "https://koran.example/read/1/utusan-tiba-di-ibu-kota"
    line = {"id": "a", "url": url, "html_file": "1.html", "further_files": ["2.html"]}
    (tmp_path / "pages.jsonl").write_text(json.dumps(line))
    by_option = offline.scrapy("judge", "--file", str(tmp_path / "1.html"), "--further", str(tmp_path / "2.html"), "--url", url, "--json")
    by_line = offline.scrapy("judge", "--jsonl", str(tmp_path / "pages.jsonl"), "--json")
    for run in (by_option, by_line):
        (answer,) = answers(run.stdout)
        assert answer["article"]["body"].split("\n") == [*first, *second]
        assert answer["verdict"] == "relevant"


def test_further_pages_without_a_first_are_refused_in_one_line(offline: Desk, tmp_path: Path) -> None:
    run = offline.scrapy("judge", "--text", "x", "--further", str(tmp_path / "2.html"))
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
    (tmp_path / "pages.jsonl").write_text('{"id": 1, "html": "<p>a", "further_files": "2.html"}')
    assert "further_files is not a list" in offline.scrapy("judge", "--jsonl", str(tmp_path / "pages.jsonl")).stderr


@pytest.fixture
def stored(lone_desk: Desk) -> bytes:
    """The page of an article that failed, as the archive keeps it."""
    body = (PAGES / "kompas" / "page.html").read_bytes()
    key = canonicalize(KOMPAS_URL, re.compile(KompasSpider.article_url))
    now = datetime(2024, 10, 30, tzinfo=UTC)
    page = Page(url=KOMPAS_URL, canonical_url=key, outlet="kompas", body=body, fetched_at=now)
    with Archive.open(lone_desk.archive_url) as archive:
        archive.record([Judgement(Verdict.FAILED, "extraction: longer than 2 s", KOMPAS_URL, key, "kompas", now, page=page)])
    return body


def test_a_page_that_the_archive_keeps_can_be_judged_again_and_looked_at(lone_desk: Desk, stored: bytes) -> None:
    file = lone_desk.folder / "look.html"
    run = lone_desk.scrapy("judge", "--stored", KOMPAS_URL, "--save", str(file), "--json")
    assert (run.returncode, run.stderr) == (0, "")
    assert answers(run.stdout)[0]["verdict"] == "relevant"
    assert file.read_bytes() == stored


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--stored", "https://global.kompas.com/read/2024/10/29/99999999/tidak-ada"), 1, "keeps no page of https://global.kompas.com"),
        (("--stored", "kompas"), 2, "kompas: is not a web address"),
        (("--stored", KOMPAS_URL, "--save", "/proc/x/y.html"), 2, "/proc/x/y.html cannot be written"),
        (("--text", "Putin", "--save", "x.html"), 2, "--save writes the page that --stored names"),
    ],
)
def test_what_is_not_stored_or_cannot_be_written_is_said_in_one_line(
    lone_desk: Desk, stored: bytes, arguments: tuple[str, ...], code: int, says: str
) -> None:
    assert says in complaint(lone_desk.scrapy("judge", *arguments), code)
