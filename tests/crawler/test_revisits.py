"""Kept articles asked for again by the real command: edits, layouts, deletions, and answers that say nothing."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.http import HtmlResponse, Request

from crawler.gone import leads_to_list, says_gone
from crawler.spans import spans
from newsroom.articles import Article
from newsroom.faults import Fault
from newsroom.server import Newsroom
from pipelines.archive import Archive, Revision, Visits
from tests.commands.conftest import complaint
from tests.conftest import Desk

OUTLETS = ("koranmandala", "kompas", "tempo", "cnnindonesia")
SOON = "2024-01-01 00:00:00"


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory, shared_newsroom: Newsroom) -> Path:
    """The folder of a desk at which four outlets were crawled."""
    folder = tmp_path_factory.mktemp("crawled")
    run = Desk(folder, shared_newsroom).scrapy("monitor", *OUTLETS)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture
def kept(desk: Desk, crawled: Path) -> Desk:
    """A desk whose archive holds the articles of four outlets, each of them due for its first visit."""
    for file in crawled.glob("archive.db*"):
        if file.is_file():
            shutil.copy(file, desk.folder / file.name)
    make_due(desk)
    return desk


def make_due(desk: Desk) -> None:
    """Let an hour pass."""
    with sqlite3.connect(desk.folder / "archive.db") as connection:
        connection.execute("UPDATE articles SET visit_at = ?", (SOON,))
    connection.close()


def relevant(newsroom: Newsroom, outlet: str = "", pages: int = 0) -> list[Article]:
    """The relevant articles of an outlet (of the four, if not named), all of them or those of so many pages."""
    return [
        article
        for article in newsroom.articles
        if article.relevant and (article.outlet == outlet or (not outlet and article.outlet in OUTLETS)) and pages in (0, article.pages)
    ]


def key_of(archive: Archive, title: str) -> str:
    (key,) = {article.canonical_url for article in archive.articles(None) if article.title == title}
    return key


def revisions(desk: Desk, title: str) -> list[Revision]:
    """The revisions of the article that was first stored with this title."""
    with desk.archive() as archive:
        histories = [archive.revisions(article.canonical_url) for article in archive.articles(None)]
    (found,) = [history for history in histories if history[0].article.title == title]
    return found


def visits(desk: Desk, title: str) -> Visits:
    key = revisions(desk, title)[0].article.canonical_url
    with desk.archive() as archive:
        found = archive.visits(key)
    assert found is not None
    return found


def edit(newsroom: Newsroom, article: Article, old: str, new: str) -> None:
    assert old in article.body
    newsroom.edit(article, body=article.body.replace(old, new))


def fault(newsroom: Newsroom, article: Article, wrong: Fault) -> None:
    parts = urlsplit(newsroom.url_of(article))
    newsroom.fault(parts.netloc, parts.path, wrong)


def asked(newsroom: Newsroom, article: Article, since: int) -> list[int]:
    """The statuses of the answers to requests for an article, its further pages left aside."""
    path = urlsplit(newsroom.url_of(article)).path
    return [request.status for request in newsroom.requests[since:] if request.path.partition("?")[0] == path]


def test_unchanged_articles_are_asked_for_conditionally_once_an_hour_has_passed(kept: Desk, newsroom: Newsroom) -> None:
    start = len(newsroom.requests)
    run = kept.scrapy("crawl", "tempo")
    assert run.returncode == 0, run.stderr
    assert "2 revisited (0 edited, 0 gone, 0 missed)" in run.stderr
    for article in relevant(newsroom, "tempo"):
        assert asked(newsroom, article, start) == [304]
        assert len(revisions(kept, article.title)) == 1
        assert visits(kept, article.title).done == 1
    middle = len(newsroom.requests)
    assert "revisited" not in kept.scrapy("crawl", "tempo").stderr, "the next visit is hours ahead"
    assert not any(asked(newsroom, article, middle) for article in newsroom.articles if article.outlet == "tempo")


def test_an_edit_is_a_revision_and_a_new_layout_is_none(kept: Desk, newsroom: Newsroom) -> None:
    edited, *others = relevant(newsroom, "cnnindonesia")
    with kept.archive() as archive:
        old_tags = {article.title: page.etag for article in archive.articles() if (page := archive.page(article.canonical_url))}
    newsroom.edit(edited, title=edited.title + " (Diralat)")
    newsroom.redesign("cnnindonesia", like="kompas")
    start = len(newsroom.requests)
    run = kept.scrapy("crawl", "cnnindonesia", "-a", "limit=1", "-a", "until=2024-06-01")
    assert run.returncode == 0, run.stderr
    assert "2 revisited (1 edited, 0 gone, 0 missed)" in run.stderr
    assert [each.article.title for each in revisions(kept, edited.title)] == [edited.title, f"{edited.title} (Diralat)"]
    for other in others:
        assert asked(newsroom, other, start) == [200]
        assert len(revisions(kept, other.title)) == 1
        with kept.archive() as archive:
            page = archive.page(key_of(archive, other.title))
        assert page is not None
        assert page.etag not in ("", old_tags[other.title]), "the page is renewed"
        (run_now,) = [run for run in archive_runs(kept) if run["revisited"]]
        assert (run_now["revisited"], run_now["edited"], run_now["fetched"]) == (2, 1, 0)


def archive_runs(desk: Desk) -> list[dict[str, int]]:
    with desk.archive() as archive:
        return [{"revisited": 0, "edited": 0, **run.counts} for run in archive.last_runs()]


def test_an_edit_on_a_later_page_is_seen_and_a_later_page_that_is_missing_is_no_edit(kept: Desk, newsroom: Newsroom) -> None:
    (article,) = relevant(newsroom, "koranmandala", pages=3)
    parts = urlsplit(newsroom.url_of(article))
    newsroom.fault(parts.netloc, f"{parts.path}3/", Fault.of_status(503))
    run = kept.scrapy("crawl", "koranmandala", "-s", "RETRY_TIMES=0")
    assert run.returncode == 0, run.stderr
    assert "2 revisited (0 edited, 0 gone, 1 missed)" in run.stderr
    assert len(revisions(kept, article.title)) == 1
    newsroom.clear_faults()
    last = article.paragraphs[-1]
    edit(newsroom, article, last, last + " Kremlin menolak berkomentar.")
    make_due(kept)
    assert "(1 edited, 0 gone, 0 missed)" in kept.scrapy("crawl", "koranmandala").stderr
    assert revisions(kept, article.title)[-1].article.body.endswith("Kremlin menolak berkomentar.")


def test_articles_that_are_gone_are_marked_and_stay_until_they_are_found_again(kept: Desk, newsroom: Newsroom) -> None:
    missing = b"<html><head><title>Halaman Tidak Ditemukan - Koran Mandala</title></head><body><p>Maaf.</p></body></html>"
    home = "https://koranmandala.com/"
    articles = relevant(newsroom, "koranmandala")
    answers = (Fault.of_status(410), Fault.replaced(missing), Fault.redirect(home, 301))
    for article, wrong in zip(articles, answers, strict=True):
        fault(newsroom, article, wrong)
    before = datetime.now(UTC)
    run = kept.scrapy("crawl", "koranmandala")
    assert run.returncode == 0, run.stderr
    assert "3 revisited (0 edited, 3 gone, 0 missed)" in run.stderr
    for article in articles:
        gone_at = visits(kept, article.title).gone_at
        assert gone_at is not None
        assert gone_at >= before
        assert len(revisions(kept, article.title)) == 1
    assert {article.title for article in articles} <= kept.titles()
    newsroom.clear_faults()
    make_due(kept)
    assert "3 revisited (0 edited, 0 gone, 0 missed)" in kept.scrapy("crawl", "koranmandala").stderr
    assert {visits(kept, article.title).gone_at for article in articles} == {None}


def test_answers_that_say_nothing_certain_change_nothing_and_are_asked_for_again(kept: Desk, newsroom: Newsroom) -> None:
    whole, single = relevant(newsroom, "koranmandala", pages=3)[0], relevant(newsroom, "koranmandala", pages=1)
    oops = "<html><head><title>Ups!</title></head><body><article><p>Rusia dan Korea Utara tetap menjadi berita.</p></article></body></html>"
    newsroom.fault(
        "koranmandala.com", "/login", Fault.replaced(b"<html><head><title>Masuk</title></head><body><form></form></body></html>")
    )
    wrongs = iter(
        [
            Fault.redirect(newsroom.url_of(whole)),  # another article about the same
            Fault.redirect("https://koranmandala.com/login?next=1"),
            Fault.of_status(403),
            Fault.challenge(),
            Fault.of_status(503),
            Fault.empty(),
            Fault.replaced(oops.encode()),
            Fault.truncated(),
        ]
    )
    missed = [*single, *(article for article in relevant(newsroom) if article.outlet != "koranmandala")]
    for article, wrong in zip(missed, wrongs, strict=True):
        fault(newsroom, article, wrong)
    with kept.archive() as archive:
        before = sorted(archive.articles(), key=lambda article: article.url)
        waiting = archive.outbox_size()
    run = kept.scrapy("monitor", *OUTLETS, "-s", "RETRY_TIMES=0")
    assert run.returncode == 0, run.stderr
    with kept.archive() as archive:
        assert sorted(archive.articles(), key=lambda article: article.url) == before
        assert archive.outbox_size() == waiting
    for article in missed:
        seen = visits(kept, article.title)
        assert (seen.done, seen.gone_at, len(revisions(kept, article.title))) == (0, None, 1), article.slug
        assert seen.next_at is not None
        assert seen.next_at > datetime.now(UTC)


def test_a_text_that_is_cut_off_by_now_does_not_replace_the_whole_one(kept: Desk, newsroom: Newsroom) -> None:
    walled, stub = relevant(newsroom, "tempo")
    with kept.archive() as archive:
        before = {article.title: article.body for article in archive.articles()}
    page = (
        page_of(newsroom, newsroom.url_of(walled))
        .decode()
        .replace("<head>", '<head><meta property="article:content_tier" content="locked">')
    )
    assert walled.paragraphs[-1] in page
    page = page.replace(walled.paragraphs[-1], "")
    fault(newsroom, walled, Fault.replaced(page.encode()))
    newsroom.edit(stub, body="Kabar ini sedang kami perbaiki dan akan tampil kembali pada sore hari nanti di kanal yang sama.")
    run = kept.scrapy("crawl", "tempo")
    assert "1 revisited (0 edited, 0 gone, 1 missed)" in run.stderr
    with kept.archive() as archive:
        assert {article.title: article.body for article in archive.articles()} == before


def page_of(newsroom: Newsroom, url: str) -> bytes:
    parts = urlsplit(url)
    site = next(site for site in newsroom.sites.values() if parts.netloc in site.outlet.all_hosts)
    return site.document(parts.netloc, parts.path, "page=all").body


def test_an_article_that_moved_stays_under_its_key_and_what_was_edited_there_is_its_revision(desk: Desk, newsroom: Newsroom) -> None:
    site = ("crawl", "site", "-a", "url=https://www.balipost.com/")
    run = desk.scrapy(*site)
    assert run.returncode == 0, run.stderr
    (article,) = relevant(newsroom, "balipost")
    old = newsroom.url_of(article)
    new = old.replace(article.slug, "wisatawan-rusia-kembali-ke-korea-utara")
    page = page_of(newsroom, old).decode().replace(old, new).replace(article.title, f"{article.title}, Kata Agen")
    newsroom.fault(urlsplit(old).netloc, urlsplit(old).path, Fault.redirect(new, 301))
    newsroom.fault(urlsplit(new).netloc, urlsplit(new).path, Fault.replaced(page.encode()))
    make_due(desk)
    run = desk.scrapy(*site)
    assert "1 revisited (1 edited, 0 gone, 0 missed)" in run.stderr
    with desk.archive() as archive:
        assert [each.title for each in archive.articles(None)] == [f"{article.title}, Kata Agen"]
    first, second = revisions(desk, article.title)
    assert first.article.canonical_url == second.article.canonical_url
    assert urlsplit(second.article.url).path == urlsplit(new).path


def test_articles_are_revisited_though_no_source_answers(kept: Desk, newsroom: Newsroom) -> None:
    (first, *_) = articles = relevant(newsroom, "tempo")
    hosts = {urlsplit(newsroom.url_of(article)).netloc for article in articles}
    for host in newsroom.hosts:
        if host.endswith("tempo.co") and host not in hosts:
            newsroom.fault(host, "/", Fault.of_status(503))
    for host in hosts:
        for prefix in ("/rss", "/sitemap", "/indeks", "/feed"):
            newsroom.fault(host, prefix, Fault.of_status(503))
    newsroom.edit(first, title=first.title + " Lagi")
    run = kept.scrapy("crawl", "tempo", "-s", "RETRY_TIMES=0")
    assert "2 revisited (1 edited, 0 gone, 0 missed)" in run.stderr
    assert len(revisions(kept, first.title)) == 2


def test_a_run_killed_among_its_visits_is_completed_by_the_next(
    kept: Desk, newsroom: Newsroom, kill: Callable[[subprocess.Popen[str], int], None]
) -> None:
    articles = relevant(newsroom, "koranmandala")
    for article in articles:
        newsroom.edit(article, title=article.title + " (Diralat)")
    start = len(newsroom.requests)
    process = kept.start("crawl", "koranmandala", DOWNLOAD_DELAY="0.2")
    while not any(asked(newsroom, article, start) for article in articles) and process.poll() is None:
        pass
    kill(process, signal.SIGKILL)
    process.wait(timeout=20)
    run = kept.scrapy("crawl", "koranmandala")
    assert run.returncode == 0, run.stderr
    for article in articles:
        assert [each.article.title for each in revisions(kept, article.title)] == [article.title, f"{article.title} (Diralat)"]
        assert visits(kept, article.title).done == 1


def test_a_setting_turns_revisits_off_and_one_that_is_no_span_is_refused(kept: Desk, newsroom: Newsroom) -> None:
    start = len(newsroom.requests)
    assert "revisited" not in kept.scrapy("crawl", "tempo", REVISIT_AFTER="never").stderr
    assert spans("") == ()
    assert spans("3d 45m 3d") == (timedelta(minutes=45), timedelta(days=3))
    assert not any(asked(newsroom, article, start) for article in relevant(newsroom, "tempo"))
    said = complaint(kept.scrapy("crawl", "tempo", REVISIT_AFTER="1h besok"), 2)
    assert "REVISIT_AFTER" in said
    assert "'besok'" in said


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Halaman tidak ditemukan!",
        "Kompas.com | Halaman yang Anda cari tidak ditemukan",
        "404 Not Found - Tempo",
        "Berita ini telah dihapus",
    ],
)
def test_a_title_that_says_there_is_no_page_is_believed(title: str) -> None:
    assert says_gone(f"<html><title>\n{title}</title><h1>x</h1>".encode()) == title
    assert says_gone(f"<html><title>Koran</title><h1 class='a'><b>{title}</b></h1>".encode()) == title


@pytest.mark.parametrize(
    "title", ["Kapal Rusia Tidak Ditemukan di Laut Jepang", "404 Tentara Korea Utara Tewas", "Halaman Istana Kumsusan", "Koran"]
)
def test_other_titles_say_nothing_of_the_kind(title: str) -> None:
    assert says_gone(f"<html><title>{title} - Koran</title>".encode()) == ""


@pytest.mark.parametrize(
    "path, is_list",
    [
        ("", True),
        ("internasional", True),
        ("login?next=x", False),
        ("500.html", False),
        ("?p=1042", False),
        ("?utm_source=x", True),
        ("2024/06/19/putin-tiba-di-pyongyang", False),
    ],
)
def test_only_a_redirect_to_the_home_page_or_a_section_leads_to_a_list(path: str, is_list: bool) -> None:
    url = f"https://koran.example/{path}"
    request = Request(url, meta={"redirect_urls": ["https://koran.example/read/1"]})
    assert leads_to_list(HtmlResponse(url, request=request), None) is is_list
    assert not leads_to_list(HtmlResponse(url, request=Request(url)), None)
