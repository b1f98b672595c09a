"""Everything that a desk knows, and the picture of it at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from zaslin.domain.control import Control, PinnedEngagement
from zaslin.domain.decision import Decision
from zaslin.domain.defence import FireUnit
from zaslin.domain.engagement import Engagement
from zaslin.domain.event import Identified
from zaslin.domain.ids import (
    EngagementId,
    FireUnitId,
    InterceptorTypeId,
    TrackId,
)
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.track import ForecastTrack, Track
from zaslin.ops.identity import declared
from zaslin.ops.lead import Lead

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything that a desk knows; pictures are made from it when they are needed.

    ``opened`` holds what no event changes: origin, interceptor types, assets and
    populated areas.
    ``revision`` grows with each entry that changes anything, ``entries`` with each.
    ``controlled_entry`` is the number of the entry that set the control measures last,
    be it with the same ones: a wish that was made before it is about others.
    ``pins`` are those of the engagements that are not over.
    ``shown`` are the firm shots of the plan of ``shown_revision`` that nobody has
    decided on yet; without a revision no plan is shown.
    ``downed`` says of each track reported killed when that was looked at, ``dropped``
    of each one dropped by its feed when it was measured last: only a later measurement
    brings it back.
    ``tracks`` are as the feeds report them; ``identified`` is what people have declared
    of them, lapsed or not, and a picture has both.
    ``decisions`` are all there were, the last one at the end; ``nominated`` are those
    that wait for a second person.
    """

    opened: Picture
    revision: int
    entries: int
    at_s: float
    tracks: Mapping[TrackId, Track]
    fire_units: Mapping[FireUnitId, FireUnit]
    control: Control
    forecast: tuple[ForecastTrack, ...]
    shown: tuple[ShownShot, ...]
    shown_revision: int | None
    engagements: Mapping[EngagementId, Engagement]
    pins: Mapping[EngagementId, PinnedEngagement]
    downed: Mapping[TrackId, float]
    dropped: Mapping[TrackId, float]
    identified: Mapping[TrackId, Identified] = field(default_factory=dict)
    controlled_entry: int = 0
    nominated: tuple[Decision, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def picture(self) -> Picture:
        """The picture at the time of the last entry."""
        return self.picture_at(self.at_s)

    def track_at(self, name: TrackId, now_s: float) -> Track | None:
        """A track with what people have declared of it; None if it is not there."""
        track = self.tracks.get(name)
        return track and declared(track, self.identified.get(name), now_s)

    def tracks_at(self, now_s: float) -> tuple[Track, ...]:
        """Every track with what people have declared of it."""
        if not self.identified:
            return tuple(self.tracks.values())
        return tuple(
            declared(track, self.identified.get(name), now_s)
            for name, track in self.tracks.items()
        )

    def picture_at(self, now_s: float, *, lead: Lead | None = None) -> Picture:
        """The picture at a time, if nothing more is learnt until then.

        Forecast tracks whose time has come, and shown shots whose time is past, are
        left out.
        ``lead`` is added to what each unit needs from an order to its launch: the
        time that people take to decide, to be kept free for them by a plan.
        """
        units = tuple(self.fire_units.values())
        if lead is not None:
            units = tuple(map(lead, units))
        return replace(
            self.opened,
            revision=self.revision,
            now_s=now_s,
            tracks=self.tracks_at(now_s),
            fire_units=units,
            control=replace(
                self.control, pinned=(*self.control.pinned, *self.pins.values())
            ),
            forecast=tuple(
                ghost
                for ghost in self.forecast
                if ghost.track.measured_at_s > now_s
                and ghost.track.id not in self.tracks
            ),
            shown=tuple(shot for shot in self.shown if shot.launch_s >= now_s),
        )


def accept_shot(
    situation: Situation,
    track: TrackId,
    unit: FireUnitId,
    kind: InterceptorTypeId,
) -> None:
    """Raise ``ValueError`` unless track, unit and type are there."""
    if track not in situation.tracks:
        raise ValueError(
            f"shot is at track {track!r}; accepted: one of the "
            f"{len(situation.tracks)} tracks of the picture"
        )
    unit_of(situation, unit)
    kinds = [each.id for each in situation.opened.interceptor_types]
    if kind not in kinds:
        raise ValueError(
            f"shot is with interceptor type {kind!r}; accepted: "
            f"{', '.join(map(repr, kinds)) or 'none, as the picture holds none'}"
        )


def unit_of(situation: Situation, name: FireUnitId) -> FireUnit:
    """The unit of this name; raises ``ValueError`` if there is none."""
    unit = situation.fire_units.get(name)
    if unit is None:
        raise ValueError(
            f"fire unit is {name!r}; accepted: one of the "
            f"{len(situation.fire_units)} fire units of the picture"
        )
    return unit


def spends(situation: Situation, name: InterceptorTypeId) -> bool:
    """Whether a launch of this type takes rounds from a magazine."""
    kinds = situation.opened.interceptor_types
    return next(kind for kind in kinds if kind.id == name).spends_rounds


def without(
    named: Mapping[TrackId, T], gone: Mapping[TrackId, object]
) -> Mapping[TrackId, T]:
    """The rest; the same mapping if nothing in it has gone."""
    if named.keys().isdisjoint(gone):
        return named
    return {name: each for name, each in named.items() if name not in gone}
