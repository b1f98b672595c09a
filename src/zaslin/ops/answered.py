"""A plan as it comes in: whether it is one for its picture, and its entry."""

import math

from zaslin.domain.event import Planned
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.ops.digest import plan_digest
from zaslin.ops.replan import firm_shots

WITHDRAWN = "withdrawn"
"""Method of an entry that takes the shown plan away and shows no other one."""


def accept_plan(made: Plan, picture: Picture) -> None:
    """Raise ``ValueError`` for a plan of another picture."""
    if made.revision != picture.revision:
        raise ValueError(
            f"plan is of revision {made.revision}; accepted: {picture.revision}"
        )
    if not (math.isfinite(made.value) and math.isfinite(made.bound)):
        raise ValueError(
            f"plan has value {made.value} and bound {made.bound}; accepted: numbers"
        )
    tracks = {track.id for track in picture.tracks}
    stocked = {
        (unit.id, magazine.interceptor_type)
        for unit in picture.fire_units
        for magazine in unit.magazines
    }
    for shot in firm_shots(made):
        pair = (shot.fire_unit, shot.interceptor_type)
        if shot.track not in tracks or pair not in stocked:
            raise ValueError(
                f"plan has a shot of {shot.fire_unit!r} at {shot.track!r} with "
                f"{shot.interceptor_type!r}; accepted: what the picture holds"
            )


def planned_of(made: Plan, *, kept: bool) -> Planned:
    """The entry of a plan."""
    return Planned(
        revision=made.revision,
        method=made.method,
        value=float(made.value),
        bound=float(made.bound),
        digest=plan_digest(made),
        shown=firm_shots(made),
        kept=kept,
    )


def withdrawal(revision: int, why: str) -> Planned:
    """The entry that takes the shown plan away."""
    return Planned(
        revision=revision,
        method=f"{WITHDRAWN}, {why}"[:200],
        value=0.0,
        bound=0.0,
        digest="",
        shown=(),
    )
