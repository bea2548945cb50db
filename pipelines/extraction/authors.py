"""Authors: the people who wrote an article and those who edited it, from its credits or its description; never the site itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extraction import jsonld
from pipelines.extraction.bylines import AFTER_BODY, BEFORE_TITLE, credit_text, credited, group_of
from pipelines.extraction.cleaning import key
from pipelines.extraction.described import Described
from pipelines.extraction.found import Found
from pipelines.extraction.lines import lines
from pipelines.extraction.names import is_newsroom, looks_like_a_name, people, words
from pipelines.extraction.signatures import signed
from pipelines.items import Origin

People = Found[tuple[str, ...]]

_METAS = (
    "author",
    "dtk:author",
    "content_author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "sailthru.author",
    "twitter:creator:name",
)
MAX_PARTS = 10  # elements in a byline
_EDITOR_METAS = ("editor", "dtk:editor", "content_editor", "article:editor")
MAX_CARD = 600  # characters of another article's card
CARD_DEPTH = 4  # elements around a byline, one of which may be such a card
HEADLINE_WORDS = 4  # of a link that is a headline
_AUTHORS = etree.XPath("//a[contains(concat(' ', @rel, ' '), ' author ')]")
_LINKS = etree.XPath("//a[@href and (contains(@href, '/') or contains(@href, '='))]")
_TAGS = frozenset(("a", "span", "div", "p", "strong", "b", "h4", "h5", "h6", "li", "address", "i", "em", "small", "dd", "cite"))
_ORGANIZATIONS = frozenset(("Organization", "NewsMediaOrganization", "Corporation", "NGO", "WebSite"))


def authors(described: Described, title: str) -> tuple[People, People]:
    """Return who reported or wrote the article, and who edited it; each is empty where the page does not say.

    The printed credits come first, then JSON-LD, then meta elements, then bylines that only their markup shows to be such. Whom the
    page calls its editor is no author, whatever its description says, unless the credits call one person both. A photographer or a
    translator counts where nobody wrote; the newsroom, as the page prints it, where nobody at all is named.
    """
    groups, texts = credited(described, title)
    printed = Found(tuple(groups["editors"]), Origin.VISIBLE)
    editors = printed if printed.value else _editors(described)
    if groups["reporters"]:
        return _found(groups["reporters"], Origin.VISIBLE), editors
    edited = {key(name) for name in printed.value}
    claims = [*_claims(described), *_marked(described, "bylines")]
    for claim in claims:
        named = [name for name in people(list(claim.value), described) if key(name) not in edited]
        if named:
            return _as_printed(_found(named, claim.origin), described, edited | {key(name) for name in editors.value}), editors
    if others := signed(described, title) or groups["photographers"] or groups["translators"]:
        return _found(others, Origin.VISIBLE), editors
    if not editors.value:
        for claim in (Found(tuple(texts), Origin.VISIBLE), *claims):
            if newsroom := is_newsroom(list(claim.value)):
                return _found([newsroom], claim.origin), editors
    return Found(()), editors


def _as_printed(claimed: People, described: Described, edited: set[str]) -> People:
    """The claimed names as a byline prints them, where it has the same ones longer, or others beside them."""
    if claimed.origin is Origin.VISIBLE:
        return claimed
    forms = {key(name) for name in claimed.value}
    for byline in _marked(described, "bylines"):
        named = [name for name in people(list(byline.value), described) if key(name) not in edited]
        longer = len(claimed.value) == len(named) == 1 and named[0] != claimed.value[0] and named[0].startswith(claimed.value[0])
        if longer or (forms < {key(name) for name in named} and all(looks_like_a_name(name) for name in named)):
            return _found(named, byline.origin)
    return claimed


def _found(names: list[str], origin: Origin | None) -> People:
    return Found(tuple(names), origin) if names else Found(())


def _editors(described: Described) -> People:
    claims = [Found(tuple(_names(described.article.get("editor"))), Origin.JSON_LD)]
    claims += [Found(tuple(described.metas.get(name, ())), Origin.META) for name in _EDITOR_METAS]
    claims += _marked(described, "editor_bylines")
    return next((_found(named, claim.origin) for claim in claims if (named := people(list(claim.value), described))), Found(()))


def _claims(described: Described) -> Iterator[People]:
    """What the page's description gives as its authors, people or not."""
    article = described.article
    yield Found(tuple(_names(article.get("author") or article.get("creator"))), Origin.JSON_LD)
    if not article:
        yield from (Found(tuple(_names(node.get("author"))), Origin.JSON_LD) for node in described.nodes if "WebPage" in jsonld.types(node))
    yield from (Found(tuple(described.metas[name]), Origin.META) for name in _METAS if name in described.metas)

    for label, value in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        if "reporters" in group_of(described.meta(label).lower()):
            yield Found((described.meta(value),), Origin.META)


def _names(value: Any) -> list[str]:
    """The names in a property of JSON-LD, without those of organizations."""
    values = value if isinstance(value, list) else [value]
    return [
        name
        for item in values
        for name in (_names(item) if isinstance(item, list) else [jsonld.text(item)])
        if name and not (isinstance(item, dict) and jsonld.types(item) & _ORGANIZATIONS and not is_newsroom([name]))
    ]


@cache
def _classes(group: str) -> re.Pattern[str]:
    """Matches one of the group's words as a whole part of a class or id."""
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(getattr(words(), group))})(?![a-z0-9])", re.IGNORECASE)


@cache
def _addresses(group: str) -> re.Pattern[str]:
    """Matches the address of the page of an author, or of an editor."""
    return re.compile("|".join(words().author_links if group == "bylines" else words().editor_links), re.IGNORECASE)


def _marked(described: Described, group: str) -> Iterator[People]:
    """The texts of elements near the article that their class, their property or their address calls a byline."""
    marked = described.marked(_classes(group))
    links = [link for link in cast("list[HtmlElement]", _LINKS(described.document)) if _addresses(group).search(link.get("href") or "")]
    if group == "bylines":
        marked = [*described.properties.get("author", ()), *cast("list[HtmlElement]", _AUTHORS(described.document)), *marked]
    near = _near(described)
    for element in (*marked, *links):
        if element.tag not in _TAGS or (group == "bylines" and _classes("editor_bylines").search(element.get("class") or "")):
            continue
        text = ", ".join(credit_text(line) for line in lines(element)) if len(element) <= MAX_PARTS else ""
        named = element.find(".//meta[@itemprop='name']")
        if not text and named is not None:
            yield Found((named.get("content") or "",), Origin.META)
        elif 2 < len(text) <= 120 and _is_of_article(element, near) and not _is_readers(element):
            yield Found((text,), Origin.VISIBLE)


def _near(described: Described) -> set[HtmlElement]:
    """The elements that hold the lines near the article, and of those around them; none where its text is not found."""
    headline, start, end = described.window(described.headline.value)
    if start >= len(described.lines):
        return set()
    near = described.lines[max(headline - BEFORE_TITLE, 0) : end + AFTER_BODY]
    return {element for line in near for element in (line.element, *line.element.iterancestors())}


def _is_of_article(element: HtmlElement, near: set[HtmlElement]) -> bool:
    """Whether the byline stands near the article and not on the card of another one, which holds a link with a headline."""
    around = [element, *islice(element.iterancestors(), CARD_DEPTH)]
    if near and not any(each in near for each in around[:3]):
        return False
    for each in around[1:]:
        if each.tag in ("body", "main", "header") or len(each.text_content()) > MAX_CARD:
            return True
        if any(len((link.text_content() or "").split()) >= HEADLINE_WORDS for link in each.iter("a")):
            return each.find(".//h1") is not None
    return True


def _is_readers(element: HtmlElement) -> bool:
    """Whether the element stands in the readers' comments, whose authors are marked up like the article's."""
    around = (each for each in (element, *element.iterancestors()) if each.tag not in ("html", "body", "main", "article"))
    return any(_classes("readers").search(f"{each.get('class', '')} {each.get('id', '')}") for each in around)
