"""What a run found, as tables for the terminal and as Markdown, and the worst mistakes as text."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.table import Table

from benchmarks import document
from benchmarks.bootstrap import Measure
from benchmarks.relevance.labelled import LEFT_OUT, Labelled
from benchmarks.relevance.scores import FIGURES, TELLING, Group, Summary
from benchmarks.relevance.timing import WORDS, Timing
from pipelines.items import Article, Verdict
from pipelines.relevance import Topic, explain

BEGIN = "<!-- results: written by python -m benchmarks.relevance --markdown -->"
OURS = "pantau"
HEADINGS = ("", *(heading for name in FIGURES for heading in (name, "95 %")), "missed", "wrongly kept")


@dataclass(frozen=True, slots=True)
class Judged:
    """A text as the project judged it."""

    text: Labelled
    article: Article  # with score and evidence
    verdict: Verdict

    @property
    def found(self) -> bool:
        return self.verdict is Verdict.RELEVANT

    @property
    def wrong(self) -> bool:
        return self.found is not self.text.relevant


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run."""

    made_at: datetime  # aware
    topic: Topic
    files: tuple[str, ...]  # names only
    fitted: bool  # files that the rules' weights were fitted on are among them
    given: int  # texts read
    unusable: int  # lines
    judged: list[Judged]
    names: Sequence[Sequence[str]]  # of the baselines, by side
    summaries: dict[str, Summary]  # ours first
    differences: dict[str, Measure]  # F1 of ours minus the baseline's
    kinds: list[Group]
    subkinds: list[Group]
    timing: Timing

    @property
    def caption(self) -> str:
        relevant = sum(one.text.relevant for one in self.judged)
        return (
            f"{self.made_at:%Y-%m-%d}, {', '.join(self.files)}: {len(self.judged)} texts, {relevant} of them relevant; "
            f"topic {self.topic.name}, rules {self.topic.rules_version}; {os.cpu_count()} cores, Python {platform.python_version()}"
        )

    @property
    def notes(self) -> list[str]:
        """What a reader of the figures must know."""
        left_out = self.given - len(self.judged)
        kinds = " and ".join(LEFT_OUT)
        typed = " / ".join(", ".join(names) for names in self.names)
        near = sum(one.wrong and one.verdict is Verdict.NEAR_MISS for one in self.judged)
        missed = self.summaries[OURS].missed
        return [
            f"Left out: {left_out} texts of the kinds {kinds}, which people judge either way or other stages end"
            + (f"; {self.unusable} lines that cannot be used." if self.unusable else "."),
            f"Of the {missed} missed by {OURS}, {near} are near misses, which are kept for review.",
            f"The baselines look for {typed}, as whole words. BM25 has its threshold and its title weight tuned on these very texts, in its favour.",
            *(["The weights of the rules were fitted on some of these texts: the figures flatter."] if self.fitted else []),
            self.pace,
        ]

    @property
    def pace(self) -> str:
        taken = self.timing
        made = f", {taken.joined} of them joined from shorter texts, so with more names than such an article has" if taken.joined else ""
        return (
            f"Judging an article of about {WORDS} words takes {taken.median:.2f} ms of processor time (median of {taken.articles} articles{made}; "
            f"{taken.low:.2f} to {taken.high:.2f} from the first to the last tenth; "
            f"warm, {taken.rounds} rounds)."
        )


def cells(report: Report) -> list[list[str]]:
    """The lines of the main table, in the order of HEADINGS."""
    return [
        [name, *(cell for figure in FIGURES for cell in _measure(one.measures[figure])), str(one.missed), str(one.wrong)]
        for name, one in report.summaries.items()
    ]


def difference_cells(report: Report) -> list[list[str]]:
    return [[name, f"{one.value:+.3f}", f"{one.low:+.3f} to {one.high:+.3f}"] for name, one in report.differences.items()]


def group_cells(groups: Sequence[Group]) -> list[list[str]]:
    """A line for each group: how many there are of either label, and what share of them each judge answered rightly."""
    return [
        [f"{one.kind or '–'}{f' / {one.subkind}' if one.subkind else ''}", str(one.relevant), str(one.irrelevant)]
        + [f"{right / (one.relevant + one.irrelevant):.0%}" for right in one.right.values()]
        for one in groups
    ]


def parts(report: Report) -> list[tuple[str, Sequence[str], list[list[str]]]]:
    """The tables: title, headings, lines."""
    grouped = ("", "relevant", "not", *report.summaries)
    return [
        ("Relevance", HEADINGS, cells(report)),
        (f"F1 of {OURS} minus that of the baseline, over the same texts", ("", "difference", "95 %"), difference_cells(report)),
        ("Answered rightly, by kind", grouped, group_cells(report.kinds)),
        (f"Subkinds of {TELLING} texts or more, and those with a mistake of {OURS}", grouped, group_cells(report.subkinds)),
    ]


def tables(report: Report) -> list[Table]:
    """For the terminal; those that have lines."""
    return [_table(*part) for part in parts(report) if part[2]]


def markdown(report: Report) -> str:
    """The same tables and notes, for a document."""
    told = [f"{title}:\n\n{document.table(headings, lines)}" for title, headings, lines in parts(report) if lines]
    return "\n\n".join([report.caption, *told, *report.notes]) + "\n"


def worst(judged: Sequence[Judged], number: int) -> list[Judged]:
    """Return the `number` wrong ones that were judged with the most certainty."""
    return sorted((one for one in judged if one.wrong), key=lambda one: -abs(one.article.score - 0.5))[:number]


def told(one: Judged, topic: Topic) -> list[str]:
    """A mistake in four lines: score and title, where it stands, why it got its score, the line that told most."""
    text, evidence = one.text, one.article.evidence
    quoted = evidence.sentences[0].text if evidence.sentences else "no sentence ties the two sides"
    kind = "/".join(filter(None, (text.kind, text.subkind)))
    return [
        f"{one.article.score:.2f} {'wrongly kept' if one.found else 'missed'}: {one.article.title or one.article.body[:80]}",
        "  " + ", ".join(filter(None, (text.place, text.id, kind, text.outlet))),
        f"  {explain(one.article.score, evidence, topic)}",
        f"  “{' '.join(quoted.split())}”",
    ]


def _measure(one: Measure) -> tuple[str, str]:
    return f"{one.value:.3f}", f"{one.low:.3f}–{one.high:.3f}"


def _table(title: str, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title)
    for at, heading in enumerate(headings):
        table.add_column(heading, justify="right" if at else "left", overflow="fold")
    for line in lines:
        table.add_row(*line)
    return table
