"""Quality: the benchmark's articles go through a real archive, and the stories it makes of them are compared with the right ones."""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from benchmarks.stories.texts import Written
from pipelines.archive import Archive
from pipelines.items import Article, Judgement, Timestamp, Verdict


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of articles: together by right, together by what was found, and both."""

    right: int
    found: int
    both: int
    missed: Counter[str]  # by the kinds of the two
    wrong: Counter[str]

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.right if self.right else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.both / (self.right + self.found) if self.right + self.found else 1.0


def only(kinds: Iterable[str], written: Sequence[Written]) -> list[Written]:
    """Return the articles that are of `kinds`, or stories of their own."""
    return [each for each in written if each.kind in set(kinds) or each.story != each.event]


def clustered(written: Sequence[Written], order: int) -> dict[str, str]:
    """Return the story of each article, by name, after all were recorded one by one in the order of arrival number `order`."""
    arriving = random.Random(order).sample(written, len(written))
    with tempfile.TemporaryDirectory() as folder, Archive.open(f"sqlite:///{Path(folder) / 'stories.db'}") as archive:
        for each in arriving:
            archive.record([judged(each)])
        return {each.name: story.id for each in written if (story := archive.story(address(each))) is not None}


def score(written: Sequence[Written], found: dict[str, str]) -> Score:
    """Return how well `found` agrees with the right stories, over all pairs of articles."""
    right = together = both = 0
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for one, other in combinations(written, 2):
        is_right, is_found = one.story == other.story, found[one.name] == found[other.name]
        right, together, both = right + is_right, together + is_found, both + (is_right and is_found)
        kinds = " / ".join(sorted((one.kind, other.kind)))
        missed[kinds] += is_right and not is_found
        wrong[kinds] += is_found and not is_right
    return Score(right, together, both, +missed, +wrong)


def address(written: Written) -> str:
    """Return the canonical URL of an article of the benchmark."""
    return f"https://{written.outlet}.example/{written.name}"


def judged(written: Written) -> Judgement:
    """Return the judgement with which the article is recorded."""
    url, moment = address(written), written.published_at
    article = Article(
        url=url,
        canonical_url=url,
        outlet=written.outlet,
        title=written.title,
        body=written.body,
        published_at=Timestamp(moment, ""),
        crawled_at=moment,
        content_hash=hashlib.sha256(f"{written.title} {written.body}".encode()).hexdigest(),
    )
    return Judgement(Verdict.RELEVANT, "", url, url, written.outlet, moment, article)
