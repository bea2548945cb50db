"""One extractor in a process of its own: a page's file name comes in, what was read off the page goes out, one JSON object a line.

    python -P worker.py extractors/NAME.py '{"option": true}'

Runs under whichever Python has the extractor installed, so it imports nothing but the standard library and that extractor. The first line out
says {"version": "2.3.1"}, or {"missing": "goose3"} where the extractor is not installed; then one line for each line in:

    in   {"path", "url", "outlet", "charset", "timezone", "fetched_at"}
    out  {"seconds", "answer": {"body", "title", "authors", "published", ...}}  or  {"error": "ValueError: ..."}

`seconds` is processor time of this process, all its threads together, from the bytes of the page to the answer.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

MEMORY_BYTES = 4 << 30  # address space; past it the extractor gets a MemoryError
MAX_ERROR = 300  # characters

Extract = Callable[["Page"], dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """What an extractor is given."""

    html: bytes
    url: str
    outlet: str
    charset: str | None  # as the Content-Type header said
    timezone: str  # IANA name
    fetched_at: str  # ISO 8601, aware

    def text(self) -> str:
        """The page decoded, for extractors that do not take bytes: as Scrapy decodes, which follows the browsers."""
        from w3lib.encoding import html_to_unicode

        return html_to_unicode(f"text/html; charset={self.charset}" if self.charset else None, self.html)[1]


TEXTS = ("title", "body", "published", "dateline")  # fields of one text each
LISTS = ("authors", "editors", "cites")


def refuse_network(event: str, _: tuple[Any, ...]) -> None:
    """An audit hook: the pages are read as they lie there, and no extractor may fetch more."""
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise OSError("the evaluation allows no network")


def module_at(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"extractor_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ready(path: Path, options: dict[str, Any]) -> tuple[dict[str, str], Extract | None]:
    """The first line out, and the extractor unless it is not installed."""
    module = module_at(path)
    try:
        version = module.version() if hasattr(module, "version") else importlib.metadata.version(module.DISTRIBUTION)
        return {"version": version}, module.make(**options)
    except (ModuleNotFoundError, importlib.metadata.PackageNotFoundError) as error:
        return {"missing": str(error.name)}, None


def answer(extract: Extract, request: dict[str, Any]) -> dict[str, Any]:
    page = Page(html=Path(request.pop("path")).read_bytes(), **request)
    start = time.process_time()
    try:
        found = extract(page)
    except Exception as error:  # noqa: BLE001 (what an extractor dies of is a result)
        return {"error": f"{type(error).__name__}: {error}"[:MAX_ERROR]}
    seconds = time.process_time() - start
    return {"seconds": seconds, "answer": {name: plain(name, value) for name, value in found.items()}}


def plain(name: str, value: Any) -> Any:
    """A field without lists in it: an extractor may hand on a page's list of headlines as the title, or a list among the authors."""
    texts = list(strings(value))
    if name in TEXTS:
        return texts[0] if texts else None
    return texts if name in LISTS else value


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from strings(each)


def main() -> None:
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what an extractor prints is not an answer
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    sys.addaudithook(refuse_network)
    warnings.simplefilter("ignore")
    greeting, extract = ready(Path(sys.argv[1]), json.loads(sys.argv[2]))
    print(json.dumps(greeting), file=out, flush=True)
    if extract is not None:
        for line in sys.stdin:
            print(json.dumps(answer(extract, json.loads(line))), file=out, flush=True)


if __name__ == "__main__":
    main()
