"""index, and delivery by the commands: to the real Elasticsearch, and to one that is away."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from elasticsearch import Elasticsearch, NotFoundError

from crawler.indexing import rejected_json
from newsroom.server import Newsroom
from pipelines.delivery import ALIAS, document_id
from tests.commands.conftest import complaint
from tests.conftest import Desk
from tests.elasticsearch.conftest import articles_key, client, elasticsearch_server
from tests.elasticsearch.server import Server

__all__ = ["articles_key", "client", "elasticsearch_server"]


@pytest.fixture
def closed() -> str:
    """An address on this machine where nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


@pytest.fixture
def cluster(elasticsearch_server: Server, articles_key: str) -> dict[str, str]:
    """The settings that name the real server, with a key like the crawler's own."""
    return {"ELASTICSEARCH_URL": elasticsearch_server.url, "ELASTICSEARCH_API_KEY": articles_key}


@pytest.fixture
def tidy(client: Elasticsearch, desk: Desk) -> Iterator[None]:
    """Afterwards none of the desk's articles is left in the index, which other tests use as well."""
    yield
    with desk.archive() as archive:
        for article in archive.articles():
            with suppress(NotFoundError):  # it was never delivered
                client.delete(index=ALIAS, id=document_id(article.canonical_url))


def test_a_cluster_that_is_away_costs_one_line_and_no_article(desk: Desk, newsroom: Newsroom, closed: str) -> None:
    run = desk.scrapy("crawl", "koranmandala", ELASTICSEARCH_URL=closed)
    assert run.returncode == 1, "cron has to learn of it"
    (line,) = [line for line in run.stderr.splitlines() if closed in line]
    assert "cannot be reached" in line
    assert "correct ELASTICSEARCH_URL" in line
    assert "pantau: delivered 0 articles to Elasticsearch, 3 waiting" in run.stderr
    assert "Traceback" not in run.stderr
    assert len(run.stderr.splitlines()) == 3, "the crawl's line, what was delivered, and why no more"
    with desk.archive() as archive:
        assert archive.outbox_size() == 3
    for command in (["index", "setup"], ["index", "status"], ["search", "rusia", "--elasticsearch"]):
        assert closed in complaint(desk.scrapy(*command, ELASTICSEARCH_URL=closed), 1)


@pytest.mark.parametrize(
    ("command", "named"), [(["index", "kibana"], "index kibana"), (["search", "korut", "--elasticsearch"], "search korut")]
)
def test_ctrl_c_while_nobody_answers_is_one_line(lone_desk: Desk, command: list[str], named: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        process = lone_desk.start(*command, ELASTICSEARCH_URL=url, KIBANA_URL=url)
        connection, _ = silent.accept()
        with connection:
            connection.recv(1)
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (1, "")
    assert errors == f"pantau: {named} was stopped; run it again to complete it\n"


@pytest.mark.elasticsearch
@pytest.mark.usefixtures("tidy")
def test_what_waited_is_delivered_by_a_later_run_and_found_there(
    desk: Desk, newsroom: Newsroom, closed: str, cluster: dict[str, str], elasticsearch_server: Server
) -> None:
    prepared = desk.scrapy("index", "setup", ELASTICSEARCH_URL=elasticsearch_server.url_with_password)
    assert (prepared.returncode, prepared.stderr) == (0, "")
    assert "articles leads to articles-v" in prepared.stdout
    assert desk.scrapy("crawl", "koranmandala", ELASTICSEARCH_URL=closed).returncode == 1
    wrong = desk.scrapy("index", "deliver", **{**cluster, "ELASTICSEARCH_API_KEY": "d3Jvbmc6d3Jvbmc="})
    assert wrong.returncode == 1
    (line,) = [line for line in wrong.stderr.splitlines() if "401" in line]
    assert "ELASTICSEARCH_API_KEY" in line
    assert state(desk, cluster)["waiting"] == 3

    later = desk.scrapy("monitor", "koranmandala", **cluster)
    assert later.returncode == 0, later.stderr
    assert "pantau: delivered 3 articles to Elasticsearch, 0 waiting\n" in later.stderr
    assert state(desk, cluster)["waiting"] == 0
    assert state(desk, cluster)["indexed"]["relevant"] >= 3

    run = desk.scrapy("search", "Rusia", "--elasticsearch", "--json", "--limit", "0", **cluster)
    assert (run.returncode, run.stderr) == (0, "")
    assert desk.titles() <= {json.loads(line)["title"] for line in run.stdout.splitlines()}


def test_an_article_that_was_set_aside_is_shown_with_the_reason_and_tried_again(stocked_desk: Desk) -> None:
    """No cluster is needed for either."""
    reason = "document_parsing_exception: failed to parse field [published_at]"
    with stocked_desk.archive() as archive:
        (entry,) = archive.outbox_batch(1)
        archive.reject(entry.id, reason)
        waiting = archive.outbox_size()
        (rejected,) = archive.rejected()
    run = stocked_desk.scrapy("index", "rejected")
    assert (run.returncode, run.stderr) == (0, "")
    for words in (entry.article.title, entry.article.url, "WIB", reason, "1 article set aside"):
        assert words in run.stdout
    told = {"url": entry.article.url, "title": entry.article.title, "revision": 1, "reason": reason}
    assert rejected_json(rejected) == {**told, "queued_at": rejected.queued_at.isoformat()}

    again = stocked_desk.scrapy("index", "rejected", "--retry")
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith("put back into the outbox: 1 article;")
    with stocked_desk.archive() as archive:
        assert (archive.outbox_size(), archive.rejected()) == (waiting + 1, [])


def state(desk: Desk, cluster: dict[str, str]) -> dict[str, Any]:
    """What status says; other tests write to the same index, so what it makes of that is left aside."""
    run = desk.scrapy("index", "status", "--json", **cluster)
    assert run.stderr == ""
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer
