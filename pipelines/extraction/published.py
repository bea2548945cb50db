"""Published: when an article came out and when it was last changed, decided among sources that often disagree about the zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from pipelines.extraction.cleaning import key
from pipelines.extraction.dates import Moment, read, read_anything
from pipelines.extraction.datewords import date_words
from pipelines.extraction.described import Described
from pipelines.extraction.found import Found
from pipelines.extraction.lines import Line, collapse
from pipelines.items import Origin, Timestamp

FARTHEST = 60  # lines between the title and the first paragraph
MAX_RELATIVE_WORDS = 8  # of a line that tells a counted time; a longer one tells of something else
AGREE = timedelta(seconds=90)  # a visible time has no seconds
AHEAD = timedelta(minutes=10)  # by which an outlet's clock may be ahead of ours
MAX_LABEL = 120  # characters of a line that gives the date
BELOW_TEXT = 8  # lines below the text in which its time of posting stands
MAX_WITHIN = 12  # elements in one whose attributes are looked at for its time
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
    "og:article:modified_time",
    "content_modifieddate",
    "dtk:updatedate",
    "lastmod",
    "last-modified",
    "modified_time",
    "updated_at",
    "dcterms.modified",
    "revised",
)
# Elements that hold more than a date's line, those that may hold a date, and the attributes that tell it.
_WHOLE = frozenset(("body", "article", "main", "section", "table", "tbody", "tr"))
_TIMED = ("time", "span", "div", "p", "li", "abbr", "td", "dd", "small", "em", "i", "b", "strong", "font", "a")
_TIMES = ("datetime", "data-timestamp", "data-datetime", "data-time", "data-date", "data-published", "data-utime", "title")
# Labels of a time of change, and of a time of publication where both stand on one line.
_CHANGED = re.compile(r"diperbar\w+|(?:di-?)?update\w*|diubah|pembaruan|dimutakhirkan|diedit|(?:last )?modified|terakhir", re.IGNORECASE)
_LABELS = re.compile(
    rf"(?P<changed>{_CHANGED.pattern})|\b(?:di)?(?:terbit|tayang|posting|publikasi|publish|unggah|buat|tulis|rilis)(?:kan|ed)?\b|\bposted\b",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)/(?:(\d\d)(\d\d)\d{2,5}/)?|/((?:20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)-")


def published(described: Described, title: str) -> tuple[Found[Timestamp | None], Found[Timestamp | None]]:
    """Return when the article was published and when it was modified, each with the value None where the page does not say.

    A source in the page's description (JSON-LD, meta, microdata) wins over a printed date, for it has seconds and a zone; but one that
    says UTC is taken at its word only if the printed date agrees: templates write Z after local times. A date without a clock serves only
    if there is nothing better.
    """
    zone, now = described.page.timezone, described.page.fetched_at
    printed, changed = _printed(described, title)
    stated = [
        Found(moment, claim.origin) for claim in dict.fromkeys(_stated(described)) if (moment := read_anything(claim.value, zone, now))
    ]
    witnesses = _witnesses([*printed, *stated, *_in_url(described)])
    shifted = any(_mislabelled(found.value, witnesses, zone, now) for found in stated)
    candidates = [_as_local(found, zone) if shifted and found.value.utc else found for found in stated]
    chosen = _choose(
        [found for found in candidates if found.value.clock], next((found for found in printed if found.value.clock), None), shifted
    )
    if chosen is None:
        chosen = _without_clock(described, [*candidates, *printed])
    return _timestamp(chosen), _timestamp(_modified(described, changed, chosen, shifted))


def _choose(stated: list[Found[Moment]], printed: Found[Moment] | None, shifted: bool) -> Found[Moment] | None:
    if not stated or printed is None or printed.value.relative:
        return stated[0] if stated else printed
    agreeing = next((found for found in stated if abs(found.value.value - printed.value.value) <= AGREE), None)
    if agreeing:
        return agreeing
    first = stated[0]
    hours = abs(first.value.value - printed.value.value) / timedelta(hours=1)
    if shifted or not first.value.zone or any(abs(hours - shift) < 0.05 for shift in (7, 8, 9)):
        return printed  # the description's zone, or its whole time, is not to be trusted
    return first


def _witnesses(found: Iterable[Found[Moment]]) -> list[Moment]:
    """The moments that can tell whether one that says UTC is a local time."""
    return [each.value for each in found if each.value.clock and not each.value.utc and not each.value.relative]


def _mislabelled(moment: Moment, witnesses: Iterable[Moment], zone: str, now: datetime) -> bool:
    """Whether `moment`, which says UTC, is a local time: another source agrees with that reading better, or it would lie ahead."""
    if not moment.utc or not moment.clock:
        return False
    local = _local(moment, zone).value
    for witness in witnesses:
        as_utc, as_local = abs(moment.value - witness.value), abs(local - witness.value)
        if min(as_utc, as_local) < timedelta(hours=3):
            return as_local < as_utc
    return moment.value > now + AHEAD >= local


def _local(moment: Moment, zone: str) -> Moment:
    return replace(moment, value=moment.value.replace(tzinfo=ZoneInfo(zone)), zone=False, utc=False)


def _as_local(found: Found[Moment], zone: str) -> Found[Moment]:
    return Found(_local(found.value, zone), found.origin)


def _stated(described: Described) -> Iterator[Found[str]]:
    """Texts that the page's description gives as its date of publication, the most trustworthy first."""
    yield from _strings([described.article], "datePublished")
    yield from _metas(described, _PUBLISHED)
    yield from _microdata(described, "datePublished")
    yield from _strings(described.nodes, "datePublished")
    yield from _strings([described.article], "dateCreated")


def _strings(nodes: Iterable[dict[str, object]], name: str) -> Iterator[Found[str]]:
    for node in nodes:
        value = node.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            yield Found(collapse(str(value)), Origin.JSON_LD)


def _metas(described: Described, names: Iterable[str]) -> Iterator[Found[str]]:
    return (Found(content, Origin.META) for name in names for content in described.metas.get(name, [])[:1])


def _microdata(described: Described, name: str) -> Iterator[Found[str]]:
    for element in (*described.properties.get(name, ()), *described.document.iter("time", "abbr")):
        properties = (element.get("itemprop") or "").split()
        classes = (element.get("class") or "").split()
        if (
            name in properties
            or (element.tag == "abbr" and name == "datePublished" and "published" in classes and element.get("title"))
            or (element.tag == "time" and name == "datePublished" and ("published" in classes or "pubdate" in element.attrib))
            or (element.tag == "time" and name == "dateModified" and "updated" in classes and "published" not in classes)
        ):
            attribute = element.get("content") or element.get("datetime") or (element.get("title") if element.tag == "abbr" else "")
            text = collapse(attribute or element.text_content())[:MAX_LABEL]
            yield Found(text, Origin.META if attribute else Origin.VISIBLE)
            return


def _printed(described: Described, title: str) -> tuple[list[Found[Moment]], list[Found[Moment]]]:
    """Dates that stand near the headline, and dates of change among them.

    The first are ordered: those with a clock first, those below the headline first, counted ones last.
    """
    headline, start, _ = described.window(title)
    lines = described.lines
    below = lines[headline + 1 : min(start, headline + FARTHEST) if start < len(lines) else headline + AFTER_TITLE]
    above = lines[max(headline - BEFORE_TITLE, 0) : headline + 1]
    if above and key(above[-1].text) == key(title):
        above = above[:-1]  # a headline may name another day
    found: list[Found[Moment]] = []
    changed: list[Found[Moment]] = []
    for line in (*below, *reversed(above)):
        for moment, of_change in _in_line(described, line):
            (changed if of_change else found).append(Found(moment, Origin.VISIBLE))
    days = [each for each in found if not each.value.relative]
    if days and not any(each.value.clock for each in days) and (clock := _clock_elsewhere(described, title)):
        zone, now = described.page.timezone, described.page.fetched_at
        if timed := read(f"{days[0].value.value:%d/%m/%Y} {clock}", zone, now):
            found.append(Found(replace(timed, text=f"{days[0].value.text}, {clock}"), Origin.VISIBLE))
    return sorted(found, key=lambda each: (not each.value.clock, each.value.relative)), changed


def _clock_elsewhere(described: Described, title: str) -> str:
    """The clock that a line of its own gives below the headline, or with who posted the article below its text; "" without one."""
    headline, start, end = described.window(title)
    lines = described.lines
    if start >= len(lines):
        return ""
    words = date_words()
    for line in lines[headline + 1 : start]:
        if match := words.clock_alone.fullmatch(line.text) if len(line.text) <= MAX_LABEL else None:
            return match[1]
    below = lines[end + 1 : end + 1 + BELOW_TEXT]
    for index, line in enumerate(below):
        if len(line.text) > MAX_LABEL:
            continue
        whole = f"{below[index - 1].text} {line.text}" if index and words.clock_alone.fullmatch(line.text) else line.text
        if match := words.clock_at_end.fullmatch(whole):
            return match[1]
    return ""


def _in_line(described: Described, line: Line) -> Iterator[tuple[Moment, bool]]:
    """The dates in a line, and whether each is of a change."""
    zone, now = described.page.timezone, described.page.fetched_at
    if len(line.text) > MAX_LABEL or line.link_share > 0.9:
        return
    labels = list(_LABELS.finditer(line.text))
    if any(label["changed"] for label in labels):
        ends = [*(label.start() for label in labels), len(line.text)]
        for index, piece in enumerate(
            (line.text[: ends[0]], *(line.text[label.end() : end] for label, end in zip(labels, ends[1:], strict=True)))
        ):
            if moment := read(piece, zone, now):
                yield moment, index > 0 and labels[index - 1]["changed"] is not None
        return
    moment = read(line.text, zone, now)
    if moment and moment.relative and len(line.text.split()) > MAX_RELATIVE_WORDS:
        moment = None
    stated = [found for text in _attributes(line) if (found := read(text, zone, now)) and found.clock]
    if stated and (moment is None or not moment.clock or (moment.relative and not moment.zone)):
        yield stated[0], False
    elif moment:
        yield moment, False


def _attributes(line: Line) -> Iterator[str]:
    """What the line's elements say of their time besides their text: "2 hari yang lalu" has its moment in `datetime`."""
    element = line.element
    if element.tag in _WHOLE:
        return
    around = element.getparent()
    for each in (*islice(element.iter(*_TIMED), MAX_WITHIN), *([around] if around is not None and around.tag == "time" else [])):
        yield from (text for name in _TIMES if (text := (each.get(name) or "").strip()) and len(text) <= MAX_LABEL)


def _in_url(described: Described) -> list[Found[Moment]]:
    match = _IN_URL.search(described.page.url)
    if not match:
        return []
    year, month, day, hour, minute = (int(part) if part else None for part in (match.groups()[:5] if match[1] else match.groups()[5:10]))
    try:
        value = datetime(year or 0, month or 0, day or 0, hour or 0, minute or 0, tzinfo=ZoneInfo(described.page.timezone))
    except ValueError:
        return []
    return [Found(Moment(value, match[0].strip("/-"), hour is not None, False), Origin.HEURISTIC)]


def _without_clock(described: Described, moments: list[Found[Moment]]) -> Found[Moment] | None:
    """The day of publication; the time of that day from the link's source or the URL, if either gives one."""
    day = next(iter(moments), None)
    in_url = next(iter(_in_url(described)), None)
    listed = described.page.link.published_at if described.page.link else None
    if in_url and in_url.value.clock and (day is None or in_url.value.value.date() == day.value.value.date()):
        return in_url
    if listed and (day is None or abs(listed - day.value.value) < timedelta(hours=36)):
        return Found(Moment(listed, listed.isoformat(), True, True), Origin.HEURISTIC)
    return day or in_url


def _modified(described: Described, changed: list[Found[Moment]], chosen: Found[Moment] | None, shifted: bool) -> Found[Moment] | None:
    """When the article was last changed; never before it was published."""
    zone, now = described.page.timezone, described.page.fetched_at
    claims = dict.fromkeys(
        (
            *_strings([described.article], "dateModified"),
            *_metas(described, _MODIFIED),
            *_microdata(described, "dateModified"),
            *_strings(described.nodes, "dateModified"),
        )
    )
    stated = (Found(moment, claim.origin) for claim in claims if (moment := read_anything(claim.value, zone, now)))
    for found in (*stated, *changed):
        if found.value.utc and (shifted or _mislabelled(found.value, _witnesses(changed), zone, now)):
            found = _as_local(found, zone)
        if found.value.clock and (chosen is None or found.value.value >= chosen.value.value - AGREE):
            return found
    return None


def _timestamp(found: Found[Moment] | None) -> Found[Timestamp | None]:
    return Found(Timestamp(found.value.value, found.value.text), found.origin) if found else Found(None)
