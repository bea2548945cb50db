"""Arguments: what `-a NAME=value` may say, checked before the first request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator

from crawler.configuration import reason_of
from crawler.spans import span
from pipelines.errors import ToldError

FIRST_YEAR = 1990


class ArgumentError(ToldError, ValueError):
    """A spider argument that cannot be used; the message is one line that names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Window:
    """A span of publication times; an end that is None is open."""

    since: datetime | None = None  # aware, inclusive
    until: datetime | None = None  # aware, exclusive

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    def holds(self, moment: datetime | None) -> bool:
        """Whether an article published at `moment` may lie within; True where the moment is not known."""
        if moment is None:
            return True
        return (self.since is None or moment >= self.since) and (self.until is None or moment < self.until)


class Arguments(BaseModel):
    """The arguments of a spider."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: str | None = None
    until: str | None = None
    limit: int | None = Field(default=None, ge=1)
    url: str | None = None  # only `site` takes it

    @field_validator("since", "until")
    @classmethod
    def _moment(cls, text: str | None, info: ValidationInfo) -> str | None:
        if text is not None:
            moment(text, "UTC", datetime.now(UTC), end=info.field_name == "until")
        return text

    @field_validator("url")
    @classmethod
    def _web_address(cls, text: str | None) -> str | None:
        if text is not None:
            parts = urlsplit(text)
            if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", text):
                raise ValueError("is not a web address; write it like https://any.example/")
            _ = parts.port  # raises ValueError where the port is none
        return text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        window = self.window("UTC", datetime.now(UTC))
        if window.since and window.until and window.since >= window.until:
            raise ValueError(f"since={self.since} is not before until={self.until}")
        return self

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """Check the arguments of a spider.

        Raises ArgumentError naming the first argument that cannot be used, its value, and why.
        """
        try:
            return cls.model_validate(dict(given))
        except ValidationError as error:
            first = error.errors()[0]
            if not first["loc"]:
                raise ArgumentError(reason_of(first["msg"])) from None
            name = first["loc"][0]
            if first["type"] == "extra_forbidden":
                raise ArgumentError(f"unknown argument {name}={first['input']}; known are since, until and limit") from None
            raise ArgumentError(f"argument {name}={first['input']}: {reason_of(first['msg'])}") from None

    def window(self, timezone: str, now: datetime) -> Window:
        """The window they ask for; a day written without a zone is a day in `timezone` (an IANA name)."""
        return Window(
            since=moment(self.since, timezone, now) if self.since else None,
            until=moment(self.until, timezone, now, end=True) if self.until else None,
        )


def moment(text: str, timezone: str, now: datetime, end: bool = False) -> datetime:
    """Read a day (2024-06-01), a time in ISO 8601, or a span before now (45m, 12h, 7d, 2w).

    Args:
        timezone: IANA name, assumed where the text names no zone.
        now: aware; what spans are counted from.
        end: a day stands for its last moment instead of its first.

    Raises ValueError where the text is none of these.
    """
    zone = ZoneInfo(timezone)
    try:
        if (ago := span(text)) is not None:
            read = now - ago
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            read = datetime.combine(date.fromisoformat(text) + timedelta(days=1 if end else 0), time(), zone)
        else:
            read = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise ValueError("is not a day like 2024-06-01, a time like 2024-06-01T12:00+07:00 or a span like 7d") from None
    if read.year < FIRST_YEAR:
        raise ValueError(f"lies before {FIRST_YEAR}, when no outlet was on the web yet; give a later day")
    return read if read.tzinfo else read.replace(tzinfo=zone)
