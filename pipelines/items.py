"""Items: Link, Page and Article, the only things handed from stage to stage, and the verdict a page ends with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """How a page ended. Every fetched URL gets exactly one, stored with its reason."""

    RELEVANT = "relevant"
    NEAR_MISS = "near_miss"
    IRRELEVANT = "irrelevant"
    NOT_INDONESIAN = "not_indonesian"
    NOT_ARTICLE = "not_article"
    EMPTY = "empty"
    CHALLENGE = "challenge"
    FAILED = "failed"


KEPT = frozenset({Verdict.RELEVANT, Verdict.NEAR_MISS})  # verdicts whose articles are kept, indexed and visited again


class Origin(StrEnum):
    """Where on its page a field of an article was read."""

    JSON_LD = "json-ld"  # schema.org objects, or a framework's data for its scripts
    META = "meta"  # meta and link elements, microdata
    VISIBLE = "visible"  # what a reader sees
    HEURISTIC = "heuristic"  # worked out: from the URL, from the listing that led here, from the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An article's address as a source listed it; everything but the URL is the source's claim and may be missing."""

    url: str
    source: str = ""  # URL of the feed, sitemap, API or index page that listed it
    title: str = ""
    published_at: datetime | None = None  # aware
    modified_at: datetime | None = None  # aware; a sitemap's lastmod
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One downloaded document, as received."""

    url: str  # after redirects
    outlet: str  # the spider's name
    body: bytes
    fetched_at: datetime  # aware, UTC
    status: int = 200
    charset: str | None = None  # as the Content-Type header declares it
    timezone: str = "Asia/Jakarta"  # IANA name; assumed for times that the page writes without a zone
    link: Link | None = None  # the link that led here
    canonical_url: str = ""  # the frontier's key for this page; "" where nobody asked the frontier
    etag: str = ""  # validators for the next conditional request, as the server wrote them
    last_modified: str = ""
    further: tuple[Page, ...] = field(default=(), repr=False)  # the same article's second page and the following ones, in order


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment, with the text it was read from."""

    value: datetime  # aware, in the zone that the page states
    text: str  # as written on the page


@dataclass(frozen=True, slots=True)
class Language:
    """The language a text is most probably written in."""

    code: str  # ISO 639-1, "und" where there is nothing to go by
    probability: float  # 0 to 1, of `code`


@dataclass(frozen=True, slots=True)
class Term:
    """A name of one side, as it was found in the article."""

    side: str  # the topic's key of the side: "russia", "dprk"
    name: str  # canonical name of the entity: "Rusia", "Kim Jong Un"
    forms: tuple[str, ...]  # the distinct spellings found
    count: int  # over title and body
    where: tuple[str, ...]  # of "title", "lead", "body"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence quoted as evidence; `start` and `end` are character offsets into the field it stands in."""

    text: str
    field: str  # "title" or "body"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """A signal of the article's, and what it did to the score."""

    signal: str  # of relevance.signals
    points: float  # of the log-odds; below 0 it speaks against


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an article got its score."""

    terms: tuple[Term, ...] = ()
    interactions: tuple[str, ...] = ()  # kinds, from the topic: "treaty", "military", ...
    sentences: tuple[Sentence, ...] = ()  # the best first
    rules_version: str = ""  # of the topic file and the scoring that judged
    reasons: tuple[Reason, ...] = ()  # the weightiest first


@dataclass(frozen=True, slots=True)
class Story:
    """Near-duplicate articles: one text, printed and rewritten by many papers."""

    id: str  # stays the same as articles join
    first_outlet: str  # whose article was published first
    first_published_at: datetime | None  # aware, UTC; when that was
    reach: int  # outlets
    articles: int


@dataclass(frozen=True, slots=True)
class Edits:
    """What an outlet changed in an article after it was first seen."""

    edited_at: datetime  # aware, UTC; when the latest revision was seen
    earlier_titles: tuple[str, ...]  # the oldest first, without the one of now
    changes: str  # by the latest revision, as `differences.marked` writes them


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A page's article: cleaned by extraction, then completed by language and relevance."""

    url: str
    canonical_url: str
    outlet: str
    title: str
    body: str  # paragraphs separated by one newline
    subtitle: str = ""  # printed below the headline
    lead: str = ""
    dateline: str = ""  # as the body prints it: "KORANMANDALA.COM", "Jakarta (ANTARA)"
    authors: tuple[str, ...] = ()  # who reported or wrote it
    editors: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    image_caption: str = ""
    cites: tuple[str, ...] = ()  # agencies and media that the text draws on, by their usual names: "KCNA", "Associated Press"
    paywalled: bool = False  # the page shows only the beginning of the text
    published_at: Timestamp | None = None
    modified_at: Timestamp | None = None
    crawled_at: datetime  # aware, UTC
    provenance: Mapping[str, Origin] = field(default_factory=dict)  # where each field that the page stated was read
    word_count: int = 0
    content_hash: str = ""  # SHA-256 (hex) of title and body after collapsing white space and case
    language: Language | None = None
    topic: str = ""
    score: float = 0.0  # 0 to 1
    evidence: Evidence = field(default_factory=Evidence)
    page: Page | None = field(default=None, repr=False, compare=False)  # where the article came from


@dataclass(frozen=True, slots=True)
class Judgement:
    """The end of a page's way: the verdict, why, and the article as far as it got."""

    verdict: Verdict
    reason: str
    url: str  # as fetched
    canonical_url: str
    outlet: str
    judged_at: datetime  # aware, UTC
    article: Article | None = None
    page: Page | None = field(default=None, repr=False)
    final: bool = True  # False: a passing failure, to be tried again in a later run


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found."""

    url: str
    outlet: str
    title: str
    body: str
    published_at: datetime | None  # aware
    score: float  # the article's, 0 to 1; the order of the hits is the search's own
    evidence: Evidence
    highlight: str  # the best passage of the text, what matched in [[ and ]]
    verdict: Verdict
