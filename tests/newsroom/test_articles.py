"""Article files: what is read, and the one clear line for what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom import outlets
from newsroom.articles import ArticleError, load

GOOD = '''[[article]]
slug = "{slug}"
title = "Judul"
section = "Nasional"
published_at = 2024-06-19T23:30:00+07:00
body = """
Pertama.

Kedua,
lanjutannya.
"""
'''


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_the_article_files_of_the_project_can_all_be_served() -> None:
    articles = load(outlets=outlets.BY_NAME)
    assert {article.outlet for article in articles} <= set(outlets.BY_NAME)
    assert len({article.slug for article in articles}) == len(articles)


def test_a_body_is_read_as_paragraphs_on_one_line_each(tmp_path: Path) -> None:
    write(tmp_path, "kompas.toml", GOOD.format(slug="satu"))
    (article,) = load(tmp_path)
    assert article.paragraphs == ("Pertama.", "Kedua, lanjutannya.")
    assert article.touched_at == article.published_at


def test_a_folder_without_files_has_no_articles(tmp_path: Path) -> None:
    assert load(tmp_path) == ()


@pytest.mark.parametrize(
    ("line", "wrong", "said"),
    [
        ('title = "Judul"', "", "title"),
        ("2024-06-19T23:30:00+07:00", "2024-06-19T23:30:00", "published_at"),
        ('section = "Nasional"', 'section = "Nasional"\nkasus = "x"', "kasus"),
        ('section = "Nasional"', 'section = "Nasional"\nmodified_at = 2024-06-01T00:00:00+07:00', "modified_at"),
        ('slug = "satu"', 'slug = "Satu Dua"', "slug"),
    ],
)
def test_a_wrong_field_is_named_with_its_file_and_slug(tmp_path: Path, line: str, wrong: str, said: str) -> None:
    write(tmp_path, "kompas.toml", GOOD.format(slug="satu").replace(line, wrong))
    with pytest.raises(ArticleError, match=rf"kompas\.toml: (satu|Satu Dua): .*{said}") as error:
        load(tmp_path)
    assert "\n" not in str(error.value)


def test_a_slug_used_twice_names_both_files(tmp_path: Path) -> None:
    for name in ("detik.toml", "kompas.toml"):
        write(tmp_path, name, GOOD.format(slug="satu"))
    with pytest.raises(ArticleError, match=r"kompas\.toml: satu: .*detik\.toml"):
        load(tmp_path)


def test_a_file_of_no_outlet_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "gazeta.toml", GOOD.format(slug="satu"))
    with pytest.raises(ArticleError, match="no outlet is called gazeta"):
        load(tmp_path, outlets.BY_NAME)


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    write(tmp_path, "kompas.toml", "[[article]\nslug =")
    with pytest.raises(ArticleError, match=r"kompas\.toml: not readable as TOML"):
        load(tmp_path)


def test_a_bare_article_key_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "kompas.toml", 'article = "satu"')
    with pytest.raises(ArticleError, match=r"kompas\.toml: expected only \[\[article\]\] tables"):
        load(tmp_path)
