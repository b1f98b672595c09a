"""Recorded nights and what a clock time means in one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from zaslin.domain.track import ThreatClass
from zaslin.sim.night import Excluded, Night, ReportingWindow, instant


def _window(starts: str, ends: str, *, whole_day: bool = False) -> ReportingWindow:
    return ReportingWindow(
        starts=datetime.fromisoformat(starts).replace(tzinfo=UTC),
        ends=datetime.fromisoformat(ends).replace(tzinfo=UTC),
        threat_class=ThreatClass.ONE_WAY_ATTACK,
        model="drone",
        launched=10,
        whole_day=whole_day,
    )


NIGHT = Night(
    date(2025, 9, 7),
    (
        _window("2025-09-06T17:00", "2025-09-07T09:30"),
        _window("2025-09-07T00:00", "2025-09-07T23:59", whole_day=True),
    ),
)


@pytest.mark.parametrize(
    ("clock", "moment"),
    [
        ("03:00", "2025-09-07T03:00"),
        ("09:30", "2025-09-07T09:30"),
        ("22:15", "2025-09-06T22:15"),
        ("17:00", "2025-09-06T17:00"),
        ("2025-09-06T23:00", "2025-09-06T23:00"),
        ("2025-09-07T02:00+03:00", "2025-09-06T23:00"),
    ],
)
def test_a_clock_time_is_utc_and_falls_into_the_night(clock: str, moment: str) -> None:
    """Mornings are on the date itself, evenings on the day before."""
    assert instant(NIGHT, clock) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize("clock", ["12:00", "16:59", "2025-09-09T03:00"])
def test_what_the_record_does_not_cover_is_refused(clock: str) -> None:
    """With the value and the interval; a day without clock times does not help."""
    accepted = "2025-09-06T17:00 to 2025-09-07T09:30, in UTC"

    with pytest.raises(ValueError, match=f"'{clock}' is outside .*: {accepted}$"):
        instant(NIGHT, clock)


def test_touching_windows_are_one_interval_and_others_are_listed() -> None:
    """A daylight attack after the night, and a single salvo after both."""
    night = replace(
        NIGHT,
        windows=(
            _window("2025-09-07T09:30", "2025-09-07T12:00"),
            *NIGHT.windows,
            _window("2025-09-07T15:00", "2025-09-07T15:00"),
        ),
    )

    assert instant(night, "15:00") == datetime(2025, 9, 7, 15, tzinfo=UTC)
    with pytest.raises(
        ValueError,
        match="2025-09-06T17:00 to 2025-09-07T12:00 or 2025-09-07T15:00 to",
    ):
        instant(night, "13:00")


def test_a_day_without_clock_times_counts_where_there_is_nothing_better() -> None:
    """And a night of which nothing can be simulated has no time at all."""
    vague = replace(NIGHT, windows=NIGHT.windows[1:])

    assert instant(vague, "12:00") == datetime(2025, 9, 7, 12, tzinfo=UTC)
    with pytest.raises(ValueError, match="accepted: another night"):
        instant(replace(NIGHT, windows=()), "12:00")


@pytest.mark.parametrize(
    "clock", ["25:00", "three", "", "03:00+02:00", "2025-13-01T00"]
)
def test_what_is_no_clock_time_is_refused(clock: str) -> None:
    """The message names the value and what is accepted."""
    with pytest.raises(
        ValueError, match=r"accepted: HH:MM or YYYY-MM-DDTHH:MM, in UTC"
    ):
        instant(NIGHT, clock)


def test_a_night_adds_up_by_class() -> None:
    """Both windows count, and other classes do not."""
    assert NIGHT.launched(ThreatClass.ONE_WAY_ATTACK) == 20
    assert NIGHT.launched(ThreatClass.CRUISE_MISSILE) == 0


def test_an_impossible_window_is_refused() -> None:
    """A window ends after it starts, and holds no more Shaheds than drones."""
    with pytest.raises(ValueError, match="accepted: start before end"):
        _window("2025-09-07T09:30", "2025-09-06T17:00")
    with pytest.raises(ValueError, match="shaheds is 3"):
        ReportingWindow(
            starts=NIGHT.windows[0].starts,
            ends=NIGHT.windows[0].ends,
            threat_class=ThreatClass.ONE_WAY_ATTACK,
            model="drone",
            launched=2,
            shaheds=3,
        )
    with pytest.raises(ValueError, match="launched is -1"):
        Excluded(reason="ballistic", model="missile", launched=-1)
