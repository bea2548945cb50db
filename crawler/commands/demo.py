"""demo: the main job on ten outlets that this machine plays: a real crawl over real connections, and what came of it."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.command import BAD_USAGE, FAILURE, SUCCESS, ProjectCommand, Stop
from crawler.display import plural
from pipelines.archive import Archive

if TYPE_CHECKING:
    from newsroom.server import Newsroom

ROOT = Path(__file__).parent.parent.parent
ARCHIVE_URL = "sqlite:///var/demo.db"
NEXT = (
    ("read one of them, and why it was kept", ["search", "pertahankan", "--limit", "3"]),
    (
        "judge a text of your own",
        ["judge", "--title", "Putin Bertemu Kim", "--text", "Presiden Rusia Vladimir Putin bertemu Kim Jong Un di Pyongyang."],
    ),
    ("see what is watched, and how the last run went", ["outlets"]),
)


class Command(ProjectCommand):
    def short_desc(self) -> str:
        return "Crawl ten outlets played on this machine, and show what was found and why"

    def long_desc(self) -> str:
        return (
            "Starts the newsroom, a web server on 127.0.0.1 that plays ten Indonesian outlets with articles written for it, and crawls them with"
            " scrapy monitor under their own addresses into var/demo.db. Nothing leaves this machine. A second demo fetches no article again."
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        if args:
            raise Stop(f"demo takes no argument {args[0]!r}; see scrapy demo --help", BAD_USAGE)
        self.configuration()
        from newsroom.server import Newsroom

        with Newsroom() as newsroom:
            total = len(newsroom.articles)
            print(f"The newsroom plays {len(newsroom.sites)} outlets with {total} articles on 127.0.0.1:{newsroom.port}.")
            print("Crawling them with: scrapy monitor\n")
            sys.stdout.flush()
            command = [sys.executable, "-m", "scrapy", "monitor"]
            code = subprocess.run(command, cwd=ROOT, env=_environment(newsroom), stdin=subprocess.DEVNULL, check=False).returncode
            pages = {newsroom.url_of(article).partition("://")[2] for article in newsroom.articles}
            fetched = len(pages & {f"{request.host}{request.path.partition('?')[0]}" for request in newsroom.requests})
            wanted = {article.title for article in newsroom.articles if article.relevant}
        with Archive.open(f"sqlite:///{ROOT / 'var' / 'demo.db'}") as archive:
            kept = {article.title for article in archive.articles()}
        print(
            f"\nThis run fetched {plural(fetched, 'article')}; the archive var/demo.db now holds {plural(len(kept), 'relevant article')}:"
        )
        print(f"  {len(kept & wanted)} of the {len(wanted)} that the newsroom's writers meant to be found, {len(kept - wanted)} others.")
        for title in sorted(wanted - kept):
            print(f"  missed: {title}")
        for title in sorted(kept - wanted):
            print(f"  found beyond them: {title}")
        print("\nTry next:")
        for what, words in NEXT:
            print(f"  # {what}\n  ARCHIVE_URL={ARCHIVE_URL} .venv/bin/scrapy {shlex.join(words)}")
        print("  # watch the live outlets\n  make crawl")
        self.exitcode = SUCCESS if code == SUCCESS and kept == wanted else FAILURE


def _environment(newsroom: Newsroom) -> dict[str, str]:
    """The environment that sends a crawl to the newsroom; a cluster that is set for real work gets none of its articles."""
    return {
        **os.environ,
        "ARCHIVE_URL": ARCHIVE_URL,
        "ELASTICSEARCH_URL": "",
        "DOWNLOAD_DELAY": "0",
        "CONNECT_TO": newsroom.connect_to,
        "ALLOWED_PRIVATE_HOSTS": f"127.0.0.1:{newsroom.port}",
        "SSL_CERT_FILE": newsroom.ca_file,
    }
