"""What the plans of a night said of each track: for whoever asks afterwards.

A journal keeps what was shown, not why a track got no shot.
Whoever makes the plans may keep that beside it, and a report can tell.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.reason import ReasonCode  # noqa: TC001
from zaslin.ops.ports import Planner

Pairing = tuple[TrackId, FireUnitId, InterceptorTypeId]
"""Who with what at what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchWindow:
    """Launch times of a firm shot, as the last plan with it had them."""

    opens_s: float
    closes_s: float


class Advice:
    """How many plans had a shot at each track, or none for which reason.

    ``shots`` counts plans with a shot, ``reasons`` the others.
    ``windows`` are those of firm shots.
    """

    def __init__(self) -> None:
        self.shots: Counter[TrackId] = Counter()
        self.reasons: defaultdict[TrackId, Counter[ReasonCode]] = defaultdict(Counter)
        self.windows: dict[Pairing, LaunchWindow] = {}

    def note(self, plan: Plan) -> None:
        """Take in the next plan."""
        self.shots.update({shot.track for shot in plan.shots})
        for left in plan.not_engaged:
            self.reasons[left.track][left.reason] += 1
        for line in plan.recommendations:
            if line.firm:
                shot = line.shot
                pairing = (shot.track, shot.fire_unit, shot.interceptor_type)
                self.windows[pairing] = LaunchWindow(
                    opens_s=line.window_opens_s, closes_s=line.window_closes_s
                )


def noted(planner: Planner, advice: Advice) -> Planner:
    """The same planner, with all that it says noted."""

    def plan(picture: Picture, previous: Plan | None) -> Plan:
        made = planner(picture, previous)
        advice.note(made)
        return made

    return plan
