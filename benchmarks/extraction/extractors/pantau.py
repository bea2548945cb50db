"""This project: `pipelines.extraction.extract`. Where it refuses the page as an article but hands on a stub, the stub's text counts."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"


def version() -> str:
    return str(tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["version"])


def make() -> Callable[[Any], dict[str, Any]]:
    from pipelines.extraction import extract
    from pipelines.items import Article, Page

    def read(page: Any) -> dict[str, Any]:
        fetched_at = datetime.fromisoformat(page.fetched_at)
        judged = extract(
            Page(url=page.url, outlet=page.outlet, body=page.html, fetched_at=fetched_at, charset=page.charset, timezone=page.timezone)
        )
        if isinstance(judged, Article):
            return {"article": True, **fields(judged)}
        ended = {"article": False, "ended": f"{judged.verdict}: {judged.reason}"}
        return ended | fields(judged.item) if judged.item is not None else ended

    return read


def fields(article: Any) -> dict[str, Any]:
    return {
        "body": article.body,
        "title": article.title,
        "authors": article.authors,
        "published": article.published_at.value.isoformat() if article.published_at else None,
        "editors": article.editors,
        "dateline": article.dateline,
        "cites": article.cites,
    }
