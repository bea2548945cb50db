"""Document: the text of a page, whatever its bytes and whatever it says of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.document import decode, parse
from tests.extraction.building import FIRST, PARAGRAPHS, TITLE, document, extracted, news_article, page, paragraphs

TEXT = "Presiden Rusia “Vladimir” Putin – café"


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1252", "ascii", "no-such-charset", ""])
def test_utf8_is_read_as_such_whatever_is_declared(declared: str | None) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    assert TEXT in decode((meta + TEXT).encode(), declared)


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1252"])
def test_windows_1252_is_read_as_such(declared: str | None) -> None:
    assert decode(TEXT.encode("cp1252"), declared) == TEXT


def test_a_charset_in_the_header_wins_over_the_pages_own() -> None:
    body = b'<meta charset="iso-8859-9">' + "ışık Корея".encode("koi8-r", "ignore")
    assert "Корея" in decode(body, "koi8-r")
    assert "Корея" not in decode(body, None)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_or_its_pattern_decides(encoding: str) -> None:
    markup = f"<html><head><title>{TITLE}</title></head><body><p>{TEXT}</p></body></html>"
    assert decode(markup.encode(encoding), "iso-8859-1") == markup


def test_a_few_invalid_bytes_do_not_spoil_the_rest() -> None:
    body = document(f"<h1>{TITLE}</h1><div>{paragraphs(*PARAGRAPHS)}</div>", news_article()).replace("Seoul", "“Seoul”").encode()
    article = extracted(body.replace(b"Kremlin.", b"Kremlin\xe2\x80.").replace(b"Rabu", b"\xffRabu"))
    assert "“Seoul”" in article.body
    assert article.body.count("\ufffd") == 2


def test_nul_bytes_and_control_characters_do_not_end_the_page() -> None:
    body = document(f"<h1>{TITLE}</h1><div>{paragraphs(*PARAGRAPHS)}</div>", news_article()).encode()
    article = extracted(b"\x00" + body.replace(b"Rusia", b"Ru\x00sia\x08"))
    assert article.body.split("\n") == list(PARAGRAPHS)


def test_an_xml_declaration_with_another_charset_is_ignored() -> None:
    markup = '<?xml version="1.0" encoding="iso-8859-1"?>' + document(
        f"<h1>{TITLE}</h1><div>{paragraphs(TEXT, *PARAGRAPHS)}</div>", news_article()
    )
    assert extracted(markup).body.startswith(FIRST[:9]) or TEXT in extracted(markup).body


@pytest.mark.parametrize("body", [b"", b"  \n ", b"\x00\x00", b"<!-- x -->", b"<!DOCTYPE html>"])
def test_a_page_without_anything_has_no_tree(body: bytes) -> None:
    assert parse(page(body)) is None


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "utf-7", "idna", "rot13", "unicode_escape", "base64", "gb2312", "x"]))
def test_no_bytes_and_no_charset_stop_the_reader(body: bytes, charset: str | None) -> None:
    assert isinstance(decode(body, charset), str)
    parse(page(body, charset=charset))
