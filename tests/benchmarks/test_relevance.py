"""The relevance benchmark: figures that are right, baselines that do what they say, and lines that cannot be used told one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.document import END
from benchmarks.relevance import baselines, labelled, scores, timing
from benchmarks.relevance.__main__ import evaluate, main
from benchmarks.relevance.labelled import Labelled
from benchmarks.relevance.report import BEGIN, OURS, told, worst
from pipelines.relevance import load_topic

TOPIC = load_topic("russia_dprk")
NAMES = baselines.names_for(TOPIC)
MEETING = "Presiden Rusia Vladimir Putin bertemu pemimpin Korea Utara Kim Jong Un di Vladivostok dan meneken perjanjian."
APART = "Rusia memanen gandum lebih awal tahun ini karena musim panas yang kering.\nHujan deras merendam sawah di Korea Utara."
PLAYERS = "Undian mempertemukan Rusia, Iran, Jepang, Qatar, dan Korea Utara dalam satu grup turnamen bola voli di Hanoi."
RICE = "Harga beras di Pasar Induk Cipinang bertahan tinggi meskipun panen raya sudah dimulai di Karawang."
LINES: list[dict[str, Any]] = [
    {"id": "a", "title": "Putin Temui Kim Jong Un", "text": MEETING, "relevant": True, "kind": "positive", "subkind": "visit", "outlet": "x.id"},
    {"id": "b", "title": "Cuaca Dunia", "text": APART, "relevant": False, "kind": "hard_negative", "subkind": "separate"},
    {"id": 3, "title": "Undian Voli", "text": PLAYERS, "relevant": False, "kind": "hard_negative", "subkind": "sport"},
    {"id": "d", "title": None, "text": RICE, "relevant": False, "kind": "easy_negative", "subkind": None},
    {"id": "e", "title": "Bisa Begini, Bisa Begitu", "text": APART, "relevant": True, "kind": "borderline"},
]  # fmt: skip


def written(folder: Path, *lines: object, name: str = "texts.jsonl") -> Path:
    file = folder / name
    file.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return file


def text(body: str, relevant: bool = True, title: str = "", **more: str) -> Labelled:
    return Labelled(title, body, relevant, **{"kind": "k", "subkind": "", "outlet": "", "id": "", "place": "f line 1", **more})


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"title": "a"', "not JSON: "),
        ('["a"]', "not a JSON object"),
        ('{"title": "a", "relevant": true}', "text is missing"),
        ('{"title": "a", "text": "b"}', "relevant is missing"),
        ('{"text": "b", "relevant": "ya"}', "relevant is 'ya', not true or false"),
        ('{"text": 7, "relevant": true}', "text is '7', not text"),
        ('{"text": " ", "relevant": true}', "title and text are empty"),
        ("[" * 100_000, "n"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_and_the_others_count(tmp_path: Path, line: str, complaint: str) -> None:
    file = written(tmp_path, LINES[0], "", line, LINES[1])
    texts, complaints = labelled.read([file])
    assert [one.id for one in texts] == ["a", "b"]
    assert len(complaints) == 1
    assert complaints[0].startswith(f"{file} line 3: {complaint}")
    assert "\n" not in complaints[0]


def test_a_line_that_is_not_utf8_is_told_too(tmp_path: Path) -> None:
    file = written(tmp_path, LINES[0])
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes() + b'{"text": "\xff", "relevant": true}\n')
    texts, complaints = labelled.read([file])
    assert len(texts) == 1
    assert complaints == [f"{file} line 2: not UTF-8 at byte 10; left out"]


def test_the_figures_are_those_of_the_textbook() -> None:
    answers = [(True, True)] * 6 + [(True, False)] * 2 + [(False, True)] * 3 + [(False, False)] * 9
    assert scores.figures(answers) == {"precision": 0.75, "recall": 6 / 9, "F1": 12 / 17}
    assert scores.figures([(False, True), (False, False)]) == {"precision": 0.0, "recall": 0.0, "F1": 0.0}


def test_the_interval_holds_the_figure_and_the_difference_is_paired() -> None:
    texts = [text("x", relevant=number % 3 == 0) for number in range(60)]
    right = [one.relevant for one in texts]
    half = [one.relevant and at % 2 == 0 for at, one in enumerate(texts)]
    recall = scores.summarise(half, texts).measures["recall"]
    assert recall.low < recall.value == 0.5 < recall.high
    assert scores.difference(right, right, texts).high == 0.0
    assert scores.difference(right, half, texts).low > 0.0


def test_a_baseline_finds_whole_words_whatever_their_case() -> None:
    assert NAMES.both("RUSIA dan kim jong-un")
    assert not NAMES.both("Belarusia berusia 80 tahun, Korea Utara")
    assert not NAMES.both("Rusia dan para koruptor")


def test_each_baseline_looks_where_it_says() -> None:
    texts = [
        text(MEETING),
        text("Moskow diguyur salju. Pyongyang juga."),
        text("Salju turun di Moskow.\nDi Pyongyang juga."),
        text("Salju turun di Pyongyang.\nDi sana dingin.", title="Putin Tiba"),
        text(RICE),
    ]
    assert baselines.anywhere(NAMES, texts) == [True, True, True, True, False]
    assert baselines.in_one_sentence(NAMES, texts) == [True, False, False, False, False]
    assert baselines.in_title_or_first_paragraph(NAMES, texts) == [True, True, False, True, False]


def test_bm25_ranks_what_speaks_more_of_both_first_and_is_cut_where_it_does_best() -> None:
    filler = " ".join(["Harga beras naik lagi di pasar."] * 40)
    often, once = text("Rusia, Korea Utara. " * 5), text(f"{filler} Rusia dan Korea Utara. {filler}", relevant=False)
    neither = [text(filler, relevant=False) for _ in range(6)]
    assert baselines.bm25(NAMES, [once, often, *neither]) == [False, True, *[False] * 6]
    both_relevant = [text(once.text), often, *neither]
    assert baselines.bm25(NAMES, both_relevant) == [True, True, *[False] * 6]


def test_a_topic_without_listed_names_is_searched_by_its_countries(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "pipelines" / "relevance" / "topics" / "russia_dprk.toml"
    own = tmp_path / "own.toml"
    own.write_text(source.read_text(encoding="utf-8").replace('name = "russia_dprk"', 'name = "own"'), encoding="utf-8")
    assert baselines.names_for(load_topic(str(own))).both("Rusia dan Korea Utara")


def test_texts_too_short_to_be_timed_are_joined_to_five_hundred_words() -> None:
    short = [text(MEETING), text(RICE, relevant=False)] * 60
    whole, joined = timing.sample([text("kata " * 450), *short])
    assert len(whole) == 1
    assert joined
    assert all(500 <= one.word_count < 520 for one in joined)
    taken = timing.time_judging(short, TOPIC, rounds=2)
    assert taken.articles == taken.joined > 0
    assert 0 < taken.low <= taken.median <= taken.high


def test_a_run_scores_what_counts_and_says_what_it_left_out(tmp_path: Path) -> None:
    file = written(tmp_path, *LINES)
    texts, _ = labelled.read([file])
    found = evaluate(texts, TOPIC, [file], rounds=1)
    assert [one.text.id for one in found.judged] == ["a", "b", "3", "d"]
    assert found.notes[0].startswith("Left out: 1 texts of the kinds borderline and language_gate")
    assert found.summaries[OURS].measures["F1"].value == 1.0
    assert found.summaries["both names anywhere"].wrong == 2
    assert [(group.kind, group.right["both names anywhere"]) for group in found.kinds] == [
        ("easy_negative", 1),
        ("hard_negative", 0),
        ("positive", 1),
    ]
    assert not found.fitted


def test_the_worst_mistakes_are_the_most_certain_ones_and_show_their_evidence(tmp_path: Path) -> None:
    wrong = [LINES[0] | {"relevant": False, "id": "certain"}, LINES[3] | {"relevant": True, "id": "silent"}, LINES[1]]
    file = written(tmp_path, *wrong)
    found = evaluate(labelled.read([file])[0], TOPIC, [file], rounds=1)
    mistakes = worst(found.judged, 5)
    assert {one.text.id for one in mistakes} == {"certain", "silent"}
    kept = next(one for one in mistakes if one.text.id == "certain")
    lines = told(kept, TOPIC)
    assert "wrongly kept: Putin Temui Kim Jong Un" in lines[0]
    assert "texts.jsonl line 1, certain, positive/visit, x.id" in lines[1]
    assert "both sides named" in lines[2]
    assert "Kim Jong Un" in lines[3]
    assert "missed" in told(next(one for one in mistakes if one.text.id == "silent"), TOPIC)[0]


def test_the_command_prints_the_table_and_puts_it_into_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "README.md"
    document.write_text(f"above\n{BEGIN}\nold\n{END}\nbelow\n", encoding="utf-8")
    file = written(tmp_path, *LINES, "{")
    assert main([str(file), "--rounds", "1", "--worst", "3", "--markdown", str(document)]) == 0
    printed = capsys.readouterr()
    assert "BM25, tuned" in printed.out
    assert "line 6: not JSON" in printed.err
    text = document.read_text(encoding="utf-8")
    assert text.startswith(f"above\n{BEGIN}\n") and text.endswith(f"{END}\nbelow\n")
    assert "| both names anywhere | 0.333 |" in text
    assert "\nold\n" not in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["{folder}/none.jsonl"], "none.jsonl: No such file"),
        (["{folder}/empty.jsonl"], "no labelled text in"),
        (["{folder}/borderline.jsonl"], "all texts are of the kinds"),
        (["{folder}/good.jsonl", "--topic", "cuaca"], "cuaca: no topic of this name"),
        (["{folder}/good.jsonl", "--markdown", "{folder}/nowhere/a.md"], "there is no such folder"),
        (["{folder}/good.jsonl", "--markdown", "{folder}/good.jsonl"], "no lines"),
    ],
)
def test_a_run_that_cannot_be_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    written(tmp_path, name="empty.jsonl")
    written(tmp_path, LINES[4], name="borderline.jsonl")
    written(tmp_path, LINES[0], name="good.jsonl")
    assert main([argument.format(folder=tmp_path) for argument in arguments]) == 2
    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.err.count("\n") == 1
    assert not printed.out
