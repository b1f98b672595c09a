"""Two plans beside each other, as a document."""

import math
from collections import Counter
from collections.abc import Mapping

from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Shot
from zaslin.wire.form import what_if as wire
from zaslin.wire.form.plan import Terms
from zaslin.wire.moment import written
from zaslin.wire.write.plan import plan_to_wire


def compared(
    before: Plan, after: Plan, picture: Picture, *, took_s: float
) -> wire.Compared:
    """How one plan differs from another; ``picture`` is that of the plan after."""
    return wire.Compared(
        before=figures(before),
        after=figures(after),
        differences=differences(before, after),
        value_change_meur=float(after.value - before.value),
        planning_s=took_s,
        plan=plan_to_wire(after, picture),
    )


def figures(plan: Plan) -> wire.PlanFigures:
    """What a plan comes to."""
    firm = [line.shot for line in plan.recommendations if line.firm]
    rounds: Counter[str] = Counter()
    for shot in firm:
        rounds[shot.interceptor_type] += shot.salvo_size
    terms = plan.terms
    return wire.PlanFigures(
        revision=plan.revision,
        made_at=written(plan.made_at_s),
        method=plan.method,
        value=float(plan.value),
        bound=float(plan.bound),
        gap=float(plan.gap),
        terms=Terms(
            leaked_damage=float(terms.leaked_damage),
            rounds=float(terms.rounds),
            debris=float(terms.debris),
            plan_change=float(terms.plan_change),
        ),
        firm=len(firm),
        follow_ups=len(plan.recommendations) - len(firm),
        not_engaged=len(plan.not_engaged),
        expected_leak_meur=math.fsum(each.expected_leak_meur for each in plan.leakers),
        rounds_committed=dict(rounds),
    )


def differences(before: Plan, after: Plan) -> tuple[wire.Difference, ...]:
    """Tracks whose firm shots are others, or that leak more or less; worst first."""
    was, now = _firm(before), _firm(after)
    leaked, leaks = _leaks(before), _leaks(after)
    reasons = {str(each.track): each.reason for each in after.not_engaged}
    found = []
    for track in dict.fromkeys([*was, *now]):
        old, new = was.get(track, ()), now.get(track, ())
        if [_pairing(shot) for shot in old] == [_pairing(shot) for shot in new]:
            continue
        found.append(
            wire.Difference(
                track=track,
                change="added" if not old else "replaced" if new else "dropped",
                before=tuple(_short(shot) for shot in old),
                after=tuple(_short(shot) for shot in new),
                leak_change_meur=leaks.get(track, 0.0) - leaked.get(track, 0.0),
                reason=reasons.get(track),
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.leak_change_meur, each.track)))


def _firm(plan: Plan) -> dict[str, tuple[Shot, ...]]:
    shots: dict[str, tuple[Shot, ...]] = {}
    for line in plan.recommendations:
        if line.firm:
            track = line.shot.track
            shots[track] = (*shots.get(track, ()), line.shot)
    return shots


def _leaks(plan: Plan) -> Mapping[str, float]:
    return {each.track: float(each.expected_leak_meur) for each in plan.leakers}


def _pairing(shot: Shot) -> tuple[str, str, str, int]:
    return shot.fire_unit, shot.interceptor_type, shot.position, shot.salvo_size


def _short(shot: Shot) -> wire.ComparedShot:
    return wire.ComparedShot(
        track=shot.track,
        fire_unit=shot.fire_unit,
        interceptor_type=shot.interceptor_type,
        position=shot.position,
        salvo_size=shot.salvo_size,
        launch=written(shot.launch_s),
    )
