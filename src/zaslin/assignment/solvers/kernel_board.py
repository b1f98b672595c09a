"""The plan under construction: which shots stand, and what capacity is left.

Compiled by numba. A chain is the shots at one track in launch order; its stages
follow from the launches (docs/mathematics.md, section 5).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy import int32, int64
from numpy.typing import NDArray

from zaslin.assignment.problem import Capacity, Floats, Options

MAX_CHAIN = 12
"""Most shots a plan holds against one track."""

SLACK = 1e-9
"""Rounding allowed in sums of expected use."""

MOVE = np.dtype(
    [
        ("track", np.int32),
        ("launch", np.int32),
        ("end", np.int32),
        ("salvo", np.int32),
        ("rounds", np.int32),
        ("unit", np.int32),
        ("station", np.int32),
        ("mount", np.int32),
        ("rail", np.int32),
        ("reloaded", np.int32),
        ("p_kill", np.float64),
        ("cost", np.float64),
        ("keep", np.float64),
        ("price", np.float64),
        ("regret", np.float64),
    ]
)
"""An option as the builder reads it, one record so that it is one pointer."""


class Board(NamedTuple):
    """Chains and what they leave.

    Arrays
    ------
    chain : (tracks, MAX_CHAIN), length : (tracks,)
        Options in launch order.
    rounds : (mounts,), channels : (stations, slots), rails : (rail rows, slots)
        Capacity left in expectation: a shot takes it with the probability that it
        is needed, so first shots take it for certain.
    stand, standing : (units,)
        Station each unit fights from (−1: undecided) and its number of shots; the
        first shot of a mobile unit decides its posture, the last one gone frees it.
    cost : (tracks,)
        Weighted expected cost of each chain.
    """

    chain: NDArray[int32]
    length: NDArray[int32]
    rounds: Floats
    channels: Floats
    rails: Floats
    stand: NDArray[int32]
    standing: NDArray[int32]
    cost: Floats


class Field(NamedTuple):
    """The problem as the builder reads it."""

    moves: NDArray[np.void]
    of_track: NDArray[int64]
    value: Floats
    weight: Floats
    most_shots: int


@njit(cache=True)
def moves_of(
    options: Options, capacity: Capacity, prices: Floats, regrets: Floats
) -> NDArray[np.void]:
    """Options as move records, with the prices of their capacity and their regrets."""
    slots = capacity.channels.shape[1]
    moves = np.empty(len(options.track), dtype=MOVE)
    for i in range(len(moves)):
        move = moves[i]
        mount = options.mount[i]
        move.track = options.track[i]
        move.launch = options.launch[i]
        move.end = options.end[i]
        move.salvo = options.salvo[i]
        move.rounds = options.rounds[i]
        move.mount = mount
        move.station = capacity.mount_station[mount]
        move.unit = capacity.station_unit[move.station]
        move.rail = capacity.rail_row[mount]
        move.reloaded = min(slots, options.launch[i] + capacity.reload_slots[mount])
        move.p_kill = options.p_kill[i]
        move.cost = options.money[i] + options.debris[i]
        move.keep = options.keep[i]
        move.price = prices[i]
        move.regret = regrets[i]
    return moves


@njit(cache=True)
def empty_board(capacity: Capacity, value: Floats, weight: Floats) -> Board:
    """A board without shots."""
    units = 0
    for s in range(len(capacity.station_unit)):
        units = max(units, capacity.station_unit[s] + 1)
    return Board(
        np.full((len(value), MAX_CHAIN), -1, dtype=np.int32),
        np.zeros(len(value), dtype=np.int32),
        capacity.mount_rounds.astype(np.float64),
        capacity.channels.astype(np.float64),
        capacity.rails.astype(np.float64),
        np.full(units, -1, dtype=np.int32),
        np.zeros(units, dtype=np.int32),
        weight * value,
    )


@njit(cache=True)
def chain_cost(
    moves: NDArray[np.void],
    chain: NDArray[int32],
    length: int,
    leak: float,
    most_shots: int,
) -> float:
    """Expected cost of one track under a chain; infinite if it is not staged."""
    reached = 1.0
    total = 0.0
    k = 0
    while k < length:
        head = moves[chain[k]]
        look = latest = head.end
        shots = head.salvo
        total += reached * head.cost
        survive = 1.0 - head.p_kill
        if k == 0:
            total -= head.keep
        m = k + 1
        while m < length and moves[chain[m]].launch < look:
            move = moves[chain[m]]
            shots += move.salvo
            if shots > most_shots:
                return np.inf
            for before in range(k, m):
                if moves[chain[before]].unit == move.unit:
                    return np.inf
            total += reached * move.cost
            if k == 0:
                total -= move.keep
            survive *= 1.0 - move.p_kill
            look = min(look, move.end)
            latest = max(latest, move.end)
            m += 1
        if m < length and moves[chain[m]].launch < latest:
            return np.inf
        reached *= survive
        k = m
    return total + reached * leak


@njit(cache=True)
def miss_probability(
    moves: NDArray[np.void], chain: NDArray[int32], length: int
) -> float:
    """Probability that the track survives its whole chain."""
    missed = 1.0
    for k in range(length):
        missed *= 1.0 - moves[chain[k]].p_kill
    return missed


@njit(cache=True)
def chain_with(
    moves: NDArray[np.void],
    chain: NDArray[int32],
    length: int,
    option: int,
    out: NDArray[int32],
) -> None:
    """Copy a chain with one more option at its place in launch order."""
    k = 0
    while k < length and (moves[chain[k]].launch, chain[k]) < (
        moves[option].launch,
        option,
    ):
        out[k] = chain[k]
        k += 1
    out[k] = option
    while k < length:
        out[k + 1] = chain[k]
        k += 1


@njit(cache=True)
def chain_without(
    chain: NDArray[int32], length: int, option: int, out: NDArray[int32]
) -> int:
    """Copy a chain without one option; returns the new length."""
    k = 0
    for position in range(length):
        if chain[position] != option:
            out[k] = chain[position]
            k += 1
    return k


@njit(cache=True)
def needs(
    moves: NDArray[np.void],
    chain: NDArray[int32],
    length: int,
    weight: float,
    out: Floats,
) -> None:
    """Probability that each shot is needed (docs/mathematics.md, section 5)."""
    reached = weight
    k = 0
    while k < length:
        look = moves[chain[k]].end
        out[k] = reached
        survive = reached * (1.0 - moves[chain[k]].p_kill)
        m = k + 1
        while m < length and moves[chain[m]].launch < look:
            out[m] = reached
            survive *= 1.0 - moves[chain[m]].p_kill
            look = min(look, moves[chain[m]].end)
            m += 1
        reached = survive
        k = m


@njit(cache=True)
def fits(board: Board, moves: NDArray[np.void], option: int, needed: float) -> bool:
    """Whether the capacity left admits the option with this probability of need."""
    move = moves[option]
    if board.standing[move.unit] > 0 and board.stand[move.unit] != move.station:
        return False
    rounds = needed * move.rounds - SLACK
    if board.rounds[move.mount] < rounds:
        return False
    slots = board.channels.shape[1]
    for t in range(move.launch, min(slots, move.end)):
        if board.channels[move.station, t] < needed - SLACK:
            return False
    if move.rail >= 0:
        for t in range(move.launch, move.reloaded):
            if board.rails[move.rail, t] < rounds:
                return False
    return True


@njit(cache=True)
def occupy(
    board: Board, moves: NDArray[np.void], option: int, needed: float, sign: int
) -> None:
    """Take (sign 1) or give back (sign −1) the option's capacity."""
    move = moves[option]
    slots = board.channels.shape[1]
    amount = sign * needed
    board.stand[move.unit] = move.station
    board.standing[move.unit] += sign
    board.rounds[move.mount] -= amount * move.rounds
    for t in range(move.launch, min(slots, move.end)):
        board.channels[move.station, t] -= amount
    if move.rail >= 0:
        for t in range(move.launch, move.reloaded):
            board.rails[move.rail, t] -= amount * move.rounds


@njit(cache=True)
def _lay(
    board: Board, field: Field, j: int, chain: NDArray[int32], length: int, sign: int
) -> None:
    """Take or give back the capacity of a whole chain."""
    needed = np.empty(MAX_CHAIN)
    needs(field.moves, chain, length, field.weight[j], needed)
    for k in range(length):
        occupy(board, field.moves, chain[k], needed[k], sign)


@njit(cache=True)
def weighted_cost(field: Field, j: int, chain: NDArray[int32], length: int) -> float:
    """Expected cost of a chain times the track's weight."""
    return float(
        field.weight[j]
        * chain_cost(field.moves, chain, length, field.value[j], field.most_shots)
    )


@njit(cache=True)
def set_chain(
    board: Board, field: Field, j: int, chain: NDArray[int32], length: int
) -> None:
    """Replace a track's chain by one known to fit."""
    _lay(board, field, j, board.chain[j], board.length[j], -1)
    _lay(board, field, j, chain, length, 1)
    board.chain[j, :length] = chain[:length]
    board.length[j] = length
    board.cost[j] = weighted_cost(field, j, chain, length)


@njit(cache=True)
def try_chain(
    board: Board, field: Field, j: int, chain: NDArray[int32], length: int
) -> bool:
    """Replace a track's chain if the new one fits; otherwise change nothing.

    Taking a shot away is not always possible: those after it are needed more often.
    """
    needed = np.empty(MAX_CHAIN)
    needs(field.moves, chain, length, field.weight[j], needed)
    _lay(board, field, j, board.chain[j], board.length[j], -1)
    for k in range(length):
        if not fits(board, field.moves, chain[k], needed[k]):
            for laid in range(k):
                occupy(board, field.moves, chain[laid], needed[laid], -1)
            _lay(board, field, j, board.chain[j], board.length[j], 1)
            return False
        occupy(board, field.moves, chain[k], needed[k], 1)
    board.chain[j, :length] = chain[:length]
    board.length[j] = length
    board.cost[j] = weighted_cost(field, j, chain, length)
    return True


@njit(cache=True)
def need_of(
    field: Field, j: int, chain: NDArray[int32], length: int, option: int
) -> float:
    """Probability that one shot of a chain is needed, as ``needs`` has it.

    By itself, since it is asked for once per insertion tried: no list is made.
    """
    moves = field.moves
    reached = field.weight[j]
    k = 0
    while k < length:
        look = moves[chain[k]].end
        survive = reached
        m = k
        while m < length and (m == k or moves[chain[m]].launch < look):
            if chain[m] == option:
                return float(reached)
            survive *= 1.0 - moves[chain[m]].p_kill
            look = min(look, moves[chain[m]].end)
            m += 1
        reached = survive
        k = m
    return 0.0


@njit(cache=True)
def best_insertion(
    board: Board,
    field: Field,
    j: int,
    price_share: float,
    barred_unit: int,
    scratch: NDArray[int32],
) -> tuple[int, float]:
    """Option whose insertion gains most, net of ``price_share`` of its price.

    Returns (−1, 0) if none gains. ``barred_unit`` may not be used (−1: none).
    """
    moves, value, weight = field.moves, field.value[j], field.weight[j]
    most_shots, length = field.most_shots, board.length[j]
    if length >= MAX_CHAIN:
        return -1, 0.0
    chain = board.chain[j]
    best, best_gain = -1, 1e-9
    missed = miss_probability(moves, chain, length)
    # Inserting can avert no more than what leaks now and what later looks cost.
    at_stake = weight * missed * value
    later = max(0.0, board.cost[j] - at_stake)
    for i in range(field.of_track[j], field.of_track[j + 1]):
        move = moves[i]
        charge = price_share * weight * missed * move.price
        ceiling = (
            move.p_kill * at_stake + later + move.keep - weight * missed * move.cost
        )
        if ceiling - charge <= best_gain or move.unit == barred_unit:
            continue
        needed = weight
        if length == 0:
            cost = weight * (move.cost - move.keep + (1.0 - move.p_kill) * value)
        else:
            chain_with(moves, chain, length, i, scratch)
            cost = weight * chain_cost(moves, scratch, length + 1, value, most_shots)
        if (
            board.cost[j] - cost - price_share * weight * missed * move.price
            <= best_gain
        ):
            continue
        if length > 0:
            needed = need_of(field, j, scratch, length + 1, i)
        gain = board.cost[j] - cost - price_share * needed * move.price
        if gain > best_gain and fits(board, moves, i, needed):
            best, best_gain = i, gain
    return best, best_gain if best >= 0 else 0.0


@njit(cache=True)
def rebuild(
    board: Board, field: Field, chain: NDArray[int32], length: NDArray[int32]
) -> None:
    """Lay chains on an empty board; they must fit together."""
    for j in range(len(length)):
        if length[j] > 0:
            set_chain(board, field, j, chain[j], length[j])
