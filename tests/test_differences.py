"""Differences: what counts as an edit, and how one is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.outlets.base import Post
from newsroom.server import Newsroom
from newsroom.site import Site
from pipelines.differences import Change, Words, difference, resemblance, same_text, words_between
from pipelines.extraction import extract
from pipelines.items import Article, Page
from pipelines.judgement import article_from_text

BODY = """Presiden Rusia Vladimir Putin tiba di Pyongyang pada Rabu dini hari.
Ia disambut Kim Jong Un di bandara. Keduanya menuju Wisma Negara Kumsusan.
"Kami sangat menghargai dukungan ini," kata Putin."""
LAYOUTS = ("koranmandala", "antaranews", "detik", "kompas", "liputan6", "republika")  # Tempo's template asks its outlet for more

# What comes and goes around, and between, the paragraphs of an article.
FURNITURE = {
    "a related link in bold": '<p><strong>Baca juga: <a href="/x/1">Rusia dan Korea Utara Gelar Latihan</a></strong></p>',
    "another related link": '<p>SIMAK JUGA: <a href="/x/2">Kim Jong Un Tinjau Pabrik Rudal</a></p>',
    "an advertisement": '<div class="ads"><p>ADVERTISEMENT</p><p>SCROLL TO CONTINUE WITH CONTENT</p><ins class="adsbygoogle"></ins></div>',
    "a list of related articles": '<div class="related"><h3>Berita Terkait</h3><ul><li><a href="/a">Rusia Kirim Kambing</a></li></ul></div>',
    "a view count": '<div class="views">Dibaca 12.345 kali</div>',
    "a view count in a paragraph": "<p>Dilihat: 1.204 kali</p>",
    "the time of an update": '<p class="upd">Diperbarui: Kamis, 20 Juni 2024 | 10:31 WIB</p>',
    "how long ago that was": "<p>Terakhir diperbarui 2 jam yang lalu</p>",
    "a promotion": '<p>Ikuti kami di WhatsApp Channel untuk berita terbaru. Klik <a href="https://wa.me/1">di sini</a></p>',
    "buttons to share it": '<div class="share"><a href="#">Bagikan</a><a href="#">Facebook</a><a href="#">Salin Tautan</a></div>',
}


def an_article(title: str = "Putin Tiba di Pyongyang", body: str = BODY) -> Article:
    return article_from_text(title, body, "https://koran.example/1", "koran")


def shown(words: tuple[Words, ...]) -> str:
    marks = {Change.KEPT: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "{{+{}+}}"}
    return "".join(marks[each.change].format(each.text) for each in words)


def test_white_space_capitals_quotation_marks_and_dashes_are_no_edit() -> None:
    other = BODY.upper().replace("\n", " \u00a0\n\n").replace('"', "“").replace("-", "–").replace("NEGARA", "NE\u00adGA\u200bRA")
    assert same_text(an_article(), an_article("PUTIN  TIBA di Pyongyang", other))
    assert not difference(an_article(), an_article("PUTIN TIBA DI PYONGYANG", other))


@pytest.mark.parametrize(
    "old, new", [("Rabu", "Kamis"), ("dini hari", ""), ("menghargai dukungan", "tidak menghargai dukungan"), ("di bandara.", "di bandara?")]
)
def test_a_changed_word_or_mark_is_an_edit(old: str, new: str) -> None:
    edited = an_article(body=BODY.replace(old, new))
    assert not same_text(an_article(), edited)
    assert difference(an_article(), edited)


def test_lines_that_change_by_themselves_are_no_edit_and_a_sentence_about_an_update_is() -> None:
    assert same_text(an_article(), an_article(body=BODY + "\nDiperbarui: Kamis, 20 Juni 2024 | 10:31 WIB\nDibaca 1.204 kali"))
    assert not same_text(an_article(), an_article(body=BODY + "\nUpdate: 12 prajurit tewas."))


def test_a_change_within_a_sentence_marks_its_words() -> None:
    edited = an_article(body=BODY.replace("Rabu dini hari", "Rabu malam"))
    (sentence,) = difference(an_article(), edited).sentences
    assert sentence.change is Change.CHANGED
    assert shown(sentence.words) == "Presiden Rusia Vladimir Putin tiba di Pyongyang pada Rabu[- dini hari-]{+ malam+}."


def test_sentences_that_came_and_went_are_told_apart_from_changed_ones() -> None:
    edited = an_article(
        "Putin Tiba di Pyongyang, Disambut Kim",
        BODY.replace(" Keduanya menuju Wisma Negara Kumsusan.", "").replace('"Kami', 'Kremlin membenarkan pertemuan itu.\n"Kami juga'),
    )
    found = difference(an_article(), edited)
    assert shown(found.title) == "Putin Tiba di Pyongyang{+, Disambut Kim+}"
    assert [(each.change, shown(each.words)) for each in found.sentences] == [
        (Change.REMOVED, "[-Keduanya menuju Wisma Negara Kumsusan.-]"),
        (Change.ADDED, "{+Kremlin membenarkan pertemuan itu.+}"),
        (Change.CHANGED, '"Kami{+ juga+} sangat menghargai dukungan ini," kata Putin.'),
    ]


def test_a_line_break_within_a_sentence_is_not_shown() -> None:
    broken = BODY.replace("Putin tiba", "Putin\ntiba")
    edited = an_article(body=broken.replace("bandara", "stasiun"))
    assert [shown(each.words) for each in difference(an_article(), edited).sentences] == [
        "Ia disambut Kim Jong Un di[- bandara-]{+ stasiun+}."
    ]


def test_a_short_word_between_two_replaced_ones_is_shown_with_them() -> None:
    assert (
        shown(words_between("Ia makan di rumah kemarin.", "Ia tidur di hotel kemarin."))
        == "Ia[- makan di rumah-]{+ tidur di hotel+} kemarin."
    )


@given(*[st.lists(st.sampled_from(["Putin", "tiba", "di", "Pyongyang", ",", "1.204"]), max_size=12)] * 2)
def test_old_and_new_can_be_read_off_a_difference(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    words = words_between(before, after)
    assert "".join(each.text for each in words if each.change is not Change.REMOVED).split() == after.split()
    assert "".join(each.text for each in words if each.change is not Change.ADDED).split() == before.split()


def test_an_edited_article_resembles_itself_and_another_one_on_the_same_event_does_not(newsroom: Newsroom) -> None:
    texts = {article.slug: an_article(article.title, "\n".join(article.paragraphs)) for article in newsroom.articles if article.relevant}
    first, second = (
        texts["seoul-panggil-dubes-rusia-protes-pengiriman-tentara"],
        texts["rusia-korea-utara-sepakat-saling-bela-jika-diserang"],
    )
    halved = replace(first, title="Judul Lain", body=first.body[: len(first.body) // 2])
    assert resemblance(first, halved) > 0.9
    assert resemblance(first, second) < 0.4
    assert resemblance(first, an_article("", "")) == 0.0


def read(site: Site, post: Post, page: str) -> Article:
    extracted = extract(
        Page(
            url=post.url,
            canonical_url=post.url,
            outlet=site.outlet.name,
            body=page.encode(),
            fetched_at=datetime.now(UTC),
            timezone=site.outlet.zone,
        )
    )
    assert isinstance(extracted, Article)
    return extracted


def printed(site: Site, post: Post) -> str:
    document = site.article_page(post, "all")
    assert document is not None
    return document.body.decode()


def relevant_posts(newsroom: Newsroom) -> Iterator[tuple[Site, Post]]:
    for site in newsroom.sites.values():
        yield from [(site, post) for post in site.posts if post.article.relevant][:1]


def test_another_layout_of_the_same_text_is_no_edit(newsroom: Newsroom) -> None:
    for site, post in relevant_posts(newsroom):
        plain = printed(site, post)
        for layout in LAYOUTS:
            site.redesign(layout)
            other = printed(site, post)
            assert same_text(read(site, post, plain), read(site, post, other)), f"{site.outlet.name} as {layout}"
            assert other != plain or layout == site.outlet.name


def test_furniture_between_the_paragraphs_is_no_edit(newsroom: Newsroom) -> None:
    for site, post in relevant_posts(newsroom):
        plain = printed(site, post)
        before = read(site, post, plain)
        paragraph = next(text for text in post.article.paragraphs[1:] if len(text) > 80 and text[-30:] in plain)
        end = re.compile(re.escape(paragraph[-30:]) + r"\s*(?:</p>)?")
        for name, markup in FURNITURE.items():
            after = read(site, post, end.sub(lambda found, added=markup: found[0] + added, plain, count=1))
            assert same_text(before, after), f"{site.outlet.name}: {name}: {difference(before, after)}"
