"""Pages keep the further pages of their article."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pages", sa.Column("further", sa.JSON))
    op.add_column("pages", sa.Column("further_bodies", sa.LargeBinary))
