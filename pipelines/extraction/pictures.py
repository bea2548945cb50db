"""Pictures: the article's picture, and the caption that the page prints below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.extraction import jsonld
from pipelines.extraction.bylines import credit_text, is_credit
from pipelines.extraction.cleaning import key
from pipelines.extraction.dates import read
from pipelines.extraction.described import Described
from pipelines.extraction.found import Found
from pipelines.extraction.lines import Line, lines
from pipelines.extraction.metadata import absolute
from pipelines.extraction.names import plain_names
from pipelines.extraction.places import marked, places
from pipelines.items import Origin

BEFORE_TITLE = 6  # lines above the headline among which the caption of a picture above it stands
FARTHEST = 60  # lines below the headline at which the leading picture may stand
INTO_TEXT = 3  # lines of the text after which a picture is no longer the article's leading one
MAX_CAPTION = 600  # characters
MAX_LINKED = 0.9  # share of a caption's characters that are links
MIN_PLAIN_WORDS = 3  # of a caption that nothing but its place and its credit shows to be one

MIN_ALONE_WORDS, MAX_ALONE_WORDS = 5, 80  # of a caption that only its standing alone with a picture shows to be one
NEAR = 3  # elements around a line in which its picture stands
MAX_BESIDE = 8  # elements in one that holds nothing but a picture and its caption

# The looks of a caption: "AMBULANS BECAK - Mobil bekas ...", and a credit in brackets at its end: "(BP/Bayu)", "[Suara.com/Wahyu]".
_TITLED = re.compile(r"[A-Z][A-Z’'\- ]{4,40}\s*[-–—:]\s+[A-Z].{20,}")
_CREDITED = re.compile(r".{20,}[(\[][^()\[\]]{1,30}/[^()\[\]]{2,30}[)\]]\W?", re.DOTALL)
_CREDITS_NAME = r"[A-Z@(][\w.’'@)-]*"
_ONLY_CREDIT = re.compile(
    r"\W*(?:(?i:foto|photo|sumber|source|gambar|kredit|credit|dok(?:umentasi)?)\b\s*[.:]?\s*"
    rf"{_CREDITS_NAME}(?:[\s/&]+{_CREDITS_NAME}){{0,5}}|(?i:istimewa|ist|ilustrasi))\W*"
)
# A credit before the caption that another element holds: "KOMPAS.com/BUDI SANTOSO Warga ...", "IstimewaPERINTIS – ...".
_CREDIT_BEFORE = re.compile(r"(?:Istimewa|IST)(?=[A-Z])|[\w-]+\.(?:com|co\.id|id|net)/[A-Z.]+(?: [A-Z.]+){0,4} (?=[A-Z][a-z])")
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SIZE = re.compile(r"[-_]\d{2,4}x\d{2,4}(?=\.|$)|[-_]scaled(?=\.|$)")


def image(described: Described) -> Found[str]:
    """Return the address of the article's picture, "" where it has none."""
    claims = (
        Found(
            described.meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "thumbnailurl"),
            Origin.META,
        ),
        Found(jsonld.url(described.article.get("image") or described.article.get("thumbnailUrl")), Origin.JSON_LD),
    )
    for claim in claims:
        if address := absolute(described.page.url, claim.value):
            return Found(address, claim.origin)
    for line, _ in _leading(described):
        for picture in _pictures(line):
            if address := absolute(described.page.url, picture.get("src") or picture.get("data-src") or ""):
                return Found(address, Origin.VISIBLE)
    return Found("")


def image_caption(described: Described, picture: str) -> Found[str]:
    """Return the caption of the article's picture, whose address is `picture`, "" where it has none.

    The caption of the figure that shows this very picture is preferred, then the one nearest below the headline, then one right above
    it. An `alt` text is no caption, for readers do not see it; the caption of an ImageObject is one.
    """
    nearest = ""
    told = _told(described)
    seen: set[HtmlElement] = set()
    for line, below in _leading(described):
        holder = _holder(line)
        if holder in seen:
            continue
        if holder is not None:
            seen.add(holder)
            text = _caption(holder, described)
        else:
            credited = line.after_picture and (places().credit.search(line.text) or _CREDITED.fullmatch(line.text)) is not None
            text = _plain_caption(line, described) if below or credited else ""
        if text and _shows(line, picture) and (key(text) not in told or line.tag == "figcaption"):
            return Found(text, Origin.VISIBLE)
        nearest = nearest or ("" if key(text) in told else text)
    if nearest:
        return Found(nearest, Origin.VISIBLE)
    _, start, end = described.window(described.headline.value)
    for line in described.lines[start + INTO_TEXT : end + 1] if picture else ():
        holder = _holder(line) if line.after_picture and _shows(line, picture) else None
        if holder is not None and (text := _caption(holder, described)):
            return Found(text, Origin.VISIBLE)
    stated = _stated(described, picture)
    return Found(stated, Origin.JSON_LD) if stated else Found("")


def _told(described: Described) -> frozenset[str]:
    """The captions that are the text of a gallery of several pictures, as comparison keys."""
    paragraphs = {key(paragraph) for paragraph in described.paragraphs}
    captions = [form for line in described.lines if line.after_picture and (form := key(line.text)) in paragraphs]
    return frozenset(captions) if len(captions) > 1 else frozenset()


def _leading(described: Described) -> Iterator[tuple[Line, bool]]:
    """The lines among which the caption of the leading picture stands, those below the headline first, and whether they are below it."""
    headline, start, _ = described.window(described.headline.value)
    found = described.lines
    printed = headline < len(found) and key(found[headline].text) == key(described.headline.value)
    below = start + INTO_TEXT if start < len(found) else headline + 2 * BEFORE_TITLE
    yield from ((line, printed) for line in found[headline + 1 : min(below, headline + FARTHEST)])
    yield from ((line, False) for line in reversed(found[max(headline - BEFORE_TITLE, 0) : headline]))


def _caption(holder: HtmlElement, described: Described) -> str:
    """The text of an element that a template marks as a caption, "" where it is none."""
    return _tidy(" ".join(credit_text(part) for part in lines(holder)), described)


def _plain_caption(line: Line, described: Described) -> str:
    """The text of a line that nothing marks, but whose place and looks are those of a caption, "" where they are not."""
    is_caption = (
        len(line.text.split()) >= MIN_PLAIN_WORDS
        and not _ONLY_CREDIT.fullmatch(line.text)
        and line.link_share <= MAX_LINKED
        and _is_plain_caption(line, described)
    )
    return _tidy(line.text, described) if is_caption else ""


def _tidy(text: str, described: Described) -> str:
    """A caption without the template's buttons, "" where the text is none: a byline, the site's name."""
    if is_credit(text) and not plain_names(text):  # two people may be all that a picture shows
        return ""
    text = _CREDIT_BEFORE.sub("", text, count=1) if _CREDIT_BEFORE.match(text) else text
    while (shorter := places().button.sub("", text).strip()) != text:
        text = shorter
    if len(text) > MAX_CAPTION or len(_WORD.findall(text)) < 2 or key(text) in described.site_keys:
        return ""
    return text


def _holder(line: Line) -> HtmlElement | None:
    """The element that a template marks as the caption in which the line stands, None where it stands in none or is a link."""
    if line.link_share > MAX_LINKED:
        return None
    around = [line.element, *line.element.iterancestors()][:4]
    figcaption = next((element for element in around if element.tag in ("figcaption", "caption")), None)
    if figcaption is not None and figcaption.tag == "figcaption":
        return figcaption
    element = marked(line.element, places().caption)
    if element is None or element.find(".//img") is None:
        return element
    return line.element if line.element.tag not in ("figure", "div", "a") or line.element.find(".//img") is None else None


def _is_plain_caption(line: Line, described: Described) -> bool:
    """Whether a line that nothing marks, but which follows a picture above the text, is its caption."""
    form = key(line.text)
    if line.heading or plain_names(line.text) or marked(line.element, places().subtitle) is not None:
        return False
    if any(form in key(paragraph) for paragraph in described.paragraphs[:INTO_TEXT]) or is_credit(line.text):
        return False
    moment = read(line.text, described.page.timezone, described.page.fetched_at)
    if (moment and (moment.clock or len(line.text.split()) <= 8)) or key(described.headline.value) in form:
        return False
    looks = _TITLED.fullmatch(line.text) or _CREDITED.fullmatch(line.text) or places().credit.search(line.text)
    marked_so = line.emphasised or looks is not None
    return (marked_so and _follows_picture(line, described)) or _is_alone_with_a_picture(line)


def _follows_picture(line: Line, described: Described) -> bool:
    """Whether a picture stands right before the line, or before nothing but its credit."""
    index = described.lines.index(line)
    before = described.lines[index - 1] if index else line
    return line.after_picture or (before.after_picture and _ONLY_CREDIT.fullmatch(before.text) is not None)


def _is_alone_with_a_picture(line: Line) -> bool:
    """Whether the line shares the nearest element around it that holds a picture with that one picture, and with nothing else."""
    element = line.element
    for _ in range(NEAR):
        if element is None or element.tag in ("body", "article", "main"):
            return False
        if pictures := list(element.iter("img", "amp-img")):
            whole = " ".join(part.text for part in lines(element)) if len(element) <= MAX_BESIDE else ""
            return len(pictures) == 1 and line.text in whole and MIN_ALONE_WORDS <= len(whole.split()) <= MAX_ALONE_WORDS
        element = element.getparent()
    return False


def _pictures(line: Line) -> list[HtmlElement]:
    """The pictures in the nearest of the few elements around a line that holds any."""
    element = line.element
    for _ in range(NEAR):
        if element is None or element.tag in ("body", "article", "main"):
            return []
        if pictures := list(element.iter("img", "amp-img")):
            return pictures
        element = element.getparent()
    return []


def _shows(line: Line, picture: str) -> bool:
    """Whether the picture beside a caption is `picture`, in whatever size."""
    name = _name(picture)
    return bool(name) and any(name in map(_name, _addresses(element)) for element in _pictures(line))


def _addresses(element: HtmlElement) -> list[str]:
    return [address.split()[0] for source in _SOURCES for address in (element.get(source) or "").split(",") if address.strip()]


def _name(address: str) -> str:
    """The picture's file name without its size."""
    try:
        return _SIZE.sub("", urlsplit(address).path.rsplit("/", 1)[-1])
    except ValueError:
        return ""


def _stated(described: Described, picture: str) -> str:
    """The caption that JSON-LD gives to the picture."""
    image = described.article.get("image")
    nodes = [node for node in (image if isinstance(image, list) else [image]) if isinstance(node, dict)]
    nodes += [node for node in described.nodes if "ImageObject" in jsonld.types(node) and _name(jsonld.url(node)) == _name(picture) != ""]
    return next((text for node in nodes if (text := jsonld.text(node.get("caption")))), "")
