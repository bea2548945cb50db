"""Folders of pages for the evaluation: two small ones, an article and a list, with their index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.extraction.building import ELSEWHERE, PARAGRAPHS, TITLE, URL, with_insert

LEAK = f"Baca juga: {ELSEWHERE}"
ARTICLE = {
    "file": "artikel.html",
    "url": URL,
    "outlet": "warta_uji",
    "title": TITLE,
    "published": "2024-06-19T21:30:00+07:00",
    "author": None,
    "body": "\n".join(PARAGRAPHS),
    "must_not": [LEAK],
}
LIST = {
    "file": "indeks.html",
    "url": "https://www.warta-uji.co.id/indeks",
    "outlet": "warta_uji",
    "kind": "index",
    "title": None,
    "published": None,
    "author": None,
    "body": None,
    "must_not": [],
}


def line(**fields: Any) -> str:
    """The article's line of the index with some fields changed; one that is ... is left out."""
    return json.dumps({name: value for name, value in (ARTICLE | fields).items() if value is not ...})


def write_index(folder: Path, *lines: str) -> Path:
    """Write the two pages and an index of `lines` into `folder`."""
    (folder / "artikel.html").write_text(with_insert(f'<p>Baca juga: <a href="/read/9/x">{ELSEWHERE}</a></p>'), encoding="utf-8")
    items = "".join(f'<li><a href="/read/{number}/berita">{ELSEWHERE} {number}</a></li>' for number in range(40))
    index_page = f"<!DOCTYPE html><html><head><title>Indeks Berita</title></head><body><h1>Indeks Berita</h1><ul>{items}</ul></body></html>"
    (folder / "indeks.html").write_text(index_page, encoding="utf-8")
    (folder / "index.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def two_pages(folder: Path) -> Path:
    return write_index(folder, json.dumps(ARTICLE), json.dumps(LIST))
