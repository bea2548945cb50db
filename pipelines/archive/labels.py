"""Labels: what people say about the rules' verdicts, and which addresses wait for their word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, select

from pipelines.archive import pages
from pipelines.archive.outbox import article_of
from pipelines.archive.recording import LEADS_TO
from pipelines.archive.statements import upsert
from pipelines.archive.storable import key, storable
from pipelines.archive.tables import articles, labels, urls
from pipelines.archive.tables import pages as page_rows
from pipelines.items import Article, Page, Verdict
from pipelines.prefilter import NOT_NAMED
from pipelines.sampling import place

UNNAMED = "unnamed"  # the kind of an irrelevant page that the prefilter ended; every other verdict is a kind of its own


@dataclass(frozen=True, slots=True)
class Label:
    """A person's word on an address."""

    canonical_url: str
    relevant: bool
    labelled_at: datetime  # aware, UTC
    kind: str  # how it had ended then: a verdict, or UNNAMED
    rules_version: str  # of what the person was shown; "" for UNNAMED, which only the prefilter had judged
    note: str

    @property
    def verdict(self) -> Verdict:
        """What the rules had said."""
        return Verdict.IRRELEVANT if self.kind == UNNAMED else Verdict(self.kind)


@dataclass(frozen=True, slots=True)
class Case:
    """An address that a person may label, with what there is to read."""

    canonical_url: str
    url: str
    outlet: str
    kind: str
    verdict: Verdict
    reason: str
    article: Article | None  # as it is now; a page that was sampled has none
    page: Page | None


def waiting(connection: Connection, verdicts: Collection[Verdict]) -> list[str]:
    """Return the keys of what has no label and one of `verdicts` (near miss, irrelevant, relevant), in the order worth reading.

    First the near misses, those nearest the line first; then what was sampled; then the relevant. The last two are in an order that is as
    good as drawn at random and stays the same, so that whoever stops in the middle has read a random part.
    """
    found: list[str] = []
    if Verdict.NEAR_MISS in verdicts:
        unlabelled = ~exists().where(labels.c.canonical_url == articles.c.canonical_url)
        query = select(articles.c.canonical_url).where(articles.c.verdict == str(Verdict.NEAR_MISS), unlabelled)
        found += connection.scalars(query.order_by(articles.c.score.desc(), articles.c.id))
    for verdict in (Verdict.IRRELEVANT, Verdict.RELEVANT):
        if verdict in verdicts:
            unlabelled = ~exists().where(labels.c.canonical_url == page_rows.c.canonical_url)
            query = select(page_rows.c.canonical_url).join(urls).where(urls.c.verdict == str(verdict), unlabelled)
            found += sorted(connection.scalars(query), key=place)
    return found


def case(connection: Connection, canonical_url: str) -> Case | None:
    """Return what there is to read of `canonical_url`; None where it has no verdict, or neither an article nor a page."""
    filed = key(canonical_url)
    row = connection.execute(select(urls).where(urls.c.canonical_url == filed)).first()
    columns = (articles.c.title, articles.c.body, articles.c.fields)
    kept = connection.execute(select(*columns).where(articles.c.canonical_url == filed)).first()
    page = pages.find(connection, filed)
    if row is None or (kept is None and page is None):
        return None
    article = article_of(kept) if kept else None
    return Case(filed, row.url, row.outlet, _kind(row.verdict, row.reason), Verdict(row.verdict), row.reason, article, page)


def add(connection: Connection, canonical_url: str, relevant: bool, rules_version: str, note: str, now: datetime) -> None:
    """Note at `now` (aware) what a person said, in place of what was said before.

    Raises:
        ValueError: nothing is known of `canonical_url`.
    """
    filed = key(canonical_url)
    known = connection.execute(select(urls.c.verdict, urls.c.reason).where(urls.c.canonical_url == filed)).first()
    if known is None:
        raise ValueError(f"the archive knows nothing of {canonical_url}; label what scrapy review --list shows")
    unnamed = _kind(known.verdict, known.reason) == UNNAMED
    row = {
        "canonical_url": filed,
        "relevant": relevant,
        "labelled_at": now,
        "verdict": known.verdict,
        "rules_version": "" if unnamed else storable(rules_version),
        "note": storable(note),
    }
    upsert(connection, labels, [row])


def every(connection: Connection) -> list[Label]:
    """Return all labels, the oldest first."""
    rows = connection.execute(select(labels).order_by(labels.c.labelled_at, labels.c.canonical_url))
    return [
        Label(
            row.canonical_url,
            row.relevant,
            row.labelled_at,
            UNNAMED if row.verdict == Verdict.IRRELEVANT and not row.rules_version else row.verdict,
            row.rules_version,
            row.note,
        )
        for row in rows
    ]


def population(connection: Connection) -> Counter[str]:
    """Return how many pages ended as which kind; an address that only led to another one's page is not counted. Reads all of `urls`."""
    unnamed = urls.c.reason.startswith(NOT_NAMED)
    query = select(urls.c.verdict, unnamed.label("unnamed"), func.count().label("pages")).where(~urls.c.reason.startswith(LEADS_TO))
    counts: Counter[str] = Counter()
    for row in connection.execute(query.group_by(urls.c.verdict, unnamed)):
        counts[_kind(row.verdict, NOT_NAMED if row.unnamed else "")] += row.pages
    return counts


def _kind(verdict: str, reason: str) -> str:
    return UNNAMED if verdict == Verdict.IRRELEVANT and reason.startswith(NOT_NAMED) else verdict
