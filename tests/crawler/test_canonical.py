"""The key under which an article is known, and the address it is requested by."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from crawler.canonical import canonicalize, fetchable, first_page, registrable_domain, same_site
from crawler.url_facts import UrlFacts, url_facts

MANDALA = re.compile(r"koranmandala\.com/[^/]+/(?P<id>\d+)/")
ARTICLE = "https://koranmandala.com/politik/265374/rusia-dan-korut"

SAME_ARTICLE = [
    "http://koranmandala.com/politik/265374/rusia-dan-korut",
    "HTTPS://WWW.KoranMandala.COM/politik/265374/rusia-dan-korut/",
    "https://m.koranmandala.com/politik/265374/rusia-dan-korut",
    "https://amp.koranmandala.com/politik/265374/rusia-dan-korut/",
    "https://www.m.koranmandala.com/politik/265374/rusia-dan-korut/",
    "https://mobile.koranmandala.com/politik/265374/rusia-dan-korut/",
    "https://koranmandala.com:443/politik/265374/rusia-dan-korut/",
    "http://koranmandala.com:80/politik/265374/rusia-dan-korut/",
    "http://koranmandala.com./politik/265374/rusia-dan-korut/",
    "https://koranmandala.com//politik///265374/rusia-dan-korut//",
    "https://koranmandala.com/politik/265374/rusia-dan-korut/#komentar",
    "https://koranmandala.com/politik/265374/rusia-dan-korut?",
    "https://koranmandala.com/politik/265374/rusia-dan-korut/?utm_source=rss&utm_medium=feed&utm_campaign=x",
    "https://koranmandala.com/politik/265374/rusia-dan-korut/?UTM_Source=rss&FBCLID=abc",
    "https://koranmandala.com/politik/265374/rusia-dan-korut/?utm_source=rss&amp;utm_medium=feed",
    "https://koranmandala.com/politik/265374/rusia-dan-korut&utm_source=rss",
    "https://koranmandala.com/politik/265374/rusia-dan-korut?ref=home&source=wp&from=tag&tag_from=wp_nhl_1&dtid=9&_ga=1.2&gclid=x&spm=a.b&igshid=q",
    "https://koranmandala.com/politik/265374/rusia-dan-korut/amp",
    "https://koranmandala.com/politik/265374/rusia-dan-korut/amp/",
    "https://koranmandala.com/amp/politik/265374/rusia-dan-korut",
    "https://koranmandala.com/politik/265374/rusia-dan-korut?amp",
    "https://koranmandala.com/politik/265374/rusia-dan-korut?amp=1",
    "https://koranmandala.com/politik/265374/rusia-dan-korut?outputType=amp",
    "https://koranmandala.com/politik/265374/rusia-dan-korut?page=all",
    "https://koranmandala.com/politik/265374/rusia-dan-korut?page=all#page2",
    "https://koranmandala.com/politik/265374/rusia-dan-korut?page=2",
    "https://koranmandala.com/politik/265374/rusia-dan-korut/page/2/",
    "https://koranmandala.com/politik/265374/rusia-dan-korut?single=1",
    "https://koranmandala.com/politik/265374/rusia-dan-korut?showpage=all",
    "https://koranmandala.com/politik/265374/rusia-dan-korut/index.html",
    "https://koranmandala.com/politik/265374/./rusia%2Ddan%2dkorut",
    "https://koranmandala.com/politik/x/../265374/rusia-dan-korut",
    "  \n https://koranmandala.com/politik/265374/\n rusia-dan-korut \t".replace("\n r", "\nr"),
    "https://koranmandala.com\\politik\\265374\\rusia-dan-korut",
    "https://user:secret@koranmandala.com/politik/265374/rusia-dan-korut",
    "https://koranmandala.com/politik/265374/rusia-dan-korut;jsessionid=0A1B",
]


@pytest.mark.parametrize("url", SAME_ARTICLE)
def test_all_addresses_of_an_article_have_one_key(url):
    assert canonicalize(url) == ARTICLE


@pytest.mark.parametrize("url", SAME_ARTICLE)
def test_an_outlets_id_is_the_key_whatever_the_address_looks_like(url):
    assert canonicalize(url, MANDALA) == "https://koranmandala.com/?p=265374"


DIFFERENT = [
    "https://koranmandala.com/",
    "https://koranmandala.com/?p=123",
    "https://koranmandala.com/?p=124",
    "https://koranmandala.com/baca?id=123",
    "https://koranmandala.com/baca?id=123&page=1234567",
    "https://koranmandala.com/baca?page=article&id=9",
    "https://koranmandala.com/politik/265374/a-b",
    "https://koranmandala.com/politik/265375/a-b",
    "https://koranmandala.com/Politik/265374/a-b",
    "https://koranmandala.com/politik/265374/2",
    "https://koranmandala.com/politik/265374/3",
    "https://koranmandala.com/page/26537",
    "https://koranmandala.com/page/26538",
    "https://jakarta.koranmandala.com/politik/265374/a-b",
    "https://koranmandala.com:8080/politik/265374/a-b",
    "https://koranmandala.co.id/politik/265374/a-b",
    "https://koranmandala.com/politik%2F265374/a-b",
    "https://koranmandala.com/a/amputasi",
    "https://koranmandala.com/a/amp-2",
    "https://koranmandala.com/a?url=https://x.com/?id=1",
]


def test_addresses_that_may_be_different_articles_keep_different_keys():
    assert len({canonicalize(url) for url in DIFFERENT}) == len(DIFFERENT)


NO_ADDRESS = [
    "",
    " ",
    "javascript:void(0)",
    "mailto:redaksi@koranmandala.com",
    "data:text/html,<p>",
    "tel:+6221",
    "whatsapp://send?text=x",
    "ftp://koranmandala.com/a",
    "/politik/265374/a/",
    "//koranmandala.com/politik/",
    "koranmandala.com/politik",
    "http:/koranmandala.com/a",
    "http://",
    "http:///a",
    "https://?p=1",
    "http://koran mandala.com/a",
    "http://koranmandala.com:99999/a",
    "http://koranmandala.com:0/a",
    "http://koranmandala.com:abc/a",
    "http://koranmandala.com:-1/a",
    "http://koranmandala.com/a\x00b",
    "http://koranmandala.com/a\x1b[31m",
    "http://koran\u2028mandala.com/",
    "http://koranmandala.com/\ud800",
    "http://[::1",
    "http://[zz]/",
    "http://-a.com/",
    "http://a..b.com/",
    "http://<script>.com/",
    "http://%6b.com/",
    "http://" + "a" * 64 + ".com/",
    "https://koranmandala.com/" + "a" * 10_000,
]


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_http_address_has_no_key_and_is_not_fetched(url):
    assert canonicalize(url) == canonicalize(url, MANDALA) == fetchable(url) == ""


@pytest.mark.parametrize(
    ("listed", "requested"),
    [
        (" https://www.kompas.com/read//2024/1/?page=all&utm_source=rss#x ", "https://www.kompas.com/read//2024/1/?page=all"),
        ("http://m.detik.com/a/?single=1&b=2&a=1", "http://m.detik.com/a/?single=1&b=2&a=1"),
        ("https://bücher.example/jalan raya/ä?q=ö", "https://xn--bcher-kva.example/jalan%20raya/%C3%A4?q=%C3%B6"),
        ("https://x.com", "https://x.com/"),
        ("https://x.com/a?id=5?utm_source=rss", "https://x.com/a?id=5"),
        ("https://x.com/a?id=5&amp;b=6", "https://x.com/a?id=5&b=6"),
        ("https://x.com/a%7eb", "https://x.com/a%7eb"),
        ("https://x.com/a\n/b", "https://x.com/a/b"),
        ("https://x.com:443/a", "https://x.com/a"),
        ("http://x.com:443/a", "http://x.com:443/a"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("https://good.com@evil.com/a", "https://evil.com/a"),
        ("https://good.com\\@evil.com/a", "https://good.com/@evil.com/a"),
    ],
)
def test_the_requested_address_is_the_listed_one_without_ballast(listed, requested):
    assert fetchable(listed) == requested
    assert fetchable(requested) == requested


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.com/a?b=1&a=2", "https://x.com/a?a=2&b=1"),
        ("https://x.com/a?q=a+b", "https://x.com/a?q=a%20b"),
        ("https://x.com/caf%c3%a9", "https://x.com/café"),
        ("https://xn--bcher-kva.example/", "https://BÜCHER.example"),
        ("https://x.com/?page=2&id=7", "https://x.com/?id=7"),
    ],
)
def test_spellings_of_one_address_share_a_key(one, other):
    assert canonicalize(one) == canonicalize(other) != ""


def test_a_mirror_prefix_that_is_the_registered_name_stays():
    assert canonicalize("https://m.com/a") == "https://m.com/a"
    assert canonicalize("https://www.co.id/a") == "https://www.co.id/a"
    assert canonicalize("https://www.m.com/a") == "https://m.com/a"


def test_the_id_of_an_outlet_joins_its_amp_host_and_its_sections():
    kompas = re.compile(r"kompas\.com/(?:[a-z]+/)?read/(?P<id>\d{4}/\d{2}/\d{2}/\d+)")
    desktop = canonicalize("https://nasional.kompas.com/read/2024/06/19/12300011/putin-ke-pyongyang?page=all", kompas)
    assert desktop == canonicalize("http://amp.kompas.com/nasional/read/2024/06/19/12300011/judul-baru", kompas)
    assert desktop != canonicalize("https://nasional.kompas.com/read/2024/06/20/12300011/putin-ke-pyongyang", kompas)
    assert canonicalize(desktop, kompas) == canonicalize(desktop) == desktop


def test_a_pattern_that_names_the_site_keeps_equal_ids_of_two_sites_apart():
    tribun = re.compile(r"//(?:m\.)?(?P<site>[a-z]+)\.tribunnews\.com/[^/]+/(?P<id>\d+)/")
    keys = [canonicalize(f"https://{site}.tribunnews.com/news/77/judul", tribun) for site in ("jakarta", "jabar", "m.jabar")]
    assert keys[0] != keys[1] == keys[2]
    assert [canonicalize(key, tribun) for key in keys] == keys


def test_a_pattern_written_for_https_also_finds_http_addresses():
    pattern = re.compile(r"^https://news\.detik\.com/.+/(?P<id>d-\d+)/")
    assert (
        canonicalize("http://news.detik.com/berita/d-7/x", pattern)
        == canonicalize("https://news.detik.com/berita/d-7/x", pattern)
        == "https://detik.com/?p=d-7"
    )


def test_a_page_without_an_id_keeps_its_address_as_the_key():
    assert canonicalize("https://www.koranmandala.com/tentang-kami/", MANDALA) == "https://koranmandala.com/tentang-kami"


def test_a_pattern_without_a_group_id_changes_nothing():
    assert canonicalize(ARTICLE, re.compile(r"\d+")) == ARTICLE


def test_the_short_link_of_a_wordpress_post_is_the_key_of_its_article():
    assert canonicalize("https://www.koranmandala.com/?p=265374", MANDALA) == canonicalize(ARTICLE, MANDALA)


def test_the_ports_of_a_local_server_tell_sites_apart_under_an_id():
    pattern = re.compile(r"/read/(?P<id>\d+)")
    assert canonicalize("http://127.0.0.1:8001/read/5", pattern) != canonicalize("http://127.0.0.1:8002/read/5", pattern)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("news.detik.com", "detik.com"),
        ("www.beritajatim.co.id", "beritajatim.co.id"),
        ("a.b.desa.id", "b.desa.id"),
        ("koran.blogspot.com", "koran.blogspot.com"),
        ("www.kompas.test", "kompas.test"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("co.id", "co.id"),
        ("", ""),
    ],
)
def test_the_registrable_domain(host, domain):
    assert registrable_domain(host) == domain


def test_a_site_is_its_domain_with_all_its_subdomains():
    assert same_site("https://rss.detik.com/x", "http://news.detik.com")
    assert not same_site("https://detik.com", "https://detik.co.id")
    assert not same_site("mailto:a@detik.com", "https://detik.com")


def test_a_data_file_that_would_drop_the_article_id_is_refused():
    facts = url_facts().model_dump()
    facts["tracking"]["names"].append("p")
    with pytest.raises(ValidationError, match="tell articles apart"):
        UrlFacts.model_validate(facts)


urls = st.builds(
    lambda scheme, host, path, query, fragment: f"{scheme}://{host}{path}{query}{fragment}",
    st.sampled_from(["http", "https", "HTTP", "ftp", ""]),
    st.sampled_from(["x.com", "www.x.com", "amp.m.x.co.id", "[::1]:8080", "bücher.de", "x.com:443", "a@x.com", "1.2.3.4"])
    | st.text(max_size=12),
    st.lists(
        st.sampled_from(
            [
                "/",
                "//",
                "/amp",
                "/amp/",
                "/page/2",
                "/index.html",
                "/..",
                "/.",
                "/%2e%2e",
                "/%2F",
                "/a-b",
                ".amp",
                "/ä",
                "%",
                ";a",
                ";jsessionid=1",
                "%26utm_source=b",
                "%3B",
                "/..;a",
                "/%2e./",
                "&fbclid=1",
            ]
        )
        | st.text(max_size=6),
        max_size=7,
    ).map("".join),
    st.lists(
        st.sampled_from(
            [
                "?",
                "&",
                "?p=1",
                "&utm_source=x",
                "&amp;",
                "&page=2",
                "&a",
                "&b=",
                "=",
                "%26",
                "+",
                "%zz",
                "&id=ü",
                "%3Futm_source=x",
                "?utm_medium=x",
                "&PAGE=All",
                "&%70age=2",
            ]
        )
        | st.text(max_size=6),
        max_size=6,
    ).map("".join),
    st.sampled_from(["", "#", "#x"]),
)


@given(urls | st.text())
def test_a_key_is_its_own_key(url):
    key = canonicalize(url)
    assert canonicalize(key) == key
    assert bool(key) == bool(fetchable(url))


@given(urls | st.text())
def test_the_requested_address_is_stable_and_has_the_same_key(url):
    address = fetchable(url)
    assert fetchable(address) == address
    assert canonicalize(address) == canonicalize(url)


@given(
    urls | st.text(),
    st.sampled_from([MANDALA, re.compile(r"/(?P<id>[^/?]+)$"), re.compile(r"(?P<id>.)"), re.compile(r"(?P<site>\w*)-(?P<id>\w+)")]),
)
def test_a_key_under_a_pattern_is_its_own_key(url, pattern):
    key = canonicalize(url, pattern)
    assert canonicalize(key, pattern) == key


@given(st.binary())
def test_arbitrary_bytes_never_raise(data):
    for text in (data.decode("latin-1"), data.decode("utf-8", "surrogateescape")):
        canonicalize(text)
        canonicalize("http://" + text, MANDALA)
        fetchable("https://x.com/" + text)


FORMS = [
    ("https://www.x.com/berita/{}/judul-berita", None),
    ("https://x.com/?p={}", None),
    ("https://x.com/read.php?id={}&page=2", None),
    ("https://m.x.com/judul-{}.html", None),
    ("https://x.com/amp/judul-{}/amp/", None),
    ("https://www.x.com/berita/{}/judul-berita", re.compile(r"/berita/(?P<id>[^/]+)/")),
    ("https://x.com/{}-judul?utm_source=a", re.compile(r"/(?P<id>[^/]+)-judul")),
]


@given(st.integers(1, 10**12), st.integers(1, 10**12), st.sampled_from(FORMS))
def test_two_ids_never_share_a_key(one, other, form):
    assume(one != other)
    address, pattern = form
    assert canonicalize(address.format(one), pattern) != canonicalize(address.format(other), pattern)


@pytest.mark.parametrize(
    ("listed", "asked_for"),
    [
        ("https://www.koran.example/read/1/a?page=2", "https://www.koran.example/read/1/a"),
        ("https://www.koran.example/read/1/a?page=all&utm_source=x#page2", "https://www.koran.example/read/1/a"),
        ("https://www.koran.example/baca?halaman=3&id=7", "https://www.koran.example/baca?id=7"),
        ("https://www.koran.example/read/1/a/?single=1", "https://www.koran.example/read/1/a/"),
        ("https://www.koran.example/read/1/a/page/2/", "https://www.koran.example/read/1/a/"),
        ("https://www.koran.example/read/1/a/halaman/2", "https://www.koran.example/read/1/a"),
        ("https://www.koran.example/read/1/a/2/", "https://www.koran.example/read/1/a/2/"),
        ("https://www.koran.example/read/1/a?page=laporan&amp=1", "https://www.koran.example/read/1/a?page=laporan&amp=1"),
        ("mailto:x", ""),
    ],
)
def test_a_listed_page_of_an_article_is_asked_for_as_its_first(listed, asked_for):
    assert first_page(listed) == asked_for


@given(st.text())
def test_the_first_page_of_anything_has_the_key_of_the_thing_itself(text):
    for url in (text, f"https://koran.example/{text}", f"https://koran.example/a?{text}"):
        assert canonicalize(first_page(url)) == canonicalize(url)
