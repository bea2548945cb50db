"""Salvage: the entries of an XML list that is not well-formed, each read on its own so that one cannot spoil the others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from crawler.sources.markup import KNOWN_PREFIXES, MAX_PREFIXES, local_name, parse_xml

MAX_ENTRIES = 50_000  # the sitemap protocol's own limit

_NAMES = "title|link|guid|id|pubdate|published|issued|updated|modified|date|created|origlink|category|loc|lastmod|publication_date|keywords"
_FIELD = re.compile(rf"<((?:[A-Za-z_][\w.-]*:)?(?:{_NAMES}))((?:\s[^<>]*)?)>", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z_][\w.:-]*)")
_CLOSED_PREFIX = re.compile(r"</([A-Za-z_][\w.-]*):")
_ANY_TAG = re.compile(r"<[^<>]*>")
_NAMESPACE = re.compile(r"""\bxmlns:([A-Za-z_][\w.-]*)\s*=\s*["']([^"'<>&]+)["']""")


def salvage(text: str, names: tuple[str, ...], limit: int = MAX_ENTRIES) -> tuple[list[etree._Element], bool]:
    """Return the elements called one of `names` (local names, lower case) in mended XML, and whether the document is cut short.

    An entry that lacks its end ends where the next one begins; the last one of a document that breaks off is left out, for its address may
    be half an address.
    """
    start = re.compile(rf"<(?:[A-Za-z_][\w.-]*:)?(?:{'|'.join(names)})(?=[\s>])", re.IGNORECASE)
    end = re.compile(rf"</(?:[A-Za-z_][\w.-]*:)?(?:{'|'.join(names)})\s*>", re.IGNORECASE)
    cut = re.search(r"</[^<>]*>\s*$", text) is None or _root_is_open(text)
    wrapper = _wrapper(text)
    chunks = []
    for chunk, last in _chunks(text, start, limit):
        closing = end.search(chunk)
        if closing or not (last and cut):
            chunks.append(chunk[: closing.end()] if closing else chunk)
    return [entry for entry in _read(chunks, wrapper) if local_name(entry.tag) in names], cut


def _read(chunks: list[str], wrapper: str) -> list[etree._Element]:
    """The entries of `chunks`, read together where they are sound: a parser's start costs more than an entry."""
    if not chunks:
        return []
    root, well_formed = parse_xml(f"{wrapper}{''.join(chunks)}</entries>")
    if root is None:
        return []
    if well_formed:
        return list(root)
    if len(chunks) == 1:
        return [_fields(chunks[0], wrapper)]
    middle = len(chunks) // 2
    return _read(chunks[:middle], wrapper) + _read(chunks[middle:], wrapper)


def _fields(chunk: str, wrapper: str) -> etree._Element:
    """An unsound entry, from those of its fields that can be read; a stray tag makes the parser itself lose what follows it."""
    opening = _TAG.match(chunk)
    entry = etree.Element(local_name(opening[1]) if opening else "entry")
    position = 0
    unclosed: set[str] = set()
    for match in _FIELD.finditer(chunk):
        tag, attributes = match[1], match[2]
        if match.start() < position or tag in unclosed:
            continue
        content = ""
        if not attributes.endswith("/"):
            close = chunk.find(f"</{tag}>", match.end())
            if close < 0:
                unclosed.add(tag)
                continue
            content, position = chunk[match.end() : close], close
        entry.extend(_field(tag, attributes.rstrip("/"), content, wrapper))
    return entry


def _field(tag: str, attributes: str, content: str, wrapper: str) -> list[etree._Element]:
    """The field as an element: as it is, else without the tags in it, else without its attributes as well."""
    plain = content if "<![CDATA[" in content else _ANY_TAG.sub("", content)
    for text in (f"<{tag}{attributes}>{content}</{tag}>", f"<{tag}{attributes}>{plain}</{tag}>", f"<{tag}>{plain}</{tag}>"):
        root, well_formed = parse_xml(f"{wrapper}{text}</entries>")
        if root is not None and well_formed:
            return list(root)
    return []


def _chunks(text: str, start: re.Pattern[str], limit: int) -> Iterator[tuple[str, bool]]:
    begins = [match.start() for _, match in zip(range(limit), start.finditer(text), strict=False)]
    for index, begin in enumerate(begins):
        last = index + 1 == len(begins)
        yield text[begin : len(text) if last else begins[index + 1]], last


def _root_is_open(text: str) -> bool:
    match = re.match(r"<([^\s<>/]+)", text)
    return match is not None and f"</{match[1]}" not in text[-2000:]


def _wrapper(text: str) -> str:
    """The start of an element that declares every prefix the document declares, and the usual ones."""
    declared = dict(_NAMESPACE.findall(text[:20_000])[:MAX_PREFIXES])
    used = sorted(set(_CLOSED_PREFIX.findall(text)) - declared.keys() - KNOWN_PREFIXES.keys())[:MAX_PREFIXES]
    prefixes = KNOWN_PREFIXES | declared | {prefix: f"urn:undeclared:{prefix}" for prefix in used}
    return "<entries" + "".join(f' xmlns:{prefix}="{name}"' for prefix, name in prefixes.items()) + ">"
