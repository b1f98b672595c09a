"""One recommendation for each shot, and what it claims to buy."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from zaslin.assignment.check.engagement import MICROSECOND
from zaslin.assignment.check.scene import Scene
from zaslin.assignment.check.stage import Stages
from zaslin.assignment.check.stock import CERTAIN
from zaslin.assignment.check.violation import (
    MONEY_MEUR,
    Rule,
    Violation,
    differs,
    misstated,
)
from zaslin.domain.ids import FireUnitId, TrackId
from zaslin.domain.plan import Plan, Recommendation, Shot

Aim = tuple[TrackId, FireUnitId, float]


def recommendation_faults(
    scene: Scene,
    plan: Plan,
    stages_of: Mapping[TrackId, Stages],
) -> Iterator[Violation]:
    """One recommendation for each shot, and no other."""
    yield from _pairing_faults(plan)
    averted = _damage_averted(scene, stages_of)
    for each in plan.recommendations:
        shot = each.shot
        where = f"recommendation at {shot.track} by {shot.fire_unit}"
        if not _may_be_firm(scene, each):
            yield Violation(Rule.RECOMMENDATION, where, f"firm is {each.firm}")
        gain = averted.get(_aim(shot))
        stated = each.damage_averted_meur
        if gain is not None and differs(stated, gain, MONEY_MEUR):
            rule = Rule.RECOMMENDATION
            yield misstated(rule, where, "damage_averted_meur", stated, gain)


def _pairing_faults(plan: Plan) -> Iterator[Violation]:
    """Shots without a recommendation, and recommendations without a shot."""
    recommended = [each.shot for each in plan.recommendations]
    if sorted(recommended, key=_aim) == sorted(plan.shots, key=_aim):
        return
    ours, theirs = Counter(plan.shots), Counter(recommended)
    for shot in (ours - theirs) + (theirs - ours):
        where = f"shot at {shot.track} by {shot.fire_unit}"
        yield Violation(Rule.RECOMMENDATION, where, "not once here and once there")


def _damage_averted(
    scene: Scene, stages_of: Mapping[TrackId, Stages]
) -> dict[Aim, float]:
    """Rise of the leaked damage if one shot is dropped, for each shot."""
    answer: dict[Aim, float] = {}
    for known, evaluation in scene.counted():
        at_stake = known.weight * evaluation.value_meur
        shots = [each for stage in stages_of.get(known.track.id, ()) for each in stage]
        for shot in shots:
            rest = [1.0 - other.p_kill for other in shots if other is not shot]
            answer[_aim(shot.placed.shot)] = at_stake * shot.p_kill * math.prod(rest)
    return answer


def _aim(shot: Shot) -> Aim:
    """What tells the shots of a plan apart."""
    return shot.track, shot.fire_unit, shot.launch_s


def _may_be_firm(scene: Scene, recommendation: Recommendation) -> bool:
    """Whether ``firm`` is right: soon, and needed whatever happens."""
    shot, params = recommendation.shot, scene.params
    later_s = shot.launch_s - scene.picture.now_s - params.commit_horizon_s
    if recommendation.firm:
        return shot.p_needed > CERTAIN and later_s <= MICROSECOND
    return shot.p_needed <= CERTAIN or later_s >= -MICROSECOND
