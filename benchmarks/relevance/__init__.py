"""Relevance, measured on labelled texts beside what a keyword search would do."""
