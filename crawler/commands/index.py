"""index: the Elasticsearch indices: set them up, deliver to them, look at their state."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from crawler.command import BAD_USAGE, FAILURE, SUCCESS, ProjectCommand, Stop, say
from crawler.configuration import Configuration
from crawler.delivery import client_of, deliver_everything
from crawler.display import plural
from crawler.recorder import open_archive
from pipelines.relevance import load_topic

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

ACTIONS = ("setup", "deliver", "status", "rebuild")


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "setup | deliver | status [--json] | rebuild"

    def short_desc(self) -> str:
        return "Set up the Elasticsearch indices, deliver to them, or show their state"

    def long_desc(self) -> str:
        return (
            "setup creates templates, indices and aliases, and changes nothing where they exist; deliver sends what waits in the archive's"
            " outbox; status shows both sides; rebuild fills a new index from the archive and switches to it, with search up all the while. setup"
            " and rebuild need the privileges manage_index_templates and, on articles*, crawl-runs* and outlet-health*, manage. The cluster is"
            " ELASTICSEARCH_URL, with ELASTICSEARCH_API_KEY and ELASTICSEARCH_CA_CERTS."
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
            getattr(self, args[0])(configuration, client, opts)

    def setup(self, configuration: Configuration, client: Elasticsearch, opts: argparse.Namespace) -> None:  # noqa: ARG002
        """Create what is missing."""
        from pipelines.delivery import indices, setup

        for definition in indices(load_topic(configuration.topic)):
            print(f"{definition.alias} leads to {setup(client, definition)}")

    def deliver(self, configuration: Configuration, client: Elasticsearch, opts: argparse.Namespace) -> None:  # noqa: ARG002
        """Send what waits."""
        archive = open_archive(configuration.archive_url)
        self.exitcode = SUCCESS if deliver_everything(archive, client, load_topic(configuration.topic)) else FAILURE

    def rebuild(self, configuration: Configuration, client: Elasticsearch, opts: argparse.Namespace) -> None:  # noqa: ARG002
        """Fill new indices from the archive, and switch to them."""
        from pipelines.delivery import articles_index, rebuild

        rebuilt = rebuild(open_archive(configuration.archive_url), client, articles_index(load_topic(configuration.topic)))
        print(
            f"articles now leads to {rebuilt.index} with {plural(rebuilt.articles, 'article')}; kept: {', '.join(rebuilt.replaced) or 'none before'}"
        )
        for line in rebuilt.refused:
            say(line)
        self.exitcode = FAILURE if rebuilt.refused else SUCCESS

    def status(self, configuration: Configuration, client: Elasticsearch, opts: argparse.Namespace) -> None:
        """Show what is indexed, what waits, and what was set aside."""
        from pipelines.delivery import articles_index, status

        archive = open_archive(configuration.archive_url)
        state = status(archive, client, articles_index(load_topic(configuration.topic)))
        rejected = archive.rejected()
        if opts.json:
            reasons = [{"url": entry.article.url, "reason": entry.rejected_reason} for entry in rejected]
            print(json.dumps({"index": state.index, "indexed": state.indexed, "waiting": state.waiting, "rejected": reasons}))
            return
        print(f"index     {state.index or 'not set up; run scrapy index setup'}")
        print(f"indexed   {state.indexed:,}")
        print(f"waiting   {state.waiting:,}")
        print(f"rejected  {state.rejected:,}")
        for entry in rejected:
            print(f"  {entry.article.url}: {entry.rejected_reason}")
