"""What became of each object of a raid: the truth, for afterwards."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.ids import AssetId, TrackId
from zaslin.domain.track import ThreatClass
from zaslin.sim.draw import Draw
from zaslin.sim.laydown import Defence
from zaslin.sim.raid import AT_NO_ASSET, CLASSES
from zaslin.sim.watch import Watch
from zaslin.sim.world import World


class Ending(StrEnum):
    """How an object ends: exactly one of these."""

    DOWN = "down"
    THROUGH = "through"
    AIRBORNE = "airborne"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """One object from its launch to its end.

    ``way_m`` are the corners of its way, east and north, whether or not it got to the
    last of them; ``ended_m`` is how far it got at ``ended_s``.
    ``damage_meur`` is what it does if it gets through; a decoy does none.
    ``tracks`` are those that sensors made of it, the first one first.
    """

    threat_class: ThreatClass
    is_decoy: bool
    asset: AssetId | None
    damage_meur: float
    launched_s: float
    ending: Ending
    ended_s: float
    ended_m: tuple[float, float]
    way_m: tuple[tuple[float, float], ...]
    tracks: tuple[TrackId, ...]


def fates_of(
    defence: Defence, drawn: Draw, world: World, watch: Watch, ends_s: float
) -> tuple[Fate, ...]:
    """Every object of the raid, in the order of its rows."""
    raid = drawn.raid
    down, through = world.downed_s <= ends_s, world.through(ends_s)
    ended_s = np.minimum(np.minimum(world.downed_s, raid.arrives_s), ends_s)
    # What has not taken off by the end is still where it starts.
    ended_m, _ = raid.routes.at(np.maximum(0.0, ended_s - raid.launched_s))
    tracks: dict[int, list[TrackId]] = {}
    for name in watch.tracks():
        row = watch.row_of(name)
        if row is not None:
            tracks.setdefault(row, []).append(name)
    damage_meur = np.where(raid.is_decoy, 0.0, drawn.damage_meur)
    return tuple(
        Fate(
            threat_class=CLASSES[int(raid.class_index[row])],
            is_decoy=bool(raid.is_decoy[row]),
            asset=_asset(defence, int(raid.asset_index[row])),
            damage_meur=float(damage_meur[row]),
            launched_s=float(raid.launched_s[row]),
            ending=_ending(down=bool(down[row]), through=bool(through[row])),
            ended_s=float(ended_s[row]),
            ended_m=(float(ended_m[row, 0]), float(ended_m[row, 1])),
            way_m=_corners(raid.routes.points_m[row]),
            tracks=tuple(tracks.get(row, ())),
        )
        for row in range(len(raid))
    )


def _asset(defence: Defence, index: int) -> AssetId | None:
    return None if index == AT_NO_ASSET else defence.assets[index].id


def _ending(*, down: bool, through: bool) -> Ending:
    if down:
        return Ending.DOWN
    return Ending.THROUGH if through else Ending.AIRBORNE


def _corners(points_m: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    """Without the repetitions that make all ways equally long."""
    corners: list[tuple[float, float]] = []
    for east_m, north_m in points_m.tolist():
        if not corners or corners[-1] != (east_m, north_m):
            corners.append((east_m, north_m))
    return tuple(corners)
