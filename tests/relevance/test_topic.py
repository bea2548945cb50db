"""A topic is a file: it is checked when it is read, and a second one is just a second file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.items import Article, Verdict
from pipelines.relevance import RelevanceStage, TopicError, assess, load_topic
from pipelines.relevance.topic import TOPICS

SECOND = """
name = "india_pakistan"
title = "Hubungan India dan Pakistan"
version = "3"
[sides.india]
label = "India"
entities = [{ name = "India", kind = "country", aliases = ["Bharat", "New Delhi"] }]
[sides.pakistan]
label = "Pakistan"
entities = [{ name = "Pakistan", kind = "country", aliases = ["Islamabad", "Pakistan"] }]
[interactions.military]
stems = ["serang"]
"""


def stored(folder: Path, text: str) -> str:
    path = folder / "second.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_second_topic_needs_nothing_but_its_file(tmp_path: Path) -> None:
    topic = load_topic(stored(tmp_path, SECOND))
    article = Article(
        url="u",
        canonical_url="u",
        outlet="o",
        title="New Delhi Serang Islamabad",
        body="New Delhi menyerang Islamabad.",
        crawled_at=datetime(2024, 1, 1, tzinfo=UTC),
    )
    assert assess(article, topic)[0] is Verdict.RELEVANT
    assert set(topic.side_patterns) == {"india", "pakistan"}


def test_the_version_of_the_rules_changes_with_the_file(tmp_path: Path) -> None:
    before = load_topic(stored(tmp_path, SECOND)).rules_version
    after = load_topic(stored(tmp_path, SECOND.replace('"serang"', '"serang", "kirim"'))).rules_version
    assert before.startswith("3-")
    assert before != after


def refusal(path: str) -> list[str]:
    """The lines of the refusal, without the file's name, which each of them must begin with."""
    with pytest.raises(TopicError) as refused:
        load_topic(path)
    told = str(refused.value).split("\n")
    assert all(line.startswith(path) for line in told)
    return [line.removeprefix(path).lstrip(": ") for line in told]


BAD_TOPICS = {
    "a value that is none of those there are": (
        ('kind = "country", aliases = ["Bharat"', 'kind = "contry", aliases = ["Bharat"'),
        "line 7: sides.india.entities.0.kind: 'contry' is none of country, person, place, organisation, weapon, did you mean country?",
    ),
    "no spelling": (
        ('aliases = ["Islamabad", "Pakistan"]', "weak = false"),
        "line 10: sides.pakistan.entities.0: 'Pakistan' has no spelling",
    ),
    "an unknown key": (
        ('stems = ["serang"]', 'stem = ["serang"]\nwords = ["serang"]'),
        "line 12: interactions.military.stem: unknown key, did you mean stems?",
    ),
    "an unknown table": (
        ("[interactions.military]", "[interaction.military]"),
        "line 11: interaction: unknown key, did you mean interactions?",
    ),
    "a missing key": (('version = "3"', ""), "line 1: version: is missing; add version = ... to the top of the file"),
    "a key missing in a table": (('label = "Pakistan"\n', ""), "line 8: sides.pakistan.label: is missing; add label = ... to this table"),
    "a number for text": (('version = "3"', "version = 3"), "line 4: version: 3 is not text; write it in quotes"),
    "text for a list": (
        ('stems = ["serang"]', 'stems = "serang"'),
        "line 12: interactions.military.stems: 'serang' is not a list; write it in brackets",
    ),
    "text for true or false": (
        ('kind = "country", aliases = ["Bharat"', 'kind = "country", weak = "no", aliases = ["Bharat"'),
        "line 7: sides.india.entities.0.weak: 'no' is not true or false",
    ),
    "an empty text": (('"Bharat"', '" "'), "line 7: sides.india.entities.0.aliases.0: is empty; fill it in or remove it"),
    "a spelling that is too short": (
        ('"Bharat"', '"RI"'),
        "line 7: sides.india.entities.0.aliases.0: 'RI' is too short to be told from other words; give at least 3 letters, or",
    ),
    "a fuzzy spelling that is too short": (
        ('aliases = ["Bharat", ', 'fuzzy = ["India"], aliases = ["Bharat", '),
        "line 7: sides.india.entities.0.fuzzy.0: 'India' is too short",
    ),
    "one spelling for both sides": (
        ('"Islamabad"', '"new-delhi"'),
        "line 10: sides.pakistan.entities.0.aliases.0: 'new-delhi' is a name of the side 'india' as well, on line 7",
    ),
    "one spelling twice": (
        ('"New Delhi"', '"New Delhi", "NewDelhi"'),
        "line 7: sides.india.entities.0.aliases.2: 'NewDelhi' is listed already, as 'New Delhi' on line 7",
    ),
    "a misprint of one side that is the other": (
        ('aliases = ["Bharat", ', 'fuzzy = ["Pakisstan"], aliases = ["Bharat", '),
        "line 7: sides.india.entities.0.fuzzy.0: 'Pakisstan' with one wrong letter is 'Pakistan', a name of the side 'pakistan' on line 10",
    ),
    "a word twice": (
        ('"serang"', '"serang",\n"Serang"'),
        "line 13: interactions.military.stems.1: 'Serang' is listed twice, first on line 12",
    ),
    "a name in two lists of synonyms": (
        ('stems = ["serang"]', 'stems = ["serang"]\n[search]\nsynonyms = [\n["India", "Bharat"],\n["New Delhi", "bharat"],\n]'),
        "line 16: search.synonyms.1.1: 'bharat' stands among the synonyms already",
    ),
    "a synonym with what divides them": (
        ('stems = ["serang"]', 'stems = ["serang"]\n[search]\nsynonyms = [["India", "Bharat, Hindustan"]]'),
        "line 14: search.synonyms.0.1: 'Bharat, Hindustan' is no name to search for; write letters or digits",
    ),
    "a synonym without a letter": (
        ('stems = ["serang"]', 'stems = ["serang"]\n[search]\nsynonyms = [["India", "..."]]'),
        "line 14: search.synonyms.0.1: '...' is no name to search for; write letters or digits",
    ),
    "a synonym of nothing": (
        ('stems = ["serang"]', 'stems = ["serang"]\n[search]\nsynonyms = [["India"]]'),
        "line 14: search.synonyms.0: has 1",
    ),
    "a stem of two words": (
        ('"serang"', '"serang balik"'),
        "line 12: interactions.military.stems.0: 'serang balik' is not one word of letters; list it under words",
    ),
    "a kind without a word": (('stems = ["serang"]', ""), "line 11: interactions.military: gives no word"),
    "a kind with a name that no index can hold": (
        ("[interactions.military]", '[interactions."Perang Besar"]'),
        "line 11: interactions.Perang Besar: 'Perang Besar' must consist of small letters a-z, digits and _",
    ),
    "a side of weak names only": (
        ('name = "Pakistan",', 'name = "Pakistan", weak = true,'),
        "line 8: sides.pakistan: every entity is weak",
    ),
    "strong_beside on a name that counts anyway": (
        ('name = "Pakistan",', 'name = "Pakistan", strong_beside = ["India"],'),
        "line 10: sides.pakistan.entities.0.strong_beside: 'Pakistan' is not weak",
    ),
    "a phrase with capitals that is compared with small letters": (
        ('aliases = ["Bharat"', 'unless_near = ["Samudra"], aliases = ["Bharat"'),
        "line 7: sides.india.entities.0.unless_near.0: 'Samudra' would never be found, for it is compared with small letters; write 'samudra'",
    ),
    "a longer name that does not hold the name": (
        ('aliases = ["Bharat"', 'not_in = ["Samudra Hindia"], aliases = ["Bharat"'),
        "line 7: sides.india.entities.0.not_in.0: 'Samudra Hindia' holds no spelling of 'India', so it rules nothing out",
    ),
    "two entities of one name": (
        ("}]\n[sides.pakistan]", '},\n{ name = "India", kind = "person", aliases = ["Modi"] }]\n[sides.pakistan]'),
        "line 8: sides.india.entities.1.name: 'India' is the name of another entity of this side, on line 7",
    ),
    "one side": (('[sides.pakistan]\nlabel = "Pakistan"\nentities', "[oddity]\nx"), "line 5: sides: has 1 of what must be at least 2"),
    "a table twice": (
        ("[interactions.military]", "[sides.india]"),
        "line 11: not TOML: Cannot declare ('sides', 'india') twice, in column 13 of '[sides.india]'",
    ),
    "a quote that is not closed": (('"serang"', '"serang'), "line 12: not TOML: "),
}


@pytest.mark.parametrize(("change", "told"), BAD_TOPICS.values(), ids=list(BAD_TOPICS))
def test_an_unusable_topic_is_refused_in_a_line_that_says_where_and_what_to_do(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    assert change[0] in SECOND
    assert any(line.startswith(told) for line in refusal(stored(tmp_path, SECOND.replace(*change))))


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    broken = SECOND.replace('title = "Hubungan India dan Pakistan"', "titel = 1").replace('"country"', '"land"').replace('"serang"', '""')
    told = refusal(stored(tmp_path, broken))
    assert [line.partition(": ")[2].partition(":")[0] for line in told] == [
        "title",
        "titel",
        "sides.india.entities.0.kind",
        "sides.pakistan.entities.0.kind",
        "interactions.military.stems.0",
    ]


def test_of_very_many_faults_ten_are_told(tmp_path: Path) -> None:
    told = refusal(stored(tmp_path, SECOND.replace('"serang"', ", ".join(["1"] * 15))))
    assert len(told) == 11
    assert told[-1] == "and 5 more; mend these first"


def test_a_file_with_windows_line_ends_is_read_and_its_lines_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    path.write_bytes(SECOND.replace("\n", "\r\n").encode())
    assert load_topic(str(path)).name == "india_pakistan"
    path.write_bytes(SECOND.replace("serang", " ").replace("\n", "\r\n").encode())
    assert refusal(str(path)) == ["line 12: interactions.military.stems.0: is empty; fill it in or remove it"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'name = "x"\ntitle = "\xff"', "line 2: not UTF-8 at byte 20 (0xff); save the file as UTF-8"),
        (b'\xef\xbb\xbfname = "x"', "line 1: begins with a byte order mark; save the file as UTF-8 without one"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "line 1: not a topic: lists or tables stand in each other too deeply"),
        (b"#" * 1_000_001, "has more than 1,000,000 bytes; a topic is a list of names and words, so this must be another file"),
    ],
    ids=["not UTF-8", "byte order mark", "nested too deeply", "huge"],
)
def test_a_file_that_is_no_text_or_no_topic_at_all_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "t.toml"
    path.write_bytes(content)
    assert refusal(str(path)) == [told]


def test_a_folder_is_no_topic(tmp_path: Path) -> None:
    folder = tmp_path / "t.toml"
    folder.mkdir()
    assert refusal(str(folder)) == ["cannot be read: Is a directory; check the path and who may read it"]


def test_an_unknown_topic_is_answered_with_those_there_are() -> None:
    with pytest.raises(
        TopicError, match=r"mars: no topic of this name, and no such file; give one of .*russia_dprk, or the path of a \.toml file"
    ):
        RelevanceStage.from_settings({"TOPIC": "mars"})


@pytest.mark.parametrize("path", sorted(TOPICS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_topic_we_ship_is_usable(path: Path) -> None:
    assert load_topic(path.stem).name == path.stem
