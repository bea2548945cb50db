"""Bytes to characters, and titles to plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources.text import decode, plain


@pytest.mark.parametrize(
    ("body", "header", "text", "fits"),
    [
        ("é“".encode(), "iso-8859-1", "é“", True),
        ("é“".encode("cp1252"), "text/html; charset=windows-1252", "é“", True),
        ("é“".encode("cp1252"), "iso-8859-1", "é“", True),
        ("é“".encode("cp1252"), None, "é“", False),
        (b'<?xml version="1.0" encoding="koi8-r"?>' + "Путин".encode("koi8-r"), None, '<?xml version="1.0" encoding="koi8-r"?>Путин', True),
        ("é".encode("utf-16"), "utf-8", "é", True),
        ("\ufeffé".encode(), None, "é", True),
        (b"", None, "", True),
        (b"\x80", "undefined", "€", True),
        (b"\x80", "punycode", "€", True),
        (b"\x80", "zlib", "€", True),
        (b"\x80", "nonsense", "€", False),
    ],
)
def test_bytes_are_read_in_the_charset_they_are_really_in(body, header, text, fits):
    assert decode(body, header) == (text, fits)


def test_one_bad_byte_does_not_make_utf8_another_charset():
    assert decode("é“Rusia” é é".encode() + b"\xff") == ("é“Rusia” é é\ufffd", False)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Rusia &amp; Korut", "Rusia & Korut"),
        ("Rusia &amp;amp; Korut", "Rusia & Korut"),
        ("<b>Rusia</b> &lt;i&gt;Korut&lt;/i&gt;", "Rusia Korut"),
        ("Rusia<br>Korut", "Rusia Korut"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("  a\n\tb\xa0c ", "a b c"),
        ("", ""),
        ("<![CDATA[x]]>", "x"),
        ("a" * 10_000, "a" * 500),
    ],
)
def test_a_title_loses_its_markup_only(markup, text):
    assert plain(markup) == text


@given(st.binary(max_size=200), st.none() | st.text(max_size=30) | st.sampled_from(["utf-7", "idna", "hex", "rot13", "mbcs", "utf-16"]))
def test_arbitrary_bytes_and_charsets_never_raise(body, charset):
    decode(body, charset)
    decode(b"<?xml version='1.0' encoding='" + body + b"'?>\xff", None)


@given(st.text())
def test_arbitrary_titles_never_raise(text):
    assert len(plain(text)) <= 500
