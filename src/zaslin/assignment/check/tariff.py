"""The prices of a plan: on what there is, once each, and what shots owe by them."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat

from zaslin.assignment.check.engagement import MICROSECOND
from zaslin.assignment.check.scene import Scene
from zaslin.assignment.check.shot import Judged
from zaslin.assignment.check.violation import Rule, Violation
from zaslin.domain.ids import (
    FireUnitId,
    InterceptorTypeId,
    PositionId,
)
from zaslin.domain.plan import Plan, SlotPrice

Place = tuple[FireUnitId, PositionId]
MountKey = tuple[FireUnitId, PositionId, InterceptorTypeId]


@dataclass(frozen=True, slots=True)
class Tariff:
    """The prices by what they are on; slots without a price are free."""

    rounds: Mapping[MountKey, float]
    channels: Mapping[Place, Mapping[int, float]]
    rails: Mapping[MountKey, Mapping[int, float]]


def tariff_of(scene: Scene, plan: Plan) -> Tariff:
    """Look the prices of a plan up once."""
    now_s, slot_s = scene.picture.now_s, scene.params.slot_s
    channels: dict[Place, dict[int, float]] = defaultdict(dict)
    rails: dict[MountKey, dict[int, float]] = defaultdict(dict)
    for each in plan.slot_prices:
        after_s = each.starts_s - now_s
        if not math.isfinite(after_s):
            continue
        slot = round(after_s / slot_s)
        if each.interceptor_type is None:
            channels[each.fire_unit, each.position][slot] = each.price_meur
        else:
            key = (each.fire_unit, each.position, each.interceptor_type)
            rails[key][slot] = each.price_meur
    return Tariff(
        {
            (each.fire_unit, each.position, each.interceptor_type): each.price_meur
            for each in plan.prices
        },
        channels,
        rails,
    )


def price_of(scene: Scene, tariff: Tariff, judged: Judged) -> float:
    """Priced channel time, rail time and rounds of one shot: section 8."""
    shot, first = judged.placed.shot, judged.placed.slot
    owed = _span(
        tariff.channels.get((shot.fire_unit, shot.position)), first, judged.end_slot
    )
    if not judged.rounds:
        return owed
    key = (shot.fire_unit, shot.position, shot.interceptor_type)
    per_round = tariff.rounds.get(key, 0.0)
    if (rails := tariff.rails.get(key)) is not None:
        magazine = scene.magazines.get((shot.fire_unit, shot.interceptor_type))
        reload_s = 0.0 if magazine is None else magazine.reload_time_s
        slots = math.ceil(reload_s / scene.params.slot_s - 1e-9)
        per_round += _span(rails, first, first + slots)
    return owed + judged.rounds * per_round


def _span(prices: Mapping[int, float] | None, first: int, end: int) -> float:
    if not prices:
        return 0.0
    return sum(map(prices.get, range(first, end), repeat(0.0)))


def tariff_faults(scene: Scene, plan: Plan) -> Iterator[Violation]:
    """Every round that can be spent has one price; slot prices are on real slots."""
    listed = Counter(
        (each.fire_unit, each.position, each.interceptor_type) for each in plan.prices
    )
    due = Counter(_mounts(scene))
    if listed != due:
        for key in (listed - due) + (due - listed):
            detail = f"priced {listed[key]} times; accepted: {due[key]}"
            yield Violation(Rule.PRICE, "price of {2} at {0} {1}".format(*key), detail)
    slots = [
        (each.fire_unit, each.position, each.interceptor_type, each.starts_s)
        for each in plan.slot_prices
    ]
    if len(set(slots)) < len(slots):
        yield Violation(Rule.PRICE, "slot prices", "a slot is priced twice")
    for each in plan.slot_prices:
        if not _is_slot(scene, each):
            yield Violation(Rule.PRICE, "slot prices", f"no such slot: {each}")


def _mounts(scene: Scene) -> Iterator[MountKey]:
    """Interceptor types that spend rounds, at each station a unit may fight from."""
    for unit, position in scene.stations:
        if scene.bound.get(unit, position) != position:
            continue
        for magazine in scene.units[unit].magazines:
            if scene.types[magazine.interceptor_type].spends_rounds:
                yield unit, position, magazine.interceptor_type


def _is_slot(scene: Scene, price: SlotPrice) -> bool:
    """Whether a slot price is on a slot of the horizon, of a station, of a magazine."""
    unit, name = price.fire_unit, price.interceptor_type
    if (unit, price.position) not in scene.stations:
        return False
    if name is not None and (unit, name) not in scene.magazines:
        return False
    after_s = price.starts_s - scene.picture.now_s
    slot_s = scene.params.slot_s
    return (
        -MICROSECOND <= after_s <= (scene.params.slot_count - 1) * slot_s + MICROSECOND
        and abs(math.remainder(after_s, slot_s)) <= MICROSECOND
    )
