"""Display: what commands print for a person: judgements, hits, and the summary of a run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.markup import escape
from rich.table import Table

from crawler.run import Outcome, Report
from pipelines.items import Article, Evidence, Hit, Judgement, Term, Verdict

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


def explain(judged: Judgement) -> str:
    """A judgement in a few lines: the verdict first, then why, then the article it was read from."""
    article = judged.article
    if article is None:
        return f"{judged.verdict}  {judged.url or 'page'}\n  why        {judged.reason}\n"
    lines = [f"{judged.verdict}  {article.score:.2f}  {article.title or '(no title)'}", f"  why        {judged.reason}"]
    lines += [f"  {line}" for line in because(article.evidence)]
    lines.append(f"  article    {about(article)}")
    lines += [f"  {name:<10} {_cut(text)}" for name, text in _stated(article) if text]
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
    return lines


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


def hit_lines(hit: Hit) -> list[str]:
    """A search hit in lines; what matched stands in [[double brackets]]."""
    published = moment(hit.published_at.astimezone(INDONESIA)) if hit.published_at else "no date"
    return [f"{hit.title}", f"  {hit.outlet} · {published} · score {hit.score:.2f}", f"  {hit.highlight}", f"  {hit.url}", ""]


def summary_table(reports: Sequence[Report]) -> Table:
    """The table at the end of a run: a row for each outlet."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("outlet")
    for heading in ("links", "pages", "relevant", "near miss", "to retry", "seconds"):
        table.add_column(heading, justify="right")
    table.add_column("outcome")
    for report in sorted(reports, key=lambda report: report.outlet):
        colour = COLOURS[report.outcome]
        table.add_row(
            report.outlet,
            *(str(number) for number in _numbers(report)),
            f"{report.seconds:.1f}",
            f"[{colour}]{report.outcome}[/]" + (f" {escape(report.reason)}" if report.reason else ""),
        )
    if len(reports) > 1:
        totals = [sum(column) for column in zip(*(_numbers(report) for report in reports), strict=True)]
        table.add_row("[bold]all", *(f"[bold]{total}" for total in totals), "", "")
    return table


def summary_line(report: Report) -> str:
    """One outlet's run in one plain line, for logs."""
    links, pages, relevant, near, retry = _numbers(report)
    reason = f" ({report.reason})" if report.reason else ""
    return (
        f"{report.outlet}: {report.outcome}{reason}: {links} links, {pages} pages, {relevant} relevant, {near} near misses, "
        f"{retry} to retry, {report.seconds:.1f} s"
    )


def moment(value: datetime) -> str:
    """A time with its offset, to the minute."""
    return value.strftime("%Y-%m-%d %H:%M %z")


def _numbers(report: Report) -> tuple[int, int, int, int, int]:
    counts = report.counts
    return report.found, report.fetched, counts.get(Verdict.RELEVANT, 0), counts.get(Verdict.NEAR_MISS, 0), report.retried


def _term(term: Term) -> str:
    return f"{term.name} ×{term.count} ({', '.join(term.where)})"


def _cut(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rsplit(" ", 1)[0] + "…"


def plural(number: int, noun: str, plural_noun: str = "") -> str:
    """`1 article`, `2 articles`."""
    return f"{number:,} {noun if number == 1 else plural_noun or noun + 's'}"
