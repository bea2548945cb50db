"""Connections go where they may: never to a private address that nobody named."""

import pytest

from crawler.network import ConnectTo, PrivateHosts, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1",
    ],
)  # fmt: skip
def test_a_private_address_is_not_public_in_whatever_form(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["103.10.10.10", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


def test_a_host_named_with_its_port_is_allowed_at_that_port_only() -> None:
    allowed = PrivateHosts.parse("127.0.0.1:8080, newsroom.local")
    assert allowed.allow("127.0.0.1", "127.0.0.1", 8080)
    assert not allowed.allow("127.0.0.1", "127.0.0.1", 9200)
    assert allowed.allow("newsroom.local", "10.0.0.5", 443)
    assert not allowed.allow("other.local", "10.0.0.5", 443)


def test_a_name_is_allowed_by_the_address_it_resolves_to() -> None:
    assert PrivateHosts.parse("[::1]:8080").allow("localhost", "::1", 8080)


@pytest.mark.parametrize("text", ["127.0.0.1:http", "http://127.0.0.1", "a b", ":80", "host:0", "host:70000"])
def test_what_is_not_a_host_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not host or host:port"):
        PrivateHosts.parse(text)


def test_connections_are_routed_as_curl_routes_them() -> None:
    table = ConnectTo.parse("detik.com:443:127.0.0.1:1, :80:127.0.0.1:2, kompas.com::127.0.0.1:")
    assert table.route("detik.com", 443) == ("127.0.0.1", 1)
    assert table.route("anything.example", 80) == ("127.0.0.1", 2)
    assert table.route("kompas.com", 443) == ("127.0.0.1", 443)
    assert table.route("tempo.co", 443) == ("tempo.co", 443)


@pytest.mark.parametrize("text", ["127.0.0.1:8443", "a:b:c:d", "just words"])
def test_a_route_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not HOST1:PORT1:HOST2:PORT2"):
        ConnectTo.parse(text)
