"""Tracks that get no shot and pinned engagements that are withdrawn, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from zaslin.assignment.check.identity import HARD_FILTER
from zaslin.assignment.check.measures import HOLD, reserve
from zaslin.assignment.check.objective import Leak
from zaslin.assignment.check.scene import Known, Scene
from zaslin.assignment.check.violation import (
    MONEY_MEUR,
    Rule,
    Violation,
    differs,
    misstated,
)
from zaslin.domain.control import Control, WeaponsControlStatus
from zaslin.domain.ids import FireUnitId, TrackId
from zaslin.domain.plan import NotEngaged, Plan
from zaslin.domain.reason import REASON_TEXT, WITHDRAWAL_TEXT, ReasonCode


def not_engaged_faults(
    scene: Scene, plan: Plan, leaks: Mapping[TrackId, Leak]
) -> Iterator[Violation]:
    """Each live track without a shot, once, with a reason that can be true."""
    engaged = {shot.track for shot in plan.shots}
    supported = _supported(scene)
    listed = Counter(each.track for each in plan.not_engaged)
    for track in scene.picture.tracks:
        expected = 0 if track.id in engaged else 1
        if listed.pop(track.id, 0) != expected:
            detail = f"not listed {expected} times; every track is engaged or listed"
            yield Violation(Rule.NOT_ENGAGED, str(track.id), detail)
    for stranger in listed:
        yield Violation(Rule.UNKNOWN, f"not engaged {stranger}", "no live track")
    for entry in plan.not_engaged:
        known = scene.tracks.get(entry.track)
        if known is None:
            continue
        where = f"not engaged {entry.track}"
        if not _may_be_reason(scene, known, entry.reason, supported):
            yield Violation(Rule.NOT_ENGAGED, where, f"reason {entry.reason} is wrong")
        if entry.text != REASON_TEXT[entry.reason]:
            yield Violation(Rule.NOT_ENGAGED, where, f"text is {entry.text!r}")
        yield from _cost_of_silence_faults(scene, known, entry, leaks)


def _may_be_reason(
    scene: Scene, known: Known, reason: ReasonCode, supported: Mapping[ReasonCode, bool]
) -> bool:
    """Whether a reason fits what the picture says.

    The reasons that a look at the picture settles are exact; of the others only
    necessary conditions are tested. That no launch at all was possible, or that rounds
    do more elsewhere, would take the compiler's and the optimiser's work again.
    """
    if known.reason is not None or reason in HARD_FILTER:
        return reason is known.reason
    if known.pins or reason is ReasonCode.PINNED:
        return bool(known.pins) and reason is ReasonCode.PINNED
    picture = scene.picture
    units = bool(picture.fire_units)
    if not units or reason is ReasonCode.NO_UNITS:
        return not units and reason is ReasonCode.NO_UNITS
    if not scene.magazines:
        return reason is ReasonCode.NO_ROUNDS
    if not supported.get(reason, True):
        return False
    if reason is ReasonCode.WEAPONS_TIGHT:
        return not known.is_positive
    if reason is ReasonCode.FORBIDDEN:
        return any(
            pairing.track == known.track.id for pairing in picture.control.forbidden
        )
    if reason is ReasonCode.ALTITUDE:
        return _is_too_high_or_low(scene, known)
    return reason is not ReasonCode.NOT_WORTH_A_ROUND or _may_not_pay(scene, known)


def _supported(scene: Scene) -> dict[ReasonCode, bool]:
    """Reasons that need something in the picture, whatever the track."""
    picture = scene.picture
    control, units = picture.control, picture.fire_units
    is_free = any(each.strictness != HOLD for each in scene.measures.values())
    return {
        ReasonCode.WEAPONS_HOLD: _holds_somewhere(control),
        ReasonCode.ZONE: bool(control.zones),
        ReasonCode.NO_CHANNEL: any(unit.channels == 0 for unit in units),
        ReasonCode.SECTOR: any(
            station.sector is not None for station in scene.stations.values()
        ),
        ReasonCode.RESERVE: any(
            reserve(control, unit.id, each.interceptor_type, each.min_reserve) > 0
            for unit in units
            for each in unit.magazines
        ),
        ReasonCode.NO_CAPACITY: is_free,
        ReasonCode.NOT_WORTH_A_ROUND: is_free,
    }


def _is_too_high_or_low(scene: Scene, known: Known) -> bool:
    """Whether the track is outside the altitudes of any interceptor type."""
    altitude_m = known.track.position.altitude_m
    return any(
        not each.min_altitude_m <= altitude_m <= each.max_altitude_m
        for each in scene.types.values()
    )


def _may_not_pay(scene: Scene, known: Known) -> bool:
    """Whether some shot could cost more than it averts.

    A shot kills with at least ``least_p_kill``; it costs no more than two of the
    dearest rounds, what they are worth if they are saved included, and where it kills,
    no more than the debris on every area.
    """
    if known.weight <= 0.0 or known.evaluation is None:
        return True
    params = scene.params
    debris = sum([area.debris_meur for area in scene.picture.populated_areas])
    least = max(params.least_p_kill, 1e-9)
    most = 2.0 * scene.dearest_round_meur / least + params.debris_weight * debris
    return known.evaluation.value_meur <= most * (1.0 + 1e-9)


def _holds_somewhere(control: Control) -> bool:
    hold = WeaponsControlStatus.HOLD
    return control.weapons_control is hold or any(
        order.status is hold for order in control.orders
    )


def _cost_of_silence_faults(
    scene: Scene, known: Known, entry: NotEngaged, leaks: Mapping[TrackId, Leak]
) -> Iterator[Violation]:
    """Threat value and expected leak of a track that gets no shot.

    A track that the objective does not count leaks nothing.
    """
    where = f"not engaged {entry.track}"
    rule, name = Rule.NOT_ENGAGED, "expected_leak_meur"
    leak = leaks.get(entry.track, Leak(0.0, 0.0)).damage_meur
    if differs(entry.expected_leak_meur, leak, MONEY_MEUR):
        yield misstated(rule, where, name, entry.expected_leak_meur, leak)
    stated = entry.threat_value_meur
    if stated == 0.0 and known.evaluation is None:
        return
    value = scene.evaluation_of(known).value_meur
    if differs(stated, value, MONEY_MEUR):
        yield misstated(rule, where, "threat_value_meur", stated, value)


def withdrawn_faults(scene: Scene, plan: Plan) -> Iterator[Violation]:
    """Exactly the pinned engagements that are no longer allowed, and why."""
    stated = Counter(
        (each.track, each.fire_unit, each.launched) for each in plan.withdrawn
    )
    due = Counter(
        (pin.track, pin.fire_unit, pin.launched) for pin, _ in scene.withdrawn
    )
    for track, unit, _ in (stated - due) + (due - stated):
        where = f"pinned engagement of {track} by {unit}"
        detail = "withdrawn in the plan and in the picture do not agree"
        yield Violation(Rule.WITHDRAWN, where, detail)
    reasons: dict[tuple[TrackId, FireUnitId], set[ReasonCode | None]] = defaultdict(set)
    for pin, reason in scene.withdrawn:
        reasons[pin.track, pin.fire_unit].add(reason)
    for each in plan.withdrawn:
        accepted = reasons[each.track, each.fire_unit]
        if None not in accepted and each.reason not in accepted:
            where = f"pinned engagement of {each.track} by {each.fire_unit}"
            yield Violation(Rule.WITHDRAWN, where, f"reason {each.reason} is wrong")
        if each.text != WITHDRAWAL_TEXT[each.reason]:
            where = f"pinned engagement of {each.track} by {each.fire_unit}"
            yield Violation(Rule.WITHDRAWN, where, f"text is {each.text!r}")
