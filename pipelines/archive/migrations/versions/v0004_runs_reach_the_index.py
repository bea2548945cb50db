"""Runs keep the reason of their outcome and whether the index has them; the newest article of an outlet is found fast."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("runs", sa.Column("reason", sa.Text, nullable=False, server_default=""))
    op.add_column("runs", sa.Column("delivered", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("runs_by_delivery", "runs", ["delivered", "id"])
    op.create_index("urls_by_publication", "urls", ["outlet", "published_at"])
