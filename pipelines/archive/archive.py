"""Archive: the system of record, one object over its tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from pipelines.archive import known, outbox, pages, reading, recording, runs, schema, search, sources
from pipelines.archive.database import Database, parse_url
from pipelines.archive.lease import lease
from pipelines.archive.outbox import OutboxEntry
from pipelines.archive.reading import Revision
from pipelines.archive.runs import Run
from pipelines.archive.sources import Source
from pipelines.items import Article, Hit, Judgement, Page, Verdict

READ_AT_ONCE = 200  # articles


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

    def record(self, judgements: Sequence[Judgement]) -> None:
        """Record `judgements` with their articles, revisions, pages and outbox entries, all or nothing; replaying them changes nothing.

        A failure that is not final is due again after 15 minutes, then 30, 60 and 120, doubled each time; another verdict that is not final,
        that of an article whose pages did not all come, once after 15 minutes.
        """
        with self._database.recording() as connection:
            recording.record(connection, judgements)

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

    def rejected(self) -> list[OutboxEntry]:
        """Return the entries that were set aside, by id, each with its `rejected_reason`."""
        with self._database.reading() as connection:
            return outbox.rejected(connection)

    def outbox_size(self) -> int:
        """Return how many entries wait for delivery; those set aside are not among them."""
        with self._database.reading() as connection:
            return outbox.size(connection)

    def rejected_size(self) -> int:
        """Return how many entries were set aside."""
        with self._database.reading() as connection:
            return outbox.rejected_size(connection)

    def start_run(self, outlet: str, now: datetime) -> int:
        """Note that a crawl of `outlet` began at `now` (aware), and return the run's id."""
        with self._database.writing() as connection:
            return runs.start(connection, outlet, now)

    def finish_run(self, run_id: int, outcome: str, counts: Mapping[str, int], now: datetime) -> None:
        """Note how the run ended at `now` (aware) and what was counted."""
        with self._database.writing() as connection:
            runs.finish(connection, run_id, outcome, counts, now)

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
        return (entry.article for entry in self.entries(verdict))

    def entries(self, verdict: Verdict | None = Verdict.RELEVANT) -> Iterator[OutboxEntry]:
        """Like `articles`, with each article's current revision and verdict: what a rebuild of the index delivers. Their `id` is 0."""
        after = 0
        while True:
            with self._database.reading() as connection:
                batch = outbox.current_entries(connection, verdict, after, READ_AT_ONCE)
            yield from (entry for _, entry in batch)
            if len(batch) < READ_AT_ONCE:
                return
            after, _ = batch[-1]

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
