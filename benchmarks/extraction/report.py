"""What a run found, as a table for the terminal, as Markdown between two comments of a document, and as JSON."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from rich.table import Table

from benchmarks import document
from benchmarks.bootstrap import Measure
from benchmarks.extraction.extractors import BASE, OURS
from benchmarks.extraction.runner import Result
from benchmarks.extraction.summary import FIELDS, FURTHER, Row, Summary

BEGIN = "<!-- results: written by python -m benchmarks.extraction --markdown -->"
NONE = "–"  # not claimed by the extractor, or nothing to score

HEADINGS = (
    "", "F1", "95 %", "precision", "recall", "leaks (pages)", "title", "author", "author, all", "date", "date-time", "clock",
    "empty", "false articles", "errors", "ms/page", "least", f"× {BASE}", "pages/s",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run, in the order in which the extractors were named."""

    made_at: datetime  # aware
    folders: tuple[str, ...]  # names only
    articles: int
    lists: int
    repeat: int
    results: list[Result]
    rows: dict[str, list[Row]]
    summaries: dict[str, Summary]
    differences: dict[str, Measure | None] = field(default_factory=dict)  # F1 of ours minus that peer's

    @property
    def caption(self) -> str:
        return (
            f"{self.made_at:%Y-%m-%d}, {', '.join(self.folders)}: {self.articles} articles and {self.lists} pages that are none; "
            f"{self.repeat} timed rounds, {os.cpu_count()} cores, Python {platform.python_version()}"
        )

    @property
    def versions(self) -> str:
        """Each package once; the variants of one share its version."""
        named = {result.extractor.module: result for result in reversed(self.results)}
        return ", ".join(f"{result.extractor.name} {result.version}" for result in reversed(named.values()) if result.version)


def cells(report: Report, name: str) -> list[str]:
    """An extractor's line of the table, in the order of HEADINGS."""
    summary = report.summaries[name]
    measures = summary.measures
    f1, base = measures["f1"], report.summaries.get(BASE)
    ratio = summary.ms / base.ms if summary.ms and base and base.ms else None
    return [
        name,
        _number(f1),
        f"{f1.low:.3f}–{f1.high:.3f}" if f1 else NONE,
        _number(measures["precision"]),
        _number(measures["recall"]),
        f"{summary.leaks} ({summary.leaking_pages})",
        *(_percent(measures[field]) for field in FIELDS),
        str(summary.empty),
        f"{summary.false_articles} of {summary.lists}",
        str(summary.errors),
        f"{summary.ms:.1f}" if summary.ms else NONE,
        f"{summary.ms_min:.1f}" if summary.ms_min else NONE,
        f"{ratio:.2f}" if ratio else NONE,
        f"{summary.pages_per_second:.0f}" if summary.pages_per_second else NONE,
    ]


def difference_cells(report: Report) -> list[list[str]]:
    return [
        [name, f"{one.value:+.3f}", f"{one.low:+.3f} to {one.high:+.3f}"] for name, one in report.differences.items() if one is not None
    ]


def further(report: Report) -> str:
    """What only this project reads, as one sentence; empty where the index expects none of it."""
    summary = report.summaries.get(OURS)
    if summary is None:
        return ""
    parts = [f"{name} {_percent(one)} of {one.pages}" for name in FURTHER if (one := summary.measures[name])]
    return f"Read by {OURS} only, exact: {', '.join(parts)}." if parts else ""


def missing(report: Report) -> list[str]:
    return [f"{result.extractor.name}: {result.missing}" for result in report.results if result.missing]


def tables(report: Report) -> list[Table]:
    """For the terminal; the figures in the order of the Markdown table, one extractor a column."""
    figures = Table(title="Extraction", caption=report.caption)
    lines = [cells(report, name) for name in report.summaries]
    figures.add_column("")
    for line in lines:
        figures.add_column(line[0], justify="right", overflow="fold")
    for number, heading in enumerate(HEADINGS[1:], 1):
        figures.add_row(heading, *(line[number] for line in lines))
    paired = Table("minus", "F1", "95 %", title=f"F1 of {OURS}, page by page")
    for line in difference_cells(report):
        paired.add_row(*line)
    return [figures, paired] if paired.row_count else [figures]


def markdown(report: Report) -> str:
    """The tables with date, versions and number of pages."""
    parts = [report.caption, report.versions, document.table(HEADINGS, [cells(report, name) for name in report.summaries])]
    if lines := difference_cells(report):
        parts += [f"F1 of {OURS} minus that of the peer, over the same pages:", document.table(("", "difference", "95 %"), lines)]
    if sentence := further(report):
        parts.append(sentence)
    if lacking := missing(report):
        parts.append(f"Not run: {'; '.join(lacking)}.")
    return "\n\n".join(parts) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    """Everything, with a row for each page and extractor."""
    return {
        "made_at": report.made_at.isoformat(),
        "python": platform.python_version(),
        "folders": report.folders,
        "articles": report.articles,
        "not_articles": report.lists,
        "repeat": report.repeat,
        "not_run": {result.extractor.name: result.missing for result in report.results if result.missing},
        "differences": {name: one and asdict(one) for name, one in report.differences.items()},
        "extractors": {
            result.extractor.name: {
                "version": result.version,
                "options": result.extractor.options,
                **asdict(report.summaries[result.extractor.name]),
                "round_ms": result.round_ms,
                "pages": [_page(one) for one in report.rows[result.extractor.name]],
            }
            for result in report.results
            if not result.missing
        },
    }


def _page(row: Row) -> dict[str, Any]:
    body = row.body and {**asdict(row.body), "precision": row.body.precision, "recall": row.body.recall, "f1": row.body.f1}
    return {
        "page": row.case.name,
        "error": row.error,
        "body": body,
        "leaks": row.leaks,
        "false_article": row.false_article,
        "exact": row.exact,
        "answer": row.answer,
    }


def _number(measure: Measure | None) -> str:
    return f"{measure.value:.3f}" if measure else NONE


def _percent(measure: Measure | None) -> str:
    return f"{measure.value:.1%}" if measure else NONE
