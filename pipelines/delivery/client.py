"""Client: the connection to Elasticsearch, and every way it can fail put into one line."""

from __future__ import annotations

import hashlib
import hmac
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

from pipelines.errors import ToldError, one_line, without_password

REQUEST_TIMEOUT_SECONDS = 30
CONNECTION_RETRIES = 1
OTHER_CERTIFICATE = "certificate with the fingerprint"
FULL_DISK_BLOCK = "read-only-allow-delete"


class DeliveryError(ToldError):
    """Elasticsearch did not do what was asked; the message is one line that names URL and cause and says what to do."""


def connect(url: str, api_key: str = "", ca_certs: str = "", fingerprint: str = "") -> Elasticsearch:
    """Return a client for the cluster at `url`. Nothing is sent yet. Over https the server's certificate is always checked.

    Args:
        url: http(s)://host[:port][/prefix]; several nodes of a cluster are separated by commas. Without a port it is the scheme's own
            (80 or 443). Credentials in it (https://user:password@host) count where there is no `api_key`.
        api_key: as Elasticsearch hands it out, in base64, or as "id:key".
        ca_certs: path of a PEM file with the authority that signed the server's certificate; "" for the system's authorities.
        fingerprint: SHA-256 of the server's own certificate, 64 hex digits with or without colons. It takes the place of `ca_certs`:
            that one certificate is trusted, whoever signed it and whatever names and dates are on it, and no other.

    Raises:
        DeliveryError: a value cannot be used, or two of them contradict each other; the line names the setting.
    """
    urls = [_checked_url(part.strip()) for part in url.split(",") if part.strip()]
    if not urls:
        raise DeliveryError("ELASTICSEARCH_URL is empty: set it to the cluster's address, like https://localhost:9200.")
    options: dict[str, Any] = {}
    if key := _checked_key(api_key):
        options["api_key"] = key
    options |= _trust(urls, ca_certs, fingerprint.strip())
    # It would warn of each node it cannot reach, in many lines; whoever asked gets a DeliveryError that says it in one.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    try:
        return Elasticsearch(urls, request_timeout=REQUEST_TIMEOUT_SECONDS, max_retries=CONNECTION_RETRIES, retry_on_status=(), **options)
    except ValueError as error:
        raise DeliveryError(f"ELASTICSEARCH_URL {without_password(url)} cannot be used: {one_line(error)}.") from None


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
    cause = one_line(error.errors[0] if error.errors else error.message)
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
        return f"does not take writes ({one_line(reason)}): {disk}remove the block index.blocks.* from the index."
    if status == 403:
        return f"refuses this to the API key (403, {one_line(reason)}): give the key that privilege on articles*, or set another."
    if status == 404:
        return f"has no such index or alias (404, {one_line(reason)}): create it with `scrapy index setup`."
    if status == 413:
        return "refuses even a single article as too large (413): raise http.max_content_length, or the limit of the proxy before it."
    if status in (408, 429, 502, 503, 504):
        return f"is overloaded or not ready ({status}, {one_line(reason)}): the next run tries again."
    return f"answered {status} ({kind}: {one_line(reason)})."


def _explain_tls(cause: str) -> str:
    if "WRONG_VERSION_NUMBER" in cause or "RECORD_LAYER_FAILURE" in cause:
        return "it does not speak TLS: write ELASTICSEARCH_URL with http://, or turn TLS on there."
    if found := re.search(rf"{OTHER_CERTIFICATE} (\w+)", cause):
        return (
            f"its own certificate is not the one of ELASTICSEARCH_CERT_FINGERPRINT, it has {found.group(1)}: set that if the certificate was"
            f" renewed; if not, something else answers there."
        )
    if "certificate verify failed" in cause:
        detail = re.search(r"certificate verify failed: (.+?)[. ]*(?:\(_ssl|$)", cause)
        why = detail.group(1) if detail else "verification failed"
        return f"its certificate is not trusted ({why}): {_certificate_advice(why)}."
    return f"TLS failed ({cause})."


def _certificate_advice(why: str) -> str:
    if "expired" in why:
        return "renew it there, or set this machine's clock"
    if "not yet valid" in why:
        return "set the clocks of both machines"
    if "mismatch" in why:
        return "write ELASTICSEARCH_URL with a host name that is in it, or have it issued for this one"
    return "set ELASTICSEARCH_CA_CERTS to the PEM file of the authority that signed it, or ELASTICSEARCH_CERT_FINGERPRINT"


def _type_and_reason(error: ApiError) -> tuple[str, str]:
    body = error.body
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        return str(body["error"].get("type", "")), str(body["error"].get("reason", ""))
    return "", str(body)[:200] if body else error.message


def _checked_url(url: str) -> str:
    shown = without_password(url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # its text may hold a part of the password
        raise DeliveryError(
            f"ELASTICSEARCH_URL {shown} is not a URL: write it like https://localhost:9200; a password has its special characters as %XX."
        ) from None
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


def _trust(urls: list[str], ca_certs: str, fingerprint: str) -> dict[str, Any]:
    """Return the client's options for whom to trust: none for the system's authorities."""
    if not ca_certs and not fingerprint:
        return {}
    if ca_certs and fingerprint:
        raise DeliveryError(
            "ELASTICSEARCH_CA_CERTS and ELASTICSEARCH_CERT_FINGERPRINT are both set: leave one empty (an authority outlasts the renewal of"
            " a certificate, a fingerprint does not)."
        )
    plain = [part for part in urls if not part.startswith("https:")]
    if ca_certs and len(plain) == len(urls):
        return {}  # it counts for Kibana as well, which may have TLS where Elasticsearch has none
    if plain:
        setting = "ELASTICSEARCH_CA_CERTS" if ca_certs else "ELASTICSEARCH_CERT_FINGERPRINT"
        raise DeliveryError(
            f"{setting} is set, but ELASTICSEARCH_URL {without_password(plain[0])} has no TLS: write it with https://, or empty {setting}."
        )
    if ca_certs:
        return {"ssl_context": trusting(ca_certs)}
    digits = _checked_fingerprint(fingerprint)
    # The client takes a fingerprint as found if any certificate that the server sends has it, without a look at who signed what: whoever
    # sends the right certificate along with one of their own would pass. So the context looks at the server's own one itself.
    return {"ssl_context": _trusting_only(digits), "ssl_assert_fingerprint": digits}


def _checked_fingerprint(fingerprint: str) -> str:
    digits = fingerprint.replace(":", "")
    if not re.fullmatch(r"[0-9A-Fa-f]{64}", digits):
        raise DeliveryError(
            f"ELASTICSEARCH_CERT_FINGERPRINT {one_line(fingerprint)} is not the SHA-256 of a certificate: write its 64 hex digits, with or without"
            f" colons."
        )
    return digits.lower()


def _trusting_only(fingerprint: str) -> ssl.SSLContext:
    class Socket(ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            found = hashlib.sha256(self.getpeercert(binary_form=True) or b"").hexdigest()
            if not hmac.compare_digest(found, fingerprint):
                raise ssl.SSLError(ssl.SSL_ERROR_SSL, f"{OTHER_CERTIFICATE} {found}")

    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the fingerprint says who it is
    context.sslsocket_class = Socket
    return context


def trusting(ca_certs: str) -> ssl.SSLContext:
    """Return what trusts the authorities in the PEM file `ca_certs`. Raises DeliveryError where it cannot be read."""
    if not Path(ca_certs).is_file():
        raise DeliveryError(f"ELASTICSEARCH_CA_CERTS {ca_certs} is not a file: give the path of the authority's PEM file.")
    try:
        return ssl.create_default_context(cafile=ca_certs)
    except OSError as error:  # ssl.SSLError is one
        raise DeliveryError(f"ELASTICSEARCH_CA_CERTS {ca_certs} cannot be read as PEM certificates ({one_line(error)}).") from None
