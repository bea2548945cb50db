"""Merging: the text of an article that was printed on several pages, each paragraph once and in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipelines.extraction import kinds, texts
from pipelines.extraction.authors import People
from pipelines.extraction.boilerplate import Boilerplate, load
from pipelines.extraction.cleaning import key
from pipelines.extraction.described import Described
from pipelines.extraction.document import Refused, parse
from pipelines.extraction.titles import title
from pipelines.items import Page

LONG = 30  # characters of a comparison key from which a paragraph that comes again is a repetition and not a phrase used twice
TOP = 4  # paragraphs at the top of a later page that may repeat the lead or the summary in other words or cut off
SAME_TITLE = 0.5  # the part of the headline's words that a later page's own must share

_ELLIPSIS = re.compile(r"\s*(?:\.{2,}|…|\[…\])\s*$")
_DATELINE = re.compile(r"^[^.!?]{2,60}?\s(?:--?|–|—)\s+")
_PAGE_MARK = re.compile(r"\W*(?:halaman|hal|page)?\W*\d{0,2}\W*", re.IGNORECASE)


def further(first: Described, headline: str) -> list[Described]:
    """Return the further pages of the article on the page `first`, with their texts. The last may also be all of the article again.

    One that is none of this article (a challenge, another headline) or cannot be read is left out.
    """
    rules = load()
    return [found for page in first.page.further if (found := _read(page, headline, rules))]


def whole_text(first: Described, others: Sequence[Described], headline: str) -> tuple[str, ...]:
    """Return the paragraphs of the article on the page `first` and on its `further` ones."""
    known = (headline, first.meta("og:description", "description"))
    return merge(first.paragraphs, (other.paragraphs for other in others), known)


def completed(people: tuple[People, People], last: tuple[People, People]) -> tuple[People, People]:
    """Return reporters and editors as the first page names them; of those it does not name, as the last one does below the text."""
    return (people[0] if people[0].value else last[0], people[1] if people[1].value else last[1])


def merge(first: Sequence[str], later: Iterable[Sequence[str]], known: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the paragraphs of `first` and of the `later` pages in order, without what a later page repeats.

    A repetition is a long paragraph that stood on a page before, whatever its case and punctuation; at the top of a page also a short one
    above such a paragraph, the headline, and the lead or the summary cut off or under another dateline. A short phrase that comes again
    further down stays, and a sentence that is cut by the end of a page stays in two paragraphs.

    Args:
        first: the paragraphs of the first page.
        later: those of the others.
        known: headline and description, which later pages may print above their text.
    """
    merged = list(first)
    known_keys = [key(text) for text in known if text]
    for paragraphs in later:
        seen = [key(text) for text in merged]
        merged += _new(paragraphs, seen, known_keys)
    return tuple(merged)


def _new(paragraphs: Sequence[str], seen: list[str], known: list[str]) -> list[str]:
    """Those of a later page's paragraphs that do not repeat what was `seen` (comparison keys in order) or is `known`."""
    forms = [key(text) for text in paragraphs]
    places = {form: index for index, form in enumerate(seen)}
    whole = "\n".join([*seen, *known])
    repeated = {
        index
        for index, (text, form) in enumerate(zip(paragraphs, forms, strict=True))
        if (len(form) > LONG and form in places) or (index < TOP and _is_head(text, form, whole, known))
    }
    top = max((index for index in repeated if _is_run(index, repeated)), default=-1)
    # Short paragraphs within the repeated part, and right after it as long as they go on as they did before.
    repeated |= {index for index in range(top) if forms[index] in places}
    place = places.get(forms[top], len(seen)) if top >= 0 else len(seen)
    for index, form in enumerate(forms[top + 1 :], top + 1):
        place += 1
        if place >= len(seen) or seen[place] != form:
            break
        repeated.add(index)
    return [text for index, text in enumerate(paragraphs) if index not in repeated and forms[index]]


def _is_run(index: int, repeated: set[int]) -> bool:
    """Whether most of the page down to `index` repeats: the head of the page, or all of an article shown again."""
    return sum(at <= index for at in repeated) * 2 > index


def _is_head(text: str, form: str, whole: str, known: list[str]) -> bool:
    """Whether a paragraph at the top of a later page is the headline, the lead or the summary again."""
    if any(form.startswith(other) and _PAGE_MARK.fullmatch(form[len(other) :]) for other in known):
        return True
    bare = key(_ELLIPSIS.sub("", _DATELINE.sub("", text)))
    return len(bare) > LONG and bare in whole


def _read(page: Page, headline: str, rules: Boilerplate) -> Described | None:
    try:
        document = parse(page)
    except Refused:
        return None
    if document is None:
        return None
    described = Described(page, document)
    if kinds.challenge(described, rules) or not _is_same(headline, title(described).value):
        return None
    described.text = texts.read(described, rules, headline)
    return described


def _is_same(headline: str, other: str) -> bool:
    """Whether a page with the headline `other` may be of the article called `headline`; many later pages have none of their own."""
    words, others = (set(re.findall(r"\w+", text.lower())) for text in (headline, other))
    return not words or not others or len(words & others) >= SAME_TITLE * min(len(words), len(others))
