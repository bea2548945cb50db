"""Alembic's entry: runs the steps on the connection, and in the transaction, that the archive hands over."""

from __future__ import annotations

from alembic import context

from pipelines.archive.schema import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
