"""Solution → recommendations with their worth, and everything the operator asks."""

import math
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

import numpy as np

from zaslin.assignment.compile import Compiled
from zaslin.assignment.interpret import CERTAIN, PlannedShot
from zaslin.assignment.kernel_last_order import last_useful_launches
from zaslin.assignment.problem import Floats, Index
from zaslin.assignment.solvers.kernel_explain import (
    RANKS,
    Reasons,
    explain_shots,
)
from zaslin.assignment.solvers.kernel_recursion import capacity_prices
from zaslin.assignment.solvers.solve import Solution, board_of, priced_field
from zaslin.assignment.stations import Station
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
    """One recommendation per shot at a live track, in the order of their launch.

    ``explained`` says which of them get alternatives and the effect of refusing them:
    a floor must not wait for that, and a re-plan only for what can be ordered.
    """
    chosen = [planned for planned in shots if _is_explained(planned, explained)]
    explanations = dict(
        zip(
            (planned.option for planned in chosen),
            _explanations(compiled, solution, chosen),
            strict=True,
        )
    )
    nothing = _Explanation()
    lines = [
        _recommendation(
            compiled, planned, worth, explanations.get(planned.option, nothing)
        )
        for planned, worth in zip(
            shots, _worths(compiled, solution, shots), strict=True
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
    """A shot's own figures; ``last_s`` is its last useful launch.

    ``asset`` is the one that its course leads to (negative: none), so probably.
    """

    averted_meur: float
    price_meur: float
    opens_s: float
    closes_s: float
    last_s: float
    station: Station
    asset: int
    p_asset: float
    saved_meur: float


def _worths(
    compiled: Compiled, solution: Solution, shots: Sequence[PlannedShot]
) -> list[_Worth]:
    """Figures of all shots, gathered at once: arrays are slow to pick from."""
    options, threats = compiled.problem.options, compiled.threats
    now_s, slot_s = compiled.picture.now_s, compiled.params.slot_s
    prices = capacity_prices(options, compiled.problem.capacity, solution.prices)
    picked = np.array([planned.option for planned in shots], dtype=np.int32)
    row = options.track[picked]
    asset = threats.route_asset[row, options.route[picked]]
    # Nobody is hurried by what is not to be ordered yet.
    firm = np.array([_is_firm(compiled, planned) for planned in shots], dtype=np.bool_)
    last_s = slot_s * last_useful_launches(
        compiled.sky, slot_s, options, picked, firm, _USEFUL
    )
    columns = (
        prices[picked],
        now_s + options.window_opens[picked] * slot_s,
        now_s + options.window_closes[picked] * slot_s,
        now_s + last_s,
        options.mount[picked],
        asset,
        # Negative ones are the last asset's, and not looked at.
        threats.p_asset[row, asset] if compiled.assets else np.zeros(len(picked)),
    )
    return [
        _Worth(
            averted, price, opens_s, closes_s, last_s, compiled.mounts[mount].station,
            asset, p_asset, compiled.mounts[mount].magazine.saved_value_meur,
        )
        for averted, price, opens_s, closes_s, last_s, mount, asset, p_asset in zip(
            _averted(compiled, shots), *(c.tolist() for c in columns), strict=True
        )
    ]  # fmt: skip


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


def _explanations(
    compiled: Compiled, solution: Solution, shots: Sequence[PlannedShot]
) -> list[_Explanation]:
    """What else could be done in place of each shot."""
    if not shots:
        return []
    reasons = _reasons(compiled, solution, shots)
    replacements = _alternatives(compiled, reasons.replacement, reasons.refusal)
    others = _alternatives(
        compiled, reasons.alternative.ravel(), reasons.difference.ravel()
    )
    return [
        _Explanation(
            refusal,
            replacement,
            tuple(
                other
                for other in others[row * RANKS : (row + 1) * RANKS]
                if other is not None
            ),
        )
        for row, (refusal, replacement) in enumerate(
            zip(reasons.refusal.tolist(), replacements, strict=True)
        )
    ]


def _alternatives(
    compiled: Compiled, chosen: Index, difference: Floats
) -> list[Alternative | None]:
    """Options as alternatives with what each would change; None for negative ones."""
    options, sky = compiled.problem.options, compiled.sky
    mount = options.mount[chosen]
    kind = sky.mounts["type_index"][mount]
    columns = (
        chosen,
        mount,
        options.salvo[chosen],
        compiled.picture.now_s + options.launch[chosen] * compiled.params.slot_s,
        options.p_available[chosen] * sky.pk_planned[options.track[chosen], kind],
        difference,
    )
    return [
        None
        if option < 0
        else Alternative(
            fire_unit=compiled.mounts[mount].station.unit.id,
            position=compiled.mounts[mount].station.position_id,
            interceptor_type=compiled.mounts[mount].interceptor_type.id,
            salvo_size=salvo,
            launch_s=launch_s,
            pk_planned=pk,
            difference_meur=rise,
        )
        for option, mount, salvo, launch_s, pk, rise in zip(
            *(c.tolist() for c in columns), strict=True
        )
    ]


def _recommendation(
    compiled: Compiled, planned: PlannedShot, worth: _Worth, why: _Explanation
) -> Recommendation:
    now_s = compiled.picture.now_s
    shot, station = planned.shot, worth.station
    # A unit that has to drive first is ordered that much earlier.
    moves = station.position_id != CURRENT_POSITION
    lead_s = station.ready_s - now_s if moves else 0.0
    return Recommendation(
        shot=shot,
        firm=_is_firm(compiled, planned),
        window_opens_s=worth.opens_s,
        window_closes_s=worth.closes_s,
        last_order_s=worth.last_s - max(station.unit.reaction_time_s, lead_s),
        damage_averted_meur=worth.averted_meur,
        price_meur=worth.price_meur,
        refusal_meur=why.refusal_meur,
        replacement=why.replacement,
        alternatives=why.alternatives,
        assumes=_assumptions(compiled, planned, worth),
    )


def _is_firm(compiled: Compiled, planned: PlannedShot) -> bool:
    """Whether it is needed whatever happens, and so soon that it is to be decided."""
    ahead_s = planned.shot.launch_s - compiled.picture.now_s
    is_certain = planned.shot.p_needed > CERTAIN
    return is_certain and ahead_s <= compiled.params.commit_horizon_s


def _assumptions(
    compiled: Compiled, planned: PlannedShot, worth: _Worth
) -> tuple[str, ...]:
    """What the choice rests on, most doubtful first."""
    shot, params = planned.shot, compiled.params
    track = compiled.tracks[planned.row]
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
    if worth.asset >= 0 and worth.p_asset > 0.0:
        asset = compiled.assets[worth.asset]
        lines.append(
            f"course to {asset.name or asset.id} with probability {worth.p_asset:.2f}"
        )
    if track.p_decoy > 0.0:
        lines.append(f"decoy with probability {track.p_decoy:.2f}")
    if worth.saved_meur > 0.0:
        lines.append(f"a round saved would earn {worth.saved_meur:.3g} M€ later")
    if shot.stage > 1:
        lines.append(
            f"needed only if stage {shot.stage - 1} misses ({shot.p_needed:.2f})"
        )
    return tuple(lines)
