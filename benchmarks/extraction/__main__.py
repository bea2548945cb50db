"""Extraction, measured: this project and its peers on the same pages, in one run.

python -m benchmarks.extraction [FOLDER ...] [--peers a,b] [--repeat N] [--worst N] [--json FILE] [--markdown FILE]
"""

from __future__ import annotations

import argparse
import errno
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from benchmarks import document
from benchmarks.extraction import peers, report
from benchmarks.extraction.extractors import EXTRACTORS, OURS, PEERS, Extractor
from benchmarks.extraction.gold import BadIndex, Case, load_all
from benchmarks.extraction.report import Report
from benchmarks.extraction.runner import PAGE_SECONDS, run
from benchmarks.extraction.summary import difference, rows, summarise
from benchmarks.extraction.worst import explain, worst

OWN_PAGES = Path(__file__).parent / "pages"
WIDTH = 190  # columns, where the output is no terminal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; 2 where an argument, an index or the peers' environment cannot be used."""
    options = _parser().parse_args(arguments)
    messages = Console(stderr=True)
    console = Console() if sys.stdout.isatty() else Console(width=WIDTH)
    try:
        _check(options.json, options.markdown)
        cases = load_all(options.folders or [OWN_PAGES])
        python = options.peers_python or (peers.python() if options.peers else Path(sys.executable))
        extractors = [EXTRACTORS[name] for name in (OURS, *options.peers)]
        with messages.status("extraction") as status:
            found = evaluate(
                cases,
                extractors,
                python,
                repeat=options.repeat,
                page_seconds=options.page_seconds,
                progress=lambda name, number: status.update(f"{name}: {f'round {number}' if number else 'reading'}"),
            )
        _print(console, found, options.worst)
        _write(found, options.json, options.markdown)
    except (BadIndex, peers.NoPeers, document.NoMarkers) as error:
        print(f"extraction benchmark: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        print(f"extraction benchmark: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def evaluate(
    cases: Sequence[Case],
    extractors: Sequence[Extractor],
    peers_python: Path,
    *,
    repeat: int,
    page_seconds: float = PAGE_SECONDS,
    progress: Callable[[str, int], None] = lambda *_: None,
) -> Report:
    """Run `extractors` on `cases` and score them; see `runner.run` for the arguments."""
    results = run(cases, extractors, peers_python, repeat=repeat, page_seconds=page_seconds, progress=progress)
    ran = {result.extractor.name: result for result in results if not result.missing}
    by_name = {name: rows(cases, result) for name, result in ran.items()}
    articles = sum(case.expected.is_article for case in cases)
    return Report(
        made_at=datetime.now(UTC),
        folders=tuple(dict.fromkeys(case.path.parent.resolve().name for case in cases)),
        articles=articles,
        lists=len(cases) - articles,
        repeat=repeat,
        results=results,
        rows=by_name,
        summaries={name: summarise(by_name[name], result.round_ms) for name, result in ran.items()},
        differences={name: difference(by_name[OURS], by_name[name]) for name in ran if name != OURS and OURS in ran},
    )


def _print(console: Console, found: Report, number: int) -> None:
    for table in report.tables(found):
        console.print(table)
    for line in filter(None, (found.versions, report.further(found), *report.missing(found))):
        console.print(line, markup=False, highlight=False)
    for row in worst(found.rows.get(OURS, []), number):
        console.print("\n" + "\n".join(explain(row)), markup=False, highlight=False, soft_wrap=True)


def _write(found: Report, json_file: Path | None, markdown_file: Path | None) -> None:
    if json_file:
        json_file.write_text(json.dumps(report.as_json(found), indent=1), encoding="utf-8")
    if markdown_file:
        document.insert(markdown_file, report.markdown(found), report.BEGIN)


def _check(json_file: Path | None, markdown_file: Path | None) -> None:
    """Raise before the run what would be raised after it."""
    for file in filter(None, (json_file, markdown_file)):
        if not file.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "there is no such folder", str(file.parent))
    if markdown_file and markdown_file.exists():
        document.parts(markdown_file, report.BEGIN)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.extraction", description="How well articles are read off pages, beside the peers", allow_abbrev=False
    )
    parser.add_argument("folders", metavar="FOLDER", nargs="*", type=Path, help="pages with an index.jsonl; default: the project's own")
    parser.add_argument("--peers", metavar="A,B", type=_peers, default=PEERS, help=f"of {', '.join(PEERS)}; '' for none; default: all")
    parser.add_argument("--repeat", metavar="N", type=_number, default=5, help="timed rounds; default: 5")
    parser.add_argument("--worst", metavar="N", type=_number, default=0, help="show N of our worst pages, with what is wrong")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all figures and answers")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write the table, between the document's two comments")
    parser.add_argument("--page-seconds", metavar="S", type=_seconds, default=PAGE_SECONDS, help="a page's limit; default: 30")
    parser.add_argument("--peers-python", metavar="PATH", type=Path, help="a Python with the peers installed; default: .venv-peers")
    return parser


def _peers(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if unknown := [name for name in names if name not in PEERS]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not among {', '.join(PEERS)}")
    return names


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of 0 or more")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
