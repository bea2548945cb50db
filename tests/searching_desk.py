"""The desk of docs/searching.md: the newsroom's articles and what became of them, in the real Elasticsearch, by the project's own ways."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from elasticsearch import Elasticsearch

from newsroom.articles import Article, load
from newsroom.outlets.base import Post
from newsroom.server import Newsroom
from pipelines.archive import Answer, Archive, Visit
from pipelines.delivery import Definition, articles_index, deliver, deliver_runs, health_index, runs_index, setup
from pipelines.delivery.kql import parse, to_query
from pipelines.items import Judgement, Page
from pipelines.judgement import judge_page
from pipelines.language import LanguageStage
from pipelines.relevance import load_topic

MORE_ARTICLES = Path(__file__).with_name("searching_articles.toml")
FETCHED_AFTER = timedelta(minutes=20)  # from publication
SCHEDULE = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))

RENUMBERED = "pasukan-korea-utara-tiba-di-kursk-apa-yang-diketahui-sejauh-ini"
RETITLED = "putin-puji-kim-jong-un-dalam-artikel-rodong-sinmun-terima-kasih-soal-ukraina"
CALMED = "terungkap-belasan-ribu-kontainer-peluru-korut-mengalir-ke-rusia"
DELETED = "pabrik-di-korut-disebut-kerja-tiga-giliran-buat-peluru-artileri-rusia"

# Runs: hours before now, outcome, reason.
RUNS = {
    "kompas": ((24 * 3, "failed", "rss.kompas.com cannot be reached"), (1, "finished", "")),
    "tempo": ((3, "failed", "no source answered"), (2, "failed", "no source answered"), (1, "failed", "no source answered")),
    "balipost": ((24 * 2, "finished", ""), (4, "refused", "robots.txt allows nothing")),
    "detik": ((1, "partial", "2 pages wait for a later run"),),
}


@dataclass(frozen=True, slots=True)
class SearchDesk:
    """What an analyst asks: the data views by name, each an alias with its mapping."""

    client: Elasticsearch
    views: Mapping[str, tuple[str, Mapping[str, Any]]]
    slugs: Mapping[str, str]  # of articles, by canonical URL

    def answer(self, view: str, kql: str, sort: str, order: str) -> list[str]:
        """Return what is found, in order: articles by slug, runs by outlet and outcome, outlets by name."""
        alias, mappings = self.views[view]
        query = to_query(parse(kql), mappings)
        hits = self.client.search(index=alias, query=query, sort=[{sort: order}], size=100)["hits"]["hits"]
        return [self._name(hit["_source"]) for hit in hits]

    def _name(self, source: Mapping[str, Any]) -> str:
        if "canonical_url" in source:
            return self.slugs[source["canonical_url"]]
        return f"{source['outlet']} {source['outcome']}" if "seconds" in source else str(source["outlet"])


@contextmanager
def search_desk(client: Elasticsearch, folder: Path) -> Iterator[SearchDesk]:
    """Fill an archive in `folder`, deliver it to indices of its own, and delete those afterwards."""
    mark = uuid.uuid4().hex[:12]
    articles, runs, health = (
        articles_index(load_topic("russia_dprk"), f"articles-{mark}"),
        runs_index(f"crawl-runs-{mark}"),
        health_index(f"outlet-health-{mark}"),
    )
    newsroom = Newsroom([*(article for article in load() if article.relevant), *more_articles()])
    try:
        for definition in (articles, runs, health):
            setup(client, definition)
        with Archive.open(f"sqlite:///{folder / 'archive.db'}") as archive:
            record_articles(archive, newsroom)
            record_runs(archive)
            delivery = deliver(archive, client, articles)
            assert (delivery.rejected, delivery.remaining, delivery.error) == (0, 0, "")
            deliver_runs(archive, client, runs, health)
        for definition in (articles, runs, health):
            client.indices.refresh(index=definition.alias)
        yield SearchDesk(client, _views(articles, runs, health), {post.url: post.article.slug for post in _posts(newsroom)})
    finally:
        for definition in (articles, runs, health):
            _delete(client, definition)


def more_articles() -> list[Article]:
    """Return what the outlets print besides the newsroom's own articles."""
    return [Article(**table) for table in tomllib.loads(MORE_ARTICLES.read_text(encoding="utf-8"))["article"]]


def record_articles(archive: Archive, newsroom: Newsroom) -> None:
    """Record every page of the newsroom as a crawl would, and what later visits find: two edits, a new headline, a deletion."""
    posts = {post.article.slug: post for post in _posts(newsroom)}
    archive.record([_judged(newsroom, post, FETCHED_AFTER) for post in posts.values()], schedule=SCHEDULE)
    edits = {
        RENUMBERED: {"body": posts[RENUMBERED].article.body.replace("sekitar 10.000 prajurit", "sekitar 12.000 prajurit")},
        RETITLED: {"title": "Putin Tulis Artikel di Koran Korut, Ucapkan Terima Kasih soal Ukraina"},
        CALMED: {"title": "Seoul Perkirakan Belasan Ribu Kontainer Amunisi Korut Masuk Rusia"},
    }
    visits = []
    for slug, changes in edits.items():
        newsroom.edit(slug, **changes)
        seen = _judged(newsroom, posts[slug], FETCHED_AFTER + SCHEDULE[1])
        visits.append(Visit(seen.canonical_url, seen.judged_at, Answer.READ, seen))
    visits.append(Visit(posts[DELETED].url, posts[DELETED].published + FETCHED_AFTER + SCHEDULE[2], Answer.GONE))
    archive.record([], visits=visits, schedule=SCHEDULE)


def record_runs(archive: Archive) -> None:
    """Record RUNS, each of them a minute long."""
    now = datetime.now(UTC)
    for outlet, runs in RUNS.items():
        for hours, outcome, reason in runs:
            began = now - timedelta(hours=hours)
            archive.finish_run(archive.start_run(outlet, began), outcome, reason, {"found": 12}, began + timedelta(minutes=1))


def _posts(newsroom: Newsroom) -> list[Post]:
    return [post for site in newsroom.sites.values() for post in site.posts]


def _judged(newsroom: Newsroom, post: Post, after: timedelta) -> Judgement:
    """Return the judgement on the page of `post` as it is printed now, fetched some time after publication."""
    site, address = newsroom.sites[post.article.outlet], urlsplit(post.url)
    fetched_at = (post.published + after).astimezone(UTC)
    body = site.document(address.netloc, address.path, "page=all").body
    page = Page(
        url=post.url, canonical_url=post.url, outlet=post.article.outlet, body=body, fetched_at=fetched_at, timezone=site.outlet.zone
    )
    return replace(judge_page(page, load_topic("russia_dprk"), LanguageStage.from_settings({})), judged_at=fetched_at)


def _views(articles: Definition, runs: Definition, health: Definition) -> dict[str, tuple[str, Mapping[str, Any]]]:
    return {
        "Articles": (articles.alias, articles.mappings),
        "Near misses": (f"{articles.alias}-near-misses", articles.mappings),
        "Crawl runs": (runs.alias, runs.mappings),
        "Outlet health": (health.alias, health.mappings),
    }


def _delete(client: Elasticsearch, definition: Definition) -> None:
    for index in client.indices.get(index=f"{definition.alias}*", expand_wildcards="all"):
        client.indices.delete(index=index)
    gone = client.options(ignore_status=404)
    gone.indices.delete_index_template(name=definition.template)
    gone.cluster.delete_component_template(name=",".join(definition.component_templates))
