"""Meter: how far a long piece of work is, as a bar on standard error where that is a terminal."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


class Meter:
    """A bar over pages, shown while the context lasts; elsewhere than in a terminal there is none, and `is_shown` says so.

    Args:
        doing: what is done to the pages.
        things: what they are, where they are not pages.
    """

    def __init__(self, doing: str, things: str = "pages"):
        self.is_shown = sys.stderr.isatty()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(things))
        times = (TimeElapsedColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, *times, console=Console(stderr=True), transient=True, disable=not self.is_shown)
        self._task = self._bar.add_task(doing, total=None)

    def __enter__(self) -> Meter:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, done: int, wanted: int) -> None:
        """Show how many pages are done, of how many as far as is known; 0: not known yet."""
        self._bar.update(self._task, completed=done, total=wanted or None)
