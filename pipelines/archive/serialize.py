"""Serialisation of articles and links to JSON's types and back, without loss; the page an article came from is not part of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipelines.items import Article, Evidence, Language, Link, Origin, Reason, Sentence, Term, Timestamp


def article_to_dict(article: Article) -> dict[str, Any]:
    """Return every field of `article` but its page, in JSON's types; times as ISO 8601 with their offset, and as the page wrote them."""
    return {
        "url": article.url,
        "canonical_url": article.canonical_url,
        "outlet": article.outlet,
        "title": article.title,
        "body": article.body,
        "subtitle": article.subtitle,
        "lead": article.lead,
        "dateline": article.dateline,
        "authors": list(article.authors),
        "editors": list(article.editors),
        "section": article.section,
        "tags": list(article.tags),
        "image": article.image,
        "image_caption": article.image_caption,
        "cites": list(article.cites),
        "paywalled": article.paywalled,
        **_timestamp_to_dict("published_at", article.published_at),
        **_timestamp_to_dict("modified_at", article.modified_at),
        "provenance": {name: str(origin) for name, origin in article.provenance.items()},
        "crawled_at": article.crawled_at.isoformat(),
        "word_count": article.word_count,
        "content_hash": article.content_hash,
        "language": _language_to_dict(article.language),
        "topic": article.topic,
        "score": article.score,
        "evidence": evidence_to_dict(article.evidence),
    }


def article_from_dict(fields: Mapping[str, Any]) -> Article:
    """Return the article that `article_to_dict` made `fields` of; a field that is missing gets the item's default.

    Raises:
        KeyError: one of the fields every article has (url, canonical_url, outlet, title, body, crawled_at) is missing.
    """
    return Article(
        url=fields["url"],
        canonical_url=fields["canonical_url"],
        outlet=fields["outlet"],
        title=fields["title"],
        body=fields["body"],
        subtitle=fields.get("subtitle", ""),
        lead=fields.get("lead", ""),
        dateline=fields.get("dateline", ""),
        authors=tuple(fields.get("authors", ())),
        editors=tuple(fields.get("editors", ())),
        section=fields.get("section", ""),
        tags=tuple(fields.get("tags", ())),
        image=fields.get("image", ""),
        image_caption=fields.get("image_caption", ""),
        cites=tuple(fields.get("cites", ())),
        paywalled=fields.get("paywalled", False),
        published_at=_timestamp_from_dict("published_at", fields),
        modified_at=_timestamp_from_dict("modified_at", fields),
        provenance={name: Origin(origin) for name, origin in fields.get("provenance", {}).items()},
        crawled_at=datetime.fromisoformat(fields["crawled_at"]),
        word_count=fields.get("word_count", 0),
        content_hash=fields.get("content_hash", ""),
        language=_language_from_dict(fields.get("language")),
        topic=fields.get("topic", ""),
        score=fields.get("score", 0.0),
        evidence=evidence_from_dict(fields.get("evidence", {})),
    )


def evidence_to_dict(evidence: Evidence) -> dict[str, Any]:
    """Return `evidence` in JSON's types."""
    return {
        "terms": [
            {"side": term.side, "name": term.name, "forms": list(term.forms), "count": term.count, "where": list(term.where)}
            for term in evidence.terms
        ],
        "interactions": list(evidence.interactions),
        "sentences": [
            {"text": sentence.text, "field": sentence.field, "start": sentence.start, "end": sentence.end}
            for sentence in evidence.sentences
        ],
        "reasons": [{"signal": reason.signal, "points": reason.points} for reason in evidence.reasons],
        "rules_version": evidence.rules_version,
    }


def evidence_from_dict(fields: Mapping[str, Any]) -> Evidence:
    """Return the evidence that `evidence_to_dict` made `fields` of."""
    return Evidence(
        terms=tuple(
            Term(term["side"], term["name"], tuple(term["forms"]), term["count"], tuple(term["where"])) for term in fields.get("terms", ())
        ),
        interactions=tuple(fields.get("interactions", ())),
        sentences=tuple(
            Sentence(sentence["text"], sentence["field"], sentence["start"], sentence["end"]) for sentence in fields.get("sentences", ())
        ),
        reasons=tuple(Reason(reason["signal"], reason["points"]) for reason in fields.get("reasons", ())),
        rules_version=fields.get("rules_version", ""),
    )


def link_to_dict(link: Link) -> dict[str, Any]:
    """Return every field of `link` in JSON's types; times as ISO 8601 with their offset."""
    return {
        "url": link.url,
        "source": link.source,
        "title": link.title,
        "published_at": link.published_at.isoformat() if link.published_at else None,
        "modified_at": link.modified_at.isoformat() if link.modified_at else None,
        "keywords": list(link.keywords),
    }


def link_from_dict(fields: Mapping[str, Any]) -> Link:
    """Return the link that `link_to_dict` made `fields` of."""
    return Link(
        url=fields["url"],
        source=fields["source"],
        title=fields["title"],
        published_at=_time_from_text(fields["published_at"]),
        modified_at=_time_from_text(fields["modified_at"]),
        keywords=tuple(fields["keywords"]),
    )


def _time_from_text(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _timestamp_to_dict(name: str, timestamp: Timestamp | None) -> dict[str, str | None]:
    return {name: timestamp.value.isoformat() if timestamp else None, f"{name}_text": timestamp.text if timestamp else None}


def _timestamp_from_dict(name: str, fields: Mapping[str, Any]) -> Timestamp | None:
    moment = _time_from_text(fields.get(name))
    return Timestamp(moment, fields.get(f"{name}_text") or "") if moment else None


def _language_to_dict(language: Language | None) -> dict[str, Any] | None:
    return {"code": language.code, "probability": language.probability} if language else None


def _language_from_dict(fields: Mapping[str, Any] | None) -> Language | None:
    return Language(fields["code"], fields["probability"]) if fields else None
