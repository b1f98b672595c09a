"""The anytime solver: floor, prices, plans built from them, search, polish."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from zaslin.assignment.problem import Floats, Index, Ints, Problem
from zaslin.assignment.solvers.column_mip import polish
from zaslin.assignment.solvers.dual import find_prices, zero_prices
from zaslin.assignment.solvers.kernel_assemble import assemble
from zaslin.assignment.solvers.kernel_board import (
    MAX_CHAIN,
    Board,
    Field,
    empty_board,
    moves_of,
    rebuild,
)
from zaslin.assignment.solvers.kernel_greedy import fill
from zaslin.assignment.solvers.kernel_posture import change_posture
from zaslin.assignment.solvers.kernel_recursion import (
    DualPrices,
    capacity_prices,
    regrets,
)
from zaslin.assignment.solvers.kernel_ruin import ruin_and_recreate
from zaslin.assignment.solvers.kernel_search import improve
from zaslin.assignment.stop import Stop

_PRICE_SHARES = (1.0, 0.8, 0.0)
"""Shares of the prices that plans are built with; too dear and too cheap both happen
where the relaxation is loose, in small problems above all."""
_FLOOR_DEPTH = 2
"""Shots at one track in the floor: it has to be written and checked in no time."""
_LOOKS_PER_SWEEP = 32
_RUINS_PER_LOOK = 10
_FEW_OPTIONS = 1_000
"""Up to so many options all are tried, however much the prices speak against them."""
_STATIONS_PER_LOOK = 4
_POSTURE_ROUNDS = 2
"""Rounds of moving every mobile unit; further ones hardly ever find anything."""
_LITTLE_GAIN = 1e-4
_WORTH_TELLING = 1e-9
_OUT_OF_THE_QUESTION = 1e12


class Solution(NamedTuple):
    """Chains of options with the prices that prove how good they are."""

    chain: Index
    length: Index
    stand: Index
    prices: DualPrices
    value: float
    method: str


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: dual steps, search sweeps, rounds of ruin and recreate.

    ``exact_when_small`` takes small problems to their end: the prices settle, and
    the exact programme chooses.
    """

    price_steps: int
    sweeps: int
    ruin_rounds: int
    exact_when_small: bool = True


def floor(problem: Problem) -> Solution:
    """Maximum marginal return: the plan that exists within milliseconds.

    Where people have a plan on the screen it is made twice, the second time with what
    they see first: that there was no time for a better plan is no reason to tell them
    something else, unless that is worth more than the changes cost.
    """
    prices = zero_prices(problem)
    field = unpriced_field(problem)
    board = empty_board(problem.capacity, problem.value, problem.weight)
    fill(board, field, 0.0, _FLOOR_DEPTH)
    least = _solution(problem, board, prices, "floor")
    if not problem.options.keep.any():
        return least
    board = empty_board(problem.capacity, problem.value, problem.weight)
    fill(board, _shown_alone(field), 0.0, 1)
    fill(board, field, 0.0, _FLOOR_DEPTH)
    steady = _solution(problem, board, prices, "floor")
    return steady if steady.value <= least.value else least


def _shown_alone(field: Field) -> Field:
    """The field with every shot out of the question that is not on the screen."""
    moves = field.moves.copy()
    moves["cost"][moves["keep"] <= 0.0] = _OUT_OF_THE_QUESTION
    return field._replace(moves=moves)


def nothing(problem: Problem) -> Solution:
    """The plan without any shot, as a start where no floor is wanted."""
    board = empty_board(problem.capacity, problem.value, problem.weight)
    return _solution(problem, board, zero_prices(problem), "floor")


def refine(
    problem: Problem,
    start: Solution,
    warm: DualPrices | None,
    effort: Effort,
    stop: Stop,
    generator: Generator,
) -> Iterator[Solution]:
    """Yield better and better solutions, each with the prices that bound it.

    Parameters
    ----------
    start
        The floor, or any feasible solution.
    warm
        Prices of the previous plan, on this problem's rows.
    """
    if problem.option_count == 0:
        yield start._replace(method="priced")
        return
    prices, done = find_prices(
        problem, warm, effort.price_steps, stop, settle=effort.exact_when_small
    )
    field = priced_field(problem, prices)
    best = start._replace(prices=prices)
    for share in _PRICE_SHARES[:1] if warm is not None else _PRICE_SHARES:
        found = _solution(problem, _build(problem, field, share), prices, "priced")
        if found.value < best.value:
            best = found
        if stop.reached(done):
            break
    yield best
    board = board_of(problem, field, best.chain, best.length)
    done = _search(board, field, effort.sweeps, stop, done)
    done = _repost(board, problem, field, effort.sweeps, stop, done)
    done = _shake(board, field, effort.ruin_rounds, stop, done, generator)
    if board.cost.sum() + problem.constant < best.value - _WORTH_TELLING:
        best = _solution(problem, board, prices, "priced")
        yield best
    if effort.exact_when_small and not stop.reached(done):
        exact = polish(problem, field, best.value - problem.constant)
        if exact is not None:
            board = board_of(problem, field, *exact)
            yield _solution(problem, board, prices, "priced+exact")


def _build(problem: Problem, field: Field, share: float) -> Board:
    """A plan from the prices: each track's own optimum, then what still gains."""
    board = empty_board(problem.capacity, problem.value, problem.weight)
    order = np.argsort(-problem.value * problem.weight, kind="stable")
    if share > 0.0:
        assemble(board, field, problem.options, order, share)
        fill(board, field, share, MAX_CHAIN)
    fill(board, field, 0.0, MAX_CHAIN)
    return board


def _search(board: Board, field: Field, sweeps: int, stop: Stop, done: int) -> int:
    """Sweep until little is gained or the stop is reached; returns the work done."""
    tracks = len(field.value)
    chunk = max(1, tracks // _LOOKS_PER_SWEEP)
    for _ in range(sweeps):
        before = board.cost.sum()
        for first in range(0, tracks, chunk):
            if stop.reached(done):
                return done
            improve(board, field, first, min(tracks, first + chunk))
        done += 1
        if before - board.cost.sum() <= _LITTLE_GAIN * before:
            break
    return done


def _repost(
    board: Board, problem: Problem, field: Field, sweeps: int, stop: Stop, done: int
) -> int:
    """Try the stations of the mobile units until none gains; returns the work done."""
    stations, units = _choices_of_station(problem)
    trial = Board._make(table.copy() for table in board)
    for _ in range(min(sweeps, _POSTURE_ROUNDS)):
        before = board.cost.sum()
        for first in range(0, len(stations), _STATIONS_PER_LOOK):
            if stop.reached(done):
                return done
            chosen = slice(first, first + _STATIONS_PER_LOOK)
            change_posture(board, trial, field, stations[chosen], units[chosen])
        done += 1
        if before - board.cost.sum() <= _LITTLE_GAIN * before:
            break
    return done


def _choices_of_station(problem: Problem) -> tuple[Ints, Ints]:
    """Stations with options of units that have several of them, and these units."""
    capacity = problem.capacity
    stations = np.unique(capacity.mount_station[problem.options.mount])
    units = capacity.station_unit[stations]
    several = np.bincount(units, minlength=1)[units] > 1
    return stations[several].astype(np.int64), units[several].astype(np.int64)


def _shake(
    board: Board, field: Field, rounds: int, stop: Stop, done: int, generator: Generator
) -> int:
    """Ruin and recreate until the stop; returns the work done."""
    trial = Board._make(table.copy() for table in board)
    for first in range(0, rounds, _RUINS_PER_LOOK):
        if stop.reached(done):
            break
        count = min(_RUINS_PER_LOOK, rounds - first)
        ruin_and_recreate(board, trial, field, generator.random((count, 3)))
        done += count
    return done


def solution_of(
    problem: Problem, chain: Index, length: Index, prices: DualPrices, method: str
) -> Solution:
    """Given chains and prices as a solution."""
    board = board_of(problem, priced_field(problem, prices), chain, length)
    return _solution(problem, board, prices, method)


def board_of(problem: Problem, field: Field, chain: Index, length: Index) -> Board:
    """Lay given chains on a fresh board."""
    board = empty_board(problem.capacity, problem.value, problem.weight)
    rebuild(board, field, chain, length)
    return board


def priced_field(problem: Problem, prices: DualPrices) -> Field:
    """The problem under prices, with each option's regret to guide the search.

    Prices say less where the relaxation is loose, in small problems above all: there
    the search tries every option.
    """
    options, capacity = problem.options, problem.capacity
    owed = capacity_prices(options, capacity, prices)
    unit = capacity.station_unit[capacity.mount_station[options.mount]]
    cost = options.money + options.debris - options.keep + owed
    if problem.option_count <= _FEW_OPTIONS:
        return _field(problem, owed, np.zeros(problem.option_count))
    regret = regrets(options, unit, cost, problem.value, problem.max_shots_per_stage)
    return _field(problem, owed, regret)


def unpriced_field(problem: Problem) -> Field:
    """The problem with all capacity free of charge."""
    nothing = np.zeros(problem.option_count)
    return _field(problem, nothing, nothing)


def _field(problem: Problem, prices: Floats, regret: Floats) -> Field:
    return Field(
        moves_of(problem.options, problem.capacity, prices, regret),
        problem.options.of_track,
        problem.value,
        problem.weight,
        problem.max_shots_per_stage,
    )


def _solution(
    problem: Problem, board: Board, prices: DualPrices, method: str
) -> Solution:
    return Solution(
        board.chain.copy(), board.length.copy(), board.stand.copy(), prices,
        float(board.cost.sum()) + problem.constant, method,
    )  # fmt: skip
