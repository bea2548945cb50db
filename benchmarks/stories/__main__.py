"""Stories, measured: how well copies are told from reports of the same event, and what recording an article costs as the archive grows.

python -m benchmarks.stories [--articles N] [--seconds N] [--markdown FILE]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import document
from benchmarks.document import table
from benchmarks.stories import growth
from benchmarks.stories.quality import Score, clustered, only, score
from benchmarks.stories.texts import Written, load

BEGIN = "<!-- results of python -m benchmarks.stories -->"
HALVES = {"dev": "development", "held": "held out"}
HARD = ("source", "rewrite")
ORDERS = range(5)  # of arrival
SIZES = (0, 10_000, 100_000, 1_000_000)
TIMED = 60  # articles recorded at each size
LARGE_STORY = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; 2 where the file for the tables cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.stories", description="Measure stories: their quality, and what an insert costs."
    )
    parser.add_argument("--articles", type=int, default=SIZES[-1], metavar="N", help="fill archives with up to N articles (%(default)s)")
    parser.add_argument(
        "--seconds", type=float, default=900, metavar="N", help="give up an archive that takes longer to fill (%(default)s)"
    )
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="put the tables into this document")
    options = parser.parse_args(arguments)
    try:
        if options.markdown and options.markdown.exists():
            document.parts(options.markdown, BEGIN)
        text = f"{datetime.now(UTC):%Y-%m-%d}\n\n{_quality()}\n\n{_growth(options.articles, options.seconds)}\n"
        print(text)
        if options.markdown:
            document.insert(options.markdown, text, BEGIN)
    except document.NoMarkers as error:
        print(f"stories benchmark: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"stories benchmark: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def _quality() -> str:
    """The table of quality, with the worst of the orders of arrival in each line, and what went wrong there."""
    lines, wrong, missed = [], Counter[str](), Counter[str]()
    for half, name in HALVES.items():
        written = load(half)
        same_day = [replace(each, published_at=written[0].published_at) for each in written]
        for what, articles in (
            ("", written),
            (", all of one day", same_day),
            (", of one day, sources and rewrites only", only(HARD, same_day)),
        ):
            worst = min((_scored(articles, order) for order in ORDERS), key=lambda result: result.f1)
            lines.append((f"{name}{what}", str(len(articles)), *(f"{value:.3f}" for value in (worst.precision, worst.recall, worst.f1))))
            wrong.update(worst.wrong)
            missed.update(worst.missed)
    headings = ("", "articles", "precision", "recall", "F1")
    return f"{table(headings, lines)}\n\nWrongly together: {_named(wrong)}. Wrongly apart: {_named(missed)}."


def _scored(written: Sequence[Written], order: int) -> Score:
    return score(written, clustered(written, order))


def _named(pairs: Counter[str]) -> str:
    return ", ".join(f"{kinds} {count}" for kinds, count in pairs.most_common()) or "none"


def _growth(most: int, seconds: float) -> str:
    written = load("held")[:TIMED]
    lines = []
    for size in (size for size in SIZES if size <= most):
        timing = growth.measure(size, written, seconds)
        if timing is None:
            lines.append((f"{size:,}", f"not filled in {seconds:.0f} s", ""))
        else:
            lines.append((f"{size:,}", f"{timing.milliseconds:.1f}", f"{timing.slowest:.1f}"))
    renewed = growth.renewal(LARGE_STORY, written[0]) * 1000
    headings = ("articles before", "recording one, ms, median", "nine of ten within")
    return f"{table(headings, lines)}\n\nOne more copy for a story of {LARGE_STORY} articles, all of them renewed: {renewed:.0f} ms."


if __name__ == "__main__":
    raise SystemExit(main())
