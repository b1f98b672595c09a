"""The command line: ``zaslin plan``, ``score``, ``raid``, ``verify`` and the rest.

Every command follows the same rules: the answer alone goes to standard output, in
one piece; messages and progress go to standard error; the exit code is 0 for success,
1 for a clear failure, 2 for unusable arguments or input.
"""

from zaslin.cli.app import main

__all__ = ["main"]
