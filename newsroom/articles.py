"""Articles: what the newsroom's outlets print, read from one TOML file per outlet and checked before anything is served."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

FOLDER = Path(__file__).parent / "articles"


class ArticleError(ValueError):
    """An article file that cannot be served; the message names the file and the slug."""


class Article(BaseModel):
    """One article as its outlet wrote it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    outlet: str
    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=150)]
    title: Annotated[str, Field(min_length=1)]
    section: Annotated[str, Field(min_length=1)]
    tags: tuple[str, ...] = ()
    author: str = ""
    editor: str = ""
    published_at: AwareDatetime
    modified_at: AwareDatetime | None = None
    caption: str = ""
    initials: str = ""  # closing initials such as "(dan/bsa)"; not part of the body
    related: tuple[str, ...] = ()  # titles of the "Baca juga" links
    pages: Annotated[int, Field(ge=1, le=5)] = 1
    relevant: bool = False
    case: str = "ordinary"
    body: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _is_edited_after_it_is_published(self) -> Article:
        if self.modified_at is not None and self.modified_at < self.published_at:
            raise ValueError(f"modified_at {self.modified_at} is before published_at {self.published_at}")
        return self

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's paragraphs, each on one line."""
        return tuple(" ".join(part.split()) for part in self.body.split("\n\n") if part.strip())

    @property
    def touched_at(self) -> datetime:
        """When the article last changed."""
        return self.modified_at or self.published_at


def load(folder: Path = FOLDER, outlets: Collection[str] = ()) -> tuple[Article, ...]:
    """Read every `<outlet>.toml` in `folder`; an outlet without a file simply has no articles.

    `outlets` are the names a file may have; empty allows any. Slugs are unique over all files.
    Raises ArticleError with one line that names the file, the slug and what is wrong.
    """
    articles: list[Article] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        if outlets and path.stem not in outlets:
            raise ArticleError(f"{path.name}: no outlet is called {path.stem}; known are {', '.join(sorted(outlets))}")
        for article in _read(path):
            if article.slug in seen:
                raise ArticleError(f"{path.name}: {article.slug}: the slug is already used in {seen[article.slug]}")
            seen[article.slug] = path.name
            articles.append(article)
    return tuple(articles)


def _read(path: Path) -> list[Article]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ArticleError(f"{path.name}: not readable as TOML: {error}") from error
    tables = document.pop("article", [])
    if document or not isinstance(tables, list):
        raise ArticleError(f"{path.name}: expected only [[article]] tables, found {', '.join(document) or 'article'}")
    return [_checked(path, position, table) for position, table in enumerate(tables, start=1)]


def _checked(path: Path, position: int, table: dict[str, Any]) -> Article:
    try:
        return Article(outlet=path.stem, **table)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        named = table.get("slug") or f"article number {position}"
        raise ArticleError(f"{path.name}: {named}: {field + ': ' if field else ''}{first['msg']}") from error
