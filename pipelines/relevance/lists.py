"""Lists: which names stand in one list, "A, B dan C", and how many members it has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.relevance.names import Mention
from pipelines.relevance.wording import WORDING, either

_CONNECT = rf"(?:\s*[,;/&]\s*(?:(?:{either(WORDING.conjunctions)})\b)?|\s*-\s*|\s+(?:{either(WORDING.conjunctions)})\b)"
_TITLES = rf"(?:\s*(?:{either(WORDING.titles)})\b)*"
_UNKNOWN = rf"(?:\s*(?!(?:{either(WORDING.calendar)})\b)(?-i:[A-Z])[\w'.]+){{1,3}}"
_LIST_GAP = re.compile(rf"(?P<unknown>(?:{_CONNECT}{_UNKNOWN})*){_CONNECT}{_TITLES}\s*(?:\([^)]*\)\s*)?", re.IGNORECASE)
_REST = r"lain-lain|lainnya|dll|\d+\s|puluhan|sejumlah|beberapa|banyak|negara"
_AFTER_LIST = re.compile(
    rf"(?:\s*,\s*(?:dan|serta|hingga)|\s+(?:dan|serta|hingga)){_UNKNOWN}|\s*,?\s*(?:dan|serta)?\s*(?:{_REST})",
    re.IGNORECASE,
)
_BEFORE_LIST = re.compile(r"(?<![.!?]\s)(?-i:\b[A-Z][\w']+)\s*,\s*$")
_APPOSITION = re.compile(
    r"\s*,?\s*(?:(?:yang|negara|presiden|pemimpin|menteri|menlu|menhan|ibu|kota|wilayah|luar|negeri|pertahanan|tertinggi|\(|\))\s*){0,4}",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[,;/]|\b(?:dan|serta|hingga)\b")


@dataclass(slots=True, eq=False)
class Run:
    """Mentions that stand in one list, "A, B dan C", by the number of its members."""

    mentions: list[Mention] = field(default_factory=list)
    members: int = 0


def runs(text: str, mentions: Sequence[Mention]) -> dict[int, Run]:
    """Return the run of each mention, by where the mention starts."""
    found: dict[int, Run] = {}
    current = Run()
    for mention in mentions:
        last = current.mentions[-1] if current.mentions else None
        gap = text[last.end : mention.start] if last else ""
        if last and last.name.side and last.name.side == mention.name.side and _APPOSITION.fullmatch(gap):
            current.mentions.append(mention)  # "Rusia Vladimir Putin" is one member
        elif last and (joined := _LIST_GAP.fullmatch(gap)):
            current.mentions.append(mention)
            current.members += 1 + len(_JOINT.findall(joined["unknown"] or ""))
        else:
            _close(current, text)
            current = Run([mention], 1)
        found[mention.start] = current
    _close(current, text)
    return found


def _close(run: Run, text: str) -> None:
    """Count the members that no one has heard of at either end of a list that has begun."""
    if run.members < 2:
        return
    if _AFTER_LIST.match(text, run.mentions[-1].end):
        run.members += 1
    if _BEFORE_LIST.search(text[max(0, run.mentions[0].start - 40) : run.mentions[0].start]):
        run.members += 1
