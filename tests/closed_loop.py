"""Small settings and hand-made raids for tests of the simulator's parts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np

from zaslin.bootstrap import build_defence
from zaslin.config import read_places, read_raid_profile
from zaslin.domain.params import PlanParams
from zaslin.domain.track import ThreatClass
from zaslin.sim.draw import DICE, Draw
from zaslin.sim.laydown import Defence
from zaslin.sim.profile import Span
from zaslin.sim.raid import AT_NO_ASSET, CLASSES, Raid
from zaslin.sim.route import Routes
from zaslin.sim.scenario import Scenario, Surveillance, Wave
from zaslin.sim.setting import Setting, setting_of

STARTS = datetime(2025, 9, 6, 22, 0, tzinfo=UTC)
STARTS_S = STARTS.timestamp()

PERFECT = Surveillance(
    scan_s=10.0,
    position_sigma_m=Span(0.0, 0.0),
    velocity_sigma_mps=Span(0.0, 0.0),
    p_lost=0.0,
    delay_s=Span(0.0, 0.0),
    identify_s=Span(0.0, 0.0),
    p_unidentified=0.0,
    p_positive=1.0,
    false_per_hour=0.0,
    p_split=0.0,
    others=0,
)
"""Sees everything above the horizon, at once, as it is."""

_WAVE = Wave(
    count=0,
    threat_class=ThreatClass.ONE_WAY_ATTACK,
    arrives_s=Span(0.0, 1.0),
    bearing_deg=0.0,
)


@cache
def one_city() -> Defence:
    """The shipped laydown of one city."""
    return build_defence("notional_city")


def small_setting(
    surveillance: Surveillance = PERFECT,
    *,
    defence: Defence | None = None,
    sensors_m: Sequence[tuple[float, float]] | None = None,
    **changes: Any,
) -> Setting:
    """An hour over one city; sensors may stand elsewhere."""
    defence = defence or one_city()
    if sensors_m is not None:
        defence = replace(defence, centres_m=np.array(sensors_m).reshape(-1, 2))
    scenario = Scenario(
        **{
            "title": "A test",
            "laydown": "notional_city",
            "starts": STARTS,
            "duration_s": 3600.0,
            "waves": (_WAVE,),
            "surveillance": surveillance,
            **changes,
        }
    )
    return setting_of(
        "a_test", scenario, defence, read_places(), read_raid_profile(), PlanParams()
    )


def straight_raid(
    begins_m: Sequence[tuple[float, float]],
    ends_m: Sequence[tuple[float, float]],
    *,
    speed_mps: float = 50.0,
    altitude_m: float = 2000.0,
    launched_s: float = STARTS_S,
    p_decoy: float = 0.0,
    decoys: Sequence[int] = (),
) -> Raid:
    """One-way drones that fly straight from here to there."""
    count = len(begins_m)
    points_m = np.stack((np.array(begins_m), np.array(ends_m)), axis=1).astype(float)
    routes = Routes(points_m.reshape(count, 2, 2), np.full(count, speed_mps))
    launch_s = np.full(count, launched_s)
    return Raid(
        routes=routes,
        launched_s=launch_s,
        arrives_s=launch_s + routes.flight_times_s(),
        altitude_m=np.full(count, altitude_m),
        class_index=np.full(count, CLASSES.index(ThreatClass.ONE_WAY_ATTACK)),
        decoy_prior=np.full(count, p_decoy),
        is_decoy=np.isin(np.arange(count), decoys),
        asset_index=np.full(count, AT_NO_ASSET),
    )


def parallel_raid(count: int, **changes: Any) -> Raid:
    """Drones side by side, over the origin's sensors for more than half an hour."""
    places = [(100.0 * row, -50_000.0) for row in range(count)]
    return straight_raid(
        places, [(east_m, 50_000.0) for east_m, _ in places], **changes
    )


def drawn_with(raid: Raid, seed: int = 1) -> Draw:
    """A draw of a raid made by hand."""
    count = len(raid)
    return Draw(
        seed=seed,
        raid=raid,
        damage_meur=np.ones(count),
        dice=np.full((count, DICE), 0.5),
        pk_point={},
        forecast=(),
    )
