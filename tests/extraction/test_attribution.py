"""Attribution: media that an article draws on are named, media and words that it only mentions are not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipelines.extraction.attribution import DATA, cites, load
from tests.extraction.building import FIRST, LAST, SECOND, TITLE, document, extracted, news_article, paragraphs

HERE = Path(__file__).parent / "data"


def _sentences() -> list[tuple[tuple[str, ...], str]]:
    lines = (HERE / "citations.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    return [(() if names == "-" else tuple(names.split("; ")), sentence) for names, sentence in rows]


KNOTS = ["(" + "- " * 90 + "AFP" + " / a" * 99, "AP" + "  ini" * 99, "mengutip" + " korea utara dari" * 9 + " AFP", "ab." * 3000]
ARTICLES = tomllib.loads((HERE / "citing_articles.toml").read_text(encoding="utf-8"))["article"]


@pytest.mark.parametrize(("expected", "sentence"), _sentences())
def test_a_sentence_cites_the_media_it_draws_on_and_no_others(expected: tuple[str, ...], sentence: str) -> None:
    assert cites("", sentence, ()) == expected


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["title"])
def test_a_whole_article_cites_each_medium_once_in_order(article: dict[str, object]) -> None:
    assert list(cites(article["title"], article["body"].strip(), article["own"])) == article["cites"]


@pytest.mark.parametrize("own", [("kompas.com",), ("Kompas.com",), ("kompascom", "kompas"), ("KOMPAS",)])
def test_an_outlet_does_not_cite_itself(own: tuple[str, ...]) -> None:
    body = 'JAKARTA, KOMPAS.com - Hal itu diungkap AFP.\n"Belum," katanya kepada Kompas.com, Senin (3/6).\nDikutip dari Kompas.com, hujan turun.'
    assert cites("", body, own) == ("AFP",)
    assert cites("", body, ("antaranews",)) == ("AFP", "Kompas")


def test_a_headline_that_begins_with_the_speaker_cites_it() -> None:
    assert cites("KCNA: Kim Kirim Surat kepada Putin", "Kim menyampaikan selamat.", ()) == ("KCNA",)
    assert cites("Antara: Dua Kota", "Kim menyampaikan selamat.", ()) == ()


def test_words_of_a_citation_do_not_reach_into_the_next_sentence() -> None:
    assert cites("", "Hal itu dikutip banyak orang. BBC berkantor di London.", ()) == ()


@pytest.mark.parametrize(
    "body", ["", "\n\n", "Reuters " * 3000, "dikutip dari " * 3000, "(" * 5000 + "AFP", "Reuters, " * 3000, *KNOTS, "kata " * 5000 + "AP"]
)
def test_bodies_that_are_no_prose_are_read_to_their_end(body: str) -> None:
    assert isinstance(cites("", body, ()), tuple)


def _changed(tmp_path: Path, old: str, new: str) -> Path:
    text = DATA.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "attribution.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('ANSA = ["ANSA"]', 'ANSA = ["AFP"]', "'AFP' stands for both"),
        ('ANSA = ["ANSA"]', 'ANSA = ["--"]', "agencies.ANSA.0"),
        ('ANSA = ["ANSA"]', 'ANSA = "ANSA"', "agencies.ANSA"),
        ("'mengutip',", "'mengutip(',", r"mengutip\("),
        ("citing = [", "quotes = [", "quotes"),
        ('CCTV = ["CCTV"]', 'Gazet = ["Gazet"]', "no medium is named Gazet"),
    ],
)
def test_a_wrong_entry_is_refused_by_its_name(tmp_path: Path, old: str, new: str, named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        load(_changed(tmp_path, old, new))


def test_an_article_has_its_dateline_in_body_and_field_and_the_media_it_cites() -> None:
    first = f"Moskow, Warta Uji - {FIRST}"
    content = paragraphs(first, SECOND, "Hal itu dilansir dari Associated Press dan TASS, Kamis (20/6).", LAST)
    article = extracted(document(f'<article><h1>{TITLE}</h1><div class="isi">{content}</div></article>', news_article()))
    assert article.body.startswith("Moskow, Warta Uji - ")
    assert article.dateline == "Moskow, Warta Uji"
    assert article.cites == ("Associated Press", "TASS")
