"""Crawling: what `crawl` and `monitor` share: check everything first, crawl, deliver, report."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.arguments import ArgumentError, Arguments
from crawler.command import BAD_USAGE, FAILURE, SUCCESS, Stop, console, say
from crawler.configuration import Configuration
from crawler.delivery import client_of, deliver_everything
from crawler.display import found, plural, summary_line, summary_table
from crawler.logs import keep_logs_brief
from crawler.meter import Meter
from crawler.recorder import open_archive
from crawler.run import GOOD, Job, Report, Runner, outlets
from pipelines import workers
from pipelines.relevance import load_topic


class Crawling:
    """One call of `crawl` or `monitor`."""

    def __init__(self, settings: Settings, configuration: Configuration):
        self.settings = settings
        self.configuration = configuration
        self.outlets = outlets(SpiderLoader.from_settings(settings))

    def declared(self) -> list[str]:
        """The names of all declared outlets."""
        return [name for name in self.outlets if name != "site"]

    def run(self, names: Sequence[str], given: Mapping[str, str]) -> int:
        """Crawl the named outlets with the given arguments, deliver, print the summary; returns the exit code.

        Raises Stop, ArgumentError, ArchiveError or TopicError before the first request where something cannot work.
        """
        jobs = [self.job(name, given) for name in dict.fromkeys(names)]
        topic = load_topic(self.configuration.topic)
        client = client_of(self.configuration)
        archive = open_archive(self.configuration.archive_url)
        workers.pool(workers.Limits.from_settings(self.settings))  # it loads what it needs while the first source is read
        process = AsyncCrawlerProcess(self.settings)
        keep_logs_brief(self.settings["LOG_LEVEL"])
        with Meter("crawling") as meter:
            told = _untold if meter.is_shown else _tell
            reports = Runner(process, told, meter.show).run(jobs)
        out = console()
        for article in sorted((article for report in reports for article in report.relevant), key=lambda article: -article.score):
            print("\n".join(found(article)), end="\n\n")
        out.print(summary_table(reports))
        total = sum(archive.counts().values())
        print(
            f"\n{plural(len([a for report in reports for a in report.relevant]), 'article')} found; the archive holds {plural(total, 'verdict')}."
        )
        delivered = deliver_everything(archive, client, topic)
        return SUCCESS if delivered and all(report.outcome in GOOD for report in reports) else FAILURE

    def job(self, name: str, given: Mapping[str, str]) -> Job:
        """The job of crawling one outlet. Raises Stop for an unknown outlet, ArgumentError for an argument that cannot be used."""
        if name not in self.outlets:
            near = difflib.get_close_matches(name, self.outlets, n=1)
            raise Stop(f"unknown outlet {name!r}; " + (f"did you mean {near[0]}?" if near else "scrapy list names them"), BAD_USAGE)
        if Arguments.parse(given).url and name != "site":
            raise ArgumentError(f"argument url={given['url']}: {name} has its own address; to watch another use scrapy crawl site -a url=")
        spider = self.outlets[name]
        spider.outlet_of(given)
        return Job(spider, dict(given))


def _tell(report: Report) -> None:
    """One outlet's end in a line, where no bar shows how far the run is."""
    say(summary_line(report))


def _untold(report: Report) -> None:
    """The table at the end tells it."""
