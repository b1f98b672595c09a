"""Simulation: recorded raids made into pictures, and synthetic pictures to measure on.

Everything here is drawn from a generator that the caller passes in.
Truth (which object is a decoy, where it is bound) stays in this package.
"""
