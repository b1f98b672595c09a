"""The picture as the checker uses it: looked up by id, times counted from now."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from zaslin.assignment.check.identity import is_threatening, refusal
from zaslin.assignment.check.measures import Measures, measures_of
from zaslin.assignment.check.pinned import sort_pinned
from zaslin.assignment.check.threat import (
    AssetTable,
    Evaluation,
    asset_table,
    evaluate,
)
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.defence import FireUnit, InterceptorType, Magazine
from zaslin.domain.ids import (
    CURRENT_POSITION,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
    TrackId,
)
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Threat
from zaslin.domain.reason import ReasonCode
from zaslin.domain.space import Sector
from zaslin.domain.track import IdentificationMethod, Track

_POSITIVE = IdentificationMethod.POSITIVE


class Known(NamedTuple):
    """A live or forecast track and what the rules say about it.

    ``evaluation`` is None for tracks that the objective does not count.
    ``weight`` is w: the chance that a shot at it is needed at all.
    ``pins`` are the pinned engagements that count; shots wait ``until_s`` for them.
    """

    track: Track
    is_forecast: bool
    reason: ReasonCode | None
    is_positive: bool
    evaluation: Evaluation | None
    weight: float
    pins: tuple[PinnedEngagement, ...]
    until_s: float


class Station(NamedTuple):
    """A fire unit at its current or at a prepared position."""

    east_m: float
    north_m: float
    altitude_m: float
    earliest_s: float
    sector: Sector | None
    antenna_height_m: float
    sensor_range_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that judging one shot needs; times are seconds after now.

    ``bound``: where units with ``pins`` have to fight from.
    ``dearest_round_meur``: the most that a round of any magazine costs, what it is
    worth if it is saved included.
    """

    picture: Picture
    params: PlanParams
    table: AssetTable
    tracks: Mapping[TrackId, Known]
    units: Mapping[FireUnitId, FireUnit]
    types: Mapping[InterceptorTypeId, InterceptorType]
    stations: Mapping[tuple[FireUnitId, PositionId], Station]
    magazines: Mapping[tuple[FireUnitId, InterceptorTypeId], Magazine]
    measures: Mapping[InterceptorTypeId, Measures]
    pins: tuple[PinnedEngagement, ...]
    withdrawn: tuple[tuple[PinnedEngagement, ReasonCode | None], ...]
    bound: Mapping[FireUnitId, PositionId]
    dearest_round_meur: float

    def counted(self) -> Iterable[tuple[Known, Evaluation]]:
        """Tracks that the objective counts, with their threat value."""
        for known in self.tracks.values():
            if known.evaluation is not None:
                yield known, known.evaluation

    def evaluation_of(self, known: Known) -> Evaluation:
        """The threat value of a track, whether the objective counts it or not."""
        return known.evaluation or evaluate(
            known.track,
            self.picture.now_s,
            self.table,
            is_forecast=known.is_forecast,
        )


def set_scene(
    picture: Picture, params: PlanParams, threats: Iterable[Threat] = ()
) -> Scene:
    """Look everything up once; the plan's threats settle ties between assets."""
    now_s = picture.now_s
    table = asset_table(picture, params.threat)
    reasons = {
        track.id: refusal(track, now_s, params.stale_after_s)
        for track in picture.tracks
    }
    units = {unit.id: unit for unit in picture.fire_units}
    types = {kind.id: kind for kind in picture.interceptor_types}
    pinned = sort_pinned(picture, reasons)
    return Scene(
        picture=picture,
        params=params,
        table=table,
        tracks=_known_tracks(
            picture, table, reasons, pinned.pins, {each.track: each for each in threats}
        ),
        units=units,
        types=types,
        stations=_stations(picture),
        magazines={
            (unit.id, magazine.interceptor_type): magazine
            for unit in picture.fire_units
            for magazine in unit.magazines
        },
        measures={
            interceptor.id: measures_of(picture.control, interceptor.kind, now_s)
            for interceptor in picture.interceptor_types
        },
        pins=pinned.pins,
        withdrawn=pinned.withdrawn,
        bound=pinned.bound,
        dearest_round_meur=max(
            [
                params.rounds_weight * types[magazine.interceptor_type].cost_meur
                + magazine.saved_value_meur
                for unit in picture.fire_units
                for magazine in unit.magazines
            ],
            default=0.0,
        ),
    )


def _known_tracks(
    picture: Picture,
    table: AssetTable,
    reasons: Mapping[TrackId, ReasonCode | None],
    pins: Iterable[PinnedEngagement],
    threats: Mapping[TrackId, Threat],
) -> dict[TrackId, Known]:
    now_s = picture.now_s
    known: dict[TrackId, Known] = {}
    for track in picture.tracks:
        reason, means = reasons[track.id], track.identification
        threat = threats.get(track.id)
        known[track.id] = Known(
            track=track,
            is_forecast=False,
            reason=reason,
            is_positive=means is not None and means.method is _POSITIVE,
            evaluation=(
                evaluate(
                    track,
                    now_s,
                    table,
                    is_forecast=False,
                    stated=threat.assets if threat is not None else (),
                )
                if is_threatening(reason)
                else None
            ),
            weight=1.0,
            pins=(),
            until_s=-math.inf,
        )
    for pin in pins:
        if (engaged := known.get(pin.track)) is not None:
            known[pin.track] = engaged._replace(
                weight=engaged.weight * (1.0 - pin.pk) ** pin.salvo_size,
                pins=(*engaged.pins, pin),
                until_s=max(engaged.until_s, pin.assessed_s - now_s),
            )
    for ghost in picture.forecast:
        known[ghost.track.id] = Known(
            track=ghost.track,
            is_forecast=True,
            reason=None,
            is_positive=True,
            evaluation=evaluate(ghost.track, now_s, table, is_forecast=True),
            weight=ghost.p_appears,
            pins=(),
            until_s=-math.inf,
        )
    return known


def _stations(picture: Picture) -> dict[tuple[FireUnitId, PositionId], Station]:
    stations: dict[tuple[FireUnitId, PositionId], Station] = {}
    for unit in picture.fire_units:
        here = Station(
            east_m=unit.position.east_m,
            north_m=unit.position.north_m,
            altitude_m=unit.position.altitude_m,
            earliest_s=max(unit.reaction_time_s, unit.ready_at_s - picture.now_s),
            sector=unit.sector,
            antenna_height_m=unit.antenna_height_m,
            sensor_range_m=unit.sensor_range_m,
        )
        stations[unit.id, CURRENT_POSITION] = here
        for place in unit.prepared_positions:
            arrived_s = place.travel_time_s + unit.setup_time_s
            stations[unit.id, place.id] = here._replace(
                east_m=place.position.east_m,
                north_m=place.position.north_m,
                altitude_m=place.position.altitude_m,
                earliest_s=max(unit.reaction_time_s, arrived_s),
                sector=place.sector,
            )
    return stations
