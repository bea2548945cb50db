"""Published: when an article came out and when it was last changed, decided among sources that often disagree about the zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pipelines.extraction.dates import Moment, read, read_anything
from pipelines.extraction.described import Described
from pipelines.extraction.lines import Line, collapse
from pipelines.items import Timestamp

FARTHEST = 60  # lines between the title and the first paragraph
AGREE = timedelta(seconds=90)  # a visible time has no seconds
AHEAD = timedelta(minutes=10)  # by which an outlet's clock may be ahead of ours
MAX_LABEL = 120  # characters of a line that gives the date
BEFORE_TITLE, AFTER_TITLE = 8, 15  # lines around the title among which the date stands, on a page whose text is not found

# Names of meta elements, the most trustworthy first.
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished", "content_publisheddate"),
    *("dtk:publishdate", "publishdate", "publish-date", "publish_date", "publisheddate", "published_at", "parsely-pub-date"),
    *("cxenseparse:recs:publishtime", "sailthru.date", "pubdate", "pub_date", "publication_date", "dc.date.issued", "dc.date"),
    *("dcterms.created", "date", "originalpublicationdate"),
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "revised",
)
_CHANGED = re.compile(r"diperbar\w+|update\w*|diubah|pembaruan|dimutakhirkan|diedit|last modified|terakhir", re.IGNORECASE)
_IN_URL = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)/(?:(\d\d)(\d\d)\d{2,5}/)?|/((?:20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)-")


def published(described: Described, title: str) -> tuple[Timestamp | None, Timestamp | None]:
    """Return when the article was published and when it was modified, each None where the page does not say.

    A source in the page's description (JSON-LD, meta, microdata) wins over a printed date, for it has seconds and a zone; but one that
    says UTC is taken at its word only if the printed date agrees: templates write Z after local times. A date without a clock serves only
    if there is nothing better.
    """
    zone, now = described.page.timezone, described.page.fetched_at
    printed = _printed(described, title)
    stated = [moment for text in _stated(described) if (moment := read_anything(text, zone, now))]
    witnesses = [moment for moment in (*printed, *stated, *_in_url(described)) if moment.clock and not moment.utc and not moment.relative]
    shifted = any(_mislabelled(moment, witnesses, zone, now) for moment in stated)
    candidates = [_as_local(moment, zone) if shifted and moment.utc else moment for moment in stated]
    chosen = _choose([moment for moment in candidates if moment.clock], next((moment for moment in printed if moment.clock), None), shifted)
    if chosen is None:
        chosen = _without_clock(described, [*candidates, *printed])
    return _timestamp(chosen), _modified(described, title, chosen, shifted)


def _choose(stated: list[Moment], printed: Moment | None, shifted: bool) -> Moment | None:
    if not stated or printed is None or printed.relative:
        return stated[0] if stated else printed
    agreeing = next((moment for moment in stated if abs(moment.value - printed.value) <= AGREE), None)
    if agreeing:
        return agreeing
    first = stated[0]
    hours = abs(first.value - printed.value) / timedelta(hours=1)
    if shifted or not first.zone or any(abs(hours - shift) < 0.05 for shift in (7, 8, 9)):
        return printed  # the description's zone, or its whole time, is not to be trusted
    return first


def _mislabelled(moment: Moment, witnesses: Iterable[Moment], zone: str, now: datetime) -> bool:
    """Whether `moment`, which says UTC, is a local time: another source agrees with that reading better, or it would lie ahead."""
    if not moment.utc or not moment.clock:
        return False
    local = _as_local(moment, zone).value
    for witness in witnesses:
        as_utc, as_local = abs(moment.value - witness.value), abs(local - witness.value)
        if min(as_utc, as_local) < timedelta(hours=3):
            return as_local < as_utc
    return moment.value > now + AHEAD >= local


def _as_local(moment: Moment, zone: str) -> Moment:
    return replace(moment, value=moment.value.replace(tzinfo=ZoneInfo(zone)), zone=False, utc=False)


def _stated(described: Described) -> Iterator[str]:
    """Texts that the page's description gives as its date of publication, the most trustworthy first."""
    yield from _strings([described.article], "datePublished")
    yield from (content for name in _PUBLISHED for content in described.metas.get(name, [])[:1])
    yield from _microdata(described, "datePublished")
    yield from _strings(described.nodes, "datePublished")
    yield from _strings([described.article], "dateCreated")


def _strings(nodes: Iterable[dict[str, object]], name: str) -> Iterator[str]:
    for node in nodes:
        value = node.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            yield collapse(str(value))


def _microdata(described: Described, name: str) -> Iterator[str]:
    for element in described.document.iter("time", "span", "div", "p", "abbr"):
        properties = (element.get("itemprop") or "").split()
        classes = (element.get("class") or "").split()
        if name in properties or (
            element.tag == "time" and name == "datePublished" and ("published" in classes or "pubdate" in element.attrib)
        ):
            yield collapse(element.get("content") or element.get("datetime") or element.text_content())[:MAX_LABEL]
            return


def _printed(described: Described, title: str) -> list[Moment]:
    """Dates that stand near the headline, those below it first, those with a clock first, counted ones last."""
    headline, start, _ = described.window(title)
    lines = described.lines
    below = lines[headline + 1 : min(start, headline + FARTHEST) if start < len(lines) else headline + AFTER_TITLE]
    above = lines[max(headline - BEFORE_TITLE, 0) : headline + 1]
    found = [moment for line in (*below, *reversed(above)) if not _CHANGED.search(line.text) for moment in _in_line(described, line)]
    return sorted(found, key=lambda moment: (not moment.clock, moment.relative))


def _in_line(described: Described, line: Line) -> list[Moment]:
    zone, now = described.page.timezone, described.page.fetched_at
    if len(line.text) > MAX_LABEL or line.link_share > 0.9:
        return []
    moment = read(line.text, zone, now)
    times = (
        [element.get("datetime") or "" for element in line.element.iter("time")]
        if line.element.tag in ("time", "span", "div", "p") and len(line.element) < 8
        else []
    )
    stated = [found for text in times if text and (found := read(text, zone, now)) and found.clock]
    if moment is None or (not moment.clock and stated) or (stated and not moment.zone and "lalu" in line.text):
        return stated[:1] or ([moment] if moment else [])
    return [moment]


def _in_url(described: Described) -> list[Moment]:
    match = _IN_URL.search(described.page.url)
    if not match:
        return []
    year, month, day, hour, minute = (int(part) if part else None for part in (match.groups()[:5] if match[1] else match.groups()[5:10]))
    try:
        value = datetime(year or 0, month or 0, day or 0, hour or 0, minute or 0, tzinfo=ZoneInfo(described.page.timezone))
    except ValueError:
        return []
    return [Moment(value, match[0].strip("/-"), hour is not None, False)]


def _without_clock(described: Described, moments: list[Moment]) -> Moment | None:
    """The day of publication; the time of that day from the link's source or the URL, if either gives one."""
    day = next(iter(moments), None)
    in_url = next(iter(_in_url(described)), None)
    listed = described.page.link.published_at if described.page.link else None
    if in_url and in_url.clock and (day is None or in_url.value.date() == day.value.date()):
        return in_url
    if listed and (day is None or abs(listed - day.value) < timedelta(hours=36)):
        return Moment(listed, listed.isoformat(), True, True)
    return day or in_url


def _modified(described: Described, title: str, chosen: Moment | None, shifted: bool) -> Timestamp | None:
    """When the article was last changed; never before it was published."""
    zone, now = described.page.timezone, described.page.fetched_at
    texts = [
        *_strings([described.article], "dateModified"),
        *(content for name in _MODIFIED for content in described.metas.get(name, [])[:1]),
        *_microdata(described, "dateModified"),
        *_strings(described.nodes, "dateModified"),
        *_changed_lines(described, title),
    ]
    for text in texts:
        moment = read_anything(text, zone, now)
        if moment and moment.utc and shifted:
            moment = _as_local(moment, zone)
        if moment and moment.clock and (chosen is None or moment.value >= chosen.value - AGREE):
            return _timestamp(moment)
    return None


def _changed_lines(described: Described, title: str) -> Iterator[str]:
    headline, start, _ = described.window(title)
    for line in described.lines[headline : min(start, headline + AFTER_TITLE)]:
        if len(line.text) <= MAX_LABEL and (match := _CHANGED.search(line.text)):
            yield line.text[match.start() :]


def _timestamp(moment: Moment | None) -> Timestamp | None:
    return Timestamp(moment.value, moment.text) if moment else None
