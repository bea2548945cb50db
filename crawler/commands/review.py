"""review: what the rules left out, and what they kept, for a person to say whether they were right."""

from __future__ import annotations

import argparse
import json
import os
import sys
import termios
import tty
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from scrapy.spiderloader import SpiderLoader

from crawler.addresses import key_at
from crawler.arguments import Arguments
from crawler.command import BAD_USAGE, ProjectCommand, Stop, console, say
from crawler.display import case_lines, plural, printable
from crawler.recorder import open_archive
from crawler.reviewing import Reader, Shown, as_json, as_labelled, estimated, strata
from crawler.run import outlets
from pipelines import workers
from pipelines.archive import Archive, Case
from pipelines.items import Verdict
from pipelines.relevance import load_topic

KINDS = (Verdict.NEAR_MISS, Verdict.IRRELEVANT, Verdict.RELEVANT)
LEFT_OUT = (Verdict.NEAR_MISS, Verdict.IRRELEVANT)
ANSWERS = {"yes": True, "no": False}
QUESTION = "  relevant? [y]es, [n]o, [s]kip, [o]pen the whole text, [q]uit: "


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "[--kind KIND ...] | --list [--limit N] [--json] | --label URL yes|no [--note TEXT] | --export FILE | --summary"

    def short_desc(self) -> str:
        return "Label near misses and sampled irrelevant pages: was it relevant?"

    def long_desc(self) -> str:
        return (
            "Shows what waits for a label, one by one: the near misses, those nearest the line first, then the sample of irrelevant pages"
            " (unnamed: those in which the prefilter saw not both sides named), and with --kind relevant what was kept. One key answers: y, n, s to"
            " skip, o for the whole text, q to quit; each answer is stored at once, and may be corrected by --label. Where the input is no"
            " terminal, each line is an answer. --export writes JSONL for benchmarks; --summary says how often the rules were right."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument("--list", action="store_true", help="print what waits for a label, and ask nothing")
        chosen.add_argument("--label", nargs=2, metavar=("URL", "yes|no"), help="label one address, or correct its label")
        chosen.add_argument("--export", metavar="FILE", help='write all labels with title and text as JSONL; "-" is standard output')
        chosen.add_argument("--summary", action="store_true", help="what the labels say about the rules")
        parser.add_argument(
            "--kind",
            metavar="KIND",
            nargs="+",
            action="extend",
            default=[],
            choices=[str(kind) for kind in KINDS],
            help="near_miss, irrelevant, relevant; without it the first two, and all for --export",
        )
        parser.add_argument("--note", metavar="TEXT", default="", help="why, for --label")
        parser.add_argument("--limit", metavar="N", default="20", help="how many --list prints at most; 0: all; default 20")
        parser.add_argument("--json", action="store_true", help="--list as one JSON object a line")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise Stop(f"review takes no argument {args[0]!r}; label an address with --label URL yes|no", BAD_USAGE)
        if opts.note and not opts.label:
            raise Stop("--note says why --label was given; give that as well", BAD_USAGE)
        if opts.json and not opts.list:
            raise Stop("--json goes with --list; give that as well", BAD_USAGE)
        if not opts.limit.isascii() or not opts.limit.isdigit():
            raise Stop(f"--limit {opts.limit!r} is not a number of articles; write it like --limit 20", BAD_USAGE)
        assert self.settings is not None
        configuration = self.configuration()
        self.topic = load_topic(configuration.topic)
        if opts.label:
            url, word = opts.label
            self.label(url, word, opts.note)
            return
        self.archive = open_archive(configuration.archive_url)
        self.reader = Reader(self.settings, self.topic)
        try:
            if opts.export:
                self.export(opts.export, set(map(Verdict, opts.kind)))
            elif opts.list:
                self.show(_chosen(opts), int(opts.limit), opts.json)
            elif opts.summary:
                self.summary()
            else:
                self.ask(_chosen(opts))
        finally:
            workers.close()

    def label(self, url: str, word: str, note: str) -> None:
        """Label one address without asking."""
        if word not in ANSWERS:
            raise Stop(f"--label {url} {word}: a label is yes or no", BAD_USAGE)
        Arguments.parse({"url": url})
        assert self.settings is not None
        archive = open_archive(self.configuration().archive_url)
        case = archive.case(url) or archive.case(key_at(url, outlets(SpiderLoader.from_settings(self.settings)), archive))
        if case is None:
            raise Stop(f"the archive keeps no page of {url}; scrapy review --list shows what can be labelled")
        version = case.article.evidence.rules_version if case.article else self.topic.rules_version
        archive.label(case.canonical_url, ANSWERS[word], version, note, datetime.now(UTC))
        print(f"labelled {word}: {case.url} ({case.kind})")

    def show(self, kinds: tuple[Verdict, ...], limit: int, as_lines_of_json: bool) -> None:
        """Print what waits for a label."""
        waiting = self.archive.waiting_for_label(kinds)
        for case in _cases(self.archive, waiting[: limit or None]):
            shown = self.reader.show(case)
            print(json.dumps(as_json(shown), ensure_ascii=False) if as_lines_of_json else "\n".join([*case_lines(shown), ""]))
        if not as_lines_of_json:
            print(f"{plural(len(waiting), 'article')} without a label")

    def export(self, name: str, kinds: set[Verdict]) -> None:
        """Write the labels of these kinds, or of all, to a file."""
        lines = []
        for label in self.archive.labels():
            if kinds and label.verdict not in kinds:
                continue
            case = self.archive.case(label.canonical_url)
            shown = self.reader.show(case) if case else None
            if shown is None or shown.article is None:
                say(f"{label.canonical_url} has a label, but no text any more; it is left out")
                continue
            lines.append(json.dumps(as_labelled(label, shown), ensure_ascii=False) + "\n")
        if name == "-":
            sys.stdout.writelines(lines)
            return
        try:
            Path(name).write_text("".join(lines), encoding="utf-8")
        except OSError as error:
            raise Stop(f"{name} cannot be written: {error.strerror}; name another file", BAD_USAGE) from None
        print(f"{plural(len(lines), 'label')} written to {name}")

    def ask(self, kinds: tuple[Verdict, ...]) -> None:
        """Show what waits for a label, one by one, and store each answer at once."""
        waiting = self.archive.waiting_for_label(kinds)
        labelled = 0
        with Keys() as keys:
            try:
                for number, case in enumerate(_cases(self.archive, waiting)):
                    shown = self.reader.show(case)
                    print("\n".join(["", f"{len(waiting) - number:,} to label", *case_lines(shown)]))
                    answer = keys.answer(shown)
                    if answer == "q":
                        break
                    if answer in ("y", "n"):
                        self.archive.label(case.canonical_url, answer == "y", shown.rules_version, "", datetime.now(UTC))
                        labelled += 1
            except KeyboardInterrupt:
                print()
        print(f"\n{plural(labelled, 'label')} recorded; {plural(len(self.archive.waiting_for_label(kinds)), 'article')} to label")
        self.summary()

    def summary(self) -> None:
        """Print how often the rules were right, and what that lets one say about all verdicts."""
        found = strata(self.archive)
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("ended as")
        for heading in ("pages", "labelled", "relevant", "rules right"):
            table.add_column(heading, justify="right")
        for stratum in found:
            right = f"{stratum.right:,}" + (f" ({stratum.right / stratum.labelled:.0%})" if stratum.labelled else "")
            table.add_row(stratum.kind, f"{stratum.pages:,}", f"{stratum.labelled:,}", f"{stratum.relevant:,}", right)
        console().print(table)
        print("\n".join(estimated(found)))


class Keys:
    """Answers from the keyboard, one key each; or, where the input is no terminal, one line each."""

    def __init__(self) -> None:
        self.terminal = sys.stdin.fileno() if sys.stdin.isatty() else None

    def __enter__(self) -> Keys:
        if self.terminal is not None:
            self.before = termios.tcgetattr(self.terminal)
            tty.setcbreak(self.terminal)
        return self

    def __exit__(self, *_: object) -> None:
        if self.terminal is not None:
            termios.tcsetattr(self.terminal, termios.TCSADRAIN, self.before)

    def answer(self, shown: Shown) -> str:
        """Ask until the answer is one of y, n, s and q; the end of the input is q."""
        words = {"y": "yes", "n": "no", "s": "skipped", "q": "quit"}
        while True:
            print(QUESTION, end="", flush=True)
            key = self._key()
            if key in words:
                print(words[key])
                return key
            if key == "o":
                print("\n\n" + printable(shown.article.body if shown.article else "(no text could be read off this page)") + "\n")
            else:
                print("\n  y, n, s, o or q, please")

    def _key(self) -> str:
        if self.terminal is None:
            line = sys.stdin.readline()
            return line.strip()[:1].lower() or ("?" if line else "q")
        while (pressed := os.read(self.terminal, 1)) in (b"\n", b"\r", b" "):
            pass
        return "q" if pressed in (b"", b"\x04") else pressed.decode("ascii", "replace").lower()


def _chosen(opts: argparse.Namespace) -> tuple[Verdict, ...]:
    return tuple(map(Verdict, opts.kind)) or LEFT_OUT


def _cases(archive: Archive, keys: list[str]) -> Iterator[Case]:
    """The cases of `keys`; what is not there any more is left out."""
    return (case for key in keys if (case := archive.case(key)) is not None)
