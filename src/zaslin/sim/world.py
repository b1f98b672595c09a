"""Truth: what flies, what was shot at it, what came down and what got through.

Nothing outside ``sim`` sees any of this.
"""

import heapq
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.defence import FireUnit, InterceptorType, PopulatedArea
from zaslin.domain.ids import EngagementId
from zaslin.sim.draw import Draw
from zaslin.sim.meeting import Meeting, class_of, meet, p_kill

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a launched engagement really did."""

    engagement: EngagementId
    row: int | None
    known_s: float
    killed: bool


@dataclass(frozen=True, slots=True, order=True)
class _Pending:
    """A round in flight; ordered by when it takes effect."""

    effect_s: float
    number: int
    engagement: EngagementId
    row: int | None
    known_s: float
    kills: bool
    east_m: float
    north_m: float


class World:
    """The true raid under fire.

    Parameters
    ----------
    drawn
        The raid with its dice; the k-th shot at an object has the same die under
        every policy.
    populated_areas
        Where debris does harm.
    """

    def __init__(self, drawn: Draw, populated_areas: tuple[PopulatedArea, ...]) -> None:
        self._drawn = drawn
        self._areas = populated_areas
        self._in_flight: list[_Pending] = []
        self._shots = np.zeros(len(drawn.raid), dtype=np.int64)
        self.downed_s: Floats = np.full(len(drawn.raid), np.inf)
        self.debris_meur = 0.0
        self.launched = 0

    def airborne(self, at_s: float) -> NDArray[np.bool_]:
        """Which objects are in the air and not shot down."""
        return self._drawn.raid.airborne(at_s) & (self.downed_s > at_s)

    def through(self, at_s: float) -> NDArray[np.bool_]:
        """Which objects have reached their end."""
        arrives_s = self._drawn.raid.arrives_s
        return (arrives_s <= at_s) & (self.downed_s > arrives_s)

    def aim(
        self, row: int | None, unit: FireUnit, kind: InterceptorType, launch_s: float
    ) -> Meeting:
        """How a launch at the object of a row (None: at nothing) would go.

        What is not met is over when its round can fly no farther.
        """
        met = None
        if row is not None:
            met = meet(self._drawn.raid, row, unit, kind, launch_s)
        if met is not None:
            return met
        lost_s = launch_s + kind.max_range_m / kind.speed_mps + kind.dwell_s
        return Meeting(
            effect_s=lost_s,
            known_s=lost_s + kind.assessment_time_s,
            east_m=math.nan,
            north_m=math.nan,
            factor=0.0,
        )

    def launch(
        self,
        engagement: EngagementId,
        row: int | None,
        kind: InterceptorType,
        salvo_size: int,
        aimed: Meeting,
    ) -> None:
        """Let a salvo fly as it was aimed."""
        kills = row is not None and self._die(row) < self._p_kill(
            row, kind, salvo_size, aimed
        )
        heapq.heappush(
            self._in_flight,
            _Pending(
                aimed.effect_s,
                self.launched,
                engagement,
                row,
                aimed.known_s,
                kills,
                aimed.east_m,
                aimed.north_m,
            ),
        )
        self.launched += 1

    def advance(self, now_s: float) -> list[Effect]:
        """Let everything take effect that does so by now, in order of time."""
        effects = []
        while self._in_flight and self._in_flight[0].effect_s <= now_s:
            pending = heapq.heappop(self._in_flight)
            killed = pending.kills and self._is_there(pending)
            if killed and pending.row is not None:
                self.downed_s[pending.row] = pending.effect_s
                self.debris_meur += self._debris(pending)
            effects.append(
                Effect(
                    engagement=pending.engagement,
                    row=pending.row,
                    known_s=pending.known_s,
                    killed=killed,
                )
            )
        return effects

    def downed_on_the_ground(self) -> bool:
        """Whether anything came down that was not in the air: a defect."""
        raid = self._drawn.raid
        down = np.isfinite(self.downed_s)
        flew = (raid.launched_s <= self.downed_s) & (self.downed_s <= raid.arrives_s)
        return bool(np.any(down & ~flew))

    def _is_there(self, pending: _Pending) -> bool:
        return pending.row is not None and self.downed_s[pending.row] == np.inf

    def _die(self, row: int) -> float:
        shot = self._shots[row] % self._drawn.dice.shape[1]
        self._shots[row] += 1
        return float(self._drawn.dice[row, shot])

    def _p_kill(
        self,
        row: int,
        kind: InterceptorType,
        salvo_size: int,
        aimed: Meeting,
    ) -> float:
        point = self._drawn.pk_point[kind.id]
        true_class = class_of(self._drawn.raid, row)
        # Range is common to the rounds of a salvo, as in the planner's model.
        return aimed.factor * p_kill(kind, true_class, point, salvo_size)

    def _debris(self, pending: _Pending) -> float:
        return sum(
            area.debris_meur
            * math.exp(
                -0.5
                * (
                    math.hypot(
                        pending.east_m - area.position.east_m,
                        pending.north_m - area.position.north_m,
                    )
                    / area.radius_m
                )
                ** 2
            )
            for area in self._areas
        )
