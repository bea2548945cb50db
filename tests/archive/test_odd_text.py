"""Text that databases do not like."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.archive import Archive
from pipelines.archive.storable import key, storable
from pipelines.items import Evidence, Sentence, Verdict
from tests.archive.samples import address, article, judgement, later, page, relevant

ANY_TEXT = st.text(st.characters(), max_size=60)


def test_nul_and_lone_surrogates_are_replaced_one_by_one(archive: Archive) -> None:
    archive.record([relevant(title="Pu\0tin \ud83d ke", body="Rusia\udfff\0", tags=("a\0",), authors=("\ud800",))])
    kept = archive.article(address("putin"))
    assert kept is not None
    assert (kept.title, kept.body, kept.tags, kept.authors) == ("Pu\ufffdtin \ufffd ke", "Rusia\ufffd\ufffd", ("a\ufffd",), ("\ufffd",))


def test_the_evidence_still_points_at_its_sentence(archive: Archive) -> None:
    body = "\0\ud800Pembuka. Rusia membantu Korut."
    sentence = Sentence("Rusia membantu Korut.", "body", 11, 32)
    archive.record([relevant(body=body, evidence=Evidence(sentences=(sentence,)))])
    kept = archive.article(address("putin"))
    assert kept is not None
    assert kept.body[sentence.start : sentence.end] == sentence.text


def test_odd_characters_in_addresses_reasons_and_names_do_not_stop_a_batch(archive: Archive) -> None:
    odd = "\0\ud800🚀'\";--%"
    archive.record([judgement(Verdict.FAILED, odd, reason=odd, outlet=odd, page=page(odd, charset=odd), final=False), relevant()])
    assert archive.known([address(odd), address("putin")], now=later(1)) == {address(odd), address("putin")}
    run = archive.start_run(odd, later(0))
    archive.finish_run(run, odd, odd, {odd: 1}, later(1))
    archive.remember_sources(odd, [(odd, odd)], later(0))
    archive.source_answered(odd, odd, odd, odd, later(1))
    assert [source.etag for source in archive.sources(odd)] == [storable(odd)]
    assert archive.source_failed(odd, odd, later(2)) == 1


@pytest.mark.parametrize("unit", ["Rusia membantu Korut. ", "x", "🚀", "negara-", "a\u0301\u200b", "\u0bb9", "1e5 "])
def test_a_body_of_five_megabytes_is_kept_whole_and_found(archive: Archive, unit: str) -> None:
    body = "Pyongyang. " + unit * (5_000_000 // len(unit))
    archive.record([relevant(body=body)])
    [hit] = archive.search("pyongyang")
    assert hit.body == body
    assert len(hit.highlight) < 1000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=ANY_TEXT, body=ANY_TEXT, query=ANY_TEXT)
def test_any_text_can_be_recorded_and_any_query_asked(archive: Archive, title: str, body: str, query: str) -> None:
    archive.record([relevant("acak", at=later(len(body)), title=title, body=body, content_hash="")])
    kept = archive.article(address("acak"))
    assert kept is not None
    assert list(archive.search(query, limit=3)) is not None


@given(ANY_TEXT)
def test_storable_text_can_be_encoded_and_has_the_same_length(text: str) -> None:
    assert len(storable(text).encode("utf-16-le").decode("utf-16-le")) == len(text)
    assert "\0" not in storable(text)


def test_keys_of_long_addresses_are_short_and_differ() -> None:
    long = "https://koran.example/" + "ü" * 3000
    assert len(key(long).encode()) <= 2000
    assert key(long) != key(long + "a")
    assert key("https://koran.example/") == "https://koran.example/"


def test_an_article_with_an_emoji_is_as_it_was(archive: Archive) -> None:
    archive.record([relevant(title="Kim 🚀 Putin", body="👨‍👩‍👧 Rusia")])
    assert archive.article(address("putin")) == article(title="Kim 🚀 Putin", body="👨‍👩‍👧 Rusia")
    assert [hit.title for hit in archive.search("kim 🚀")] == ["Kim 🚀 Putin"]
