"""Search over the stored articles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest

from pipelines.archive import Archive
from pipelines.items import Timestamp, Verdict
from tests.archive.samples import NOW, WIB, article, judgement, later, page, relevant

ARTICLES = {
    "pakta": ("Putin dan Kim Teken Pakta Pertahanan", "Rusia dan Korea Utara menandatangani perjanjian di Pyongyang."),
    "rudal": ("Korut Luncurkan Rudal", "Militer Korea Selatan mendeteksi peluncuran rudal. Rusia diam."),
    "gandum": ("Ekspor Gandum Rusia Naik", "Kerja sama Rusia-Korut meluas. Pertahanan tidak dibahas."),
    "turis": ("Turis Kembali ke Utara", "Wisatawan Rusia tiba di Wonsan, Korea."),
}


def record_all(archive: Archive) -> None:
    """Record the articles, each a day older than the one before."""
    archive.record(
        [
            relevant(
                name,
                title=title,
                body=body,
                published_at=Timestamp(datetime(2024, 6, 20, tzinfo=WIB) - timedelta(days=age), ""),
                outlet="harian" if name == "turis" else "Koran",
            )
            for age, (name, (title, body)) in enumerate(ARTICLES.items())
        ]
    )


def found(archive: Archive, query: str, limit: int = 20, verdicts: Collection[Verdict] = (Verdict.RELEVANT,)) -> list[str]:
    """The names of the articles found."""
    return [hit.url.removesuffix("?page=all").rsplit("/", 1)[1] for hit in archive.search(query, limit, verdicts)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("rusia korut", {"rudal", "gandum"}),
        ("pertahankan", {"pakta", "gandum"}),
        ("ditandatangani", {"pakta"}),
        ("meluncurkan", {"rudal"}),
        ("KORUT", {"rudal", "gandum"}),
        ("Korut-Rusia", {"rudal", "gandum"}),
        ('"korea utara"', {"pakta"}),
        ("korea utara", {"pakta", "turis"}),
        ('"utara korea"', set()),
        ("rusia -korea", {"gandum"}),
        ('rusia -"korea selatan"', {"pakta", "gandum", "turis"}),
        ("-rudal", {"pakta", "gandum", "turis"}),
        ("wonsan OR pakta", {"pakta", "turis"}),
        ("rusia wonsan OR pakta", {"pakta", "turis"}),
        ('wonsan OR "korea selatan" rudal', {"rudal"}),
        ("outlet:koran", {"pakta", "rudal", "gandum"}),
        ("outlet:KORAN rusia -rudal", {"pakta", "gandum"}),
        ("-outlet:koran", {"turis"}),
        ("outlet:koran outlet:harian korea", {"pakta", "rudal", "turis"}),
        ("outlet:lain", set()),
        ("", set(ARTICLES)),
        ("   ", set(ARTICLES)),
        ("🚀", set()),
        ("pakta 🚀", {"pakta"}),
        ("%", set()),
        ("_", set()),
        ('"pakta', {"pakta"}),
        ('pakta"', {"pakta"}),
        ("pakta*", {"pakta"}),
        ("pak*", set()),
        ("title:pakta", set()),
        ("NEAR(putin kim)", set()),
        ("putin AND kim", set()),
        ("'; DROP TABLE search; --", set()),
        ("pakta\0", {"pakta"}),
        ("\ud800 pakta", {"pakta"}),
        ("(pakta", {"pakta"}),
        ("pakta & kim | !rudal <-> x:*", set()),
        ("pa\u200bkta", {"pakta"}),
    ],
)
def test_a_query_finds(archive: Archive, query: str, names: set[str]) -> None:
    record_all(archive)
    assert set(found(archive, query)) == names


def test_without_a_query_the_newest_come_first_and_undated_ones_last(archive: Archive) -> None:
    archive.record([relevant("lama", published_at=None)])
    record_all(archive)
    assert found(archive, "") == [*ARTICLES, "lama"]


def test_a_match_in_the_title_comes_before_one_in_the_body(archive: Archive) -> None:
    filler = "Cuaca cerah di Bandung. " * 10
    archive.record([relevant("isi", title="Cuaca", body=f"{filler} Rudal. {filler}"), relevant("judul", title="Rudal", body=filler * 2)])
    archive.record([relevant("isi2", title="Cuaca", body=f"{filler} Rudal. {filler}")])
    assert found(archive, "rudal")[0] == "judul"


def test_the_limit_holds_and_zero_is_all(archive: Archive) -> None:
    archive.record([relevant(str(number)) for number in range(250)])
    assert [len(found(archive, "putin", limit)) for limit in (1, 20, 0)] == [1, 20, 250]
    assert [len(found(archive, "", limit)) for limit in (1, 20, 0)] == [1, 20, 250]


def test_only_relevant_articles_are_searched_unless_asked(archive: Archive) -> None:
    archive.record([relevant("satu"), judgement(Verdict.NEAR_MISS, "dua", article=article("dua"))])
    assert found(archive, "putin") == ["satu"]
    assert found(archive, "putin", verdicts=[Verdict.NEAR_MISS]) == ["dua"]
    assert set(found(archive, "putin", verdicts=list(Verdict))) == {"satu", "dua"}
    assert found(archive, "putin", verdicts=[]) == []


def test_a_revision_is_found_by_its_new_words_only(archive: Archive) -> None:
    archive.record([relevant(body="Awalnya tentang gandum.")])
    archive.record([relevant(at=later(60), body="Kemudian tentang rudal.")])
    assert (found(archive, "gandum"), found(archive, "rudal")) == ([], ["putin"])


def test_an_article_judged_irrelevant_later_is_not_found(archive: Archive) -> None:
    archive.record([relevant()])
    archive.record([judgement(Verdict.IRRELEVANT, at=later(1), article=article(), page=page())])
    assert found(archive, "putin") == []


def test_a_hit_has_all_that_is_shown(archive: Archive) -> None:
    archive.record([relevant(outlet="koran")])
    [hit] = archive.search("perjanjian kemitraan")
    whole = article()
    assert (hit.url, hit.outlet, hit.title, hit.body, hit.score, hit.evidence, hit.verdict) == (
        *(whole.url, whole.outlet, whole.title, whole.body, whole.score, whole.evidence, Verdict.RELEVANT),
    )
    assert whole.published_at is not None
    assert hit.published_at == whole.published_at.value
    assert "menandatangani [[perjanjian]] [[kemitraan]]. Kedua negara" in hit.highlight


def test_a_query_of_a_thousand_words_is_answered(archive: Archive) -> None:
    record_all(archive)
    assert found(archive, " ".join(f"kata{number}" for number in range(1000))) == []
    assert set(found(archive, " OR ".join(["rusia"] * 1000))) == set(ARTICLES)
    assert found(archive, "pakta " + " ".join(f"-kata{number}" for number in range(1000))) == ["pakta"]
    assert found(archive, '"' + "pakta " * 10_000) == ["pakta"]
    assert found(archive, '"' + "pakta " * 10_000 + '"') == []
    assert found(archive, "-".join(f"kata{number}" for number in range(10_000))) == []
    assert found(archive, " OR ".join("-".join(f"kata{number}" for number in range(100)) for _ in range(50))) == []


def test_a_search_that_is_not_read_to_its_end_holds_nothing(archive: Archive) -> None:
    archive.record([relevant(str(number)) for number in range(150)])
    hits = archive.search("putin", limit=0)
    next(hits)
    archive.record([relevant("baru")])
    assert len(list(hits)) == 149


def test_numbers_and_other_scripts_are_found(archive: Archive) -> None:
    archive.record([relevant(body="Rudal KN-23 dan 1e5 ton; 김정은; Путин; 3,5 juta; ½.", published_at=Timestamp(NOW, ""))])
    for query in ("KN-23", "kn23 OR kn", "1e5", "김정은", "путин", "ПУТИН", "3,5", '"3,5 juta"', "½"):
        assert found(archive, query) == ["putin"], query
