"""Pipelines: everything that judges and keeps, in the order of the stages."""
