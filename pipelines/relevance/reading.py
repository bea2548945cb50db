"""Reading: an article's fields as sentences, with the names and the interaction words that stand in each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipelines.items import Term
from pipelines.relevance.links import Hit
from pipelines.relevance.names import Mention, Normalised, normalise
from pipelines.relevance.sentences import spans
from pipelines.relevance.topic import Topic

LEAD_PARAGRAPHS = 2
LEAD_CHARS = 900  # a body without line breaks is one paragraph: its lead ends here
NEAR = 60  # characters around a mention in which `unless_near` is looked for

_Span = TypeVar("_Span", Mention, Hit)
_WORD = re.compile(r"[^\W\d_]+")
_DATELINE = re.compile(r"\s*[^\n]{0,70}?(?:\s[-–—]{1,2}\s?|\s?[-–—]{2}\s?|\)\s?[-–—:]\s?|^[A-Z][\w ]{2,20}:\s)")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a field, by its offsets in the normalised text."""

    start: int
    end: int
    where: str  # "title", "lead" or "body"
    paragraph: int
    mentions: tuple[Mention, ...]
    hits: tuple[Hit, ...]

    def sides(self) -> set[str]:
        return {mention.name.side for mention in self.mentions if mention.name.side and mention.acts}


@dataclass(frozen=True, slots=True)
class Field:
    """The title or the body, read."""

    name: str  # "title" or "body"
    original: str
    text: Normalised
    sentences: tuple[Said, ...]
    dateline_end: int  # offset at which the text proper begins


def read(title: str, body: str, topic: Topic) -> tuple[Field, Field]:
    """Return title and body as sentences; mentions that the topic's rules rule out are gone."""
    title_text, body_text = normalise(title), normalise(body)
    found = {"title": topic.finder.find(title_text.text), "body": topic.finder.find(body_text.text)}
    whole = f"{title_text.text}\n{body_text.text}"
    dateline_end = _dateline(body_text.text)
    kept = _ruled(found, {"title": title_text.text, "body": body_text.text}, whole, topic)
    return (
        Field("title", title, title_text, _said(title_text.text, "title", kept["title"], topic), 0),
        Field("body", body, body_text, _said(body_text.text, "body", kept["body"], topic), dateline_end),
    )


def terms(fields: Iterable[Field]) -> tuple[Term, ...]:
    """Return the names of the sides that were found, the most frequent first."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for field in fields:
        for said in field.sentences:
            for mention in said.mentions:
                if mention.name.side:
                    found[mention.name.side, mention.name.entity].append((mention.form, said.where))
    listed = [
        Term(
            side,
            entity,
            tuple(dict.fromkeys(form for form, _ in uses)),
            len(uses),
            tuple(place for place in ("title", "lead", "body") if any(at == place for _, at in uses)),
        )
        for (side, entity), uses in found.items()
    ]
    return tuple(sorted(listed, key=lambda term: (-term.count, term.side, term.name)))


def _ruled(found: dict[str, list[Mention]], texts: dict[str, str], whole: str, topic: Topic) -> dict[str, list[Mention]]:
    """Drop the mentions that are someone or something else, and weak ones without a strong one of their side."""
    lower = whole.lower()
    kept = {
        name: [mention for mention in mentions if not mention.name.side or not _someone_else(mention, texts[name], lower, topic)]
        for name, mentions in found.items()
    }
    strong: dict[str, set[str]] = defaultdict(set)
    for mentions in kept.values():
        for mention in mentions:
            if not mention.name.weak:
                strong[mention.name.side].add(mention.name.entity)
    for (side, name), pattern in topic.beside.items():
        if any(pattern.search(text) for text in texts.values()):
            strong[side].add(name)
    return {at: [mention for mention in mentions if not mention.name.side or strong[mention.name.side]] for at, mentions in kept.items()}


def _someone_else(mention: Mention, text: str, whole: str, topic: Topic) -> bool:
    entity = topic.entities[mention.name.side, mention.name.entity]
    if any(phrase in whole for phrase in entity.unless_text):
        return True
    if not entity.unless_near:
        return False
    around = text[max(0, mention.start - NEAR) : mention.end + NEAR].lower()
    return any(phrase in around for phrase in entity.unless_near)


def _said(text: str, field: str, mentions: Sequence[Mention], topic: Topic) -> tuple[Said, ...]:
    hits = _hits(_without(mentions, text), topic)
    out: list[Said] = []
    paragraph = -1
    previous_end = 0
    for start, end in spans(text) if field == "body" else [(0, len(text))] if text.strip() else []:
        if paragraph < 0 or "\n" in text[previous_end:start]:
            paragraph += 1
        previous_end = end
        where = "title" if field == "title" else "lead" if paragraph < LEAD_PARAGRAPHS and start < LEAD_CHARS else "body"
        out.append(Said(start, end, where, paragraph, _within(mentions, start, end), _within(hits, start, end)))
    return tuple(out)


def _within(spans: Sequence[_Span], start: int, end: int) -> tuple[_Span, ...]:
    """Return those of `spans` (sorted by start) that lie between the offsets."""
    if not spans:
        return ()
    low = bisect_left(spans, start, key=lambda span: span.start)
    high = bisect_left(spans, end, low, key=lambda span: span.start)
    return tuple(span for span in spans[low:high] if span.end <= end)


def _without(mentions: Sequence[Mention], text: str) -> str:
    """Return `text` with the sides' names blanked: words glued to them stand alone ("Kim Jong Untiba"), and no name is an interaction."""
    pieces: list[str] = []
    done = 0
    for mention in mentions:
        if mention.name.side:
            pieces += [text[done : mention.start], " " * (mention.end - mention.start)]
            done = mention.end
    return "".join([*pieces, text[done:]])


def _hits(text: str, topic: Topic) -> list[Hit]:
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)  # "İ" becomes two characters
    hits: list[Hit] = []
    for match in _WORD.finditer(lower):
        entry = topic.entries.get(match[0])
        if entry is None:
            continue
        told, phrases = entry
        end = match.end()
        for rest, of_phrase in phrases:
            if found := rest.match(lower, end):
                told, end = of_phrase, found.end()
                break
        if told is not None:
            hits.append(Hit(match.start(), end, told))
    return hits


def _dateline(body: str) -> int:
    match = _DATELINE.match(body)
    return match.end() if match and re.search(r"[A-Z]{3}|\.(?:com|id|co)\b|\(", match[0], re.IGNORECASE) else 0
