"""What two people have to sign: a rule of the house, beside the hard ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zaslin.assignment.stations import reserve_of
from zaslin.domain.accept import accept_range
from zaslin.domain.control import Control, ReserveOrder, WeaponsControlOrder
from zaslin.domain.decision import Decision
from zaslin.domain.ids import FireUnitId, InterceptorTypeId
from zaslin.ops.posting import Balance, balances
from zaslin.ops.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPerson:
    """When a decision needs a second person; by default never.

    ``types``: shots with these interceptor types.
    ``cost_meur``: shots whose rounds cost at least so much (None: whatever they cost).
    ``last_reserve``: shots that take the last rounds above the commander's reserve.
    ``widening``: control measures that permit more than those in force.
    """

    types: frozenset[InterceptorTypeId] = frozenset()
    cost_meur: float | None = None
    last_reserve: bool = False
    widening: bool = False

    def __post_init__(self) -> None:
        if self.cost_meur is not None:
            accept_range("cost_meur of two persons", self.cost_meur, 0.0, 1.0e6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Why two people have to sign: in words, and as a code with what it is about.

    Codes: ``interceptor_type``, ``cost``, ``last_reserve``, ``status``, ``order``,
    ``zone``, ``reserve``.
    """

    code: str
    text: str
    params: Mapping[str, str | float | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text


ONE_PERSON = TwoPerson()
"""One person decides on everything."""


def needs_second(
    policy: TwoPerson, situation: Situation, what: Decision | Control
) -> Need | None:
    """Why two people have to sign, or None if one will do.

    Whatever only takes away (a refusal, a hold, narrower measures) is one person's.
    """
    if isinstance(what, Control):
        return widening(situation.control, what) if policy.widening else None
    if not what.verdict.engages:
        return None
    unit, kind, rounds = _ordered(situation, what)
    if kind in policy.types:
        return Need(
            code="interceptor_type",
            text=f"every shot with {kind} needs two people",
            params={"interceptor_type": kind},
        )
    types = {each.id: each for each in situation.opened.interceptor_types}
    if kind not in types:
        return None
    cost_meur = types[kind].cost_meur * rounds
    if policy.cost_meur is not None and cost_meur >= policy.cost_meur:
        return Need(
            code="cost",
            text=f"{rounds} x {kind} costs {cost_meur:g} M€, and two people decide "
            f"from {policy.cost_meur:g} M€ on",
            params={"cost_meur": cost_meur, "limit_meur": policy.cost_meur},
        )
    if policy.last_reserve and types[kind].spends_rounds:
        return _takes_the_last(situation, unit, kind, rounds)
    return None


def widening(before: Control, after: Control) -> Need | None:
    """What new control measures permit that those before did not, or None."""
    status = before.weapons_control, after.weapons_control
    if status[1].strictness < status[0].strictness:
        return Need(
            code="status",
            text=f"weapons control goes from {status[0]} to {status[1]}",
            params={"before": status[0], "after": status[1]},
        )
    for order in before.orders:
        if order not in after.orders and not _is_covered(order, after):
            return Need(
                code="order",
                text=f"an order to weapons {order.status} is lifted",
                params={"status": order.status},
            )
    zones = {zone.id: zone for zone in after.zones}
    for zone in before.zones:
        if zones.get(zone.id) != zone:
            return Need(
                code="zone",
                text=f"no-engagement zone {zone.id!r} is lifted or changed",
                params={"zone": zone.id},
            )
    for reserve in before.reserves:
        if not _is_kept(reserve, after):
            kind = reserve.interceptor_type
            return Need(
                code="reserve",
                text=f"the reserve of {reserve.rounds} {kind} is lowered",
                params={"interceptor_type": kind, "rounds": reserve.rounds},
            )
    return None


def _is_covered(order: WeaponsControlOrder, after: Control) -> bool:
    """Whether what an order forbids is forbidden everywhere now."""
    return after.weapons_control.strictness >= order.status.strictness or any(
        other.area == order.area
        and other.kind in (None, order.kind)
        and other.status.strictness >= order.status.strictness
        for other in after.orders
    )


def _is_kept(reserve: ReserveOrder, after: Control) -> bool:
    return any(
        other.interceptor_type == reserve.interceptor_type
        and other.fire_unit in (None, reserve.fire_unit)
        and other.rounds >= reserve.rounds
        for other in after.reserves
    )


def _ordered(
    situation: Situation, decision: Decision
) -> tuple[FireUnitId, InterceptorTypeId, int]:
    """Who would launch what and how many; the most that the line could mean."""
    if decision.amended is not None:
        shot = decision.amended
        return shot.fire_unit, shot.interceptor_type, shot.salvo_size
    salvos = [
        shot.salvo_size
        for shot in situation.shown
        if (shot.track, shot.fire_unit, shot.interceptor_type)
        == (decision.track, decision.fire_unit, decision.interceptor_type)
    ]
    return decision.fire_unit, decision.interceptor_type, max(salvos, default=1)


def _takes_the_last(
    situation: Situation, name: FireUnitId, kind: InterceptorTypeId, rounds: int
) -> Need | None:
    unit = situation.fire_units.get(name)
    for magazine in unit.magazines if unit else ():
        if unit is None or magazine.interceptor_type != kind:
            continue
        balance = balances(situation).get((name, kind), Balance())
        reserve = reserve_of(unit, magazine, situation.control)
        if balance.available - rounds <= reserve:
            return Need(
                code="last_reserve",
                text=f"it takes the last {kind} of {name} above a reserve of {reserve}",
                params={"fire_unit": name, "interceptor_type": kind, "rounds": reserve},
            )
    return None
