"""Surveillance of a running raid: truth in, reports out, as and when they arrive.

What is measured of what, when, and how wrongly is drawn for all objects at every scan,
in the air or not: it does not depend on what the policy brought down.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.ids import TrackId
from zaslin.domain.space import Position, Velocity
from zaslin.domain.track import (
    Identification,
    IdentificationMethod,
    StandardIdentity,
    Track,
)
from zaslin.sim.coverage import Coverage, working
from zaslin.sim.draw import Draw
from zaslin.sim.false_tracks import bystanders, echoes
from zaslin.sim.look import Look, bystander_looks, echo_looks, raid_looks
from zaslin.sim.raid import Raid
from zaslin.sim.route import Routes
from zaslin.sim.scenario import Surveillance
from zaslin.sim.sensor import track_id
from zaslin.sim.setting import Setting

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Bools = NDArray[np.bool_]

# An identification is confirmed every hour, long before it expires.
_HOLDS_S = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """What has arrived since the last step: newest report of each track, lost ones."""

    reports: tuple[Track, ...]
    lost: tuple[TrackId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """Second tracks of objects: of which row, from when until when."""

    row: Rows
    from_s: Floats
    until_s: Floats


@dataclass(frozen=True, slots=True)
class _Scan:
    """Reports of one scan on their way; ``source[report]``."""

    measured_s: float
    arrives_s: Floats
    source: Rows
    position_m: Floats
    velocity_mps: Floats

    def split(self, arrived: Bools) -> tuple["_Scan", "_Scan"]:
        """Those that have arrived, and the others."""
        return self._only(arrived), self._only(~arrived)

    def _only(self, kept: Bools) -> "_Scan":
        return _Scan(
            self.measured_s,
            self.arrives_s[kept],
            self.source[kept],
            self.position_m[kept],
            self.velocity_mps[kept],
        )


class Watch:
    """The surveillance network over a whole run.

    A *source* is anything that makes a track: first the rows of the raid, then second
    tracks of some of them, echoes of nothing, and bystanders.
    A source that was dropped and is seen again gets a new track.

    Parameters
    ----------
    setting
        What the network covers, and how well it sees.
    draw
        The raid, and the stream "watch".
    """

    def __init__(self, setting: Setting, draw: Draw) -> None:
        scenario = setting.scenario
        drawn, scans, numbers = draw.stream("watch").spawn(3)
        self._surveillance = scenario.surveillance
        self._authority = setting.profile.identity.authority
        self._raid = draw.raid
        self._starts_s, self._scans = scenario.starts_s, 0
        self._scan_rng, self._number_rng = scans, numbers
        # In an order of its own: how many sensors work changes nothing else.
        sensor_rng, look_rng, split_rng, echo_rng, other_rng = drawn.spawn(5)
        centres_m = setting.defence.centres_m
        span_s = scenario.starts_s, scenario.duration_s
        self._coverage = Coverage(
            sensors_m=working(centres_m, self._surveillance.sensor_share, sensor_rng),
            height_m=self._surveillance.sensor_height_m,
            range_m=self._surveillance.range_m,
        )
        self._echoes = echoes(
            self._surveillance, self._coverage.sensors_m, *span_s, echo_rng
        )
        self._others, others = bystanders(
            self._surveillance, centres_m, *span_s, other_rng
        )
        self._splits = _splits(self._raid, self._surveillance, *span_s, split_rng)
        raid_part = raid_looks(self._raid, self._surveillance, look_rng)
        self._looks: list[Look] = [
            *raid_part,
            *(raid_part[row] for row in self._splits.row),
            *echo_looks(
                self._echoes.altitude_m, self._raid, self._surveillance, echo_rng
            ),
            *bystander_looks(others, self._surveillance, other_rng),
        ]
        self.belief_p_decoy: Floats = np.array(
            [look.p_decoy for look in raid_part], dtype=float
        )
        self._prepare()

    def _prepare(self) -> None:
        count = len(self._looks)
        self._sight_m = self._coverage.sight_m(
            np.array([look.altitude_m for look in self._looks], dtype=float)
        )
        self._sigmas = np.array(
            [
                (look.position_sigma_m,) * 2 + (look.velocity_sigma_mps,) * 2
                for look in self._looks
            ]
        ).reshape(-1, 4)
        self._on_the_way: list[_Scan] = []
        self._live: Bools = np.zeros(count, dtype=bool)
        self._last_s: Floats = np.full(count, -np.inf)
        self._first_s = [0.0] * count
        self._ids: list[TrackId | None] = [None] * count
        self._lives = [0] * count
        self._numbers: list[list[int]] = []
        self._source_of: dict[TrackId, int] = {}
        self._identifications: dict[
            tuple[IdentificationMethod, float], Identification
        ] = {}

    def step(self, now_s: float, airborne: Bools) -> Sightings:
        """Scan up to now, and hand over what has arrived.

        Parameters
        ----------
        now_s
            Not before the last step.
        airborne
            Which rows of the raid are really in the air.
        """
        every_s = self._surveillance.scan_s
        while (at_s := self._starts_s + self._scans * every_s) <= now_s:
            self._on_the_way.append(self._scan(at_s, airborne))
            self._scans += 1
        reports = self._arrivals(now_s)
        return Sightings(reports=reports, lost=self._dropped(now_s))

    def tracks(self) -> tuple[TrackId, ...]:
        """Every track that there has been, the first one first."""
        return tuple(self._source_of)

    def row_of(self, track: TrackId) -> int | None:
        """The raid's row that a track is of; None if it is of something else."""
        source = self._source_of.get(track)
        count = len(self._raid)
        if source is None:
            return None
        if source < count:
            return source
        if source < count + len(self._splits.row):
            return int(self._splits.row[source - count])
        return None

    def track_counts(self) -> Rows:
        """How many tracks each row of the raid has had so far."""
        rows = [self.row_of(name) for name in self._source_of]
        return np.bincount(
            np.array([row for row in rows if row is not None], dtype=np.int64),
            minlength=len(self._raid),
        )

    def hostile_from_s(self) -> Floats:
        """Earliest moment at which each row of the raid can be known as hostile.

        No report is lost, and none late; infinite for what is never identified.
        """
        surveillance, raid = self._surveillance, self._raid
        looks = self._looks[: len(raid)]
        first_s = np.full(len(raid), np.inf)
        ends_s = float(raid.arrives_s.max(initial=self._starts_s))
        for at_s in np.arange(self._starts_s, ends_s, surveillance.scan_s):
            rows = np.flatnonzero(np.isinf(first_s) & raid.airborne(at_s))
            routes = Routes(raid.routes.points_m[rows], raid.routes.speed_mps[rows])
            position_m, _ = routes.at(at_s - raid.launched_s[rows])
            seen = self._coverage.sees(position_m, self._sight_m[rows])
            first_s[rows[seen]] = at_s
        waits_s = [
            np.inf if look.settled is not StandardIdentity.HOSTILE else look.identify_s
            for look in looks
        ]
        from_s: Floats = first_s + np.array(waits_s, float) + surveillance.delay_s.low
        return from_s

    def _scan(self, at_s: float, airborne: Bools) -> _Scan:
        """Measure what is in sight at an instant."""
        count = len(self._looks)
        noise = self._scan_rng.standard_normal((count, 4))
        chance = self._scan_rng.random((count, 2))
        source, position_m, velocity_mps = self._in_the_air(at_s, airborne)
        heard = self._coverage.sees(position_m, self._sight_m[source])
        heard &= chance[source, 0] >= self._surveillance.p_lost
        source = source[heard]
        error = noise[source] * self._sigmas[source]
        delay = self._surveillance.delay_s
        return _Scan(
            at_s,
            at_s + delay.low + (delay.high - delay.low) * chance[source, 1],
            source,
            position_m[heard] + error[:, :2],
            velocity_mps[heard] + error[:, 2:],
        )

    def _in_the_air(self, at_s: float, airborne: Bools) -> tuple[Rows, Floats, Floats]:
        """Sources that exist at an instant, where they are and how they move."""
        raid, splits = self._raid, self._splits
        up = airborne & (raid.launched_s <= at_s)
        rows = np.flatnonzero(up)
        doubled = np.flatnonzero(
            up[splits.row] & (splits.from_s <= at_s) & (at_s < splits.until_s)
        )
        flown = np.concatenate((rows, splits.row[doubled]))
        routes = Routes(raid.routes.points_m[flown], raid.routes.speed_mps[flown])
        position_m, velocity_mps = routes.at(at_s - raid.launched_s[flown])
        first = len(raid) + len(splits.row)
        sources, places, speeds = [rows, len(raid) + doubled], [position_m], []
        speeds.append(velocity_mps)
        for flights in (self._echoes, self._others):
            there = flights.there(at_s)
            sources.append(first + there)
            places.append(flights.position_m(there, at_s))
            speeds.append(flights.velocity_mps[there])
            first += len(flights)
        return np.concatenate(sources), np.concatenate(places), np.concatenate(speeds)

    def _arrivals(self, now_s: float) -> tuple[Track, ...]:
        """Tracks that reports make which have arrived, the newest of each."""
        newest: dict[TrackId, Track] = {}
        still: list[_Scan] = []
        # By time of measurement, so that the last one stays.
        for scan in self._on_the_way:
            arrived, waiting = scan.split(scan.arrives_s <= now_s)
            if len(waiting.source):
                still.append(waiting)
            if scan.measured_s >= now_s - self._surveillance.drop_after_s:
                newest.update((track.id, track) for track in self._tracks(arrived))
        self._on_the_way = still
        return tuple(newest[name] for name in sorted(newest))

    def _tracks(self, scan: _Scan) -> list[Track]:
        measured_s = round(scan.measured_s, 1)
        place = np.round(scan.position_m, 1).tolist()
        speed = np.round(scan.velocity_mps, 2).tolist()
        tracks = []
        for index, source in enumerate(scan.source.tolist()):
            look = self._looks[source]
            name = self._follow(source, scan.measured_s)
            identity, identification = self._identity(source, look, scan.measured_s)
            tracks.append(
                Track(
                    id=name,
                    position=Position(
                        place[index][0], place[index][1], look.altitude_m
                    ),
                    velocity=Velocity(speed[index][0], speed[index][1]),
                    measured_at_s=measured_s,
                    identity=identity,
                    crew=look.crew,
                    class_probabilities=look.class_probabilities,
                    identification=identification,
                    civil=look.civil,
                    p_decoy=look.p_decoy,
                    position_sigma_m=look.position_sigma_m,
                    velocity_sigma_mps=look.velocity_sigma_mps,
                )
            )
        return tracks

    def _follow(self, source: int, measured_s: float) -> TrackId:
        """The live track of a source; a new one if there is none."""
        self._last_s[source] = max(self._last_s[source], measured_s)
        name = self._ids[source]
        if name is None:
            name = self._new_id(source)
            self._ids[source] = name
            self._live[source] = True
            self._source_of[name] = source
            self._first_s[source] = self._known_since_s(source, measured_s)
        return name

    def _new_id(self, source: int) -> TrackId:
        """A number that tells nothing: each life of all sources is a permutation."""
        life, count = self._lives[source], len(self._looks)
        self._lives[source] += 1
        if life == len(self._numbers):
            order = self._number_rng.permutation(count)
            self._numbers.append((order + 1 + life * count).tolist())
        return track_id(self._numbers[life][source])

    def _known_since_s(self, source: int, measured_s: float) -> float:
        """A second track is as well known as the one it splits from."""
        second = source - len(self._raid)
        if 0 <= second < len(self._splits.row):
            row = int(self._splits.row[second])
            if self._live[row]:
                return min(measured_s, self._first_s[row])
        return measured_s

    def _identity(
        self, source: int, look: Look, measured_s: float
    ) -> tuple[StandardIdentity, Identification | None]:
        if measured_s - self._first_s[source] < look.identify_s:
            return look.at_first, None
        if look.method is None:
            return look.settled, None
        expires_s = (measured_s // _HOLDS_S + 2.0) * _HOLDS_S
        key = look.method, expires_s
        if key not in self._identifications:
            self._identifications[key] = Identification(
                authority=self._authority, method=look.method, expires_s=expires_s
            )
        return look.settled, self._identifications[key]

    def _dropped(self, now_s: float) -> tuple[TrackId, ...]:
        """Tracks that were not reported for too long."""
        silent = self._live & (now_s - self._last_s > self._surveillance.drop_after_s)
        dropped = np.flatnonzero(silent).tolist()
        names = [name for source in dropped if (name := self._ids[source]) is not None]
        for source in dropped:
            self._ids[source] = None
        self._live &= ~silent
        return tuple(sorted(names))


def most_tracks(setting: Setting, draw: Draw) -> Rows:
    """Most tracks that each row of the raid can have, at once or one after the other.

    Those of a night in which nothing is brought down: chances are drawn whether an
    object is there or not, so what comes down has no more.
    """
    watch, scenario = Watch(setting, draw), setting.scenario
    steps = int(scenario.duration_s // scenario.step_s)
    for moment_s in scenario.starts_s + scenario.step_s * np.arange(steps + 1):
        watch.step(float(moment_s), draw.raid.airborne(float(moment_s)))
    return watch.track_counts()


def _splits(
    raid: Raid,
    surveillance: Surveillance,
    starts_s: float,
    duration_s: float,
    rng: np.random.Generator,
) -> _Split:
    """When tracks split: once in the life of some objects, at any time in the air."""
    count = len(raid)
    begins_s = np.maximum(raid.launched_s, starts_s)
    ends_s = np.maximum(begins_s, np.minimum(raid.arrives_s, starts_s + duration_s))
    from_s = begins_s + (ends_s - begins_s) * rng.random(count)
    life = surveillance.split_life_s
    until_s = from_s + rng.uniform(life.low, life.high, count)
    row = np.flatnonzero(rng.random(count) < surveillance.p_split)
    return _Split(row=row, from_s=from_s[row], until_s=until_s[row])
