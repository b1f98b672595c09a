"""``zaslin wta``: the static weapon-target assignment problem on the command line.

Its commands speak the words of that literature, weapon and target.
"""
