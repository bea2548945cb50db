"""Bylines: who reported, edited, photographed and translated an article, as the lines around its text say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from pipelines.extraction.described import Described
from pipelines.extraction.lines import Line, collapse
from pipelines.extraction.names import MAX_WORDS, is_site, looks_like_a_name, people, words

BEFORE_TITLE, AFTER_BODY = 8, 30  # lines around the article within which its credits stand
MAX_LISTED = 6  # names in a list below a label
MAX_LINE = 200  # characters of a line with credits
MAX_BEFORE_LABEL = 60  # characters before the first label
GROUPS = ("photographers", "editors", "translators", "reporters")  # in the order in which a label is tried

# Who wrote, at the head or the end of the text: "Laporan Wartawan Tribunnews.com, Budi Santoso", "(Tribunnews.com/Budi Santoso)".
_REPORT = re.compile(
    r"\(?Laporan\s+(?:Wartawan|Reporter|Kontributor|Jurnalis|Koresponden)\b(?:[^,:]{0,60}[,:]|\s+\S+\.\S+)\s+(.{3,80}?)\)?", re.IGNORECASE
)
_SIGNATURE = re.compile(r"[(\[]([^()\[\]/|]{2,60}(?:[/|][^()\[\]/|]{2,60})+)[)\]]\W*$")
_SIGNED = re.compile(r"[(\[]([^()\[\]\d/|:]{5,60})[)\]]\W?")
_DATE = re.compile(r"[^\w)]*(?:(?<![A-Z])(?:Senin|Selasa|Rabu|Kamis|Jum[’'`]?at|Sabtu|Minggu|Ahad)\b|\d)")  # that follows the site
_NAME_AND_DATE = re.compile(r"([^\d|•·]{4,60}?)\s*[|•·]\s*(?:[^\W\d]+,?\s)?\d")
_NO_LABEL = re.compile(r"\b(?:pilihan|rekomendasi|catatan|sorotan|surat|dari)\s*$", re.IGNORECASE)  # before "Editor:" of a link
_NAME_AND_SITE = re.compile(r"(.{4,90}?)\s*(?:,|\s[-–—|])\s+([^,|]{3,40})")


@cache
def _label() -> re.Pattern[str]:
    data = words()
    names = "|".join([*data.photographers, *data.translators, *data.reporters, *data.editors, *data.others])
    begins = r"(?:(?<!\w)|(?-i:(?<=[a-z])(?=[A-Z])))"  # or glued to the name before it
    return re.compile(rf"{begins}((?:{names})(?:\s*(?:/|&|,|dan)\s*(?:{names}))*)\s*[:：]\s*", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    """Labels without colons before names: "Reporter Budi Santoso Editor Siti Rahma"."""
    data = words()
    names = "|".join(name for name in [*data.reporters, *data.editors] if name not in ("by", "oleh", "laporan", "red", "rep", "teks"))
    label = rf"(?i:{names})"
    name = r"[A-Z][\w.’']*(?: [A-Z][\w.’']*){1,4}?"
    return re.compile(rf"({label}),?\s+({name})(?:\s*[|/,]?\s*({label})\s+({name}))?")


@cache
def _group(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(getattr(words(), name))})(?!\w)", re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    """A byline without a colon: "Oleh Budi Santoso pada 19 Juni 2024"."""
    return re.compile(
        r"(?:oleh|by|ditulis oleh|diposting oleh|laporan,?)\s+(.+?)(?:\s*(?:\bpada\b|\bon\b|[|,\-–•])[^\d]*\d.*)?",
        re.IGNORECASE,
    )


def credited(described: Described, title: str) -> tuple[dict[str, list[str]], list[str]]:
    """Return the people by group (of GROUPS) whom the lines around the article's text name, and what stands in their places.

    Reporters come from one block of credits: a label further down is another article's. The second value is the texts of all credits
    of reporters, people or not.
    """
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    texts: list[str] = []
    lines = described.lines
    last = ("", -10)  # the last label of a reporter, and the index of its line
    for index in _around(described, title):
        if len(lines[index].text) > MAX_LINE:
            continue
        text = credit_text(lines[index])
        before = lines[index - 1].text if index else ""
        following = _following(lines, index)
        for label, value in _credits(before, text, following):
            groups = [group for group in GROUPS if _group(group).search(label)]
            if "photographers" in groups and "teks" not in label.lower():
                groups = ["photographers"]
            for group in groups:
                if group == "reporters":
                    texts.append(value)
                named = people([value], described)
                beside = group == "reporters" and index - last[1] <= 2 and last[0] != label.lower()
                if len(named) > len(found[group]) > 0 and set(found[group]) < set(named):  # the whole list stands at the end
                    found[group] = named
                elif named and (not found[group] or beside):
                    found[group] += [name for name in named if name not in found[group]]
                    last = (label.lower(), index) if group == "reporters" else last
    if not found["reporters"]:
        found["reporters"] = next((named for text in _reports(described, title) if (named := people([text], described))), [])
    return found, texts


def credit_text(line: Line) -> str:
    """The text of a line with a comma between two links, and a space where a link is glued to a label."""
    runs = line.runs
    pieces: list[str] = []
    for index, run in enumerate(runs):
        between = 0 < index < len(runs) - 1 and runs[index - 1].link and runs[index + 1].link
        if between and not run.link and not run.text.strip():
            pieces.append(", ")
        else:
            pieces += [" ", run.text] if pieces and pieces[-1][-1:].isalnum() and run.text[:1].isalnum() else [run.text]
    return collapse("".join(pieces))


def _following(lines: list[Line], index: int) -> list[str]:
    """The texts of the two lines after the one at `index`; of a list of names, all of them are taken for one line."""
    after = lines[index + 1 : index + 3]
    listed = list(takewhile(lambda line: line.listed and looks_like_a_name(line.text), lines[index + 1 : index + 1 + MAX_LISTED]))
    if len(listed) > 1:
        return [", ".join(line.text for line in listed), *(line.text for line in lines[index + 1 + len(listed) :][:1])]
    return [credit_text(line) for line in after if len(line.text) <= MAX_LINE]


def _around(described: Described, title: str) -> list[int]:
    """Indices of the lines in which credits may stand: above the text, below it, then its own last ones."""
    headline, start, end = described.window(title)
    count = len(described.lines)
    around = [*range(max(headline - BEFORE_TITLE, 0), min(start, count)), *range(end + 1, min(end + AFTER_BODY, count))]
    return around + list(range(max(end - 3, start), end + 1)) if end < count else around


def _credits(before: str, text: str, following: list[str]) -> list[tuple[str, str]]:
    """Label and value of each credit in a line; the value may stand on the line before or the next one."""
    labels = [
        label for label in (_label().finditer(text) if ":" in text or "：" in text else ()) if not _NO_LABEL.search(text[: label.start()])
    ]
    if not labels:
        return _without_colons(before, text, following)
    if labels[0].start() > MAX_BEFORE_LABEL:
        return []
    ends = [label.start() for label in labels[1:]] + [len(text)]
    credits = _before_editor(text, labels[0])
    credits += [(label[1], text[label.end() : end].split("|")[0].strip(" /,;-–·•")) for label, end in zip(labels, ends, strict=True)]
    if len(credits) == 1 and not credits[0][1] and following and _is_value(following[0]):
        return [(credits[0][0], following[0])]
    return credits


def _without_colons(before: str, text: str, following: list[str]) -> list[tuple[str, str]]:
    if match := _REPORT.fullmatch(text):
        return [("laporan", match[1])]
    match = _opening().fullmatch(_DATE.split(text, maxsplit=1)[0])
    if match and len(match[1].split()) <= MAX_WORDS and not re.search(r"\d|[.!?]$", match[1]) and match[1][:1].isupper():
        return [("oleh", match[1])]
    if match := _named().fullmatch(text):
        return [(match[1], match[2]), *([(match[3], match[4])] if match[3] else [])]
    if not _label().fullmatch(text + ":"):
        return []
    if following and _is_value(following[0]) and not _stands_before(before, following):
        return [(text, following[0].lstrip(": "))]
    return [(text, before)] if looks_like_a_name(before.strip(" ,")) else []


def _stands_before(before: str, following: list[str]) -> bool:
    """Whether a label on a line of its own belongs to the name above it: the name below has a label of its own."""
    return looks_like_a_name(before.strip(" ,")) and len(following) > 1 and _label().fullmatch(following[1] + ":") is not None


def _is_value(text: str) -> bool:
    return (len(text.split()) <= MAX_WORDS or "," in text) and not re.search(r"(?<=.)[:\d]", text)


def _before_editor(text: str, label: re.Match[str]) -> list[tuple[str, str]]:
    """The name without a label that stands before the editor's on one line: "Budi Santoso Editor: Siti Rahma"."""
    name = text[: label.start()].strip(" /,;-–|·•")
    return [("oleh", name)] if looks_like_a_name(name) and _group("editors").match(label[1]) else []


def _reports(described: Described, title: str) -> Iterator[str]:
    """Names at the head of the text: "Laporan Wartawan Tribunnews.com, Budi Santoso", or on a line with the site's name."""
    headline, start, _ = described.window(title)
    lines = described.lines
    for line in lines[max(headline - BEFORE_TITLE, 0) : start + 3]:
        if len(line.text) <= MAX_LINE and (match := _REPORT.fullmatch(line.text)):
            yield match[1]
    for line in lines[headline + 1 : start] if start < len(lines) else ():
        match = _NAME_AND_SITE.fullmatch(_DATE.split(line.text, maxsplit=1)[0]) if len(line.text) <= MAX_LINE else None
        if not match or not all(looks_like_a_name(name.strip()) for name in re.split(r",| dan |/", match[1])):
            continue
        if is_site(match[2], described) or _group("reporters").fullmatch(match[2]):
            yield match[1]


def signed(described: Described, title: str) -> list[str]:
    """Return the people named without a label: beside the date, or at the end in brackets ("(Tribunnews.com/Budi Santoso)") or capitals."""
    headline, start, end = described.window(title)
    lines = described.lines
    if end >= len(lines):
        return []
    for line in lines[headline + 1 : start]:  # "Budi Santoso • 19 Juni 2024 21:30"
        match = _NAME_AND_DATE.match(line.text) if len(line.text) <= MAX_LINE else None
        if match and looks_like_a_name(match[1]) and (named := people([match[1]], described)):
            return named
    for line in lines[max(end - 2, start) : end + 5]:
        match = _SIGNATURE.search(line.text[-150:])
        text = _without_site(re.split("[/|]", match[1]), described) if match else ""
        if not text and (match := _SIGNED.fullmatch(line.text)) and looks_like_a_name(match[1]):
            text = match[1]
        if text and (named := people([text], described)):
            return named
    for line in lines[end + 1 : end + 3]:  # "REUTERS | BUDI SANTOSO"
        if line.text.isupper() and not line.heading and line.link_share == 0 and len(line.text) <= MAX_LINE:
            named = people(line.text.split("|"), described)
            if named and all(looks_like_a_name(name.title()) and len(name.split()) <= 3 for name in named):
                return named
    return []


def _without_site(pieces: list[str], described: Described) -> str:
    """The rest of a signature whose first or last piece is the site's name, "" where neither is."""
    if is_site(pieces[0], described):
        return "/".join(pieces[1:])
    return "/".join(pieces[:-1]) if is_site(pieces[-1], described) else ""


def is_credit(text: str) -> bool:
    """Whether a line is a byline or begins with a label of one."""
    match = _label().match(text)
    named = match is not None and any(_group(group).search(match[1]) for group in ("reporters", "editors", "translators"))
    return named or _opening().fullmatch(text) is not None or _named().fullmatch(text) is not None
