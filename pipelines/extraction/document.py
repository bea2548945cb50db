"""Document: a page's bytes as text and as a tree, whatever the page says about its charset. Nothing here raises on bad input."""

from __future__ import annotations

import codecs
import re

from lxml import etree, html
from lxml.html import HtmlElement
from w3lib.encoding import html_body_declared_encoding, resolve_encoding

from pipelines.items import Page

HEAD_BYTES = 4096  # where a meta element declares the charset, if any does
# Python's names of the charsets that pages may be in, other than UTF-8; Python knows codecs that are no charset of text.
_CHARSETS = re.compile(
    r"cp\d{3,4}|iso8859-\d{1,2}|koi8-[rut]|mac-\w+|utf-16(?:-[lb]e)?|gbk|gb2312|gb18030|hz|big5\w*|euc_\w+|shift_jis\w*|iso2022_\w+|tis-620|johab"
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What libxml2 would stop at (NUL) or keep as rubbish: the control characters that HTML does not allow.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(body: bytes, charset: str | None = None) -> str:
    """Return the text of `body`.

    A byte order mark decides; then UTF-8, when the bytes are mostly that, because Indonesian papers that declare another charset
    send UTF-8 all the same; then `charset` (of the Content-Type header), then the page's own declaration; Windows-1252 otherwise.
    Bytes that fit nothing become U+FFFD.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if body[:200].count(0) > 40:  # every second byte of ASCII in UTF-16
        return body.decode("utf-16-le" if body[1:2] == b"\x00" else "utf-16-be", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    foreign = len(text.encode("ascii", "ignore"))
    if len(text) - foreign - damaged >= damaged:  # more characters that are UTF-8 than bytes that are not
        return text
    return body.decode(_declared(body, charset), "replace")


def parse(page: Page) -> HtmlElement | None:
    """Return the tree of `page`, None where its body holds nothing to parse."""
    text = _CONTROLS.sub("", decode(page.body, page.charset))
    if not text.strip():
        return None
    source = _SURROGATES.sub("\ufffd", text).encode("utf-8")
    # Told the encoding and given bytes, the parser takes no notice of what the page declares. huge_tree raises the depth that it
    # follows from 256 elements to 2048.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError):  # nothing but comments, for one
        return None


def _declared(body: bytes, charset: str | None) -> str:
    for name in (charset, html_body_declared_encoding(body[:HEAD_BYTES])):
        encoding = resolve_encoding(name) if name else None
        if encoding and _CHARSETS.fullmatch(encoding):
            return encoding
    return "cp1252"
