"""Only Indonesian goes on, and its neighbours are told from it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.items import Article, Language, Verdict
from pipelines.language import LanguageStage, detect
from pipelines.stage import Ended

INDONESIAN = (
    "Presiden Rusia Vladimir Putin tiba di ibu kota Korea Utara pada Rabu dini hari untuk kunjungan kenegaraan. "
    "Pemerintah Korea Selatan khawatir karena kedua negara diperkirakan akan menandatangani perjanjian keamanan."
)
MALAY = (
    "Presiden Russia Vladimir Putin tiba di Korea Utara untuk lawatan rasmi selama dua hari. Kerajaan Korea Selatan bimbang kerana "
    "kedua-dua pemimpin dijangka menandatangani perjanjian perkongsian strategik, lapor agensi berita."
)
MALAY_LOCAL = (
    "Setiausaha Agung parti itu berkata mesyuarat akan membincangkan wang peruntukan, bagaimanapun beliau tidak mengesahkan tarikh."
)
JAVANESE = "Presidhen Rusia Vladimir Putin wis tekan ing Korea Lor kanggo ketemu karo Kim Jong Un. Loro pemimpin iku arep tandha tangan."
SUNDANESE = "Presidén Rusia Vladimir Putin parantos dongkap di Koréa Kalér pikeun patepung jeung Kim Jong Un. Dua pamingpin éta sapuk."


def article(body: str) -> Article:
    return Article(url="u", canonical_url="u", outlet="o", title="t", body=body, crawled_at=datetime(2024, 6, 19, tzinfo=UTC))


def test_an_indonesian_article_goes_on_and_remembers_how_sure_we_are() -> None:
    judged = LanguageStage.from_settings({}).judge(article(INDONESIAN))
    assert isinstance(judged, Article)
    assert judged.language is not None
    assert judged.language.code == "id"
    assert judged.language.probability > 0.99


@pytest.mark.parametrize("text", [MALAY, MALAY_LOCAL, "Sebuah pesawat Russia terhempas, 49 penumpang dikhuatiri maut."])
def test_a_malay_article_is_not_taken_for_indonesian(text: str) -> None:
    assert detect(text).code == "ms"


@pytest.mark.parametrize(("text", "code"), [(JAVANESE, "jv"), (SUNDANESE, "su")])
def test_javanese_and_sundanese_are_not_called_malay(text: str, code: str) -> None:
    assert detect(text).code == code


def test_a_text_in_capitals_is_still_indonesian() -> None:
    assert detect("PUTIN TIBA DI PYONGYANG, DISAMBUT KIM JONG UN DENGAN UPACARA KENEGARAAN").code == "id"


@pytest.mark.parametrize("text", ["Putin ke Pyongyang.", "Moskow (ANTARA) - Rusia dan Korut teken MoU.", INDONESIAN[:60]])
def test_a_short_indonesian_text_is_indonesian(text: str) -> None:
    language = detect(text)
    assert language.code == "id"
    assert language.probability >= 0.8


def test_an_indonesian_article_that_quotes_malaysians_stays_indonesian() -> None:
    quoting = (
        INDONESIAN + ' "Kerajaan Malaysia memantau," kata Perdana Menteri, dikutip kantor berita. Ia menilai hal itu bisa memicu konflik.'
    )
    assert detect(quoting).code == "id"


@pytest.mark.parametrize("text", ["", "   ", "12345 – 67 %", "!?"])
def test_text_without_letters_has_no_language(text: str) -> None:
    assert detect(text) == Language("und", 0.0)


def test_an_english_article_ends_with_code_and_probability() -> None:
    ended = LanguageStage().judge(
        article("Russia and North Korea agreed to expand cooperation in tourism during talks in Wonsan on Saturday.")
    )
    assert isinstance(ended, Ended)
    assert ended.verdict is Verdict.NOT_INDONESIAN
    assert ended.reason.startswith(("en 0.9", "en 1.0"))


def test_an_address_in_the_text_does_not_sway_the_answer() -> None:
    assert detect("Baca di https://www.example.com/the-news-of-the-world-and-more-english-words " + INDONESIAN).code == "id"


def test_the_threshold_is_a_setting() -> None:
    assert isinstance(LanguageStage.from_settings({"LANGUAGE_MIN_PROBABILITY": 1.01}).judge(article(INDONESIAN)), Ended)


def test_the_same_text_always_gets_the_same_answer() -> None:
    assert len({detect("Vladimir Putin arrived in Pyongyang") for _ in range(20)}) == 1
