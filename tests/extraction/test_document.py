"""Document: the text of a page, whatever its bytes and whatever it says of them."""

from __future__ import annotations

import gzip
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.document import source_of
from pipelines.extraction.document import MAX_DEPTH, Refused, parse
from tests.extraction.building import FIRST, PARAGRAPHS, TITLE, document, extracted, news_article, page, paragraphs

TEXT = "Presiden Rusia “Vladimir” Putin – café"


def decode(body: bytes, charset: str | None = None) -> str:
    return source_of(page(body, charset=charset)).decode()


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


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "&#11;", "&#12;", "&#x0C;", "&#1;", "&#xFFFE;", "\ufffe", "\uffff"])
def test_what_is_no_character_of_a_page_does_not_fail_it(character: str) -> None:
    inserted = (
        f"{paragraphs(*PARAGRAPHS[:2])}{character}<script>x</script>{character}<aside>x</aside>{character}{paragraphs(*PARAGRAPHS[2:])}"
    )
    assert extracted(document(f"<h1>{TITLE}</h1><div>{inserted}</div>", news_article())).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-16-be", "gb18030"])
def test_a_page_in_a_rare_encoding_is_read(encoding: str) -> None:
    body = document(f"<h1>{TITLE}</h1><div>{paragraphs(*PARAGRAPHS)}</div>", news_article()).encode(encoding)
    assert extracted(body, charset=encoding).body.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("declared", ["windows-1251;windows-1251", ' "windows-1251" ', "WINDOWS-1251"])
def test_a_charset_declared_sloppily_is_understood(declared: str) -> None:
    assert decode("Москва".encode("cp1251"), declared) == "Москва"


def test_a_page_compressed_once_too_often_is_unpacked() -> None:
    body = document(f"<h1>{TITLE}</h1><div>{paragraphs(*PARAGRAPHS)}</div>", news_article()).encode()
    assert extracted(gzip.compress(body)).body.split("\n") == list(PARAGRAPHS)


def test_bytes_that_only_begin_like_compressed_ones_are_text() -> None:
    assert parse(page(b"\x1f\x8b\x08<p>halo</p>")) is not None


def test_what_is_nested_too_deep_stands_in_order_at_the_depth_that_is_read() -> None:
    tree = parse(page("".join(f"<div>{n} <b>tebal</b> ekor " for n in range(300))))
    assert tree is not None
    assert " ".join(tree.text_content().split()) == " ".join(f"{n} tebal ekor" for n in range(300))
    assert max(sum(1 for _ in element.iterancestors()) for element in tree.iter()) <= MAX_DEPTH


def test_an_attribute_of_many_and_a_tag_of_many_attributes_cost_nothing() -> None:
    many = " ".join(f"a{n}='{n}'" for n in range(100_000))
    tree = parse(page(f"<div {many}><p title='{'x' * 30_000}' class='isi'>halo</p></div>"))
    assert tree is not None
    paragraph = tree.find(".//p")
    assert paragraph is not None
    assert dict(paragraph.attrib) == {"class": "isi"}


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
    with suppress(Refused):
        parse(page(body, charset=charset))
