"""Optima of tiny compiled problems by looking at everything, in plain Python.

Written from docs/mathematics.md, sections 5 to 8, over lists; nothing of the solvers
takes part, so that it can serve as their oracle.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from zaslin.assignment.problem import Problem

_SHORT = 1e-6

Row = tuple[str, int, int]
"""Kind of capacity, number of the mount, station or rail row, and slot."""


@dataclass(frozen=True, slots=True)
class Option:
    """One opportunity with what it takes, by row."""

    index: int
    launch: int
    end: int
    salvo: int
    p_kill: float
    cost: float
    keep: float
    unit: int
    station: int
    rows: tuple[Row, ...]
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Shots at one track with their weighted expected cost and expected use."""

    cost: float
    use: Mapping[Row, float]
    stand: Mapping[int, int]
    shots: tuple[int, ...]


def options_at(problem: Problem, j: int) -> list[Option]:
    """The options of one track."""
    options, capacity = problem.options, problem.capacity
    slots = capacity.channels.shape[1]
    listed = []
    for i in range(int(options.of_track[j]), int(options.of_track[j + 1])):
        mount, launch = int(options.mount[i]), int(options.launch[i])
        station, rail = (
            int(capacity.mount_station[mount]),
            int(capacity.rail_row[mount]),
        )
        end, rounds = int(options.end[i]), int(options.rounds[i])
        rows = [("rounds", mount, 0)]
        amounts = [rounds]
        for t in range(launch, min(slots, end)):
            rows.append(("channel", station, t))
            amounts.append(1)
        reloaded = launch + int(capacity.reload_slots[mount])
        for t in range(launch, min(slots, reloaded) if rail >= 0 else launch):
            rows.append(("rail", rail, t))
            amounts.append(rounds)
        listed.append(
            Option(
                index=i,
                launch=launch,
                end=end,
                salvo=int(options.salvo[i]),
                p_kill=float(options.p_kill[i]),
                cost=float(options.money[i] + options.debris[i]),
                keep=float(options.keep[i]),
                unit=int(capacity.station_unit[station]),
                station=station,
                rows=tuple(rows),
                amounts=tuple(amounts),
            )
        )
    return listed


def capacity_of(problem: Problem, row: Row) -> int:
    """What there is of one row."""
    kind, number, slot = row
    capacity = problem.capacity
    if kind == "rounds":
        return int(capacity.mount_rounds[number])
    table = capacity.channels if kind == "channel" else capacity.rails
    return int(table[number, slot])


def is_stage(stage: Sequence[Option], most_shots: int) -> bool:
    """Whether shots may stand in one stage: one look, one shot per unit, few rounds."""
    look = min(each.end for each in stage)
    return (
        all(each.launch < look for each in stage)
        and len({each.unit for each in stage}) == len(stage)
        and sum(each.salvo for each in stage) <= most_shots
    )


def cut(chain: Sequence[Option], most_shots: int) -> list[list[Option]] | None:
    """The stages of a chain in launch order; None if it is not staged."""
    stages: list[list[Option]] = []
    for shot in chain:
        if stages and shot.launch < min(each.end for each in stages[-1]):
            stages[-1].append(shot)
        elif stages and shot.launch < max(each.end for each in stages[-1]):
            return None
        else:
            stages.append([shot])
    return stages if all(is_stage(stage, most_shots) for stage in stages) else None


def all_chains(problem: Problem, j: int) -> Iterator[Chain]:
    """Every staged chain of a track that is no dearer than leaving it alone."""
    own = options_at(problem, j)
    weight, value = float(problem.weight[j]), float(problem.value[j])
    todo: list[tuple[Option, ...]] = [()]
    while todo:
        chain = todo.pop()
        stages = cut(chain, problem.max_shots_per_stage)
        # What cannot be staged does not become so by what is launched later.
        if stages is None:
            continue
        last = own.index(chain[-1]) + 1 if chain else 0
        todo += [(*chain, shot) for shot in own[last:]]
        priced = _price(stages, weight, value)
        stand = {shot.unit: shot.station for shot in chain}
        one_place = all(stand[shot.unit] == shot.station for shot in chain)
        if priced.cost <= weight * value and one_place:
            yield priced


def _price(stages: Sequence[Sequence[Option]], weight: float, value: float) -> Chain:
    """Expected cost and use of a chain, stage by stage."""
    reached, cost = weight, 0.0
    use: dict[Row, float] = {}
    stand: dict[int, int] = {}
    for number, stage in enumerate(stages):
        for shot in stage:
            cost += reached * shot.cost - (shot.keep if number == 0 else 0.0)
            stand[shot.unit] = shot.station
            for row, amount in zip(shot.rows, shot.amounts, strict=True):
                use[row] = use.get(row, 0.0) + reached * amount
        reached *= math.prod(1.0 - shot.p_kill for shot in stage)
    shots = tuple(shot.index for stage in stages for shot in stage)
    return Chain(cost + reached * value, use, stand, shots)


def least_value(problem: Problem, most_chains: int = 4_000) -> float | None:
    """The least value of any plan, by branch and bound over all chains.

    None if a track has more than ``most_chains`` chains.
    """
    chains: list[list[Chain]] = []
    for j in range(problem.track_count):
        own: dict[object, Chain] = {}
        for number, chain in enumerate(all_chains(problem, j)):
            if number >= most_chains:
                return None
            key = (*sorted(chain.use.items()), *sorted(chain.stand.items()))
            if key not in own or chain.cost < own[key].cost:
                own[key] = chain
        chains.append(sorted(own.values(), key=lambda chain: chain.cost))
    chains.sort(key=len)
    least = [0.0]
    for own_chains in reversed(chains):
        least.append(least[-1] + own_chains[0].cost)
    return _branch(problem, chains, least[::-1]) + problem.constant


def _branch(
    problem: Problem, chains: Sequence[Sequence[Chain]], least: Sequence[float]
) -> float:
    """Depth first; ``least[j]`` is the cost of chains j onwards if all was free."""
    left = _Left(problem)
    best = math.inf

    def descend(j: int, cost: float) -> None:
        nonlocal best
        if j == len(chains):
            best = min(best, cost)
            return
        for chain in chains[j]:
            if cost + chain.cost + least[j + 1] >= best - 1e-12:
                return
            if left.fits(chain):
                left.take(chain, 1)
                descend(j + 1, cost + chain.cost)
                left.take(chain, -1)

    descend(0, 0.0)
    return best


class _Left:
    """Capacity that is left, and where the units stand."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._rows: dict[Row, float] = {}
        self._stand: dict[int, list[int]] = {}

    def fits(self, chain: Chain) -> bool:
        """Whether a chain fits to what was taken so far."""
        stands = all(
            not self._stand.get(unit) or self._stand[unit][-1] == station
            for unit, station in chain.stand.items()
        )
        return stands and all(
            self._row(row) >= amount - _SHORT for row, amount in chain.use.items()
        )

    def take(self, chain: Chain, sign: int) -> None:
        """Take what a chain uses (sign 1), or give it back (sign −1)."""
        for row, amount in chain.use.items():
            self._rows[row] -= sign * amount
        for unit, station in chain.stand.items():
            if sign > 0:
                self._stand.setdefault(unit, []).append(station)
            else:
                self._stand[unit].pop()

    def _row(self, row: Row) -> float:
        return self._rows.setdefault(row, float(capacity_of(self._problem, row)))


def least_cost(
    options: Sequence[Option], costs: Sequence[float], leak: float, most_shots: int
) -> float:
    """F at the first launch, by the recursion as it is written (section 8)."""
    price = {each.index: cost for each, cost in zip(options, costs, strict=True)}
    launches = sorted({each.launch for each in options})

    @cache
    def remaining(after: int) -> float:
        """F at the first launch in or after a slot."""
        t = next((launch for launch in launches if launch >= after), None)
        if t is None:
            return leak
        best = remaining(t + 1)
        for size in range(1, most_shots + 1):
            for stage in combinations(options, size):
                if min(each.launch for each in stage) != t:
                    continue
                if is_stage(stage, most_shots):
                    survive = math.prod(1.0 - each.p_kill for each in stage)
                    paid = sum(price[each.index] for each in stage)
                    look = max(each.end for each in stage)
                    best = min(best, paid + survive * remaining(look))
        return best

    return remaining(0)
