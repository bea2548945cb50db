"""The pages that the benchmark measures by: what was reached on them is kept."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.extraction.__main__ import OWN_PAGES
from benchmarks.extraction.fields import names, same_moment, same_text
from benchmarks.extraction.gold import Case, load_all
from benchmarks.extraction.scores import leaks, match
from pipelines.extraction import extract
from pipelines.items import Article, Page
from pipelines.stage import Ended

CASES = load_all([OWN_PAGES])
ODD = "odd"  # the folder of pages that nobody's template is like
ARTICLES = [case for case in CASES if case.expected.is_article and case.path.parent.name != ODD]
# The times of a live blog's entries: lines of the text, or labels on it? Here they are kept, there they are not expected.
LIVE = "liputan6-02-live.html"


BY_NAME = {case.name: case for case in CASES}


def judged(case: Case) -> Article | Ended:
    return _judged(case.name)


@cache
def _judged(name: str) -> Article | Ended:
    case = BY_NAME[name]
    expected = case.expected
    return extract(
        Page(
            url=expected.url,
            outlet=expected.outlet,
            body=case.path.read_bytes(),
            fetched_at=case.fetched_at,
            charset=expected.charset,
            timezone=expected.timezone,
        )
    )


def article(case: Case) -> Article:
    """The article; of a page that is cut off so early that it counts as none, what it shows."""
    found = judged(case)
    found = found.item if isinstance(found, Ended) and found.item else found
    assert isinstance(found, Article), found
    return found


def by_file(case: Case) -> str:
    return case.path.name


@pytest.mark.parametrize("case", ARTICLES, ids=by_file)
def test_a_page_gives_its_text_and_nothing_else(case: Case) -> None:
    body = article(case).body
    assert match(case.expected.body or "", body).f1 >= (0.8 if case.path.name == LIVE else 0.97)
    assert not leaks(body, case.expected.must_not)


def test_pages_that_no_template_is_like_give_nearly_all_of_their_text_and_little_else() -> None:
    odd = [case for case in CASES if case.expected.is_article and case.path.parent.name == ODD]
    scores = [match(case.expected.body or "", article(case).body).f1 for case in odd]
    assert sum(scores) / len(scores) >= 0.97


@pytest.mark.parametrize("case", [case for case in CASES if not case.expected.is_article], ids=by_file)
def test_a_list_gives_no_article(case: Case) -> None:
    assert isinstance(judged(case), Ended)


def test_titles_are_the_printed_headlines() -> None:
    assert [case.path.name for case in ARTICLES if not same_text(case.expected.title, article(case).title)] == []


def test_times_of_publication_are_exact_on_nearly_all_pages() -> None:
    dated = [case for case in ARTICLES if case.expected.published]
    exact = [case for case in dated if (stamp := article(case).published_at) and same_moment(case.expected.published, stamp.value)]  # type: ignore[arg-type]
    assert len(exact) >= 0.98 * len(dated)


def test_authors_and_editors_are_exact_on_nearly_all_pages() -> None:
    for field in ("author", "editor"):
        found = [names(getattr(article(case), f"{field}s")) == names([getattr(case.expected, field) or ""]) for case in ARTICLES]
        assert sum(found) >= 0.93 * len(found), field
