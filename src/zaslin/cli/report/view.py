"""A plan and its picture with the look-ups that every part of the report needs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from zaslin.domain.control import PinnedEngagement
from zaslin.domain.defence import FireUnit
from zaslin.domain.ids import AssetId, FireUnitId, TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import NotEngaged, Plan, Recommendation, Threat
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import Track

ONE_LINE_COLUMNS, ROOMY_COLUMNS = 140, 150
"""From the first width a recommendation takes one line, below it takes two; from the
second on the one line has room for the time to impact as well."""


class LastOrder(NamedTuple):
    """Last moment to order a shot, seconds from now.

    ``by_impact``: the engagement window closes later, because the track may fly on,
    but by then it would have reached the asset it most probably flies to.
    """

    ahead_s: float
    by_impact: bool


@dataclass(frozen=True)
class View:
    """What the report is made of.

    ``rows`` is the length of a list; firm recommendations are cut only if the
    operator asked for a length (``rows_firm``).
    ``age_s`` is how long ago the picture's instant was, if anybody looked at a clock;
    ``stopped_after_s`` the deadline that cut the work short.
    """

    plan: Plan
    picture: Picture
    params: PlanParams
    width: int
    rows: int
    rows_firm: int
    stopped_after_s: float | None = None
    age_s: float | None = None

    @cached_property
    def tracks(self) -> Mapping[TrackId, Track]:
        """Live tracks by id."""
        return {track.id: track for track in self.picture.tracks}

    @cached_property
    def fire_units(self) -> Mapping[FireUnitId, FireUnit]:
        """Fire units by id."""
        return {unit.id: unit for unit in self.picture.fire_units}

    @cached_property
    def asset_names(self) -> Mapping[AssetId, str]:
        """Names of assets, their ids where they have none."""
        return {asset.id: asset.name or asset.id for asset in self.picture.assets}

    @cached_property
    def threats(self) -> Mapping[TrackId, Threat]:
        """Threat values by track."""
        return {threat.track: threat for threat in self.plan.threats}

    @cached_property
    def silent(self) -> Mapping[TrackId, NotEngaged]:
        """Tracks without a shot."""
        return {line.track: line for line in self.plan.not_engaged}

    @cached_property
    def not_due(self) -> frozenset[TrackId]:
        """Tracks that no unit can reach before the end of the planning horizon.

        They count in the plan's value, but nothing is decided about them yet.
        """
        return frozenset(
            line.track
            for line in self.plan.not_engaged
            if line.reason is ReasonCode.BEYOND_HORIZON
        )

    @cached_property
    def not_due_meur(self) -> float:
        """Damage expected of those tracks, million euro."""
        return math.fsum(
            line.expected_leak_meur
            for line in self.plan.not_engaged
            if line.track in self.not_due
        )

    @cached_property
    def firm(self) -> Sequence[Recommendation]:
        """What is to be ordered now or soon, by the last moment to do so."""
        return sorted(
            (r for r in self.plan.recommendations if r.firm), key=self._urgency
        )

    @cached_property
    def intentions(self) -> Sequence[Recommendation]:
        """What follows, as far as it is needed."""
        return sorted(
            (r for r in self.plan.recommendations if not r.firm), key=self._urgency
        )

    @cached_property
    def engaged(self) -> frozenset[TrackId]:
        """Live tracks with at least one shot."""
        return frozenset(r.shot.track for r in self.plan.recommendations)

    def is_withdrawn(self, pin: PinnedEngagement) -> bool:
        """Whether a pinned engagement is no longer allowed."""
        return any(
            (each.track, each.fire_unit, each.launched)
            == (pin.track, pin.fire_unit, pin.launched)
            for each in self.plan.withdrawn
        )

    def ahead_s(self, time_s: float) -> float:
        """Seconds from the picture's instant."""
        return time_s - self.plan.made_at_s

    def last_order(self, line: Recommendation) -> LastOrder:
        """Last moment at which the order still makes sense."""
        window_s = self.ahead_s(line.last_order_s)
        threat = self.threats.get(line.shot.track)
        impact_s = None if threat is None else threat.time_to_impact_s
        if impact_s is not None and impact_s < window_s:
            return LastOrder(impact_s, by_impact=True)
        return LastOrder(window_s, by_impact=False)

    def reaction_s(self, fire_unit: FireUnitId) -> float:
        """Seconds from the order to the launch."""
        return self.fire_units[fire_unit].reaction_time_s

    def _urgency(self, line: Recommendation) -> tuple[float, float, str, str]:
        shot = line.shot
        last_s = self.last_order(line).ahead_s
        return (last_s, shot.launch_s, shot.fire_unit, shot.track)
