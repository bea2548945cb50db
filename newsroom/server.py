"""Newsroom: every outlet on one loopback port, over TLS, in its own thread, with a log of requests and faults on demand."""

from __future__ import annotations

import asyncio
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import trustme
from aiohttp import web

from newsroom import faults, outlets
from newsroom.articles import Article, load
from newsroom.documents import Document
from newsroom.faults import Fault, Kind
from newsroom.site import Site

ADDRESS = "127.0.0.1"
SHUTDOWN_SECONDS = 1.0  # for answers under way when the server stops
UNKNOWN_HOST = Document(b"<h1>421 Misdirected Request</h1>", "text/html; charset=UTF-8", status=421)


class PortTaken(OSError):
    """The wanted port is in use."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it was answered."""

    host: str
    path: str  # with the query string
    status: int  # 0 where the connection was reset
    user_agent: str
    time: float  # seconds since the epoch


class Newsroom:
    """A context manager that serves all outlets while it is open.

    `port` and `plain_port` may be 0 for any free port; without `plain_port` there is only TLS. Raises PortTaken on entering, and
    ArticleError for an article file that cannot be served.
    """

    def __init__(self, articles: Sequence[Article] | None = None, port: int = 0, plain_port: int | None = None):
        self.articles = tuple(load(outlets=outlets.BY_NAME) if articles is None else articles)
        self.sites = {
            name: Site(outlet, [each for each in self.articles if each.outlet == name]) for name, outlet in outlets.BY_NAME.items()
        }
        self._by_host = {host: site for site in self.sites.values() for host in site.outlet.all_hosts}
        self._urls = {post.article.slug: post.url for site in self.sites.values() for post in site.posts}
        self.hosts = tuple(self._by_host)
        self.port = port
        self.plain_port = plain_port
        self.ca_file = ""
        self._requests: list[Request] = []
        self._faults: dict[tuple[str, str], Fault] = {}
        self._lock = threading.Lock()

    @property
    def connect_to(self) -> str:
        """Where to connect for every host, in the form of curl's --connect-to."""
        return f"::{ADDRESS}:{self.port}"

    @property
    def requests(self) -> list[Request]:
        """The requests so far, oldest first."""
        with self._lock:
            return list(self._requests)

    def url_of(self, article: Article | str) -> str:
        """The canonical URL of an article (or of a slug)."""
        return self._urls[article if isinstance(article, str) else article.slug]

    def edit(self, article: Article | str, **changes: Any) -> Article:
        """Print an article (or a slug's) with other values for the named fields; returns it. Raises pydantic's ValidationError."""
        slug = article if isinstance(article, str) else article.slug
        old = next(each for each in self.articles if each.slug == slug)
        edited = Article(**{**old.model_dump(), **changes})
        self.sites[edited.outlet].edit(edited)
        return edited

    def redesign(self, outlet: str, like: str) -> None:
        """Print the articles of `outlet` by the template of another one."""
        self.sites[outlet].redesign(like)

    def restore(self) -> None:
        """Print every article again as it was at first, in its outlet's own template."""
        for site in self.sites.values():
            site.restore()

    def fault(self, host: str, path_prefix: str, fault: Fault) -> None:
        """Answer everything under `path_prefix` of `host` by `fault`; the longest prefix wins, "*" is every host."""
        with self._lock:
            self._faults = {**self._faults, (host, path_prefix): fault}

    def clear_faults(self) -> None:
        """Serve everything properly again."""
        with self._lock:
            self._faults = {}

    def prerender(self) -> None:
        """Render every page now instead of on its first request."""
        for site in self.sites.values():
            site.prerender()

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            listener = opened.enter_context(_listen(self.port))
            self.port = listener.getsockname()[1]
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-")))
            listeners: list[tuple[socket.socket, ssl.SSLContext | None]] = [(listener, self._certificate(folder))]
            if self.plain_port is not None:
                plain = opened.enter_context(_listen(self.plain_port))
                self.plain_port = plain.getsockname()[1]
                listeners.append((plain, None))
            loop = opened.enter_context(_loop_in_thread())
            runner = asyncio.run_coroutine_threadsafe(self._start(listeners), loop).result()
            opened.callback(lambda: asyncio.run_coroutine_threadsafe(self._stop(runner), loop).result())
            self._opened = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._opened.close()

    def _certificate(self, folder: Path) -> ssl.SSLContext:
        authority = trustme.CA()
        self.ca_file = str(folder / "ca.pem")
        authority.cert_pem.write_to_path(self.ca_file)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*self.hosts, "localhost", ADDRESS).configure_cert(context)
        return context

    async def _start(self, listeners: Sequence[tuple[socket.socket, ssl.SSLContext | None]]) -> web.ServerRunner:
        self._stopping = asyncio.Event()
        server = web.Server(self._answer, access_log=None, handler_cancellation=True)
        runner = web.ServerRunner(server, shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        for listener, context in listeners:
            await web.SockSite(runner, listener, ssl_context=context).start()
        return runner

    async def _stop(self, runner: web.ServerRunner) -> None:
        self._stopping.set()
        for connection in runner.server.connections if runner.server else ():
            if connection.transport is not None:
                connection.transport.abort()  # close() would wait for clients that have stopped reading
        await runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        host = request.headers.get("Host", "").partition(":")[0].lower()
        target = request.raw_path
        path, _, query_string = target.partition("?")
        site = self._by_host.get(host)
        document = site.document(host, path, query_string) if site else UNKNOWN_HOST
        fault = self._fault_of(host, target) if self._faults else None
        if fault is not None:
            self._note(request, host, target, fault.status)
            return await faults.answer(fault, request, document, self._stopping)
        response = _respond(request, document)
        self._note(request, host, target, response.status)
        return response

    def _fault_of(self, host: str, target: str) -> Fault | None:
        matching = [
            (len(prefix), fault) for (where, prefix), fault in self._faults.items() if where in (host, "*") and target.startswith(prefix)
        ]
        return max(matching, key=lambda pair: pair[0])[1] if matching else None

    def _note(self, request: web.BaseRequest, host: str, target: str, status: int) -> None:
        with self._lock:
            self._requests.append(Request(host, target, status, request.headers.get("User-Agent", ""), time.time()))


@contextmanager
def _loop_in_thread() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop that runs in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="newsroom", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _respond(request: web.BaseRequest, document: Document) -> web.Response:
    """The response to a request without a fault: conditional, compressed when accepted."""
    asked = request.headers
    if request.method not in ("GET", "HEAD"):
        return web.Response(status=405, headers={"Allow": "GET, HEAD"})
    packed = "gzip" in asked.get("Accept-Encoding", "") and document.gzipped is not None
    headers = {"Content-Type": document.content_type, "Vary": "Accept-Encoding", **document.headers}
    if document.modified_at is not None:
        headers |= {"ETag": document.gzip_etag if packed else document.etag, "Last-Modified": document.last_modified}
        if document.is_known(asked.get("If-None-Match"), asked.get("If-Modified-Since")):
            return web.Response(status=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return web.Response(body=document.gzipped if packed else document.body, status=document.status, headers=headers)


def _listen(port: int) -> socket.socket:
    """A listening socket on loopback; raises PortTaken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except OSError as error:
        listener.close()
        raise PortTaken(f"port {port} on {ADDRESS} is taken: {error.strerror}; choose another with --port or leave it out") from error
    listener.listen(1024)
    listener.setblocking(False)
    return listener


__all__ = ["Fault", "Kind", "Newsroom", "PortTaken", "Request"]
