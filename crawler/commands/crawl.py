"""crawl: one outlet, by name; Scrapy's own command with checked arguments, a summary, delivery and an exit code that tells."""

from __future__ import annotations

import argparse

from scrapy.commands import BaseRunSpiderCommand

from crawler.command import ProjectCommand, Stop
from crawler.crawling import Crawling


class Command(ProjectCommand, BaseRunSpiderCommand):
    def syntax(self) -> str:
        return "NAME [-a since=2024-06-01] [-a until=2024-06-30] [-a limit=100]"

    def short_desc(self) -> str:
        return "Crawl one outlet: archive what is relevant, and deliver it"

    def long_desc(self) -> str:
        return (
            "Crawls one outlet of `scrapy list`, or any site: scrapy crawl site -a url=https://any.example/ . since and until bound the time of"
            " publication (2024-06-01, a time in ISO 8601, or a span before now such as 7d), limit the number of article pages fetched."
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise Stop("crawl takes the name of one outlet; see scrapy list, or use scrapy monitor for several", 2)
        if opts.output or opts.overwrite_output:
            raise Stop("crawl writes to the archive only; for JSON lines of what was found use scrapy search --json --limit 0", 2)
        assert self.settings is not None
        crawling = Crawling(self.settings, self.configuration())
        self.exitcode = crawling.run(args, opts.spargs)
