"""Markup: untrusted XML made safe and readable: unpacked, decoded, mended, and parsed without entities or network."""

from __future__ import annotations

import html
import re
import zlib
from dataclasses import dataclass, field

from lxml import etree

from crawler.sources.text import decode

MAX_BYTES = 100_000_000  # of a document after unpacking; the sitemap protocol allows 50 MB
MAX_LAYERS = 3  # of gzip; a file packed by the site is often packed again by its server

MAX_PREFIXES = 50  # bound for a document; sound ones use a handful
PROLOGUE_CHARS = 65_536  # where a document's root element must have begun

# Namespaces whose prefix feeds use and forget to declare.
KNOWN_PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}

_ROOT = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)(?=[\s/>])")
_XML_DECLARATION = re.compile(r"<\?xml\b[^>]{0,200}\?>\s*", re.IGNORECASE)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:#(\d{1,8});|#[xX]([0-9A-Fa-f]{1,8});|([A-Za-z][A-Za-z0-9]{1,31});)?")
_DECLARED_PREFIX = re.compile(r"\bxmlns:([A-Za-z_][\w.-]*)")
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[A-Za-z_]")
# libxml2 drops the named entities, but not the numeric ones, of a document after its first error: "?a=1&amp;b=2" would lose its ampersand.
_XML_ENTITIES = {"amp": "&#38;", "lt": "&#60;", "gt": "&#62;", "quot": "&#34;", "apos": "&#39;"}
_BARE_LESS_THAN = re.compile(r"<(?![A-Za-z_/!?])")


@dataclass(slots=True)
class Mended:
    """An XML document ready for a parser, and what had to be done to it."""

    text: str
    warnings: list[str] = field(default_factory=list)


def unpack(body: bytes) -> tuple[bytes, str]:
    """Return `body` without its layers of gzip, told by the magic bytes, and a warning or "".

    A damaged or cut file gives what can be unpacked; nothing beyond `MAX_BYTES` is.
    """
    for _ in range(MAX_LAYERS):
        if not body.startswith(b"\x1f\x8b"):
            break
        unpacker = zlib.decompressobj(wbits=31)
        try:
            plain = unpacker.decompress(body, MAX_BYTES)
        except zlib.error:
            return _salvage(body), "the gzip file is damaged"
        if unpacker.unconsumed_tail:
            return plain, f"the gzip file holds more than {MAX_BYTES // 1_000_000} MB, the rest is left out"
        if not unpacker.eof:
            return plain, "the gzip file is cut short"
        body = plain
    return body, ""


def _salvage(body: bytes) -> bytes:
    """What a damaged gzip file holds before the damage."""
    unpacker = zlib.decompressobj(wbits=31)
    pieces: list[bytes] = []
    size = 0
    try:
        for start in range(0, len(body), 1024):
            piece = unpacker.decompress(body[start : start + 1024], MAX_BYTES - size)
            size += len(piece)
            pieces.append(piece)
            if size >= MAX_BYTES:
                break
    except zlib.error:
        return b"".join(pieces)
    return b"".join(pieces)


def root_name(text: str) -> str:
    """Return the local name of the first element, in lower case, "" where `text` holds none.

    Comments, processing instructions, the document type and any junk before it are passed over.
    """
    match = _find_root(text)
    return match[2].lower() if match else ""


def mend(body: bytes, content_type: str | None = None) -> Mended:
    """Return `body`, already unpacked, as text that an XML parser can read.

    Taken out: junk before the document, the document type with all entity declarations (so no entity can grow or fetch), characters that
    XML forbids. Put right: the charset, bare ampersands and less-than signs, HTML entities, undeclared prefixes. Cut tags are the
    recovering parser's business.
    """
    text, fits = decode(body, content_type)
    mended = Mended(text.lstrip("\ufeff"))
    if not fits:
        mended.warnings.append("some bytes do not fit the charset")
    _drop_prologue(mended)
    if _ILLEGAL.search(mended.text):
        mended.text = _ILLEGAL.sub("", mended.text)
        mended.warnings.append("characters that XML forbids were left out")
    _mend_entities(mended)
    _bind_prefixes(mended)
    return mended


def parse_xml(text: str) -> tuple[etree._Element | None, bool]:
    """Return the root of mended XML, None where there is no element at all, and whether it was well-formed."""
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:  # recovery gave up: nothing that looks like an element
        return None, False
    return root, not any(entry.level >= etree.ErrorLevels.ERROR for entry in parser.error_log)


def local_name(tag: object) -> str:
    """Return an element's name in lower case without namespace or prefix, "" for what is no element."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _find_root(text: str) -> re.Match[str] | None:
    position, end = 0, min(len(text), PROLOGUE_CHARS)
    while (position := text.find("<", position, end)) >= 0:
        if text.startswith("<!--", position):
            position = _after(text, "-->", position)
        elif text.startswith("<?", position):
            position = _after(text, ">", position)
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            position = _after_doctype(text, position)
        elif match := _ROOT.match(text, position):
            return match
        else:
            position += 1
    return None


def _after(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return len(text) if found < 0 else found + len(mark)


def _after_doctype(text: str, start: int) -> int:
    close, subset = text.find(">", start), text.find("[", start)
    if 0 <= subset < close:
        match = re.compile(r"\]\s{0,50}>").search(text, subset)
        return match.end() if match else len(text)
    return len(text) if close < 0 else close + 1


def _drop_prologue(mended: Mended) -> None:
    text = mended.text
    root = _find_root(text)
    if root is None:
        return
    declaration = _XML_DECLARATION.match(text)
    before = text[declaration.end() if declaration else 0 : root.start()]
    if not declaration and (text[:1].isspace() or "<?xml" in before.lower()):
        mended.warnings.append("something stands before the XML declaration")
    if "<!ENTITY" in before.upper():
        mended.warnings.append("the document declares entities, they were left out")
    mended.text = text[root.start() :]


def _mend_entities(mended: Mended) -> None:
    bare = False

    def fix(match: re.Match[str]) -> str:
        nonlocal bare
        number = int(match[1]) if match[1] else int(match[2], 16) if match[2] else -1
        if number >= 0:
            allowed = number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
            return match[0] if allowed else ""
        if match[3] in _XML_ENTITIES:
            return _XML_ENTITIES[match[3]]
        if match[3] and (character := html.unescape(match[0])) != match[0] and "&" not in character and "<" not in character:
            return character
        bare = True
        return "&#38;" + match[0][1:]

    pieces = []
    for index, piece in enumerate(mended.text.split("<![CDATA[")):
        data, end, markup = ("", "", piece) if index == 0 else piece.partition("]]>")
        markup, stray = _BARE_LESS_THAN.subn("&#60;", _ENTITY.sub(fix, markup) if "&" in markup else markup)
        bare = bare or stray > 0
        pieces.append(data + end + markup)
    mended.text = "<![CDATA[".join(pieces)
    if bare:
        mended.warnings.append("a special character is not escaped")


def _bind_prefixes(mended: Mended) -> None:
    """Declare on the root the prefixes that are used and declared nowhere."""
    declared = {"xml", *_DECLARED_PREFIX.findall(mended.text)}
    missing = sorted(set(_PREFIX.findall(mended.text)) - declared)[:MAX_PREFIXES]
    root = _ROOT.match(mended.text)
    if not missing or root is None:
        return
    declarations = "".join(f' xmlns:{prefix}="{KNOWN_PREFIXES.get(prefix, "urn:undeclared:" + prefix)}"' for prefix in missing)
    mended.text = f"{mended.text[: root.end()]}{declarations}{mended.text[root.end() :]}"
    mended.warnings.append("a namespace prefix is not declared")
