"""The raid at a glance: how many of what from where, and what is expected of it."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zaslin.domain.defence import DefendedAsset
from zaslin.domain.ids import AssetId, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.track import Crew, StandardIdentity, ThreatClass, Track

SECTORS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
"""Sectors of 45 degrees, clockwise from north; each is centred on its name."""

_THREATENING = frozenset({StandardIdentity.HOSTILE, StandardIdentity.SUSPECT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Threatening tracks that come from one sector at what is defended.

    ``decoys`` is how many of them are expected to carry no warhead, ``engaged`` how
    many have a firm or an authorised shot, ``nearest_s`` the earliest time to impact.
    """

    sector: str
    tracks: int
    decoys: float
    by_class: Mapping[ThreatClass, int]
    engaged: int
    expected_leak_meur: float
    nearest_s: float | None
    assets: tuple[AssetId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidSummary:
    """Counts of a picture; threatening are uncrewed hostile and suspect tracks."""

    tracks: int
    threatening: int
    decoys: float
    by_identity: Mapping[StandardIdentity, int]
    by_class: Mapping[ThreatClass, tuple[int, float]]
    axes: tuple[Axis, ...]

    @property
    def decoy_share(self) -> float:
        """Part of the threatening tracks that is expected to carry no warhead."""
        return self.decoys / self.threatening if self.threatening else 0.0


def summarise(picture: Picture, plan: Plan | None) -> RaidSummary:
    """Count a picture; leaks and likely assets are those of the plan, if there is one.

    The axis of a track is the sector in which it is, seen from the asset that it most
    likely flies to: by the plan's threats, or else the straightest and nearest one.
    """
    raid = [track for track in picture.tracks if is_threatening(track)]
    return RaidSummary(
        tracks=len(picture.tracks),
        threatening=len(raid),
        decoys=math.fsum(track.p_decoy for track in raid),
        by_identity=Counter(track.identity for track in picture.tracks),
        by_class=_by_class(raid),
        axes=_axes(raid, picture, plan),
    )


def is_threatening(track: Track) -> bool:
    """Whether a track counts as part of the raid."""
    return (
        track.identity in _THREATENING
        and track.crew is Crew.UNCREWED
        and not track.civil
    )


def likeliest_class(track: Track) -> ThreatClass:
    """The class of the highest probability; the first one of two alike."""
    chances = track.class_probabilities
    return max(ThreatClass, key=lambda kind: chances.get(kind, 0.0))


def sector_of(east_m: float, north_m: float) -> str:
    """The sector of a direction, of which only the bearing counts."""
    bearing = math.degrees(math.atan2(east_m, north_m)) % 360.0
    return SECTORS[int((bearing + 22.5) // 45.0) % len(SECTORS)]


def _by_class(raid: Iterable[Track]) -> dict[ThreatClass, tuple[int, float]]:
    counts: dict[ThreatClass, tuple[int, float]] = {}
    for track in raid:
        kind = likeliest_class(track)
        number, decoys = counts.get(kind, (0, 0.0))
        counts[kind] = (number + 1, decoys + track.p_decoy)
    return counts


def _axes(
    raid: Iterable[Track], picture: Picture, plan: Plan | None
) -> tuple[Axis, ...]:
    known = _Known(picture, plan)
    groups: dict[str, list[Track]] = {}
    for track in raid:
        groups.setdefault(known.sector(track), []).append(track)
    axes = [known.axis(sector, tracks) for sector, tracks in groups.items()]
    return tuple(sorted(axes, key=lambda axis: (-axis.tracks, axis.sector)))


class _Known:
    """What a picture and its plan say of each track."""

    def __init__(self, picture: Picture, plan: Plan | None) -> None:
        self.assets = {asset.id: asset for asset in picture.assets}
        threats = plan.threats if plan else ()
        self.likely = {
            each.track: each.assets[0].asset for each in threats if each.assets
        }
        self.impact_s = {each.track: each.time_to_impact_s for each in threats}
        self.leak = {
            each.track: each.expected_leak_meur
            for each in (plan.leakers if plan else ())
        }
        firm = plan.recommendations if plan else ()
        self.engaged = {line.shot.track for line in firm if line.firm}
        self.engaged |= {pin.track for pin in picture.control.pinned}

    def asset(self, track: Track) -> DefendedAsset | None:
        """The asset that a track most likely flies to."""
        named = self.assets.get(self.likely.get(track.id, AssetId("")))
        if named is not None or not self.assets:
            return named
        return min(self.assets.values(), key=lambda asset: _off_course(track, asset))

    def sector(self, track: Track) -> str:
        """Where a track is, seen from that asset; where it comes from without one."""
        asset = self.asset(track)
        if asset is None:
            return sector_of(-track.velocity.east_mps, -track.velocity.north_mps)
        return sector_of(
            track.position.east_m - asset.position.east_m,
            track.position.north_m - asset.position.north_m,
        )

    def axis(self, sector: str, tracks: list[Track]) -> Axis:
        """The tracks of one sector, counted."""
        names: list[TrackId] = [track.id for track in tracks]
        impacts = [self.impact_s.get(name) for name in names]
        assets = Counter(
            asset.id for track in tracks if (asset := self.asset(track)) is not None
        )
        return Axis(
            sector=sector,
            tracks=len(tracks),
            decoys=math.fsum(track.p_decoy for track in tracks),
            by_class=Counter(likeliest_class(track) for track in tracks),
            engaged=sum(name in self.engaged for name in names),
            expected_leak_meur=math.fsum(self.leak.get(name, 0.0) for name in names),
            nearest_s=min((each for each in impacts if each is not None), default=None),
            assets=tuple(
                name for name, _ in sorted(assets.items(), key=lambda e: (-e[1], e[0]))
            )[:3],
        )


def _off_course(track: Track, asset: DefendedAsset) -> float:
    """How far off the straight line of a track an asset is, near ones first."""
    east_m = asset.position.east_m - track.position.east_m
    north_m = asset.position.north_m - track.position.north_m
    distance_m = math.hypot(east_m, north_m)
    course = math.atan2(track.velocity.east_mps, track.velocity.north_mps)
    off_rad = abs(math.remainder(math.atan2(east_m, north_m) - course, math.tau))
    return distance_m * (1.0 + off_rad)
