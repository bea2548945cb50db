"""Configuration: the settings a person gives, checked once, before anything is fetched or opened."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from scrapy.settings import BaseSettings

from crawler.network import ConnectTo, PrivateHosts
from crawler.spans import spans
from pipelines.errors import ToldError, without_password


class ConfigurationError(ToldError):
    """A setting or an argument that cannot be used; the message is one line that names it and says what to do."""


def _http_url(value: str) -> str:
    if value:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("is not an http(s) URL; write it like https://localhost:9200")
    return value


def _fingerprint(value: str) -> str:
    if value and not re.fullmatch(r"[0-9A-Fa-f]{64}", value.strip().replace(":", "")):
        raise ValueError("is not the SHA-256 of a certificate; write its 64 hex digits, with or without colons")
    return value


def _printable(value: str) -> str:
    if not value.isprintable() or not value.isascii():
        raise ValueError("must be printable ASCII: it is sent in a request header")
    return value


def _spans(value: str) -> str:
    spans(value)
    return value


class Configuration(BaseModel):
    """What a person can set, with its types. Field names are the settings' names in lower case."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    archive_url: str = Field(min_length=1)
    elasticsearch_url: Annotated[str, AfterValidator(_http_url)]
    elasticsearch_api_key: str
    elasticsearch_ca_certs: str
    elasticsearch_cert_fingerprint: Annotated[str, AfterValidator(_fingerprint)]
    kibana_url: str  # checked where it is used: it may hold a password, which the message about it must not show
    kibana_api_key: str
    contact: Annotated[str, AfterValidator(_printable)]
    user_agent: Annotated[str, AfterValidator(_printable)]
    download_delay: float = Field(ge=0, le=3600)  # seconds
    allowed_private_hosts: Annotated[str, AfterValidator(lambda text: PrivateHosts.parse(text) and text)]
    connect_to: Annotated[str, AfterValidator(lambda text: ConnectTo.parse(text) and text)]
    topic: str = Field(min_length=1)
    pages_per_run: int = Field(ge=1)
    outlets_at_once: int = Field(ge=1, le=100)
    revisit_after: Annotated[str, AfterValidator(_spans)]
    closespider_timeout: float = Field(ge=0)  # seconds
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
    language_min_probability: float = Field(ge=0, le=1)
    workers: int | None = Field(ge=1)
    worker_timeout: float = Field(gt=0)  # seconds
    worker_memory_mb: float = Field(gt=0)
    sample_named: int = Field(ge=0)
    sample_unnamed: int = Field(ge=0)
    sample_kept: int = Field(ge=0)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Check the project's settings.

        Raises ConfigurationError naming the first setting that cannot be used, its value, and why.
        """
        try:
            return cls.model_validate({name: settings.get(name.upper()) for name in cls.model_fields})
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0]).upper()
            shown = without_password(first["input"]) if isinstance(first["input"], str) else first["input"]
            raise ConfigurationError(f"setting {name}={shown!r}: {reason_of(first['msg'])}") from None

    def identity(self) -> str:
        """The User-Agent header: who asks, and where to complain."""
        if self.user_agent:
            return self.user_agent
        return f"Pantau/{_version()}" + (f" (+{self.contact})" if self.contact else " (Indonesian news monitor)")


def reason_of(message: str) -> str:
    """Turn pydantic's message into the second half of our one line."""
    return message.removeprefix("Value error, ").removeprefix("Assertion failed, ")


def _version() -> str:
    try:
        return version("pantau")
    except PackageNotFoundError:  # run from a checkout
        return "0.1"
