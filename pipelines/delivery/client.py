"""Client: the connection to Elasticsearch, and every way it can fail put into one line."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, SerializationError, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from pipelines.errors import ToldError

REQUEST_TIMEOUT_SECONDS = 30
CONNECTION_RETRIES = 1
FULL_DISK_BLOCK = "read-only-allow-delete"


class DeliveryError(ToldError):
    """Elasticsearch did not do what was asked; the message is one line that names URL and cause and says what to do."""


def connect(url: str, api_key: str = "", ca_certs: str = "") -> Elasticsearch:
    """Return a client for the cluster at `url`. Nothing is sent yet.

    Args:
        url: http(s)://host[:port][/prefix]; several nodes of a cluster are separated by commas. Without a port it is the scheme's own
            (80 or 443). Credentials in it (https://user:password@host) count where there is no `api_key`.
        api_key: as Elasticsearch hands it out, in base64, or as "id:key".
        ca_certs: path of a PEM file with the authority that signed the server's certificate; "" for the system's authorities.

    Raises:
        DeliveryError: a value cannot be used; the line names the setting.
    """
    urls = [_checked_url(part.strip()) for part in url.split(",") if part.strip()]
    if not urls:
        raise DeliveryError("ELASTICSEARCH_URL is empty: set it to the cluster's address, like https://localhost:9200.")
    options: dict[str, Any] = {}
    if key := _checked_key(api_key):
        options["api_key"] = key
    if ca_certs and all(part.startswith("https:") for part in urls):
        options["ssl_context"] = _trusting(ca_certs)
    # It would warn of each node it cannot reach, in many lines; whoever asked gets a DeliveryError that says it in one.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    try:
        return Elasticsearch(urls, request_timeout=REQUEST_TIMEOUT_SECONDS, max_retries=CONNECTION_RETRIES, retry_on_status=(), **options)
    except ValueError as error:
        raise DeliveryError(f"ELASTICSEARCH_URL {_without_password(url)} cannot be used: {_one_line(error)}.") from None


def address(client: Elasticsearch) -> str:
    """Return the URL that `client` asks, without credentials."""
    return ", ".join(sorted(str(node.base_url) for node in client.transport.node_pool.all()))


@contextmanager
def one_line_errors(client: Elasticsearch) -> Iterator[None]:
    """Turn whatever the client raises inside into a `DeliveryError`."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise DeliveryError(explain(error, client)) from error


def explain(error: ApiError | TransportError, client: Elasticsearch) -> str:
    """Return one line that says what went wrong at which address, and what to do."""
    place = f"Elasticsearch at {address(client)}"
    if isinstance(error, ApiError):
        if isinstance(error, UnsupportedProductError):
            return f"What answers at {address(client)} is not Elasticsearch: correct ELASTICSEARCH_URL."
        return f"{place} {explain_status(error.status_code, *_type_and_reason(error))}"
    cause = _one_line(error.errors[0] if error.errors else error.message)
    if isinstance(error, TlsError):
        return f"{place}: {_explain_tls(cause)}"
    if isinstance(error, ConnectionTimeout):
        return f"{place} did not answer within {REQUEST_TIMEOUT_SECONDS} s: see whether it is overloaded or a firewall drops packets."
    if isinstance(error, NoConnection):
        return f"{place} cannot be reached ({cause}): start it, or correct ELASTICSEARCH_URL."
    if isinstance(error, SerializationError):
        return f"{place} did not answer in JSON ({cause}): see whether ELASTICSEARCH_URL leads to something else."
    return f"{place} could not be asked ({cause})."


def explain_status(status: int, kind: str, reason: str) -> str:
    """Return the second half of the line for an answer with `status`, Elasticsearch's error type and its reason."""
    if status == 401:
        return "does not accept the credentials (401): set ELASTICSEARCH_API_KEY to a key that is valid there."
    if kind == "cluster_block_exception":
        disk = "free disk space, or add a node, then " if FULL_DISK_BLOCK in reason or "flood-stage" in reason else ""
        return f"does not take writes ({_one_line(reason)}): {disk}remove the block index.blocks.* from the index."
    if status == 403:
        return f"refuses this to the API key (403, {_one_line(reason)}): give the key that privilege on articles*, or set another."
    if status == 404:
        return f"has no such index or alias (404, {_one_line(reason)}): create it with `scrapy index setup`."
    if status == 413:
        return "refuses even a single article as too large (413): raise http.max_content_length, or the limit of the proxy before it."
    if status in (408, 429, 502, 503, 504):
        return f"is overloaded or not ready ({status}, {_one_line(reason)}): the next run tries again."
    return f"answered {status} ({kind}: {_one_line(reason)})."


def _explain_tls(cause: str) -> str:
    if "WRONG_VERSION_NUMBER" in cause or "RECORD_LAYER_FAILURE" in cause:
        return "it does not speak TLS: write ELASTICSEARCH_URL with http://, or turn TLS on there."
    if "certificate verify failed" in cause:
        detail = re.search(r"certificate verify failed: ([^(]+)", cause)
        why = detail.group(1).strip(" .") if detail else "verification failed"
        return f"its certificate is not trusted ({why}): set ELASTICSEARCH_CA_CERTS to the PEM file of the authority that signed it."
    return f"TLS failed ({cause})."


def _type_and_reason(error: ApiError) -> tuple[str, str]:
    body = error.body
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        return str(body["error"].get("type", "")), str(body["error"].get("reason", ""))
    return "", str(body)[:200] if body else error.message


def _checked_url(url: str) -> str:
    shown = _without_password(url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise DeliveryError(f"ELASTICSEARCH_URL {shown} is not a URL ({error}): write it like https://localhost:9200.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DeliveryError(f"ELASTICSEARCH_URL {shown} is not an http(s) URL: write it like https://localhost:9200.")
    if parts.query or parts.fragment:
        raise DeliveryError(f"ELASTICSEARCH_URL {shown} has a query or fragment: write it like https://localhost:9200.")
    if port == 0:
        raise DeliveryError(f"ELASTICSEARCH_URL {shown} names port 0: write it like https://localhost:9200.")
    if port is None and parts.scheme == "http":
        return parts._replace(netloc=f"{parts.netloc.rstrip(':')}:80").geturl()
    return url.rstrip("/")


def _checked_key(api_key: str) -> str | tuple[str, str]:
    key = api_key.strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise DeliveryError("ELASTICSEARCH_API_KEY holds a character no API key has: copy the value of `encoded` once more.")
    identifier, colon, secret = key.partition(":")
    return (identifier, secret) if colon else key


def _trusting(ca_certs: str) -> ssl.SSLContext:
    if not Path(ca_certs).is_file():
        raise DeliveryError(f"ELASTICSEARCH_CA_CERTS {ca_certs} is not a file: give the path of the authority's PEM file.")
    try:
        return ssl.create_default_context(cafile=ca_certs)
    except OSError as error:  # ssl.SSLError is one
        raise DeliveryError(f"ELASTICSEARCH_CA_CERTS {ca_certs} cannot be read as PEM certificates ({_one_line(error)}).") from None


def _without_password(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//", url)


def _one_line(cause: object) -> str:
    return " ".join(str(cause).split()).rstrip(".")[:400]
