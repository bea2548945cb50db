"""Authors: the people who wrote an article and those who edited it, from its credits or its description; never the site itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extraction import jsonld
from pipelines.extraction.bylines import credit_text, credited, signed
from pipelines.extraction.cleaning import key
from pipelines.extraction.described import Described
from pipelines.extraction.found import Found
from pipelines.extraction.lines import lines
from pipelines.extraction.names import is_newsroom, people, words
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
_LINKS = etree.XPath("//a[@rel='author']")
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
            return _as_printed(_found(named, claim.origin), described), editors
    if others := signed(described, title) or groups["photographers"] or groups["translators"]:
        return _found(others, Origin.VISIBLE), editors
    if not editors.value:
        for claim in (Found(tuple(texts), Origin.VISIBLE), *claims):
            if newsroom := is_newsroom(list(claim.value)):
                return _found([newsroom], claim.origin), editors
    return Found(()), editors


def _as_printed(claimed: People, described: Described) -> People:
    """One claimed name as a byline prints it, where that is the same one and longer."""
    if len(claimed.value) == 1 and claimed.origin is not Origin.VISIBLE:
        for byline in _marked(described, "bylines"):
            named = people(list(byline.value), described)
            if len(named) == 1 and named[0] != claimed.value[0] and named[0].startswith(claimed.value[0]):
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


def _marked(described: Described, group: str) -> Iterator[People]:
    """The texts of elements that their class or property calls a byline."""
    marked = described.marked(_classes(group))
    if group == "bylines":
        marked = [*described.properties.get("author", ()), *cast("list[HtmlElement]", _LINKS(described.document)), *marked]
    for element in marked:
        if element.tag not in _TAGS or (group == "bylines" and _classes("editor_bylines").search(element.get("class") or "")):
            continue
        text = ", ".join(credit_text(line) for line in lines(element)) if len(element) <= MAX_PARTS else ""
        named = element.find(".//meta[@itemprop='name']")
        if not text and named is not None:
            yield Found((named.get("content") or "",), Origin.META)
        elif 2 < len(text) <= 120 and not _is_readers(element):
            yield Found((text,), Origin.VISIBLE)


def _is_readers(element: HtmlElement) -> bool:
    """Whether the element stands in the readers' comments, whose authors are marked up like the article's."""
    around = (each for each in (element, *element.iterancestors()) if each.tag not in ("html", "body", "main", "article"))
    return any(_classes("readers").search(f"{each.get('class', '')} {each.get('id', '')}") for each in around)
