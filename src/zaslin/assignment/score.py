"""Score every track against every inventory, at the prices of the whole picture."""

from collections.abc import Iterator

import numpy as np

from zaslin.assignment.compile import Compiled, compile_picture
from zaslin.assignment.problem import Floats
from zaslin.assignment.reason_index import REASONS
from zaslin.assignment.solvers.dual import find_prices
from zaslin.assignment.solvers.kernel_recursion import capacity_prices
from zaslin.assignment.stop import Never
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.domain.score import Opportunity, Score


def score(picture: Picture, params: PlanParams | None = None) -> tuple[Score, ...]:
    """Score every (track, fire unit, interceptor type): best shot, or why none.

    Live tracks in the order of their threat value, refused ones last; every mount of
    the picture for each. Prices are those of all tracks competing at once.
    """
    params = params or PlanParams()
    compiled = compile_picture(picture, params)
    prices, _ = find_prices(compiled.problem, None, params.price_steps, Never())
    owed = capacity_prices(compiled.problem.options, compiled.problem.capacity, prices)
    order = np.argsort(-compiled.problem.value[: compiled.live_count], kind="stable")
    scores: list[Score] = []
    for j in order.tolist():
        scores.extend(_track_scores(compiled, j, owed))
    for track, why in compiled.refused:
        scores.extend(
            Score(
                track=track.id,
                fire_unit=mount.station.unit.id,
                position=mount.station.position_id,
                interceptor_type=mount.interceptor_type.id,
                best=None,
                reason=why,
            )
            for mount in compiled.mounts
        )
    return tuple(scores)


def _track_scores(compiled: Compiled, j: int, owed: Floats) -> Iterator[Score]:
    options, problem = compiled.problem.options, compiled.problem
    span = slice(int(options.of_track[j]), int(options.of_track[j + 1]))
    averted = problem.weight[j] * problem.value[j] * options.p_kill[span]
    cost = problem.weight[j] * (options.money[span] + options.debris[span])
    charge = problem.weight[j] * owed[span]
    net = averted - cost - charge
    best: dict[int, int] = {}
    for place, mount in enumerate(options.mount[span].tolist()):
        if mount not in best or net[place] > net[best[mount]]:
            best[mount] = place
    for u, mount in enumerate(compiled.mounts):
        found = best.get(u)
        yield Score(
            track=compiled.tracks[j].id,
            fire_unit=mount.station.unit.id,
            position=mount.station.position_id,
            interceptor_type=mount.interceptor_type.id,
            best=None
            if found is None
            else _opportunity(
                compiled,
                span.start + found,
                float(averted[found]),
                float(cost[found]),
                float(charge[found]),
            ),
            reason=_reason(compiled, j, u) if found is None else None,
        )


def _reason(compiled: Compiled, j: int, u: int) -> ReasonCode:
    code = REASONS[int(compiled.reason[j, u])]
    return ReasonCode.NO_PK if code is None else code


def _opportunity(
    compiled: Compiled, option: int, averted: float, cost: float, charge: float
) -> Opportunity:
    options, params = compiled.problem.options, compiled.params
    now_s, j = compiled.picture.now_s, int(options.track[option])
    kind = int(compiled.sky.mounts["type_index"][options.mount[option]])
    available = float(options.p_available[option])
    return Opportunity(
        salvo_size=int(options.salvo[option]),
        launch_s=now_s + int(options.launch[option]) * params.slot_s,
        window_opens_s=now_s + int(options.window_opens[option]) * params.slot_s,
        window_closes_s=now_s + int(options.window_closes[option]) * params.slot_s,
        p_available=available,
        pk_low=available * float(compiled.pk_low[j, kind]),
        pk_planned=available * float(compiled.sky.pk_planned[j, kind]),
        pk_high=available * float(compiled.sky.pk_high[j, kind]),
        damage_averted_meur=averted,
        cost_meur=cost,
        price_meur=charge,
        net_gain_meur=averted - cost - charge,
    )
