"""What all baselines share: walk the launch slots forward, shoot by a rule.

A rule decides as a fire-control officer without foresight would: at each launch slot
it sees which shots are open now and orders them; they are taken in that order as far
as capacity lasts and each is expected to gain. A track with a shot in the air waits
for the look; after it, the track is there with the probability that it survived, and
its next shot weighs and takes capacity that much (docs/mathematics.md, section 6).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from zaslin.assignment.baselines.kernel_epoch import WORTH, Sky, serve, worth_now
from zaslin.assignment.problem import Floats, Index, Problem
from zaslin.assignment.solvers.dual import zero_prices
from zaslin.assignment.solvers.kernel_board import Board, Field, empty_board
from zaslin.assignment.solvers.solve import Solution, unpriced_field


class Walk(NamedTuple):
    """A walk on its way: the problem, what was decided, and what that leaves.

    ``rounds_per_look``: most rounds a rule launches at a track before it looks.
    """

    problem: Problem
    board: Board
    field: Field
    sky: Sky
    rounds_per_look: int


Order = Callable[[Walk, Index], Index]
"""Puts the shots open at one slot in the order in which a rule takes them; it may
leave some out."""


def start_walk(problem: Problem, rounds_per_look: int = 1) -> Walk:
    """No shot decided yet."""
    tracks = problem.track_count
    field = unpriced_field(problem)
    sky = Sky(
        problem.weight.astype(np.float64),
        np.zeros(tracks, dtype=np.int32),
        np.zeros(tracks, dtype=np.int32),
        np.zeros(tracks, dtype=np.int32),
    )
    board = empty_board(problem.capacity, problem.value, problem.weight)
    most = min(rounds_per_look, problem.max_shots_per_stage)
    return Walk(problem, board, field, sky, most)


def epochs(problem: Problem, slots: int = 1) -> list[Index]:
    """Options launched in each epoch of so many slots that has any, earliest first.

    Within an epoch they are in canonical order, so those of a track stand together.
    """
    epoch = problem.options.launch // slots
    listed = np.argsort(epoch, kind="stable").astype(np.int32)
    heads = np.flatnonzero(np.diff(epoch[listed])) + 1
    return np.split(listed, heads) if len(listed) else []


def slot_count(problem: Problem) -> int:
    """Slots of the whole horizon, at least one."""
    return max(1, int(problem.capacity.channels.shape[1]))


def open_now(walk: Walk, options: Index) -> tuple[Index, Floats]:
    """Those options that stages, capacity and a positive gain allow; their gains."""
    worth = worth_now(walk.board, walk.sky, walk.field, walk.rounds_per_look, options)
    gains = worth > WORTH
    return options[gains], worth[gains]


def take_in_order(walk: Walk, ordered: Index) -> int:
    """Take shots one after the other as far as they fit and gain; how many."""
    return serve(walk.board, walk.sky, walk.field, walk.rounds_per_look, ordered)


def shoot_in_order(
    problem: Problem, method: str, order: Order, rounds_per_look: int = 1
) -> Solution:
    """Walk all launch slots and take the open shots in a rule's order."""
    walk = start_walk(problem, rounds_per_look)
    for options in epochs(problem):
        now, _ = open_now(walk, options)
        if len(now):
            take_in_order(walk, order(walk, now))
    return solution_of(walk, method)


def at_stake(walk: Walk, options: Index) -> Floats:
    """Damage still expected of each option's track: its value, if it survived."""
    track = walk.problem.options.track[options]
    expected: Floats = walk.sky.alive[track] * walk.problem.value[track]
    return expected


def solution_of(walk: Walk, method: str) -> Solution:
    """The shots decided, without prices: a rule proves nothing about its distance."""
    board, problem = walk.board, walk.problem
    return Solution(
        chain=board.chain.copy(),
        length=board.length.copy(),
        stand=board.stand.copy(),
        prices=zero_prices(problem),
        value=float(board.cost.sum()) + problem.constant,
        method=method,
    )
