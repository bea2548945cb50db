"""Challenge: pages that ask whether a person is reading, or refuse to answer, instead of showing what was asked for."""

from __future__ import annotations

import re

from scrapy.http import Response

REFUSALS = {401: "login required", 402: "payment required", 403: "refused", 429: "too many requests", 451: "legally withheld"}

# Titles and markers of the walls that stand before Indonesian outlets: Cloudflare, Akamai, Imperva, DataDome, plain captchas.
MARKS = re.compile(
    rb"<title>\s*(?:Just a moment\.\.\.|Attention Required! \| Cloudflare|Access Denied|Akses Ditolak|Pardon Our Interruption|"
    rb"Security Check|Are you a robot\?|Verifikasi Keamanan)|cf-challenge-running|/cdn-cgi/challenge-platform/h/|_Incapsula_Resource|"
    rb"captcha-delivery\.com/captcha",
    re.IGNORECASE,
)
LARGEST = 60_000  # bytes; walls are small, and an article may quote one


def challenge(response: Response) -> str:
    """Why `response` is a refusal or a challenge page, or "" when it is neither."""
    if response.status in REFUSALS:
        return f"{response.status} {REFUSALS[response.status]}"
    if response.headers.get("cf-mitigated") == b"challenge":
        return "challenge page (cf-mitigated)"
    if len(response.body) <= LARGEST and (mark := MARKS.search(response.body)):
        return f"challenge page ({mark[0].decode('latin-1').split('>')[-1].strip()})"
    return ""
