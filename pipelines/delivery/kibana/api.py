"""API: requests to a running Kibana, and every way they can fail put into one line."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ProtocolError, ReadTimeoutError, SSLError

from pipelines.delivery.client import trusting
from pipelines.errors import ToldError, one_line, without_password

CONNECT_SECONDS = 10
ANSWER_SECONDS = 60  # an import of some dozen objects takes a few, more while Elasticsearch is busy
OLDEST = "8.12"

EXAMPLE = "write it like https://localhost:5601, with the base path or /s/SPACE behind it where there is one"
NO_ENCRYPTION_KEY = (
    "keeps no alert rules, for it has no encryption key: set xpack.encryptedSavedObjects.encryptionKey, at least 32 characters,"
    " in kibana.yml, restart Kibana, and run this again."
)

Fields = Mapping[str, tuple[str, bytes, str]]  # of a form: name -> file name, content, type


class KibanaError(ToldError):
    """Kibana did not do what was asked; the message is one line that names address and cause and says what to do."""


class KibanaSettingError(KibanaError, ValueError):
    """A setting for Kibana cannot be used; the message names it."""


class Unreachable(KibanaError):
    """Nothing answered, or the connection was lost; a Kibana that is starting does that between two of its stages."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object of the answer, or an empty one where there is none."""
        try:
            content = json.loads(self.text)
        except ValueError:
            return {}
        return content if isinstance(content, dict) else {}

    @property
    def message(self) -> str:
        """What the answer says of itself, in at most one line."""
        told = self.body.get("message") or self.body.get("error")
        if told:
            return one_line(told if isinstance(told, str) else json.dumps(told))
        title = re.search(r"<title[^>]*>(.*?)</title>", self.text, re.IGNORECASE | re.DOTALL)
        return one_line(title.group(1) if title else "" if self.is_page else self.text)

    @property
    def is_page(self) -> bool:
        """Whether it is a web page, which Kibana's API never sends: a proxy or a login page stands before it."""
        return "html" in self.headers.get("content-type", "").lower() or self.text.lstrip()[:9].lower() in ("<!doctype", "<html>")


class Kibana:
    """A Kibana at one address, in one space of it."""

    def __init__(self, url: str, api_key: str = "", ca_certs: str = ""):
        """Check the settings; nothing is sent yet.

        Args:
            url: http(s)://[user:password@]host[:port][/base-path][/s/space]. The credentials are shown nowhere.
            api_key: in base64, as Elasticsearch hands it out, or as "id:key"; it counts before the credentials in `url`. Without either,
                no Authorization header is sent.
            ca_certs: path of a PEM file with the authority that signed Kibana's certificate; "" for the system's authorities.

        Raises:
            KibanaSettingError: a value cannot be used; the line names the setting.
            DeliveryError: `ca_certs` cannot be read.
        """
        parts = _checked_url(url)
        host = parts.netloc.rpartition("@")[2]
        self.address = f"{parts.scheme}://{host}{parts.path.rstrip('/')}"
        self._headers = {"kbn-xsrf": "pantau", "Accept": "application/json", "User-Agent": "Pantau"}
        self._credentials = ""
        if key := _checked_key(api_key):
            self._headers["Authorization"] = f"ApiKey {key}"
            self._credentials = "KIBANA_API_KEY"
        elif parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self._headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
            self._credentials = "the user and password in KIBANA_URL"
        self._pool = urllib3.PoolManager(
            num_pools=1,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS),
            ssl_context=trusting(ca_certs) if ca_certs and parts.scheme == "https" else None,
        )

    @property
    def place(self) -> str:
        """How messages name it."""
        return f"Kibana at {self.address}"

    @property
    def space(self) -> tuple[str, str] | None:
        """The address without the space, and the space's id; None in the default space."""
        found = re.fullmatch(r"(https?://.*)/s/([a-z0-9_-]+)", self.address)
        return (found.group(1), found.group(2)) if found else None

    def ask(
        self, method: str, path: str, content: object = None, *, form: Fields | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send one request, with `content` as JSON or with `form`, and return the answer whatever its status.

        `path` begins with a slash and is below the space's address, or is a whole URL of the same Kibana.

        Raises:
            Unreachable: nothing answered in time, or the connection was lost.
            KibanaError: TLS failed, or the address cannot be asked.
        """
        whole = {**self._headers, **(headers or {})}
        more: dict[str, Any] = {}
        if form is not None:
            more["fields"] = dict(form)
        elif content is not None:
            whole["Content-Type"] = "application/json"
            more["body"] = json.dumps(content, ensure_ascii=False).encode()
        url = self.address + path if path.startswith("/") else path
        try:
            response = self._pool.request(method, url, headers=whole, redirect=False, **more)
        except HTTPError as error:
            raise self._failed(error) from error
        found = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, found, response.data.decode(errors="replace"))

    def expect(self, answer: Answer, doing: str, privilege: str) -> dict[str, Any]:
        """Return the JSON object of an answer that has to be a success.

        Args:
            doing: what was asked, as "importing the saved objects".
            privilege: the Kibana features on which it needs the privilege All, for the line about a 403.

        Raises:
            KibanaError: it is none, or not in JSON; the line says what to do.
        """
        if answer.status in range(200, 300) and answer.body:
            return answer.body
        raise KibanaError(f"{self.place} {self._explain(answer, doing, privilege)}")

    def _explain(self, answer: Answer, doing: str, privilege: str) -> str:
        status, message = answer.status, answer.message
        said = f"{status}, {message}" if message else str(status)
        if status in range(300, 400):
            target = urlsplit(answer.headers.get("location", ""))
            return (
                f"sends {doing} on to {target.hostname or ''}{target.path} ({status}): write into KIBANA_URL where its API answers itself."
            )
        if status == 401:
            if not self._credentials:
                return "asks for credentials (401): set KIBANA_API_KEY, or write KIBANA_URL as https://USER:PASSWORD@HOST."
            return f"does not accept {self._credentials} (401): correct them; a password in a URL has its special characters as %XX."
        if "encryptionKey" in message:
            return NO_ENCRYPTION_KEY
        if answer.is_page or status in range(200, 300):
            what = f"a web page ({said})" if answer.is_page else f"no JSON object ({said})"
            return f"answered {doing} with {what}: a proxy or login page stands before it, or KIBANA_URL leads to something else."
        if status == 403:
            return f"refuses {doing} ({said}): give the user or key the Kibana privilege All on {privilege}, in this space."
        if status == 404:
            return f"knows no way of {doing} ({said}): correct the base path or the space in KIBANA_URL; it has to be Kibana {OLDEST} or later."
        if status == 413:
            return f"refuses {doing} as too large ({said}): raise savedObjects.maxImportPayloadBytes, or the limit of the proxy before it."
        if status == 422:
            return f"is too old for {doing} ({said}): it has to be Kibana {OLDEST} or later."
        if status in (408, 429, 502, 503, 504):
            return f"is overloaded or not ready for {doing} ({said}): run this again in a minute."
        if status >= 500:
            return f"failed at {doing} ({said}): its log says why."
        return f"refuses {doing} ({said})."

    def _failed(self, error: HTTPError) -> KibanaError:
        cause = one_line(error)
        if isinstance(error, NewConnectionError):  # before ConnectTimeoutError, of which it is one
            why = cause.rpartition("new connection: ")[2] or cause
            return Unreachable(f"{self.place} cannot be reached ({why}): start it, or correct KIBANA_URL.")
        if isinstance(error, (ConnectTimeoutError, ReadTimeoutError)):
            seconds = CONNECT_SECONDS if isinstance(error, ConnectTimeoutError) else ANSWER_SECONDS
            return Unreachable(f"{self.place} did not answer within {seconds} s: see whether it is overloaded or a firewall drops packets.")
        if isinstance(error, SSLError):
            return KibanaError(f"{self.place}: {_explain_tls(cause)}")
        if isinstance(error, ProtocolError):
            hint = "write KIBANA_URL with https:// if it speaks TLS" if self.address.startswith("http:") else "see its log"
            return Unreachable(f"{self.place} closed the connection without an answer: {hint}, or correct KIBANA_URL.")
        return KibanaError(f"{self.place} could not be asked ({cause}): correct KIBANA_URL.")


def _checked_url(url: str) -> Any:
    shown = without_password(url)
    if not url.isprintable() or " " in url:
        raise KibanaSettingError(f"KIBANA_URL {shown!r} holds a blank or a control character: {EXAMPLE}.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise KibanaSettingError(f"KIBANA_URL {shown} is not a URL: {EXAMPLE}; a password has its special characters as %XX.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise KibanaSettingError(f"KIBANA_URL {shown} is not an http(s) URL: {EXAMPLE}.")
    if parts.query or parts.fragment or port == 0 or "@" in parts.path or parts.path.startswith("/app/"):
        raise KibanaSettingError(f"KIBANA_URL {shown} is not the address of a Kibana or one of its spaces: {EXAMPLE}.")
    return parts


def _checked_key(api_key: str) -> str:
    key = api_key.strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise KibanaSettingError("KIBANA_API_KEY holds a character no API key has: copy the value of `encoded` once more.")
    return base64.b64encode(key.encode()).decode() if ":" in key else key


def _explain_tls(cause: str) -> str:
    if "WRONG_VERSION_NUMBER" in cause or "RECORD_LAYER_FAILURE" in cause:
        return "it does not speak TLS: write KIBANA_URL with http://, or turn TLS on there."
    if "mismatch" in cause or "doesn't match" in cause:
        return "its certificate is for another name: write the name that the certificate has into KIBANA_URL."
    if "certificate verify failed" in cause:
        detail = re.search(r"certificate verify failed: ([^(]+)", cause)
        why = detail.group(1).strip(" .") if detail else "verification failed"
        return f"its certificate is not trusted ({why}): set ELASTICSEARCH_CA_CERTS to the PEM file of the authority that signed it."
    return f"TLS failed ({cause})."
