"""Proxies on loopback between a client and the tests' Elasticsearch: to end TLS, to break off, to answer in its place."""

from __future__ import annotations

import asyncio
import http.client
import ssl
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, TCPServer, ThreadingTCPServer
from typing import Any
from urllib.parse import urlsplit


class TcpProxy:
    """Passes bytes on to `url`, until it is stopped.

    With `tls` it speaks TLS to its clients. The server's answer to a request that holds `losing` is swallowed, and the connection closed.
    A request that holds `cutting` is cut off before that reaches the server.
    """

    def __init__(self, url: str, tls: ssl.SSLContext | None = None, losing: bytes = b"", cutting: bytes = b""):
        self.target = urlsplit(url)
        self.tls = tls
        self.losing = losing
        self.cutting = cutting
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.server: asyncio.Server | None = None

    def __enter__(self) -> TcpProxy:
        self.thread.start()
        # A client that refuses the certificate is gone, and never takes part in ending TLS.
        patience = {"ssl": self.tls, "ssl_shutdown_timeout": 1} if self.tls else {}
        self.server = self._run(asyncio.start_server(self._connected, "127.0.0.1", 0, **patience))
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    @property
    def url(self) -> str:
        """Where clients connect to."""
        assert self.server is not None
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    def stop(self) -> None:
        """Close the port and every connection, as a machine does that goes down."""
        self._run(self._stop())

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=30)

    async def _stop(self) -> None:
        assert self.server is not None
        self.server.close()
        while connections := asyncio.all_tasks() - {asyncio.current_task()}:  # one whose handshake has just ended may still begin
            for connection in connections:
                connection.cancel()
            await asyncio.gather(*connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sides = [writer]
        seen = bytearray()
        try:
            answers, requests = await asyncio.open_connection(self.target.hostname, self.target.port)
            sides.append(requests)
            await asyncio.gather(self._forward(reader, requests, seen), self._return(answers, writer, seen))
        except (OSError, asyncio.CancelledError):
            pass  # one side went away, or the proxy was stopped; both sides are closed below
        finally:
            for side in sides:
                side.close()
            for side in sides:
                with suppress(OSError):
                    await side.wait_closed()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: bytearray) -> None:
        while data := await reader.read(65536):
            seen += data
            if self.cutting and self.cutting in seen:
                break
            writer.write(data)
            await writer.drain()
        raise ConnectionResetError

    async def _return(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: bytearray) -> None:
        while data := await reader.read(65536):
            if self.losing and self.losing in seen:
                break
            writer.write(data)
            await writer.drain()
        raise ConnectionResetError


@contextmanager
def other_server(answer: bytes) -> Iterator[str]:
    """Yield the URL of a server that gives everybody the same `answer`, whatever they ask."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            self.wfile.write(answer)

    with _served(ThreadingTCPServer(("127.0.0.1", 0), Handler)) as url:
        yield url


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that a proxy gives in the server's place."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    product: str = ""  # what the server calls itself; Elasticsearch's clients take no good answer without that


def http_proxy(url: str, largest_body: int) -> AbstractContextManager[str]:
    """Yield the URL of a reverse proxy before `url` that answers 413 to requests with more than `largest_body` bytes, as nginx does."""
    too_large = Answer(413, b"<h1>413 Request Entity Too Large</h1>", "text/html")
    return answering_proxy(url, lambda _, body: too_large if len(body) > largest_body else None)


@contextmanager
def answering_proxy(url: str, answer: Callable[[str, bytes], Answer | None]) -> Iterator[str]:
    """Yield the URL of a reverse proxy before `url` that asks `answer` about each request's path and body; None passes it on."""
    target = urlsplit(url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if own := answer(self.path, body):
                product = {"X-Elastic-Product": own.product} if own.product else {}
                self._answer(own.status, {"Content-Type": own.content_type, **product}, own.body)
                return
            connection = http.client.HTTPConnection(target.hostname or "", target.port)
            connection.request(self.command, self.path, body, dict(self.headers))
            response = connection.getresponse()
            kept = {name: value for name, value in response.getheaders() if name.lower() in ("content-type", "x-elastic-product")}
            content = response.read()
            connection.close()
            self._answer(response.status, kept, content)

        do_HEAD = do_PUT = do_POST = do_DELETE = do_GET

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            with suppress(ConnectionError):  # the client did not wait for it
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the tests' output quiet."""

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as own_url:
        yield own_url


@contextmanager
def _served(server: TCPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
