"""Document: the bytes of a page as clean UTF-8 for a parser, whatever the server sent and called it. Nothing here raises on bad input.

The prefilter and extraction both read pages through `source_of`, so that they see the same text.
"""

from __future__ import annotations

import codecs
import re
import zlib

from w3lib.encoding import html_body_declared_encoding, resolve_encoding

from pipelines.items import Page

HEAD_BYTES = 4096  # where a meta element declares the charset, if any does
MAX_UNPACKED = 32 * 1024 * 1024  # bytes of a page that was sent compressed without saying so
MANY_BYTES = 50_000  # of a page; a smaller one has no room for so many attributes that it matters
LONG_TAG = 2000  # bytes from which a tag may hold very many attributes
MAX_ATTRIBUTES = 200  # of such a tag: the parser compares each with all others

# Python's names of the charsets that pages may be in, other than UTF-8; Python knows codecs that are no charset of text.
_CHARSETS = re.compile(
    r"cp\d{3,4}|iso8859-\d{1,2}|koi8-[rut]|mac-\w+|utf-16(?:-[lb]e)?|gbk|gb2312|gb18030|hz|big5\w*|euc_\w+|shift_jis\w*|iso2022_\w+|tis-620|johab"
)
_BOMS = (  # that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GZIP = b"\x1f\x8b\x08"
# What libxml2 would stop at (NUL) or keep as rubbish: the control characters that HTML does not allow, and what is no character in XML.
_CONTROLS = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])
_FORM_FEED = bytes.maketrans(b"\x0c", b" ")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_REFERENCES = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[fF]{3}[eEfF]))(?:;|(?![0-9a-fA-F]))"
)
# What other kinds of files begin with.
_FILES = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"RIFF", "a RIFF file"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"7z\xbc\xaf", "a 7z file"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
    (b"ID3", "an MP3 file"),
    (b"wOF", "a font"),
)
_FILM = re.compile(rb".{4}ftyp", re.DOTALL)
_LONG_TAG = re.compile(rb"(<[a-zA-Z][\w:-]*)\s[^<>]{%d,}+>" % LONG_TAG)
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_UNREAD = re.compile(rb"<(?:!--|(script|style)\b)", re.IGNORECASE)
_CLOSING = {name: re.compile(rb"</" + name, re.IGNORECASE) for name in (b"script", b"style")}
# Scripts that hold data: by their attributes (JSON-LD, Next.js, Nuxt), or by how they begin (React's server components).
_DATA = re.compile(rb"json|_DATA__", re.IGNORECASE)
_PUSHED = re.compile(rb"\s*+\(?\s*+self\.__next_f")


def file_kind(body: bytes) -> str:
    """What kind of file `body` is, "" where nothing says that it is no page."""
    if _FILM.match(body):
        return "a film"
    return next((kind for mark, kind in _FILES if body.startswith(mark)), "")


def source_of(page: Page) -> bytes:
    """The page's markup in UTF-8, without a byte order mark; bytes that are valid UTF-8 are not copied."""
    return _utf8(_unpacked(page.body), page.charset)


def cleaned(source: bytes) -> bytes:
    """The markup without what stops a parser or takes it very long: control characters, written or as references, and tags of very many
    attributes.
    """
    source = source.translate(_FORM_FEED, _CONTROLS)
    if b"\xef" in source:  # much sooner known than the rest of them
        for character in _NO_CHARACTERS:
            source = source.replace(character, b"")
    if b"&#" in source:
        source = _REFERENCES.sub(b" ", source)
    return _LONG_TAG.sub(_few_attributes, source) if len(source) > MANY_BYTES else source


def without_scripts(source: bytes) -> bytes:
    """The markup without comments, styles and scripts (but those that hold data): half of its bytes, no text, and found for less than parsing
    them costs.

    What is opened and never closed stays, for the parser to decide.
    """
    kept: list[bytes] = []
    position = 0
    while opened := _UNREAD.search(source, position):
        start, end = opened.span()
        if opened[1] is None:
            closed = source.find(b"-->", start + 2)  # "<!-->" is a whole comment
            stop = closed + 3
        else:
            inside = source.find(b">", end)
            closing = _CLOSING[opened[1].lower()].search(source, inside) if inside > 0 else None
            closed = stop = closing.start() if closing else -1
            if closing and (_DATA.search(source, end, inside) or _PUSHED.match(source, inside + 1)):
                start = closed
        if closed < 0:
            break
        kept.append(source[position:start])
        position = stop
    kept.append(source[position:])
    return b"".join(kept)


def nodes(source: bytes) -> int:
    """About how many tags and attributes the markup has."""
    return source.count(b"<") + source.count(b"=")


def _utf8(body: bytes, charset: str | None) -> bytes:
    """The text of `body` in UTF-8; bytes that are valid UTF-8 are not copied.

    A byte order mark decides; then UTF-8, when the bytes are mostly that, because Indonesian papers that declare another charset
    send UTF-8 all the same; then `charset` (of the Content-Type header), then the page's own declaration; Windows-1252 otherwise.
    Bytes that fit nothing become U+FFFD.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            body = body.removeprefix(mark)
            return _recoded(body, name)
    if body[:200].count(0) > 40:  # every second byte of ASCII in UTF-16
        return _recoded(body, "utf-16-le" if body[1:2] == b"\x00" else "utf-16-be")
    try:
        body.decode()
    except UnicodeDecodeError:
        return _recoded(body, "utf-8" if _mostly_utf8(body) else _declared(body, charset))
    return body


def _recoded(body: bytes, charset: str) -> bytes:
    return body.decode(charset, "replace").encode("utf-8", "replace")


def _mostly_utf8(body: bytes) -> bool:
    """Whether more characters are UTF-8 than bytes are not."""
    text = body.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    plain = len(text.encode("ascii", "ignore"))
    return len(text) - plain - damaged >= damaged


def _declared(body: bytes, charset: str | None) -> str:
    for name in (charset, html_body_declared_encoding(body[:HEAD_BYTES])):
        encoding = resolve_encoding(name.partition(";")[0].strip("\"' ")) if name else None
        if encoding and _CHARSETS.fullmatch(encoding):
            return encoding
    return "cp1252"


def _unpacked(body: bytes) -> bytes:
    """The body itself, or what it was before a server compressed it once too often."""
    if not body.startswith(_GZIP):
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, MAX_UNPACKED)
    except zlib.error:
        return body


def _few_attributes(tag: re.Match[bytes]) -> bytes:
    """The tag itself, without its attributes where they are very many."""
    return tag[0] if len(_QUOTED.sub(b"", tag[0]).split()) <= MAX_ATTRIBUTES else tag[1] + b">"
