"""Spiders: one module per publisher, declarations only."""
