"""Any night, any instant, any seed gives a valid and safe picture."""

from datetime import UTC, datetime, time, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zaslin.bootstrap import build_defence
from zaslin.config import read_nights, read_places, read_raid_profile
from zaslin.domain.track import Crew, StandardIdentity
from zaslin.sim.night import Night
from zaslin.sim.scene import Forecast, raid_picture

DEFENCE = build_defence("notional_ukraine")
PLACES = read_places()
PROFILE = read_raid_profile()
NIGHTS = list(read_nights().values())


@given(
    night=st.sampled_from(NIGHTS),
    minutes=st.integers(-24 * 60, 48 * 60),
    seed=st.integers(0, 2**63 - 1),
    scale=st.sampled_from([0.0, 0.5, 1.5]),
)
def test_any_night_instant_and_seed_gives_a_picture(
    night: Night, minutes: int, seed: int, scale: float
) -> None:
    """The domain accepts it, its counts are bounded, and nobody is mistaken."""
    at = datetime.combine(night.ends_on, time(), tzinfo=UTC) + timedelta(
        minutes=minutes
    )
    picture = raid_picture(
        night,
        at,
        DEFENCE,
        PLACES,
        PROFILE,
        np.random.default_rng(seed),
        Forecast(scale=scale),
    )

    raid_size = sum(window.launched for window in night.windows)
    hostile = [
        track for track in picture.tracks if track.identity is StandardIdentity.HOSTILE
    ]
    assert picture.now_s == at.timestamp()
    assert len(hostile) <= raid_size
    assert len(picture.forecast) <= 2 * raid_size
    for track in hostile:
        assert track.crew is Crew.UNCREWED
        assert not track.civil
        assert track.identification is not None
    for track in picture.tracks:
        assert track.measured_at_s <= picture.now_s
