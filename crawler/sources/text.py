"""Text: bytes of unknown charset to characters, and marked-up titles to plain ones."""

from __future__ import annotations

import codecs
import html
import re

from w3lib.encoding import http_content_type_encoding, resolve_encoding

MAX_TITLE_CHARS = 500

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
_DECLARATION_BYTES = 4096  # where a document declares its charset, if it does
_TAG = re.compile(r"<!\[CDATA\[|\]\]>|<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
_FALLBACK = "cp1252"
# Python's names of the charsets pages are written in. It knows other codecs (punycode, undefined, unicode_escape) that no page may make
# us run, and UTF-16 without its mark cannot be meant where the declaration itself could be read.
_CHARSETS = re.compile(r"utf-8|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|big5\w*|gb\d+|gbk|euc_\w+|shift_\w+|iso2022_\w+|tis-620")


def decode(body: bytes, content_type: str | None = None) -> tuple[str, bool]:
    """Return `body` as text, and whether every byte fitted the charset.

    A byte order mark decides; else UTF-8 where the bytes are valid UTF-8, whatever is declared (papers send UTF-8 and declare ISO-8859-1);
    else the charset of the Content-Type header (a bare charset name will do), else the one the document declares; else Windows-1252.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return _lenient(body[len(mark) :], charset)
    if body[:4] in (b"<\0?\0", b"<\0!\0", b"<\0r\0", b"<\0f\0", b"<\0u\0", b"<\0s\0"):
        return _lenient(body, "utf-16-le")
    if body[:3] in (b"\0<\0",):
        return _lenient(body, "utf-16-be")
    try:
        return body.decode("utf-8"), True
    except UnicodeDecodeError:
        charset = _declared(body, content_type)
    if charset == "utf-8":
        text, _ = _lenient(body, charset)
        # a few damaged characters in a large document are still UTF-8; where most are wrong, the declaration is
        wrong = text.count("\ufffd")
        if wrong * 4 > sum(byte > 0x7F for byte in body):
            text = body.decode(_FALLBACK, "replace")
        return text, False
    return _lenient(body, charset)


def plain(markup: str) -> str:
    """Return a title as a reader sees it: no tags or CDATA marks, entities resolved (also those escaped twice), white space collapsed."""
    text = markup[: MAX_TITLE_CHARS * 20]
    if "<" not in text and "&" not in text:
        return " ".join(text.split())[:MAX_TITLE_CHARS]
    for _ in range(2):
        text = html.unescape(_TAG.sub(" " if "<br" in text.lower() else "", text))
    return " ".join(_TAG.sub("", text).split())[:MAX_TITLE_CHARS]


def _declared(body: bytes, content_type: str | None) -> str:
    header = http_content_type_encoding(content_type) or resolve_encoding(content_type) if content_type else None
    match = _DECLARED.search(body[:_DECLARATION_BYTES])
    written = resolve_encoding(match[1].decode("ascii")) if match else None
    charset = header or written or "utf-8"
    return charset if _CHARSETS.fullmatch(charset) else _FALLBACK


def _lenient(body: bytes, charset: str) -> tuple[str, bool]:
    try:
        return body.decode(charset), True
    except UnicodeDecodeError:
        return body.decode(charset, "replace"), False
