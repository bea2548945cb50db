"""Kinds: whether a page is an article at all, or a challenge, a list of articles, a film, or the beginning of one that must be paid for."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipelines.extraction import jsonld
from pipelines.extraction.boilerplate import Boilerplate
from pipelines.extraction.described import Described
from pipelines.extraction.lines import collapse
from pipelines.items import Verdict
from pipelines.stage import Ended

WALL_WORDS = 250  # a challenge page has fewer words
STUB_WORDS = 120  # a teaser before a paywall has fewer; a longer text that is cut is an article, if not a whole one
AFTER_TEXT = 8  # lines after the text within which the paywall stands
MAX_WALL_LINE = 200  # characters of a line that is the paywall's
FILM_WORDS = 60  # what is said about a film has fewer
EXCERPT_WORDS = 18  # paragraphs of fewer words, on the average, are excerpts rather than text
BARE_WORDS = 20  # a text of fewer, on a page that does not call itself an article, is none

_WALL_TITLE_END = re.compile(r"\W*(?:\s[|\-–].*)?|[.!…]+\s.*")  # a headline would go on
_LIST_TYPES = frozenset(("CollectionPage", "SearchResultsPage", "ProfilePage", "ItemPage", "AboutPage", "ContactPage"))
_LIST_CLASSES = re.compile(
    r"(?<!\S)(?:home|blog|archive|category|tag|search|search-results|author|error404|tax-\w+|post-type-archive)(?!\S)"
)
_SINGLE_CLASSES = re.compile(r"(?<!\S)(?:single|single-post|postid-\d+|page-template-\S+)(?!\S)")
_LIST_PATHS = re.compile(
    r"/(?:tags?|topik|topic|search|cari|pencarian|author|penulis)/|/(?:category|kategori)/[^/]+/?(?:page/\d+/?)?$"
    r"|/(?:indeks|index|indeks-berita|search|cari|pencarian|terpopuler|populer|terkini|terbaru)(?:/\d[\d/-]*)?/?$|/page/\d+/?$",
    re.IGNORECASE,
)
_FILM_PATHS = re.compile(r"/videos?/|/(?:live|tv|(?:live-?)?streaming|live-?tv|tv-?streaming)/?$", re.IGNORECASE)
_SEARCH = re.compile(r"(?:^|&)(?:s|q|query|search|keyword)=", re.IGNORECASE)


def challenge(described: Described, rules: Boilerplate) -> Ended | None:
    """A page that asks for proof that a person reads, or refuses: few words, and a title or a mark of such pages."""
    element = described.document.find(".//title")
    title = collapse(element.text_content()) if element is not None else ""
    words = sum(len(line.text.split()) for line in described.lines)
    if words > WALL_WORDS or described.article:
        return None
    if (match := rules.challenge_title.match(title)) and _WALL_TITLE_END.fullmatch(title, match.end()):
        return Ended(Verdict.CHALLENGE, f"title: {title[: max(match.end(), 60)]}")
    if words < WALL_WORDS // 2 and not described.meta("og:title") and (match := rules.challenge_mark.search(described.source)):
        return Ended(Verdict.CHALLENGE, f"page holds {match[0]!r}")
    return None


def not_an_article(described: Described) -> Ended | None:
    """Why a page with the body `described.paragraphs` (which may be empty) is no article; None where it is one."""
    words = described.words
    claimed = _claimed(described)
    if reason := _list(described, claimed, words):
        return Ended(Verdict.NOT_ARTICLE, reason)
    if words < FILM_WORDS and _film(described):
        return Ended(Verdict.NOT_ARTICLE, f"video page with {words} words")
    return None


def paywall(described: Described, rules: Boilerplate) -> str:
    """What tells that the page shows only the beginning of its text to those who don't pay, "" where nothing does.

    A page that calls a text of some length free is believed, whatever it says about subscriptions below it.
    """
    free = jsonld.text(str(described.article.get("isAccessibleForFree", ""))).lower()
    if free == "false":
        return "isAccessibleForFree is false"
    if described.meta("article:content_tier").lower() == "locked":
        return "content tier locked"
    stub = described.words < STUB_WORDS
    if free == "true" and not stub:
        return ""
    _, start, end = described.window("")
    if start == len(described.lines):
        start, end = 0, len(described.lines)
    for line in described.lines[start if stub else end : end + AFTER_TEXT]:
        if len(line.text) <= MAX_WALL_LINE and (match := rules.paywall.search(line.text)):
            return f"paywall: {match[0]}"
    return ""


def _claimed(described: Described) -> str:
    """How the page calls itself an article, "" where it does not."""
    if described.article:
        return "JSON-LD"
    if described.meta("og:type").lower() in ("article", "news", "newsarticle", "news-article", "blog"):
        return "og:type"
    if described.meta("article:published_time", "datepublished", "dtk:publishdate", "content_publisheddate", "pubdate"):
        return "date"
    if (
        described.document.find(".//*[@itemprop='articleBody']") is not None
        or described.document.find(".//*[@itemprop='datePublished']") is not None
    ):
        return "microdata"
    return ""


def _list(described: Described, claimed: str, words: int) -> str:
    """Why the page is a list of articles, "" where it is not."""
    parts = urlsplit(described.page.url)
    body = described.document.find("body")
    classes = (body.get("class") or "") if body is not None else ""
    if claimed == "JSON-LD":
        return ""
    if listing := described.types & _LIST_TYPES:
        return f"JSON-LD type {', '.join(sorted(listing))}"
    if (match := _LIST_CLASSES.search(classes)) and not _SINGLE_CLASSES.search(classes):
        return f"body class {match[0]}"
    if not parts.path.strip("/") and not parts.query:
        return "front page"
    if _SEARCH.search(parts.query):
        return "search page"
    if _LIST_PATHS.search(parts.path) and claimed != "date":
        return f"list page {parts.path}"
    if not claimed and (words < BARE_WORDS or _among_headlines(described)):
        return "nothing says that it is an article, and its text is short or a list of headlines"
    return ""


def _among_headlines(described: Described) -> bool:
    """Whether what was taken for the text is the excerpts of a list: headlines that are links stand between them."""
    _, start, end = described.window("")
    headlines = sum(line.link_share > 0.8 and len(line.text.split()) >= 4 for line in described.lines[start : end + 1])
    count = len(described.paragraphs)
    short = described.words < EXCERPT_WORDS * count
    return headlines >= max(2, count / 3) if short else headlines >= max(4, count / 2)


def _film(described: Described) -> bool:
    host, path = urlsplit(described.page.url)[1:3]
    if described.meta("og:type").lower().startswith("video") or ("VideoObject" in described.types and not described.article):
        return True
    return host.startswith(("video.", "videos.", "tv.", "20.")) or _FILM_PATHS.search(path) is not None
