"""A search tree's leaves: whether they cover everything, and whether each is closed.

Each leaf restricts the rounds of some pairs and has prices of its own.  Under these the
patterns that a better solution could use (patterns.py) and that the leaf allows give a
bound for the solutions in it, as the root prices do for all.  The least of these bounds
holds everywhere if every solution is in some leaf.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from zaslin.assignment.check.wta.claim import Leaf, price_fault
from zaslin.assignment.check.wta.given import Given, Remainder
from zaslin.assignment.check.wta.patterns import Pattern, patterns_within
from zaslin.assignment.check.wta.pricing import Priced, less_magazine

Ranges = Mapping[tuple[int, int], tuple[int, int]]


class Group(NamedTuple):
    """Leaves whose first ``depth`` branches are the same, and the ranges these leave.

    A pair that is not in ``ranges`` has its whole range.
    """

    depth: int
    members: Sequence[int]
    ranges: Ranges


def tree_bound(
    given: Given,
    after: Remainder,
    prices: Sequence[float],
    root: Priced,
    leaves: Sequence[Leaf],
    claimed: float,
    slack: float,
) -> tuple[float, list[str]]:
    """What the leaves prove, at most the bound claimed, and why they prove nothing.

    A solution that costs less than ``claimed`` uses patterns from the window only; the
    leaves show what these cost at least.
    """
    faults = [*_malformed(given, leaves), *([] if leaves else ["tree: no leaf"])]
    if not faults:
        faults = list(gaps(given, after, leaves))
    if faults:
        return -math.inf, faults
    # The search for the least cost rounds down: the window is too wide, not too narrow.
    window = max(0.0, claimed - root.bound) + slack
    limits = [least + window for least in root.least]
    patterns = patterns_within(given, after, prices, limits)
    if patterns is None:
        return -math.inf, ["tree: too many patterns to check"]
    proven = claimed
    for number, leaf in enumerate(leaves):
        bound = leaf_bound(after, patterns, leaf)
        if bound < claimed - slack:
            faults.append(
                f"tree: leaf {number} proves {bound!r} and not the claimed {claimed!r}"
            )
        proven = min(proven, bound)
    return proven, faults


def gaps(given: Given, after: Remainder, leaves: Sequence[Leaf]) -> Iterator[str]:
    """Why the leaves do not cover every solution.

    A group is one leaf that ends here, or all its leaves branch on the same pair next
    and their ranges together cover what is left of it.
    """
    groups = [Group(0, range(len(leaves)), {})]
    while groups:
        group = groups.pop()
        depth, first = group.depth, group.members[0]
        if any(len(leaves[n].branches) == depth for n in group.members):
            if len(group.members) > 1:
                yield f"tree: a leaf beside leaf {first} ends where others go on"
            continue
        pairs = {leaves[n].branches[depth][:2] for n in group.members}
        if len(pairs) > 1:
            yield f"tree: the leaves beside leaf {first} split on more than one pair"
            continue
        i, j = pairs.pop()
        whole = (after.pins[j].get(i, 0), given.room(i, j))
        span = group.ranges.get((i, j), whole)
        parts: dict[tuple[int, int], list[int]] = defaultdict(list)
        for n in group.members:
            parts[leaves[n].branches[depth][2:]].append(n)
        open_at = _first_open(span, parts)
        if open_at <= span[1]:
            yield (
                f"tree: {open_at} rounds of weapon {i} at target {j} are in no leaf "
                f"beside leaf {first}"
            )
        for (low, high), own in parts.items():
            left = (max(low, span[0]), min(high, span[1]))
            groups.append(Group(depth + 1, own, {**group.ranges, (i, j): left}))


def _first_open(span: tuple[int, int], parts: Iterable[tuple[int, int]]) -> int:
    """The first number of a span that no part covers, or one beyond its end."""
    at = span[0]
    for low, high in sorted(parts):
        if low <= at:
            at = max(at, high + 1)
    return at


def leaf_bound(
    after: Remainder, patterns: Sequence[Sequence[Pattern]], leaf: Leaf
) -> float:
    """The least that a solution in a leaf costs; infinite if there is none."""
    branches: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for i, j, low, high in leaf.branches:
        # Branches count the pinned rounds, patterns do not.
        pinned = after.pins[j].get(i, 0)
        branches[j].append((i, low - pinned, high - pinned))
    least = []
    for j, own in enumerate(patterns):
        allowed: Sequence[Pattern] = own
        if j in branches:
            allowed = [each for each in own if _allows(branches[j], each)]
        least.append(_least(allowed, leaf.prices))
    return less_magazine(least, after, leaf.prices)


def _least(patterns: Sequence[Pattern], prices: Sequence[float]) -> float:
    return min(
        (each.cost + sum([prices[i] * x for i, x in each.added]) for each in patterns),
        default=math.inf,
    )


def _allows(branches: Sequence[tuple[int, int, int]], pattern: Pattern) -> bool:
    added = dict(pattern.added)
    return all(low <= added.get(i, 0) <= high for i, low, high in branches)


def _malformed(given: Given, leaves: Sequence[Leaf]) -> Iterator[str]:
    for number, leaf in enumerate(leaves):
        fault = price_fault(leaf.prices, len(given.rounds))
        if fault is not None:
            yield f"tree: leaf {number}: {fault}"
        for i, j, low, high in leaf.branches:
            known = 0 <= i < len(given.rounds) and 0 <= j < len(given.values)
            if not known or not 0 <= low <= high:
                yield f"tree: leaf {number} branches on {(i, j, low, high)}"
