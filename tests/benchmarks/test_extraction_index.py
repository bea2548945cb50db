"""The index of a folder of pages: an error names its line and its field."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.extraction.gold import BadIndex, load, load_all
from tests.benchmarks.folders import ARTICLE, line, two_pages, write_index


def test_a_page_without_a_body_is_no_article(tmp_path: Path) -> None:
    assert [case.expected.is_article for case in load(two_pages(tmp_path))] == [True, False]


def test_notes_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    assert len(load(write_index(tmp_path, "", line(note="dua halaman", lang="id"), ""))) == 1


def test_a_page_is_fetched_after_it_was_published(tmp_path: Path) -> None:
    folder = write_index(tmp_path, line(), line(file="indeks.html", published="2030-01-01T07:00:00+07:00"))
    assert [case.fetched_at for case in load(folder)] == [datetime(2026, 11, 1, tzinfo=UTC), datetime(2030, 1, 2, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (line(title=...), "2: title: Field required"),
        (line(must_not=...), "2: must_not: Field required"),
        (line(must_not="Baca juga"), "2: must_not: Input should be a valid array"),
        (line(must_not=[" "]), "2: must_not.0: String should have at least 1 character"),
        (line(must_not=["Vladimir\n Putin"]), "2: the body itself has what it must not have: 'Vladimir\\n Putin'"),
        (line(published="2024-06-19T21:30:00"), "2: published: Input should have timezone info"),
        (line(published="kemarin"), "2: published: Input should be a valid datetime"),
        (line(timezone="WIB"), "2: timezone: 'WIB' is no IANA time zone"),
        (line(timezone="Asia"), "2: timezone: 'Asia' is no IANA time zone"),
        (line(timezone="../etc/passwd"), "2: timezone: '../etc/passwd' is no IANA time zone"),
        (line(file="tiada.html"), "2: file: there is no 'tiada.html' in the folder"),
        (line(file="../artikel.html"), "2: file: '../artikel.html' leads out of the folder"),
        (line(), "2: file: 'artikel.html' stands in the index twice"),
        (line(title=None), "2: a page with a body needs a title"),
        ('{"file": ', "2: no JSON: Expecting value at column 10"),
        ("[]", "2: Input should be an object"),
    ],
)
def test_a_line_that_does_not_fit_is_named_with_its_field(tmp_path: Path, bad: str, message: str) -> None:
    with pytest.raises(BadIndex) as error:
        load(write_index(tmp_path, line(), bad))
    assert f"{tmp_path}/index.jsonl:{message}" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_without_an_index_or_with_an_empty_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadIndex, match=r"index\.jsonl: No such file"):
        load(tmp_path)
    (tmp_path / "index.jsonl").write_bytes(b"\n")
    with pytest.raises(BadIndex, match="no page in it"):
        load(tmp_path)
    (tmp_path / "index.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(BadIndex, match="not UTF-8"):
        load(tmp_path)


def test_pages_of_several_folders_keep_their_folders_names(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("satu", "dua")]
    for folder in folders:
        folder.mkdir()
        write_index(folder, line())
    assert [case.name for case in load_all([tmp_path])] == [case.name for case in load_all(sorted(folders))]
    assert [case.name for case in load_all(folders)] == [f"satu/{ARTICLE['file']}", f"dua/{ARTICLE['file']}"]
