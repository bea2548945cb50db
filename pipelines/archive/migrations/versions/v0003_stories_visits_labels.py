"""Articles belong to stories and are revisited; people label them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("story", sa.String))
    op.add_column("articles", sa.Column("visits", sa.Integer, nullable=False, server_default="0"))
    op.add_column("articles", sa.Column("visit_at", sa.DateTime(timezone=True)))
    op.add_column("articles", sa.Column("gone_at", sa.DateTime(timezone=True)))
    op.create_index("articles_by_story", "articles", ["story"])
    op.create_index("articles_by_visit", "articles", ["outlet", "visit_at"])
    op.add_column("pages", sa.Column("etag", sa.Text))
    op.add_column("pages", sa.Column("last_modified", sa.Text))
    op.create_table(
        "fingerprints",
        sa.Column("article", sa.Integer, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("period", sa.Integer, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("queued", sa.Integer),
    )
    op.create_index("fingerprints_by_version", "fingerprints", ["version"])
    op.create_table(
        "fingerprint_bands",
        sa.Column("period", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article", sa.Integer, sa.ForeignKey("articles.id"), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "labels",
        sa.Column("canonical_url", sa.Text, sa.ForeignKey("urls.canonical_url"), primary_key=True),
        sa.Column("relevant", sa.Boolean, nullable=False),
        sa.Column("labelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("rules_version", sa.String, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
