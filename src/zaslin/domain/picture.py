"""The whole situation at one instant."""

from collections.abc import Collection
from dataclasses import dataclass

from zaslin.domain.accept import accept_finite, accept_range, accept_unique
from zaslin.domain.control import Control
from zaslin.domain.defence import (
    DefendedAsset,
    FireUnit,
    InterceptorType,
    PopulatedArea,
)
from zaslin.domain.ids import CURRENT_POSITION, FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.space import GeoPoint
from zaslin.domain.track import ForecastTrack, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownShot:
    """A firm recommendation the operator has on screen; changing it has a cost."""

    track: TrackId
    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    salvo_size: int
    launch_s: float

    def __post_init__(self) -> None:
        accept_range("salvo_size", self.salvo_size, 1, 16)
        accept_finite("launch_s", self.launch_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything a plan depends on, immutable, with a revision number.

    Raises ``ValueError`` for duplicate ids and references to unknown things.
    """

    revision: int
    now_s: float
    origin: GeoPoint
    tracks: tuple[Track, ...] = ()
    fire_units: tuple[FireUnit, ...] = ()
    interceptor_types: tuple[InterceptorType, ...] = ()
    assets: tuple[DefendedAsset, ...] = ()
    populated_areas: tuple[PopulatedArea, ...] = ()
    control: Control = Control()
    forecast: tuple[ForecastTrack, ...] = ()
    shown: tuple[ShownShot, ...] = ()

    def __post_init__(self) -> None:
        accept_range("revision", self.revision, 0)
        accept_finite("now_s", self.now_s)
        track_ids = [track.id for track in self.tracks]
        track_ids += [ghost.track.id for ghost in self.forecast]
        accept_unique("track id", track_ids)
        accept_unique("fire unit id", (unit.id for unit in self.fire_units))
        accept_unique(
            "interceptor type id", (kind.id for kind in self.interceptor_types)
        )
        accept_unique("asset id", (asset.id for asset in self.assets))
        accept_unique("populated area id", (area.id for area in self.populated_areas))
        accept_unique("zone id", (zone.id for zone in self.control.zones))
        self._accept_references()

    def _accept_references(self) -> None:
        types = {kind.id for kind in self.interceptor_types}
        units = {unit.id for unit in self.fire_units}
        assets = {asset.id for asset in self.assets}
        for unit in self.fire_units:
            for magazine in unit.magazines:
                _accept_known(
                    f"magazine of fire unit {unit.id!r}",
                    magazine.interceptor_type,
                    types,
                )
        for order in self.control.reserves:
            _accept_known("reserve", order.interceptor_type, types)
            if order.fire_unit is not None:
                _accept_known("reserve", order.fire_unit, units)
        for asset in self.control.priorities:
            _accept_known("priority", asset, assets)
        for pairing in self.control.forbidden:
            where = f"forbidden pairing of track {pairing.track!r}"
            if pairing.fire_unit is not None:
                _accept_known(where, pairing.fire_unit, units)
            if pairing.interceptor_type is not None:
                _accept_known(where, pairing.interceptor_type, types)
        for pin in self.control.pinned:
            where = f"pinned engagement of track {pin.track!r}"
            _accept_known(where, pin.fire_unit, units)
            _accept_known(where, pin.interceptor_type, types)
        self._accept_positions()

    def _accept_positions(self) -> None:
        """Each pinned engagement is from where its unit stands or may drive to."""
        prepared = {
            unit.id: [place.id for place in unit.prepared_positions]
            for unit in self.fire_units
        }
        for pin in self.control.pinned:
            known = [CURRENT_POSITION, *prepared[pin.fire_unit]]
            if pin.position not in known:
                raise ValueError(
                    f"position of pinned engagement of track {pin.track!r} is "
                    f"{pin.position!r}; accepted: a position of fire unit "
                    f"{pin.fire_unit!r}: {', '.join(map(repr, known))}"
                )


def _accept_known(where: str, key: str, known: Collection[str]) -> None:
    if key not in known:
        raise ValueError(f"{where} names {key!r}, which the picture does not hold")
