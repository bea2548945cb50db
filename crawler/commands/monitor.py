"""monitor: all outlets, or those named, in one process: what cron runs."""

from __future__ import annotations

import argparse

from crawler.command import ProjectCommand
from crawler.crawling import Crawling


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "[NAME ...] [--since 7d] [--until DAY] [--limit N]"

    def short_desc(self) -> str:
        return "Crawl all outlets, or those named: what cron runs"

    def long_desc(self) -> str:
        return (
            "Crawls every declared outlet, several at once, archives what is relevant, delivers it to Elasticsearch where ELASTICSEARCH_URL is"
            " set, and prints a table. An outlet that another run is crawling is left to it. Exit code: 0 all well, 1 something failed, 2 bad usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--since", metavar="TIME", help="published since this day (2024-06-01), time, or span before now (7d)")
        parser.add_argument("--until", metavar="TIME", help="published until this day or time")
        parser.add_argument("--limit", metavar="N", help="article pages fetched from each outlet at most")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        crawling = Crawling(self.settings, self.configuration())
        given = {name: getattr(opts, name) for name in ("since", "until", "limit") if getattr(opts, name) is not None}
        self.exitcode = crawling.run(args or crawling.declared(), given)
