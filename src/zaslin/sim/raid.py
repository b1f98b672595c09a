"""A raid as it flies: truth that no picture contains."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.track import ThreatClass
from zaslin.geometry.frames import LocalFrame
from zaslin.sim.arrival import arrival_times
from zaslin.sim.laydown import Defence
from zaslin.sim.night import Night, ReportingWindow
from zaslin.sim.place import LaunchArea, Places, in_frame
from zaslin.sim.profile import FlightProfile, RaidProfile
from zaslin.sim.route import Routes, dog_legs, padded

Floats = NDArray[np.float64]

# In the order of the enumeration; arrays hold indices into it.
CLASSES = tuple(ThreatClass)

AT_NO_ASSET = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Raid:
    """Every object of a night, one row each.

    ``class_index`` points into CLASSES.
    ``decoy_prior`` is the share of decoys in the object's window, which is public;
    ``is_decoy`` is the truth.
    ``asset_index`` points into the assets of the defence; AT_NO_ASSET if the object
    is bound for none of them.
    """

    routes: Routes
    launched_s: Floats
    arrives_s: Floats
    altitude_m: Floats
    class_index: NDArray[np.int64]
    decoy_prior: Floats
    is_decoy: NDArray[np.bool_]
    asset_index: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.launched_s)

    def airborne(self, at_s: float) -> NDArray[np.bool_]:
        """Which objects are in the air: launched, and not yet at their end."""
        return (self.launched_s <= at_s) & (at_s < self.arrives_s)

    @property
    def aim_m(self) -> Floats:
        """Where each object's way ends, ``[row, axis]``."""
        return self.routes.points_m[:, -1]

    def only(self, kept: NDArray[np.bool_]) -> "Raid":
        """The rows that are kept, in their order."""
        return Raid(
            routes=Routes(self.routes.points_m[kept], self.routes.speed_mps[kept]),
            launched_s=self.launched_s[kept],
            arrives_s=self.arrives_s[kept],
            altitude_m=self.altitude_m[kept],
            class_index=self.class_index[kept],
            decoy_prior=self.decoy_prior[kept],
            is_decoy=self.is_decoy[kept],
            asset_index=self.asset_index[kept],
        )

    def class_mix(self) -> Floats:
        """Share of each class in the whole raid."""
        counts = np.bincount(self.class_index, minlength=len(CLASSES)).astype(float)
        mix: Floats = counts / max(counts.sum(), 1.0)
        return mix


def draw_raid(
    night: Night,
    places: Places,
    defence: Defence,
    profile: RaidProfile,
    rng: np.random.Generator,
) -> Raid:
    """Draw the raid of a night: as many objects as the record counts.

    No attrition: the raid flies as if nothing of it had been brought down, because
    the record does not say when each object was.

    Parameters
    ----------
    night
        Reporting windows with their counts and launch areas.
    places
        Cities that raids are bound for, and launch areas.
    defence
        Defended assets, whose positions objects aim at.
    profile
        Speeds, altitudes, arrival profile, share of decoys.
    rng
        Where the chances come from.
    """
    return joined(
        [
            _draw_window(window, places, defence, profile, rng)
            for window in night.windows
        ]
    )


def joined(parts: Sequence[Raid]) -> Raid:
    """The rows of several raids, one after another."""
    if not parts:
        return _nobody()
    most = max(part.routes.points_m.shape[1] for part in parts)
    routes = Routes(
        np.concatenate([padded(part.routes.points_m, most) for part in parts]),
        np.concatenate([part.routes.speed_mps for part in parts]),
    )
    return Raid(
        routes=routes,
        launched_s=np.concatenate([part.launched_s for part in parts]),
        arrives_s=np.concatenate([part.arrives_s for part in parts]),
        altitude_m=np.concatenate([part.altitude_m for part in parts]),
        class_index=np.concatenate([part.class_index for part in parts]),
        decoy_prior=np.concatenate([part.decoy_prior for part in parts]),
        is_decoy=np.concatenate([part.is_decoy for part in parts]),
        asset_index=np.concatenate([part.asset_index for part in parts]),
    )


def _draw_window(
    window: ReportingWindow,
    places: Places,
    defence: Defence,
    profile: RaidProfile,
    rng: np.random.Generator,
) -> Raid:
    flight, count = profile.flight[window.threat_class], window.launched
    starts_m = _starts(window, places, defence.frame, profile.launch_scatter_m, rng)
    ends_m, asset_index = _destinations(
        starts_m, places, defence, flight, profile.aim_scatter_m, rng
    )
    points_m = dog_legs(starts_m, ends_m, flight.dogleg_count, flight.dogleg_share, rng)
    speed_mps = rng.uniform(flight.speed_mps.low, flight.speed_mps.high, count)
    routes = Routes(points_m, speed_mps)
    flight_times_s = routes.flight_times_s()
    arrives_s = arrival_times(
        window, flight, flight_times_s, profile.shortest_window_s, rng
    )
    altitude_m = altitudes_m(flight, count, rng)
    decoy_share = _decoy_share(window, profile)
    return Raid(
        routes=routes,
        launched_s=arrives_s - flight_times_s,
        arrives_s=arrives_s,
        altitude_m=altitude_m,
        class_index=np.full(count, CLASSES.index(window.threat_class)),
        decoy_prior=np.full(count, decoy_share),
        is_decoy=rng.random(count) < decoy_share,
        asset_index=asset_index,
    )


def altitudes_m(flight: FlightProfile, count: int, rng: np.random.Generator) -> Floats:
    """How high each object of a class flies, log-normal and within its span."""
    altitude_m = flight.altitude_median_m * np.exp(
        flight.altitude_log_sigma * rng.standard_normal(count)
    )
    return np.clip(altitude_m, flight.altitude_m.low, flight.altitude_m.high)


def _decoy_share(window: ReportingWindow, profile: RaidProfile) -> float:
    """From the bulletin where it counts Shaheds, else from the month's reports."""
    if window.threat_class is not ThreatClass.ONE_WAY_ATTACK or not window.launched:
        return 0.0
    if window.shaheds is not None:
        return 1.0 - window.shaheds / window.launched
    return profile.decoy_share(f"{window.ends:%Y-%m}")


def _starts(
    window: ReportingWindow,
    places: Places,
    frame: LocalFrame,
    scatter_m: float,
    rng: np.random.Generator,
) -> Floats:
    """Where each object sets out: the areas are equally likely, counts are unknown."""
    codes = window.launch_areas or places.unstated[window.threat_class]
    areas: tuple[LaunchArea, ...] = tuple(places.launch_area(code) for code in codes)
    centres_m = in_frame(areas, frame)
    chosen = rng.integers(len(areas), size=window.launched)
    scatter = rng.standard_normal((window.launched, 2)) * scatter_m
    starts_m: Floats = centres_m[chosen] + scatter
    return starts_m


def _destinations(
    starts_m: Floats,
    places: Places,
    defence: Defence,
    flight: FlightProfile,
    scatter_m: float,
    rng: np.random.Generator,
) -> tuple[Floats, NDArray[np.int64]]:
    """Where each object is bound: a city, and there an asset or some other spot."""
    centres_m = in_frame(places.cities, defence.frame)
    distance_m = np.linalg.norm(starts_m[:, None] - centres_m[None], axis=2)
    nearest_m = distance_m.min(axis=1, keepdims=True)
    population = np.array([city.population_thousand for city in places.cities])
    weight = np.sqrt(population) * np.exp((nearest_m - distance_m) / flight.reach_m)
    city = choose(weight, rng)
    ends_m = centres_m[city] + rng.standard_normal((len(starts_m), 2)) * scatter_m
    aimed = rng.random(len(starts_m)) < flight.p_aimed
    asset_index = np.full(len(starts_m), AT_NO_ASSET)
    for index, there in enumerate(places.cities):
        assets_m, values = defence.assets_of(there.name)
        rows = np.flatnonzero(aimed & (city == index))
        if len(assets_m) and len(rows):
            share = np.broadcast_to(values, (len(rows), len(values)))
            chosen = choose(share, rng)
            ends_m[rows] = assets_m[chosen]
            asset_index[rows] = defence.asset_rows(there.name)[chosen]
    return ends_m, asset_index


def choose(weight: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """One column per row, with probability in proportion to its weight."""
    running = np.cumsum(weight, axis=1)
    drawn = rng.random((len(weight), 1)) * running[:, -1:]
    columns: NDArray[np.int64] = np.sum(running[:, :-1] <= drawn, axis=1)
    return columns


def _nobody() -> Raid:
    nothing = np.zeros(0)
    return Raid(
        routes=Routes(np.zeros((0, 2, 2)), nothing),
        launched_s=nothing,
        arrives_s=nothing,
        altitude_m=nothing,
        class_index=np.zeros(0, dtype=np.int64),
        decoy_prior=nothing,
        is_decoy=np.zeros(0, dtype=bool),
        asset_index=np.zeros(0, dtype=np.int64),
    )
