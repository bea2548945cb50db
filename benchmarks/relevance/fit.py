"""Fit: what each signal of relevance is worth, from labelled articles. `python -m benchmarks.relevance.fit` writes weights.toml."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.relevance.labelled import ARTICLES
from benchmarks.relevance.labelled import read as read_labelled
from pipelines.relevance import load_topic
from pipelines.relevance.reading import read, terms
from pipelines.relevance.signals import measure
from pipelines.relevance.ties import ties
from pipelines.relevance.topic import Topic
from pipelines.relevance.weights import WEIGHTS_FILE

INVERSE_PENALTY = (
    0.3  # of squared weights of standardised signals; of 0.03, 0.1, 0.3, 1 and 3 the best for sets of articles left out of the fit
)
HEAD = """\
# What each signal of `signals.measure` is worth, in points of log-odds for each unit of it; read by scoring.py.
# Written by `make fit-relevance` from the labelled articles in benchmarks/relevance/articles. A weight changed by hand is lost at the next fit.
"""


def signals_of(title: str, text: str, topic: Topic) -> dict[str, float] | None:
    """Return the signals of an article; None if it does not name both sides, and so has none."""
    fields = read(title, text, topic)
    if {term.side for term in terms(fields)} != set(topic.sides):
        return None
    return measure(*fields, ties(*fields, topic), topic)


def fit(labelled: Iterable[tuple[dict[str, float], bool]]) -> tuple[float, dict[str, float]]:
    """Return the bias and each signal's weight, by logistic regression with a squared penalty on the weights of standardised signals.

    Args:
        labelled: each article's signals, and whether it is relevant.
    """
    rows = list(labelled)
    names = sorted(rows[0][0])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=INVERSE_PENALTY, max_iter=5000))
    model.fit([[signals[name] for name in names] for signals, _ in rows], [relevant for _, relevant in rows])
    scaler, regression = model[0], model[-1]
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    return bias, {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def labelled_articles(files: Sequence[Path], topic: Topic) -> list[tuple[dict[str, float], bool]]:
    """Return the signals and labels of the articles in `files` that name both sides; raises NoTexts where there is none."""
    texts, _ = read_labelled(files)
    measured = ((signals_of(text.title, text.text, topic), text.relevant) for text in texts)
    return [(signals, relevant) for signals, relevant in measured if signals is not None]


def as_toml(bias: float, weights: dict[str, float]) -> str:
    """Return the text of weights.toml."""
    lines = [f"{name} = {weight:.3f}" for name, weight in sorted(weights.items(), key=lambda item: -item[1])]
    return "\n".join([f"{HEAD}bias = {bias:.3f}", "", "[weights]", *lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=WEIGHTS_FILE, metavar="FILE", help="where to write the weights")
    args = parser.parse_args()
    labelled = labelled_articles(sorted(ARTICLES.glob("*.jsonl")), load_topic("russia_dprk"))
    args.to.write_text(as_toml(*fit(labelled)), encoding="utf-8")
    print(
        f"{args.to}: fitted to {len(labelled)} articles that name both sides, {sum(relevant for _, relevant in labelled)} of them relevant"
    )


if __name__ == "__main__":
    main()
