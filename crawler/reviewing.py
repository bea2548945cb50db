"""Reviewing: what a person is shown to label, and what labels come to."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scrapy.settings import BaseSettings

from crawler.reprocessing import Judges
from pipelines import recall
from pipelines.archive import UNNAMED, Archive, Case, Label, Stored, evidence_to_dict
from pipelines.items import Article, Verdict
from pipelines.recall import Stratum
from pipelines.relevance import Topic

ESTIMATED = (str(Verdict.RELEVANT), str(Verdict.NEAR_MISS), str(Verdict.IRRELEVANT), UNNAMED)  # what was read and judged, in all


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as it is put before a person."""

    case: Case
    article: Article | None  # None where nothing could be read off the page
    now: str  # what the rules of now say, where that is something else; "" where it is not
    rules_version: str

    @property
    def title(self) -> str:
        if self.article and self.article.title:
            return self.article.title
        link = self.case.page.link if self.case.page else None
        return link.title if link and link.title else "(no title)"


class Reader:
    """Shows cases; a page whose article is not in the archive is read on the spot, in a worker process with its limits."""

    def __init__(self, settings: BaseSettings, topic: Topic):
        self.judges = Judges(settings, 1)
        self.topic = topic

    def show(self, case: Case) -> Shown:
        """Return `case` with its article."""
        if case.article is not None:
            return Shown(case, case.article, "", case.article.evidence.rules_version)
        assert case.page is not None
        stored = Stored(case.canonical_url, case.page, case.verdict, case.reason, None)
        judged = asyncio.run(self.judges.judge(stored))
        now = "" if judged.verdict is case.verdict else f"{judged.verdict}: {judged.reason}"
        return Shown(case, judged.article, now, self.topic.rules_version)


def as_json(shown: Shown) -> dict[str, Any]:
    """The object that `--list --json` prints for one case."""
    case, article = shown.case, shown.article
    published = article.published_at if article else None
    return {
        "url": case.url,
        "canonical_url": case.canonical_url,
        "outlet": case.outlet,
        "kind": case.kind,
        "verdict": case.verdict,
        "reason": case.reason,
        "now": shown.now or None,
        "score": article.score if article else 0.0,
        "title": shown.title,
        "published_at": published.value.isoformat() if published else None,
        "evidence": evidence_to_dict(article.evidence) if article else None,
        "text": article.body if article else "",
    }


def as_labelled(label: Label, shown: Shown) -> dict[str, Any]:
    """The object that `--export` writes for one label: verdict and rules_version are what the rules had said when it was given, the score
    is that of the text as the archive has it, or as it is read now."""
    case, article = shown.case, shown.article
    return {
        "id": f"label-{hashlib.sha256(case.canonical_url.encode()).hexdigest()[:12]}",
        "url": case.url,
        "outlet": case.outlet,
        "title": article.title if article else "",
        "text": article.body if article else "",
        "relevant": label.relevant,
        "kind": "label",
        "subkind": label.kind,
        "verdict": label.verdict,
        "score": article.score if article else 0.0,
        "rules_version": label.rules_version,
    }


def strata(archive: Archive) -> list[Stratum]:
    """Return what ended as what, with how much of it has a label: those that recall is estimated from first."""
    pages = archive.population()
    labelled: Counter[str] = Counter()
    relevant: Counter[str] = Counter()
    for label in archive.labels():
        labelled[label.kind] += 1
        relevant[label.kind] += label.relevant
    kinds = [*ESTIMATED, *sorted(set(labelled) - set(ESTIMATED))]
    return [Stratum(kind, kind == Verdict.RELEVANT, pages[kind], labelled[kind], relevant[kind]) for kind in kinds]


def estimated(found: Iterable[Stratum]) -> list[str]:
    """What the labels say about precision and recall, in lines."""
    read = [stratum for stratum in found if stratum.kind in ESTIMATED]
    without = [stratum.kind for stratum in read if stratum.pages and not stratum.labelled]
    if without:
        return [f"no estimate of recall yet: nothing is labelled among the {', the '.join(without)}"]
    said = recall.estimate(read)
    if said is None:
        return ["no estimate of recall yet: nothing that the rules kept is labelled as relevant"]
    return [
        f"precision about {said.precision:.3f}, {said.precision_at_worst:.3f} at worst",
        f"recall about {said.recall:.3f}, {said.recall_at_worst:.3f} at worst: more labels bring the two together",
    ]
