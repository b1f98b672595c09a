"""Looks between the shots at one track: section 5."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from zaslin.assignment.check.shot import Judged
from zaslin.assignment.check.violation import (
    PROBABILITY,
    Rule,
    Violation,
    differs,
    misstated,
)
from zaslin.domain.ids import TrackId

Stages = list[list[Judged]]


def stages_by_track(shots: Iterable[Judged]) -> dict[TrackId, Stages]:
    """The shots at each track, cut into stages."""
    by_track: dict[TrackId, list[Judged]] = defaultdict(list)
    for each in shots:
        by_track[each.placed.shot.track].append(each)
    return {track: cut(own) for track, own in by_track.items()}


def cut(shots: Sequence[Judged]) -> Stages:
    """Stages of one track: who launches before the first look belongs together."""
    stages: Stages = []
    first_look = 0
    for shot in sorted(shots, key=lambda each: each.placed.slot):
        if stages and shot.placed.slot < first_look:
            stages[-1].append(shot)
            first_look = min(first_look, shot.end_slot)
        else:
            stages.append([shot])
            first_look = shot.end_slot
    return stages


def p_survives(stage: Iterable[Judged]) -> float:
    """Probability that the track survives every shot of a stage."""
    survival = 1.0
    for each in stage:
        survival *= 1.0 - each.p_kill
    return survival


def p_needed(weight: float, stages: Stages) -> list[float]:
    """Probability that each stage is reached, given that of the first."""
    reached = [weight]
    for stage in stages:
        reached.append(reached[-1] * p_survives(stage))
    return reached[:-1]


def stage_faults(
    stages_of: Mapping[TrackId, Stages], max_shots: int
) -> Iterator[Violation]:
    """Order of the stages, what each holds, and what its shots state about it."""
    for stages in stages_of.values():
        yield from _order_faults(stages)
        reached = p_needed(stages[0][0].placed.known.weight, stages)
        for number, (stage, p) in enumerate(zip(stages, reached, strict=True), 1):
            yield from _size_faults(stage, number, max_shots)
            for each in stage:
                shot, where = each.placed.shot, each.placed.where
                if shot.stage != number:
                    detail = f"stage is {shot.stage}; computed {number}"
                    yield Violation(Rule.STAGE, where, detail)
                if differs(shot.p_needed, p, PROBABILITY):
                    yield misstated(Rule.P_NEEDED, where, "p_needed", shot.p_needed, p)


def _order_faults(stages: Stages) -> Iterator[Violation]:
    """A stage begins only when every look of the one before is over."""
    for before, after in pairwise(stages):
        look = max(each.end_slot for each in before)
        first = after[0].placed
        if first.slot < look:
            detail = f"launched in slot {first.slot}, before the last look in {look}"
            yield Violation(Rule.STAGE, first.where, detail)


def _size_faults(
    stage: Sequence[Judged], number: int, max_shots: int
) -> Iterator[Violation]:
    """One shot per fire unit and no more rounds than a stage may hold."""
    where = f"stage {number} at {stage[0].placed.shot.track}"
    units = [each.placed.shot.fire_unit for each in stage]
    if len(set(units)) < len(units):
        yield Violation(Rule.STAGE, where, "a fire unit shoots twice in one stage")
    rounds = sum(max(1, each.rounds) for each in stage)
    if rounds > max_shots:
        detail = f"{rounds} rounds; accepted: up to {max_shots}"
        yield Violation(Rule.STAGE, where, detail)
