"""Window: which documents and links of an archive can concern a span of time, judged without fetching them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from crawler.sources.listing import Source
from crawler.sources.times import month_number
from pipelines.items import Link

SLACK = timedelta(days=1)  # a date without a clock is a whole day, and its zone is anyone's guess

# What WordPress and its plugins call the sitemaps of terms and people; they list no article.
_NO_ARTICLES = re.compile(
    r"/(?:category|post_tag|tags?|authors?)-sitemap\d*\.xml"
    r"|/wp-sitemap-(?:taxonomies|users)-[\w-]+\.xml"
    r"|/sitemap[-_](?:category|post_tag|tags?|authors?|tax-[\w-]+)(?:-?\d+)?\.xml",
    re.IGNORECASE,
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = r"(?P<month>0[1-9]|1[0-2]|(?<=[-_/.])[1-9])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01]|(?<=[-_/.])[1-9])"
_NAMED = (
    re.compile(rf"(?<!\d){_YEAR}(?P<sep>[-_.]?){_MONTH}(?:(?P=sep){_DAY})?(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>0[1-9]|[12]\d|3[01])(?P<sep>[-_.])(?P<month>0[1-9]|1[0-2])(?P=sep){_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d)(?<!\d[-_.])(?P<month>0[1-9]|1[0-2])[-_]{_YEAR}(?!\d)"),
)
_WORDED = (
    re.compile(rf"(?<!\d){_YEAR}[-_.]?(?P<name>[a-z]{{3,9}})(?![a-z])"),
    re.compile(rf"(?<![a-z])(?P<name>[a-z]{{3,9}})[-_.]?{_YEAR}(?!\d)"),
)
_FOLDERS = re.compile(rf"/{_YEAR}/{_MONTH}(?:/{_DAY})?/?(?:(?:site-?map|index|news|web)?\.(?:xml|xml\.gz|txt))?$")
_PARAMETERS = re.compile(
    r"(?:^|&)(?:yyyy|year|tahun|y)=(?P<year>(?:19|20)\d\d)&(?:mm|month|bulan|m)=(?P<month>\d\d?)(?:&(?:dd|day|tanggal|hari|d)=(?P<day>\d\d?))?(?:&|$)"
)


def dated_by_name(url: str) -> tuple[date, date] | None:
    """Return the first and the last day that a document's name says it covers, None where the name does not say so beyond doubt.

    "sitemap-2024-06.xml" is a month, "sitemap_2024_06_19.xml" a day, "post-sitemap12.xml" and "sitemap-2024.xml" (the 2024th?) are neither;
    two dates are a span. A date whose day and month could be either way round is none.
    """
    try:
        split = urlsplit(url.lower())
    except ValueError:
        return None
    path, query = unquote(split.path), unquote(split.query)
    name = path.rpartition("/")[2]
    if "upload" not in path and (match := _FOLDERS.search(path)):
        return _span([match])
    if match := _PARAMETERS.search(query):
        return _span([match])
    for text in (name, query):
        if spans := [match for pattern in _NAMED[:2] for match in pattern.finditer(text) if _unambiguous(match)]:
            return _span(spans)
        if spans := [*_NAMED[2].finditer(text)]:
            return _span(spans)
        if spans := [match for pattern in _WORDED for match in pattern.finditer(text) if month_number(match["name"])]:
            return _span(spans)
    return None


def holds_articles(url: str) -> bool:
    """Whether a sitemap may list articles, judged by its name: those of categories, tags and authors do not."""
    try:
        return _NO_ARTICLES.search(urlsplit(url).path) is None
    except ValueError:
        return False


def children_in_window(children: Iterable[Source], since: datetime | None, until: datetime | None) -> tuple[Source, ...]:
    """Return the children that may hold articles published between `since` and `until`, the newest first.

    Left out are those whose name dates them outside, those last changed before `since` (nothing newer can be in them), and those of tags
    and authors; a day's doubt counts in a child's favour. First come children without date or number, which are mostly the latest news;
    then the dated ones; then the numbered ones from the highest number down, the way WordPress counts.

    Args:
        children: as a listing gives them.
        since: aware, None for no bound.
        until: aware, None for no bound.
    """
    kept = [child for child in dict.fromkeys(children) if holds_articles(child.url) and _may_cover(child, since, until)]
    return tuple(sorted(kept, key=_newest_first))


def links_in_window(links: Iterable[Link], since: datetime | None, until: datetime | None) -> tuple[Link, ...]:
    """Return the links that may be articles published between `since` and `until` (aware, None for no bound), in their order.

    A link without times stays. The time of change only speaks against a link that was last changed before `since`.
    """
    return tuple(link for link in links if _link_may_be(link, since, until))


def _link_may_be(link: Link, since: datetime | None, until: datetime | None) -> bool:
    latest = link.published_at or link.modified_at
    if since and latest and latest < since - SLACK:
        return False
    return not (until and link.published_at and link.published_at > until + SLACK)


def _may_cover(child: Source, since: datetime | None, until: datetime | None) -> bool:
    if since and child.modified_at and child.modified_at < since - SLACK:
        return False
    named = dated_by_name(child.url)
    if named is None:
        return True
    return not (since and named[1] < (since - SLACK).date()) and not (until and named[0] > (until + SLACK).date())


def _newest_first(child: Source) -> tuple[int, float, int]:
    named = dated_by_name(child.url)
    if named:
        return 1, -float(named[1].toordinal()), 0
    if child.modified_at:
        return 1, -(child.modified_at.astimezone(UTC).toordinal() + child.modified_at.astimezone(UTC).hour / 24), -_number(child.url)
    number = _number(child.url)
    return (2, 0.0, -number) if number else (0, 0.0, 0)


def _number(url: str) -> int:
    numbers = re.findall(r"\d{1,9}", urlsplit(url)._replace(scheme="", netloc="").geturl())
    return int(numbers[-1]) if numbers else 0


def _unambiguous(match: re.Match[str]) -> bool:
    """Whether day and month cannot be the other way round, which only matters where the year comes last."""
    return match.start("year") < match.start("month") or int(match["day"]) > 12 or match["day"] == match["month"]


def _span(matches: list[re.Match[str]]) -> tuple[date, date] | None:
    days: list[date] = []
    for match in matches:
        parts = match.groupdict()
        month = int(parts["month"]) if parts.get("month") else month_number(parts.get("name") or "") or 0
        try:
            first = date(int(parts["year"]), month, int(parts.get("day") or 1))
        except ValueError:
            return None
        days += [first, first if parts.get("day") else first.replace(day=calendar.monthrange(first.year, month)[1])]
    return min(days), max(days)
