"""outlets: what is watched, and how each outlet's last run went."""

from __future__ import annotations

import argparse
import json
from typing import Any

from rich.markup import escape
from rich.table import Table
from scrapy.spiderloader import SpiderLoader

from crawler.command import BAD_USAGE, ProjectCommand, Stop, console
from crawler.display import moment
from crawler.recorder import open_archive
from crawler.run import outlets


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "[--json]"

    def short_desc(self) -> str:
        return "List the outlets with their sources and last runs"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise Stop(f"outlets takes no argument {args[0]!r}; see scrapy outlets --help", BAD_USAGE)
        assert self.settings is not None
        archive = open_archive(self.configuration().archive_url)
        runs = {run.outlet: run for run in archive.last_runs()}
        rows: list[dict[str, Any]] = []
        for name, spider in outlets(SpiderLoader.from_settings(self.settings)).items():
            if name == "site":
                continue
            run = runs.get(name)
            remembered = [source.url for source in archive.sources(name)]
            rows.append(
                {
                    "name": name,
                    "publisher": spider.publisher,
                    "domain": spider.domain,
                    "sources": [source.url for source in spider.declared_sources()] or remembered,
                    "declared": bool(spider.declared_sources()),
                    "unverified": spider.unverified,
                    "last_run": run.started_at.isoformat() if run else None,
                    "outcome": (run.outcome or None) if run else None,  # none: it is running, or was killed
                    "relevant": (run.counts or {}).get("relevant", 0) if run else None,
                }
            )
        if opts.json:
            for row in rows:
                print(json.dumps(row, ensure_ascii=False))
            return
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("name", "publisher", "sources", "last run", "outcome", "note"):
            table.add_column(heading, overflow="fold")
        for row in rows:
            run = runs.get(row["name"])
            count = len(row["sources"])
            table.add_row(
                row["name"],
                row["publisher"],
                f"{count} {'declared' if row['declared'] else 'discovered'}" if count else "to be discovered",
                moment(run.started_at) if run else "never",
                (run.outcome or "running or killed") if run else "",
                escape(row["unverified"]),
            )
        console().print(table)
