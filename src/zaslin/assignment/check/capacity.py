"""Rounds, rails, channels and posture: section 6."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from zaslin.assignment.check.engagement import MICROSECOND
from zaslin.assignment.check.measures import reserve
from zaslin.assignment.check.scene import Scene
from zaslin.assignment.check.shot import Judged
from zaslin.assignment.check.violation import Rule, Violation
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.defence import FireUnit, Magazine
from zaslin.domain.ids import CURRENT_POSITION, FireUnitId
from zaslin.domain.plan import Posture

ROUNDING = 1e-6
"""By how much sums of expected use may exceed a capacity."""

Span = tuple[int, int, float]
"""From a slot, to the slot after the last, so many on average."""


def capacity_faults(
    scene: Scene, shots: Iterable[Judged], postures: Iterable[Posture]
) -> Iterator[Violation]:
    """Everything that the shots of each unit ask of it at once."""
    by_unit: dict[FireUnitId, list[Judged]] = defaultdict(list)
    for shot in shots:
        by_unit[shot.placed.unit.id].append(shot)
    pins_of: dict[FireUnitId, list[PinnedEngagement]] = defaultdict(list)
    for pin in scene.pins:
        pins_of[pin.fire_unit].append(pin)
    for name, own in by_unit.items():
        unit = scene.units[name]
        pins = pins_of.get(name, [])
        for magazine in unit.magazines:
            yield from _magazine_faults(scene, unit, magazine, own, pins)
        yield from _channel_faults(scene, unit, own, pins)
    yield from _posture_faults(scene, by_unit, postures)


def _magazine_faults(
    scene: Scene,
    unit: FireUnit,
    magazine: Magazine,
    shots: Sequence[Judged],
    pins: Sequence[PinnedEngagement],
) -> Iterator[Violation]:
    """Rounds above the reserve, and rails while they are being loaded again."""
    name = magazine.interceptor_type
    shots = [
        each for each in shots if each.rounds and each.placed.interceptor.id == name
    ]
    if not shots:
        return
    pins = [pin for pin in pins if pin.interceptor_type == name and not pin.launched]
    where = f"{name} at {unit.id}"
    spent = math.fsum(each.rounds * each.placed.shot.p_needed for each in shots)
    spent += sum(pin.salvo_size for pin in pins)
    stock = magazine.rounds_ready + magazine.rounds_stored
    kept = reserve(scene.picture.control, unit.id, name, magazine.min_reserve)
    if spent > stock - kept + ROUNDING:
        rule = Rule.MAGAZINE if spent > stock + ROUNDING else Rule.RESERVE
        detail = f"{spent:g} rounds expected of {stock}, of which {kept} are a reserve"
        yield Violation(rule, where, detail)
    if magazine.rounds_stored > 0 and magazine.reload_time_s > 0.0:
        slots = math.ceil(magazine.reload_time_s / scene.params.slot_s - 1e-9)
        own = [
            (each.placed.slot, each.placed.slot + slots, each.rounds * _needed(each))
            for each in shots
        ]
        pinned = [
            (first := _slot_of(scene, pin.launch_s), first + slots, pin.salvo_size)
            for pin in pins
        ]
        rails = magazine.rail_count
        empty = (0, slots, rails - magazine.rounds_ready)
        slot = overbooked(own, [*pinned, empty], rails, scene.params.slot_count)
        if slot is not None:
            detail = f"more than {rails} rails, loaded or empty, in slot {slot}"
            yield Violation(Rule.RAILS, where, detail)


def _channel_faults(
    scene: Scene,
    unit: FireUnit,
    shots: Sequence[Judged],
    pins: Sequence[PinnedEngagement],
) -> Iterator[Violation]:
    """Engagements that a unit runs at once."""
    params, now_s = scene.params, scene.picture.now_s
    own = [(each.placed.slot, each.end_slot, _needed(each)) for each in shots]
    pinned = [
        (
            _slot_of(scene, pin.launch_s),
            math.ceil((pin.assessed_s - now_s - MICROSECOND) / params.slot_s),
            1,
        )
        for pin in pins
    ]
    slot = overbooked(own, pinned, unit.channels, params.slot_count)
    if slot is not None:
        detail = f"more than {unit.channels} engagements in slot {slot}"
        yield Violation(Rule.CHANNEL, str(unit.id), detail)


def _needed(judged: Judged) -> float:
    """Probability that the shot is needed; checked against the picture elsewhere."""
    return judged.placed.shot.p_needed


def _slot_of(scene: Scene, time_s: float) -> int:
    """The slot that contains a time."""
    after_s = time_s - scene.picture.now_s
    return math.floor((after_s + MICROSECOND) / scene.params.slot_s)


def overbooked(
    own: Iterable[Span], pinned: Iterable[Span], limit: int, slot_count: int
) -> int | None:
    """The first slot of the horizon in which a shot's share exceeds the limit.

    Slots that pinned engagements fill by themselves are nobody's fault.
    """
    steps: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for column, spans in enumerate((own, pinned)):
        for first, end, count in spans:
            if end > max(0, first):
                steps[max(0, first)][column] += count
                steps[end][column] -= count
    used = [0.0, 0.0]
    for slot in sorted(steps):
        if slot >= slot_count:
            break
        used = [used[0] + steps[slot][0], used[1] + steps[slot][1]]
        if used[0] > ROUNDING and used[0] + used[1] > limit + ROUNDING:
            return slot
    return None


def _posture_faults(
    scene: Scene,
    shots_of: dict[FireUnitId, list[Judged]],
    postures: Iterable[Posture],
) -> Iterator[Violation]:
    """One station per unit, the stated one, and the one where it is bound."""
    stated: dict[FireUnitId, str] = {}
    for posture in postures:
        name = posture.fire_unit
        if (name, posture.position) not in scene.stations:
            yield Violation(Rule.UNKNOWN, f"posture of {name}", posture.position)
        if name in stated:
            yield Violation(Rule.DUPLICATE, f"posture of {name}", "stated twice")
        stated[name] = posture.position
    for name, place in scene.bound.items():
        if stated.get(name, CURRENT_POSITION) != place:
            detail = f"a pinned engagement holds it at {place}, the posture does not"
            yield Violation(Rule.POSTURE, f"posture of {name}", detail)
    for name, own in shots_of.items():
        used = {each.placed.shot.position for each in own}
        expected = {stated.get(name, CURRENT_POSITION)}
        if used != expected:
            detail = f"shoots from {sorted(used)}; posture {sorted(expected)}"
            yield Violation(Rule.POSTURE, str(name), detail)
