"""Document: a page as a tree of a size that extraction can read in time.

All bounds on what is read of a page stand here. The text of an article fits into them many times; what goes beyond them is lists of links,
readers' comments and pictures within the markup, of which the beginning is enough, or no page.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from lxml import etree, html
from lxml.html import HtmlElement

from pipelines.document import cleaned, file_kind, nodes, source_of, without_scripts
from pipelines.items import Page, Verdict

MANY_NODES = 100_000  # tags and attributes in the markup from which comments and scripts are taken out before it is parsed
MAX_NODES = 800_000  # tags and attributes in the markup; a tree of so many takes 200 MB and half a second
MAX_ALIKE = 1000  # elements of one tag and class in one element; those that follow are left out
MAX_ELEMENTS = 20_000  # in the tree after that
MAX_TEXT = 50_000  # characters of one piece of text; the rest is left out. The longest articles have as many in all
MAX_TEXTS = 2_000_000  # characters of text on a page
MAX_ATTRIBUTE = 20_000  # characters of an attribute's value; a longer one (a picture as data) is left out
MAX_DEPTH = 120  # of elements within elements; what is deeper stands at this depth

_CROWDED = etree.XPath(f"//*[*[{MAX_ALIKE + 1}]]")
_LONG_TEXTS = etree.XPath(f"//text()[string-length() > {MAX_TEXT}][not(parent::script)]")
_LONG_ATTRIBUTES = etree.XPath(f"//@*[string-length() > {MAX_ATTRIBUTE}]")
_DEEPEST = etree.XPath("/*" * MAX_DEPTH + "[*]")
_COUNT = etree.XPath("count(//*)")
_LENGTH = etree.XPath("string-length(/)")


class Refused(Exception):
    """A body that is not read: `verdict`, and the reason as its text."""

    def __init__(self, verdict: Verdict, reason: str):
        super().__init__(reason)
        self.verdict = verdict


def parse(page: Page) -> HtmlElement | None:
    """Return the tree of `page`, None where its body holds nothing to parse.

    Raises Refused where it is no page, or has more elements or text than is read; MemoryError where the process has no memory for it.
    """
    if kind := file_kind(page.body):
        raise Refused(Verdict.NOT_ARTICLE, f"{kind}, not a page")
    source = cleaned(source_of(page))
    if not source.strip():
        return None
    if nodes(source) > MANY_NODES:
        source = without_scripts(source)
    if (counted := nodes(source)) > MAX_NODES:
        raise Refused(Verdict.FAILED, f"about {counted} tags and attributes; at most {MAX_NODES} are read")
    # Told the encoding and given bytes, the parser takes no notice of what the page declares. huge_tree raises the depth that it
    # follows from 256 elements to 2048.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        document = html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        if any(entry.type == etree.ErrorTypes.ERR_NO_MEMORY for entry in parser.error_log):
            raise MemoryError from error
        return None  # nothing but comments, for one
    _bound(document)
    return document


def _bound(document: HtmlElement) -> None:
    """Cut the tree down to what is read of it; raises Refused where too much is left."""
    for element in cast("list[HtmlElement]", _CROWDED(document)):
        _thin(element)
    for element in cast("list[HtmlElement]", _DEEPEST(document)):
        _flatten(element)
        _thin(element)
    for text in cast("list[Any]", _LONG_TEXTS(document)):
        if text.is_tail:
            text.getparent().tail = text[:MAX_TEXT]
        else:
            text.getparent().text = text[:MAX_TEXT]
    for value in cast("list[Any]", _LONG_ATTRIBUTES(document)):
        del value.getparent().attrib[value.attrname]
    if (elements := _number(_COUNT, document)) > MAX_ELEMENTS:
        raise Refused(Verdict.FAILED, f"{elements} elements; at most {MAX_ELEMENTS} are read")
    if _number(_LENGTH, document) > MAX_TEXTS and (length := _text_length(document)) > MAX_TEXTS:
        raise Refused(Verdict.FAILED, f"{length} characters of text; at most {MAX_TEXTS} are read")


def _thin(element: HtmlElement) -> None:
    """Leave out the children of which `MAX_ALIKE` like ones stand before them: readers' comments, rows, links."""
    seen: Counter[tuple[object, str | None]] = Counter()
    for child in list(element):
        kind = (child.tag, child.get("class"))
        seen[kind] += 1
        if seen[kind] > MAX_ALIKE:
            element.remove(child)


def _flatten(element: HtmlElement) -> None:
    """Make everything below `element` its child, in the order of the page, with its own text and the text that follows it."""
    found: list[tuple[HtmlElement, list[str]]] = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if node is element:
            continue
        if event != "end":
            found.append((node, []))
        if event != "start" and node.tail:
            found[-1][1].append(node.tail)
    for node, following in reversed(found):  # the innermost first, so that each is moved alone
        element.insert(0, node)
        node.tail = "".join(following) or None


def _number(path: etree.XPath, document: HtmlElement) -> int:
    return int(cast("float", path(document)))


def _text_length(document: HtmlElement) -> int:
    """Characters of text outside scripts and styles."""
    return _number(_LENGTH, document) - sum(len(element.text or "") for element in document.iter("script", "style"))
