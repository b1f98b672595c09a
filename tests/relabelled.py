"""The same picture under other names and in another order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from zaslin.domain.control import Control
from zaslin.domain.ids import AssetId, FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Shot

Id = TypeVar("Id", bound=str)
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Names:
    """New names by old ones."""

    track: dict[TrackId, TrackId]
    unit: dict[FireUnitId, FireUnitId]
    kind: dict[InterceptorTypeId, InterceptorTypeId]
    asset: dict[AssetId, AssetId]

    def shot(self, shot: Shot) -> Shot:
        """A shot under its new names."""
        return replace(
            shot,
            track=self.track[shot.track],
            fire_unit=self.unit[shot.fire_unit],
            interceptor_type=self.kind[shot.interceptor_type],
        )

    def shots(self, plan: Plan) -> set[Shot]:
        """All shots of a plan under their new names."""
        return {self.shot(each) for each in (*plan.shots, *plan.held_for_forecast)}


def relabelled(picture: Picture, seed: int) -> tuple[Picture, Names]:
    """Tracks, units, types and assets renamed and shuffled, and the new names."""
    rng = np.random.default_rng(seed)

    def shuffled(things: Iterable[Thing]) -> tuple[Thing, ...]:
        listed = list(things)
        return tuple(listed[i] for i in rng.permutation(len(listed)))

    def renamed(ids: Iterable[Id], prefix: str) -> dict[Id, Id]:
        listed = list(ids)
        numbers = rng.permutation(len(listed))
        return {
            old: type(old)(f"{prefix}{number:03}")
            for old, number in zip(listed, numbers, strict=True)
        }

    ghosts = [ghost.track.id for ghost in picture.forecast]
    names = Names(
        renamed([*(track.id for track in picture.tracks), *ghosts], "track"),
        renamed((unit.id for unit in picture.fire_units), "unit"),
        renamed((kind.id for kind in picture.interceptor_types), "kind"),
        renamed((asset.id for asset in picture.assets), "asset"),
    )
    return replace(
        picture,
        tracks=shuffled(replace(t, id=names.track[t.id]) for t in picture.tracks),
        forecast=shuffled(
            replace(ghost, track=replace(ghost.track, id=names.track[ghost.track.id]))
            for ghost in picture.forecast
        ),
        fire_units=shuffled(
            replace(
                unit,
                id=names.unit[unit.id],
                magazines=tuple(
                    replace(each, interceptor_type=names.kind[each.interceptor_type])
                    for each in unit.magazines
                ),
            )
            for unit in picture.fire_units
        ),
        interceptor_types=shuffled(
            replace(kind, id=names.kind[kind.id]) for kind in picture.interceptor_types
        ),
        assets=shuffled(replace(a, id=names.asset[a.id]) for a in picture.assets),
        control=_control(picture.control, names),
        shown=shuffled(
            replace(
                shown,
                track=names.track[shown.track],
                fire_unit=names.unit[shown.fire_unit],
                interceptor_type=names.kind[shown.interceptor_type],
            )
            for shown in picture.shown
        ),
    ), names


def _control(control: Control, names: Names) -> Control:
    """Control measures that speak of the same things under their new names."""
    return replace(
        control,
        priorities={names.asset[a]: p for a, p in control.priorities.items()},
        reserves=tuple(
            replace(
                order,
                interceptor_type=names.kind[order.interceptor_type],
                fire_unit=order.fire_unit and names.unit[order.fire_unit],
            )
            for order in control.reserves
        ),
        forbidden=tuple(
            replace(
                pairing,
                track=names.track[pairing.track],
                fire_unit=pairing.fire_unit and names.unit[pairing.fire_unit],
                interceptor_type=pairing.interceptor_type
                and names.kind[pairing.interceptor_type],
            )
            for pairing in control.forbidden
        ),
        pinned=tuple(
            replace(
                pin,
                track=names.track[pin.track],
                fire_unit=names.unit[pin.fire_unit],
                interceptor_type=names.kind[pin.interceptor_type],
            )
            for pin in control.pinned
        ),
    )
