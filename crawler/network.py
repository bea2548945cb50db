"""Network: where connections may go. Private addresses are refused unless named, and CONNECT_TO sends a host's traffic elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, ClassVar, Self

from scrapy.resolver import CachingHostnameResolver
from scrapy.settings import BaseSettings
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer

logger = logging.getLogger(__name__)


def is_public(address: str) -> bool:
    """Whether an IP address is one that an outlet on the internet can have.

    Loopback, private, link-local, shared (RFC 6598), multicast, reserved and unspecified addresses are not, nor are the IPv6
    forms that carry such an IPv4 address (mapped, 6to4, Teredo, NAT64).
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        for inner in (ip.ipv4_mapped, ip.sixtofour, ip.teredo and ip.teredo[1], _nat64(ip)):
            if inner is not None:
                return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _nat64(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address within the well-known NAT64 prefix 64:ff9b::/96 (RFC 6052)."""
    return IPv4Address(int(ip) & 0xFFFFFFFF) if int(ip) >> 32 == 0x0064FF9B << 64 else None


def _host_and_port(text: str) -> tuple[str, int | None]:
    """Split `host`, `host:port`, `[v6]` and `[v6]:port`. Raises ValueError."""
    host, _, port = text.rpartition(":") if not text.endswith("]") and text.count(":") != 0 else (text, "", "")
    if text.count(":") > 1 and not text.startswith("["):
        host, port = text, ""
    host = host.strip("[]").lower()
    if not host or (port and not (port.isdigit() and 0 < int(port) < 65536)) or any(c in host for c in "/ @"):
        raise ValueError(f"{text!r} is not host or host:port; write it like 127.0.0.1:8080")
    return host, int(port) if port else None


@dataclass(frozen=True, slots=True)
class PrivateHosts:
    """The hosts with private addresses that may be asked all the same."""

    entries: frozenset[tuple[str, int | None]]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `host[:port]`, comma-separated. Raises ValueError naming the part that is neither."""
        return cls(frozenset(_host_and_port(part.strip()) for part in text.split(",") if part.strip()))

    def allow(self, host: str, address: str, port: int) -> bool:
        """Whether `host`, which resolved to `address`, may be asked at `port`."""
        return any((name, at) in self.entries for name in (host.strip("[]").lower(), address) for at in (None, port))


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """Where connections to a host and port really go, in the form of curl's --connect-to."""

    rules: tuple[tuple[str, int | None, str, int | None], ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `HOST1:PORT1:HOST2:PORT2`, comma-separated. Raises ValueError naming the rule that has another form."""
        return cls(tuple(cls._rule(part.strip()) for part in text.split(",") if part.strip()))

    @staticmethod
    def _rule(text: str) -> tuple[str, int | None, str, int | None]:
        parts = text.split(":")
        if len(parts) != 4 or not all(port == "" or (port.isdigit() and 0 < int(port) < 65536) for port in (parts[1], parts[3])):
            raise ValueError(f"{text!r} is not HOST1:PORT1:HOST2:PORT2; write it like ::127.0.0.1:8443")
        return parts[0].lower(), int(parts[1]) if parts[1] else None, parts[2], int(parts[3]) if parts[3] else None

    def route(self, host: str, port: int) -> tuple[str, int]:
        """The host and port to connect to for `host` and `port`: the first rule that fits, else the same."""
        for from_host, from_port, to_host, to_port in self.rules:
            if from_host in {"", host.lower()} and from_port in {None, port}:
                return to_host or host, to_port or port
        return host, port


@implementer(IResolutionReceiver)
class _Guard:
    """Passes on only the addresses that may be asked."""

    def __init__(self, receiver: Any, host: str, port: int, allowed: PrivateHosts):
        self.receiver = receiver
        self.host = host
        self.port = port
        self.allowed = allowed

    def resolutionBegan(self, resolution: Any) -> None:
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        if is_public(address.host) or self.allowed.allow(self.host, address.host, self.port):
            self.receiver.addressResolved(address)
        else:
            GuardedResolver.refused[self.host.lower()] = address.host

    def resolutionComplete(self) -> None:
        self.receiver.resolutionComplete()


class GuardedResolver(CachingHostnameResolver):
    """The process's resolver: every connection of every spider, robots.txt and redirect asks it, literal addresses too.

    Guarding here, where a name becomes an address, leaves no gap for names that point to a private address, for other spellings
    of one (0x7f.1, 2130706433) or for a name that resolves differently the second time.
    """

    refused: ClassVar[dict[str, str]] = {}  # host -> the private address it was refused for

    def __init__(self, reactor: Any, cache_size: int, connect_to: ConnectTo, allowed: PrivateHosts):
        super().__init__(reactor, cache_size)
        self.connect_to = connect_to
        self.allowed = allowed

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        settings: BaseSettings = crawler.settings
        return cls(
            reactor,
            settings.getint("DNSCACHE_SIZE"),
            ConnectTo.parse(settings.get("CONNECT_TO")),
            PrivateHosts.parse(settings.get("ALLOWED_PRIVATE_HOSTS")),
        )

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        host, port = self.connect_to.route(hostName, portNumber)
        guard: Any = _Guard(resolutionReceiver, host, port, self.allowed)
        return super().resolveHostName(guard, host, port, addressTypes, transportSemantics)


def refusal(host: str) -> str:
    """Why connections to `host` were refused, with what to do; "" when they were not."""
    address = GuardedResolver.refused.get(host.lower())
    if not address:
        return ""
    return f"{host} has the private address {address}; if that is meant, name it in ALLOWED_PRIVATE_HOSTS"
