"""What relevance hands on: the completed article, or why its way ends here."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipelines.items import Article, Verdict
from pipelines.relevance import RelevanceStage, assess, load_topic
from pipelines.stage import Ended

TOPIC = load_topic("russia_dprk")
STAGE = RelevanceStage.from_settings({})


def article(title: str, body: str) -> Article:
    return Article(url="u", canonical_url="u", outlet="o", title=title, body=body, crawled_at=datetime(2024, 6, 19, tzinfo=UTC))


def test_a_relevant_article_goes_on_with_topic_score_and_evidence() -> None:
    judged = STAGE.judge(
        article("Putin Temui Kim Jong Un", "PYONGYANG - Presiden Rusia Vladimir Putin bertemu pemimpin Korea Utara Kim Jong Un.")
    )
    assert isinstance(judged, Article)
    assert judged.topic == "russia_dprk"
    assert judged.score >= 0.5
    assert {(term.side, term.name, term.where) for term in judged.evidence.terms} >= {
        ("russia", "Vladimir Putin", ("title", "lead")),
        ("dprk", "Kim Jong Un", ("title", "lead")),
        ("russia", "Rusia", ("lead",)),
    }
    assert "diplomacy" in judged.evidence.interactions
    assert judged.evidence.rules_version == TOPIC.rules_version


def test_a_near_miss_ends_with_its_article_so_that_the_archive_can_keep_it() -> None:
    body = (
        "WASHINGTON - Para pemimpin NATO membahas Ukraina dan anggaran.\nMereka sepakat menambah bantuan bagi Kyiv.\n"
        "Deklarasi menyinggung pengiriman peluru Korea Utara ke Rusia.\nKTT berikutnya digelar di Turki."
    )
    ended = STAGE.judge(article("NATO Gelar KTT", body))
    assert isinstance(ended, Ended)
    assert ended.verdict is Verdict.NEAR_MISS
    assert ended.item is not None
    assert 0.1 <= ended.item.score < 0.4
    assert "both sides named (Rusia 1, Korea Utara 1)" in ended.reason


def test_an_article_about_one_side_ends_with_the_name_of_the_other() -> None:
    ended = STAGE.judge(article("Rusia Serang Kyiv", "Rusia menyerang Kyiv."))
    assert ended == Ended(Verdict.IRRELEVANT, "score 0.10: Korea Utara is not named")


def test_an_article_that_names_neither_side_says_so() -> None:
    assert STAGE.judge(article("Banjir", "Banjir melanda kota.")) == Ended(Verdict.IRRELEVANT, "score 0.00: neither side is named")


def test_a_weak_name_counts_only_beside_a_strong_one_of_its_side() -> None:
    assert assess(article("Sukhoi untuk Korut", "Sukhoi dikirim ke Korut."), TOPIC)[0] is Verdict.IRRELEVANT
    terms = assess(article("Sukhoi Rusia untuk Korut", "Rusia mengirim Sukhoi ke Korut."), TOPIC)[2].terms
    assert "Sukhoi" in {term.name for term in terms}


def test_a_weak_name_counts_by_itself_right_beside_one_that_the_topic_names_for_it() -> None:
    assert assess(article("Kim-Putin Bertemu", "Putin dan Kim saling memuji di Vostochny."), TOPIC)[0] is Verdict.RELEVANT
    assert assess(article("Kim ke Rusia", "Aktor Kim Seon Ho tiba di Rusia. Putin tidak menyambutnya."), TOPIC)[0] is Verdict.IRRELEVANT


def test_the_council_of_an_acehnese_town_is_not_north_korea() -> None:
    council = article("DPRK Tolak Perusahaan Rusia", "Anggota DPRK di Aceh menolak kerja sama dengan Rusia.")
    state = article("DPRK dan Rusia Perkuat Kerja Sama", "Pyongyang - DPRK dan Rusia memperkuat kerja sama.")
    assert assess(council, TOPIC)[0] is Verdict.IRRELEVANT
    assert assess(state, TOPIC)[0] is Verdict.RELEVANT


def test_evidence_sentences_are_where_their_offsets_say_even_with_invisible_characters() -> None:
    body = "Pembuka\u00ad singkat.\nPemimpin Ko\u200brea Utara Kim Jong Un menyambut Putin. Kedua pemimpin sepakat bekerja sama."
    title = "Kim Jong Un Sambut Pu\u200btin"
    evidence = assess(article(title, body), TOPIC)[2]
    assert {sentence.field for sentence in evidence.sentences} == {"title", "body"}
    for sentence in evidence.sentences:
        assert {"title": title, "body": body}[sentence.field][sentence.start : sentence.end] == sentence.text


@given(st.text(max_size=80), st.text(max_size=300))
def test_any_text_at_all_gets_a_score_between_0_and_1(title: str, body: str) -> None:
    _, score, _ = assess(article(title, body + " Rusia " + body + " Korea Utara."), TOPIC)
    assert 0.0 <= score <= 1.0
