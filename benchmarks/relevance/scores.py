"""Scores: precision, recall and F1 of answers, over all texts and by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.bootstrap import Measure, measures
from benchmarks.relevance.labelled import Labelled

FIGURES = ("precision", "recall", "F1")
TELLING = 5  # texts of a subkind; fewer say nothing


@dataclass(frozen=True, slots=True)
class Summary:
    """One judge's figures."""

    measures: dict[str, Measure]  # by FIGURES
    missed: int  # relevant, not found
    wrong: int  # found, not relevant


@dataclass(frozen=True, slots=True)
class Group:
    """The texts of one kind, or of one of its subkinds."""

    kind: str
    subkind: str  # "": all of the kind
    relevant: int
    irrelevant: int
    right: dict[str, int]  # by judge


def figures(answers: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    """Return FIGURES of pairs (found, wanted); what would be divided by nothing is 0."""
    counts = Counter(answers)
    hits, wrong, missed = counts[True, True], counts[True, False], counts[False, True]
    return {
        "precision": hits / (hits + wrong) if hits else 0.0,
        "recall": hits / (hits + missed) if hits else 0.0,
        "F1": 2 * hits / (2 * hits + wrong + missed) if hits else 0.0,
    }


def summarise(found: Sequence[bool], texts: Sequence[Labelled]) -> Summary:
    pairs = [(one, text.relevant) for one, text in zip(found, texts, strict=True)]
    return Summary(
        measures(pairs, figures), sum(wanted and not one for one, wanted in pairs), sum(one and not wanted for one, wanted in pairs)
    )


def difference(ours: Sequence[bool], theirs: Sequence[bool], texts: Sequence[Labelled]) -> Measure:
    """F1 of ours minus theirs, both over the same drawn texts each time."""
    triples = [(one, other, text.relevant) for one, other, text in zip(ours, theirs, texts, strict=True)]

    def minus(drawn: Sequence[tuple[bool, bool, bool]]) -> dict[str, float]:
        first, second = (figures([(answer[at], answer[2]) for answer in drawn])["F1"] for at in (0, 1))
        return {"F1": first - second}

    return measures(triples, minus)["F1"]


def by_kind(answers: Mapping[str, Sequence[bool]], texts: Sequence[Labelled]) -> list[Group]:
    """Return the texts by kind, in the order of their names, with how many each judge answered rightly."""
    return _groups(answers, texts, [(text.kind, "") for text in texts])


def by_subkind(answers: Mapping[str, Sequence[bool]], texts: Sequence[Labelled], judge: str) -> list[Group]:
    """Return the subkinds that have TELLING texts or more, and those of which `judge` got one wrong."""
    groups = _groups(answers, texts, [(text.kind, text.subkind) for text in texts])
    sizes = [group.relevant + group.irrelevant for group in groups]
    return [group for group, size in zip(groups, sizes, strict=True) if group.subkind and (size >= TELLING or group.right[judge] < size)]


def _groups(answers: Mapping[str, Sequence[bool]], texts: Sequence[Labelled], keys: Sequence[tuple[str, str]]) -> list[Group]:
    places: dict[tuple[str, str], list[int]] = {}
    for at, key in enumerate(keys):
        places.setdefault(key, []).append(at)
    return [
        Group(
            kind,
            subkind,
            sum(texts[at].relevant for at in within),
            sum(not texts[at].relevant for at in within),
            {name: sum(found[at] == texts[at].relevant for at in within) for name, found in answers.items()},
        )
        for (kind, subkind), within in sorted(places.items())
    ]
