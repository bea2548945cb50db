"""search: find articles in the archive, or in Elasticsearch."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.command import BAD_USAGE, ProjectCommand, Stop, say
from crawler.delivery import client_of
from crawler.display import hit_lines
from crawler.recorder import open_archive
from pipelines.archive import evidence_to_dict
from pipelines.items import Hit

LIMIT = re.compile(r"[0-9]{1,9}")


class Command(ProjectCommand):
    def syntax(self) -> str:
        return '[QUERY] [--limit N] [--json] [--elasticsearch]   QUERY: words, "a phrase", -without, one OR other, outlet:NAME'

    def short_desc(self) -> str:
        return "Search the found articles; without a query, the newest"

    def long_desc(self) -> str:
        return (
            'Searches titles and bodies by Indonesian word stems: every word must occur; "quoted words" stand together, -word excludes, OR gives a'
            " choice, outlet:NAME restricts. Put a query with -words in quotes, and -- before one that begins with such a word."
            " Matches stand in [[double brackets]]. Without a query the newest articles are listed."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--limit", metavar="N", default="20", help="hits at most; 0 for all (default 20)")
        parser.add_argument("--json", action="store_true", help="one JSON object a line, with the whole article body")
        parser.add_argument("--elasticsearch", action="store_true", help="ask Elasticsearch instead of the archive")

    def is_option(self, arg: str) -> bool:
        """Whether an argument was meant as an option; -word leaves a word out."""
        return arg.startswith("--") and arg != "--"

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        if not LIMIT.fullmatch(opts.limit):
            raise Stop(f"--limit {opts.limit!r} is not a number of hits; use --limit 20, or 0 for all", BAD_USAGE)
        query = " ".join(arg for arg in args if arg != "--")
        shown = 0
        for hit in self.hits(query, int(opts.limit), opts.elasticsearch):
            print(json.dumps(as_json(hit), ensure_ascii=False) if opts.json else "\n".join(hit_lines(hit)))
            shown += 1
        if not shown and not opts.json:
            say(
                f"nothing found for {query!r}"
                if query
                else "the archive holds no relevant article yet; scrapy monitor or make demo finds some"
            )

    def hits(self, query: str, limit: int, elasticsearch: bool) -> Iterator[Hit]:
        configuration = self.configuration()
        if elasticsearch:
            client = client_of(configuration)
            if client is None:
                raise Stop(
                    "ELASTICSEARCH_URL is not set; set it in the environment or in .env, or search without --elasticsearch", BAD_USAGE
                )
            from pipelines import delivery

            with client:
                yield from delivery.search(client, query, limit)
        else:
            yield from open_archive(configuration.archive_url).search(query, limit)


def as_json(hit: Hit) -> dict[str, Any]:
    """The object that `--json` prints for one hit."""
    return {
        "url": hit.url,
        "outlet": hit.outlet,
        "title": hit.title,
        "body": hit.body,
        "published_at": hit.published_at.isoformat() if hit.published_at else None,
        "score": hit.score,
        "verdict": hit.verdict.value,
        "highlight": hit.highlight,
        "evidence": evidence_to_dict(hit.evidence),
    }
