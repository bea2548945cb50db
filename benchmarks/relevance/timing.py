"""Timing: what judging one article of about 500 words costs, in processor time, warm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from statistics import median, quantiles
from time import process_time

from benchmarks.relevance.labelled import Labelled
from pipelines.items import Article
from pipelines.judgement import article_from_text
from pipelines.relevance import Topic, assess

WORDS = 500
BETWEEN = (400, 600)  # words of a text that is taken as it is
ENOUGH, MOST = 20, 60  # texts


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of processor time for one article."""

    median: float
    low: float  # nine tenths of the articles take at least this
    high: float  # ... and at most this
    articles: int
    joined: int  # of them, put together from shorter texts
    rounds: int


def time_judging(texts: Sequence[Labelled], topic: Topic, rounds: int) -> Timing:
    """Judge the articles `rounds` times (at least 1) after a first time that does not count; each article counts with its median."""
    whole, joined = sample(texts)
    articles = [*whole, *joined]
    taken: list[list[float]] = [[] for _ in articles]
    for article in articles:
        assess(article, topic)
    for _ in range(rounds):
        for article, times in zip(articles, taken, strict=True):
            begin = process_time()
            assess(article, topic)
            times.append(1000 * (process_time() - begin))
    each = [median(times) for times in taken]
    tenths = quantiles(each, n=10, method="inclusive") if len(each) > 1 else each * 9
    return Timing(median(each), tenths[0], tenths[-1], len(articles), len(joined), rounds)


def sample(texts: Sequence[Labelled]) -> tuple[list[Article], list[Article]]:
    """Return texts of BETWEEN words, and articles of WORDS words joined from others of one label where the former are too few.

    A joined one has the title of its first text. Both are in the order of the texts, so that two runs time the same.
    """
    fitting = [text for text in texts if BETWEEN[0] <= len(text.text.split()) <= BETWEEN[1]]
    whole = [article_from_text(text.title, text.text, "", text.outlet) for text in fitting[:MOST]]
    pairs = zip_longest(*(_joined([text for text in texts if text.relevant is label]) for label in (True, False)))
    return whole, [article for pair in pairs for article in pair if article][: max(0, ENOUGH - len(whole))]


def _joined(texts: Sequence[Labelled]) -> list[Article]:
    """Join texts line by line until there are WORDS words; of the last text the rest is left, and if all are too short there is one article."""
    articles: list[Article] = []
    title, words, lines = "", 0, list[str]()
    for text in texts:
        title = title or text.title
        for line in text.text.splitlines():
            lines.append(line)
            words += len(line.split())
            if words >= WORDS:
                articles.append(article_from_text(title, "\n".join(lines), "", text.outlet))
                title, words, lines = "", 0, []
                break
    return articles or ([article_from_text(title, "\n".join(lines), "", "")] if lines else [])
