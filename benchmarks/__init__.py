"""Benchmarks: each prints the project and its peers side by side, measured in one run."""
