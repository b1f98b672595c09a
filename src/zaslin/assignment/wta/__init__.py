"""The static weapon-target assignment problem, solved to proven optimality.

This package speaks the words of its literature: a *weapon* is a row of inventory with
rounds, a *target* is something they are spent on.  See docs/static.md.
"""
