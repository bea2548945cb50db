"""Challenge: pages that ask whether a person is reading, or refuse to answer, instead of showing what was asked for."""

from __future__ import annotations

import re

from scrapy.http import Response

REFUSALS = {401: "login required", 402: "payment required", 403: "refused", 429: "too many requests", 451: "legally withheld"}

# Titles and markers of the walls that stand before Indonesian outlets: Cloudflare, Akamai, Imperva, DataDome, plain captchas.
TITLES = re.compile(
    rb"<title>\s*(?:Just a moment\.\.\.|Attention Required! \| Cloudflare|Access Denied|Akses Ditolak|Pardon Our Interruption|"
    rb"Security Check|Are you a robot\?|Verifikasi Keamanan)",
    re.IGNORECASE,
)
MARKERS = (b"cf-challenge-running", b"/cdn-cgi/challenge-platform/h/", b"_incapsula_resource", b"captcha-delivery.com/captcha")
LARGEST = 60_000  # bytes; walls are small, and an article may quote one


def challenge(response: Response) -> str:
    """Why `response` is a refusal or a challenge page, or "" when it is neither."""
    if response.status in REFUSALS:
        return f"{response.status} {REFUSALS[response.status]}"
    if response.headers.get("cf-mitigated") == b"challenge":
        return "challenge page (cf-mitigated)"
    if len(response.body) <= LARGEST and (mark := _mark(response.body)):
        return f"challenge page ({mark.decode('latin-1')})"
    return ""


def _mark(body: bytes) -> bytes:
    """The first thing in `body` that only a wall has, empty where there is none.

    Plain searches, because one pattern for all of them, without regard to case, takes a millisecond.
    """
    lower = body.lower()
    found = [(at, body[at : at + len(marker)]) for marker in MARKERS if (at := lower.find(marker)) >= 0]
    at = lower.find(b"<title>")
    while at >= 0:
        if title := TITLES.match(body, at):
            found.append((at, title[0].partition(b">")[2].strip()))
            break
        at = lower.find(b"<title>", at + 1)
    return min(found)[1] if found else b""
