"""The extractors that are compared, by name. Each module beside this one has `make(**options)`, which returns the function from page to answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
OURS = "pantau"
BASE = "trafilatura"  # what times are compared with


@dataclass(frozen=True, slots=True)
class Extractor:
    """How to run one of them, and which fields it claims to read."""

    name: str
    module: str  # file beside this one, without .py
    fields: frozenset[str]  # of "title", "author", "date"; what it does not claim is not scored
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.module}.py"


_ALL = frozenset({"title", "author", "date"})

EXTRACTORS = {
    extractor.name: extractor
    for extractor in (
        Extractor(OURS, "pantau", _ALL),
        Extractor(BASE, "trafilatura", _ALL),
        Extractor("trafilatura-precision", "trafilatura", _ALL, {"favor_precision": True}),
        Extractor("trafilatura-fast", "trafilatura", _ALL, {"fast": True}),
        Extractor("newspaper4k", "newspaper4k", _ALL),
        Extractor("news-please", "news_please", _ALL),
        Extractor("readability-lxml", "readability", frozenset({"title", "author"})),
        Extractor("justext", "justext", frozenset()),
        Extractor("goose3", "goose3", _ALL),
    )
}
PEERS = tuple(name for name in EXTRACTORS if name != OURS)
