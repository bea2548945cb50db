"""Revisits: the kept articles that a run asks for again, and what it makes of the answers."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from crawler.challenge import challenge
from crawler.fetching import NOT_MODIFIED
from crawler.frontier import Candidate
from crawler.gone import STATUSES, leads_to_list, says_gone
from pipelines.archive import Answer, ArchiveError, Due, Visit
from pipelines.archive.revising import OF_TEXTS
from pipelines.differences import folded, resemblance, same_text
from pipelines.items import Article, Judgement, Page, Verdict

if TYPE_CHECKING:
    from crawler.outlet import OutletSpider

logger = logging.getLogger(__name__)

AHEAD = 5  # priority: before articles that are new, behind the sources
# Two articles about one event share up to 0.43 of their longer words, an article and an edited form of it far more.
ALIKE = 0.45
STUB = 0.2  # of the words that an article had: where fewer are left, something stands in its place


class Revisits:
    """The articles of one outlet that are due in one run, and those of them that are still to answer.

    An article stays filed under the key it has, wherever its address leads by now. An answer that says nothing certain about it (a wall, a
    fault, a page that is no article, another article) changes nothing: the visit is missed, and tried again by a later run.
    """

    def __init__(self, spider: OutletSpider):
        self.spider = spider
        self.open: dict[str, Due] = {}
        self.asked = 0  # articles
        self.counts: Counter[str] = Counter()

    def requests(self) -> Iterator[Request]:
        """Ask for every article that is due: at most as many as the setting PAGES_PER_RUN allows of new ones, which are counted apart."""
        recorder, navigator = self.spider.recorder, self.spider.navigator
        assert recorder is not None
        assert navigator is not None
        if not recorder.schedule:
            return
        limit = self.spider.crawler.settings.getint("PAGES_PER_RUN")
        found = recorder.archive.due_visits(self.spider.outlet, datetime.now(UTC), limit)
        self.asked = len(found)
        self.open = {due.canonical_url: due for due in found}
        navigator.frontier.seen.update(self.open)  # a source may list them, too
        for due in found:
            yield self._request(due)

    def _request(self, due: Due) -> Request:
        request = self.spider.article_request(Candidate(due.canonical_url, due.link), due.url)
        validators = {"If-None-Match": due.etag, "If-Modified-Since": due.last_modified}
        return request.replace(
            headers={name: value for name, value in validators.items() if value},
            priority=AHEAD,
            meta={**request.meta, "handle_httpstatus_list": [NOT_MODIFIED, *STATUSES]},
        )

    def of(self, key: str, link: object) -> Due | None:
        """The open revisit that a page under `key` belongs to which `link` led to; None where the page is no revisit's."""
        due = self.open.get(key)
        return due if due is not None and due.link == link else None

    def settled(self, response: Response, due: Due) -> bool:
        """Whether the answer alone says what became of the article, so that there is no page to judge."""
        redirected = bool(response.meta.get("redirect_urls"))
        if why := challenge(response):
            self.missed(due, why)
        elif response.status == NOT_MODIFIED and redirected:
            self.missed(due, f"{response.url} has not changed, but is not what was asked for")
        elif response.status == NOT_MODIFIED:
            self._done(due, Answer.UNCHANGED)
        elif response.status in STATUSES:
            self._gone(due, f"status {response.status}")
        elif self.spider.owns(response.url) and leads_to_list(response, self.spider.pattern):
            self._gone(due, f"redirected to {response.url}")
        elif title := says_gone(response.body):
            self._gone(due, f"the page says: {title}")
        else:
            return False
        return True

    def judged(self, due: Due, item: Page | Article, verdict: Verdict, reason: str) -> None:
        """Take the verdict on a page that came: a text is recorded, all else is as if it had not come."""
        recorder = self.spider.recorder
        assert recorder is not None
        missing = self.spider.pager.missing.pop(due.canonical_url, "")
        try:
            stored = recorder.archive.article(due.canonical_url)
        except ArchiveError as error:
            self.missed(due, str(error))
            return
        if not isinstance(item, Article) or verdict not in OF_TEXTS or stored is None:
            self.missed(due, f"{verdict}: {reason}")
        elif missing:
            self.missed(due, f"incomplete: {missing}")
        elif not _is_same_article(stored, item):
            self.missed(due, f"another article stands there: {item.title}")
        elif item.word_count < STUB * stored.word_count:
            self.missed(due, f"only {item.word_count} words came of {stored.word_count}")
        elif item.paywalled and not stored.paywalled:
            self._done(due, Answer.UNCHANGED)  # what was free to read is cut off by now: no edit, and nothing to learn
        else:
            self.counts["edited"] += not same_text(stored, item)
            now = datetime.now(UTC)
            self._done(due, Answer.READ, Judgement(verdict, reason, item.url, due.canonical_url, item.outlet, now, item, item.page))

    def missed(self, due: Due, why: str) -> None:
        """Nothing was learned of an article: a later run tries again."""
        logger.info("%s: not revisited: %s", due.url, why)
        self._done(due, Answer.MISSED)

    def _gone(self, due: Due, why: str) -> None:
        logger.info("%s: gone: %s", due.url, why)
        self._done(due, Answer.GONE)

    def _done(self, due: Due, answer: Answer, judgement: Judgement | None = None) -> None:
        assert self.spider.recorder is not None
        del self.open[due.canonical_url]
        self.counts["missed" if answer is Answer.MISSED else "revisited"] += 1
        self.counts["gone"] += answer is Answer.GONE
        visited_at = judgement.judged_at if judgement else datetime.now(UTC)
        self.spider.recorder.visited(Visit(due.canonical_url, visited_at, answer, judgement))


def _is_same_article(stored: Article, read: Article) -> bool:
    """Whether what came is still the article that was stored, however edited."""
    return folded(stored.title) == folded(read.title) or resemblance(stored, read) >= ALIKE
