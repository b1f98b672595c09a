"""One call builds the picture of a night."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.pictures import mixed_types
from zaslin.bootstrap import build_raid, read_picture
from zaslin.config import ConfigError, read_night, shipped
from zaslin.domain.track import StandardIdentity
from zaslin.sim.night import instant
from zaslin.wire.picture_json import encode
from zaslin.wire.rejected import Rejected


def test_one_call_builds_a_night() -> None:
    """The main job's picture: several hundred tracks over 200 units, reproducibly."""
    picture = build_raid("2025-09-07", "03:00", seed=1)

    assert 300 <= len(picture.tracks) <= 600
    assert len(picture.fire_units) == 200
    assert picture.now_s == 1_757_214_000.0
    assert repr(picture) == repr(build_raid("2025-09-07", "03:00", seed=1))


@pytest.mark.parametrize("night", ["2022-10-17", "2024-11-26", "2026-05-13"])
def test_other_nights_build_too(night: str) -> None:
    """With something hostile in the air at three."""
    picture = build_raid(night, "03:00")

    assert any(track.identity is StandardIdentity.HOSTILE for track in picture.tracks)


def test_the_evening_belongs_to_the_night() -> None:
    """22:00 of a night that ends on the 7th is 22:00 on the 6th."""
    assert build_raid("2025-09-07", "22:00").now_s == 1_757_214_000.0 - 5 * 3600.0


@pytest.mark.parametrize(
    ("night", "clock", "moment"),
    [
        ("2025-09-07", "03:00", "2025-09-07T03:00"),
        ("2025-09-07", "22:00", "2025-09-06T22:00"),
        ("2026-05-13", "03:00", "2026-05-13T03:00"),
        ("2026-05-13", "10:00", "2026-05-13T10:00"),
        ("2026-05-13", "14:00", "2026-05-13T14:00"),
        ("2026-05-13", "20:00", "2026-05-12T20:00"),
        ("2024-11-26", "00:00", "2024-11-26T00:00"),
        ("2022-10-17", "00:30", "2022-10-17T00:30"),
        ("2022-10-17", "04:00", "2022-10-17T04:00"),
    ],
)
def test_the_usual_instants_are_within_the_record(
    night: str, clock: str, moment: str
) -> None:
    """Of the four nights that the project measures itself on."""
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    assert instant(read_night(night), clock) == expected


def test_an_own_laydown_is_a_path(tmp_path: Path) -> None:
    """Copied and read from elsewhere, it gives the same picture."""
    own = tmp_path / "own.toml"
    own.write_bytes(shipped("defence")["notional_city"].read_bytes())

    picture = build_raid("2024-11-26", "03:00", laydown=own)

    assert picture == build_raid("2024-11-26", "03:00", laydown="notional_city")


def test_forecasts_reach_as_far_as_plans() -> None:
    """By default half an hour; a longer horizon holds more."""
    short = build_raid("2025-09-07", "03:00", forecast_scale=1.0)
    long = build_raid(
        "2025-09-07", "03:00", forecast_scale=1.0, forecast_horizon_s=5400.0
    )

    assert 0 < len(short.forecast) < len(long.forecast)


def test_wrong_arguments_are_one_clear_line() -> None:
    """Night, time, laydown, seed."""
    with pytest.raises(ConfigError, match="night 2019-01-01 is not in the table"):
        build_raid("2019-01-01", "03:00")
    with pytest.raises(ValueError, match="time 'noon' is not a clock time"):
        build_raid("2025-09-07", "noon")
    with pytest.raises(
        ConfigError, match="'nowhere' is not shipped; accepted: notional"
    ):
        build_raid("2025-09-07", "03:00", laydown="nowhere")
    with pytest.raises(ValueError, match="seed is -1"):
        build_raid("2025-09-07", "03:00", seed=-1)


def test_a_picture_is_read_from_a_path_or_from_bytes(tmp_path: Path) -> None:
    """The same picture, whichever way it comes."""
    picture = mixed_types()
    file = tmp_path / "picture.json"
    file.write_bytes(encode(picture))

    read = read_picture(file.read_bytes())

    assert [track.id for track in read.tracks] == [t.id for t in picture.tracks]
    assert read == read_picture(file) == read_picture(str(file))


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """One line with the file, and what is accepted."""
    with pytest.raises(Rejected, match=r"nowhere\.json: no such file; accepted"):
        read_picture(tmp_path / "nowhere.json")
    with pytest.raises(Rejected, match="picture: "):
        read_picture(b"{}")
