"""What the outbox tells of an article that its outlet edited."""

from __future__ import annotations

import pytest

from pipelines.archive import Archive
from pipelines.items import Edits
from tests.archive.samples import BODY, TITLE, later, relevant


@pytest.fixture
def edited(archive: Archive) -> Archive:
    """An archive with an article whose headline was changed, then its text, then its headline back again, and one that stayed as it was."""
    archive.record([relevant(), relevant("tetap")])
    archive.record([relevant(at=later(60), title="Putin Bertemu Kim Jong Un")])
    archive.record([relevant(at=later(120), title="Putin Bertemu Kim Jong Un", body=BODY + "\nSeoul mengecam perjanjian itu.")])
    archive.record([relevant(at=later(180), title=TITLE, body=BODY + "\nSeoul mengecam perjanjian itu.")])
    return archive


def test_each_revision_comes_with_what_it_changed(edited: Archive) -> None:
    changes = {entry.revision: entry.edits and entry.edits.changes for entry in edited.outbox_batch(10)}
    assert changes == {
        1: None,
        2: "Putin [-dan-] {+Bertemu+} Kim Jong Un [-Teken Perjanjian di Pyongyang-]",
        3: "{+Seoul mengecam perjanjian itu.+}",
        4: "Putin [-Bertemu-] {+dan+} Kim Jong Un {+Teken Perjanjian di Pyongyang+}",
    }


def test_earlier_headlines_are_told_once_each_and_never_the_one_of_now(edited: Archive) -> None:
    titles = {entry.revision: entry.edits.earlier_titles for entry in edited.outbox_batch(10) if entry.edits}
    assert titles == {2: (TITLE,), 3: (TITLE,), 4: ("Putin Bertemu Kim Jong Un",)}


def test_a_rebuild_is_told_the_same_as_the_outbox(edited: Archive) -> None:
    of_outbox = max(edited.outbox_batch(10), key=lambda entry: entry.revision)
    of_archive = {entry.article.canonical_url: entry.edits for entry in edited.entries()}
    assert isinstance(of_outbox.edits, Edits)
    assert of_outbox.edits.edited_at == later(180)
    assert sorted(of_archive.values(), key=bool) == [None, of_outbox.edits]
