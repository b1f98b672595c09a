"""What a recommendation offers: its times, its price, and what else could be done.

Other launches than the plan's own are computed anew for firm recommendations only.
The others cannot be ordered before a later plan has made them firm, and the check is
on the way of every live plan: for them the figures are held between limits.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from zaslin.assignment.check.engagement import MICROSECOND, Outcome, kill, outcome
from zaslin.assignment.check.scene import Scene
from zaslin.assignment.check.shot import (
    Judged,
    Placed,
    control_faults,
    doctrine_faults,
    permission_faults,
)
from zaslin.assignment.check.tariff import Tariff, price_of
from zaslin.assignment.check.violation import (
    PROBABILITY,
    Rule,
    Violation,
    differs,
    misstated,
)
from zaslin.domain.ids import CURRENT_POSITION, FireUnitId, TrackId
from zaslin.domain.plan import Alternative, Plan, Recommendation, Shot

_USEFUL = 0.5
"""Share of a shot's availability that its last order must still have: section 10."""
_DOUBTFUL = 0.5
_RANKS = 3

Key = tuple[TrackId, FireUnitId, float]


def offer_faults(
    scene: Scene, plan: Plan, tariff: Tariff, live: Iterable[Judged]
) -> Iterator[Violation]:
    """Every recommendation whose shot the picture knows."""
    judged_of: dict[Key, Judged] = {}
    for judged in live:
        shot = judged.placed.shot
        judged_of[shot.track, shot.fire_unit, shot.launch_s] = judged
    courses = _courses(scene, plan)
    for each in plan.recommendations:
        shot = each.shot
        found = judged_of.get((shot.track, shot.fire_unit, shot.launch_s))
        if found is None:
            continue
        yield from _time_faults(scene, each, found)
        price = price_of(scene, tariff, found)
        if differs(each.price_meur, price, 1.0):
            where = _where(each)
            yield misstated(Rule.PRICE, where, "price_meur", each.price_meur, price)
        yield from _refusal_faults(scene, each, found)
        yield from _choice_faults(scene, each, found)
        if not _may_be_assumed(scene, each, courses):
            yield Violation(Rule.RECOMMENDATION, _where(each), "assumes is wrong")


def _where(line: Recommendation) -> str:
    return f"recommendation at {line.shot.track} by {line.shot.fire_unit}"


def _time_faults(
    scene: Scene, line: Recommendation, judged: Judged
) -> Iterator[Violation]:
    """The window holds the launch, and the last order; both ends can be launched."""
    placed, now_s, slot_s = judged.placed, scene.picture.now_s, scene.params.slot_s
    opens = _slot(line.window_opens_s - now_s, slot_s)
    closes = _slot(line.window_closes_s - now_s, slot_s)
    station = placed.station
    moves = line.shot.position != CURRENT_POSITION
    # A unit that has to drive first is ordered that much earlier.
    lead_s = station.earliest_s if moves else placed.unit.reaction_time_s
    last = _slot(line.last_order_s - now_s + lead_s, slot_s)
    if opens is None or closes is None or last is None:
        yield Violation(Rule.WINDOW, _where(line), "its times are not on the grid")
        return
    if not opens <= placed.slot <= last <= closes < scene.params.slot_count:
        detail = f"opens {opens}, launch {placed.slot}, last {last}, closes {closes}"
        yield Violation(Rule.WINDOW, _where(line), detail)
        return
    if opens * slot_s < station.earliest_s - MICROSECOND:
        detail = f"opens {opens}, before the unit is ready"
        yield Violation(Rule.WINDOW, _where(line), detail)
    if not line.firm:
        return
    for name, slot in (("opens", opens), ("closes", closes)):
        if slot in (placed.slot, last):
            continue
        # A launch that is possible and hopeless is in the window too.
        if _availability(scene, placed, slot) is None:
            detail = f"window {name} in slot {slot}, where nothing can be launched"
            yield Violation(Rule.WINDOW, _where(line), detail)
    least = _USEFUL * line.shot.p_available * (1.0 - 1e-6)
    if last != placed.slot and (_availability(scene, placed, last) or 0.0) < least:
        detail = f"last order for slot {last}, where little of the shot is left"
        yield Violation(Rule.WINDOW, _where(line), detail)


def _slot(after_s: float, slot_s: float) -> int | None:
    """The slot that starts then, if one does."""
    if not math.isfinite(after_s):
        return None
    slot = round(after_s / slot_s)
    return slot if abs(after_s - slot * slot_s) <= MICROSECOND else None


def _result(scene: Scene, placed: Placed) -> Outcome | None:
    """What the shot comes to at its slot, None if it cannot be launched."""
    track, picture = placed.known.track, scene.picture
    launch_s = placed.slot * scene.params.slot_s
    if placed.known.evaluation is None or launch_s < placed.station.earliest_s - 1e-6:
        return None
    found = outcome(
        track,
        placed.known.evaluation.routes,
        placed.station,
        placed.interceptor,
        launch_s,
        picture.now_s - track.measured_at_s,
    )
    return found if isinstance(found, Outcome) else None


def _availability(scene: Scene, placed: Placed, slot: int) -> float | None:
    """How surely the same shot could be taken in another slot; None if not at all."""
    other = placed._replace(slot=slot)
    result = _result(scene, other)
    if result is None or any(control_faults(scene, other, result)):
        return None
    return result.p_available


def _refusal_faults(
    scene: Scene, line: Recommendation, judged: Judged
) -> Iterator[Violation]:
    """A refusal costs something, but no more than all that the track can do."""
    if line.refusal_meur is None:
        if line.alternatives or line.replacement is not None:
            yield Violation(Rule.RECOMMENDATION, _where(line), "explained in part")
        return
    known = judged.placed.known
    if known.evaluation is None:
        return
    most = known.evaluation.value_meur + scene.params.change_cost_meur * len(
        scene.picture.shown
    )
    most *= known.weight
    if not -1e-6 <= line.refusal_meur <= most * (1.0 + 1e-6) + 1e-6:
        detail = f"refusal_meur is {line.refusal_meur!r}; accepted: 0 to {most!r}"
        yield Violation(Rule.RECOMMENDATION, _where(line), detail)


def _choice_faults(
    scene: Scene, line: Recommendation, judged: Judged
) -> Iterator[Violation]:
    """Alternatives and replacement: other units, best first, and possible."""
    others = line.alternatives
    if not others and line.replacement is None:
        return
    units = {line.shot.fire_unit, *(each.fire_unit for each in others)}
    rises = [each.difference_meur for each in others]
    if len(units) <= len(others) or len(others) > _RANKS or rises != sorted(rises):
        detail = "alternatives: up to three other units, best first, each once"
        yield Violation(Rule.ALTERNATIVE, _where(line), detail)
    for each in others:
        yield from _alternative_faults(scene, line, judged, each)
    if line.replacement is not None:
        yield from _alternative_faults(scene, line, judged, line.replacement)
        if line.replacement.difference_meur != line.refusal_meur:
            detail = "the replacement does not cost what the refusal does"
            yield Violation(Rule.ALTERNATIVE, _where(line), detail)


def _alternative_faults(
    scene: Scene, line: Recommendation, judged: Judged, other: Alternative
) -> Iterator[Violation]:
    """Whether another shot at the same track is one that the picture knows."""
    params = scene.params
    slot = _slot(other.launch_s - scene.picture.now_s, params.slot_s)
    key = (other.fire_unit, other.interceptor_type)
    station = scene.stations.get((other.fire_unit, other.position))
    if station is None or key not in scene.magazines or slot is None:
        yield _impossible(line, other, "no such unit, position, magazine or slot")
        return
    if not (
        station.earliest_s - MICROSECOND <= slot * params.slot_s
        and slot < params.slot_count
        and other.fire_unit != line.shot.fire_unit
        and other.salvo_size in (1, 2)
    ):
        yield _impossible(line, other, f"{other}: not by another unit, in its time")
        return
    known = judged.placed.known
    at_stake = known.weight * (known.evaluation.value_meur if known.evaluation else 0.0)
    if not -at_stake - 1e-6 <= other.difference_meur < math.inf:
        yield _impossible(line, other, f"gains {-other.difference_meur!r} M€")
    if line.firm:
        yield from _launch_faults(scene, line, judged, other, slot)
    elif not 0.0 < other.pk_planned <= 1.0:
        yield _impossible(line, other, f"pk_planned is {other.pk_planned!r}")


def _impossible(line: Recommendation, other: Alternative, why: str) -> Violation:
    where = f"alternative of {other.fire_unit} at {line.shot.track}"
    return Violation(Rule.ALTERNATIVE, where, why)


def _launch_faults(
    scene: Scene, line: Recommendation, judged: Judged, other: Alternative, slot: int
) -> Iterator[Violation]:
    """Whether another shot may be taken, and with what pk."""
    known = judged.placed.known
    shot = replace(
        line.shot,
        fire_unit=other.fire_unit,
        position=other.position,
        interceptor_type=other.interceptor_type,
        salvo_size=other.salvo_size,
        launch_s=other.launch_s,
    )
    placed = Placed(
        shot,
        "",
        known,
        scene.units[other.fire_unit],
        scene.stations[other.fire_unit, other.position],
        scene.types[other.interceptor_type],
        slot,
    )
    faults = [*permission_faults(scene, [placed], is_held=False)]
    faults += doctrine_faults(scene, [placed])
    result = _result(scene, placed)
    if result is not None:
        faults += control_faults(scene, placed, result)
    for fault in faults:
        yield _impossible(line, other, f"{fault.rule}: {fault.detail}")
    available = 0.0 if result is None else result.p_available
    chances = kill(known.track, placed.interceptor, available, scene.params.pk_point, 1)
    if differs(other.pk_planned, chances.pk_planned, PROBABILITY):
        detail = f"pk_planned is {other.pk_planned!r}; computed {chances.pk_planned!r}"
        yield _impossible(line, other, detail)


def _courses(scene: Scene, plan: Plan) -> Mapping[TrackId, set[str]]:
    """The courses of the tracks to be shot at first, as an assumption puts them."""
    names = {asset.id: asset.name or asset.id for asset in scene.picture.assets}
    courses: dict[TrackId, set[str]] = defaultdict(set)
    firm = {line.shot.track for line in plan.recommendations if line.firm}
    for threat in plan.threats:
        for each in threat.assets if threat.track in firm else ():
            name = names.get(each.asset, each.asset)
            courses[threat.track].add(
                f"course to {name} with probability {each.p_asset:.2f}"
            )
    return courses


def _may_be_assumed(
    scene: Scene, line: Recommendation, courses: Mapping[TrackId, set[str]]
) -> bool:
    """Whether the assumptions are those of the shot; the course may be any of them."""
    shot = line.shot
    decoy = scene.tracks[shot.track].track.p_decoy
    magazine = scene.magazines.get((shot.fire_unit, shot.interceptor_type))
    saved_meur = 0.0 if magazine is None else magazine.saved_value_meur
    if not line.firm:
        count = 1 + (shot.p_available < _DOUBTFUL) + (decoy > 0.0) + (shot.stage > 1)
        count += saved_meur > 0.0
        return count <= len(line.assumes) <= count + 1
    due = _assumptions(shot, scene.params.pk_point, decoy, saved_meur)
    left = [each for each in line.assumes if each not in due]
    return len(line.assumes) == len(due) + len(left) and (
        not left or (len(left) == 1 and left[0] in courses.get(shot.track, ()))
    )


def _assumptions(
    shot: Shot, pk_point: float, p_decoy: float, saved_meur: float
) -> list[str]:
    """The lines that follow from a shot, as section 10 words them."""
    lines = [
        (
            f"pk {shot.pk_planned:.2f} per round with its availability, believed "
            f"{shot.pk_low:.2f} to {shot.pk_high:.2f}; planned at {pk_point:.0%} of "
            "that range"
        )
    ]
    if shot.p_available < _DOUBTFUL:
        lines.append(
            f"the shot exists in {shot.p_available:.0%} of the cases expected: course, "
            "place in the envelope, range"
        )
    if p_decoy > 0.0:
        lines.append(f"decoy with probability {p_decoy:.2f}")
    if saved_meur > 0.0:
        lines.append(f"a round saved would earn {saved_meur:.3g} M€ later")
    if shot.stage > 1:
        lines.append(
            f"needed only if stage {shot.stage - 1} misses ({shot.p_needed:.2f})"
        )
    return lines
