"""Attribution: the news agencies and media that an article draws on or attributes statements to."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.extraction.boilerplate import Pattern
from pipelines.extraction.cleaning import key

DATA = Path(__file__).parent / "attribution.toml"
MAX_CHARS = 200_000  # of a body that are read
MAX_GROUPS = 1000  # of mentions that are judged; an article has some dozens
BEFORE, AFTER = 160, 120  # characters around a name in which the words stand that make it a source

_DOMAINS = r"\.(?:com|co\.id|id|net|org|co|tv|ru|co\.uk|co\.kr|co\.jp)"
_ADDRESS = re.compile(rf"{_DOMAINS}$", re.IGNORECASE)
_DAYS = "senin|selasa|rabu|kamis|jum[’']?at|sabtu|minggu|ahad"
_MONTHS = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
_DAY_WORDS = rf"pada|hari|dini|malam|pagi|siang|sore|kemarin|ini|edisi(?:\s+\w+)?|lalu|waktu|setempat|wib|{_DAYS}|{_MONTHS}|\d{{1,4}}"
_WHEN = rf"(?:\s*+,?+\s*+(?:(?:{_DAY_WORDS})\b|\([^()]{{1,25}}\)))*+"
_DATED = re.compile(rf"\s*,?\s*(?:pada\s+)?(?:hari\s+)?(?:(?:{_DAYS})\s*[,(]|\(\d{{1,2}}/)", re.IGNORECASE)
_NUMBERED = re.compile(r"[ -]?(?:I{1,3}|IV|V|VI)\b|\s*[/-]\s*RW\b")
_GOES_ON = re.compile(rf"\s+(?!(?i:{_DAYS}|{_MONTHS})\b)[A-Z0-9]|\s*\d|\s+setempat\b")  # the name was a part of another
_SENTENCE_END = re.compile(r"[.!?…][\"”’')]*\s+")
_SIGNING = re.compile(r"(?i)\((?:[\w .:]{0,25}+[/,;|&-])*+\s*(?:(?:sumber|via|dari)\s*:?\s*)?$")
_SIGNED = re.compile(r"(?:\s*+[/,;|&-]\s*+[\w .]{1,25}+)*+\s*\)")
_CREDIT = re.compile(r"(?:\s*+[|/]\s*+[\w .&-]{1,40}+)*+[.\s]*")  # "... kata dia. REUTERS | YONHAP"
_PLAIN = re.compile(rf"[a-z0-9(]|(?i:{_DAYS}|{_MONTHS})\b")  # the last word of a sentence, where no name is spelt out before its initials
_PASSIVE = re.compile(r"\s+(?:yang\s+|itu\s+)?(?:di|ter)[a-z]{4,}|\s+(?:yang\s+)?(?:tewas|hilang|meninggal)\b")
_WITNESSED = re.compile(r"\s+(?:juga\s+)?(?:melaporkan|melihat|menyaksikan|memberitakan|mengabarkan)\b")


Forms = dict[str, list[Annotated[str, Field(pattern=r"\w")]]]
Group = Literal[
    "citing", "quoting", "telling", "sending", "saying", "reporting", "publishing", "objects", "itself", "kinds", "links", "people", "owned",
    "leaving", "adverbs",
]  # fmt: skip


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    agencies: Forms
    papers: Forms
    broadcasters: Forms
    sites: Forms
    common: Forms
    guarded: Forms
    descriptions: Forms
    words: dict[Group, list[Pattern]]

    @model_validator(mode="after")
    def _each_form_names_one(self) -> Self:
        names: dict[str, str] = {}
        for name, form in self.forms():
            if names.setdefault(form, name) != name:
                raise ValueError(f"{form!r} stands for both {names[form]!r} and {name!r}")
        if unknown := {*self.common, *self.guarded, *self.descriptions} - set(names.values()):
            raise ValueError(f"no medium is named {', '.join(sorted(unknown))}")
        if missing := set(get_args(Group)) - self.words.keys():
            raise ValueError(f"words has no {', '.join(sorted(missing))}")
        return self

    def forms(self) -> Iterator[tuple[str, str]]:
        """Each name with each of its forms that mean nothing else."""
        for group in (self.agencies, self.papers, self.broadcasters, self.sites):
            yield from ((name, form) for name, forms in group.items() for form in forms)


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    name: str
    guarded: bool


class _Rules:
    """The data compiled: `left` patterns end where a name begins, `right` ones begin where it ends."""

    def __init__(self, data: _Data) -> None:
        words = data.words
        between = rf"(?:(?:{_any(words['kinds'] + words['links'] + words['people'])})\b[\s,:]+){{0,8}}[\"“'‘(*]?$"
        self.agencies = frozenset(data.agencies)
        self.strong = {form: name for name, form in data.forms()} | {form.upper(): name for name, form in data.forms()}
        self.guarded = frozenset(form for forms in data.guarded.values() for form in forms)
        self.described = {form: name for name, forms in data.descriptions.items() for form in forms}
        self.names = {form: name for each in (data.guarded, data.common) for name, forms in each.items() for form in forms} | self.strong
        self.addresses = {key(_ADDRESS.sub("", form)): name for form, name in self.names.items()}
        self.keys: dict[str, set[str]] = defaultdict(set)
        for form, name in self.names.items():
            self.keys[name] |= {key(form), key(name)}
        names = _by_first_letter(form for form in self.names if not _ADDRESS.search(form))
        self.name = re.compile(rf"(?<![\w@#.-])(?:{names})(?![\w@]|{_DOMAINS}\b)")
        self.address = re.compile(rf"(?<![\w@./-])(?:[\w-]+\.){{0,2}}?([\w-]+){_DOMAINS}\b(?!/)", re.IGNORECASE)
        self.description = re.compile(rf"(?<!\w)(?:{_any(sorted(self.described, key=len, reverse=True))})(?!\w)", re.IGNORECASE)
        joining = r"(?:\s*\([^()]{1,12}\))?\s*(?:[,/;&|–-]\s*)?(?:(?:dan|serta|maupun|juga|hingga|via|dengan|atau|and)\s+)*"
        self.joint = re.compile(joining + between, re.IGNORECASE)
        self.kind = _left(words["kinds"], between)
        self.person = _left(words["people"], between)
        self.owned = _left(words["owned"], between)
        self.citing = _left(words["citing"], between)
        self.quoting = _left(words["citing"] + words["quoting"] + words["telling"], between)
        self.sending = _left(words["sending"], between)
        self.gap = re.compile(rf"(?i)(?<!\w)(?:{_any(words['citing'])})\b[^.!?;\n]{{0,60}}?\b(?:dari|oleh|melalui|lewat)\s+{between}")
        self.addressee = re.compile(rf"(?<!\w)(?:ke)?pada\s+{between}", re.IGNORECASE)
        self.origin = re.compile(rf"(?<!\w)dari\s+{between}", re.IGNORECASE)
        self.saying = re.compile(rf"(?<!\w)(?:{_any(words['saying'])})(?:nya)?\b", re.IGNORECASE)
        self.leaving = re.compile(rf"(?<!\w)(?:{_any(words['leaving'])})\b", re.IGNORECASE)
        verb = rf"[)\"”’]?{_WHEN}\s*,?\s+(?:(?:{_any(words['adverbs'])})\s+)*"
        not_itself = rf"\b(?!\s+(?:{_any(words['itself'])})\b)"
        self.reporting = re.compile(rf"{verb}(?:{_any(words['reporting'])})(?:nya)?{not_itself}", re.IGNORECASE)
        item = rf"(\s+(?:[a-z]+\s+)?(?:{_any(words['objects'])})\b)?"
        self.publishing = re.compile(rf"{verb}(?:{_any(words['publishing'])}){not_itself}{item}", re.IGNORECASE)


def _any(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _left(patterns: list[str], between: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(patterns)})(?:\s*[:,]\s*|\s+){between}", re.IGNORECASE)


def _by_first_letter(forms: Iterable[str]) -> str:
    """An alternation of `forms`, the longest first, that tries only those with the right first letter."""
    groups: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms, key=len, reverse=True):
        groups[form[0]].append(re.escape(form[1:]).replace(r"\ ", r"\s+"))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in groups.items())


@cache
def load(path: Path = DATA) -> _Rules:
    """Return the compiled rules of the file at `path`. Raises pydantic.ValidationError, which names the entry, when one is wrong."""
    return _Rules(_Data.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))))


def cites(title: str, body: str, own: Collection[str]) -> tuple[str, ...]:
    """Return the usual names of the media that the article cites, in the order of their first citation, each once.

    Args:
        title: the headline; "KCNA: ..." cites as well.
        body: paragraphs separated by one newline.
        own: what the outlet calls itself, names or addresses, also as comparison keys (`cleaning.key`); it does not cite itself.
    """
    rules = load()
    own_keys = {key(_ADDRESS.sub("", name)) for name in own} | {key(name) for name in own}
    found: dict[str, None] = {}
    judged = 0
    for text in (title, *body[:MAX_CHARS].split("\n")):
        for group in _groups(text, rules):
            asked = {mention.name for mention in group if not own_keys & rules.keys[mention.name]} - found.keys()
            if not asked or (judged := judged + 1) > MAX_GROUPS:
                continue
            speaks = text is title and title[: group[-1].end] in rules.strong and title[group[-1].end :].lstrip()[:1] == ":"
            if speaks or _is_cited(text, group, rules):
                found |= dict.fromkeys(mention.name for mention in group if mention.name in asked)
    return tuple(found)


def _groups(text: str, rules: _Rules) -> list[list[_Mention]]:
    """The mentions in `text`, those together that stand in one list: "Reuters, AFP, dan BBC"."""
    groups: list[list[_Mention]] = []
    for mention in sorted(_mentions(text, rules), key=lambda mention: mention.start):
        previous = groups[-1][-1] if groups else None
        space = text[previous.end : mention.start] if previous else ""
        if previous and len(space) < BEFORE and rules.joint.fullmatch(space) and (space.strip(" (") or previous.name == mention.name):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _mentions(text: str, rules: _Rules) -> Iterator[_Mention]:
    for match in rules.name.finditer(text):
        form = re.sub(r"\s+", " ", match[0])
        doubtful = form not in rules.strong or len(form) < 3
        after = text[match.end() : match.end() + 12]
        if not _NUMBERED.match(after) and not (doubtful and _GOES_ON.match(after)):
            yield _Mention(match.start(), match.end(), rules.names[form], form in rules.guarded and form not in rules.strong)
    for match in rules.address.finditer(text):
        if name := rules.addresses.get(key(match[1])):
            yield _Mention(match.start(), match.end(), name, guarded=False)
    for match in rules.description.finditer(text):
        yield _Mention(match.start(), match.end(), rules.described[re.sub(r"\s+", " ", match[0].lower())], guarded=False)


def _is_cited(text: str, group: list[_Mention], rules: _Rules) -> bool:
    """Whether the words around the names make them the source of what the text says."""
    start, end = group[0].start, group[-1].end
    before = _SENTENCE_END.split(text[max(0, start - BEFORE) : start])[-1]
    after = text[end : end + AFTER]
    guarded = all(mention.guarded for mention in group)
    if _signs(text[max(0, start - BEFORE) : start], text[end : end + BEFORE], guarded):
        return True
    person = rules.person.search(before) is not None
    if rules.owned.search(before) or (person and _PASSIVE.match(after)):
        return False
    if rules.citing.search(before) or rules.gap.search(before):
        return True
    kind = rules.kind.search(before) is not None
    if guarded and not kind:
        return bool(rules.origin.search(before) and _DATED.match(after) and not rules.leaving.search(before))
    agency = any(mention.name in rules.agencies for mention in group)
    if rules.quoting.search(before) or ((agency or kind) and rules.sending.search(before)) or _is_told(before, after, rules):
        return True
    if person:
        return _WITNESSED.match(after) is not None
    if rules.reporting.match(after):
        return True
    published = rules.publishing.match(after)
    return published is not None and (agency or published[1] is not None)


def _is_told(before: str, after: str, rules: _Rules) -> bool:
    """Whether somebody said it to the medium, or it came from there on a day that is named."""
    if (origin := rules.origin.search(before)) and _DATED.match(after) and not rules.leaving.search(before[: origin.start()]):
        return True
    addressee = rules.addressee.search(before)
    if not addressee:
        return False
    clause = before[: addressee.start()]
    if not clause.strip(" \"“”'"):
        return after.startswith((",", " ("))
    said = list(rules.saying.finditer(clause))
    return bool(said) and not rules.leaving.search(clause, said[-1].end())


def _signs(before: str, after: str, guarded: bool) -> bool:
    """Whether the names stand in brackets at the end of a sentence, in the dateline, or as the credit below the text."""
    opened, closed = _SIGNING.search(before[-60:]), _SIGNED.match(after[:80])
    if not opened or not closed:
        ended = not before.strip() or _SENTENCE_END.search(before[-4:]) is not None
        return ended and not guarded and _CREDIT.fullmatch(after) is not None
    said, rest = before[: opened.start() - len(before[-60:])].rstrip(), after[closed.end() :].strip()
    in_dateline = len(said) < 60 and rest.startswith(("-", "–", "—", ":")) and not re.search(r"[.!?]", said)
    if in_dateline or said.endswith((".", "!", "?", "”", '"', "…")):
        return True
    return not guarded and rest[:1] in ("", ".") and _PLAIN.match(said.rpartition(" ")[2]) is not None
