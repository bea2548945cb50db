"""Tables of the archive. The migrations create them; a test holds the two to each other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC and returned as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"the archive keeps aware times only, got {value.isoformat()} without a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

urls = Table(
    "urls",
    metadata,
    Column("canonical_url", Text, primary_key=True),  # as storable.key() makes it
    Column("url", Text, nullable=False),  # as fetched
    Column("outlet", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("judged_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),  # judgements so far
    Column("final", Boolean, nullable=False),  # false: to be tried again from retry_at on
    Column("retry_at", UtcTime),
    Column("published_at", UtcTime),
    Index("urls_by_outlet", "outlet", "verdict"),
    Index("urls_by_publication", "outlet", "published_at"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("canonical_url", Text, ForeignKey("urls.canonical_url"), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("outlet", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("published_at", UtcTime),
    Column("published_at_text", Text),  # as written on the page
    Column("modified_at", UtcTime),
    Column("modified_at_text", Text),
    Column("crawled_at", UtcTime, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("revision", Integer, nullable=False),  # number of the current one, counted from 1
    Column("fields", JSON, nullable=False),  # everything but title and body: serialize.article_to_dict
    Column("story", String),  # id of its story; null where it was never clustered
    Column("visits", Integer, nullable=False, server_default="0"),  # revisits done
    Column("visit_at", UtcTime),  # when the next revisit is due; null when there is none left
    Column("gone_at", UtcTime),  # when the outlet first answered that the article is no more; null while it is there
    Index("articles_by_verdict", "verdict", "id"),
    Index("articles_by_story", "story"),
    Index("articles_by_visit", "outlet", "visit_at"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article", Integer, ForeignKey("articles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("fields", JSON, nullable=False),  # as in articles
    Column("seen_at", UtcTime, nullable=False),
    UniqueConstraint("article", "number", name="revisions_article_number"),
)

pages = Table(
    "pages",
    metadata,
    Column("canonical_url", Text, ForeignKey("urls.canonical_url"), primary_key=True),
    Column("url", Text, nullable=False),  # after redirects
    Column("outlet", String, nullable=False),
    Column("fetched_at", UtcTime, nullable=False),
    Column("status", Integer, nullable=False),
    Column("charset", String),
    Column("timezone", String, nullable=False),
    Column("link", JSON(none_as_null=True)),  # serialize.link_to_dict
    Column("body", LargeBinary, nullable=False),  # zstd
    # Of an article in several pages, what tells the further ones from the first (pages.py), and their bodies one after the other.
    Column("further", JSON(none_as_null=True)),
    Column("further_bodies", LargeBinary),  # zstd
    # Validators for the next conditional request, as the server wrote them.
    Column("etag", Text),
    Column("last_modified", Text),
)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("article", Integer, ForeignKey("articles.id"), primary_key=True),
    Column("version", Integer, nullable=False),  # stories.VERSION that made it; another one's is made anew
    Column("period", Integer, nullable=False),  # of publication: clustering.period_of
    Column("signature", LargeBinary, nullable=False),  # stories.Fingerprint as bytes
    Column("queued", Integer),  # id of the article's latest outbox entry, which may have left it
    Index("fingerprints_by_version", "version"),
)

# Filed by period first: a look for copies touches the bands of a few weeks, however old and large the archive is.
fingerprint_bands = Table(
    "fingerprint_bands",
    metadata,
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("band", BigInteger, primary_key=True, autoincrement=False),  # a slot of the signature with its number and version
    Column("article", Integer, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

labels = Table(
    "labels",
    metadata,
    Column("canonical_url", Text, ForeignKey("urls.canonical_url"), primary_key=True),
    Column("relevant", Boolean, nullable=False),  # what a person said
    Column("labelled_at", UtcTime, nullable=False),
    Column("verdict", String, nullable=False),  # what the rules had said then
    Column("rules_version", String, nullable=False),
    Column("note", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article", Integer, ForeignKey("articles.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("queued_at", UtcTime, nullable=False),
    Column("rejected_reason", Text),
    sqlite_autoincrement=True,  # an id that was acknowledged is never given out again
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("outlet", String, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("outcome", String),
    Column("counts", JSON, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),  # of the outcome
    Column("delivered", Boolean, nullable=False, server_default=false()),  # whether the index has it
    Index("runs_by_outlet", "outlet", "id"),
    Index("runs_by_delivery", "delivered", "id"),
)

sources = Table(
    "sources",
    metadata,
    Column("outlet", String, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("kind", String, nullable=False),
    Column("found_at", UtcTime, nullable=False),
    Column("last_ok_at", UtcTime),
    Column("failures", Integer, nullable=False),  # in a row
    Column("etag", Text),
    Column("last_modified", Text),  # as the server wrote it
)
