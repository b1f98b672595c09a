"""Pictures that are a static weapon-target problem, solved exactly as such.

With no time for a second look, channels enough for all rounds and one kind of shot for
each track and mount, what is left of the live problem is Manne's: the exact solver then
finds the optimum at any size, and its prices prove it.
"""

from typing import NamedTuple

import numpy as np
from numpy import int32

from zaslin.assignment.problem import Floats, Index, Ints, Options, Problem
from zaslin.assignment.solvers.dual import zero_prices
from zaslin.assignment.solvers.kernel_board import MAX_CHAIN
from zaslin.assignment.solvers.kernel_recursion import DualPrices
from zaslin.assignment.wta.instance import WtaInstance, wta_instance
from zaslin.assignment.wta.solve import solve

_NONE = -1


class StaticCase(NamedTuple):
    """The static problem, and which option each of its pairs stands for."""

    instance: WtaInstance
    option: Index


class StaticAnswer(NamedTuple):
    """An optimum of the static problem, as the live problem writes it."""

    chain: Index
    length: Index
    prices: DualPrices


def static_case(problem: Problem) -> StaticCase | None:
    """The picture as a static problem; None if it is more than that.

    A mount is a weapon, a track a target.  A track that may need no further shot, a
    second stage, a salvo, a choice of positions or of types within a unit, a channel or
    rail that can be short, and a shown shot worth keeping all make it more.
    """
    options, capacity = problem.options, problem.capacity
    if problem.option_count == 0 or not (problem.weight == 1.0).all():
        return None
    plain = (options.salvo == 1) & (options.rounds == 1) & (options.keep == 0.0)
    railed = capacity.rail_row[options.mount] >= 0
    if not plain.all() or railed.any() or not _is_single_stage(options):
        return None
    if not (_is_one_mount_each(problem) and _has_channels(problem)):
        return None
    option = _best_options(problem)
    if option is None:
        return None
    taken = option >= 0
    pk = np.where(taken, options.p_kill[option], 0.0)
    cost = np.where(taken, (options.money + options.debris)[option], 0.0)
    instance = wta_instance(
        problem.value,
        pk,
        capacity.mount_rounds,
        round_cost=cost,
        max_per_target=min(problem.max_shots_per_stage, MAX_CHAIN),
        max_per_pair=1,
    )
    return StaticCase(instance, option)


def solve_static(problem: Problem, case: StaticCase) -> StaticAnswer | None:
    """The optimum of a static case; None if it is not proven."""
    result = solve(case.instance)
    if result.status != "optimal":
        return None
    chain = np.full((problem.track_count, MAX_CHAIN), _NONE, dtype=int32)
    length = np.zeros(problem.track_count, dtype=int32)
    for mount, track, _ in result.assignment.tolist():
        chain[track, length[track]] = case.option[mount, track]
        length[track] += 1
    for track in np.flatnonzero(length > 1).tolist():
        shots = chain[track, : length[track]]
        # Options are numbered by launch within a track.
        shots.sort()
    prices = zero_prices(problem)._replace(rounds=result.prices)
    return StaticAnswer(chain, length, prices)


def _is_single_stage(options: Options) -> bool:
    """Whether no shot at a track can wait for the look at another one."""
    for first, last in zip(options.of_track[:-1], options.of_track[1:], strict=True):
        if first < last and (
            options.launch[first:last].max() >= options.end[first:last].min()
        ):
            return False
    return True


def _is_one_mount_each(problem: Problem) -> bool:
    """Whether each unit reaches each track with one mount only, from one station."""
    options, capacity = problem.options, problem.capacity
    station = capacity.mount_station[options.mount]
    unit = capacity.station_unit[station]
    units = int(unit.max()) + 1
    pairs = np.unique(np.column_stack((options.track, options.mount)), axis=0)
    of_unit = capacity.station_unit[capacity.mount_station[pairs[:, 1]]]
    one_mount = len(np.unique(pairs[:, 0] * units + of_unit)) == len(pairs)
    stands = np.unique(np.column_stack((unit, station)), axis=0)
    return one_mount and len(np.unique(stands[:, 0])) == len(stands)


def _has_channels(problem: Problem) -> bool:
    """Whether every round of a station can be in the air at once."""
    options, capacity = problem.options, problem.capacity
    station = capacity.mount_station[options.mount]
    for s in np.unique(station).tolist():
        here = station == s
        mounts = np.unique(options.mount[here])
        tracks = len(np.unique(options.track[here]))
        wanted = min(int(capacity.mount_rounds[mounts].sum()), tracks)
        first, last = options.launch[here].min(), options.end[here].max()
        if capacity.channels[s, first:last].min(initial=wanted) < wanted:
            return False
    return True


def _best_options(problem: Problem) -> Index | None:
    """The one option of each (mount, track) that no other beats; −1 without any.

    None if at some pair surer options cost more: then there is a choice to make.
    """
    options = problem.options
    cost = options.money + options.debris
    shape = (len(problem.capacity.mount_rounds), problem.track_count)
    best = np.full(shape, _NONE, dtype=int32)
    # The surest last, the cheapest of these last of all, the earliest of equals.
    order: Ints = np.lexsort((-np.arange(len(cost)), -cost, options.p_kill))
    best[options.mount[order], options.track[order]] = order
    least: Floats = np.full(shape, np.inf)
    np.minimum.at(least, (options.mount, options.track), cost)
    taken = best >= 0
    if (cost[best[taken]] > least[taken]).any():
        return None
    return best
