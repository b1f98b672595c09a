"""The instance as plain sequences, and what is left of it after the pinned rounds."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

MET = 1e-9
"""What may get through may exceed its limit by this share and still counts as met.

Without it 0.8 and then 0.5 would not reach 0.9: as doubles, 0.2 · 0.5 > 1 − 0.9.
Bounds allow the same, so that they are bounds on what counts as feasible.
"""
VAST = 1e100
"""Values, costs and prices beyond this are refused: no sum of them may overflow."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a solution is judged by; matrices are stored by target.

    Attributes
    ----------
    values, rounds
        ``v_j`` for each target, ``w_i`` for each weapon.
    chance
        For each target, ``p_ij`` for each weapon.
    cost
        For each target, ``c_ij`` for each weapon.
    forbidden
        For each target, the weapons that may not be used.
    pinned
        (weapon, target, rounds): at least so many.
    most_at_target, survival
        For each target, the most rounds and the required survival.
    most_of_pair
        The most rounds of one weapon at one target.

    Raises
    ------
    ValueError
        If a number is outside what the proofs rest on, or a pin contradicts a limit.
    """

    values: Sequence[float]
    chance: Sequence[Sequence[float]]
    rounds: Sequence[int]
    cost: Sequence[Sequence[float]]
    forbidden: Sequence[Collection[int]]
    pinned: Sequence[tuple[int, int, int]]
    most_at_target: Sequence[int]
    most_of_pair: int
    survival: Sequence[float]

    def __post_init__(self) -> None:
        _accept("values", self.values, VAST)
        _accept("rounds", self.rounds, VAST)
        _accept("max_per_target", self.most_at_target, VAST)
        _accept("max_per_pair", [self.most_of_pair], VAST)
        _accept("min_survival", self.survival, 1.0)
        for row in self.chance:
            _accept("pk", row, 1.0)
        seen: set[int] = set()
        for row in self.cost:
            # One row may serve all targets.
            if id(row) not in seen:
                seen.add(id(row))
                _accept("round_cost", row, VAST)
        _accept_pins(self)

    def room(self, i: int, j: int) -> int:
        """The most rounds of a weapon at a target, pinned ones included."""
        if i in self.forbidden[j]:
            return 0
        return min(self.rounds[i], self.most_of_pair, self.most_at_target[j])

    def enough(self, j: int) -> float:
        """The chance to get through that a target may be left with."""
        return (1.0 - self.survival[j]) * (1.0 + MET)


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is free to decide once the pinned rounds are spent.

    ``rounds`` are those left of each weapon, ``cost`` is what the pinned ones take;
    of each target there are its pins, the chance to get through them, and the rounds
    that may still be added.
    """

    rounds: Sequence[int]
    cost: float
    pins: Sequence[Mapping[int, int]]
    through: Sequence[float]
    room: Sequence[int]


def after_pins(given: Given) -> Remainder:
    """Spend the pinned rounds: they are a constant of every solution."""
    rounds = list(given.rounds)
    room = list(given.most_at_target)
    pins: list[dict[int, int]] = [{} for _ in given.values]
    through = [1.0] * len(given.values)
    for i, j, count in given.pinned:
        rounds[i] -= count
        room[j] -= count
        pins[j][i] = count
        through[j] *= (1.0 - given.chance[j][i]) ** count
    cost = math.fsum(given.cost[j][i] * count for i, j, count in given.pinned)
    return Remainder(rounds, cost, pins, through, room)


def _accept(name: str, numbers: Iterable[float], most: float) -> None:
    for number in numbers:
        # Written so that NaN fails as well.
        if not 0.0 <= number <= most:
            raise ValueError(f"{name} holds {number!r}; accepted: 0 to {most:g}")


def _accept_pins(given: Given) -> None:
    seen: set[tuple[int, int]] = set()
    spent = [0] * len(given.rounds)
    aimed = [0] * len(given.values)
    for i, j, count in given.pinned:
        if not (0 <= i < len(spent) and 0 <= j < len(aimed) and count >= 1):
            raise ValueError(
                f"pinned holds {(i, j, count)}; accepted: (weapon, target, rounds ≥ 1)"
            )
        spent[i] += count
        aimed[j] += count
        if (i, j) in seen or count > given.room(i, j):
            raise ValueError(
                f"pinned holds {(i, j, count)}; accepted: each pair once, permitted, "
                f"and at most {given.room(i, j)} rounds of it"
            )
        seen.add((i, j))
        if spent[i] > given.rounds[i] or aimed[j] > given.most_at_target[j]:
            raise ValueError(
                f"pinned spends {spent[i]} rounds of weapon {i} and {aimed[j]} at "
                f"target {j}; accepted: {given.rounds[i]} and {given.most_at_target[j]}"
            )
