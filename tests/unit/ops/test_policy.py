"""What two people have to sign, and why."""

from dataclasses import replace
from typing import Any

import pytest

from tests.desks import (
    Scripted,
    amendment_of,
    authorised,
    decision_on,
    desk_on,
    saturated_plan,
)
from tests.pictures import FREE, GUN_ROUND, MISSILE, NOW_S, saturated, square
from zaslin.domain.control import (
    Control,
    NoEngagementZone,
    ReserveOrder,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.decision import Decision, Verdict
from zaslin.domain.defence import EffectorKind
from zaslin.domain.event import UnitReported
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, ZoneId
from zaslin.ops.desk import Desk
from zaslin.ops.policy import ONE_PERSON, TwoPerson, needs_second, widening

PLAN = saturated_plan()
LINE = PLAN.recommendations[0]
ALL = TwoPerson(
    types=frozenset({MISSILE.id}), cost_meur=0.0, last_reserve=True, widening=True
)


def desk(rounds: int = 4) -> Desk:
    """A desk whose unit of the first line has so many rounds."""
    made = desk_on(saturated(), Scripted(PLAN))
    made.tick(NOW_S)
    unit = made.situation.fire_units[LINE.shot.fire_unit]
    magazine = replace(unit.magazines[0], rounds_ready=rounds, rails=4)
    made.record(UnitReported(fire_unit=replace(unit, magazines=(magazine,))), NOW_S)
    return made


def code(policy: TwoPerson, there: Desk, what: Decision | Control) -> str | None:
    """Why two, in a word."""
    need = needs_second(policy, there.situation, what)
    assert need is None or str(need)
    return None if need is None else need.code


DECISION = decision_on(LINE, 1, NOW_S)


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        (ONE_PERSON, None),
        (TwoPerson(types=frozenset({MISSILE.id})), "interceptor_type"),
        (TwoPerson(types=frozenset({GUN_ROUND.id})), None),
        (TwoPerson(cost_meur=MISSILE.cost_meur), "cost"),
        (TwoPerson(cost_meur=MISSILE.cost_meur + 0.1), None),
        (TwoPerson(last_reserve=True), None),
        (TwoPerson(widening=True), None),
        (ALL, "interceptor_type"),
    ],
)
def test_a_shot_needs_two_by_its_type_or_its_cost(
    policy: TwoPerson, why: str | None
) -> None:
    """Or by nothing."""
    assert code(policy, desk(), DECISION) == why


@pytest.mark.parametrize("verdict", [Verdict.REFUSE, Verdict.HOLD])
def test_what_only_takes_away_is_one_persons(verdict: Verdict) -> None:
    """Under the strictest policy."""
    assert code(ALL, desk(), replace(DECISION, verdict=verdict)) is None


def test_the_last_rounds_above_the_reserve_need_two() -> None:
    """Less what is authorised already; the reserve is the unit's or the commander's."""
    policy = TwoPerson(last_reserve=True)
    assert code(policy, desk(2), DECISION) is None
    assert code(policy, desk(1), DECISION) == "last_reserve"
    there = desk(2)
    there.ledger.situation = replace(
        there.situation,
        control=replace(
            FREE, reserves=(ReserveOrder(interceptor_type=MISSILE.id, rounds=1),)
        ),
    )
    assert code(policy, there, DECISION) == "last_reserve"


def test_rounds_that_are_ordered_already_are_not_there() -> None:
    """Or two people could each take the last but one."""
    there = desk_on(saturated(), Scripted(PLAN))
    there.tick(NOW_S)
    policy = TwoPerson(last_reserve=True)
    first = authorised(there, NOW_S)
    unit = there.situation.fire_units[first.pin.fire_unit]
    magazine = replace(unit.magazines[0], rounds_ready=2, rails=4)
    there.record(UnitReported(fire_unit=replace(unit, magazines=(magazine,))), NOW_S)
    line = next(
        each
        for each in PLAN.recommendations[1:]
        if each.firm and each.shot.fire_unit == unit.id
    )

    assert code(policy, there, decision_on(line, 1, NOW_S)) == "last_reserve"


def test_an_amended_shot_is_judged_as_amended() -> None:
    """By the unit and the round that would be launched."""
    decision = amendment_of(LINE, 1, NOW_S)
    assert decision.amended is not None
    cheap = replace(
        decision,
        amended=replace(decision.amended, interceptor_type=InterceptorTypeId("x")),
    )
    policy = TwoPerson(types=frozenset({MISSILE.id}))

    assert code(policy, desk(), decision) == "interceptor_type"
    assert code(policy, desk(), cheap) is None


TIGHT, HOLD = WeaponsControlStatus.TIGHT, WeaponsControlStatus.HOLD
ZONE = NoEngagementZone(id=ZoneId("Z"), area=square(0.0, 0.0, half_m=1_000.0))
HERE = WeaponsControlOrder(status=HOLD, area=ZONE.area)
GUNS = WeaponsControlOrder(status=TIGHT, kind=EffectorKind.GUN)
RESERVE = ReserveOrder(
    interceptor_type=MISSILE.id, rounds=4, fire_unit=FireUnitId("U1")
)


def control(**changes: Any) -> Control:
    """Weapons TIGHT, a zone, two orders and a reserve."""
    usual = Control(
        weapons_control=TIGHT, zones=(ZONE,), orders=(HERE, GUNS), reserves=(RESERVE,)
    )
    return replace(usual, **changes)


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (control(), None),
        (control(weapons_control=HOLD), None),
        (control(weapons_control=HOLD, orders=()), None),
        (control(orders=(HERE,)), None),
        (control(orders=(replace(HERE, kind=None), GUNS)), None),
        (control(reserves=(replace(RESERVE, rounds=5),)), None),
        (control(reserves=(replace(RESERVE, fire_unit=None),)), None),
        (control(weapons_control=WeaponsControlStatus.FREE), "status"),
        (control(orders=(GUNS,)), "order"),
        (control(orders=(replace(HERE, status=TIGHT), GUNS)), "order"),
        (control(orders=(replace(HERE, kind=EffectorKind.GUN), GUNS)), "order"),
        (control(zones=()), "zone"),
        (control(zones=(replace(ZONE, floor_m=100.0),)), "zone"),
        (control(reserves=(replace(RESERVE, rounds=3),)), "reserve"),
        (control(reserves=()), "reserve"),
    ],
)
def test_what_permits_more_than_before_widens(after: Control, why: str | None) -> None:
    """And what only forbids more does not."""
    need = widening(control(), after)

    assert (need and need.code) == why


def test_measures_need_two_where_they_widen_and_the_house_says_so() -> None:
    """Only then."""
    there = desk()
    there.ledger.situation = replace(there.situation, control=control())

    assert code(ALL, there, FREE) == "status"
    assert code(replace(ALL, widening=False), there, FREE) is None
    assert code(ALL, there, control(weapons_control=HOLD)) is None


def test_a_limit_is_a_sum_of_money() -> None:
    """Not a negative one."""
    with pytest.raises(ValueError, match="cost_meur of two persons is -1"):
        TwoPerson(cost_meur=-1.0)
