"""A plan's certificate as plain arrays, and a stranger's way to recompute it.

The recomputation is deliberately slow and small: plain Python over plain lists, no
code shared with the solvers, so that it can be read in five minutes and believed.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.solve import Solution
from zaslin.assignment.witness_form import (
    Arrays,
    accept_form,
    entry_faults,
    relation_faults,
)

_OPTIONS = (
    "track", "mount", "launch", "end", "salvo", "rounds", "p_kill", "money", "debris",
    "keep",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verification:
    """What the arrays claim and what recomputing them gives.

    ``faults`` lists every entry out of its range, every rule the chains break and
    every claim that does not recompute.
    Value and bound are None if an entry is out of its range: then nothing follows.
    """

    value_claimed: float
    value: float | None
    bound_claimed: float
    bound: float | None
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether value and bound recompute and no rule is broken."""
        return not self.faults

    @property
    def claims_less(self) -> bool:
        """Whether the prices prove a better bound than the one that is claimed."""
        if self.value is None or self.bound is None:
            return False
        return self.bound_claimed < self.bound - _scale(self.value)


def _scale(value: float) -> float:
    """By how much two sums of this size may differ in rounding."""
    return 1e-7 * max(1.0, abs(value))


def witness_arrays(
    problem: Problem, solution: Solution, bound: float
) -> dict[str, NDArray[Any]]:
    """Problem, chains and prices, named as in docs/mathematics.md, section 9."""
    options, capacity = problem.options, problem.capacity
    arrays: dict[str, NDArray[Any]] = {
        f"option_{name}": np.asarray(getattr(options, name)) for name in _OPTIONS
    }
    arrays |= {
        "track_value": problem.value,
        "track_weight": problem.weight,
        "constant": np.array(problem.constant),
        "max_shots_per_stage": np.array(problem.max_shots_per_stage),
        "mount_station": capacity.mount_station,
        "mount_rounds": capacity.mount_rounds,
        "mount_rail_row": capacity.rail_row,
        "mount_reload_slots": capacity.reload_slots,
        "station_unit": capacity.station_unit,
        "channels": capacity.channels,
        "rails": capacity.rails,
        "chain": solution.chain,
        "chain_length": solution.length,
        "price_rounds": solution.prices.rounds,
        "price_channels": solution.prices.channels,
        "price_rails": solution.prices.rails,
        "value": np.array(solution.value),
        "bound": np.array(bound),
    }
    return arrays


def verify(arrays: Mapping[str, object]) -> Verification:
    """Recompute value, feasibility and bound from the arrays alone.

    Raises
    ------
    NoWitness
        If an array is missing, holds something else or has another shape.
    """
    given = accept_form(arrays)
    value_claimed, bound_claimed = float(given["value"]), float(given["bound"])
    # A relation between entries says something only if each is in its range.
    faults = list(entry_faults(given)) or list(relation_faults(given))
    if faults:
        return Verification(value_claimed, None, bound_claimed, None, tuple(faults))
    witness = _Witness(given)
    value, faults = witness.value()
    bound = witness.bound()
    scale = _scale(value)
    if not abs(value - value_claimed) <= scale:
        faults.append("the value claimed is not the one recomputed")
    # A claimed bound may be weaker than the prices prove, never stronger.
    if not bound_claimed <= bound + scale:
        faults.append("the bound claims more than the prices prove")
    if not bound <= value + scale:
        faults.append("the bound is above the value")
    return Verification(value_claimed, value, bound_claimed, bound, tuple(faults))


class _Witness:
    """The arrays as lists, and the two sums over them."""

    def __init__(self, arrays: Arrays) -> None:
        self._option = {name: arrays[f"option_{name}"].tolist() for name in _OPTIONS}
        self._value = arrays["track_value"].tolist()
        self._weight = arrays["track_weight"].tolist()
        self._constant = float(arrays["constant"])
        self._most_shots = int(arrays["max_shots_per_stage"])
        self._station = arrays["mount_station"].tolist()
        self._rounds = arrays["mount_rounds"].tolist()
        self._rail = arrays["mount_rail_row"].tolist()
        self._reload = arrays["mount_reload_slots"].tolist()
        self._unit = arrays["station_unit"].tolist()
        self._channels = arrays["channels"].tolist()
        self._rails = arrays["rails"].tolist()
        self._slots = arrays["channels"].shape[1]
        self._chains = [
            row[:length]
            for row, length in zip(
                arrays["chain"].tolist(), arrays["chain_length"].tolist(), strict=True
            )
        ]
        self._price_rounds = arrays["price_rounds"].tolist()
        self._price_channels = arrays["price_channels"].tolist()
        self._price_rails = arrays["price_rails"].tolist()

    def value(self) -> tuple[float, list[str]]:
        """Expected cost of the chains, and the rules they break."""
        faults: list[str] = []
        rounds = [float(r) for r in self._rounds]
        channels = [[float(c) for c in row] for row in self._channels]
        rails = [[float(r) for r in row] for row in self._rails]
        stands: dict[int, int] = {}
        total = self._constant
        for j, chain in enumerate(self._chains):
            reached = self._weight[j]
            for number, stage in enumerate(self._stages(j, chain, faults)):
                survive = reached
                for i in stage:
                    total += reached * (
                        self._option["money"][i] + self._option["debris"][i]
                    )
                    total -= self._option["keep"][i] if number == 0 else 0.0
                    survive *= 1.0 - self._option["p_kill"][i]
                    self._take(i, reached, rounds, channels, rails)
                    self._stand(i, stands, faults)
                reached = survive
            total += reached * self._value[j]
        short = 1e-6
        if any(left < -short for left in rounds):
            faults.append("rounds are overspent")
        if any(left < -short for row in channels for left in row):
            faults.append("channels are overbooked")
        if any(left < -short for row in rails for left in row):
            faults.append("rails are overbooked")
        return total, faults

    def _stages(
        self, j: int, chain: Sequence[int], faults: list[str]
    ) -> list[list[int]]:
        option = self._option
        stages: list[list[int]] = []
        for i in chain:
            if option["track"][i] != j:
                faults.append(f"track {j} holds option {i} of another track")
            if stages and option["launch"][i] < min(
                option["end"][k] for k in stages[-1]
            ):
                stages[-1].append(i)
                continue
            if stages and option["launch"][i] < max(
                option["end"][k] for k in stages[-1]
            ):
                faults.append(f"track {j} is shot at between two looks of one stage")
            stages.append([i])
        for stage in stages:
            units = {self._unit[self._station[option["mount"][i]]] for i in stage}
            if len(units) < len(stage):
                faults.append(f"a unit shoots twice at track {j} in one stage")
            if sum(option["salvo"][i] for i in stage) > self._most_shots:
                faults.append(f"a stage at track {j} holds too many shots")
        launches = [option["launch"][i] for i in chain]
        if launches != sorted(launches):
            faults.append(f"the chain of track {j} is not in launch order")
        return stages

    def _take(
        self,
        i: int,
        reached: float,
        rounds: list[float],
        channels: list[list[float]],
        rails: list[list[float]],
    ) -> None:
        option, mount = self._option, self._option["mount"][i]
        spent = reached * option["rounds"][i]
        rounds[mount] -= spent
        for t in range(option["launch"][i], min(self._slots, option["end"][i])):
            channels[self._station[mount]][t] -= reached
        if self._rail[mount] >= 0:
            loaded = option["launch"][i] + self._reload[mount]
            for t in range(option["launch"][i], min(self._slots, loaded)):
                rails[self._rail[mount]][t] -= spent

    def _stand(self, i: int, stands: dict[int, int], faults: list[str]) -> None:
        station = self._station[self._option["mount"][i]]
        if stands.setdefault(self._unit[station], station) != station:
            faults.append(f"unit {self._unit[station]} shoots from two stations")

    def bound(self) -> float:
        """Σ weight · F − priced capacity; docs/mathematics.md, section 8."""
        options: list[list[int]] = [[] for _ in self._value]
        for i, j in enumerate(self._option["track"]):
            options[j].append(i)
        expected = math.fsum(
            self._weight[j] * self._least_cost(own, self._value[j])
            for j, own in enumerate(options)
        )
        bound = expected - math.fsum(self._priced_units()) + self._constant
        return max(0.0, bound)

    def _least_cost(self, options: Sequence[int], leak: float) -> float:
        """F at the first launch: wait, or the best stage that starts now."""
        option = self._option
        options = sorted(options, key=lambda i: (option["launch"][i], i))
        cost = {i: self._cost(i) for i in options}
        launches = [option["launch"][i] for i in options]
        least = [leak] * (len(options) + 1)

        def after(stage: Sequence[int]) -> float:
            end = max(option["end"][i] for i in stage)
            return least[
                next((k for k, t in enumerate(launches) if t >= end), len(options))
            ]

        def extend(stage: list[int], place: int) -> float:
            survive = math.prod(1.0 - option["p_kill"][i] for i in stage)
            best: float = sum(cost[i] for i in stage) + survive * after(stage)
            look = min(option["end"][i] for i in stage)
            units = {self._unit[self._station[option["mount"][i]]] for i in stage}
            shots = sum(option["salvo"][i] for i in stage)
            for k in range(place + 1, len(options)):
                i = options[k]
                if launches[k] >= look:
                    break
                if self._unit[self._station[option["mount"][i]]] in units:
                    continue
                if shots + option["salvo"][i] <= self._most_shots:
                    best = min(best, extend([*stage, i], k))
            return best

        for k in range(len(options) - 1, -1, -1):
            shots = option["salvo"][options[k]]
            taken = extend([options[k]], k) if shots <= self._most_shots else math.inf
            least[k] = min(least[k + 1], taken)
        return float(least[0])

    def _cost(self, i: int) -> float:
        """Money, debris and priced capacity, less the change cost saved."""
        option, mount = self._option, self._option["mount"][i]
        start = option["launch"][i]
        per_round = self._price_rounds[mount]
        if self._rail[mount] >= 0:
            stop = min(self._slots, start + self._reload[mount])
            per_round += math.fsum(self._price_rails[self._rail[mount]][start:stop])
        stop = min(self._slots, option["end"][i])
        channel = math.fsum(self._price_channels[self._station[mount]][start:stop])
        return float(
            option["money"][i]
            + option["debris"][i]
            - option["keep"][i]
            + channel
            + option["rounds"][i] * per_round
        )

    def _priced_units(self) -> list[float]:
        """Priced capacity of each unit at its dearest station."""
        worth = [
            math.fsum(p * c for p, c in zip(prices, channels, strict=True))
            for prices, channels in zip(
                self._price_channels, self._channels, strict=True
            )
        ]
        for mount, station in enumerate(self._station):
            worth[station] += self._price_rounds[mount] * self._rounds[mount]
            row = self._rail[mount]
            if row >= 0:
                worth[station] += math.fsum(
                    p * c
                    for p, c in zip(
                        self._price_rails[row], self._rails[row], strict=True
                    )
                )
        best: dict[int, float] = {}
        for station, unit in enumerate(self._unit):
            best[unit] = max(best.get(unit, 0.0), worth[station])
        return list(best.values())
