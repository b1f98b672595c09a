"""Where rounds really meet objects: on paper, out of reach, and as often as stated."""

import math
from dataclasses import replace

import numpy as np
import pytest

from zaslin.domain.defence import (
    EffectorKind,
    FireUnit,
    InterceptorType,
    Magazine,
    PkRange,
)
from zaslin.domain.ids import FireUnitId, InterceptorTypeId
from zaslin.domain.space import Position, Sector
from zaslin.domain.track import ThreatClass
from zaslin.sim.meeting import meet, p_kill, path_m
from zaslin.sim.raid import Raid
from zaslin.sim.route import Routes

KIND = InterceptorType(
    id=InterceptorTypeId("round"),
    kind=EffectorKind.MISSILE,
    speed_mps=300.0,
    min_range_m=500.0,
    max_range_m=20_000.0,
    best_range_m=10_000.0,
    edge_pk_factor=0.5,
    min_altitude_m=0.0,
    max_altitude_m=5000.0,
    pk={ThreatClass.ONE_WAY_ATTACK: PkRange(0.4, 0.8)},
    assessment_time_s=10.0,
)
UNIT = FireUnit(
    id=FireUnitId("unit"),
    position=Position(0.0, 0.0),
    channels=1,
    magazines=(Magazine(interceptor_type=KIND.id, rounds_ready=4),),
    antenna_height_m=20.0,
)


def raid_of(*points_m: tuple[float, float], speed_mps: float = 50.0) -> Raid:
    """One object on a polyline, launched at zero, at sea level."""
    points = np.array([points_m])
    legs_m = np.hypot(*np.diff(points[0], axis=0).T)
    return Raid(
        routes=Routes(points, np.array([speed_mps])),
        launched_s=np.zeros(1),
        arrives_s=np.array([legs_m.sum() / speed_mps]),
        altitude_m=np.zeros(1),
        class_index=np.zeros(1, dtype=np.int64),
        decoy_prior=np.zeros(1),
        is_decoy=np.zeros(1, dtype=bool),
        asset_index=np.zeros(1, dtype=np.int64),
    )


def test_head_on_they_meet_where_the_speeds_say() -> None:
    """17.5 km at 50 + 300 m/s: after 50 s, 15 km away, in the outer half of reach."""
    meeting = meet(raid_of((0.0, 17_500.0), (0.0, 0.0)), 0, UNIT, KIND, 0.0)

    assert meeting is not None
    assert meeting.effect_s == pytest.approx(50.0, abs=0.01)
    assert meeting.known_s == pytest.approx(60.0, abs=0.01)
    assert (meeting.east_m, meeting.north_m) == pytest.approx((0.0, 15_000.0), abs=1.0)
    assert meeting.factor == pytest.approx(0.75, abs=1e-3)


def test_a_bend_is_followed() -> None:
    """The round meets the object behind the bend, not where it would have flown on."""
    raid = raid_of((0.0, 9000.0), (0.0, 6000.0), (6000.0, 6000.0))

    meeting = meet(raid, 0, UNIT, KIND, 50.0)

    assert meeting is not None
    flown_m = 50.0 * meeting.effect_s - 3000.0
    assert (meeting.east_m, meeting.north_m) == pytest.approx((flown_m, 6000.0), abs=1)
    range_m = math.hypot(meeting.east_m, meeting.north_m)
    assert range_m == pytest.approx(300.0 * (meeting.effect_s - 50.0), abs=1.0)


def test_dwell_counts_before_the_effect() -> None:
    """With five seconds on its object the effect is five seconds further on."""
    raid = raid_of((0.0, 17_500.0), (0.0, 0.0))

    meeting = meet(raid, 0, UNIT, replace(KIND, dwell_s=5.0), 0.0)

    assert meeting is not None
    assert meeting.effect_s == pytest.approx(55.0, abs=0.01)
    assert meeting.north_m == pytest.approx(14_750.0, abs=1.0)


@pytest.mark.parametrize(
    ("raid", "launch_s", "why"),
    [
        (raid_of((0.0, 9000.0), (0.0, 90_000.0), speed_mps=400.0), 0.0, "too fast"),
        (raid_of((0.0, 9000.0), (0.0, 8000.0)), 19.0, "at its end before"),
    ],
)
def test_what_is_not_met_is_none(raid: Raid, launch_s: float, why: str) -> None:
    """A faster object that leaves, and one that arrives first, are never met."""
    assert meet(raid, 0, UNIT, KIND, launch_s) is None, why


@pytest.mark.parametrize(
    ("unit", "kind", "why"),
    [
        (UNIT, replace(KIND, max_range_m=14_000.0), "out of range"),
        (UNIT, replace(KIND, min_range_m=16_000.0), "too near"),
        (UNIT, replace(KIND, min_altitude_m=100.0), "too low"),
        (replace(UNIT, sensor_range_m=16_000.0), KIND, "not in sight at launch"),
        (replace(UNIT, antenna_height_m=2.0), KIND, "below the horizon"),
        (replace(UNIT, sector=Sector(math.pi, 1.0)), KIND, "outside of the sector"),
    ],
)
def test_outside_of_the_envelope_nothing_is_left_of_the_pk(
    unit: FireUnit, kind: InterceptorType, why: str
) -> None:
    """Each limit of the envelope holds for the true meeting, whatever was planned."""
    meeting = meet(raid_of((0.0, 17_500.0), (0.0, 0.0)), 0, unit, kind, 0.0)

    assert meeting is None or meeting.factor == 0.0, why


def test_pk_lies_where_the_truth_says() -> None:
    """Low end, middle, a salvo of two, and a class that the type does not list."""
    drone = ThreatClass.ONE_WAY_ATTACK

    assert p_kill(KIND, drone, 0.0, 1) == pytest.approx(0.4)
    assert p_kill(KIND, drone, 0.5, 1) == pytest.approx(0.6)
    assert p_kill(KIND, drone, 0.5, 2) == pytest.approx(1.0 - 0.4**2)
    assert p_kill(KIND, ThreatClass.CRUISE_MISSILE, 0.5, 1) == 0.0


def test_a_path_stands_still_before_and_after() -> None:
    """Before its launch an object is at its start, after its end at its end."""
    raid = raid_of((0.0, 0.0), (0.0, 1000.0))

    places_m = path_m(raid, 0, np.array([-5.0, 10.0, 99.0]))

    assert places_m.tolist() == [[0.0, 0.0], [0.0, 500.0], [0.0, 1000.0]]
