"""The settings of the connection: what cannot be used is named in one line, before anything is sent."""

from __future__ import annotations

import hashlib
import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from scrapy.settings import Settings

from crawler.configuration import Configuration, ConfigurationError
from crawler.delivery import client_of
from pipelines.delivery import DeliveryError, connect
from pipelines.delivery.client import address, one_line_errors
from tests.elasticsearch.proxy import TcpProxy, other_server

ANSWER = b"HTTP/1.1 200 OK\r\nX-Elastic-Product: Elasticsearch\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


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


@pytest.mark.parametrize("fingerprint", ["beef", "SHA256:" + "ab" * 32, "g" * 64, "ab" * 20, "ab" * 32 + "\nx"])
def test_a_fingerprint_that_is_none_is_named_in_one_line(fingerprint: str) -> None:
    with pytest.raises(DeliveryError, match=r"^ELASTICSEARCH_CERT_FINGERPRINT .* 64 hex digits") as caught:
        connect("https://localhost:9200", "key", fingerprint=fingerprint)
    assert str(caught.value).endswith("colons.")
    with pytest.raises(ConfigurationError, match=r"^setting ELASTICSEARCH_CERT_FINGERPRINT=.* 64 hex digits"):
        configured(fingerprint=fingerprint)


def test_an_authority_and_a_fingerprint_together_are_one_too_many(tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "ca.pem")
    with pytest.raises(DeliveryError, match=r"^ELASTICSEARCH_CA_CERTS and ELASTICSEARCH_CERT_FINGERPRINT are both set"):
        connect("https://localhost:9200", "key", str(tmp_path / "ca.pem"), "ab" * 32)


@pytest.mark.parametrize("trust", [{"ca_certs": "ca.pem"}, {"fingerprint": "ab" * 32}])
def test_who_names_a_certificate_gets_no_plain_connection_to_any_node(trust: dict[str, str]) -> None:
    with pytest.raises(DeliveryError, match=r"^ELASTICSEARCH_C.* is set, but ELASTICSEARCH_URL http://b\.example:9200 has no TLS"):
        connect("https://a.example:9200, http://user:s3cret@b.example:9200", "key", **trust)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def plain() -> Iterator[str]:
    """The URL of a server that answers as Elasticsearch does, without TLS."""
    with other_server(ANSWER) as url:
        yield url


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context


def fingerprint_of(certificate: trustme.LeafCert) -> str:
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode())).hexdigest()


def configured(url: str = "", fingerprint: str = "") -> Configuration:
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.update({"ELASTICSEARCH_URL": url, "ELASTICSEARCH_CERT_FINGERPRINT": fingerprint})
    return Configuration.from_settings(settings)


@pytest.mark.parametrize("written", [str.lower, str.upper, lambda digits: ":".join(re.findall("..", digits.upper()))])
def test_a_certificate_is_known_by_its_fingerprint_whoever_signed_it(plain: str, authority: trustme.CA, written) -> None:
    certificate = authority.issue_cert("elasticsearch.internal", not_after=YESTERDAY)  # an old one, of another name
    with TcpProxy(plain, tls=serving(certificate)) as proxy:
        client = client_of(configured(proxy.url, written(fingerprint_of(certificate))))
        assert client is not None
        with client:
            assert client.cluster.health().body == {}


def refusal(url: str, ca_certs: str = "", fingerprint: str = "") -> str:
    """The one line that a client gets from the server at `url`, whose certificate it must not trust."""
    with connect(url, "key", ca_certs, fingerprint) as client, pytest.raises(DeliveryError) as caught, one_line_errors(client):
        client.cluster.health()
    assert "\n" not in str(caught.value) and "_ssl.c" not in str(caught.value)
    return str(caught.value)


def test_another_certificate_than_the_one_of_the_fingerprint_is_refused_and_named(plain: str, authority: trustme.CA) -> None:
    certificate = authority.issue_cert("127.0.0.1")
    with TcpProxy(plain, tls=serving(certificate)) as proxy:
        line = refusal(proxy.url, fingerprint="ab" * 32)
    assert "is not the one of ELASTICSEARCH_CERT_FINGERPRINT" in line and fingerprint_of(certificate) in line


def test_the_right_certificate_sent_along_with_a_forged_one_is_no_proof(plain: str, authority: trustme.CA, tmp_path: Path) -> None:
    """Any certificate of a chain is public; only the first of it proves that the server has its key."""
    key, genuine = ec.generate_private_key(ec.SECP256R1()), x509.load_pem_x509_certificate(authority.cert_pem.bytes())
    forged = (
        x509.CertificateBuilder(issuer_name=genuine.subject, subject_name=x509.Name([]), public_key=key.public_key(), serial_number=1)
        .not_valid_before(YESTERDAY)
        .not_valid_after(YESTERDAY + timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "chain.pem").write_bytes(forged.public_bytes(Encoding.PEM) + authority.cert_pem.bytes())
    (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    forger = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    forger.load_cert_chain(tmp_path / "chain.pem", tmp_path / "key.pem")
    with TcpProxy(plain, tls=forger) as proxy:
        line = refusal(proxy.url, fingerprint=genuine.fingerprint(hashes.SHA256()).hex())
    assert "is not the one of ELASTICSEARCH_CERT_FINGERPRINT" in line


@pytest.mark.parametrize(
    ("name", "not_after", "why"),
    [
        ("127.0.0.1", YESTERDAY, r"\(certificate has expired\): renew it"),
        (
            "elasticsearch.internal",
            None,
            r"\(IP address mismatch, .*127\.0\.0\.1.*\): write ELASTICSEARCH_URL with a host name that is in it",
        ),
    ],
)
def test_a_trusted_authority_does_not_excuse_an_old_certificate_or_one_of_another_name(
    plain: str, authority: trustme.CA, tmp_path: Path, name: str, not_after: datetime | None, why: str
) -> None:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with TcpProxy(plain, tls=serving(authority.issue_cert(name, not_after=not_after))) as proxy:
        assert re.search(why, refusal(proxy.url, str(tmp_path / "ca.pem")))


def test_an_authority_that_nobody_knows_is_refused_without_any_setting(plain: str, authority: trustme.CA) -> None:
    with TcpProxy(plain, tls=serving(authority.issue_cert("127.0.0.1"))) as proxy:
        line = refusal(proxy.url)
    assert "is not trusted" in line and "ELASTICSEARCH_CA_CERTS" in line and "ELASTICSEARCH_CERT_FINGERPRINT" in line


@pytest.mark.parametrize("password", ["ge/heim", "ge@heim", "ge/he@im:1", "geheim:x"])
def test_no_part_of_a_password_is_shown_whatever_is_wrong_with_its_url(password: str) -> None:
    for url in (f"https://elastic:{password}@localhost:9200/?pretty", f"ftp://elastic:{password}@localhost"):
        with pytest.raises(DeliveryError) as refused:
            connect(url)
        assert "ELASTICSEARCH_URL" in str(refused.value)
        assert not re.search("ge|he@?im", str(refused.value))
