"""Provision: what a fresh cluster needs once, done with the administrator's password: Kibana's password, the index, the crawler's key.

`python -m pipelines.delivery.provision` reads ELASTICSEARCH_URL, ELASTIC_PASSWORD, and where given KIBANA_PASSWORD, API_KEY_FILE and
ELASTICSEARCH_CA_CERTS from the environment. It can be run again at any time: a key that still works is kept.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from elastic_transport import TransportError
from elasticsearch import ApiError, AuthenticationException, Elasticsearch

from pipelines.delivery.client import DeliveryError, connect, one_line_errors
from pipelines.delivery.definition import ALIAS, HEALTH_ALIAS, RUNS_ALIAS, Definition, indices
from pipelines.delivery.index import setup
from pipelines.relevance import DEFAULT_TOPIC, load_topic

KEY_NAME = "pantau-crawler"
ALIASES = (ALIAS, RUNS_ALIAS, HEALTH_ALIAS)
PRIVILEGES = ["read", "write", "view_index_metadata"]


def create_api_key(client: Elasticsearch, aliases: Iterable[str] = ALIASES) -> str:
    """Return a new API key that may read and write `aliases` and their indices, and nothing else, in the form the settings take.

    Raises DeliveryError where the client's user may not create keys.
    """
    names = [name for alias in aliases for name in (alias, f"{alias}-*")]
    allowed = [{"names": names, "privileges": PRIVILEGES}]
    with one_line_errors(client):
        answer = client.security.create_api_key(name=KEY_NAME, role_descriptors={KEY_NAME: {"cluster": [], "indices": allowed}})
    return str(answer["encoded"])


def set_kibana_password(client: Elasticsearch, password: str) -> None:
    """Give the built-in user that Kibana itself signs in with its password. Raises DeliveryError where that is refused."""
    with one_line_errors(client):
        client.security.change_password(username="kibana_system", password=password)


def provision(environment: Mapping[str, str]) -> str:
    """Prepare the cluster that `environment` names, as the module's first lines say; returns what was done, in one line.

    Raises DeliveryError where a value is missing or unusable, or Elasticsearch refuses.
    """
    url, ca_certs = environment.get("ELASTICSEARCH_URL", ""), environment.get("ELASTICSEARCH_CA_CERTS", "")
    password = environment.get("ELASTIC_PASSWORD", "")
    if not password:
        raise DeliveryError("ELASTIC_PASSWORD is empty: set it to the password of the user elastic.")
    client = connect(url, ca_certs=ca_certs).options(basic_auth=("elastic", password))
    topic = load_topic(environment.get("TOPIC") or DEFAULT_TOPIC)
    done = [f"{definition.alias} leads to {setup(client, definition)}" for definition in indices(topic)]
    if kibana_password := environment.get("KIBANA_PASSWORD", ""):
        set_kibana_password(client, kibana_password)
        done.append("Kibana's password is set")
    if key_file := environment.get("API_KEY_FILE", ""):
        done.append(_keep_key(client, Path(key_file), lambda key: connect(url, key, ca_certs), indices(topic)))
    return f"{urlsplit(url).hostname}: {', '.join(done)}."


def _keep_key(client: Elasticsearch, file: Path, connected: Callable[[str], Elasticsearch], wanted: Iterable[Definition]) -> str:
    try:
        if file.is_file() and _works(connected(file.read_text()), wanted):
            return f"the key in {file} works"
        key = create_api_key(client)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(f"{key}\n")
    except OSError as error:
        raise DeliveryError(f"API_KEY_FILE {file} cannot be used ({error.strerror}): name a file that can be written.") from None
    return f"a new key is in {file}"


def _works(client: Elasticsearch, wanted: Iterable[Definition]) -> bool:
    """Whether the key may write to all of `wanted`: that of an earlier version may not know them all."""
    with client, one_line_errors(client):
        names = [definition.alias for definition in wanted]
        try:
            return bool(client.security.has_privileges(index=[{"names": names, "privileges": PRIVILEGES}])["has_all_requested"])
        except AuthenticationException:
            return False


def main() -> int:
    """Run `provision` on the process's environment; returns 0, or 1 with one line on standard error."""
    try:
        print(provision(os.environ))
    except (DeliveryError, ApiError, TransportError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
