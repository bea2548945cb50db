"""Relevance, measured: labelled texts as this project judges them, beside what a keyword search would answer.

python -m benchmarks.relevance [FILE.jsonl ...] [--topic NAME] [--worst N] [--rounds N] [--markdown FILE]
"""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from benchmarks import document
from benchmarks.relevance import baselines, labelled, report
from benchmarks.relevance.baselines import Names
from benchmarks.relevance.labelled import ARTICLES, Labelled, NoTexts
from benchmarks.relevance.report import OURS, Judged, Report
from benchmarks.relevance.scores import by_kind, by_subkind, difference, summarise
from benchmarks.relevance.timing import time_judging
from pipelines.judgement import article_from_text
from pipelines.relevance import DEFAULT_TOPIC, Topic, TopicError, assess, load_topic

WIDTH = 170  # columns, where the output is no terminal
BASELINES: dict[str, Callable[[Names, Sequence[Labelled]], list[bool]]] = {
    "both names anywhere": baselines.anywhere,
    "both in one sentence": baselines.in_one_sentence,
    "both in title or first paragraph": baselines.in_title_or_first_paragraph,
    "BM25, tuned": baselines.bm25,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; 2 where an argument, the topic or the files cannot be used."""
    options = _parser().parse_args(arguments)
    console = Console() if sys.stdout.isatty() else Console(width=WIDTH)
    try:
        if options.markdown:
            _check(options.markdown)
        topic = load_topic(options.topic)
        files = options.files or sorted(ARTICLES.glob("*.jsonl"))
        texts, complaints = labelled.read(files)
        for complaint in complaints:
            print(f"relevance benchmark: {complaint}", file=sys.stderr)
        found = evaluate(texts, topic, files, rounds=options.rounds, unusable=len(complaints))
        _print(console, found, options.worst)
        if options.markdown:
            document.insert(options.markdown, report.markdown(found), report.BEGIN)
    except (NoTexts, TopicError, document.NoMarkers) as error:
        print(f"relevance benchmark: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        print(f"relevance benchmark: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def evaluate(texts: Sequence[Labelled], topic: Topic, files: Sequence[Path], *, rounds: int, unusable: int = 0) -> Report:
    """Judge `texts` by `topic` and by the baselines, and score the answers; raises NoTexts where none of them counts."""
    counted = labelled.counted(texts)
    if not counted:
        raise NoTexts(f"all texts are of the kinds {' and '.join(labelled.LEFT_OUT)}, which are not scored; give others")
    judged = [_judge(text, topic) for text in counted]
    names = baselines.names_for(topic)
    answers = {OURS: [one.found for one in judged], **{name: answer(names, counted) for name, answer in BASELINES.items()}}
    return Report(
        made_at=datetime.now(UTC),
        topic=topic,
        files=tuple(file.name for file in files),
        fitted=any(file.resolve().parent == ARTICLES for file in files),
        given=len(texts),
        unusable=unusable,
        judged=judged,
        names=names.sides,
        summaries={name: summarise(found, counted) for name, found in answers.items()},
        differences={name: difference(answers[OURS], answers[name], counted) for name in BASELINES},
        kinds=by_kind(answers, counted),
        subkinds=by_subkind(answers, counted, OURS),
        timing=time_judging(counted, topic, rounds),
    )


def _judge(text: Labelled, topic: Topic) -> Judged:
    article = article_from_text(text.title, text.text, "", text.outlet)
    verdict, score, evidence = assess(article, topic)
    return Judged(text, replace(article, score=score, evidence=evidence), verdict)


def _print(console: Console, found: Report, number: int) -> None:
    console.print(found.caption, markup=False, highlight=False)
    for table in report.tables(found):
        console.print(table)
    for note in found.notes:
        console.print(note, markup=False, highlight=False)
    for one in report.worst(found.judged, number):
        console.print("\n" + "\n".join(report.told(one, found.topic)), markup=False, highlight=False, soft_wrap=True)


def _check(markdown_file: Path) -> None:
    """Raise before the run what would be raised after it."""
    if not markdown_file.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "there is no such folder", str(markdown_file.parent))
    if markdown_file.exists():
        document.parts(markdown_file, report.BEGIN)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.relevance", description="How well articles are judged, beside keyword searches", allow_abbrev=False
    )
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="JSON Lines with labelled texts; default: the project's own")
    parser.add_argument("--topic", metavar="NAME", default=DEFAULT_TOPIC, help=f"a topic, or a topic's file; default: {DEFAULT_TOPIC}")
    parser.add_argument("--worst", metavar="N", type=_number, default=0, help="show the N worst mistakes, with what speaks for them")
    parser.add_argument("--rounds", metavar="N", type=_number, default=7, help="timed rounds; default: 7")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write the tables, between the document's two comments")
    return parser


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < len(text) <= 6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of 0 or more")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
