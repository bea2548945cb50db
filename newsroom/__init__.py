"""Newsroom: a small real web server that plays ten Indonesian outlets on loopback, for the demo, the tests and the benchmarks."""
