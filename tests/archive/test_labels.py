"""Labels: what waits for a person's word, in which order, and what the labels say about all verdicts."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from pipelines.archive import UNNAMED, Archive
from pipelines.items import Evidence, Judgement, Verdict
from pipelines.prefilter import NOT_NAMED
from pipelines.recall import Stratum, estimate
from pipelines.sampling import place
from tests.archive.samples import NOW, address, article, judgement, later, page, relevant


def near_miss(name: str, score: float) -> Judgement:
    return judgement(Verdict.NEAR_MISS, name, article=article(name, score=score), page=page(name))


def irrelevant(name: str, reason: str = "score 0.10") -> Judgement:
    return judgement(Verdict.IRRELEVANT, name, reason=reason, page=page(name))


def sampled(archive: Archive, *judgements: Judgement) -> None:
    archive.record(judgements, sampled=[each.canonical_url for each in judgements])


def test_near_misses_wait_nearest_the_line_first_then_the_sample_in_an_order_that_stays(archive: Archive) -> None:
    names = [f"s{number}" for number in range(8)]
    archive.record([near_miss("jauh", 0.26), near_miss("dekat", 0.49), near_miss("sedang", 0.4), relevant(), irrelevant("tak-disimpan")])
    sampled(archive, *map(irrelevant, names))
    waiting = archive.waiting_for_label([Verdict.NEAR_MISS, Verdict.IRRELEVANT])
    assert waiting[:3] == [address("dekat"), address("sedang"), address("jauh")]
    assert waiting[3:] == sorted(map(address, names), key=place)
    assert archive.waiting_for_label([Verdict.RELEVANT]) == [address("putin")]


def test_what_has_a_label_waits_no_more_and_the_label_can_be_corrected(archive: Archive) -> None:
    archive.record([near_miss("dekat", 0.49)])
    archive.label(address("dekat"), True, "r1", "perjanjian", later(1))
    assert archive.waiting_for_label([Verdict.NEAR_MISS]) == []
    archive.label(address("dekat"), False, "r2", "", later(2))
    (label,) = archive.labels()
    assert (label.canonical_url, label.relevant, label.kind, label.rules_version) == (address("dekat"), False, "near_miss", "r2")
    assert (label.labelled_at, label.labelled_at.tzinfo, label.note) == (later(2), UTC, "")


def test_a_label_remembers_how_the_page_had_ended(archive: Archive) -> None:
    sampled(archive, irrelevant("dibaca"), irrelevant("disaring", NOT_NAMED))
    archive.record([relevant()])
    for name in ("dibaca", "disaring", "putin"):
        archive.label(address(name), False, "r1", "", NOW)
    archive.record([judgement(Verdict.NEAR_MISS, "putin", later(1), article=article(evidence=Evidence(rules_version="r2")), page=page())])
    kinds = {label.canonical_url: (label.kind, label.verdict) for label in archive.labels()}
    assert kinds == {
        address("dibaca"): ("irrelevant", Verdict.IRRELEVANT),
        address("disaring"): (UNNAMED, Verdict.IRRELEVANT),
        address("putin"): ("relevant", Verdict.RELEVANT),
    }


def test_an_address_that_nobody_knows_cannot_be_labelled(archive: Archive) -> None:
    with pytest.raises(ValueError, match=r"knows nothing of https://koran\.example/berita/hilang; label what"):
        archive.label(address("hilang"), True, "r1", "", NOW)
    assert archive.case(address("hilang")) is None


def test_a_case_has_the_article_or_the_page_to_read_it_from(archive: Archive) -> None:
    archive.record([near_miss("dekat", 0.49), irrelevant("tak-disimpan")])
    sampled(archive, irrelevant("disaring", NOT_NAMED))
    near, early = archive.case(address("dekat")), archive.case(address("disaring"))
    assert near is not None
    assert early is not None
    assert (near.kind, near.article) == ("near_miss", article("dekat", score=0.49))
    assert (early.kind, early.article, early.page) == (UNNAMED, None, page("disaring"))
    assert archive.case(address("tak-disimpan")) is None


def test_an_address_that_only_leads_to_a_page_is_not_counted_among_the_pages(archive: Archive) -> None:
    archive.record([relevant(), irrelevant("a"), irrelevant("b", NOT_NAMED), irrelevant("c", f"{NOT_NAMED}; incomplete: 503")])
    archive.record([judgement(Verdict.RELEVANT, "lama", reason=f"leads to {address('putin')}")])
    assert archive.population() == {"relevant": 1, "irrelevant": 1, UNNAMED: 2}


def test_labels_weigh_as_many_pages_as_each_stands_for() -> None:
    found = estimate(
        [
            Stratum("relevant", kept=True, pages=100, labelled=50, relevant=49),
            Stratum("near_miss", kept=False, pages=20, labelled=20, relevant=1),
            Stratum("irrelevant", kept=False, pages=1000, labelled=100, relevant=0),
            Stratum(UNNAMED, kept=False, pages=0, labelled=0, relevant=0),
        ]
    )
    assert found is not None
    assert found.precision == pytest.approx(0.98)
    assert found.recall == pytest.approx(98 / 99)
    # Wilson's interval of 49 of 50 begins at 0.8950; that of 0 of 100 ends at 0.0370; all near misses are labelled.
    assert found.precision_at_worst == pytest.approx(0.8950, abs=1e-4)
    assert found.recall_at_worst == pytest.approx(89.50 / (89.50 + 1 + 37.0), abs=1e-3)


def test_nothing_is_said_about_recall_while_nobody_looked_at_a_part() -> None:
    kept = Stratum("relevant", kept=True, pages=100, labelled=50, relevant=49)
    assert estimate([kept, Stratum(UNNAMED, kept=False, pages=1, labelled=0, relevant=0)]) is None
    assert estimate([Stratum("relevant", kept=True, pages=10, labelled=3, relevant=0)]) is None


def test_labels_outlive_the_opening_of_the_archive(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    with Archive.open(url) as opened:
        opened.record([near_miss("dekat", 0.49)])
        opened.label(address("dekat"), True, "r1", "", NOW)
    with Archive.open(url) as opened:
        assert [label.relevant for label in opened.labels()] == [True]
