"""How a command ends: its exit codes, and the errors that stand for them."""

SUCCESS = 0
FAILURE = 1
UNUSABLE = 2
INTERRUPTED = 130
"""As a shell reports a process that the user stopped."""


class Failure(Exception):  # noqa: N818  (an outcome, as Unusable is)
    """The command understood what it was given and could not do it: exit 1."""


class Unusable(Exception):  # noqa: N818  (what the argument is, not a fault here)
    """An argument or a file that cannot be used: exit 2.

    The message is one line that says what, the value, and what is accepted.
    """
