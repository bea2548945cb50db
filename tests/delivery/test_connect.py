"""The settings of the connection: what cannot be used is named in one line, before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.delivery import DeliveryError, connect
from pipelines.delivery.client import address


@pytest.mark.parametrize(
    "url",
    [
        "",
        "  ,  ",
        "localhost:9200",
        "localhost",
        "ftp://localhost:9200",
        "http://",
        "https://:9200",
        "http://localhost:notaport",
        "http://localhost:99999",
        "http://localhost:0",
        "http://[::1:9200",
        "http://localhost:9200/?pretty",
        "http://local host:9200",
    ],
)
def test_a_url_that_cannot_be_used_is_named_in_one_line(url: str) -> None:
    with pytest.raises(DeliveryError, match=r"^ELASTICSEARCH_URL .*[.]$") as caught:
        connect(url)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://localhost:9200", "http://localhost:9200"),
        ("http://localhost", "http://localhost:80"),
        ("https://es.example/", "https://es.example:443"),
        ("https://es.example:9243/prefix/", "https://es.example:9243/prefix"),
        ("http://[::1]:9200", "http://[::1]:9200"),
        ("https://a.example:9200, https://b.example:9200", "https://a.example:9200, https://b.example:9200"),
    ],
)
def test_a_url_may_leave_out_the_port_and_carry_a_prefix(url: str, asked: str) -> None:
    with connect(url) as client:
        assert address(client) == asked


def test_a_password_in_the_url_is_never_shown() -> None:
    with connect("https://elastic:s3cret@localhost:9200") as client:
        assert address(client) == "https://localhost:9200"
    with pytest.raises(DeliveryError) as caught:
        connect("ftp://elastic:s3cret@localhost:9200")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("key", ["kunci\nrahasia", "kunci rahasia", "ключ"])
def test_a_key_with_characters_that_no_header_takes_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(DeliveryError, match=r"^ELASTICSEARCH_API_KEY ") as caught:
        connect("http://localhost:9200", key)
    assert key not in str(caught.value)


def test_a_missing_file_of_certificates_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"^ELASTICSEARCH_CA_CERTS .*nowhere\.pem is not a file"):
        connect("https://localhost:9200", "key", str(tmp_path / "nowhere.pem"))


def test_a_file_that_holds_no_certificates_is_named(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("not a certificate")
    with pytest.raises(DeliveryError, match=r"^ELASTICSEARCH_CA_CERTS .*cannot be read as PEM"):
        connect("https://localhost:9200", "key", str(tmp_path / "ca.pem"))
