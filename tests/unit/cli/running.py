"""How a command ended, and what it must have done if it refused its arguments."""

from collections.abc import Callable
from typing import NamedTuple

from zaslin.domain.picture import Picture


class Outcome(NamedTuple):
    """How a command ended, and what it wrote where."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]
Written = Callable[[Picture], str]


def assert_refused(outcome: Outcome, *parts: str) -> None:
    """Exit 2, nothing on standard output, one line on standard error."""
    assert outcome.code == 2, outcome
    assert outcome.out == ""
    assert outcome.err.startswith("zaslin: ")
    assert outcome.err.endswith("\n")
    assert outcome.err.count("\n") == 1, outcome.err
    for part in parts:
        assert part in outcome.err
