"""What else a surveillance network shows: echoes of nothing, and bystanders.

Both fly straight on.
An echo looks like an object of the raid, which is why it can cost rounds.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.track import Track
from zaslin.sim.scenario import Surveillance
from zaslin.sim.traffic import other_tracks

Floats = NDArray[np.float64]

# Echoes fly as slowly and as low as most of a raid does (notional).
_ECHO_SPEED_MPS = (40.0, 60.0)
_ECHO_ALTITUDE_M = (200.0, 2000.0)
_HOUR_S = 3600.0
# How long a bystander is followed before another one takes its place.
_PASSAGE_S = 1200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Straight:
    """Flights along straight lines, one row each.

    ``begin_m`` is where a flight is at ``from_s``; it is there until ``until_s``.
    """

    from_s: Floats
    until_s: Floats
    begin_m: Floats
    velocity_mps: Floats
    altitude_m: Floats

    def __len__(self) -> int:
        return len(self.from_s)

    def there(self, at_s: float) -> NDArray[np.int64]:
        """Rows of the flights that are there at an instant."""
        rows: NDArray[np.int64] = np.flatnonzero(
            (self.from_s <= at_s) & (at_s < self.until_s)
        )
        return rows

    def position_m(self, rows: NDArray[np.int64], at_s: float) -> Floats:
        """Where those flights are at an instant, ``[flight, axis]``."""
        flown_s = at_s - self.from_s[rows]
        position_m: Floats = (
            self.begin_m[rows] + self.velocity_mps[rows] * flown_s[:, None]
        )
        return position_m


def echoes(
    surveillance: Surveillance,
    sensors_m: Floats,
    starts_s: float,
    duration_s: float,
    rng: np.random.Generator,
) -> Straight:
    """False tracks of a whole run: a Poisson stream around the working sensors."""
    expected = surveillance.false_per_hour * duration_s / _HOUR_S
    count = int(rng.poisson(expected)) if len(sensors_m) else 0
    from_s = starts_s + rng.uniform(0.0, duration_s, count)
    life = surveillance.false_life_s
    away_m = surveillance.range_m / 2.0 * np.sqrt(rng.random(count))
    offset_m = away_m[:, None] * _directions(count, rng)
    sensor = rng.integers(max(1, len(sensors_m)), size=count)
    return Straight(
        from_s=from_s,
        until_s=from_s + rng.uniform(life.low, life.high, count),
        begin_m=sensors_m[sensor] + offset_m,
        velocity_mps=(
            rng.uniform(*_ECHO_SPEED_MPS, count)[:, None] * _directions(count, rng)
        ),
        altitude_m=np.round(rng.uniform(*_ECHO_ALTITUDE_M, count)),
    )


def bystanders(
    surveillance: Surveillance,
    centres_m: Floats,
    starts_s: float,
    duration_s: float,
    rng: np.random.Generator,
) -> tuple[Straight, tuple[Track, ...]]:
    """Bystanders of a whole run, and what a track of each says.

    ``surveillance.others`` are in the air at any time, one taking the place of
    another, not all at once.
    """
    count = surveillance.others
    rounds = math.ceil(duration_s / _PASSAGE_S) + 1
    tracks: list[Track] = []
    middle_s: list[float] = []
    for turn in range(rounds if count else 0):
        tracks += other_tracks(
            count, 1, centres_m, surveillance.range_m / 2.0, starts_s, rng
        )
        middle_s += [
            starts_s + (turn - 0.5 + (slot + 1) / count) * _PASSAGE_S
            for slot in range(count)
        ]
    velocity_mps = np.array(
        [(each.velocity.east_mps, each.velocity.north_mps) for each in tracks]
    ).reshape(-1, 2)
    place_m = np.array(
        [(each.position.east_m, each.position.north_m) for each in tracks]
    ).reshape(-1, 2)
    from_s = np.array(middle_s) - _PASSAGE_S / 2.0
    flights = Straight(
        from_s=from_s,
        until_s=from_s + _PASSAGE_S,
        begin_m=place_m - velocity_mps * (_PASSAGE_S / 2.0),
        velocity_mps=velocity_mps,
        altitude_m=np.array([each.position.altitude_m for each in tracks]),
    )
    return flights, tuple(tracks)


def _directions(count: int, rng: np.random.Generator) -> Floats:
    """Unit vectors, every course as likely as any other."""
    course_rad = rng.uniform(0.0, math.tau, count)
    return np.column_stack((np.sin(course_rad), np.cos(course_rad)))
