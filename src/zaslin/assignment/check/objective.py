"""The objective's named terms, computed from the picture: section 7."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from zaslin.assignment.check.engagement import MICROSECOND
from zaslin.assignment.check.scene import Scene
from zaslin.assignment.check.shot import Judged, Placed
from zaslin.assignment.check.stage import Stages, p_needed, p_survives
from zaslin.domain.ids import TrackId
from zaslin.domain.picture import ShownShot
from zaslin.domain.plan import Terms


class Leak(NamedTuple):
    """What gets through of one track: probability, and damage with it."""

    p_leak: float
    damage_meur: float


def leaks(scene: Scene, stages_of: Mapping[TrackId, Stages]) -> dict[TrackId, Leak]:
    """What gets through of every track that the objective counts."""
    answer: dict[TrackId, Leak] = {}
    for known, evaluation in scene.counted():
        p_leak = known.weight
        for stage in stages_of.get(known.track.id, ()):
            p_leak *= p_survives(stage)
        answer[known.track.id] = Leak(p_leak, p_leak * evaluation.value_meur)
    return answer


def terms(
    scene: Scene, stages_of: Mapping[TrackId, Stages], leaked: Iterable[Leak]
) -> Terms:
    """The four terms of a plan with these shots, of which so much leaks."""
    return Terms(
        leaked_damage=leaked_damage(leaked),
        rounds=rounds(scene, stages_of),
        debris=debris(scene, stages_of),
        plan_change=plan_change(scene, stages_of),
    )


def undefended(scene: Scene) -> float:
    """Value of the plan without any shot."""
    leaked = sum(
        known.weight * evaluation.value_meur for known, evaluation in scene.counted()
    )
    return leaked + plan_change(scene, {})


def leaked_damage(leaked: Iterable[Leak]) -> float:
    """Expected damage of what gets through."""
    return sum(leak.damage_meur for leak in leaked)


def rounds(scene: Scene, stages_of: Mapping[TrackId, Stages]) -> float:
    """Expected cost of the rounds that are really launched: money and scarcity."""
    return sum(
        p * each.rounds * _round_cost_meur(scene, each.placed)
        for stages in stages_of.values()
        for stage, p in _reached(stages)
        for each in stage
    )


def _round_cost_meur(scene: Scene, placed: Placed) -> float:
    """Weighted money of one round of a shot, and what it would earn if it is saved."""
    money = scene.params.rounds_weight * placed.interceptor.cost_meur
    magazine = scene.magazines.get((placed.unit.id, placed.interceptor.id))
    return money if magazine is None else money + magazine.saved_value_meur


def debris(scene: Scene, stages_of: Mapping[TrackId, Stages]) -> float:
    """Expected damage of what falls on populated areas."""
    return scene.params.debris_weight * sum(
        p * each.debris_meur
        for stages in stages_of.values()
        for stage, p in _reached(stages)
        for each in stage
    )


def plan_change(scene: Scene, stages_of: Mapping[TrackId, Stages]) -> float:
    """Cost of the shown shots that the plan does not keep."""
    lost = sum(
        _counts(scene, shown) and not _kept(scene, shown, stages_of)
        for shown in scene.picture.shown
    )
    return scene.params.change_cost_meur * lost


def _reached(stages: Stages) -> Iterable[tuple[list[Judged], float]]:
    weight = stages[0][0].placed.known.weight
    return zip(stages, p_needed(weight, stages), strict=True)


def _counts(scene: Scene, shown: ShownShot) -> bool:
    """Whether a shown shot is still the plan's to keep."""
    known = scene.tracks.get(shown.track)
    return (
        known is not None
        and not known.is_forecast
        and known.reason is None
        and not known.pins
    )


def _kept(scene: Scene, shown: ShownShot, stages_of: Mapping[TrackId, Stages]) -> bool:
    """Whether the first stage at its track holds a shown shot, near its time."""
    within_s = scene.params.change_tolerance_s + MICROSECOND
    return any(
        shot.fire_unit == shown.fire_unit
        and shot.interceptor_type == shown.interceptor_type
        and shot.salvo_size == shown.salvo_size
        and abs(shot.launch_s - shown.launch_s) <= within_s
        for stage in stages_of.get(shown.track, ())[:1]
        for shot in (each.placed.shot for each in stage)
    )
