"""Provision: what a fresh cluster needs once, done with the administrator's password: indices, Kibana's password, keys, the analyst.

`python -m pipelines.delivery.provision` reads ELASTICSEARCH_URL, ELASTIC_PASSWORD, and where given ELASTICSEARCH_CA_CERTS or
ELASTICSEARCH_CERT_FINGERPRINT, TOPIC, KIBANA_PASSWORD, ANALYST_PASSWORD, API_KEY_FILE and KIBANA_API_KEY_FILE from the environment; a
part whose variable is empty is left out. It can be run again at any time, and then changes only what is not as it should be.
"""

from __future__ import annotations

import base64
import binascii
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from elasticsearch import ApiError, AuthenticationException, Elasticsearch

from pipelines.delivery.client import DeliveryError, address, connect, one_line_errors
from pipelines.delivery.definition import ALIAS, HEALTH_ALIAS, RUNS_ALIAS, indices
from pipelines.delivery.index import setup
from pipelines.errors import ToldError
from pipelines.relevance import DEFAULT_TOPIC, load_topic

ADMINISTRATOR = "elastic"
ANALYST = "analyst"
ANALYST_ROLE = "pantau_analyst"
KEY_NAME = "pantau-crawler"
KIBANA_KEY_NAME = "pantau-kibana"
ALIASES = (ALIAS, RUNS_ALIAS, HEALTH_ALIAS)
READING = ["read", "view_index_metadata"]
OURS = {"project": "pantau"}

# Kibana's privileges are those of an application of its own in Elasticsearch; https://www.elastic.co/guide/en/kibana/current/kibana-privileges.html
KIBANA = "kibana-.kibana"
KIBANA_SPACE = "space:default"
# By feature, so that an analyst's menu shows what is used here. Kibana 9 renamed the first three; of the names it knows, each version grants
# the privilege, and passes over the others.
ANALYST_FEATURES = [
    *("feature_discover_v2.read", "feature_dashboard_v2.read", "feature_visualize_v2.read", "feature_savedQueryManagement.read"),
    *("feature_discover.read", "feature_dashboard.read", "feature_visualize.read"),
    "feature_stackAlerts.read",
]


@dataclass(frozen=True, slots=True)
class Key:
    """An API key that a container signs in with: its name, and what it may do, as a role descriptor."""

    name: str
    role: Mapping[str, Any]


def crawler_key(aliases: Iterable[str] = ALIASES) -> Key:
    """Return the crawler's key: it may read and write `aliases` and their indices, and nothing else."""
    return Key(KEY_NAME, {"cluster": [], "indices": [_on(aliases, ["read", "write", "view_index_metadata"])]})


def kibana_key(aliases: Iterable[str] = ALIASES) -> Key:
    """Return the key that sets up Kibana's objects, and that the alert rules made with it ask as: it may read `aliases` and their indices,
    and change what is in Kibana's default space."""
    space = {"application": KIBANA, "privileges": ["space_all"], "resources": [KIBANA_SPACE]}
    return Key(KIBANA_KEY_NAME, {"cluster": [], "indices": [_on(aliases, READING)], "applications": [space]})


def analyst_role(aliases: Iterable[str] = ALIASES) -> dict[str, Any]:
    """Return the analysts' role, as the role API takes it: to read `aliases` and their indices, and to look at them in Kibana."""
    return {
        "description": "Reads what Pantau found, in Kibana's Discover and dashboards, and changes nothing.",
        "metadata": OURS,
        "cluster": [],
        "indices": [_on(aliases, READING)],
        "applications": [{"application": KIBANA, "privileges": ANALYST_FEATURES, "resources": [KIBANA_SPACE]}],
    }


def create_api_key(client: Elasticsearch, aliases: Iterable[str] = ALIASES) -> str:
    """Create a new key like the crawler's for `aliases`, and return it in the form the settings take.

    Raises DeliveryError where the client's user may not create keys.
    """
    with one_line_errors(client):
        return _create(client, crawler_key(aliases))


def set_kibana_password(client: Elasticsearch, password: str) -> None:
    """Give the built-in user that Kibana itself signs in with its password. Raises DeliveryError where that is refused."""
    with one_line_errors(client):
        client.security.change_password(username="kibana_system", password=password)


def set_up_analyst(client: Elasticsearch, password: str, user: str = ANALYST, role: str = ANALYST_ROLE) -> str:
    """Put the analysts' role, whatever was changed in it, and make the first analyst where there is none; returns what was done.

    A user who is there stays as it is: the password may be the person's own by now.

    Raises DeliveryError where Elasticsearch refuses.
    """
    with one_line_errors(client):
        client.security.put_role(name=role, **analyst_role())
        if user in client.options(ignore_status=404).security.get_user(username=user).body:
            return f"the user {user} is there"
        client.security.put_user(username=user, password=password, roles=[role], full_name="Analyst, reads only", metadata=OURS)
        return f"the user {user} is new"


def keep_key(client: Elasticsearch, key: Key, file: Path) -> str:
    """Make sure that `file` holds a key that works and may do what `key` says, no more and no less; returns what was done.

    A key that works is kept. One that does not is replaced, and invalidated, in case it is another's that may not be changed.

    Raises DeliveryError where Elasticsearch refuses, or the file cannot be used.
    """
    try:
        stored = file.read_text().strip() if file.is_file() else ""
        with one_line_errors(client):
            if stored and _works(client, stored) and _limit(client, stored, key):
                return f"the key in {file} works"
            prepared = file.with_name(f"{file.name}.new")
            file.parent.mkdir(parents=True, exist_ok=True)
            prepared.touch(mode=0o600)
            prepared.write_text(f"{_create(client, key)}\n")
            prepared.replace(file)
            if identifier := _identifier(stored):
                client.options(ignore_status=404).security.invalidate_api_key(ids=[identifier])
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else "it is no text"
        raise DeliveryError(f"the key's file {file} cannot be used ({cause}): name a file that can be written.") from None
    return f"a new key is in {file}"


def provision(environment: Mapping[str, str]) -> str:
    """Prepare the cluster that `environment` names, as the module's first lines say; returns what was done, in one line.

    Raises DeliveryError where a value is missing or unusable, or Elasticsearch refuses, and TopicError for a topic that cannot be used.
    """
    url, password = environment.get("ELASTICSEARCH_URL", ""), environment.get("ELASTIC_PASSWORD", "")
    if not password:
        raise DeliveryError(f"ELASTIC_PASSWORD is empty: set it to the password of the user {ADMINISTRATOR}.")
    trust = environment.get("ELASTICSEARCH_CA_CERTS", ""), environment.get("ELASTICSEARCH_CERT_FINGERPRINT", "")
    topic = load_topic(environment.get("TOPIC") or DEFAULT_TOPIC)
    with connect(url, "", *trust) as anybody:
        client = anybody.options(basic_auth=(ADMINISTRATOR, password))
        _require_password(client)
        done = [f"{definition.alias} leads to {setup(client, definition)}" for definition in indices(topic)]
        if kibana_password := environment.get("KIBANA_PASSWORD", ""):
            set_kibana_password(client, kibana_password)
            done.append("Kibana's password is set")
        if analyst_password := environment.get("ANALYST_PASSWORD", ""):
            done.append(set_up_analyst(client, analyst_password))
        for variable, key in {"API_KEY_FILE": crawler_key(), "KIBANA_API_KEY_FILE": kibana_key()}.items():
            if file := environment.get(variable, ""):
                done.append(keep_key(client, key, Path(file)))
    return f"{urlsplit(url).hostname}: {', '.join(done)}."


def _on(aliases: Iterable[str], privileges: list[str]) -> dict[str, Any]:
    return {"names": [name for alias in aliases for name in (alias, f"{alias}-*")], "privileges": privileges}


def _require_password(client: Elasticsearch) -> None:
    with one_line_errors(client):
        try:
            client.security.authenticate()
        except AuthenticationException:
            raise DeliveryError(
                f"Elasticsearch at {address(client)} does not accept ELASTIC_PASSWORD (401): set it to the password that the user"
                f" {ADMINISTRATOR} has there; a change of .env alone does not change that."
            ) from None


def _create(client: Elasticsearch, key: Key) -> str:
    answer = client.security.create_api_key(name=key.name, role_descriptors={key.name: key.role}, metadata=OURS, refresh=True)
    return str(answer["encoded"])


def _works(client: Elasticsearch, encoded: str) -> bool:
    if not _identifier(encoded):
        return False
    try:
        client.options(api_key=encoded).security.authenticate()
    except AuthenticationException:
        return False
    return True


def _limit(client: Elasticsearch, encoded: str, key: Key) -> bool:
    """Give a key the privileges of now, where it has others; False where it is not the administrator's, who alone may do that."""
    try:
        client.security.update_api_key(id=_identifier(encoded), role_descriptors={key.name: key.role}, metadata=OURS)
    except ApiError as error:
        if error.status_code in (400, 403, 404):
            return False
        raise
    return True


def _identifier(encoded: str) -> str:
    """Return the id in a key as Elasticsearch hands it out, or "" for what is no such key."""
    try:
        identifier, colon, _ = base64.b64decode(encoded, validate=True).decode("ascii").partition(":")
    except (binascii.Error, ValueError):
        return ""
    return identifier if colon else ""


def main() -> int:
    """Run `provision` on the process's environment; returns 0, or 1 with one line on standard error."""
    try:
        print(provision(os.environ))
    except ToldError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
