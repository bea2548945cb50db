"""Stand-in: a small HTTP server that answers as Kibana's API does, for Kibana itself cannot run where the tests do.

It was written after the documented answers of Kibana 8.12 to 9.x and, where the documentation is silent, after the behaviour of its public
source: GET /api/status (level, redacted without credentials; 503 in plain text before the server is up), POST /api/saved_objects/_import
(multipart, the file's name ends in .ndjson, 200 with success:false for what it does not take, a new id where another space has the object's),
GET /api/spaces/space/ID, POST /api/data_views/default, POST /api/kibana/settings (internal from 9.0: 400 without the header that says so),
GET /api/alerting/_health, and GET, POST and PUT of /api/alerting/rule/ID (409 for an id that is taken, 400 for a field that it does not
know; a GET shows more than a PUT takes, and parameters with their defaults). Every change without kbn-xsrf is refused, as there.

It keeps what arrives, so that a test can look at it, and answers out of turn on demand (`faults`).
"""

from __future__ import annotations

import json
import ssl
import threading
import uuid
from collections import deque
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]

VERSION = "9.5.3"
CREATE = {
    "name",
    "rule_type_id",
    "consumer",
    "enabled",
    "tags",
    "schedule",
    "params",
    "actions",
    "throttle",
    "notify_when",
    "alert_delay",
    "flapping",
}
UPDATE = CREATE - {"rule_type_id", "consumer", "enabled"}
ACTION = {"id", "group", "params", "frequency", "uuid", "alerts_filter", "use_alert_data_for_template"}
NO_KEY = (
    "Unable to create alerts client because the Encrypted Saved Objects plugin is missing encryption key. Please set"
    " xpack.encryptedSavedObjects.encryptionKey in the kibana.yml or use the bin/kibana-encryption-keys command."
)


@dataclass(frozen=True)
class Reply:
    """An answer as it goes over the wire."""

    status: int
    body: Json | str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()

    @property
    def content_type(self) -> str:
        if not isinstance(self.body, str):
            return "application/json; charset=utf-8"
        return "text/html" if self.body.startswith("<") else "text/plain; charset=utf-8"


HANGS_UP = Reply(0, "")  # as between the server of Kibana's start and the real one


@dataclass(frozen=True)
class Asked:
    """A request as it arrived. `path` is without base path and space."""

    method: str
    path: str
    query: dict[str, str]
    headers: Message
    content: bytes

    @property
    def json(self) -> Json:
        body = json.loads(self.content)
        assert isinstance(body, dict)
        return body

    @property
    def file(self) -> tuple[str, str]:
        """Name and text of the one file of the form."""
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        (part,) = BytesParser(policy=HTTP).parsebytes(head + self.content).iter_parts()  # type: ignore[attr-defined]
        assert part.get_param("name", header="Content-Disposition") == "file"
        return str(part.get_filename()), part.get_payload(decode=True).decode()


class StandIn:
    """A Kibana of the tests: `with StandIn() as kibana: ... kibana.url`."""

    def __init__(self, base_path: str = "", tls: ssl.SSLContext | None = None):
        self.base_path = base_path
        self.credentials = ""  # the Authorization header that it asks for; "" for none
        self.spaces = {"default"}
        self.has_encryption_key = True
        self.levels: deque[str] = deque()  # of the next looks at the status, also booting and closed; afterwards it is available
        self.faults: dict[tuple[str, str], Reply] = {}  # by method and beginning of the path: answers in place of its own
        self.refused: dict[str, Json] = {}  # by id of a saved object: the error that its import ends with
        self.moved: dict[str, str] = {}  # by id of a saved object: the id that it gets in this space
        self.asked: list[Asked] = []
        self.imported: list[Json] = []
        self.default_data_view = ""
        self.settings: Json = {}
        self.rules: dict[str, Json] = {}
        self._tls = tls

    def __enter__(self) -> StandIn:
        stand_in = self

        class Handler(_Handler):
            kibana = stand_in

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if self._tls:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self.host}{self.base_path}"

    def changes(self) -> list[tuple[str, str]]:
        """Method and path of every request that was to change something."""
        return [(one.method, one.path) for one in self.asked if one.method != "GET"]

    def answer(self, asked: Asked) -> Reply:
        """Answer one request."""
        for (method, path), reply in self.faults.items():
            if asked.method == method and asked.path.startswith(path):
                return reply
        if asked.path == "/api/status":
            return self._status(asked)
        if self.credentials and asked.headers["Authorization"] != self.credentials:
            return refusal(401, "[security_exception\n\tRoot causes:\n\t\tsecurity_exception: unable to authenticate user]")
        if asked.method != "GET" and not asked.headers["kbn-xsrf"]:
            return refusal(400, "Request must contain a kbn-xsrf header.")
        if asked.path.startswith("/api/alerting/rule/"):
            return self._rule(asked, asked.path.rpartition("/")[2])
        if asked.path.startswith("/api/spaces/space/"):
            name = asked.path.rpartition("/")[2]
            return Reply(200, {"id": name, "name": name}) if name in self.spaces else refusal(404, "Not Found")
        routes = {
            ("POST", "/api/saved_objects/_import"): self._import,
            ("POST", "/api/data_views/default"): self._default_data_view,
            ("POST", "/api/kibana/settings"): self._settings,
            ("GET", "/api/alerting/_health"): self._health,
        }
        route = routes.get((asked.method, asked.path))
        return route(asked) if route else refusal(404, "Not Found")

    def _status(self, asked: Asked) -> Reply:
        level = self.levels.popleft() if self.levels else "available"
        if level == "closed":
            return HANGS_UP
        if level == "booting":
            return Reply(503, "Kibana server is not ready yet")
        body: Json = {"status": {"overall": {"level": level}}}
        if not self.credentials or asked.headers["Authorization"] == self.credentials:
            body |= {"name": "pantau", "version": {"number": VERSION}}
        return Reply(200 if level in ("available", "degraded") else 503, body)

    def _import(self, asked: Asked) -> Reply:
        name, text = asked.file
        if not name.endswith(".ndjson"):
            return refusal(400, f"Invalid file extension {name[name.rfind('.') :]}")
        objects = [json.loads(line) for line in text.split("\n") if line]
        known = {(one["type"], one["id"]) for one in objects}
        errors, taken = [], []
        for one in objects:
            dangling = [ref for ref in one.get("references", []) if (ref["type"], ref["id"]) not in known]
            error = self.refused.get(one["id"]) or (
                {"type": "missing_references", "references": [{"type": ref["type"], "id": ref["id"]} for ref in dangling]}
                if dangling
                else None
            )
            if error:
                errors.append({"id": one["id"], "type": one["type"], "meta": {}, "error": error, "overwrite": True})
                continue
            moved = {"destinationId": self.moved[one["id"]]} if one["id"] in self.moved else {}
            taken.append({"type": one["type"], "id": one["id"], "meta": {}, "managed": False, "overwrite": True, **moved})
        if errors:
            return Reply(200, {"success": False, "successCount": len(taken), "errors": errors, "warnings": []})
        self.imported = objects
        return Reply(200, {"success": True, "successCount": len(taken), "successResults": taken, "warnings": []})

    def _default_data_view(self, asked: Asked) -> Reply:
        if not self.default_data_view or asked.json.get("force"):
            self.default_data_view = asked.json["data_view_id"]
        return Reply(200, {"acknowledged": True})

    def _settings(self, asked: Asked) -> Reply:
        if not asked.headers["x-elastic-internal-origin"]:
            return refusal(400, "uri [/api/kibana/settings] with method [post] exists but is not available with the current configuration")
        self.settings |= asked.json["changes"]
        return Reply(200, {"settings": {name: {"userValue": value} for name, value in self.settings.items()}})

    def _health(self, asked: Asked) -> Reply:
        if not self.has_encryption_key:
            return refusal(400, NO_KEY)
        return Reply(200, {"is_sufficiently_secure": True, "has_permanent_encryption_key": True, "alerting_framework_health": {}})

    def _rule(self, asked: Asked, identifier: str) -> Reply:
        existing = self.rules.get(identifier)
        if not self.has_encryption_key:
            return refusal(500, "An internal server error occurred. Check Kibana server logs for details.")
        if asked.method == "POST" and existing:
            return refusal(409, f"Saved object [alert/{identifier}] conflict")
        if asked.method != "POST" and not existing:
            return refusal(404, f"Saved object [alert/{identifier}] not found")
        if asked.method == "GET":
            assert existing
            return Reply(200, existing)
        body = asked.json
        if unknown := sorted(set(body) - (CREATE if asked.method == "POST" else UPDATE)):
            return refusal(400, f"[request body.{unknown[0]}]: definition for this key is missing")
        for number, action in enumerate(body.get("actions", [])):
            if unknown := sorted(set(action) - ACTION):
                return refusal(400, f"[request body.actions.{number}.{unknown[0]}]: definition for this key is missing")
        if existing:
            personal = {"throttle": None, "notify_when": None, "tags": [], "actions": [], "alert_delay": {"active": 1}}
            self.rules[identifier] = {**existing, **personal, **body, "revision": existing["revision"] + 1}
        else:
            uuid.UUID(identifier)
            body["params"].setdefault("sourceFields", [])
            self.rules[identifier] = {"id": identifier, "throttle": None, "notify_when": None, "mute_all": False, "revision": 0, **body}
        return Reply(200, self.rules[identifier])


class _Handler(BaseHTTPRequestHandler):
    kibana: StandIn
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: the second would wait 40 ms for the client to acknowledge the first

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, ssl.SSLError):  # whoever asked has gone, or does not trust the certificate
            self.close_connection = True

    def do_GET(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        path = parts.path
        found = path.startswith(self.kibana.base_path)
        path = path.removeprefix(self.kibana.base_path)
        if path.startswith("/s/"):
            path = "/" + path.split("/", 3)[3]
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        asked = Asked(self.command, path, query, self.headers, content)
        self.kibana.asked.append(asked)
        reply = self.kibana.answer(asked) if found else refusal(404, "Not Found")
        if reply is HANGS_UP:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in {"kbn-name": "pantau", "Content-Type": reply.content_type, **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.content)))
        self.end_headers()
        self.wfile.write(reply.content)

    do_POST = do_PUT = do_GET

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests look at what was asked."""


def refusal(status: int, message: str) -> Reply:
    """An error as Kibana words it."""
    names = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict", 422: "Unprocessable Entity"}
    return Reply(status, {"statusCode": status, "error": names.get(status, "Internal Server Error"), "message": message})
