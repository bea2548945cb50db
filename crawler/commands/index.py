"""index: the Elasticsearch index: set it up, deliver to it, look at its state."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from crawler.command import BAD_USAGE, FAILURE, SUCCESS, ProjectCommand, Stop, say
from crawler.delivery import client_of, deliver_outbox
from crawler.display import plural
from crawler.recorder import open_archive
from pipelines.archive import Archive

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

ACTIONS = ("setup", "deliver", "status", "rebuild")


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "setup | deliver | status [--json] | rebuild"

    def short_desc(self) -> str:
        return "Set up the Elasticsearch index, deliver to it, or show its state"

    def long_desc(self) -> str:
        return (
            "setup creates the index and its alias, and changes nothing where they exist; deliver sends what waits in the archive's outbox; status"
            " shows both sides; rebuild fills a new index from the archive and switches to it, with search up all the while (its key needs manage"
            " on articles*). The cluster is ELASTICSEARCH_URL, with ELASTICSEARCH_API_KEY and ELASTICSEARCH_CA_CERTS."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="status as one JSON object")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1 or args[0] not in ACTIONS:
            raise Stop(f"index takes one of {', '.join(ACTIONS)}, not {repr(' '.join(args)) if args else 'nothing'}", BAD_USAGE)
        configuration = self.configuration()
        client = client_of(configuration)
        if client is None:
            raise Stop("ELASTICSEARCH_URL is not set; set it in the environment or in .env, like https://localhost:9200", BAD_USAGE)
        with client:
            if args[0] == "setup":
                from pipelines.delivery import setup

                print(f"articles are written to and searched in {setup(client)}, behind the alias articles")
                return
            archive = open_archive(configuration.archive_url)
            if args[0] == "deliver":
                self.exitcode = SUCCESS if deliver_outbox(archive, client) else FAILURE
            elif args[0] == "rebuild":
                self.rebuild(client, archive)
            else:
                self.show_status(client, archive, opts.json)

    def rebuild(self, client: Elasticsearch, archive: Archive) -> None:
        from pipelines.delivery import rebuild

        rebuilt = rebuild(archive, client)
        print(
            f"articles now leads to {rebuilt.index} with {plural(rebuilt.articles, 'article')}; kept: {', '.join(rebuilt.replaced) or 'none before'}"
        )
        for line in rebuilt.refused:
            say(line)
        self.exitcode = FAILURE if rebuilt.refused else SUCCESS

    @staticmethod
    def show_status(client: Elasticsearch, archive: Archive, as_json: bool) -> None:
        from pipelines.delivery import status

        state = status(archive, client)
        rejected = archive.rejected()
        if as_json:
            reasons = [{"url": entry.article.url, "reason": entry.rejected_reason} for entry in rejected]
            print(json.dumps({"index": state.index, "indexed": state.indexed, "waiting": state.waiting, "rejected": reasons}))
            return
        print(f"index     {state.index or 'not set up; run scrapy index setup'}")
        print(f"indexed   {state.indexed:,}")
        print(f"waiting   {state.waiting:,}")
        print(f"rejected  {state.rejected:,}")
        for entry in rejected:
            print(f"  {entry.article.url}: {entry.rejected_reason}")
