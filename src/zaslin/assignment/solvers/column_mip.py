"""Exact choice among all chains, for problems small enough to list them.

One binary per undominated chain of each track, one row per capacity in conflict:
the pattern formulation, whose linear relaxation is nearly integral.
"""

from collections.abc import Iterator

import numpy as np
from numpy import int32
from numpy.typing import NDArray

from zaslin.assignment.problem import Problem
from zaslin.assignment.solvers.kernel_board import MAX_CHAIN, Field
from zaslin.assignment.solvers.kernel_columns import Columns, list_chains
from zaslin.assignment.solvers.pattern_model import PatternModel, Use

MOST_COLUMNS = 6_000
"""Above this the search alone has to do."""

_MOST_NODES = 2_000
"""A node limit, not a time limit: the same answer on any machine."""


def list_columns(field: Field, most: int = MOST_COLUMNS) -> Columns | None:
    """All undominated chains, or None if there are more than ``most``."""
    columns = Columns(
        np.empty(most, dtype=int32),
        np.full((most, MAX_CHAIN), -1, dtype=int32),
        np.zeros(most, dtype=int32),
        np.empty(most),
        np.zeros((most, MAX_CHAIN)),
    )
    count = list_chains(field, most, *columns)
    return None if count < 0 else Columns._make(table[:count] for table in columns)


def polish(
    problem: Problem, field: Field, incumbent: float
) -> tuple[NDArray[int32], NDArray[int32]] | None:
    """Best chains of all, as (chain, length) per track; None if too many or no gain.

    ``incumbent`` is the value to beat, without the problem's constant.
    """
    columns = list_columns(field)
    if columns is None:
        return None
    chosen = _choose(problem, columns)
    if chosen is None or columns.cost[chosen].sum() >= incumbent - 1e-7:
        return None
    chain = np.full((problem.track_count, MAX_CHAIN), -1, dtype=int32)
    length = np.zeros(problem.track_count, dtype=int32)
    chain[columns.track[chosen]] = columns.chain[chosen]
    length[columns.track[chosen]] = columns.length[chosen]
    return chain, length


def _choose(problem: Problem, columns: Columns) -> NDArray[np.intp] | None:
    """Solve the set-partitioning programme; indices of the chosen columns."""
    rows = _rows(problem, columns)
    uses: list[list[Use]] = [[] for _ in columns.cost]
    for number, (users, _) in enumerate(rows):
        for column, amount in users.items():
            uses[column].append((number, amount))
    model = PatternModel(
        problem.track_count,
        [limit for _, limit in rows],
        integer=True,
        parameters=f"limits/nodes = {_MOST_NODES}",
    )
    for track, cost, used in zip(
        columns.track.tolist(), columns.cost.tolist(), uses, strict=True
    ):
        model.add(track, cost, used)
    for stations in _posture_rows(problem, columns):
        model.add_choice(stations)
    solved = model.solve()
    if solved is None or not len(solved.taken):
        return None
    return np.flatnonzero(solved.taken > 0.5)


Row = tuple[str, int, int]
"""A capacity row: its kind, its index, and its slot."""


def _rows(problem: Problem, columns: Columns) -> list[tuple[dict[int, float], int]]:
    """Capacity rows that could bind: users with amounts, and the capacity."""
    use: dict[Row, dict[int, float]] = {}
    for c in range(len(columns.cost)):
        chain = columns.chain[c, : columns.length[c]].tolist()
        for i, needed in zip(chain, columns.needed[c].tolist(), strict=False):
            for row, amount in _row_uses(problem, i, needed):
                users = use.setdefault(row, {})
                users[c] = users.get(c, 0.0) + amount
    # Neighbouring slots mostly have the same users; one row of them is enough.
    rows: dict[tuple[tuple[tuple[int, float], ...], int], None] = {}
    for row, users in use.items():
        limit = _limit(problem, row)
        if sum(users.values()) > limit:
            rows.setdefault((tuple(sorted(users.items())), limit))
    return [(dict(members), limit) for members, limit in rows]


def _row_uses(problem: Problem, i: int, needed: float) -> Iterator[tuple[Row, float]]:
    """What one option takes of each row."""
    options, capacity = problem.options, problem.capacity
    slots = capacity.channels.shape[1]
    mount, start = int(options.mount[i]), int(options.launch[i])
    rounds = int(options.rounds[i]) * needed
    yield ("rounds", mount, 0), rounds
    for t in range(start, min(slots, int(options.end[i]))):
        yield ("channel", int(capacity.mount_station[mount]), t), needed
    rail = int(capacity.rail_row[mount])
    if rail >= 0:
        for t in range(start, min(slots, start + int(capacity.reload_slots[mount]))):
            yield ("rail", rail, t), rounds


def _limit(problem: Problem, row: Row) -> int:
    kind, index, slot = row
    capacity = problem.capacity
    if kind == "rounds":
        return int(capacity.mount_rounds[index])
    table = capacity.channels if kind == "channel" else capacity.rails
    return int(table[index, slot])


def _posture_rows(problem: Problem, columns: Columns) -> list[list[list[int]]]:
    """For each unit used from several stations: the columns using each of them."""
    options, capacity = problem.options, problem.capacity
    use: dict[int, dict[int, list[int]]] = {}
    for c in range(len(columns.cost)):
        chain = columns.chain[c, : columns.length[c]]
        for station in np.unique(capacity.mount_station[options.mount[chain]]):
            unit = int(capacity.station_unit[station])
            use.setdefault(unit, {}).setdefault(int(station), []).append(c)
    return [list(stations.values()) for stations in use.values() if len(stations) > 1]
