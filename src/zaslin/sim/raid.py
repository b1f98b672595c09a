"""A raid as it flies: truth that no picture contains."""

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
from zaslin.sim.route import Routes, dog_legs

Floats = NDArray[np.float64]

# In the order of the enumeration; arrays hold indices into it.
CLASSES = tuple(ThreatClass)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raid:
    """Every object of a night, one row each.

    ``class_index`` points into CLASSES.
    ``decoy_prior`` is the share of decoys in the object's window, which is public;
    ``is_decoy`` is the truth.
    """

    routes: Routes
    launched_s: Floats
    arrives_s: Floats
    altitude_m: Floats
    class_index: NDArray[np.int64]
    decoy_prior: Floats
    is_decoy: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.launched_s)

    def airborne(self, at_s: float) -> NDArray[np.bool_]:
        """Which objects are in the air: launched, and not yet at their end."""
        return (self.launched_s <= at_s) & (at_s < self.arrives_s)

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
    parts = [
        _draw_window(window, places, defence, profile, rng) for window in night.windows
    ]
    if not parts:
        return _nobody()
    most = max(part.routes.points_m.shape[1] for part in parts)
    routes = Routes(
        np.concatenate([_padded(part.routes.points_m, most) for part in parts]),
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
    ends_m = _destinations(
        starts_m, places, defence, flight, profile.aim_scatter_m, rng
    )
    points_m = dog_legs(starts_m, ends_m, flight.dogleg_count, flight.dogleg_share, rng)
    speed_mps = rng.uniform(flight.speed_mps.low, flight.speed_mps.high, count)
    routes = Routes(points_m, speed_mps)
    flight_times_s = routes.flight_times_s()
    arrives_s = arrival_times(
        window, flight, flight_times_s, profile.shortest_window_s, rng
    )
    altitude_m = flight.altitude_median_m * np.exp(
        flight.altitude_log_sigma * rng.standard_normal(count)
    )
    decoy_share = _decoy_share(window, profile)
    return Raid(
        routes=routes,
        launched_s=arrives_s - flight_times_s,
        arrives_s=arrives_s,
        altitude_m=np.clip(altitude_m, flight.altitude_m.low, flight.altitude_m.high),
        class_index=np.full(count, CLASSES.index(window.threat_class)),
        decoy_prior=np.full(count, decoy_share),
        is_decoy=rng.random(count) < decoy_share,
    )


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
) -> Floats:
    """Where each object is bound: a city, and there an asset or some other spot."""
    centres_m = in_frame(places.cities, defence.frame)
    distance_m = np.linalg.norm(starts_m[:, None] - centres_m[None], axis=2)
    nearest_m = distance_m.min(axis=1, keepdims=True)
    population = np.array([city.population_thousand for city in places.cities])
    weight = np.sqrt(population) * np.exp((nearest_m - distance_m) / flight.reach_m)
    city = _choose(weight, rng)
    ends_m = centres_m[city] + rng.standard_normal((len(starts_m), 2)) * scatter_m
    aimed = rng.random(len(starts_m)) < flight.p_aimed
    for index, there in enumerate(places.cities):
        assets_m, values = defence.assets_of(there.name)
        rows = np.flatnonzero(aimed & (city == index))
        if len(assets_m) and len(rows):
            share = np.broadcast_to(values, (len(rows), len(values)))
            ends_m[rows] = assets_m[_choose(share, rng)]
    return ends_m


def _choose(weight: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """One column per row, with probability in proportion to its weight."""
    running = np.cumsum(weight, axis=1)
    drawn = rng.random((len(weight), 1)) * running[:, -1:]
    columns: NDArray[np.int64] = np.sum(running[:, :-1] <= drawn, axis=1)
    return columns


def _padded(points_m: Floats, most: int) -> Floats:
    """The same routes with their last point repeated up to ``most`` points."""
    missing = most - points_m.shape[1]
    return np.concatenate((points_m, np.repeat(points_m[:, -1:], missing, axis=1)), 1)


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
    )
