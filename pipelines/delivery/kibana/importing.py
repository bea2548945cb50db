"""Importing: saved objects, settings and alert rules, in this order, into a running Kibana. Safe to repeat."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from pipelines.delivery.kibana.api import Answer, Kibana, KibanaError, Unreachable
from pipelines.delivery.kibana.rules import Rule, bring, check_alerting

READY_WITHIN_SECONDS = 300  # a first start with migrations takes one to three minutes on two cores
PAUSE_SECONDS = 2

DATA_VIEW = "pantau-articles"
DASHBOARD = "pantau-monitor"
TIME_ZONE = "Asia/Jakarta"

# `degraded` answers requests as well: a part that nothing here needs is not at its best.
READY = ("available", "degraded")
OBJECTS_PRIVILEGE = "Saved Objects Management, Data View Management, Dashboard, Discover, Visualize Library and Tag Management"

# The settings' API is an internal one; from 9.0 on Kibana answers it only to whoever says with this header that they know.
INTERNAL = {"x-elastic-internal-origin": "pantau"}


class NotReady(KibanaError):
    """It answers, and is still starting or has lost its Elasticsearch."""


def import_everything(
    kibana: Kibana, ndjson: str, rules: Iterable[Rule], within: float = READY_WITHIN_SECONDS, pause: float = PAUSE_SECONDS
) -> Iterator[str]:
    """Bring everything into `kibana`, and yield a line for each step once it is done.

    Args:
        ndjson: the saved objects, one JSON object a line.
        rules: the alert rules.
        within: seconds that a Kibana which is starting gets until it has to be ready.
        pause: seconds between two looks at it.

    Raises:
        KibanaError: a step failed, and those behind it were not tried; the line says what to do.
    """
    try:
        state = look(kibana)
    except NotReady:
        yield f"{kibana.place} is starting; waiting for it, up to {within:.0f} seconds"
        state = wait(kibana, within, pause)
    yield f"{kibana.place} is {state}"
    _check_space(kibana)
    ids = import_objects(kibana, ndjson)
    kinds = Counter(kind for kind, _ in ids)
    yield f"saved objects imported: {len(ids)} ({', '.join(f'{number} {kind}' for kind, number in sorted(kinds.items()))})"
    data_view = ids.get(("index-pattern", DATA_VIEW), DATA_VIEW)
    _set_default_data_view(kibana, data_view)
    yield f"default data view: {data_view}"
    changes = {
        "defaultRoute": f"/app/dashboards#/view/{ids.get(('dashboard', DASHBOARD), DASHBOARD)}",
        "dateFormat:tz": TIME_ZONE,
    }
    _change_settings(kibana, changes)
    yield f"settings: {', '.join(f'{name} {value}' for name, value in changes.items())}"
    check_alerting(kibana)
    for rule in rules:
        yield f"alert rule {rule.name!r}: {bring(kibana, rule)}"


def look(kibana: Kibana) -> str:
    """Return the state of a Kibana that is ready: its level, and its version where it tells.

    Raises:
        NotReady: it is starting, or a part that it needs is away.
        Unreachable: nothing answers.
        KibanaError: it is no Kibana, or the path is wrong.
    """
    answer = kibana.ask("GET", "/api/status")
    level = _level(answer)
    if level in READY:
        version = answer.body.get("version")
        number = version.get("number") if isinstance(version, dict) else None
        return f"{level} (version {number})" if number else level
    if level or answer.status in (502, 503, 504):
        said = f"level {level}" if level else f"{answer.status}, {answer.message}"
        raise NotReady(f"{kibana.place} is not ready ({said}): see its log, and whether it reaches Elasticsearch.")
    if "elasticsearch" in answer.headers.get("x-elastic-product", "").lower():
        raise KibanaError(
            f"What answers at {kibana.address} is Elasticsearch: set KIBANA_URL to Kibana's own address, port 5601 by default."
        )
    if answer.status == 200 and not answer.is_page:
        raise KibanaError(f"What answers at {kibana.address} is not Kibana: correct KIBANA_URL.")
    kibana.expect(answer, "asking for its state", "any feature")
    raise KibanaError(f"What answers at {kibana.address} is not Kibana (status {answer.status}): correct KIBANA_URL.")


def wait(kibana: Kibana, within: float, pause: float) -> str:
    """Return the state of `kibana` as soon as it is ready; raises NotReady or Unreachable where that takes longer than `within` seconds.

    One that has answered once may close its port for a moment: it does so between the server of its start and the real one.
    """
    attempts = Retrying(
        stop=stop_after_delay(within), wait=wait_fixed(pause), retry=retry_if_exception_type((NotReady, Unreachable)), reraise=True
    )
    return attempts(look, kibana)


def import_objects(kibana: Kibana, ndjson: str) -> dict[tuple[str, str], str]:
    """Import the saved objects, over those of an earlier import, and return the id that each has now, by type and id.

    Kibana gives an object another id where a different space already has one with its own; it finds it again by the next import.

    Raises:
        KibanaError: not all were taken; the line names each that was not, and why.
    """
    form = {"file": ("pantau.ndjson", ndjson.encode(), "application/ndjson")}
    answer = kibana.ask("POST", "/api/saved_objects/_import?overwrite=true", form=form)
    result = kibana.expect(answer, "importing the saved objects", OBJECTS_PRIVILEGE)
    if result.get("success") is not True:
        failed = [_failure(error) for error in result.get("errors", [])] or ["no reason given"]
        raise KibanaError(f"{kibana.place} did not take {len(failed)} of the saved objects: {'; '.join(failed)}.")
    # Not splitlines(): a text within an object may hold one of the separators that Unicode adds.
    sent = [json.loads(line) for line in ndjson.split("\n") if line]
    moved = {(one["type"], one["id"]): one["destinationId"] for one in result.get("successResults", []) if one.get("destinationId")}
    return {(one["type"], one["id"]): moved.get((one["type"], one["id"]), one["id"]) for one in sent}


def _level(answer: Answer) -> str:
    status = answer.body.get("status")
    overall = status.get("overall") if isinstance(status, dict) else None
    return str(overall.get("level") or "") if isinstance(overall, dict) else ""


def _failure(failed: dict[str, Any]) -> str:
    error = failed.get("error") or {}
    kind = str(error.get("type", "unknown"))
    if kind == "missing_references":
        missing = ", ".join(f"{one.get('type')} {one.get('id')}" for one in error.get("references", []))
        why = f"{kind}: {missing} is neither in the file nor there"
    elif kind in ("conflict", "ambiguous_conflict"):
        why = f"{kind}: another object is in its place; delete it under Saved Objects"
    elif kind == "unsupported_type":
        why = f"{kind}: this Kibana has no such objects"
    else:
        why = ": ".join(str(part) for part in (kind, error.get("statusCode"), error.get("message")) if part)
    return f"{failed.get('type')} {failed.get('id')} ({why})"


def _check_space(kibana: Kibana) -> None:
    """Make sure that the space exists: Kibana's API would import into one that does not, where nobody finds it."""
    if not kibana.space:
        return
    root, space = kibana.space
    answer = kibana.ask("GET", f"{root}/api/spaces/space/{space}")
    if answer.status == 404:
        raise KibanaError(f"Kibana at {root} has no space {space!r} (404): create it there, or correct the /s/{space} in KIBANA_URL.")
    kibana.expect(answer, f"opening the space {space!r}", "any feature")


def _set_default_data_view(kibana: Kibana, identifier: str) -> None:
    answer = kibana.ask("POST", "/api/data_views/default", {"data_view_id": identifier, "force": True})
    kibana.expect(answer, "setting the default data view", "Data View Management")


def _change_settings(kibana: Kibana, changes: dict[str, str]) -> None:
    answer = kibana.ask("POST", "/api/kibana/settings", {"changes": changes}, headers=INTERNAL)
    kibana.expect(answer, f"changing the settings {' and '.join(changes)}", "Advanced Settings")
