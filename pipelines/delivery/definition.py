"""Definition: an index as a whole (mapping, settings, version, aliases), and the templates that carry it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.delivery import mapping
from pipelines.delivery.analysis import analysis
from pipelines.items import Verdict
from pipelines.relevance.topic import Topic

ALIAS = "articles"
RUNS_ALIAS = "crawl-runs"
HEALTH_ALIAS = "outlet-health"
NEAR_MISSES = "near-misses"  # ends the alias under which the near misses of an articles' index are found
PRIORITY = 500  # above the built-in templates, whose patterns are others anyway

# What a search without a field looks at: Kibana's query bar, `simple_query_string`, `multi_match`.
SEARCHED = ("title^3", "subtitle^2", "lead^2", "body", "image_caption")
SETTINGS: Mapping[str, Any] = {
    "number_of_shards": 1,  # a few million articles of 3 KB; Elastic's advice is 10 to 50 GB a shard
    "auto_expand_replicas": "0-1",  # a copy as soon as there is a second node, and no yellow cluster before
}


@dataclass(frozen=True, slots=True)
class Definition:
    """One index of the project's, behind the alias that everything else names."""

    alias: str  # to write to, and to search
    version: int
    mappings: Mapping[str, Any]
    settings: Mapping[str, Any] = field(default_factory=lambda: dict(SETTINGS))
    analysis: Mapping[str, Any] = field(default_factory=dict)
    # Which documents each alias shows, as a query; None for all. Writing goes through `alias` whatever it shows.
    shows: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The name of the index template, and the beginning of the component templates' names."""
        return f"pantau-{self.alias}"

    @property
    def index(self) -> str:
        """The name of the first index of this version; a rebuild makes further ones, which add a number."""
        return f"{self.alias}-v{self.version}"

    @property
    def aliases(self) -> dict[str, dict[str, Any]]:
        """Each alias with its options, as Elasticsearch takes them."""
        shown = self.shows or {self.alias: None}
        return {
            name: ({"filter": dict(query)} if query else {}) | ({"is_write_index": True} if name == self.alias else {})
            for name, query in shown.items()
        }

    @property
    def component_templates(self) -> dict[str, dict[str, Any]]:
        """The component templates by name: the body of each. Elasticsearch takes none whose mappings name an analyzer that it lacks."""
        mappings = {"settings": {"index": {"analysis": dict(self.analysis)}}, "mappings": dict(self.mappings)}
        return {
            f"{self.template}-mappings": self._versioned({"template": mappings}),
            f"{self.template}-settings": self._versioned({"template": {"settings": {"index": dict(self.settings)}}}),
        }

    @property
    def index_template(self) -> dict[str, Any]:
        """The body of the index template. It sets no alias: which index an alias leads to is decided when one is made."""
        return self._versioned(
            {"index_patterns": [f"{self.alias}-v*"], "composed_of": list(self.component_templates), "priority": PRIORITY}
        )

    def _versioned(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"version": self.version, "_meta": {"project": "pantau"}, **body}


def articles_index(topic: Topic, alias: str = ALIAS) -> Definition:
    """Return the index of the articles on `topic`. Its alias shows the relevant ones; the near misses have an alias of their own."""
    return Definition(
        alias,
        mapping.VERSION,
        mapping.articles(topic.sides),
        {**SETTINGS, "query": {"default_field": list(SEARCHED)}},
        analysis(topic.synonyms),
        {alias: _with_verdict(Verdict.RELEVANT), f"{alias}-{NEAR_MISSES}": _with_verdict(Verdict.NEAR_MISS)},
    )


def runs_index(alias: str = RUNS_ALIAS) -> Definition:
    """Return the index of runs, a document each."""
    return Definition(alias, mapping.RUNS_VERSION, mapping.runs())


def health_index(alias: str = HEALTH_ALIAS) -> Definition:
    """Return the index of outlets and how they stand, a document each."""
    return Definition(alias, mapping.HEALTH_VERSION, mapping.health())


def indices(topic: Topic) -> tuple[Definition, ...]:
    """Return every index of the project."""
    return articles_index(topic), runs_index(), health_index()


def _with_verdict(verdict: Verdict) -> dict[str, Any]:
    return {"term": {"verdict": str(verdict)}}
