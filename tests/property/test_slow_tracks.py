"""A track that hangs in the air or hardly moves gets a plan, whatever its course.

A zero carries a sign, and a velocity near the smallest number has products that
vanish: both once gave the compiler and the checker different headings.
"""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pictures import NOW_S, ORIGIN, asset, hostile, one_track_one_unit
from zaslin.assignment.check.threat import asset_table
from zaslin.assignment.check.threat import evaluate as checked
from zaslin.assignment.plan import plan
from zaslin.domain.params import PlanParams, ThreatParams
from zaslin.domain.space import Velocity
from zaslin.geometry.frames import LocalFrame
from zaslin.threat.evaluate import evaluate as compiled

SPEEDS_MPS = (0.0, -0.0, 5e-324, 1e-310, 1e-200, 1e-9, 1e-3, 1.0)
QUICK = PlanParams(price_steps=15, sweeps=1, ruin_rounds=10, horizon_s=300.0)
PARAMS = ThreatParams()

speeds = st.sampled_from(SPEEDS_MPS)
courses = st.sampled_from([0.0, 90.0, 180.0, 185.0, 270.0, 355.0, 360.0]) | st.floats(
    0.0, 360.0
)
zeros = st.sampled_from([0.0, -0.0])


def flown(speed_mps: float, course_deg: float) -> tuple[float, float]:
    """East and north as the decoder of a picture computes them."""
    east_mps, north_mps = LocalFrame(ORIGIN).velocity_to_local(
        np.array([50.3]),
        np.array([30.2]),
        np.array([speed_mps]),
        np.radians([course_deg]),
    )[0]
    return float(east_mps), float(north_mps)


@given(speed_mps=st.sampled_from([0.0, -0.0]), course_deg=courses)
def test_what_stands_still_has_no_signs(speed_mps: float, course_deg: float) -> None:
    """The zeros of its velocity are plain, at the source."""
    components = flown(speed_mps, course_deg)

    assert components == (0.0, 0.0)
    assert [math.copysign(1.0, each) for each in components] == [1.0, 1.0]


@given(speed_mps=speeds, course_deg=courses)
def test_a_slow_track_gets_a_plan(speed_mps: float, course_deg: float) -> None:
    """The independent checker agrees with every figure of it."""
    east_mps, north_mps = flown(speed_mps, course_deg)
    track = hostile("T", north_m=8_000.0, east_mps=east_mps, north_mps=north_mps)
    picture = replace(
        one_track_one_unit(),
        tracks=(track,),
        assets=(asset("south"), asset("aside", east_m=9_000.0, north_m=9_500.0)),
    )

    made = plan(picture, QUICK)

    assert made.value <= made.undefended + 1e-9


@given(east_mps=zeros, north_mps=zeros)
def test_a_velocity_of_exactly_zero_heads_north(
    east_mps: float, north_mps: float
) -> None:
    """In the compiler and in the checker, as section 3 of the mathematics says."""
    track = replace(hostile("T"), velocity=Velocity(east_mps, north_mps))
    # The same distance away, so that the heading alone tells them apart.
    places = (asset("south"), asset("north", north_m=60_000.0))
    picture = replace(one_track_one_unit(), tracks=(track,), assets=places)

    table = compiled((track,), np.zeros(1, dtype=np.bool_), places, {}, NOW_S, PARAMS)
    found = checked(track, NOW_S, asset_table(picture, PARAMS), is_forecast=False)

    south, north = table.p_asset[0].tolist()
    assert north > 0.8 > 1e-6 > south
    assert {each.asset: each.p_asset for each in found.assets} == pytest.approx(
        {"south": south, "north": north}, rel=1e-9
    )
