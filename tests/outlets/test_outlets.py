"""Outlets: every declared outlet reads a saved page of its own, and every declaration is short, complete and checked."""

from __future__ import annotations

import ast
import inspect
import json
import re
from datetime import datetime
from pathlib import Path
from textwrap import dedent
from typing import Any
from urllib.parse import urlencode

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.canonical import canonicalize
from crawler.families import WordPressSpider
from crawler.frontier import Candidate
from crawler.outlet import OutletSpider
from crawler.run import outlets
from pipelines.extraction import extract
from pipelines.items import Article, Link, Page

FOLDER = Path(__file__).parent
PAGE_SIZE = 40 * 1024  # bytes of a saved page at most: inline style sheets and scripts of others are no use here
DECLARATION_LINES = 10


def _settings() -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings")
    return settings


DECLARED = {name: spider for name, spider in outlets(SpiderLoader.from_settings(_settings())).items() if name != "site"}
every_outlet = pytest.mark.parametrize("name", DECLARED)


def saved_page(name: str) -> bytes:
    path = FOLDER / name / "page.html"
    assert path.is_file(), f"the outlet {name} has no saved page: put one of its articles' pages at {path.relative_to(FOLDER.parent)}"
    return path.read_bytes()


def expected(name: str) -> dict[str, Any]:
    path = FOLDER / name / "article.json"
    assert path.is_file(), f"the outlet {name} has no expected article: write down by hand what its saved page says, at {path.name}"
    article: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return article


def page_of(name: str) -> Page:
    """The saved page as the outlet's own spider hands it to the stages."""
    url = expected(name)["url"]
    spider = DECLARED[name]()
    candidate = Candidate(canonical_url=canonicalize(url, spider.pattern), link=Link(url=url))
    request = Request(f"{url}?{urlencode(spider.whole_article)}" if spider.whole_article else url, meta={"address": url})
    return spider.page_of(HtmlResponse(request.url, body=saved_page(name), request=request), candidate)


@every_outlet
def test_an_outlets_page_becomes_the_article_that_a_person_reads_there(name: str) -> None:
    want = expected(name)
    article = extract(page_of(name))
    assert isinstance(article, Article), article
    assert article.title == want["title"]
    assert article.body.split("\n") == want["body"]
    assert article.lead == want["lead"]
    assert list(article.authors) == want["authors"]
    assert article.section == want["section"]
    assert list(article.tags) == want["tags"]
    assert article.image == want["image"]
    assert article.published_at is not None
    published_at = datetime.fromisoformat(want["published_at"])
    assert article.published_at.value == published_at
    assert article.published_at.value.utcoffset() == published_at.utcoffset()


@every_outlet
def test_an_articles_address_gives_its_id_and_one_key(name: str) -> None:
    want = expected(name)
    spider = DECLARED[name]()
    if spider.pattern:
        match = spider.pattern.search(want["url"])
        assert match, f"{name}: article_url does not fit {want['url']}"
        assert match["id"] == want["id"]
    else:
        assert want["id"] is None
    assert page_of(name).canonical_url == want["canonical_url"]
    for variant in (f"{want['url']}?utm_source=beranda", want["url"].replace("https:", "http:"), f"{want['url']}#komentar"):
        assert canonicalize(variant, spider.pattern) == want["canonical_url"]


@every_outlet
def test_an_outlets_home_is_not_taken_for_an_article(name: str) -> None:
    spider = DECLARED[name]()
    assert spider.pattern is None or not spider.pattern.search(spider.home)


@every_outlet
def test_a_saved_page_is_small(name: str) -> None:
    assert len(saved_page(name)) <= PAGE_SIZE


def test_no_page_is_saved_for_an_outlet_that_is_not_declared() -> None:
    saved = {path.name for path in FOLDER.iterdir() if (path / "page.html").exists() or (path / "article.json").exists()}
    assert saved <= set(DECLARED)


@every_outlet
def test_a_declaration_is_complete_and_short(name: str) -> None:
    spider = DECLARED[name]
    spider.check()
    assert spider.__doc__, f"{name} says nothing about itself"
    assert declaration_lines(spider) <= DECLARATION_LINES


@every_outlet
def test_a_declaration_has_no_procedure_of_its_own(name: str) -> None:
    statements = class_body(DECLARED[name])
    assert all(isinstance(statement, ast.Assign) for statement in statements)


def class_body(spider: type[OutletSpider]) -> list[ast.stmt]:
    """The statements of a class, without its docstring."""
    (declared,) = ast.parse(dedent(inspect.getsource(spider))).body
    assert isinstance(declared, ast.ClassDef)
    return declared.body[1:] if ast.get_docstring(declared) else declared.body


def declaration_lines(spider: type[OutletSpider]) -> int:
    return sum((statement.end_lineno or 0) - statement.lineno + 1 for statement in class_body(spider))


class WithoutPublisher(WordPressSpider):
    name = "tanpa_penerbit"
    domain = "tanpa-penerbit.example"


class WithoutDomain(OutletSpider):
    name = "tanpa_domain"
    publisher = "Tanpa Domain"


class WithBadPattern(OutletSpider):
    name = "pola_rusak"
    publisher = "Pola Rusak"
    domain = "pola-rusak.example"
    article_url = r"^https://pola-rusak\.example/(?P<id>\d+"


@pytest.mark.parametrize(
    ("spider", "attribute"), [(WithoutPublisher, "publisher"), (WithoutDomain, "domain"), (WithBadPattern, "article_url")]
)
def test_a_broken_declaration_is_named_with_its_module_and_attribute(spider: type[OutletSpider], attribute: str) -> None:
    with pytest.raises(ValueError, match=rf"{re.escape(__name__)}\.{spider.__name__}\b.*\b{attribute}\b"):
        spider.check()
