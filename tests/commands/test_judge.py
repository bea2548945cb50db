"""judge: a page's verdict and why, from files and standard input, without network and without an archive."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

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
    assert "balipost · 2024-07-18 16:40 +0800 · I Wayan Darmayasa · Tabanan" in run.stdout
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
