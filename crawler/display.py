"""Display: what commands print for a person: judgements, hits, and the summary of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from crawler.reviewing import Shown
from crawler.run import Outcome, Report
from pipelines.differences import Change, Difference, Words
from pipelines.items import Article, Evidence, Hit, Judgement, Term, Verdict
from pipelines.relevance.signals import SAYS

COLOURS = {
    Outcome.FINISHED: "green",
    Outcome.PARTIAL: "green",
    Outcome.BUSY: "yellow",
    Outcome.REFUSED: "red",
    Outcome.FAILED: "red",
    Outcome.INTERRUPTED: "red",
}
INDONESIA = ZoneInfo("Asia/Jakarta")
EXCERPT = 240  # characters of a quoted sentence
OPENING = 600  # characters of a text that a person is shown to label
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
REASONS = 4  # told for a score, and as many against it


def explain(judged: Judgement) -> str:
    """A judgement in a few lines: the verdict first, then why, then the article it was read from."""
    article = judged.article
    if article is None:
        return f"{judged.verdict}  {judged.url or 'page'}\n  why        {judged.reason}\n"
    lines = [f"{judged.verdict}  {article.score:.2f}  {article.title or '(no title)'}", f"  why        {judged.reason}"]
    lines += [f"  {line}" for line in because(article.evidence)]
    lines.append(f"  article    {about(article)}")
    lines += [f"  {name:<10} {_cut(text)}" for name, text in _stated(article) if text]
    lines.append(f"  rules      {article.topic} {article.evidence.rules_version}")
    if article.url:
        lines.append(f"  url        {article.url}")
    return "\n".join(lines) + "\n"


def because(evidence: Evidence) -> list[str]:
    """The evidence in lines: who is named how often and where, what links them, and the sentences that show it."""
    lines = []
    for side in dict.fromkeys(term.side for term in evidence.terms):
        lines.append(f"{side:<10} {', '.join(_term(term) for term in evidence.terms if term.side == side)}")
    if evidence.interactions:
        lines.append(f"{'about':<10} {', '.join(evidence.interactions)}")
    lines += [
        f"{'says':<10} “{_cut(sentence.text)}”  ({sentence.field} {sentence.start}-{sentence.end})" for sentence in evidence.sentences
    ]
    lines += [f"{name:<10} {reasons}" for name, reasons in _reasons(evidence) if reasons]
    return lines


def _reasons(evidence: Evidence) -> list[tuple[str, str]]:
    """What speaks for and against the article, the weightiest first, each with its points of log-odds."""
    groups: dict[str, list[str]] = {"for": [], "against": []}
    for reason in evidence.reasons:
        groups["for" if reason.points > 0 else "against"].append(f"{SAYS.get(reason.signal, reason.signal)} {reason.points:+.1f}")
    return [(name, ", ".join(reasons[:REASONS])) for name, reasons in groups.items()]


def about(article: Article) -> str:
    """One line on an article: who, when, where, how long, in which language."""
    parts = [
        article.outlet,
        moment(article.published_at.value) if article.published_at else "no date",
        ", ".join(article.authors),
        f"edited by {', '.join(article.editors)}" if article.editors else "",
        article.section,
        f"{article.word_count} words" + (", cut by a paywall" if article.paywalled else ""),
        f"{article.language.code} {article.language.probability:.2f}" if article.language else "",
    ]
    return " · ".join(filter(None, parts))


def _stated(article: Article) -> list[tuple[str, str]]:
    """What else the page states, each under its name."""
    return [
        ("subtitle", article.subtitle),
        ("dateline", article.dateline),
        ("lead", article.lead),
        ("cites", ", ".join(article.cites)),
        ("caption", article.image_caption),
        ("read from", _read_from(article)),
    ]


def _read_from(article: Article) -> str:
    """The fields by where on the page they were read: "json-ld: published_at, authors; visible: title"."""
    fields: dict[str, list[str]] = {}
    for name, origin in article.provenance.items():
        fields.setdefault(origin, []).append(name)
    return "; ".join(f"{origin}: {', '.join(names)}" for origin, names in fields.items())


def found(article: Article) -> list[str]:
    """A found article in lines, for the end of a run: what it is, where it is, and why it was kept."""
    why = because(article.evidence)
    lines = [f"{article.score:.2f}  {article.title}", f"      {about(article)}", f"      {article.url}"]
    return lines + [f"      {line}" for line in why[:4]]


def case_lines(shown: Shown) -> list[str]:
    """What a person needs to label an article, in lines: what it is, why it ended as it did, what it says and how it begins."""
    case, article = shown.case, shown.article
    score = f" {article.score:.2f}" if article else ""
    lines = [f"{case.kind}{score} · {about(article) if article else case.outlet}", f"  {shown.title}", f"  {'why':<10} {case.reason}"]
    if shown.now:
        lines.append(f"  {'now':<10} {shown.now}")
    if article:
        lines += [f"  {line}" for line in because(article.evidence)]
        lines.append(f"  {'text':<10} {_cut(article.body.replace(chr(10), ' '), OPENING)}")
    return [printable(line) for line in [*lines, f"  {'url':<10} {case.url}"]]


def printable(text: str) -> str:
    """`text` without the characters that steer a terminal; line ends stay."""
    return CONTROLS.sub("", text)


def hit_lines(hit: Hit) -> list[str]:
    """A search hit in lines; what matched stands in [[double brackets]]."""
    published = moment(hit.published_at.astimezone(INDONESIA)) if hit.published_at else "no date"
    return [f"{hit.title}", f"  {hit.outlet} · {published} · score {hit.score:.2f}", f"  {hit.highlight}", f"  {hit.url}", ""]


def changes(found: Difference) -> Iterator[Text]:
    """What a revision changed, a line for the title and for each sentence: removed -, added +, and ~ where only some of its words were."""
    if not found:
        yield Text("nothing but typography")
    if found.title:
        yield Text("title  ").append_text(_marked(found.title))
    for sentence in found.sentences:
        if sentence.change is Change.CHANGED:
            yield Text("~ ").append_text(_marked(sentence.words))
        else:
            mark, style = ("-", "red") if sentence.change is Change.REMOVED else ("+", "green")
            yield Text(f"{mark} {''.join(words.text for words in sentence.words)}", style=style)


def _marked(words: Sequence[Words]) -> Text:
    """Words in a row: [-removed-], {+added+}; coloured where there are colours."""
    line = Text()
    for each in words:
        blank = each.text[: len(each.text) - len(each.text.lstrip())]
        if each.change is Change.KEPT:
            line.append(each.text)
        elif each.change is Change.REMOVED:
            line.append(blank).append(f"[-{each.text.strip()}-]", style="red")
        else:
            line.append(blank).append(f"{{+{each.text.strip()}+}}", style="green")
    return line


def summary_table(reports: Sequence[Report]) -> Table:
    """The table at the end of a run: a row for each outlet."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("outlet")
    visited = any(any(_visits(report).values()) for report in reports)
    numbers = {report.outlet: _numbers(report) | (_visits(report) if visited else {}) for report in reports}
    for heading in (*next(iter(numbers.values()), ()), "seconds"):
        table.add_column(heading, justify="right")
    table.add_column("outcome")
    for report in sorted(reports, key=lambda report: report.outlet):
        colour = COLOURS[report.outcome]
        table.add_row(
            report.outlet,
            *(str(number) for number in numbers[report.outlet].values()),
            f"{report.seconds:.1f}",
            f"[{colour}]{report.outcome}[/]" + (f" {escape(report.reason)}" if report.reason else ""),
        )
    if len(reports) > 1:
        totals = [sum(column) for column in zip(*(row.values() for row in numbers.values()), strict=True)]
        table.add_row("[bold]all", *(f"[bold]{total}" for total in totals), "", "")
    return table


def summary_line(report: Report) -> str:
    """One outlet's run in one plain line, for logs."""
    links, pages, relevant, near, retry = _numbers(report).values()
    revisited, edited, gone, missed = _visits(report).values()
    visits = f", {revisited} revisited ({edited} edited, {gone} gone, {missed} missed)" if revisited or missed else ""
    reason = f" ({report.reason})" if report.reason else ""
    return (
        f"{report.outlet}: {report.outcome}{reason}: {links} links, {pages} pages, {relevant} relevant, {near} near misses, "
        f"{retry} to retry{visits}, {report.seconds:.1f} s"
    )


def in_indonesia(value: datetime) -> str:
    """A time as Jakarta's clocks show it: 2024-06-19 10:30 WIB."""
    return f"{value.astimezone(INDONESIA):%Y-%m-%d %H:%M} WIB"


def moment(value: datetime) -> str:
    """A time with its offset, to the minute."""
    return value.strftime("%Y-%m-%d %H:%M %z")


def _numbers(report: Report) -> dict[str, int]:
    """The numbers of a run, each under its heading."""
    counts = report.counts
    relevant, near = counts.get(Verdict.RELEVANT, 0), counts.get(Verdict.NEAR_MISS, 0)
    return {"links": report.found, "pages": report.fetched, "relevant": relevant, "near miss": near, "to retry": report.retried}


def _visits(report: Report) -> dict[str, int]:
    """The numbers of kept articles that were due for another look, each under its heading."""
    return {name: report.counts.get(name, 0) for name in ("revisited", "edited", "gone", "missed")}


def _term(term: Term) -> str:
    return f"{term.name} ×{term.count} ({', '.join(term.where)})"


def _cut(text: str, length: int = EXCERPT) -> str:
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"


def plural(number: int, noun: str, plural_noun: str = "") -> str:
    """`1 article`, `2 articles`."""
    return f"{number:,} {noun if number == 1 else plural_noun or noun + 's'}"
