"""Relevance: whether an article is about dealings between the two sides of a topic, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

from pipelines.items import Article, Evidence, Verdict
from pipelines.relevance.scoring import assess
from pipelines.relevance.topic import Topic, TopicError, load_topic
from pipelines.stage import Ended
from pipelines.workers import WorkerStage

DEFAULT_TOPIC = "russia_dprk"

__all__ = ["RelevanceStage", "Topic", "TopicError", "assess", "explain", "load_topic"]


def explain(score: float, evidence: Evidence, topic: Topic) -> str:
    """Return why the score is what it is, in a line: "score 0.31: both sides named (Rusia 3, Korea Utara 1), linked by military"."""
    counts = {key: sum(term.count for term in evidence.terms if term.side == key) for key in topic.sides}
    if not any(counts.values()):
        return f"score {score:.2f}: neither side is named"
    missing = [side.label for key, side in topic.sides.items() if not counts[key]]
    if missing:
        return f"score {score:.2f}: {missing[0]} is not named"
    named = ", ".join(f"{side.label} {counts[key]}" for key, side in topic.sides.items())
    if not evidence.sentences:
        return f"score {score:.2f}: both sides named ({named}), but no sentence links them"
    kinds = f" by {', '.join(evidence.interactions)}" if evidence.interactions else ""
    return f"score {score:.2f}: both sides named ({named}), linked{kinds}"


class RelevanceStage(WorkerStage):
    """Completes an article with topic, score and evidence; ends it as `near_miss` or `irrelevant` unless it is relevant."""

    reads = ("TOPIC",)

    def __init__(self, topic: Topic):
        self.topic = topic

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Build the stage for the topic that the setting TOPIC names; raises TopicError when there is none such."""
        return cls(load_topic(settings.get("TOPIC", DEFAULT_TOPIC) or DEFAULT_TOPIC))

    def judge(self, article: Article) -> Article | Ended:
        verdict, score, evidence = assess(article, self.topic)
        completed = replace(article, topic=self.topic.name, score=score, evidence=evidence)
        if verdict is Verdict.RELEVANT:
            return completed
        return Ended(verdict, explain(score, evidence, self.topic), completed if verdict is Verdict.NEAR_MISS else None)
