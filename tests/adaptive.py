"""The exact optimum of adaptive policies on tiny problems, in plain Python.

A policy watches the clock, sees what every finished stage came to, and decides what
to launch next (docs/mathematics.md, section 8): one stage at a time per track, one
station per unit for the whole horizon, every capacity met on every path.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from tests.exhaustive import Option, Row, capacity_of, is_stage, options_at
from zaslin.assignment.problem import Problem

Rows = tuple[tuple[Row, int], ...]


class State(NamedTuple):
    """What is known at an instant: a slot in which something may begin or end.

    ``stages[j]`` are the shots at track j whose result is not yet known;
    ``alive[j]`` says whether track j was alive at its last look, ``first[j]`` whether
    there was none yet.
    ``used`` is what the shots so far take of each row, ``stands`` where units stand.
    """

    instant: int
    alive: tuple[bool, ...]
    first: tuple[bool, ...]
    stages: tuple[tuple[int, ...], ...]
    used: Rows
    stands: tuple[tuple[int, int], ...]


def adaptive_value(problem: Problem) -> float:
    """Least expected value over all adaptive policies."""
    options = {
        each.index: each
        for j in range(problem.track_count)
        for each in options_at(problem, j)
    }
    own = [
        [each.index for each in options_at(problem, j)]
        for j in range(problem.track_count)
    ]
    instants = sorted(
        {each.launch for each in options.values()}
        | {each.end for each in options.values()}
    )

    @cache
    def remaining(state: State) -> float:
        """Expected cost from here on."""
        if state.instant == len(instants):
            leaks = zip(problem.value, state.alive, strict=True)
            return float(sum(value for value, alive in leaks if alive))
        now = instants[state.instant]
        over = _first_finished(state, options, now)
        if over is not None:
            return _look(state, over)
        return min(
            _cost(problem, state, options, salvo)
            + remaining(_after(problem, state, options, salvo, now))
            for salvo in _salvos(problem, state, options, own, now)
        )

    def _look(state: State, j: int) -> float:
        """The result of a track's stage becomes known."""
        survive = math.prod(1.0 - options[i].p_kill for i in state.stages[j])
        stages = (*state.stages[:j], (), *state.stages[j + 1 :])
        looked = (*state.first[:j], False, *state.first[j + 1 :])
        dead = (*state.alive[:j], False, *state.alive[j + 1 :])
        after = state._replace(stages=stages, first=looked)
        missed, hit = remaining(after), remaining(after._replace(alive=dead))
        return survive * missed + (1.0 - survive) * hit

    tracks = problem.track_count
    value = 0.0
    for appears in _appearances(problem):
        chance = math.prod(
            float(w) if there else 1.0 - float(w)
            for w, there in zip(problem.weight, appears, strict=True)
        )
        if chance > 0.0:
            start = State(0, appears, (True,) * tracks, ((),) * tracks, (), ())
            value += chance * remaining(start)
    return value + problem.constant


def _appearances(problem: Problem) -> Iterator[tuple[bool, ...]]:
    """Which tracks need a shot at all, as far as their weight leaves that open."""
    count = problem.track_count
    for bits in range(2**count):
        yield tuple(bool(bits >> j & 1) for j in range(count))


def _first_finished(state: State, options: dict[int, Option], now: int) -> int | None:
    """A track whose stage has been assessed to the last shot."""
    for j, stage in enumerate(state.stages):
        if stage and now >= max(options[i].end for i in stage):
            return j
    return None


def _salvos(
    problem: Problem,
    state: State,
    options: dict[int, Option],
    own: Sequence[Sequence[int]],
    now: int,
) -> Iterator[tuple[int, ...]]:
    """Every set of shots that may be launched in this slot, all tracks together."""
    ready = [
        i
        for j, listed in enumerate(own)
        for i in listed
        if state.alive[j] and options[i].launch == now
    ]
    for size in range(len(ready) + 1):
        for salvo in combinations(ready, size):
            if _is_allowed(problem, state, options, salvo):
                yield salvo


def _is_allowed(
    problem: Problem, state: State, options: dict[int, Option], salvo: Sequence[int]
) -> bool:
    stands = dict(state.stands)
    used = dict(state.used)
    stages = list(state.stages)
    track = problem.options.track
    for i in salvo:
        option, j = options[i], int(track[i])
        if stands.setdefault(option.unit, option.station) != option.station:
            return False
        stages[j] = (*stages[j], i)
        for row, amount in zip(option.rows, option.amounts, strict=True):
            used[row] = used.get(row, 0) + amount
            if used[row] > capacity_of(problem, row):
                return False
    return all(
        is_stage([options[i] for i in stage], problem.max_shots_per_stage)
        for stage in stages
        if stage
    )


def _cost(
    problem: Problem, state: State, options: dict[int, Option], salvo: Sequence[int]
) -> float:
    """What launching costs now; a shown shot is kept in the first stage only."""
    cost = 0.0
    for i in salvo:
        kept = state.first[int(problem.options.track[i])]
        cost += options[i].cost - (options[i].keep if kept else 0.0)
    return cost


def _after(
    problem: Problem,
    state: State,
    options: dict[int, Option],
    salvo: Sequence[int],
    now: int,
) -> State:
    """The state at the next instant; what was taken of slots gone by is forgotten."""
    stages, stands, used = list(state.stages), dict(state.stands), dict(state.used)
    for i in salvo:
        option, j = options[i], int(problem.options.track[i])
        stages[j] = (*stages[j], i)
        stands[option.unit] = option.station
        for row, amount in zip(option.rows, option.amounts, strict=True):
            used[row] = used.get(row, 0) + amount
    kept = {row: n for row, n in used.items() if row[0] == "rounds" or row[2] > now}
    return state._replace(
        instant=state.instant + 1,
        stages=tuple(stages),
        stands=tuple(sorted(stands.items())),
        used=tuple(sorted(kept.items())),
    )
