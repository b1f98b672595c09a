"""The whole check: every rule of docs/mathematics.md, from the picture alone."""

from collections.abc import Iterator, Mapping

from zaslin.assignment.check.capacity import capacity_faults
from zaslin.assignment.check.danger import leaker_faults, outlook_faults, threat_faults
from zaslin.assignment.check.figures import figure_faults
from zaslin.assignment.check.objective import Leak, leaks, terms, undefended
from zaslin.assignment.check.offer import offer_faults
from zaslin.assignment.check.recommendation import recommendation_faults
from zaslin.assignment.check.scene import Scene, set_scene
from zaslin.assignment.check.shot import judge_shots
from zaslin.assignment.check.silence import not_engaged_faults, withdrawn_faults
from zaslin.assignment.check.stage import stage_faults, stages_by_track
from zaslin.assignment.check.stock import stock_faults
from zaslin.assignment.check.tariff import tariff_faults, tariff_of
from zaslin.assignment.check.violation import (
    MONEY_MEUR,
    PlanRejected,
    Rule,
    Violation,
    differs,
    misstated,
)
from zaslin.domain.ids import TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Terms


def check_plan(picture: Picture, params: PlanParams, plan: Plan) -> None:
    """Raise :class:`PlanRejected` with everything that is wrong with a plan.

    The plan is recomputed from the picture and docs/mathematics.md alone:
    nothing that found the plan takes part in judging it.
    """
    violations = violations_of(picture, params, plan)
    if violations:
        raise PlanRejected(violations)


def violations_of(
    picture: Picture, params: PlanParams, plan: Plan
) -> tuple[Violation, ...]:
    """Everything that is wrong with a plan, in the order it was found."""
    scene = set_scene(picture, params, plan.threats)
    found: list[Violation] = []
    live = judge_shots(scene, plan.shots, is_held=False, found=found)
    held = judge_shots(scene, plan.held_for_forecast, is_held=True, found=found)
    shots = [*live, *held]
    stages_of = stages_by_track(shots)
    leaked = leaks(scene, stages_of)
    found += stage_faults(stages_of, params.max_shots_per_stage)
    found += capacity_faults(scene, shots, plan.postures)
    computed = terms(scene, stages_of, leaked.values())
    found += _value_faults(plan, computed, undefended(scene))
    found += _forecast_faults(scene, plan, leaked)
    found += recommendation_faults(scene, plan, stages_of)
    tariff = tariff_of(scene, plan)
    found += tariff_faults(scene, plan)
    found += offer_faults(scene, plan, tariff, live)
    found += _bound_faults(plan, computed.total)
    found += not_engaged_faults(scene, plan, leaked)
    found += leaker_faults(scene, plan.leakers, leaked)
    found += threat_faults(scene, plan.threats)
    found += outlook_faults(scene, plan.assets, leaked)
    found += withdrawn_faults(scene, plan)
    found += stock_faults(scene, plan, live, held)
    found += figure_faults(plan)
    found += _scope_faults(scene, plan)
    found += _revision_faults(scene, plan)
    return tuple(found)


def _value_faults(plan: Plan, computed: Terms, idle_meur: float) -> Iterator[Violation]:
    """The named terms, their sum and the value without shots."""
    where = "plan"
    for name in ("leaked_damage", "rounds", "debris", "plan_change"):
        stated, value = getattr(plan.terms, name), getattr(computed, name)
        if differs(stated, value, MONEY_MEUR):
            yield misstated(Rule.TERMS, where, name, stated, value)
    if differs(plan.value, computed.total, MONEY_MEUR):
        yield misstated(Rule.VALUE, where, "value", plan.value, computed.total)
    if differs(plan.undefended, idle_meur, MONEY_MEUR):
        yield misstated(Rule.VALUE, where, "undefended", plan.undefended, idle_meur)


def _bound_faults(plan: Plan, value_meur: float) -> Iterator[Violation]:
    """Between nothing and the value; ``zaslin verify`` recomputes it."""
    allowed = 1e-6 * max(1.0, value_meur)
    for bound in (plan.bound, plan.bound_all_launches):
        if bound is not None and not 0.0 <= bound <= value_meur + allowed:
            detail = f"bound {bound!r}; accepted: 0 to the value {value_meur!r}"
            yield Violation(Rule.BOUND, "plan", detail)


def _forecast_faults(
    scene: Scene, plan: Plan, leaked: Mapping[TrackId, Leak]
) -> Iterator[Violation]:
    """The part of the leaked damage that is only forecast."""
    due = sum(leaked[ghost.track.id].damage_meur for ghost in scene.picture.forecast)
    stated = plan.forecast_leak_meur
    if differs(stated, due, MONEY_MEUR):
        yield misstated(Rule.VALUE, "plan", "forecast_leak_meur", stated, due)


def _scope_faults(scene: Scene, plan: Plan) -> Iterator[Violation]:
    """A bound states the launch times that it was made for."""
    covers, kept = plan.bound_covers, scene.params.starts_per_window
    if covers.starts_per_window != kept or covers.policies != "staged":
        detail = f"said to cover {covers}; accepted: {kept} launches, staged"
        yield Violation(Rule.BOUND, "plan", detail)


def _revision_faults(scene: Scene, plan: Plan) -> Iterator[Violation]:
    """A plan belongs to one revision of the picture, and to its instant."""
    if plan.revision != scene.picture.revision:
        detail = f"plan {plan.revision}; picture {scene.picture.revision}"
        yield Violation(Rule.REVISION, "plan", detail)
    if plan.made_at_s != scene.picture.now_s:
        detail = f"made at {plan.made_at_s!r}; picture {scene.picture.now_s!r}"
        yield Violation(Rule.REVISION, "plan", detail)
