"""topics: the topics there are, and what is wrong with a topic's file."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from rich.markup import escape
from rich.table import Table

from crawler.command import BAD_USAGE, FAILURE, ProjectCommand, Stop, console
from pipelines.relevance import TopicError, load_topic
from pipelines.relevance.topic import check_topic, topic_path, topics


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "[--check FILE] [--json]"

    def short_desc(self) -> str:
        return "List the topics, or check a topic's file"

    def long_desc(self) -> str:
        return (
            "Lists the topics that the setting TOPIC may name, and which is in use. --check reads a file (or a topic by name) and prints each"
            " fault with its line; the exit code is 0 where the file can be used and 1 where not."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--check", metavar="FILE", help="a topic's file, or its name")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise Stop(f"topics takes no argument {args[0]!r}; to check a file, name it with --check", BAD_USAGE)
        if opts.check is not None:
            self.check(opts.check, opts.json)
            return
        rows = self.rows()
        if opts.json:
            for row in rows:
                print(json.dumps(row, ensure_ascii=False))
        else:
            console().print(_table(rows))

    def check(self, name: str, as_json: bool) -> None:
        """Print what is wrong with the topic `name`, and set the exit code."""
        problems = check_topic(name)
        self.exitcode = FAILURE if problems else 0
        file = str(topic_path(name))
        if as_json:
            print(json.dumps({"file": file, "usable": not problems, "problems": [asdict(each) for each in problems]}, ensure_ascii=False))
        elif problems:
            print(TopicError(file, problems))
        else:
            topic = load_topic(name)
            counts = (f"{len(side.entities)} of {side.label}" for side in topic.sides.values())
            print(f"{file}: usable: {topic.title}, entities {' and '.join(counts)}, interaction words with their forms {len(topic.words)}")

    def rows(self) -> list[dict[str, Any]]:
        """One row for each topic of the folder, and for the one in use where it is a file elsewhere."""
        used = self.configuration().topic
        names = topics()
        return [_row(name, used) for name in (names if used in names else [*names, used])]


def _row(name: str, used: str) -> dict[str, Any]:
    """What the list says of a topic. One that cannot be used is listed with its first fault."""
    row: dict[str, Any] = {"name": name, "title": None, "version": None, "sides": [], "in_use": name == used, "fault": None}
    try:
        topic = load_topic(name)
    except TopicError as error:
        return row | {"fault": str(error.problems[0])}
    return row | {"title": topic.title, "version": topic.rules_version, "sides": [side.label for side in topic.sides.values()]}


def _table(rows: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("name", "title", "version", "sides", ""):
        table.add_column(heading, overflow="fold")
    for row in rows:
        told = escape(row["title"] or row["fault"])
        table.add_row(
            escape(row["name"]), told, row["version"] or "unusable", escape(", ".join(row["sides"])), "in use" if row["in_use"] else ""
        )
    return table
