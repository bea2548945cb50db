"""Cleaning: which lines of an article's place on the page are its text, and which are links, captions, credits and promotion."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.extraction.boilerplate import Boilerplate
from pipelines.extraction.lines import Line, Run, collapse

LINE_OF_LINK = 0.8  # share of link characters from which a line is a link and not a sentence with one
MAX_LABEL = 40  # characters of what stands before a link to another article
MAX_CAPTION = 300  # characters
MAX_PLAIN_LINK = 200  # characters of a link to another article that has lost its link
MAX_PROMOTION = 250  # characters of an invitation to the outlet's channels; a longer line says more than that
MIN_BEFORE_COMMENTS = 3  # paragraphs; with fewer above it, "Komentar" is a button
MAX_PREVIEW = 0.25  # part of a page's words that may stand below the link to the next page and be that page's
MAX_AFTER_CREDITS = 0.3  # part of a text's words that may follow its credits and be none of it
PARAGRAPH_WORDS = 12  # a line of so many words is a paragraph, not a label

_ENDS = re.compile(r"[.!?…:;\"”’'»)\]]\s*$")
_SENTENCE_ENDS = re.compile(r"(?<![.…])\.[\"”’')\]]*\s*$")  # a headline may end with any other mark, or with three full stops
_BRACKETS = re.compile(r"^[(\[\s]+|(?<![)\]\s])[)\]\s]+$")
_DATELINE = re.compile(r"[-–—]{1,3}\s*$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S|(?<!\S)@?[^\s@]++@\S+\.\w|(?<=\S)\.(?:com|co\.id|id|org|net)", re.IGNORECASE)
_SITE_LABEL = re.compile(r"[\w.]+\.(?:com|id|net|org): ")
_LETTERS = re.compile(r"\W+")
_DECORATION = re.compile(r"^[\s<>«»‹›▶►•·*|\-–—]+|(?<![\s<>«»‹›▶►•·|])[\s<>«»‹›▶►•·|]+$")
# Reporters' names after the text: in brackets, or in capitals as Tempo prints them ("DEWI LESTARI | ANTARA").
_NAME = r"(?:[A-Z][a-z.'’-]*(?: |(?=\W|$)))"  # a word of a person's name
_IN_CAPITALS = r"[A-Z][A-Z.'’]+(?: [A-Z][A-Z.'’]*){%d,4}(?: ?[|/,&] ?[A-Z][A-Z.'’]+(?: [A-Z][A-Z.'’]*){0,4}){0,3}"
_SIGNED = re.compile(rf"[(\[][^()\[\]\d.!?]{{2,40}}[)\]]\W?|{_IN_CAPITALS % 0}")
_SIGNED_AFTER_SENTENCE = re.compile(rf"(?<=[.!?\"”])\s+(?:{_IN_CAPITALS % 1}|\({_NAME}{{1,4}}\))$")
_END_MARK = re.compile(r"(?<=[.!?\"”])\s*(?:[*]{1,5}|\([*]{1,5}\)|-{2,4}|#{2,4})$")
_NAMES = re.compile(rf"{_NAME}{{2,4}}(?: ?(?:dan|&|/|,) {_NAME}{{1,4}}){{0,2}}")  # a line that is nothing else
_CREDITED = re.compile(r"[(\[][^()\[\]\d]{3,60}[)\]]\.?$")  # a picture's source at the end of its caption
_CLOSING = re.compile(r"^\s*[)\]]\.?")


def clean(found: list[Line], rules: Boilerplate, title: str) -> list[str]:
    """Return the paragraphs of an article out of the lines of its place on the page."""
    kept: list[Line] = []
    linking = False  # after "Baca juga:", as long as links follow
    for line in _without_sequel(found, rules):
        line = _without_inserts(_without_link_after_signature(line, rules), rules)
        text = line.text
        if not text:
            continue
        if _introduces(line, rules):
            linking = True
        elif linking and line.link_share >= LINE_OF_LINK:
            continue
        elif not _is_noise(line, rules):
            linking = False
            kept.append(line)
    kept = _without_head(kept, rules, title)
    return _without_tail(_without_repeats(kept), rules)


def _without_sequel(found: list[Line], rules: Boilerplate) -> list[Line]:
    """Without what follows the text under a label of its own: readers' comments, and the first words of the article's next page."""
    words = [len(line.text.split()) for line in found]
    for index, line in enumerate(found):
        text = _DECORATION.sub("", line.text)
        if len(text) > MAX_LABEL:
            continue
        if (
            rules.discussion.fullmatch(text)
            and (line.heading or " " in text)
            and sum(map(is_paragraph, found[:index])) >= MIN_BEFORE_COMMENTS
        ):
            return found[:index]
        if line.link_share <= 0.95 or not rules.next_page.fullmatch(text):
            continue
        if sum(map(is_paragraph, found[index + 1 :])) <= 1 and sum(words[index:]) <= MAX_PREVIEW * sum(words):
            return found[:index]
    return found


def is_paragraph(line: Line) -> bool:
    """Whether the line reads like a paragraph of prose."""
    words = len(line.text.split())
    return line.link_share < 0.5 and (words >= 20 or (words >= 6 and _ENDS.search(line.text) is not None))


def is_dateline(line: Line) -> bool:
    """Whether the line is a dateline whose article goes on below it: "Jakarta, CNN Indonesia --"."""
    return _DATELINE.search(line.text) is not None and len(line.text.split()) <= 8 and line.link_share < 0.5


def key(text: str) -> str:
    """`text` for comparison: letters and digits only, in small letters."""
    return _LETTERS.sub("", text).lower()


def _without_inserts(line: Line, rules: Boilerplate) -> Line:
    """The line without "(Baca juga: <a>...</a>)" and the like between its sentences."""
    if not any(run.link for run in line.runs):
        return line
    runs = [replace(run) for run in line.runs]
    changed = False
    for index, run in enumerate(runs):
        following = next((later for later in range(index + 1, len(runs)) if runs[later].text.strip()), None)
        if run.link:
            if rules.lead_in_within_link.match(run.text) and len(runs) > 1:
                run.text, changed = " ", True
            continue
        if following is None or not runs[following].link:
            continue
        match = rules.lead_in_before_link.search(run.text)
        if match and (run.text[: match.start()].strip() or _after(runs, following)):
            changed = True
            run.text = run.text[: match.start()]
            while following < len(runs) and (runs[following].link or not runs[following].text.strip()):
                runs[following].text = " "
                following += 1
            if match[1] and following < len(runs):
                runs[following].text = _CLOSING.sub("", runs[following].text)
    return replace(line, runs=runs) if changed else line


def _without_link_after_signature(line: Line, rules: Boilerplate) -> Line:
    """The line without its links where nothing else but a signature stands on it."""
    plain = [run for run in line.runs if not run.link]
    if len(plain) < len(line.runs) and rules.signature.fullmatch(collapse("".join(run.text for run in plain))):
        return replace(line, runs=plain)
    return line


def _after(runs: list[Run], link: int) -> str:
    """The plain text that follows the link at `link`."""
    return "".join(run.text for run in runs[link:] if not run.link).strip()


def _labels_link(line: Line, rules: Boilerplate) -> bool:
    """Whether the line is a link and, before or behind it, nothing but "Baca juga"."""
    if line.link_share < 0.5:
        return False
    stated = collapse("".join(run.text for run in line.runs if not run.link))
    label = _BRACKETS.sub("", _DECORATION.sub("", stated.rstrip(" :：")))
    if (" " in label or line.link_share >= LINE_OF_LINK) and rules.lead_in.fullmatch(label):
        return True
    # Whatever the label says: a colon, a headline, and no sentence.
    linked = collapse("".join(run.text for run in line.runs if run.link))
    return (
        stated.endswith((":", "："))
        and len(stated) <= MAX_LABEL
        and len(linked.split()) >= 3
        and not _SENTENCE_ENDS.search(linked)
        and not _holds_address(linked)
    )


def _introduces(line: Line, rules: Boilerplate) -> bool:
    """Whether the line is "Baca juga" with or without the link that it introduces."""
    text = _BRACKETS.sub("", _DECORATION.sub("", line.text))
    match = rules.lead_in.match(text)
    if not match:
        return _labels_link(line, rules)
    rest = text[match.end() :]
    if _labels_link(line, rules):
        return True
    if not re.match(r"\s*(?:[:：»>\-–—]|$|\W*$)", rest):
        strong = " " in match[0].strip() and rest[:1].isspace()
        return strong and line.link_share >= 0.6
    if not rest.strip(" :：.!?»>-–—\"'"):
        return len(text) <= 60 and (":" in rest or " " in match[0] or line.heading or len(match[0]) > 6 or line.link_share > 0)
    if line.link_share >= 0.5:
        return True
    return (
        ":" in rest[:3] and (" " in match[0].strip() or line.tag.startswith("h")) and len(text) <= MAX_PLAIN_LINK and text.count(". ") == 0
    )


def _is_noise(line: Line, rules: Boilerplate) -> bool:
    text = _DECORATION.sub("", line.text)
    if not text or rules.anywhere.fullmatch(text) or (text != line.text and rules.anywhere.fullmatch(line.text)):
        return True
    if line.after_picture and len(text) <= MAX_CAPTION and _is_caption(line, text, rules):
        return True
    if _is_promotion(line, text, rules) or _is_paywall(text, rules):
        return True
    return line.link_share > 0.95 and not _holds_address(text) and not _SENTENCE_ENDS.search(text)


def _holds_address(text: str) -> bool:
    """Whether the text gives an address on the web; "Kompas.id: headline" does not."""
    return _ADDRESS.search(text) is not None and not _SITE_LABEL.match(text)


def _is_promotion(line: Line, text: str, rules: Boilerplate) -> bool:
    """Whether the line invites to a channel of the outlet."""
    if len(text) > MAX_PROMOTION:
        return False
    if rules.call.match(text) and rules.medium.search(text) and not rules.said.search(text):
        return not _SENTENCE_ENDS.search(text) or rules.offer.search(text) is not None
    return rules.invitation.search(text) is not None and any(run.link and rules.channel.search(run.text) for run in line.runs)


def _is_paywall(text: str, rules: Boilerplate) -> bool:
    """Whether the line says hardly anything but that one must pay to read on."""
    return len(text) <= MAX_PROMOTION and (match := rules.paywall.search(text)) is not None and len(match[0]) >= 0.5 * len(text)


def _is_caption(line: Line, text: str, rules: Boilerplate) -> bool:
    if line.emphasised or _CREDITED.search(text):
        return True
    return any(match.start() < 30 or len(text) - match.end() < 60 for match in rules.credit.finditer(text)) and not line.heading


def _without_head(kept: list[Line], rules: Boilerplate, title: str) -> list[Line]:
    """Without what stands above the first paragraph: the title, labels, bylines. A dateline on a line of its own stays."""
    headline = key(title)
    for index, line in enumerate(kept):
        text = line.text
        if headline and key(text) == headline:
            return _without_head(kept[:index] + kept[index + 1 :], rules, title)
        if (is_paragraph(line) or len(text.split()) >= PARAGRAPH_WORDS) and not rules.head.fullmatch(text):
            first = [earlier for earlier in kept[:index] if is_dateline(earlier) and not rules.head.fullmatch(earlier.text)]
            return first + kept[index:]
    return [line for line in kept if not rules.head.fullmatch(line.text)]


def _without_repeats(kept: list[Line]) -> list[Line]:
    """Without paragraphs printed twice, and quotations pulled out of the text in which they stand."""
    keys = [key(line.text) for line in kept]
    whole = "\n".join(keys)
    seen: set[str] = set()
    result = []
    for line, form in zip(kept, keys, strict=True):
        long = len(form) > 30
        pulled = long and (line.quoted or line.text.startswith(("...", "…"))) and whole.count(form) > 1
        if not (long and form in seen) and not pulled:
            result.append(line)
        seen.add(form)
    return result


def _without_tail(kept: list[Line], rules: Boilerplate) -> list[str]:
    """Without credits, signatures and legal notices after the last paragraph, and what follows them."""
    while len(kept) > 1 and kept[-1].heading:
        kept = kept[:-1]
    texts = [line.text for line in kept]
    words = [len(text.split()) for text in texts]
    for index, text in enumerate(texts):
        if index < len(texts) // 2:
            continue
        if _unsigned(text, rules) != text and not any(map(is_paragraph, kept[index + 1 :])):
            texts = texts[: index + 1]
            break
        if not rules.tail.fullmatch(text):
            continue
        following = any(is_paragraph(line) and not rules.tail.fullmatch(line.text) for line in kept[index + 1 :])
        if not following or (rules.credit_line.match(text) and sum(words[index:]) <= MAX_AFTER_CREDITS * sum(words)):
            texts = texts[:index]
            break
    while texts:
        last = _unsigned(texts[-1], rules)
        label = len(texts) > 1 and not _ENDS.search(last) and len(last.split()) < PARAGRAPH_WORDS and _is_signature(texts[-2], rules)
        signed = _is_signature(last, rules) or (len(texts) > 1 and not kept[len(texts) - 1].listed and _NAMES.fullmatch(last))
        if last and not label and not signed and not rules.anywhere.fullmatch(last):
            return [*texts[:-1], last]
        texts.pop()
    return []


def _is_signature(text: str, rules: Boilerplate) -> bool:
    return any(pattern.fullmatch(text) for pattern in (rules.tail, rules.signature, _SIGNED))


def _unsigned(text: str, rules: Boilerplate) -> str:
    """The last paragraph without its reporters' signature."""
    return collapse(_END_MARK.sub("", _SIGNED_AFTER_SENTENCE.sub("", rules.signature_after_text.sub("", text))))
