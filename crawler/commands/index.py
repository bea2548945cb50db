"""index: the Elasticsearch indices: set them up, deliver to them, look at their state."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from crawler.command import BAD_USAGE, FAILURE, SUCCESS, ProjectCommand, Stop, say
from crawler.configuration import Configuration
from crawler.delivery import client_of, deliver_everything
from crawler.display import plural
from crawler.indexing import (
    compare_everything,
    deletion,
    rebuild_everything,
    rebuilt_lines,
    rejected_json,
    rejected_lines,
    status_json,
    status_lines,
    verified_json,
    verified_line,
    verify_everything,
)
from crawler.recorder import open_archive
from pipelines.relevance import load_topic

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from pipelines.delivery import Verified

ACTIONS = ("setup", "deliver", "status", "rejected", "rebuild", "verify", "kibana")


class Command(ProjectCommand):
    def syntax(self) -> str:
        return (
            "setup | deliver | status [--json] | rejected [--retry | --json] | rebuild [--drop-old] | verify [--dry-run] [--json] | kibana"
        )

    def short_desc(self) -> str:
        return "Set up the Elasticsearch indices, deliver to them, or show their state"

    def long_desc(self) -> str:
        return (
            "setup creates templates, indices and aliases, and changes nothing where they exist; deliver sends what waits in the"
            " archive's outbox; status shows both sides, with exit code 1 where something needs a person; rejected lists the articles"
            " that Elasticsearch refused, and with --retry they wait for delivery again; rebuild fills a new index from the archive,"
            " checks it and switches to it, with search up all the while; verify compares archive and index, article by article, and"
            " mends what differs. setup and rebuild need the privileges manage_index_templates and, on articles*, crawl-runs* and"
            " outlet-health*, manage. The cluster is ELASTICSEARCH_URL, with ELASTICSEARCH_API_KEY and ELASTICSEARCH_CA_CERTS. kibana"
            " brings data views, searches, dashboards, settings and alert rules into the Kibana (8.12 or later) at KIBANA_URL, with"
            " KIBANA_API_KEY; run again, it brings them up to date, and an alert rule that was switched off stays so."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="status, or what verify found, as one JSON object; rejected as one a line")
        parser.add_argument("--retry", action="store_true", help="rejected: put the articles back into the outbox, for the next delivery")
        parser.add_argument("--dry-run", action="store_true", help="verify: mend nothing; exit code 1 where something differs")
        parser.add_argument("--drop-old", action="store_true", help="rebuild: delete the indices that were replaced, once all is checked")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1 or args[0] not in ACTIONS:
            raise Stop(f"index takes one of {', '.join(ACTIONS)}, not {repr(' '.join(args)) if args else 'nothing'}", BAD_USAGE)
        for option, action in (("dry_run", "verify"), ("drop_old", "rebuild")):
            if getattr(opts, option) and args[0] != action:
                raise Stop(f"--{option.replace('_', '-')} belongs to index {action}, not to index {args[0]}", BAD_USAGE)
        configuration = self.configuration()
        if args[0] == "kibana":
            self.kibana(configuration)
            return
        if args[0] == "rejected":
            self.rejected(configuration, opts)
            return
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

    def rebuild(self, configuration: Configuration, client: Elasticsearch, opts: argparse.Namespace) -> None:
        """Fill new indices from the archive, and switch to them."""
        from pipelines.delivery import drop
        from pipelines.delivery.client import address

        made = rebuild_everything(open_archive(configuration.archive_url), client, load_topic(configuration.topic))
        for line in rebuilt_lines(made):
            print(line)
        replaced = [index for each in made for index in each.replaced]
        if opts.drop_old:
            drop(client, replaced)
            print(f"deleted: {', '.join(replaced) or 'nothing, there was none before'}")
        else:
            for index in replaced:
                print(f"{index} is kept; {deletion(address(client), index)}")
        refused = self._say_refused(sum(each.refused for each in made), [reason for each in made for reason in each.reasons])
        self.exitcode = FAILURE if refused else SUCCESS

    def verify(self, configuration: Configuration, client: Elasticsearch, opts: argparse.Namespace) -> None:
        """Compare archive and index, and mend what differs."""
        archive, topic = open_archive(configuration.archive_url), load_topic(configuration.topic)
        work = compare_everything if opts.dry_run else verify_everything
        found, missing_runs = work(archive, client, topic)
        if opts.json:
            print(json.dumps(verified_json(found, missing_runs, mended=not opts.dry_run), ensure_ascii=False))
        else:
            print(verified_line(found, missing_runs, "nothing was changed" if opts.dry_run else _mended(found, missing_runs)))
        refused = self._say_refused(found.refused, found.reasons)
        differs = opts.dry_run and (found.differing or missing_runs)
        self.exitcode = FAILURE if refused or differs else SUCCESS

    def _say_refused(self, refused: int, reasons: list[str]) -> bool:
        """Tell what Elasticsearch refused; returns whether it refused any."""
        for line in reasons:
            say(f"refused: {line}")
        if refused > len(reasons):
            say(f"refused: {refused - len(reasons):,} more")
        return refused > 0

    def rejected(self, configuration: Configuration, opts: argparse.Namespace) -> None:
        """Show what was set aside, or let it wait for delivery again; no cluster is asked."""
        archive = open_archive(configuration.archive_url)
        if opts.retry:
            waiting = plural(archive.retry_rejected(), "article")
            print(f"put back into the outbox: {waiting}; the next run delivers what waits, or scrapy index deliver")
            return
        entries = archive.rejected()
        if opts.json:
            for entry in entries:
                print(json.dumps(rejected_json(entry), ensure_ascii=False))
            return
        for entry in entries:
            print("\n".join(rejected_lines(entry)))
        hint = "; once the cause is mended: scrapy index rejected --retry" if entries else ""
        print(f"{plural(len(entries), 'article')} set aside{hint}")

    def kibana(self, configuration: Configuration) -> None:
        """Bring saved objects, settings and alert rules into Kibana, with a line for each step as it is done."""
        if not configuration.kibana_url:
            raise Stop("KIBANA_URL is not set; set it in the environment or in .env, like https://localhost:5601", BAD_USAGE)
        from pipelines.delivery.kibana import saved_objects
        from pipelines.delivery.kibana.api import Kibana
        from pipelines.delivery.kibana.importing import import_everything
        from pipelines.delivery.kibana.rules import load

        kibana = Kibana(configuration.kibana_url, configuration.kibana_api_key, configuration.elasticsearch_ca_certs)
        for line in import_everything(kibana, saved_objects(), load()):
            print(line, flush=True)  # a wait that is announced must be seen before it is over

    def status(self, configuration: Configuration, client: Elasticsearch, opts: argparse.Namespace) -> None:
        """Show how cluster, indices and archive stand, and what needs a person."""
        from pipelines.delivery import indices, status

        state = status(open_archive(configuration.archive_url), client, *indices(load_topic(configuration.topic)))
        if opts.json:
            print(json.dumps(status_json(state), ensure_ascii=False))
        else:
            print("\n".join(status_lines(state)))
        for problem in state.problems:
            say(problem)
        self.exitcode = FAILURE if state.problems else SUCCESS


def _mended(found: Verified, missing_runs: int) -> str:
    if found.refused:
        return f"mended, but for {found.refused:,} that Elasticsearch refuses"
    return "mended" if found.differing or missing_runs else "nothing to mend"
