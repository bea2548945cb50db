"""Documents: what a site answers with, ready to be sent (entity tag, gzip) and to be compared with what a client has."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property

from newsroom.dates import http_date

HTML = "text/html; charset=UTF-8"
XML = "application/xml; charset=UTF-8"
RSS = "application/rss+xml; charset=UTF-8"
ATOM = "application/atom+xml; charset=UTF-8"
JSON = "application/json; charset=UTF-8"
TEXT = "text/plain; charset=utf-8"
GZIP = "application/gzip"

GZIP_MINIMUM = 512  # bytes; below it compression gains nothing


@dataclass(frozen=True)
class Document:
    """One answer of a site. `modified_at` is aware; None for answers that nobody may keep, such as a 404."""

    body: bytes
    content_type: str
    modified_at: datetime | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    @cached_property
    def etag(self) -> str:
        """The entity tag of the plain body, in quotes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    @cached_property
    def gzip_etag(self) -> str:
        """The entity tag of the gzip body: another representation, so another tag (RFC 9110, 8.8.3)."""
        return self.etag[:-1] + '-gzip"'

    @cached_property
    def gzipped(self) -> bytes | None:
        """The body compressed, None where that is useless."""
        if len(self.body) < GZIP_MINIMUM or self.content_type == GZIP:
            return None
        return gzip.compress(self.body, compresslevel=6, mtime=0)

    @cached_property
    def last_modified(self) -> str:
        """The Last-Modified header's value, or nothing."""
        return http_date(self.modified_at) if self.modified_at else ""

    def is_known(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether a client with these validators already has this document; If-None-Match wins (RFC 9110, 13.2.2)."""
        if self.modified_at is None or self.status != 200:
            return False
        if if_none_match is not None:
            tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
            return bool(tags & {"*", self.etag, self.gzip_etag})
        if if_modified_since is None:
            return False
        try:
            return self.modified_at.replace(microsecond=0) <= parsedate_to_datetime(if_modified_since)
        except (ValueError, TypeError):  # an unreadable or zoneless date is as good as none (RFC 9110, 13.1.3)
            return False


def redirect(location: str, status: int = 301) -> Document:
    """An answer that sends the client to `location`."""
    return Document(b"", HTML, status=status, headers={"Location": location})
