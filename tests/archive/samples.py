"""Judgements, articles and pages for the archive's tests."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from pipelines.items import Article, Evidence, Judgement, Language, Link, Page, Sentence, Term, Timestamp, Verdict

NOW = datetime(2024, 6, 20, 3, 0, tzinfo=UTC)
WIB = timezone(timedelta(hours=7), "WIB")
TITLE = "Putin dan Kim Jong Un Teken Perjanjian di Pyongyang"
BODY = "Rusia dan Korea Utara menandatangani perjanjian kemitraan.\nKedua negara saling membantu bila diserang."


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def address(name: str) -> str:
    return f"https://koran.example/berita/{name}"


def article(name: str = "putin", body: str = BODY, title: str = TITLE, **changes: Any) -> Article:
    """A complete article; `changes` replace its fields."""
    fields: dict[str, Any] = {
        "url": address(name) + "?page=all",
        "canonical_url": address(name),
        "outlet": "koran",
        "title": title,
        "body": body,
        "lead": "Rusia dan Korea Utara menandatangani perjanjian kemitraan.",
        "authors": ("Budi Santoso", "Siti Aminah"),
        "section": "Internasional",
        "tags": ("Rusia", "Korut"),
        "image": "https://koran.example/foto.jpg",
        "published_at": Timestamp(datetime(2024, 6, 19, 23, 30, tzinfo=WIB), "Rabu, 19 Juni 2024 | 23:30 WIB"),
        "crawled_at": NOW,
        "word_count": len(body.split()),
        "content_hash": hashlib.sha256(f"{title} {body}".encode(errors="replace")).hexdigest(),
        "language": Language("id", 0.999),
        "topic": "russia_dprk",
        "score": 0.875,
        "evidence": Evidence(
            terms=(Term("russia", "Rusia", ("Rusia",), 1, ("body",)), Term("dprk", "Kim Jong Un", ("Kim Jong Un",), 1, ("title",))),
            interactions=("treaty",),
            sentences=(Sentence(TITLE, "title", 0, len(TITLE)),),
            rules_version="1",
        ),
    }
    return Article(**(fields | changes))


def page(name: str = "putin", body: bytes = b"<html><p>Putin", fetched_at: datetime = NOW, **changes: Any) -> Page:
    fields: dict[str, Any] = {
        "url": address(name) + "?page=all",
        "outlet": "koran",
        "body": body,
        "fetched_at": fetched_at,
        "charset": "utf-8",
        "timezone": "Asia/Makassar",
        "link": Link(url=address(name), source="https://koran.example/feed", title=TITLE, published_at=NOW, keywords=("rusia", "korut")),
        "canonical_url": address(name),
    }
    return Page(**(fields | changes))


def judgement(verdict: Verdict, name: str = "putin", at: datetime = NOW, reason: str = "because", **parts: Any) -> Judgement:
    """A judgement without article and page, unless `parts` have them."""
    outlet = parts.pop("outlet", "koran")
    return Judgement(verdict, reason, address(name) + "?page=all", address(name), outlet, at, **parts)


def relevant(name: str = "putin", at: datetime = NOW, **changes: Any) -> Judgement:
    return judgement(Verdict.RELEVANT, name, at, article=article(name, **changes), page=page(name, fetched_at=at))


def failure(name: str = "putin", at: datetime = NOW) -> Judgement:
    """A failure that may pass."""
    return judgement(Verdict.FAILED, name, at, reason="HTTP 503", final=False)
