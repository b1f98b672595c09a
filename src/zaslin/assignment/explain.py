"""Solution → recommendations with their worth, and everything the operator asks."""

import math
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

import numpy as np

from zaslin.assignment.compile import Compiled
from zaslin.assignment.interpret import CERTAIN, PlannedShot
from zaslin.assignment.solvers.kernel_explain import (
    RANKS,
    Reasons,
    explain_shots,
    last_useful_launches,
)
from zaslin.assignment.solvers.kernel_recursion import capacity_prices
from zaslin.assignment.solvers.solve import Solution, board_of, priced_field
from zaslin.domain.ids import CURRENT_POSITION
from zaslin.domain.plan import Alternative, Recommendation

_DOUBTFUL = 0.5
"""Availability below which a shot says so."""

_USEFUL = 0.5
"""Share of a shot's availability that its last order must still have."""


class Explained(Enum):
    """Which recommendations come with alternatives and the effect of refusing them."""

    NONE = "none"
    FIRST_SHOTS = "first shots"
    ALL = "all"


def recommend(
    compiled: Compiled,
    solution: Solution,
    shots: Sequence[PlannedShot],
    explained: Explained,
) -> tuple[Recommendation, ...]:
    """One recommendation per shot at a live track, sorted by last order.

    ``explained`` says which of them get alternatives and the effect of refusing them:
    a floor must not wait for that, and a re-plan only for what can be ordered.
    """
    problem = compiled.problem
    prices = capacity_prices(problem.options, problem.capacity, solution.prices)
    chosen = [planned for planned in shots if _is_explained(planned, explained)]
    reasons = _reasons(compiled, solution, chosen) if chosen else None
    row_of = {planned.option: row for row, planned in enumerate(chosen)}
    last_slots = last_useful_launches(
        problem.options,
        np.array([planned.option for planned in shots], dtype=np.int32),
        _USEFUL,
    )
    lines = [
        _recommendation(
            compiled,
            planned,
            _Worth(averted, float(prices[planned.option]), int(last_slot)),
            _explanation(compiled, reasons, row_of.get(planned.option)),
        )
        for planned, averted, last_slot in zip(
            shots, _averted(compiled, shots), last_slots, strict=True
        )
    ]
    return tuple(
        sorted(lines, key=lambda r: (r.shot.launch_s, r.shot.track, r.shot.fire_unit))
    )


def _is_explained(planned: PlannedShot, explained: Explained) -> bool:
    if explained is Explained.FIRST_SHOTS:
        return planned.shot.stage == 1
    return explained is Explained.ALL


def _reasons(
    compiled: Compiled, solution: Solution, shots: Sequence[PlannedShot]
) -> Reasons:
    problem = compiled.problem
    field = priced_field(problem, solution.prices)
    board = board_of(problem, field, solution.chain, solution.length)
    chosen = np.array([planned.option for planned in shots], dtype=np.int32)
    return explain_shots(board, field, problem.options, chosen)


class _Worth(NamedTuple):
    """A shot's own figures; ``last_slot`` is its last useful launch."""

    averted_meur: float
    price_meur: float
    last_slot: int


class _Explanation(NamedTuple):
    """What else could be done, where that was asked for."""

    refusal_meur: float | None = None
    replacement: Alternative | None = None
    alternatives: tuple[Alternative, ...] = ()


def _averted(compiled: Compiled, shots: Sequence[PlannedShot]) -> list[float]:
    """Rise of leaked damage if one shot alone is dropped, for each shot."""
    chains: dict[int, list[float]] = {}
    for planned in shots:
        chains.setdefault(planned.row, []).append(1.0 - planned.shot.p_kill)
    place: dict[int, int] = {}
    averted = []
    for planned in shots:
        j, chain = planned.row, chains[planned.row]
        k = place.get(j, 0)
        place[j] = k + 1
        others = math.prod(chain[:k]) * math.prod(chain[k + 1 :])
        at_stake = float(compiled.problem.weight[j] * compiled.problem.value[j])
        averted.append(at_stake * others * planned.shot.p_kill)
    return averted


def _explanation(
    compiled: Compiled, reasons: Reasons | None, row: int | None
) -> _Explanation:
    if reasons is None or row is None:
        return _Explanation()
    return _Explanation(
        float(reasons.refusal[row]),
        _replacement(compiled, reasons, row),
        _alternatives(compiled, reasons, row),
    )


def _recommendation(
    compiled: Compiled, planned: PlannedShot, worth: _Worth, why: _Explanation
) -> Recommendation:
    params, picture = compiled.params, compiled.picture
    options, shot = compiled.problem.options, planned.shot

    def time_of(slot: int) -> float:
        return picture.now_s + slot * params.slot_s

    station = compiled.mounts[options.mount[planned.option]].station
    # A unit that has to drive first is ordered that much earlier.
    moves = station.position_id != CURRENT_POSITION
    lead_s = station.ready_s - picture.now_s if moves else 0.0
    return Recommendation(
        shot=shot,
        firm=shot.p_needed > CERTAIN
        and shot.launch_s - picture.now_s <= params.commit_horizon_s,
        window_opens_s=time_of(int(options.window_opens[planned.option])),
        window_closes_s=time_of(int(options.window_closes[planned.option])),
        last_order_s=time_of(worth.last_slot)
        - max(station.unit.reaction_time_s, lead_s),
        damage_averted_meur=worth.averted_meur,
        price_meur=worth.price_meur,
        refusal_meur=why.refusal_meur,
        replacement=why.replacement,
        alternatives=why.alternatives,
        assumes=_assumptions(compiled, planned),
    )


def _alternatives(
    compiled: Compiled, reasons: Reasons, row: int
) -> tuple[Alternative, ...]:
    return tuple(
        _alternative(
            compiled,
            int(reasons.alternative[row, rank]),
            float(reasons.difference[row, rank]),
        )
        for rank in range(RANKS)
        if reasons.alternative[row, rank] >= 0
    )


def _replacement(compiled: Compiled, reasons: Reasons, row: int) -> Alternative | None:
    option = int(reasons.replacement[row])
    if option < 0:
        return None
    return _alternative(compiled, option, float(reasons.refusal[row]))


def _alternative(compiled: Compiled, option: int, difference: float) -> Alternative:
    options = compiled.problem.options
    mount = compiled.mounts[options.mount[option]]
    kind = compiled.sky.mounts["type_index"][options.mount[option]]
    planned = compiled.sky.pk_planned[options.track[option], kind]
    return Alternative(
        fire_unit=mount.station.unit.id,
        position=mount.station.position_id,
        interceptor_type=mount.interceptor_type.id,
        salvo_size=int(options.salvo[option]),
        launch_s=compiled.picture.now_s
        + int(options.launch[option]) * compiled.params.slot_s,
        pk_planned=float(options.p_available[option] * planned),
        difference_meur=difference,
    )


def _assumptions(compiled: Compiled, planned: PlannedShot) -> tuple[str, ...]:
    """What the choice rests on, most doubtful first."""
    shot, j = planned.shot, planned.row
    track = compiled.tracks[j]
    threats, params = compiled.threats, compiled.params
    lines = [
        (
            f"pk {shot.pk_planned:.2f} per round with its availability, believed "
            f"{shot.pk_low:.2f} to {shot.pk_high:.2f}; planned at "
            f"{params.pk_point:.0%} of that range"
        )
    ]
    if shot.p_available < _DOUBTFUL:
        lines.append(
            f"the shot exists in {shot.p_available:.0%} of the cases expected: course, "
            "place in the envelope, range"
        )
    route = int(compiled.problem.options.route[planned.option])
    best = int(threats.route_asset[j, route])
    if best >= 0 and threats.p_asset[j, best] > 0.0:
        asset = compiled.assets[best]
        lines.append(
            f"course to {asset.name or asset.id} with probability "
            f"{threats.p_asset[j, best]:.2f}"
        )
    if track.p_decoy > 0.0:
        lines.append(f"decoy with probability {track.p_decoy:.2f}")
    if shot.stage > 1:
        lines.append(
            f"needed only if stage {shot.stage - 1} misses ({shot.p_needed:.2f})"
        )
    return tuple(lines)
