"""Articles to JSON and back."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive import article_from_dict, article_to_dict
from pipelines.archive.serialize import link_from_dict, link_to_dict
from pipelines.items import Article, Evidence, Language, Link, Origin, Reason, Sentence, Term, Timestamp
from tests.archive.samples import article, page

TEXT = st.text(max_size=40)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(timezones=ZONES)
SHARES = st.floats(0, 1)
TERMS = st.builds(Term, TEXT, TEXT, TEXTS, st.integers(0), TEXTS)
REASONS = st.builds(Reason, TEXT, st.floats(allow_nan=False, allow_infinity=False))
SENTENCES = st.builds(Sentence, TEXT, TEXT, st.integers(0), st.integers(0))
EVIDENCE = st.builds(
    Evidence,
    st.lists(TERMS, max_size=3).map(tuple),
    TEXTS,
    st.lists(SENTENCES, max_size=3).map(tuple),
    TEXT,
    st.lists(REASONS, max_size=3).map(tuple),
)
STAMPS = st.none() | st.builds(Timestamp, TIMES, TEXT)
ARTICLES = st.builds(
    Article,
    **dict.fromkeys(("url", "canonical_url", "outlet", "title", "body", "lead", "section", "image", "content_hash", "topic"), TEXT),
    **dict.fromkeys(("subtitle", "dateline", "image_caption"), TEXT),
    **dict.fromkeys(("editors", "cites"), TEXTS),
    paywalled=st.booleans(),
    provenance=st.dictionaries(TEXT, st.sampled_from(Origin), max_size=3),
    authors=TEXTS,
    tags=TEXTS,
    published_at=STAMPS,
    modified_at=STAMPS,
    crawled_at=TIMES,
    word_count=st.integers(0),
    language=st.none() | st.builds(Language, TEXT, SHARES),
    score=SHARES,
    evidence=EVIDENCE,
)
LINKS = st.builds(Link, url=TEXT, source=TEXT, title=TEXT, published_at=st.none() | TIMES, modified_at=st.none() | TIMES, keywords=TEXTS)


@given(ARTICLES)
def test_an_article_survives_json(original: Article) -> None:
    restored = article_from_dict(json.loads(json.dumps(article_to_dict(original))))
    assert restored == original
    for stamp, kept in ((original.published_at, restored.published_at), (original.modified_at, restored.modified_at)):
        assert (stamp and stamp.value.utcoffset()) == (kept and kept.value.utcoffset())


@given(LINKS)
def test_a_link_survives_json(original: Link) -> None:
    assert link_from_dict(json.loads(json.dumps(link_to_dict(original)))) == original


def test_every_field_but_the_page_is_written() -> None:
    as_written = {"published_at_text", "modified_at_text"}
    assert set(article_to_dict(article())) == {field.name for field in fields(Article)} - {"page"} | as_written


def test_the_page_is_left_out() -> None:
    assert article_from_dict(article_to_dict(article(page=page()))).page is None


def test_fields_that_a_later_program_adds_do_not_disturb_and_missing_ones_are_empty() -> None:
    needed = {name: article_to_dict(article())[name] for name in ("url", "canonical_url", "outlet", "title", "body", "crawled_at")}
    restored = article_from_dict({**needed, "mood": "grim"})
    assert (restored.title, restored.tags, restored.language, restored.evidence) == (article().title, (), None, Evidence())


def test_times_keep_the_offset_of_the_page() -> None:
    wit = timezone(timedelta(hours=9))
    stamp = Timestamp(datetime(2024, 6, 20, 1, 30, tzinfo=wit), "Kamis 01.30 WIT")
    written = article_to_dict(article(published_at=stamp))
    assert (written["published_at"], written["published_at_text"]) == ("2024-06-20T01:30:00+09:00", "Kamis 01.30 WIT")
