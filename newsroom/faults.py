"""Faults: the ways a server can go wrong, to be laid over any address of the newsroom."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web

from newsroom.documents import Document

CHALLENGE = """<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta http-equiv="refresh" content="390">
<meta name="robots" content="noindex,nofollow"></head><body class="no-js"><div class="main-wrapper" role="main"><div class="main-content">
<noscript><div class="h2"><span id="challenge-error-text">Enable JavaScript and cookies to continue</span></div></noscript></div></div>
<script>(function(){window._cf_chl_opt={cType:'managed',cRay:'88f0c0ffee00',cH:'x'};var a=document.createElement('script');
a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=88f0c0ffee00';document.head.appendChild(a);}());</script></body></html>"""


class Kind(StrEnum):
    """What goes wrong."""

    STATUS = "status"  # an error page with `status`
    CHALLENGE = "challenge"  # 403 with a "Just a moment..." page
    RESET = "reset"  # the connection is reset before an answer
    STALL = "stall"  # headers and the first bytes, then nothing until the client leaves
    TRUNCATED = "truncated"  # half of the announced body, then the connection closes
    CHARSET = "charset"  # the Content-Type names `charset`, the bytes stay UTF-8
    REDIRECT = "redirect"  # to `location`
    EMPTY = "empty"  # 200 without a body
    REPLACED = "replaced"  # 200 with `body`
    ENDLESS = "endless"  # a body that never ends


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. Fault.of_status(503, retry_after=30), Fault.reset() and so on."""

    kind: Kind
    status: int = 200
    retry_after: str = ""  # seconds or an HTTP date
    charset: str = "iso-8859-1"
    location: str = ""
    body: bytes = b""
    content_type: str = "text/html; charset=UTF-8"

    @classmethod
    def of_status(cls, status: int, retry_after: int | str = "") -> Fault:
        """An error page with this status and, if given, a Retry-After header (seconds or an HTTP date)."""
        return cls(Kind.STATUS, status=status, retry_after=str(retry_after))

    @classmethod
    def challenge(cls) -> Fault:
        """A page that wants to see a browser."""
        return cls(Kind.CHALLENGE, status=403)

    @classmethod
    def reset(cls) -> Fault:
        """A connection reset instead of an answer."""
        return cls(Kind.RESET, status=0)

    @classmethod
    def stall(cls) -> Fault:
        """An answer that begins and never goes on."""
        return cls(Kind.STALL)

    @classmethod
    def truncated(cls) -> Fault:
        """Half of the body."""
        return cls(Kind.TRUNCATED)

    @classmethod
    def wrong_charset(cls, charset: str = "iso-8859-1") -> Fault:
        """UTF-8 bytes under another name."""
        return cls(Kind.CHARSET, charset=charset)

    @classmethod
    def redirect(cls, location: str, status: int = 302) -> Fault:
        """A redirect to any address, the outlet's own or not."""
        return cls(Kind.REDIRECT, status=status, location=location)

    @classmethod
    def replaced(cls, body: bytes, content_type: str = "text/html; charset=UTF-8") -> Fault:
        """Another document in place of the outlet's own."""
        return cls(Kind.REPLACED, body=body, content_type=content_type)

    @classmethod
    def empty(cls) -> Fault:
        """200 and nothing."""
        return cls(Kind.EMPTY)

    @classmethod
    def endless(cls) -> Fault:
        """A body that goes on until the client has had enough."""
        return cls(Kind.ENDLESS)


async def answer(fault: Fault, request: web.BaseRequest, document: Document, stopping: asyncio.Event) -> web.StreamResponse:
    """Answer `request` by `fault`; `document` is what would have been sent, `stopping` ends answers that wait."""
    match fault.kind:
        case Kind.STATUS:
            headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            page = f"<!DOCTYPE html><html><head><title>{fault.status}</title></head><body><h1>{fault.status}</h1></body></html>"
            return web.Response(text=page, status=fault.status, headers=headers, content_type="text/html")
        case Kind.CHALLENGE:
            headers = {"Server": "cloudflare", "CF-Mitigated": "challenge", "Cache-Control": "private, no-store"}
            return web.Response(text=CHALLENGE, status=403, headers=headers, content_type="text/html")
        case Kind.CHARSET:
            media_type = document.content_type.partition(";")[0]
            return web.Response(body=document.body, headers={"Content-Type": f"{media_type}; charset={fault.charset}"})
        case Kind.REDIRECT:
            return web.Response(status=fault.status, headers={"Location": fault.location})
        case Kind.REPLACED:
            return web.Response(body=fault.body, headers={"Content-Type": fault.content_type})
        case Kind.EMPTY:
            return web.Response(body=b"", headers={"Content-Type": document.content_type})
        case Kind.RESET:
            _reset(request)
            return web.Response()
        case Kind.TRUNCATED | Kind.STALL | Kind.ENDLESS:
            return await _stream(fault, request, document, stopping)


async def _stream(fault: Fault, request: web.BaseRequest, document: Document, stopping: asyncio.Event) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": document.content_type})
    if fault.kind is not Kind.ENDLESS:
        response.content_length = max(2, len(document.body))
    await response.prepare(request)
    await response.write(document.body[: max(1, len(document.body) // 2)] or b"<")
    if fault.kind is Kind.STALL:
        await stopping.wait()
    while fault.kind is Kind.ENDLESS and not stopping.is_set():
        await response.write(b"<p>Berita ini tidak ada habisnya.</p>\n" * 1000)
        await asyncio.sleep(0)  # write() gives way only when the buffer is full
    if request.transport is not None:
        request.transport.close()
    return response


def _reset(request: web.BaseRequest) -> None:
    """Close the connection so that the client sees a reset (linger of zero seconds sends RST, not FIN)."""
    if request.transport is None:
        return
    connection = request.transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()
