"""Solvers: greedy floor, priced dynamic programme, local search, exact polish."""
