"""The archive: Pantau's system of record, on SQLite or PostgreSQL."""

from pipelines.archive.archive import Archive
from pipelines.archive.comparing import DeliveryState
from pipelines.archive.database import ArchiveError
from pipelines.archive.health import OutletHealth
from pipelines.archive.known import MAX_ATTEMPTS
from pipelines.archive.labels import UNNAMED, Case, Label
from pipelines.archive.outbox import OutboxEntry, Rejected
from pipelines.archive.reading import Revision
from pipelines.archive.runs import Run
from pipelines.archive.serialize import article_from_dict, article_to_dict, evidence_to_dict
from pipelines.archive.sources import Source
from pipelines.archive.stored import Choice, Stored
from pipelines.archive.visits import Answer, Due, Visit, Visits

__all__ = [
    "MAX_ATTEMPTS",
    "UNNAMED",
    "Answer",
    "Archive",
    "ArchiveError",
    "Case",
    "Choice",
    "DeliveryState",
    "Due",
    "Label",
    "OutboxEntry",
    "OutletHealth",
    "Rejected",
    "Revision",
    "Run",
    "Source",
    "Stored",
    "Visit",
    "Visits",
    "article_from_dict",
    "article_to_dict",
    "evidence_to_dict",
]
