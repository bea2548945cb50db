"""Delivery, measured: how fast an outbox goes into a real Elasticsearch on this machine, and how much memory that takes.

python -m benchmarks.delivery [--articles N] [--rounds N] [--markdown FILE]
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median

from elasticsearch import Elasticsearch

from benchmarks import document
from benchmarks.delivery.filling import fill, queue
from benchmarks.delivery.measuring import Measured, delivering, in_own_process, processor_seconds, reading
from benchmarks.document import table
from pipelines.delivery import Definition, articles_index, connect, setup
from pipelines.delivery.provision import create_api_key
from pipelines.relevance import Topic, load_topic
from tests.elasticsearch.installation import Unavailable
from tests.elasticsearch.server import Server, shared_server

BEGIN = "<!-- results of python -m benchmarks.delivery -->"
ALIAS = "articles-benchmark"
ARTICLES = 200_000
WORDS = (350, 150)  # of an article: of a newspaper, and of an agency or a portal
ROUNDS = 3
HEADINGS = ("", "articles/s, median", "least", "most", "own ms", "node's ms", "MB early", "in the middle", "at the end")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; 1 where Elasticsearch cannot be had, 2 where the file for the table cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery", description="Measure delivery: its speed, and its memory.")
    parser.add_argument("--articles", type=int, default=ARTICLES, metavar="N", help="deliver N articles (%(default)s)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help="that many times (%(default)s)")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="put the table into this document")
    options = parser.parse_args(arguments)
    try:
        if options.markdown and options.markdown.exists():
            document.parts(options.markdown, BEGIN)
        with tempfile.TemporaryDirectory() as folder, shared_server() as server:
            text = _measured(Path(folder), server, options.articles, options.rounds)
        print(text)
        if options.markdown:
            document.insert(options.markdown, text, BEGIN)
    except document.NoMarkers as error:
        print(f"delivery benchmark: {error}", file=sys.stderr)
        return 2
    except Unavailable as error:
        print(f"delivery benchmark: {error}", file=sys.stderr)
        return 1
    return 0


def _measured(folder: Path, server: Server, articles: int, rounds: int) -> str:
    """The table, with what it was measured on above it."""
    topic = load_topic("russia_dprk")
    load = os.getloadavg()[0]
    lines: list[tuple[str, ...]] = []
    with connect(server.url_with_password) as client:
        key = create_api_key(client)
        for words in WORDS:
            path = folder / f"{words}.db"
            fill(path, articles, words, topic)
            lines.append(_line(f"{words} words, outbox read alone", rounds, partial(_read, path)))
            lines.append(_line(f"{words} words, delivered", rounds, partial(_deliver, path, server, client, key, topic)))
            path.unlink()
        node = next(iter(client.nodes.info(metric="jvm")["nodes"].values()))
    heap = node["jvm"]["mem"]["heap_max_in_bytes"] // 1024**2
    versions = f"Python {platform.python_version()}, elasticsearch-py {version('elasticsearch')}, orjson {version('orjson')}"
    where = f"{os.cpu_count()} cores, load {load:.1f} before; Elasticsearch {node['version']}, heap {heap} MB"
    return f"{datetime.now(UTC):%Y-%m-%d}, {articles:,} articles, {rounds} rounds; {where}; {versions}\n\n{table(HEADINGS, lines)}\n"


def _read(path: Path) -> tuple[Measured, float]:
    queue(path)
    return in_own_process(reading, path), 0.0


def _deliver(path: Path, server: Server, client: Elasticsearch, api_key: str, topic: Topic) -> tuple[Measured, float]:
    """A delivery into a new index, and the processor seconds that the node spent meanwhile."""
    queue(path)
    index = articles_index(topic, ALIAS)
    _remove(client, index)
    setup(client, index)
    node = int(server.identity.partition(":")[0])
    try:
        before = processor_seconds(node)
        return in_own_process(delivering, path, server.url, api_key, index), processor_seconds(node) - before
    finally:
        _remove(client, index)


def _remove(client: Elasticsearch, index: Definition) -> None:
    gone = client.options(ignore_status=404)
    gone.indices.delete(index=index.index)
    gone.indices.delete_index_template(name=index.template)
    for name in index.component_templates:
        gone.cluster.delete_component_template(name=name)


def _line(name: str, rounds: int, measure: Callable[[], tuple[Measured, float]]) -> tuple[str, ...]:
    """A line of the table: speeds of all rounds, and the medians of the rest; milliseconds are processor time for an article."""
    results = [measure() for _ in range(rounds)]
    speeds = [measured.articles / measured.seconds for measured, _ in results]
    own = median(1000 * measured.own_seconds / measured.articles for measured, _ in results)
    nodes = median(1000 * seconds / measured.articles for measured, seconds in results)
    memory = [median(measured.megabytes[place] for measured, _ in results) for place in range(3)]
    speed = (f"{value:,.0f}" for value in (median(speeds), min(speeds), max(speeds)))
    return (name, *speed, f"{own:.2f}", f"{nodes:.2f}" if nodes else "", *(f"{value:.0f}" for value in memory))


if __name__ == "__main__":
    raise SystemExit(main())
