"""From answers to figures: one row for each page and extractor, and their summary with confidence intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.bootstrap import Measure, measures, share
from benchmarks.extraction import fields
from benchmarks.extraction.extractors import Extractor
from benchmarks.extraction.gold import Case, Expected
from benchmarks.extraction.runner import Result
from benchmarks.extraction.scores import Match, leaks, match, overall

BODY = ("f1", "precision", "recall")
FIELDS = ("title", "author", "author_all", "date", "datetime", "clock")  # of the extractors that claim them
FURTHER = ("editor", "dateline", "cites")  # of this project only


@dataclass(frozen=True, slots=True)
class Row:
    """One page as one extractor read it. A field is None where it is not scored: not expected, or not claimed by the extractor."""

    case: Case
    answer: dict[str, Any]  # as worker.py gives it; empty after an error
    error: str
    body: Match | None  # None: no article is expected
    leaks: tuple[str, ...]
    false_article: bool | None  # None: an article is expected
    exact: dict[str, bool | None]  # by FIELDS and FURTHER

    @property
    def empty(self) -> bool:
        return self.body is not None and not self.error and not (self.answer.get("body") or "").strip()


@dataclass(frozen=True, slots=True)
class Summary:
    """An extractor's figures over all pages."""

    measures: dict[str, Measure | None]  # by BODY, FIELDS and FURTHER; None: nothing to score
    leaks: int
    leaking_pages: int
    empty: int
    errors: int
    false_articles: int
    lists: int  # pages that are no article
    ms: float | None  # a page, median of the rounds; processor time
    ms_min: float | None  # the fastest round

    @property
    def pages_per_second(self) -> float | None:
        return 1000 / self.ms if self.ms else None


def rows(cases: Sequence[Case], result: Result) -> list[Row]:
    return [row(case, reply, result.extractor) for case, reply in zip(cases, result.replies, strict=True)]


def row(case: Case, reply: dict[str, Any], extractor: Extractor) -> Row:
    """Score one reply of a worker; after an error everything counts as not found."""
    expected, answer = case.expected, reply.get("answer") or {}
    body = answer.get("body") or ""
    if not expected.is_article:
        claimed = answer.get("article", bool(body.strip()))
        return Row(case, answer, reply.get("error", ""), None, (), bool(claimed), {})
    return Row(
        case=case,
        answer=answer,
        error=reply.get("error", ""),
        body=match(expected.body or "", body),
        leaks=leaks(body, expected.must_not),
        false_article=None,
        exact=_exact(expected, answer, extractor),
    )


def _exact(expected: Expected, answer: dict[str, Any], extractor: Extractor) -> dict[str, bool | None]:
    found = fields.moment(answer.get("published"))
    authors = answer.get("authors") or []
    exact: dict[str, bool | None] = dict.fromkeys(FIELDS)
    if "title" in extractor.fields:
        exact["title"] = fields.same_text(expected.title, answer.get("title"))
    if "author" in extractor.fields:
        exact["author_all"] = fields.same_names(expected.author, authors)
        exact["author"] = exact["author_all"] if expected.author else None
    if "date" in extractor.fields and expected.published:
        exact["date"] = fields.same_day(expected.published, found)
        exact["datetime"] = fields.same_moment(expected.published, found)
        exact["clock"] = fields.same_clock(expected.published, found)
    return exact | _further(expected, answer)


def _further(expected: Expected, answer: dict[str, Any]) -> dict[str, bool | None]:
    """What no peer reads; scored where the index says what is expected and the extractor gives it."""
    exact: dict[str, bool | None] = dict.fromkeys(FURTHER)
    given = expected.model_fields_set
    if "editor" in given and "editors" in answer:
        exact["editor"] = fields.same_names(expected.editor, answer["editors"])
    if "dateline" in given and "dateline" in answer:
        exact["dateline"] = fields.same_text(expected.dateline, answer["dateline"])
    if "cites" in given and "cites" in answer:
        exact["cites"] = fields.names(expected.cites or []) == fields.names(answer["cites"])
    return exact


def summarise(rows: Sequence[Row], round_ms: Sequence[float]) -> Summary:
    matches = [one.body for one in rows if one.body is not None]
    figures: dict[str, Measure | None] = {**dict.fromkeys(BODY), **measures(matches, _body)}
    for name in (*FIELDS, *FURTHER):
        figures[name] = share([flag for one in rows if (flag := one.exact.get(name)) is not None])
    return Summary(
        measures=figures,
        leaks=sum(len(one.leaks) for one in rows),
        leaking_pages=_count(one.leaks for one in rows),
        empty=_count(one.empty for one in rows),
        errors=_count(one.error for one in rows),
        false_articles=_count(one.false_article for one in rows),
        lists=_count(one.body is None for one in rows),
        ms=median(round_ms) if round_ms else None,
        ms_min=min(round_ms) if round_ms else None,
    )


def difference(ours: Sequence[Row], theirs: Sequence[Row]) -> Measure | None:
    """F1 of ours minus theirs, both over the same drawn pages each time."""
    pairs = [(one.body, other.body) for one, other in zip(ours, theirs, strict=True) if one.body is not None and other.body is not None]
    return measures(pairs, lambda drawn: {"f1": overall([one for one, _ in drawn]).f1 - overall([other for _, other in drawn]).f1}).get(
        "f1"
    )


def _count(flags: Iterable[object]) -> int:
    return sum(bool(flag) for flag in flags)


def _body(matches: Sequence[Match]) -> dict[str, float]:
    total = overall(matches)
    return {"f1": total.f1, "precision": total.precision, "recall": total.recall}
