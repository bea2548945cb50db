"""Crawler: everything that fetches."""
