"""Crawl speed: pages a second of a whole run, beside a Scrapy spider that only fetches the same pages from the same server.

    python -m benchmarks.crawl [--pages 2000] [--rounds 3]

The newsroom runs in a process of its own and serves one outlet's pages (2 % relevant, 1 % naming both sides in passing, about 100 KB each)
over TLS; both crawl it with the same concurrency and no delay. Counted is the time between the first and the last answer to an article
request, as the server saw it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from newsroom.articles import Article, load
from newsroom.server import Newsroom

ROOT = Path(__file__).parent.parent
OUTLET = "koranmandala"

# What this project sets and what costs or saves time is taken back to Scrapy's own defaults, but for the settings the README names.
DEFAULTS = [
    part
    for setting in (
        "ITEM_PIPELINES={}",
        "EXTENSIONS={}",
        "SPIDER_MIDDLEWARES={}",
        "ROBOTSTXT_OBEY=False",
        "REFERER_ENABLED=True",
        "WARN_ON_GENERATOR_RETURN_VALUE=True",
        "DOWNLOADER_STATS=True",
        "LOG_LEVEL=INFO",
    )
    for part in ("-s", setting)
]

FETCH_ONLY = """
import json, scrapy
class FetchOnly(scrapy.Spider):
    name = "fetch_only"
    async def start(self):
        for url in json.load(open(self.urls)):
            yield scrapy.Request(url, dont_filter=True)
    def parse(self, response):
        pass
"""


def many_articles(number: int) -> list[Article]:
    """`number` articles at one outlet, written anew from the newsroom's: 2 % relevant, 1 % naming both sides in passing, the rest ordinary."""
    pools: dict[str, list[Article]] = {"relevant": [], "both-in-passing": [], "ordinary": []}
    for article in load():
        pools["relevant" if article.relevant else article.case if article.case in pools else "ordinary"].append(article)
    newest = max(article.published_at for article in load())
    articles = []
    for n in range(number):
        pool = pools["relevant" if n % 50 == 0 else "both-in-passing" if n % 100 == 1 else "ordinary"]
        model = pool[n % len(pool)]
        changes = {
            "outlet": OUTLET,
            "slug": f"{model.slug}-{n}",
            "title": f"{model.title} ({n})",
            "published_at": newest - timedelta(minutes=n),
            "modified_at": None,
        }
        articles.append(model.model_copy(update=changes))
    return articles


def serve(number: int) -> None:
    """Serve until standard input closes; then print the times of the article requests as JSON."""
    with Newsroom(many_articles(number)) as newsroom:
        newsroom.prerender()
        urls = [newsroom.url_of(article) for article in newsroom.articles]
        print(json.dumps({"connect_to": newsroom.connect_to, "port": newsroom.port, "ca": newsroom.ca_file, "urls": urls}), flush=True)
        paths = {url.partition("://")[2].partition("/")[2] for url in urls}
        start = 0
        for _ in sys.stdin:  # one line asks for the times of what was requested since the last
            requests = newsroom.requests
            times = [request.time for request in requests[start:] if request.path.lstrip("/").partition("?")[0] in paths]
            start = len(requests)
            print(json.dumps(times), flush=True)


def measured(server: subprocess.Popen[str], command: list[str], environment: dict[str, str]) -> tuple[float, int]:
    """Run a crawl; returns its pages a second and the number of pages."""
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert server.stdin and server.stdout
    server.stdin.write("\n")
    server.stdin.flush()
    times = sorted(json.loads(server.stdout.readline()))
    if len(times) < 2:
        sys.exit(f"benchmark: {' '.join(command)} fetched nothing:\n{run.stderr[-2000:]}")
    return len(times) / (times[-1] - times[0]), len(times)


def main() -> None:
    parser = argparse.ArgumentParser(description="Pages a second of a whole run, beside a spider that only fetches")
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.pages)
        return
    command = [sys.executable, "-m", "benchmarks.crawl", "--serve", "--pages", str(options.pages)]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdin and server.stdout
        facts = json.loads(server.stdout.readline())
        rates = rounds(server, facts, options.rounds)
    finally:
        assert server.stdin
        server.stdin.close()
        server.wait(timeout=30)
    print_table(rates, options)


def rounds(server: subprocess.Popen[str], facts: dict[str, str], number: int) -> dict[str, list[float]]:
    """Measure both in turn, so that a slow moment of the machine meets both."""
    rates: dict[str, list[float]] = {"fetch only": [], "pantau": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "fetch_only.py").write_text(FETCH_ONLY)
        (folder / "urls.json").write_text(json.dumps(facts["urls"]))
        for n in range(number):
            environment = {
                **os.environ,
                "CONNECT_TO": facts["connect_to"],
                "ALLOWED_PRIVATE_HOSTS": f"127.0.0.1:{facts['port']}",
                "SSL_CERT_FILE": facts["ca"],
                "DOWNLOAD_DELAY": "0",
                "PAGES_PER_RUN": "1000000",
                "ELASTICSEARCH_URL": "",
                "ARCHIVE_URL": f"sqlite:///{folder / f'{n}.db'}",
            }
            scrapy = [sys.executable, "-m", "scrapy"]
            fetch_only = [*scrapy, "runspider", str(folder / "fetch_only.py"), "-a", f"urls={folder / 'urls.json'}"]
            rates["fetch only"].append(measured(server, [*fetch_only, *DEFAULTS], environment)[0])
            rates["pantau"].append(measured(server, [*scrapy, "crawl", OUTLET], environment)[0])
    return rates


def print_table(rates: dict[str, list[float]], options: argparse.Namespace) -> None:
    base = statistics.median(rates["fetch only"])
    print(f"\n{datetime.now(UTC):%Y-%m-%d}, {options.pages} pages, {options.rounds} rounds, {os.cpu_count()} cores", end=", ")
    print(f"Python {platform.python_version()}, Scrapy {version('scrapy')}, trafilatura {version('trafilatura')}\n")
    print("| | pages/s, median | least | most | share |\n| --- | ---: | ---: | ---: | ---: |")
    for name, values in rates.items():
        median = statistics.median(values)
        print(f"| {name} | {median:.0f} | {min(values):.0f} | {max(values):.0f} | {median / base:.0%} |")


if __name__ == "__main__":
    main()
