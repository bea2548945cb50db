"""reprocess: judge the stored pages again under the rules of now, without the network, and bring archive and index up to them."""

from __future__ import annotations

import argparse
import asyncio
import json
from time import monotonic
from typing import Any

from rich.markup import escape
from rich.table import Table

from crawler.command import BAD_USAGE, FAILURE, SUCCESS, ProjectCommand, Stop, console, say
from crawler.delivery import client_of, deliver_everything
from crawler.display import plural
from crawler.meter import Meter
from crawler.recorder import open_archive
from crawler.reprocessing import Judges, Tally, rehearse, reprocess
from crawler.spans import spans
from pipelines import workers
from pipelines.archive import Archive, Choice
from pipelines.items import Verdict
from pipelines.relevance import load_topic

SAID_EVERY_S = 15  # where there is no terminal for a bar


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "[--outlet NAME ...] [--verdict VERDICT ...] [--dry-run] [--json]"

    def short_desc(self) -> str:
        return "Judge the stored pages again under the rules of now"

    def long_desc(self) -> str:
        return (
            "Reads and judges every page that the archive keeps, or those chosen, on all cores and without the network; records what changed and"
            " delivers it. Kept are the pages of relevant articles, near misses and failures, and a sample of the irrelevant. A text that is read"
            " differently now is put right in place: it is not taken for an edit by the outlet. A page that cannot be judged keeps its verdict."
            " May run beside a crawl, be stopped at any time, and be run again. Exit code: 0 all well, 1 stopped, not delivered,"
            " or a page that was judged before could not be judged again, 2 bad usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--outlet", metavar="NAME", action="append", default=[], help="only pages of this outlet; repeatable")
        parser.add_argument(
            "--verdict",
            metavar="VERDICT",
            nargs="+",
            action="extend",
            default=[],
            choices=[str(verdict) for verdict in Verdict],
            help="only pages with one of these verdicts so far: relevant, near_miss, irrelevant, failed, ...",
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and record nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise Stop(f"reprocess takes no argument {args[0]!r}; name an outlet with --outlet", BAD_USAGE)
        assert self.settings is not None
        configuration = self.configuration()
        topic = load_topic(configuration.topic)
        client = client_of(configuration)
        archive = open_archive(configuration.archive_url)
        choice = Choice(frozenset(opts.outlet), frozenset(map(Verdict, opts.verdict)))
        _check_outlets(archive, opts.outlet)
        judges, tally = Judges.on_all_cores(self.settings), Tally()
        with Meter("judging") as meter:
            progress = Progress(meter, archive.stored_count(choice))
            if opts.dry_run:
                work = rehearse(archive, choice, judges, tally, progress.tick)
            else:
                work = reprocess(archive, choice, judges, spans(configuration.revisit_after), tally, progress.tick)
            try:
                asyncio.run(work)
                stopped = False
            except KeyboardInterrupt:
                stopped = True
            finally:
                workers.close()
        if opts.json:
            print(json.dumps(_as_json(tally, recorded=not opts.dry_run, complete=not stopped), ensure_ascii=False))
        else:
            _print(tally)
        for reason, count in tally.failures.most_common(5):
            say(f"{plural(count, 'page')} could not be judged and kept what was known ({reason})")
        if stopped:
            kept = "" if opts.dry_run else ", and what was recorded stays"
            raise Stop(f"stopped after {plural(tally.judged, 'page')}{kept}; run it again to complete it", FAILURE)
        if not opts.dry_run:
            self.exitcode = SUCCESS if deliver_everything(archive, client, topic) else FAILURE
        if tally.lost:
            self.exitcode = FAILURE


class Progress:
    """How far it is: a bar in a terminal, a line now and then elsewhere."""

    def __init__(self, meter: Meter, total: int):
        self.meter = meter
        self.total = total
        self.done = 0
        self.said_at = monotonic()

    def tick(self) -> None:
        """Count one more page."""
        self.done += 1
        wanted = max(self.total, self.done)
        self.meter.show(self.done, wanted)
        if not self.meter.is_shown and monotonic() - self.said_at >= SAID_EVERY_S:
            self.said_at = monotonic()
            say(f"{self.done:,} of {plural(wanted, 'page')} judged")


def _check_outlets(archive: Archive, names: list[str]) -> None:
    """Raise Stop for the first outlet that the archive knows nothing of."""
    known = archive.counts_by_outlet() if names else {}
    for name in names:
        if name not in known:
            raise Stop(f"--outlet {name!r}: the archive holds nothing of it; scrapy outlets names what is watched", BAD_USAGE)


def _print(tally: Tally) -> None:
    out = console()
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, count in _rows(tally):
        table.add_row(name, f"{count:,}")
    out.print(table)
    for (before, after), change in _changes(tally):
        print(f"\n{before} -> {after}: {change.count:,}")
        for example in change.examples:
            score = " new" if example.before is None else f"{example.before:.2f}"
            out.print(f"  {score} -> {example.after:.2f}  {escape(example.title)}", soft_wrap=True)


def _rows(tally: Tally) -> list[tuple[str, int]]:
    rows = [("judged", tally.judged), ("unchanged", tally.unchanged), ("same verdict, read or explained anew", tally.updated)]
    rows += [(f"{before} -> {after}", change.count) for (before, after), change in _changes(tally)]
    return rows + [(name, count) for name, count in (("not judged", tally.failed), ("fetched anew meanwhile", tally.overtaken)) if count]


def _changes(tally: Tally) -> list[tuple[tuple[Verdict, Verdict], Any]]:
    return sorted(tally.changed.items(), key=lambda item: (-item[1].count, item[0]))


def _as_json(tally: Tally, recorded: bool, complete: bool) -> dict[str, Any]:
    return {
        "judged": tally.judged,
        "unchanged": tally.unchanged,
        "updated": tally.updated,
        "not_judged": tally.failed,
        "overtaken": tally.overtaken,
        "changed": [
            {
                "from": before,
                "to": after,
                "count": change.count,
                "examples": [
                    {"title": each.title, "url": each.url, "old_score": each.before, "new_score": each.after} for each in change.examples
                ],
            }
            for (before, after), change in _changes(tally)
        ],
        "recorded": recorded,
        "complete": complete,
    }
