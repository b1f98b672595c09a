"""A picture and its plan with every number worked out on paper.

One drone flies south at 50 m/s straight at a unit at the origin, at its altitude.
A round at 300 m/s is launched 10 s from now, when the drone is 17,500 m away.
They close at 350 m/s and meet 50 s later at 15,000 m.

* The pk fades from 1 at 10,000 m to 0.6 at 20,000 m: a factor of 0.8 there.
* The position is known to 5,000 m, and 5,000 m are left to the maximum range:
  the drone is within reach with probability Φ(1) = 0.841344746.
* The pk is 0.5 to 0.7, planned at 0.6.
* Nothing is defended, so all that leaks is the background of 10 M€.
* A village below the intercept suffers 0.1 M€ from debris, and a round costs 0.5 M€.
"""

import math
from dataclasses import replace
from statistics import NormalDist

from tests.pictures import FREE, NOW_S, ORIGIN, hostile
from zaslin.assignment.check import Rule, violations_of
from zaslin.assignment.check.scene import set_scene
from zaslin.domain.defence import (
    EffectorKind,
    FireUnit,
    FiringDoctrine,
    InterceptorType,
    Magazine,
    PkRange,
    PopulatedArea,
    PreparedPosition,
)
from zaslin.domain.ids import (
    CURRENT_POSITION,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
)
from zaslin.domain.params import PlanParams, ThreatParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import (
    BoundCovers,
    Leaker,
    Plan,
    Posture,
    Recommendation,
    RoundPrice,
    Shot,
    StockAfter,
    Terms,
    Threat,
)
from zaslin.domain.space import Position
from zaslin.domain.track import ThreatClass

P_AVAILABLE = 0.8 * 0.841344746068543
P_KILL = P_AVAILABLE * 0.6
THREAT_MEUR = 10.0
COST_MEUR = 0.5

PARAMS = PlanParams(threat=ThreatParams(background_meur=THREAT_MEUR))

ROUND = InterceptorType(
    id=InterceptorTypeId("round"),
    kind=EffectorKind.MISSILE,
    speed_mps=300.0,
    min_range_m=500.0,
    max_range_m=20_000.0,
    min_altitude_m=0.0,
    max_altitude_m=5_000.0,
    pk={ThreatClass.ONE_WAY_ATTACK: PkRange(0.5, 0.7)},
    best_range_m=10_000.0,
    edge_pk_factor=0.6,
    assessment_time_s=10.0,
    cost_meur=COST_MEUR,
)

UNIT = FireUnit(
    id=FireUnitId("U"),
    position=Position(0.0, 0.0, 100.0),
    channels=2,
    magazines=(Magazine(interceptor_type=ROUND.id, rounds_ready=4),),
    reaction_time_s=10.0,
    antenna_height_m=25.0,
    doctrine=FiringDoctrine.SHOOT_SHOOT_LOOK,
    prepared_positions=(
        PreparedPosition(
            id=PositionId("hill"),
            position=Position(1_000.0, 0.0, 100.0),
            travel_time_s=0.0,
        ),
    ),
    setup_time_s=20.0,
)

TRACK = replace(
    hostile("T", north_m=18_000.0, altitude_m=100.0),
    position_sigma_m=5_000.0,
    velocity_sigma_mps=0.0,
)

VILLAGE = PopulatedArea(
    id="village",
    position=Position(0.0, 15_000.0),
    radius_m=1_000.0,
    debris_meur=0.1,
)

PICTURE = Picture(
    revision=7,
    now_s=NOW_S,
    origin=ORIGIN,
    tracks=(TRACK,),
    fire_units=(UNIT,),
    interceptor_types=(ROUND,),
    populated_areas=(VILLAGE,),
    control=FREE,
)


def shot_at(
    after_s: float, *, stage: int = 1, p_needed: float = 1.0, salvo_size: int = 1
) -> Shot:
    """The same shot launched at another time, with its figures from the formulae."""
    flight_s = (18_000.0 - 50.0 * after_s) / (300.0 + 50.0)
    range_m = 300.0 * flight_s
    fading = max(0.0, range_m - 10_000.0) / 10_000.0
    p_available = (1.0 - 0.4 * fading) * NormalDist().cdf(
        (20_000.0 - range_m) / 5_000.0
    )
    p_kill = p_available * (1.0 - 0.4**salvo_size)
    return Shot(
        track=TRACK.id,
        fire_unit=UNIT.id,
        position=CURRENT_POSITION,
        interceptor_type=ROUND.id,
        salvo_size=salvo_size,
        launch_s=NOW_S + after_s,
        intercept_s=NOW_S + after_s + flight_s,
        assessed_s=NOW_S + after_s + flight_s + 10.0,
        intercept_at=Position(0.0, range_m, 100.0),
        stage=stage,
        p_needed=p_needed,
        p_available=p_available,
        pk_low=p_available * 0.5,
        pk_planned=p_available * 0.6,
        pk_high=p_available * 0.7,
        p_kill=p_kill,
        debris_meur=0.1 * p_kill * math.exp(-0.5 * (range_m / 1_000.0 - 15.0) ** 2),
    )


def assumptions_of(shot: Shot) -> tuple[str, ...]:
    """What the shot rests on, in the words of docs/mathematics.md."""
    lines = [
        (
            f"pk {shot.pk_planned:.2f} per round with its availability, believed "
            f"{shot.pk_low:.2f} to {shot.pk_high:.2f}; planned at 50% of that range"
        )
    ]
    if shot.p_available < 0.5:
        lines.append(
            f"the shot exists in {shot.p_available:.0%} of the cases expected: course, "
            "place in the envelope, range"
        )
    if shot.stage > 1:
        lines.append(
            f"needed only if stage {shot.stage - 1} misses ({shot.p_needed:.2f})"
        )
    return tuple(lines)


def free_of_charge(picture: Picture) -> tuple[RoundPrice, ...]:
    """A price of nothing on the rounds of each unit at each of its positions."""
    spending = {kind.id for kind in picture.interceptor_types if kind.spends_rounds}
    return tuple(
        RoundPrice(
            fire_unit=unit.id,
            position=position,
            interceptor_type=magazine.interceptor_type,
            price_meur=0.0,
        )
        for unit in picture.fire_units
        for position in (CURRENT_POSITION, *(p.id for p in unit.prepared_positions))
        for magazine in unit.magazines
        if magazine.interceptor_type in spending
    )


FREE_OF_CHARGE = free_of_charge(PICTURE)


def plan_of(*shots: Shot) -> Plan:
    """The plan that holds these shots at the one track, with its account."""
    p_leak = math.prod(1.0 - shot.p_kill for shot in shots)
    terms = Terms(
        leaked_damage=THREAT_MEUR * p_leak,
        rounds=COST_MEUR * sum(shot.p_needed * shot.salvo_size for shot in shots),
        debris=sum(shot.p_needed * shot.debris_meur for shot in shots),
        plan_change=0.0,
    )
    certain = sum(shot.salvo_size for shot in shots if shot.p_needed == 1.0)
    return Plan(
        revision=7,
        made_at_s=NOW_S,
        method="by hand",
        value=terms.total,
        bound=0.5 * terms.total,
        undefended=THREAT_MEUR,
        forecast_leak_meur=0.0,
        terms=terms,
        shots=shots,
        recommendations=tuple(
            Recommendation(
                shot=shot,
                firm=shot.stage == 1 and shot.launch_s < NOW_S + 180.0,
                window_opens_s=NOW_S + 10.0,
                window_closes_s=NOW_S + 300.0,
                last_order_s=NOW_S + 290.0,
                damage_averted_meur=(
                    THREAT_MEUR * p_leak / (1.0 - shot.p_kill) * shot.p_kill
                ),
                price_meur=0.0,
                refusal_meur=3.0,
                replacement=None,
                alternatives=(),
                assumes=assumptions_of(shot),
            )
            for shot in shots
        ),
        not_engaged=(),
        leakers=(
            Leaker(
                track=TRACK.id,
                p_leak=p_leak,
                expected_leak_meur=THREAT_MEUR * p_leak,
                likely_asset=None,
                time_to_impact_s=None,
            ),
        ),
        threats=(
            Threat(
                track=TRACK.id,
                threat_value_meur=THREAT_MEUR,
                p_decoy=0.0,
                lethality=1.0,
                p_no_asset=1.0,
                assets=(),
                other_assets_meur=THREAT_MEUR,
                time_to_impact_s=None,
            ),
        ),
        assets=(),
        stock_after=(
            StockAfter(
                fire_unit=UNIT.id,
                interceptor_type=ROUND.id,
                rounds_before=4,
                rounds_committed=certain,
                rounds_expected=sum(shot.p_needed * shot.salvo_size for shot in shots),
                rounds_for_forecast=0,
                min_reserve=0,
                rounds_after=4 - certain,
            ),
        ),
        bound_covers=BoundCovers(starts_per_window=PARAMS.starts_per_window),
        prices=FREE_OF_CHARGE,
        slot_prices=(),
        postures=(Posture(fire_unit=UNIT.id, position=CURRENT_POSITION),),
        held_for_forecast=(),
        withdrawn=(),
    )


LEAK_MEUR = THREAT_MEUR * (1.0 - P_KILL)

SHOT = shot_at(10.0)
"""The shot of the text above."""

PLAN = plan_of(SHOT)

FOLLOW_UP = shot_at(70.0, stage=2, p_needed=1.0 - P_KILL)
"""Launched in the slot in which the first shot was assessed."""


def rules(
    plan: Plan = PLAN, *, picture: Picture = PICTURE, params: PlanParams = PARAMS
) -> set[Rule]:
    """Every rule that the checker finds broken; the prices go with the picture."""
    if plan.prices == FREE_OF_CHARGE:
        pinned = {pin.fire_unit for pin in set_scene(picture, params).pins}
        prices = [
            each
            for each in free_of_charge(picture)
            if each.position == CURRENT_POSITION or each.fire_unit not in pinned
        ]
        plan = replace(plan, prices=tuple(prices))
    return {violation.rule for violation in violations_of(picture, params, plan)}


def rules_of_shot(**changes: object) -> set[Rule]:
    """Every rule broken by the plan whose one shot is changed."""
    shot = replace(SHOT, **changes)  # type: ignore[arg-type]
    recommendation = replace(
        PLAN.recommendations[0], shot=shot, assumes=assumptions_of(shot)
    )
    return rules(replace(PLAN, shots=(shot,), recommendations=(recommendation,)))


def rules_in(picture: Picture) -> set[Rule]:
    """Every rule that the plan breaks in another picture."""
    return rules(picture=picture)


def with_unit(**changes: object) -> Picture:
    """The picture with the fire unit changed."""
    unit = replace(UNIT, **changes)  # type: ignore[arg-type]
    return replace(PICTURE, fire_units=(unit,))


def with_round(**changes: object) -> Picture:
    """The picture with the interceptor type changed."""
    interceptor = replace(ROUND, **changes)  # type: ignore[arg-type]
    return replace(PICTURE, interceptor_types=(interceptor,))


def with_track(**changes: object) -> Picture:
    """The picture with the track changed."""
    track = replace(TRACK, **changes)  # type: ignore[arg-type]
    return replace(PICTURE, tracks=(track,))


def with_control(**changes: object) -> Picture:
    """The picture with the control measures changed."""
    control = replace(PICTURE.control, **changes)  # type: ignore[arg-type]
    return replace(PICTURE, control=control)
