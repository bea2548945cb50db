"""The archive: Pantau's system of record, on SQLite or PostgreSQL."""

from pipelines.archive.archive import Archive
from pipelines.archive.database import ArchiveError
from pipelines.archive.known import MAX_ATTEMPTS
from pipelines.archive.outbox import OutboxEntry
from pipelines.archive.reading import Revision
from pipelines.archive.runs import Run
from pipelines.archive.serialize import article_from_dict, article_to_dict, evidence_to_dict
from pipelines.archive.sources import Source

__all__ = [
    "MAX_ATTEMPTS",
    "Archive",
    "ArchiveError",
    "OutboxEntry",
    "Revision",
    "Run",
    "Source",
    "article_from_dict",
    "article_to_dict",
    "evidence_to_dict",
]
