"""The archive's tables as they were first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "urls",
        sa.Column("canonical_url", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("outlet", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("judged_at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("final", sa.Boolean, nullable=False),
        sa.Column("retry_at", TIME),
        sa.Column("published_at", TIME),
    )
    op.create_index("urls_by_outlet", "urls", ["outlet", "verdict"])
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("canonical_url", sa.Text, sa.ForeignKey("urls.canonical_url"), nullable=False, unique=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("outlet", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("published_at", TIME),
        sa.Column("published_at_text", sa.Text),
        sa.Column("modified_at", TIME),
        sa.Column("modified_at_text", sa.Text),
        sa.Column("crawled_at", TIME, nullable=False),
        sa.Column("content_hash", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
    )
    op.create_index("articles_by_verdict", "articles", ["verdict", "id"])
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("article", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.UniqueConstraint("article", "number", name="revisions_article_number"),
    )
    op.create_table(
        "pages",
        sa.Column("canonical_url", sa.Text, sa.ForeignKey("urls.canonical_url"), primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("outlet", sa.String, nullable=False),
        sa.Column("fetched_at", TIME, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("charset", sa.String),
        sa.Column("timezone", sa.String, nullable=False),
        sa.Column("link", sa.JSON),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("article", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("queued_at", TIME, nullable=False),
        sa.Column("rejected_reason", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("outlet", sa.String, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.Column("outcome", sa.String),
        sa.Column("counts", sa.JSON, nullable=False),
    )
    op.create_index("runs_by_outlet", "runs", ["outlet", "id"])
    op.create_table(
        "sources",
        sa.Column("outlet", sa.String, primary_key=True),
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("found_at", TIME, nullable=False),
        sa.Column("last_ok_at", TIME),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
    )
    _create_search()


def _create_search() -> None:
    """The full-text index over stems, filed under articles.id: an FTS5 table on SQLite, a table of tsvectors on PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 0')")
    else:
        op.execute("CREATE TABLE search (article integer PRIMARY KEY REFERENCES articles (id), words tsvector NOT NULL)")
        op.execute("CREATE INDEX search_by_words ON search USING gin (words)")
