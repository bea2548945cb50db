"""Rules: the alert rules of kibana/rules.toml, and how each is created or brought up to date in Kibana."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from uuid import UUID, uuid5

from pydantic import UUID4, BaseModel, ConfigDict, Field, field_validator, model_validator

from pipelines.delivery.kibana.api import Kibana, KibanaError
from pipelines.delivery.kibana.fields import fields_of
from pipelines.delivery.kibana.sources import SOURCES, read

FILE = SOURCES / "rules.toml"

RULE_TYPE = ".es-query"
# The consumer that Kibana itself gives to such a rule made in Stack Management, from 8.12 to 9.x.
CONSUMER = "stackAlerts"
TAG = "pantau"
PRIVILEGE = "Stack Rules"
MOST_GROUPS = 200  # alerts of one rule: more outlets than are crawled
SAMPLE = 10  # documents that an action of a person's may name

# What a PUT takes of an action; a GET shows more, and Kibana refuses what it does not know.
ACTION = ("id", "group", "params", "frequency", "uuid", "alerts_filter", "use_alert_data_for_template")
# What a person may have set beside the rule's definition, and a PUT without it would take away.
PERSONAL = ("throttle", "notify_when", "alert_delay", "flapping")

# The queries that name a field as their key.
LEAVES = ("match", "match_phrase", "prefix", "range", "term", "terms", "wildcard")

Duration = Annotated[str, Field(pattern=r"^[1-9]\d*[smhd]$")]
Name = Annotated[str, Field(min_length=1)]


class Rule(BaseModel):
    """One alert rule; the file's head describes the fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID4
    name: Name
    every: Duration
    indices: Annotated[tuple[Name, ...], Field(min_length=1)]
    time_field: Name
    window: Duration
    per: Name | None = None
    comparator: Literal[">", ">=", "<", "<="]
    threshold: int = Field(ge=0)
    query: str

    @field_validator("query")
    @classmethod
    def _is_a_query(cls, value: str) -> str:
        try:
            query = json.loads(value)
        except ValueError as error:
            raise ValueError(f"is not JSON ({error})") from None
        if not isinstance(query, dict) or len(query) != 1:
            raise ValueError("must be a JSON object with one key, such as bool or match_all")
        return value

    @model_validator(mode="after")
    def _is_of_the_mapping(self) -> Self:
        known = fields_of()
        for index in self.indices:
            if index not in known:
                raise ValueError(f"{index!r} is no alias of the project's; these are {', '.join(known)}")
            problems = [known[index].problem(self.time_field, "date"), known[index].problem(self.per, "string") if self.per else ""]
            problems += [known[index].problem(name) for name in _fields(json.loads(self.query))]
            if found := next(filter(None, problems), ""):
                raise ValueError(found)
        return self

    @property
    def params(self) -> dict[str, Any]:
        """The parameters of the rule type, complete, so that no version's defaults matter."""
        grouped = {"groupBy": "top", "termField": self.per, "termSize": MOST_GROUPS} if self.per else {"groupBy": "all"}
        return {
            "searchType": "esQuery",
            "index": list(self.indices),
            "timeField": self.time_field,
            "timeWindowSize": int(self.window[:-1]),
            "timeWindowUnit": self.window[-1],
            "esQuery": json.dumps({"query": json.loads(self.query)}),
            "size": SAMPLE,
            "thresholdComparator": self.comparator,
            "threshold": [self.threshold],
            "aggType": "count",
            "excludeHitsFromPreviousRun": False,  # the alert stays active for as long as the condition holds
            **grouped,
        }


class Rules(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        if len({rule.id for rule in self.rules}) < len(self.rules):
            raise ValueError("two rules have the same id")
        return self


def load(file: Path = FILE) -> tuple[Rule, ...]:
    """Return the rules of `file`. Raises SourceError, which names the line, where it is missing or wrong."""
    return read(file, Rules).rules


def _fields(query: Any) -> Iterator[str]:
    """Yield the fields that `query` names."""
    if isinstance(query, list):
        for part in query:
            yield from _fields(part)
    elif isinstance(query, dict):
        for kind, content in query.items():
            if kind == "exists":
                yield content["field"]
            elif kind in LEAVES:
                yield from content
            else:
                yield from _fields(content)


def check_alerting(kibana: Kibana) -> None:
    """Make sure that Kibana can keep rules: one without an encryption key answers their creation with a bare 500.

    Raises:
        KibanaError: it cannot; the line says what it lacks.
    """
    health = kibana.expect(kibana.ask("GET", "/api/alerting/_health"), "looking at the alert rules", PRIVILEGE)
    if health.get("has_permanent_encryption_key") is False:
        raise KibanaError(
            f"{kibana.place} would lose its alert rules at a restart: set xpack.encryptedSavedObjects.encryptionKey, at least 32 characters,"
            " in kibana.yml, restart Kibana, and run this again."
        )
    if health.get("is_sufficiently_secure") is False:
        raise KibanaError(
            f"{kibana.place} cannot run alert rules, for its Elasticsearch gives out no API keys: set xpack.security.authc.api_key.enabled"
            " to true there."
        )


def bring(kibana: Kibana, rule: Rule) -> str:
    """Create `rule`, or bring it up to date where it is another, and return what was done: created, updated, renewed or unchanged, and
    whether it is switched off.

    Whether an existing rule runs is a person's choice and is left as it is, and so are actions, tags, snoozes and delays.

    Raises:
        KibanaError: Kibana refused or cannot be asked.
    """
    path = f"/api/alerting/rule/{_identifier(kibana, rule)}"
    doing = f"setting up the alert rule {rule.name!r}"
    found = kibana.ask("GET", path)
    if found.status == 404:
        made = kibana.ask("POST", path, _new(rule))
        if made.status != 409:
            kibana.expect(made, doing, PRIVILEGE)
            return "created"
        found = kibana.ask("GET", path)  # another run of this command was faster
    existing = kibana.expect(found, doing, PRIVILEGE)
    off = "" if existing.get("enabled", True) else ", switched off"
    same, broken = _is_current(existing, rule), not off and _failed(existing)
    if same and not broken:
        return f"unchanged{off}"
    kibana.expect(kibana.ask("PUT", path, _changed(existing, rule)), doing, PRIVILEGE)
    return "renewed, for its last run failed" if same else f"updated{off}"


def _identifier(kibana: Kibana, rule: Rule) -> UUID:
    """The rule's id there. Kibana takes an id once for all its spaces, so each space has its own; of version 4, as it asks."""
    return UUID(bytes=uuid5(rule.id, kibana.space[1]).bytes, version=4) if kibana.space else rule.id


def _new(rule: Rule) -> dict[str, Any]:
    # No actions: the connectors of a basic licence write to Kibana's own log or to an index, where nobody is waiting for them, and
    # each would be one more object to keep. The alerts show in Stack Management; a person adds the actions that the licence has.
    return {
        "name": rule.name,
        "rule_type_id": RULE_TYPE,
        "consumer": CONSUMER,
        "enabled": True,
        "tags": [TAG],
        "schedule": {"interval": rule.every},
        "params": rule.params,
        "actions": [],
    }


def _changed(existing: dict[str, Any], rule: Rule) -> dict[str, Any]:
    actions = [{name: action[name] for name in ACTION if name in action} for action in existing.get("actions", [])]
    return {
        "name": rule.name,
        "tags": list(dict.fromkeys([*existing.get("tags", []), TAG])),
        "schedule": {"interval": rule.every},
        "params": rule.params,
        "actions": actions,
        **{name: existing[name] for name in PERSONAL if existing.get(name) is not None},
    }


def _failed(existing: dict[str, Any]) -> bool:
    """Whether its last run failed. A rule asks Elasticsearch with the API key it was written with; writing it again gives it the present one."""
    state = existing.get("execution_status")
    return isinstance(state, dict) and state.get("status") == "error"


def _is_current(existing: dict[str, Any], rule: Rule) -> bool:
    """Whether nothing of ours differs. What Kibana adds to the parameters as its defaults is no difference."""
    params = existing.get("params", {})
    return (
        existing.get("name") == rule.name
        and existing.get("schedule", {}).get("interval") == rule.every
        and TAG in existing.get("tags", [])
        and all(params.get(name) == value for name, value in rule.params.items())
    )
