"""The table of nights is read, and a wrong one refused."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from zaslin.config import ConfigError, read_night, read_nights, read_places

HEADER = (
    "# a comment\nnight,window_start_utc,window_end_utc,class,excluded,model,launched,"
    "of_which_shahed,launch_areas,source\n"
)


def test_the_record_night_of_2025() -> None:
    """810 drones and 9 cruise missiles; ballistic missiles listed as excluded."""
    night = read_night("2025-09-07")
    cruise, drones = night.windows

    assert drones.launched == 810
    assert drones.starts == datetime(2025, 9, 6, 17, tzinfo=UTC)
    assert drones.ends == datetime(2025, 9, 7, 9, 30, tzinfo=UTC)
    assert len(drones.launch_areas) == 8
    assert (cruise.launched, cruise.model) == (9, "Iskander-K")
    assert {(each.reason, each.launched) for each in night.excluded} == {
        ("ballistic", 4),
        ("unidentified", 7),
    }


def test_the_table_spans_the_record() -> None:
    """From the first night to the last, in order."""
    nights = list(read_nights())

    assert nights[0] == date(2022, 9, 28)
    assert nights[-1] == date(2026, 6, 7)
    assert nights == sorted(nights)
    assert len(nights) > 1000


def test_every_window_can_be_flown() -> None:
    """Its launch areas are known places."""
    places = read_places()
    for night in read_nights().values():
        for window in night.windows:
            for code in window.launch_areas or places.unstated[window.threat_class]:
                assert places.launch_area(code).code == code


def test_days_without_clock_times_are_whole_days() -> None:
    """From midnight to midnight, and marked."""
    (window, *_) = read_night("2022-09-28").windows

    assert window.whole_day
    assert window.starts == datetime(2022, 9, 28, tzinfo=UTC)
    assert window.ends == datetime(2022, 9, 28, 23, 59, tzinfo=UTC)


def test_unknown_nights_are_refused() -> None:
    """With what is there."""
    with pytest.raises(ConfigError, match="accepted: 2022-09-28 to 2026-06-07"):
        read_night("2019-01-01")
    with pytest.raises(ConfigError, match="night 'last' is not a date; accepted: YYYY"):
        read_night("last")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "2025-09-07,,,balloon,,x,5,,,s",
            "line 3: 'balloon' is not a valid ThreatClass",
        ),
        ("2025-09-07,,,one_way_attack,,x,-5,,,s", "line 3: launched is '-5'; accepted"),
        ("2025-09-07,,,one_way_attack,,x,1,2,,s", "line 3: shaheds is 2"),
        ("yesterday,,,one_way_attack,,x,1,,,s", "line 3: Invalid isoformat"),
        (
            "2025-09-07,2025-09-06T17:00,2025-09-06T18:00,one_way_attack,,x,1,,,s",
            "line 3: window_end_utc is 2025-09-06; accepted: 2025-09-07",
        ),
        ("2025-09-07,,,,ballistic,x,1.5,,,s", "line 3: launched is '1.5'; accepted"),
    ],
)
def test_bad_rows_are_refused(tmp_path: Path, row: str, message: str) -> None:
    """File, line, value."""
    path = tmp_path / "nights.csv"
    path.write_text(f"{HEADER}{row}\n", encoding="utf-8")

    with pytest.raises(ConfigError, match=message):
        read_nights(path)


def test_a_table_without_a_column_is_refused(tmp_path: Path) -> None:
    """It names the column."""
    path = tmp_path / "nights.csv"
    path.write_text("night,launched\n2025-09-07,5\n", encoding="utf-8")

    with pytest.raises(ConfigError, match="no column 'excluded'"):
        read_nights(path)
