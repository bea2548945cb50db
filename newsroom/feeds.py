"""Feeds: RSS 2.0 and Atom as the outlets write them, with the faults some of them have had for years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsroom.dates import rfc822
from newsroom.documents import ATOM, RSS, Document
from newsroom.rendering import description_of, environment

if TYPE_CHECKING:
    from newsroom.outlets.base import Outlet, Post

LENGTH = 50  # entries of a feed


@dataclass(frozen=True, slots=True)
class Style:
    """How an outlet writes its feeds."""

    blank_first_line: bool = False  # before the XML declaration, which makes it ill-formed
    raw_ampersand: bool = False  # an unescaped & in the newest entry's link, ill-formed too
    cdata: bool = True  # titles and descriptions in CDATA sections
    url_only_in_guid: bool = False  # <link> is the section's page
    build_date: str = ""  # a fixed lastBuildDate


PLAIN = Style()


def rss(outlet: Outlet, posts: Sequence[Post], url: str, section: str = "", style: Style = PLAIN) -> Document:
    """An RSS 2.0 document of `posts`."""
    built = style.build_date or (rfc822(max(post.modified for post in posts)) if posts else "Thu, 01 Jan 1970 00:00:00 +0000")
    text = (
        environment()
        .get_template("shared/rss.xml")
        .render(outlet=outlet, posts=posts, url=url, section=section, style=style, built=built, describe=description_of)
    )
    if style.blank_first_line:
        text = "\n" + text
    return Document(text.encode(), RSS, max((post.modified for post in posts), default=None))


def atom(outlet: Outlet, posts: Sequence[Post], url: str) -> Document:
    """An Atom document of `posts` (RFC 4287)."""
    text = environment().get_template("shared/atom.xml").render(outlet=outlet, posts=posts, url=url, describe=description_of)
    return Document(text.encode(), ATOM, max((post.modified for post in posts), default=None))
