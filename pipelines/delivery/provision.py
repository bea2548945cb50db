"""Provision: what a fresh cluster needs once, done with the administrator's password: Kibana's password, the index, the crawler's key.

`python -m pipelines.delivery.provision` reads ELASTICSEARCH_URL, ELASTIC_PASSWORD, and where given KIBANA_PASSWORD, API_KEY_FILE and
ELASTICSEARCH_CA_CERTS from the environment. It can be run again at any time: a key that still works is kept.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from pipelines.delivery.client import DeliveryError, connect, one_line_errors
from pipelines.delivery.index import ALIAS, setup, verify

KEY_NAME = "pantau-crawler"
PRIVILEGES = ["read", "write", "view_index_metadata"]


def create_api_key(client: Elasticsearch, alias: str = ALIAS) -> str:
    """Return a new API key that may read and write `alias` and its indices, and nothing else, in the form the settings take.

    Raises DeliveryError where the client's user may not create keys.
    """
    indices = [{"names": [alias, f"{alias}-*"], "privileges": PRIVILEGES}]
    with one_line_errors(client):
        answer = client.security.create_api_key(name=KEY_NAME, role_descriptors={KEY_NAME: {"cluster": [], "indices": indices}})
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
    done = [f"the alias {ALIAS} leads to {setup(client)}"]
    if kibana_password := environment.get("KIBANA_PASSWORD", ""):
        set_kibana_password(client, kibana_password)
        done.append("Kibana's password is set")
    if key_file := environment.get("API_KEY_FILE", ""):
        done.append(_keep_key(client, Path(key_file), url, ca_certs))
    return f"{urlsplit(url).hostname}: {', '.join(done)}."


def _keep_key(client: Elasticsearch, file: Path, url: str, ca_certs: str) -> str:
    try:
        if file.is_file() and _works(file.read_text(), url, ca_certs):
            return f"the key in {file} works"
        key = create_api_key(client)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(f"{key}\n")
    except OSError as error:
        raise DeliveryError(f"API_KEY_FILE {file} cannot be used ({error.strerror}): name a file that can be written.") from None
    return f"a new key is in {file}"


def _works(key: str, url: str, ca_certs: str) -> bool:
    try:
        verify(connect(url, key, ca_certs))
        return bool(key.strip())
    except DeliveryError:
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
