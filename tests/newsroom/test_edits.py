"""A newsroom that edits its articles, or prints them in another layout."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsroom.server import Newsroom
from tests.newsroom.conftest import Browser


@pytest.fixture
def edited(press: Newsroom) -> Iterator[Newsroom]:
    yield press
    press.restore()


def test_an_edited_article_has_new_validators_and_the_old_ones_do_not_fit(edited: Newsroom, browser: Browser) -> None:
    url = edited.url_of("detik-bus-malam-1")
    first = browser.get(url)
    assert browser.get(url, If_None_Match=first.headers["ETag"]).status == 304
    edited.edit("detik-bus-malam-1", title="Bus Malam Dihapus", modified_at="2024-09-01T10:00:00+07:00")
    second = browser.get(url, If_None_Match=first.headers["ETag"])
    assert second.status == 200
    assert "Bus Malam Dihapus" in second.text
    assert second.headers["ETag"] != first.headers["ETag"]
    assert second.headers["Last-Modified"] != first.headers["Last-Modified"]
    assert browser.get(url, If_None_Match=second.headers["ETag"]).status == 304
    edited.restore()
    assert browser.get(url).body == first.body


def test_a_new_layout_prints_the_same_text_in_other_markup(edited: Newsroom, browser: Browser) -> None:
    url = edited.url_of("detik-bus-malam-1")
    first = browser.get(url)
    edited.redesign("detik", like="antaranews")
    second = browser.get(url, If_None_Match=first.headers["ETag"])
    assert second.status == 200
    for paragraph in ("Penambahan itu menjawab keluhan warga", "Tarifnya tetap sama"):
        assert paragraph in second.text
    assert second.body != first.body
