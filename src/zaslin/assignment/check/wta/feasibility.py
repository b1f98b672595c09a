"""The value of an assignment and the rules that it breaks."""

import math
from collections.abc import Iterable, Iterator, Sequence

from zaslin.assignment.check.wta.given import Given

Triple = tuple[int, int, int]


def value_of(given: Given, assignment: Iterable[Triple]) -> float:
    """Σ v Π (1 − p)^x + Σ c x.

    Each product has a relative error of about 2^-53 per weapon, the sum none: all
    terms are positive, so that nothing is lost by cancellation.
    """
    through = survivals(given, assignment)
    left = [v * share for v, share in zip(given.values, through, strict=True)]
    spent = [given.cost[j][i] * x for i, j, x in assignment if _exists(given, i, j)]
    return math.fsum(left + spent)


def survivals(given: Given, assignment: Iterable[Triple]) -> list[float]:
    """The chance of each target to get through, Π (1 − p)^x."""
    through = [1.0] * len(given.values)
    for i, j, x in assignment:
        if _exists(given, i, j) and x > 0:
            through[j] *= (1.0 - given.chance[j][i]) ** x
    return through


def limit_faults(given: Given, assignment: Sequence[Triple]) -> Iterator[str]:
    """Every limit on rounds that an assignment breaks."""
    spent = [0] * len(given.rounds)
    aimed = [0] * len(given.values)
    given_to: dict[tuple[int, int], int] = {}
    for i, j, x in assignment:
        if not _exists(given, i, j):
            yield f"index: the assignment names weapon {i} and target {j}"
            continue
        if x < 1:
            yield f"rounds: the assignment gives {x} of weapon {i} to target {j}"
            continue
        if (i, j) in given_to:
            yield f"twice: the assignment names weapon {i} and target {j} again"
        given_to[i, j] = given_to.get((i, j), 0) + x
        spent[i] += x
        aimed[j] += x
    for i, (taken, held) in enumerate(zip(spent, given.rounds, strict=True)):
        if taken > held:
            yield f"magazine: {taken} rounds of weapon {i}, which has {held}"
    for j, (taken, most) in enumerate(zip(aimed, given.most_at_target, strict=True)):
        if taken > most:
            yield f"max_per_target: {taken} rounds at target {j}, limit {most}"
    yield from _pair_faults(given, given_to)


def _pair_faults(given: Given, given_to: dict[tuple[int, int], int]) -> Iterator[str]:
    for (i, j), x in given_to.items():
        if i in given.forbidden[j]:
            yield f"forbidden: weapon {i} at target {j}"
        if x > given.most_of_pair:
            yield (
                f"max_per_pair: {x} rounds of weapon {i} at target {j}, "
                f"limit {given.most_of_pair}"
            )
    for i, j, wanted in given.pinned:
        got = given_to.get((i, j), 0)
        if got < wanted:
            yield f"pinned: {got} of {wanted} rounds of weapon {i} at target {j}"


def missed(given: Given, assignment: Iterable[Triple]) -> dict[int, float]:
    """The targets whose required survival is missed, with what is reached."""
    return {
        j: 1.0 - through
        for j, through in enumerate(survivals(given, assignment))
        if through > given.enough(j)
    }


def _exists(given: Given, i: int, j: int) -> bool:
    return 0 <= i < len(given.rounds) and 0 <= j < len(given.values)
