"""Scoring: whether an article is about dealings between the two sides of a topic, as a number from 0 to 1 with its reasons.

    score = 1 / (1 + exp(-(bias + sum of weight x signal)))

The signals are `signals.measure`'s; `weights.toml` has what each is worth, as a logistic regression over labelled articles found it
(Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 4.4). So a score is the probability that a person calls the article
relevant, as far as those articles go. An article that does not name both sides (weak names count only beside strong ones) has no signals
and scores at most 0.1.
"""

from __future__ import annotations

import math

from pipelines.items import Article, Evidence, Reason, Sentence, Verdict
from pipelines.relevance import links
from pipelines.relevance.reading import read, terms
from pipelines.relevance.signals import measure
from pipelines.relevance.ties import Tie, ties
from pipelines.relevance.topic import Topic
from pipelines.relevance.weights import WEIGHTS

# Below one half: an article that is missed costs an analyst more than one too many.
RELEVANT_FROM = 0.4
NEAR_MISS_FROM = 0.1

ONE_SIDE = 0.1
QUOTED = 3  # sentences kept as evidence
LEAST = 0.1  # of a reason's points, for it to be worth telling


def assess(article: Article, topic: Topic) -> tuple[Verdict, float, Evidence]:
    """Judge `article` by `topic`.

    Returns RELEVANT from 0.4, NEAR_MISS from 0.1, else IRRELEVANT; the score (0 to 1); and the evidence for it. Changes nothing.
    """
    title, body = read(article.title, article.body, topic)
    named = terms((title, body))
    if {term.side for term in named} != set(topic.sides):
        return Verdict.IRRELEVANT, ONE_SIDE if named else 0.0, Evidence(named, rules_version=topic.rules_version)
    found = ties(title, body, topic)
    points = {name: WEIGHTS.weights[name] * value for name, value in measure(title, body, found, topic).items()}
    score = round(1 / (1 + math.exp(-(WEIGHTS.bias + sum(points.values())))), 3)
    verdict = Verdict.RELEVANT if score >= RELEVANT_FROM else Verdict.NEAR_MISS if score >= NEAR_MISS_FROM else Verdict.IRRELEVANT
    kinds = tuple(sorted({kind for tie in found if tie.link.strength >= links.APART_CONTEXT for kind in tie.link.kinds}))
    return verdict, score, Evidence(named, kinds, _quotes(found), topic.rules_version, _reasons(points))


def _reasons(points: dict[str, float]) -> tuple[Reason, ...]:
    """Return what moved the score, the weightiest first."""
    telling = sorted((-abs(worth), name) for name, worth in points.items() if abs(worth) >= LEAST)
    return tuple(Reason(name, round(points[name], 2)) for _, name in telling)


def _quotes(found: list[Tie]) -> tuple[Sentence, ...]:
    best = sorted(found, key=lambda tie: (-tie.link.strength, tie.field.name != "title", tie.said.start))[:QUOTED]
    return tuple(_quote(tie) for tie in best if tie.link.strength >= links.APART)


def _quote(tie: Tie) -> Sentence:
    start, end = tie.field.text.original(tie.said.start), tie.field.text.original(tie.said.end)
    return Sentence(tie.field.original[start:end], tie.field.name, start, end)
