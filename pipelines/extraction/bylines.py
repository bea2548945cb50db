"""Bylines: who reported, edited, photographed and translated an article, as the lines around its text say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from pipelines.extraction.cleaning import key
from pipelines.extraction.datewords import date_words
from pipelines.extraction.described import Described
from pipelines.extraction.lines import Line, collapse
from pipelines.extraction.names import DAYS, MAX_WORDS, is_site, looks_like_a_name, people, plain_names, unglued, words

BEFORE_TITLE, AFTER_BODY = 8, 30  # lines around the article within which its credits stand
MAX_LISTED = 6  # names in a list below a label
MAX_LINE = 200  # characters of a line with credits
MAX_BEFORE_LABEL = 60  # characters before the first label
GROUPS = ("photographers", "editors", "translators", "reporters")  # in the order in which a label is tried

# Who wrote, at the head of the text: "Laporan Wartawan Tribunnews.com, Budi Santoso".
_REPORT = re.compile(
    r"\(?Laporan\s+(?:Wartawan|Reporter|Kontributor|Jurnalis|Koresponden)\b(?:[^,:]{0,60}[,:]|\s+\S+\.\S+)\s+(.{3,80}?)\)?", re.IGNORECASE
)
# What is told of a text beside its date and its author: "3 menit baca", "dibaca 217 kali", "2 hari yang lalu".
_COUNTS = re.compile(
    r"(?:\d[\d.,]*|se)\s*(?:menit|min(?:ute)?s?|detik|jam|hari|minggu|bulan|tahun|kali|views?|x|komentar|shares?|hits)\b"
    r"(?:\s+(?:yang\s+)?(?:lalu|ago|baca|membaca|read|reading|dibaca|dilihat))?|(?:dibaca|dilihat|hits)\s*:?\s*\d[\d.,]*(?:\s*(?:kali|x))?",
    re.IGNORECASE,
)
_STROKES = re.compile(r"\s*[|·•»›●∙▪◦⋅¦]\s*|\s+[-–—]+\s+|\s*[,;]?\s*$|^\s*[,;]\s*")
_REAL_DATE = re.compile(rf"{DAYS}|\d[:./-]\d|\d\W*[A-Za-z]{{3}}|[A-Za-z]{{3}}\W*\d|(?:19|20)\d\d")  # "11" alone is none
_SENTENCE = re.compile(r"(?<=[a-z]{4})\.\s+(?=[A-Z]).*")  # that follows a credit: "Disunting oleh Siti Rahma. Budi adalah ..."
_DATE = re.compile(rf"[^\w)]*(?:(?<![A-Z]){DAYS}\b|\d)")  # that follows the site
_FROM = re.compile(r"\s(?:dari|di|langsung|untuk|from)\s.*")  # that follows a name: "Laporan Budi Santoso dari Seoul"
_WORD = re.compile(r"[a-z]{2,}")
_PLACE = re.compile(r"\s*\([^()]*\)$")  # where a reporter is: "Budi Santoso (Garut)"
_JOINED = re.compile(r"[,;&/|]|dan|and")  # on a line of its own, between two names
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
    """A label without a colon, and what follows it: "Oleh Budi Santoso"."""
    return re.compile(rf"({'|'.join(words().openings)})\s+(\S.*)", re.IGNORECASE)


@cache
def _hints() -> frozenset[str]:
    """The words without which a line has no credit without a colon."""
    data = words()
    groups = (data.photographers, data.translators, data.reporters, data.editors, data.openings, data.others)
    return frozenset(word for labels in groups for label in labels for word in _WORD.findall(label))


@cache
def group_of(label: str) -> tuple[str, ...]:
    """The groups of people whom `label` names; none where it names none: "Ilustrasi oleh"."""
    for name in ("photographers", "editors", "translators", "reporters"):
        if _group(name).fullmatch(label):
            return (name,)
    if re.fullmatch("|".join(words().others), label, re.IGNORECASE):
        return ()
    parts = [part for part in re.split(r"\s*(?:/|&|,|\bdan\b)\s*", label) if part]
    return tuple(dict.fromkeys(name for part in parts for name in group_of(part))) if len(parts) > 1 else ()


@cache
def _dates() -> re.Pattern[str]:
    """A run of what dates consist of."""
    names = "|".join((*date_words().months, *date_words().weekdays))
    when = rf"(?:{DAYS}\b|(?<![^\W_])\d[\d:./\-]*|\b(?i:{names})\b\.?|(?i:WIB|WITA|WIT|AM|PM|GMT|pukul|pkl\.?|jam)\b|\+\d+)"
    return re.compile(rf"{when}(?:[\s,|/\-–·•]*{when})*")


def segments(text: str) -> tuple[list[str], bool]:
    """The pieces of a line of particulars without its dates and counts, and whether it had any: "12 Mei 2019 · Budi Santoso · 3 menit baca"."""
    rest = _dates().sub(_unless_a_word, _COUNTS.sub(" | ", unglued(text)))
    return [piece for part in _STROKES.split(rest) if (piece := part.strip(" ,;:()"))], rest != unglued(text)


def _unless_a_word(match: re.Match[str]) -> str:
    """Nothing in the place of a date; "Mei Lestari" and "Jam" are none."""
    return " | " if _REAL_DATE.search(match[0]) else match[0]


def credited(described: Described, title: str) -> tuple[dict[str, list[str]], list[str]]:
    """Return the people by group (of GROUPS) whom the lines around the article's text name, and what stands in their places.

    Reporters come from one block of credits: a label further down is another article's. The second value is the texts of all credits
    of reporters, people or not.
    """
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    texts: list[str] = []
    told = key(title)  # the line below a label without a name may be the headline
    lines = described.lines
    last = ("", -10)  # the last label of a reporter, and the index of its line
    for index in _around(described, title):
        if len(lines[index].text) > MAX_LINE:
            continue
        text = credit_text(lines[index])
        for label, value in _credits(lines, index, text):
            for group in group_of(label.lower()):
                if group == "reporters":
                    texts.append(value)
                named = [name for name in people([value], described) if key(name) not in told]
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
    return unglued(collapse("".join(pieces)))


def _before(lines: list[Line], index: int) -> str:
    """The text of the line before the one at `index`; of names on lines of their own that lines with nothing but a comma join, all."""
    texts = [lines[index - 1].text] if index else []
    while index > 2 and _JOINED.fullmatch(lines[index - 2].text) and looks_like_a_name(lines[index - 3].text):
        index -= 2
        texts.insert(0, lines[index - 1].text)
    return ", ".join(texts)


def _following(lines: list[Line], index: int) -> list[str]:
    """The texts of the two lines after the one at `index`; of a list of names, all of them are taken for one line."""
    after = lines[index + 1 : index + 3]
    entries = lines[index + 1 : index + 1 + MAX_LISTED]
    listed = list(takewhile(lambda line: line.listed and looks_like_a_name(_PLACE.sub("", line.text)), entries))
    if len(listed) > 1:
        return [", ".join(line.text for line in listed), *(line.text for line in lines[index + 1 + len(listed) :][:1])]
    last = index + 1
    while last + 2 < len(lines) and _JOINED.fullmatch(lines[last + 1].text) and looks_like_a_name(lines[last + 2].text):
        last += 2
    if last > index + 1:
        return [", ".join(line.text for line in lines[index + 1 : last + 1 : 2]), *(line.text for line in lines[last + 1 : last + 2])]
    return [credit_text(line) for line in after if len(line.text) <= MAX_LINE]


def _around(described: Described, title: str) -> list[int]:
    """Indices of the lines in which credits may stand: above the text, below it, then its own last ones."""
    headline, start, end = described.window(title)
    count = len(described.lines)
    around = [*range(max(headline - BEFORE_TITLE, 0), min(start, count)), *range(end + 1, min(end + AFTER_BODY, count))]
    return around + list(range(max(end - 3, start), end + 1)) if end < count else around


def _credits(lines: list[Line], index: int, text: str) -> list[tuple[str, str]]:
    """Label and value of each credit in a line with `text`; the value may stand on the line before or the next one."""
    labels = [
        label for label in (_label().finditer(text) if ":" in text or "：" in text else ()) if not _NO_LABEL.search(text[: label.start()])
    ]
    if not labels:
        return _without_colons(lines, index, text)
    if labels[0].start() > MAX_BEFORE_LABEL:
        return []
    ends = [label.start() for label in labels[1:]] + [len(text)]
    credits = _before_editor(text, labels[0])
    credits += [(label[1], text[label.end() : end].split("|")[0].strip(" /,;-–·•")) for label, end in zip(labels, ends, strict=True)]
    if len(credits) == 1 and not credits[0][1] and (following := _following(lines, index)) and _is_value(following[0]):
        return [(credits[0][0], following[0])]
    return credits


def _without_colons(lines: list[Line], index: int, text: str) -> list[tuple[str, str]]:
    if _hints().isdisjoint(_WORD.findall(text.lower())):
        return []
    if match := _REPORT.fullmatch(text):
        return [("laporan", match[1])]
    if found := [credit for piece in segments(text)[0] for credit in _opened(piece)]:
        return found
    if not _label().fullmatch(text + ":"):
        return []
    before, following = _before(lines, index), _following(lines, index)
    if following and _is_value(following[0]) and not _stands_before(before, following):
        return [(text, following[0].lstrip(": "))]
    return [(text, before)] if _are_names(before) else []


def _opened(piece: str) -> list[tuple[str, str]]:
    """Label and value of a piece that begins with a label: "Dipandu Siti Rahma", "Reporter Budi Santoso Editor Siti Rahma"."""
    if match := _named().fullmatch(piece):
        return [(match[1], match[2]), *([(match[3], match[4])] if match[3] else [])]
    match = _opening().fullmatch(_SENTENCE.sub("", piece))
    if not match or not group_of(match[1].lower().strip(" ,")) or not re.match(r"(?:[a-z]+\. ?)*[A-Z]", match[2]):
        return []
    value = _FROM.sub("", match[2])
    short = len(re.split(r"[,/&|]|\bdan\b|\band\b", value)[0].split()) <= MAX_WORDS
    by = match[1].lower().endswith(("oleh", "by"))
    return [(match[1].strip(" ,"), value)] if short and not re.search(r"\d|[!?]$", value) and (by or plain_names(value)) else []


def _are_names(text: str) -> bool:
    return all(looks_like_a_name(name.strip()) for name in text.strip(" ,").split(","))


def _stands_before(before: str, following: list[str]) -> bool:
    """Whether a label on a line of its own belongs to the name above it: the name below has a label of its own."""
    return _are_names(before) and len(following) > 1 and _label().fullmatch(following[1] + ":") is not None


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
        if not match or not plain_names(match[1]):
            continue
        if is_site(match[2], described) or _group("reporters").fullmatch(match[2]):
            yield match[1]


def is_credit(text: str) -> bool:
    """Whether a line is a byline, begins with a label of one or consists of several people's names."""
    match = _label().match(text)
    if match and set(group_of(match[1].lower())) & {"reporters", "editors", "translators"}:
        return True
    pieces = segments(text)[0] if len(text) <= MAX_LINE else []
    return (pieces != [] and _opened(pieces[0]) != []) or (len(text) <= MAX_LINE and len(plain_names(text)) > 1)
