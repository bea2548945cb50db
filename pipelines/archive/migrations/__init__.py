"""Migrations of the archive's schema, run by `pipelines.archive.schema` when an archive is opened."""
