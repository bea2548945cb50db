"""Archive: the system of record, one object over its tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from pipelines.archive import (
    comparing,
    health,
    known,
    labels,
    outbox,
    pages,
    reading,
    recording,
    runs,
    schema,
    search,
    sources,
    stored,
    stories,
)
from pipelines.archive import visits as visiting
from pipelines.archive.comparing import DeliveryState
from pipelines.archive.database import Database, parse_url
from pipelines.archive.health import OutletHealth
from pipelines.archive.labels import Case, Label
from pipelines.archive.lease import lease
from pipelines.archive.outbox import OutboxEntry, Rejected
from pipelines.archive.reading import Revision
from pipelines.archive.runs import Run
from pipelines.archive.sources import Source
from pipelines.archive.storable import key
from pipelines.archive.stored import Choice, Stored
from pipelines.archive.visits import Due, Visit, Visits
from pipelines.items import KEPT, Article, Hit, Judgement, Page, Story, Verdict

READ_AT_ONCE = 200  # articles
PAGES_AT_ONCE = 50  # of 125 kB, as a rule


class Archive:
    """An open archive. Every method raises `ArchiveError`, with one line to show, when the database fails it."""

    def __init__(self, database: Database):
        self._database = database

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the archive at `url`, creating it or upgrading its schema where needed.

        Args:
            url: sqlite:///relative/path.db, sqlite:////absolute/path.db or postgresql://user:password@host/name.

        Raises:
            ArchiveError: the URL is malformed or of another kind, the place cannot be reached or written, is not an archive, or is one
                of a newer program.
        """
        database = Database(parse_url(url))
        try:
            schema.prepare(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """Close every connection; the archive is not to be used afterwards."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def known(self, canonical_urls: Iterable[str], now: datetime | None = None) -> set[str]:
        """Return those of `canonical_urls` that need no visit: judged for good, not due again before `now`, or failed 5 times.

        Args:
            canonical_urls: as many as you like.
            now: aware; the present if not given.
        """
        with self._database.reading() as connection:
            return known.known(connection, canonical_urls, now or datetime.now(UTC))

    def record(
        self,
        judgements: Sequence[Judgement],
        sampled: Collection[str] = (),
        visits: Sequence[Visit] = (),
        schedule: Sequence[timedelta] = (),
    ) -> None:
        """Record `judgements` with their articles, revisions, pages and outbox entries, all or nothing; replaying them changes nothing.

        The pages of relevant articles, near misses and failures are kept, and of other judgements those with a canonical URL in `sampled`.
        A failure that is not final is due again after 15 minutes, then 30, 60 and 120, doubled each time; another verdict that is not final,
        that of an article whose pages did not all come, once after 15 minutes.

        Args:
            judgements: in the order in which they were made.
            sampled: canonical URLs.
            visits: what became of articles that were due; their own judgements are recorded after `judgements`.
            schedule: spans since an article was first recorded after which it is due for a visit.
        """
        everything = [*judgements, *(visit.judgement for visit in visits if visit.judgement is not None)]
        now = max((judgement.judged_at for judgement in everything), default=datetime.now(UTC))
        with self._database.recording() as connection, stories.kept_true(connection, everything, now):
            recording.record(connection, everything, sampled, schedule)
            visiting.record(connection, visits, schedule)

    def due_visits(self, outlet: str, now: datetime, limit: int) -> list[Due]:
        """Return up to `limit` articles of `outlet` that are to be visited again at `now` (aware), the longest due first."""
        with self._database.reading() as connection:
            return visiting.due(connection, outlet, now, limit)

    def visits(self, canonical_url: str) -> Visits | None:
        """Return how far the visits of an article are; None where there is no such article."""
        with self._database.reading() as connection:
            return visiting.of_article(connection, canonical_url)

    def stored_count(self, choice: Choice) -> int:
        """Return how many pages are stored that `choice` means."""
        with self._database.reading() as connection:
            return stored.count(connection, choice)

    def stored(self, choice: Choice) -> Iterator[Stored]:
        """Yield the stored pages that `choice` means, by key, a few in memory at a time; what is stored meanwhile may be among them."""
        after = ""
        while True:
            with self._database.reading() as connection:
                keys = stored.keys_after(connection, choice, after, PAGES_AT_ONCE)
                found = stored.find(connection, keys)
            yield from found
            if len(keys) < PAGES_AT_ONCE:
                return
            after = keys[-1]

    def rejudge(self, judgements: Sequence[Judgement], now: datetime, schedule: Sequence[timedelta] = ()) -> set[str]:
        """Record what stored pages are judged as now (aware), each with its page; all or nothing, and again changes nothing.

        Visits, times and revisions stay as they are; an article kept for the first time is to be visited after those spans of `schedule`
        since its fetch that are not over. Returns the canonical URLs left alone, because a later visit brought another page.
        """
        with self._database.recording() as connection, stories.kept_true(connection, judgements, now):
            return stored.rejudge(connection, judgements, now, schedule)

    def waiting_for_label(self, verdicts: Collection[Verdict]) -> list[str]:
        """Return the keys of what has one of `verdicts` and no label: near misses nearest the line first, then the sample, then the relevant."""
        with self._database.reading() as connection:
            return labels.waiting(connection, verdicts)

    def case(self, canonical_url: str) -> Case | None:
        """Return what there is to read of `canonical_url` for who labels it; None where the archive keeps neither article nor page."""
        with self._database.reading() as connection:
            return labels.case(connection, canonical_url)

    def label(self, canonical_url: str, relevant: bool, rules_version: str, note: str, now: datetime) -> None:
        """Note at `now` (aware) that a person finds `canonical_url` relevant or not, in place of an earlier word.

        Raises ValueError where nothing is known of it.
        """
        with self._database.writing() as connection:
            labels.add(connection, canonical_url, relevant, rules_version, note, now)

    def labels(self) -> list[Label]:
        """Return all labels, the oldest first."""
        with self._database.reading() as connection:
            return labels.every(connection)

    def population(self) -> Counter[str]:
        """Return how many pages ended as which kind, as labels have it. Reads every address: a second for a million."""
        with self._database.reading() as connection:
            return labels.population(connection)

    def trim_sample(self, kept: int) -> int:
        """Remove the oldest pages of irrelevant addresses, those with a label left aside, so that `kept` stay; returns how many went."""
        with self._database.recording() as connection:
            return pages.trim_sample(connection, kept)

    def outbox_batch(self, limit: int, after: int = 0) -> list[OutboxEntry]:
        """Return up to `limit` entries that wait for delivery and have an id above `after`, by id."""
        with self._database.reading() as connection:
            return outbox.batch(connection, limit, after)

    def acknowledge(self, ids: Iterable[int]) -> None:
        """Take the delivered entries out of the outbox; unknown ids are ignored."""
        with self._database.writing() as connection:
            outbox.acknowledge(connection, ids)

    def reject(self, id: int, reason: str) -> None:
        """Set an entry aside that the index refuses for good, with its reason."""
        with self._database.writing() as connection:
            outbox.reject(connection, id, reason)

    def rejected(self) -> list[Rejected]:
        """Return the entries that were set aside, by id, each with its reason."""
        with self._database.reading() as connection:
            return outbox.rejected(connection)

    def retry_rejected(self) -> int:
        """Let the entries that were set aside wait for delivery again, and return how many they were."""
        with self._database.writing() as connection:
            return outbox.retry(connection)

    def outbox_size(self) -> int:
        """Return how many entries wait for delivery; those set aside are not among them."""
        with self._database.reading() as connection:
            return outbox.size(connection)

    def start_run(self, outlet: str, now: datetime) -> int:
        """Note that a crawl of `outlet` began at `now` (aware), and return the run's id."""
        with self._database.writing() as connection:
            return runs.start(connection, outlet, now)

    def finish_run(self, run_id: int, outcome: str, reason: str, counts: Mapping[str, int], now: datetime) -> None:
        """Note how the run ended at `now` (aware), why so, and what was counted."""
        with self._database.writing() as connection:
            runs.finish(connection, run_id, outcome, reason, counts, now)

    def runs(self) -> Iterator[Run]:
        """Yield every run that has ended, in the order in which they began."""
        after = 0
        while True:
            with self._database.reading() as connection:
                found = runs.ended(connection, after, READ_AT_ONCE)
            yield from found
            if len(found) < READ_AT_ONCE:
                return
            after = found[-1].id

    def undelivered_runs(self, limit: int) -> list[Run]:
        """Return up to `limit` runs that have ended and that the index does not have, in the order in which they began."""
        with self._database.reading() as connection:
            return runs.undelivered(connection, limit)

    def runs_delivered(self, ids: Iterable[int]) -> None:
        """Note that the index has these runs; unknown ids are ignored."""
        with self._database.writing() as connection:
            runs.delivered(connection, ids)

    def outlets_health(self, now: datetime) -> list[OutletHealth]:
        """Return how each outlet of which a run has ended stands at `now` (aware), by outlet."""
        with self._database.reading() as connection:
            return health.of_outlets(connection, now)

    def last_runs(self) -> list[Run]:
        """Return each outlet's latest run, by outlet."""
        with self._database.reading() as connection:
            return runs.last(connection)

    def last_finished(self, outlet: str) -> datetime | None:
        """Return when the outlet's latest run began that left nothing open (outcome "finished"); aware, UTC."""
        with self._database.reading() as connection:
            return runs.last_finished(connection, outlet)

    def sources(self, outlet: str) -> list[Source]:
        """Return the sources remembered for `outlet`, in the order in which they were found."""
        with self._database.reading() as connection:
            return sources.of_outlet(connection, outlet)

    def remember_sources(self, outlet: str, found: Iterable[tuple[str, str]], now: datetime) -> None:
        """Remember sources as (URL, kind), found at `now` (aware); those known keep their history."""
        with self._database.writing() as connection:
            sources.remember(connection, outlet, found, now)

    def source_answered(self, outlet: str, url: str, etag: str | None, last_modified: str | None, now: datetime) -> None:
        """Note that a source answered at `now` (aware), with the validators for the next conditional request."""
        with self._database.writing() as connection:
            sources.answered(connection, outlet, url, etag, last_modified, now)

    def source_failed(self, outlet: str, url: str, now: datetime) -> int:
        """Note that a source failed at `now` (aware), and return how often it has in a row."""
        with self._database.writing() as connection:
            return sources.failed(connection, outlet, url, now)

    def forget_source(self, outlet: str, url: str) -> None:
        """Remove a source; an unknown one is ignored."""
        with self._database.writing() as connection:
            sources.forget(connection, outlet, url)

    def lease(self, outlet: str) -> AbstractContextManager[bool]:
        """Return a context that holds the outlet's lease; it yields False if another process, or another context, has it."""
        return lease(self._database, outlet)

    def article(self, canonical_url: str) -> Article | None:
        """Return the article of `canonical_url` as it is now, without its page."""
        with self._database.reading() as connection:
            return reading.article(connection, canonical_url)

    def articles(self, verdict: Verdict | None = Verdict.RELEVANT) -> Iterator[Article]:
        """Yield the stored articles with this verdict, or with any (None), in the order in which they were first recorded."""
        return (entry.article for entry in self.entries(Verdict if verdict is None else [verdict]))

    def entries(self, verdicts: Iterable[Verdict] = KEPT) -> Iterator[OutboxEntry]:
        """Yield the stored articles with one of `verdicts`, in the order in which they were first recorded, as outbox entries with the id 0."""
        wanted = tuple(verdicts)
        after = 0
        while True:
            with self._database.reading() as connection:
                batch = outbox.current_entries(connection, wanted, after, READ_AT_ONCE)
            yield from (entry for _, entry in batch)
            if len(batch) < READ_AT_ONCE:
                return
            after, _ = batch[-1]

    def entries_of(self, canonical_urls: Iterable[str]) -> list[OutboxEntry]:
        """Return the stored articles with these canonical URLs, a batch of them, with whatever verdict, as `entries` does."""
        with self._database.reading() as connection:
            return outbox.entries_of(connection, {key(url) for url in canonical_urls})

    def kept(self, canonical_urls: Iterable[str]) -> set[str]:
        """Return those of `canonical_urls`, a batch of them, whose articles are kept."""
        with self._database.reading() as connection:
            return comparing.kept(connection, set(canonical_urls))

    def waiting(self, canonical_urls: Iterable[str]) -> set[str]:
        """Return those of `canonical_urls`, a batch of them, whose articles wait in the outbox."""
        with self._database.reading() as connection:
            return comparing.waiting(connection, set(canonical_urls))

    def delivery_state(self) -> DeliveryState:
        """Return how many articles and runs the index should hold, and what waits for delivery."""
        with self._database.reading() as connection:
            return comparing.state(connection)

    def story(self, canonical_url: str) -> Story | None:
        """Return the story of the article of `canonical_url`; None where there is no such article, or nothing of its story is kept."""
        with self._database.reading() as connection:
            return stories.of_article(connection, canonical_url)

    def story_articles(self, story_id: str) -> list[Article]:
        """Return the kept articles of a story, the first one published first; none if the id is unknown."""
        with self._database.reading() as connection:
            return stories.members(connection, story_id)

    def cluster(self, limit: int = READ_AT_ONCE) -> int:
        """Put up to `limit` articles into stories that were recorded before there were any, or under an older way of telling copies.

        Returns how many it was; to be called until that is 0.
        """
        with self._database.recording() as connection:
            return stories.cluster(connection, limit, datetime.now(UTC))

    def revisions(self, canonical_url: str) -> list[Revision]:
        """Return every revision of an article, the first one first."""
        with self._database.reading() as connection:
            return reading.revisions_of(connection, canonical_url)

    def page(self, canonical_url: str) -> Page | None:
        """Return the raw page last stored for `canonical_url`; relevant articles, near misses and failures have one."""
        with self._database.reading() as connection:
            return pages.find(connection, canonical_url)

    def verdict(self, canonical_url: str) -> tuple[Verdict, str] | None:
        """Return the verdict on `canonical_url` and its reason; None if it was never judged."""
        with self._database.reading() as connection:
            return reading.verdict(connection, canonical_url)

    def counts(self) -> dict[Verdict, int]:
        """Return how many addresses have which verdict; verdicts without any are left out."""
        with self._database.reading() as connection:
            return reading.counts(connection)

    def counts_by_outlet(self) -> dict[str, dict[Verdict, int]]:
        """Like `counts`, for each outlet."""
        with self._database.reading() as connection:
            return reading.counts_by_outlet(connection)

    def search(self, query: str, limit: int = 20, verdicts: Collection[Verdict] = (Verdict.RELEVANT,)) -> Iterator[Hit]:
        """Yield the articles that match what a person typed, the best first; see `pipelines.archive.query` for the syntax.

        Args:
            query: words, "phrases", -word, OR, outlet:NAME; empty for the newest articles.
            limit: how many at most; 0 for all.
            verdicts: of the articles to search.
        """
        return search.search(self._database, query, limit, verdicts)
