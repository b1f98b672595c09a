"""The claim that no assignment meets every required survival.

Two things prove it.  A target that even every permitted round cannot stop often enough
needs nothing else.  And where rounds alone are counted, at the prices given, the least
that the requirements take may be more than there is: Σ_j min Σ π x > Σ w π.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from zaslin.assignment.check.wta.choices import choices_at
from zaslin.assignment.check.wta.claim import Unmet
from zaslin.assignment.check.wta.given import Given, Remainder
from zaslin.assignment.check.wta.pricing import priced

NEAR = 1e-9
"""Tolerance of what is said to be reached."""


def hopeless(given: Given, after: Remainder, j: int) -> bool:
    """Whether every permitted round at a target would still be too few."""
    free = [0.0] * len(given.rounds)
    own = choices_at(given, after, j, free)
    share, room = 1.0, own.room
    for each in sorted(own.options, key=lambda each: each.miss):
        count = min(room, each.most)
        share *= each.miss**count
        room -= count
    return share > own.enough


def too_few_rounds(given: Given, after: Remainder, prices: Sequence[float]) -> bool:
    """Whether the requirements take more than all rounds, counted at the prices."""
    nothing = [0.0] * len(given.rounds)
    bare = replace(
        given,
        values=[0.0] * len(given.values),
        cost=[nothing] * len(given.values),
    )
    bound = priced(bare, replace(after, cost=0.0), prices).bound
    return bound > 0.0


def unmet_faults(
    given: Given, missed: Mapping[int, float], unmet: Sequence[Unmet]
) -> Iterator[str]:
    """Whether exactly the missed requirements are listed, as they are."""
    listed = {each.target: each for each in unmet}
    if len(listed) < len(unmet):
        yield "unmet: a target is listed twice"
    for j in sorted(set(listed) ^ set(missed)):
        what = "is missed and not listed" if j in missed else "is listed and not missed"
        yield f"unmet: the survival required of target {j} {what}"
    for j in sorted(set(listed) & set(missed)):
        each = listed[j]
        # Written so that NaN fails as well.
        if not abs(each.reached - missed[j]) <= NEAR:
            yield f"unmet: target {j} reaches {missed[j]!r}, claimed {each.reached!r}"
        if not abs(each.required - given.survival[j]) <= NEAR:
            yield (
                f"unmet: target {j} requires {given.survival[j]!r}, "
                f"claimed {each.required!r}"
            )
