"""Lines of shown plans: which are the same to a person, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId, TrackId
from zaslin.domain.picture import ShownShot
from zaslin.domain.plan import Plan, Recommendation

MICROSECOND_S = 1e-6
"""By how much a time may miss a limit: absolute seconds are no finer than that."""


class LineKey(NamedTuple):
    """What a line asks for, but for its time."""

    track: TrackId
    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    position: PositionId
    salvo_size: int


@dataclass(frozen=True, slots=True)
class Stand:
    """Since which revision a line has stood, and with which launch it came."""

    revision: int
    launch_s: float


def shown_shot(line: Recommendation) -> ShownShot:
    """A line of a plan as it stands on the screen."""
    shot = line.shot
    return ShownShot(
        track=shot.track,
        fire_unit=shot.fire_unit,
        interceptor_type=shot.interceptor_type,
        salvo_size=shot.salvo_size,
        launch_s=shot.launch_s,
    )


def key_of(line: Recommendation) -> LineKey:
    """What a line asks for, but for its time."""
    shot = line.shot
    return LineKey(
        shot.track,
        shot.fire_unit,
        shot.interceptor_type,
        shot.position,
        shot.salvo_size,
    )


def stands(
    before: Mapping[LineKey, Stand], plan: Plan, same_shot_s: float
) -> dict[LineKey, Stand]:
    """Since when each firm line of a plan has stood, given those of the plan before.

    A line that has moved further than ``same_shot_s`` from where it came stands anew.
    Of two lines that ask for the same, both stand as the later one does.
    """
    found: dict[LineKey, Stand] = {}
    for line in plan.recommendations:
        if not line.firm:
            continue
        key, launch_s = key_of(line), line.shot.launch_s
        known = before.get(key)
        if (
            known is None
            or abs(launch_s - known.launch_s) > same_shot_s + MICROSECOND_S
        ):
            known = Stand(plan.revision, launch_s)
        other = found.get(key)
        if other is None or other.revision <= known.revision:
            found[key] = known
    return found
