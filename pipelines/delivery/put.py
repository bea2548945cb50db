"""Put: documents into one index, whatever alias leads to it, and which of them it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from pipelines.delivery.bulk import DOCUMENT_FAULTS, SUPERSEDED, WRONG, send_bulk
from pipelines.delivery.client import DeliveryError, address

HELD = re.compile(r"current version \[(\d+)\]")  # in the reason of a conflict; no field of the answer has it


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that Elasticsearch did not take."""

    id: str
    reason: str
    held: int = 0  # the version that is there, where it is above the one sent


def put(client: Elasticsearch, actions: Iterable[dict[str, Any]]) -> Iterator[Refused]:
    """Send `actions` to an index, and yield the documents that are refused for their own sake, or for a higher version that is there.

    Raises DeliveryError where anything else was not done, ApiError, TransportError.
    """
    for ok, answer in send_bulk(client, actions, require_alias=False):
        if ok or answer.get("result") == "not_found":
            continue
        problem = answer.get("error")
        kind, reason = (problem["type"], problem["reason"]) if isinstance(problem, dict) else ("", str(problem))
        if answer["status"] == SUPERSEDED:
            held = HELD.search(reason)
            yield Refused(answer["_id"], reason, int(held.group(1)) if held else 0)
        elif answer["status"] == WRONG and "exception" not in answer and kind in DOCUMENT_FAULTS:
            yield Refused(answer["_id"], reason)
        else:
            raise DeliveryError(
                f"Elasticsearch at {address(client)} did not take every article ({answer['status']}, {reason}): try again when it does."
            )
