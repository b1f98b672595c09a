"""What the plans of a night said last of each track: for whoever asks afterwards.

A journal keeps what was shown, not why a track got no shot.
Whoever makes the plans may keep that beside it, and a report can tell.
"""

from dataclasses import dataclass

from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.plan import Plan
from zaslin.domain.reason import ReasonCode

Pairing = tuple[TrackId, FireUnitId, InterceptorTypeId]
"""Who with what at what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWord:
    """What the last plan that spoke of a track said: why no shot, or None for one."""

    at_s: float
    reason: ReasonCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchWindow:
    """Launch times of a recommendation, as the last plan with it had them."""

    opens_s: float
    closes_s: float


class Advice:
    """The last word on each track, and the last window of each recommendation."""

    def __init__(self) -> None:
        self.words: dict[TrackId, LastWord] = {}
        self.windows: dict[Pairing, LaunchWindow] = {}

    def note(self, plan: Plan) -> None:
        """Take in the next plan."""
        at_s = plan.made_at_s
        shot = LastWord(at_s=at_s, reason=None)
        for each in plan.not_engaged:
            self.words[each.track] = LastWord(at_s=at_s, reason=each.reason)
        self.words.update((planned.track, shot) for planned in plan.shots)
        for line in plan.recommendations:
            pairing = (
                line.shot.track,
                line.shot.fire_unit,
                line.shot.interceptor_type,
            )
            self.windows[pairing] = LaunchWindow(
                opens_s=line.window_opens_s, closes_s=line.window_closes_s
            )
