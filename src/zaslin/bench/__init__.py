"""Benchmarks: what the assembled product reaches, measured on stated instances."""
