"""How large an instance may be: a header can claim any size."""

from zaslin.wire.rejected import Rejected

LIMIT_BYTES = 2**30
"""Of a file, and of the arrays of an npz file unpacked: 1 GiB."""

MOST_WEAPONS = MOST_TARGETS = 1_000_000
MOST_PAIRS = 2**27
"""Weapons times targets: 1 GiB of probabilities; 10,000 x 10,000 stays below it."""


def too_large(weapons: int, targets: int) -> str:
    """What is accepted instead of such a size; empty if it is accepted itself."""
    if weapons > MOST_WEAPONS:
        return f"at most {MOST_WEAPONS} weapons"
    if targets > MOST_TARGETS:
        return f"at most {MOST_TARGETS} targets"
    if weapons * targets > MOST_PAIRS:
        return f"at most {MOST_PAIRS} pairs of weapon and target"
    return ""


def accept_size(source: str, place: str, weapons: int, targets: int) -> None:
    """Refuse a size before anything is allocated for it."""
    accepted = too_large(weapons, targets)
    if accepted:
        value = f"{weapons} weapons, {targets} targets"
        raise Rejected(source, place, value, accepted)
