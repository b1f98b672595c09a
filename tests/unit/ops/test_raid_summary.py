"""The raid at a glance: counts that add up, and axes by where things come from."""

from dataclasses import replace

import pytest

from tests.desks import saturated_plan
from tests.pictures import all_friendly, asset, empty_sky, hostile, saturated
from zaslin.domain.ids import AssetId
from zaslin.domain.space import Position, Velocity
from zaslin.domain.track import Crew, StandardIdentity, ThreatClass
from zaslin.ops.raid_summary import (
    SECTORS,
    is_threatening,
    likeliest_class,
    sector_of,
    summarise,
)


@pytest.mark.parametrize(
    ("east", "north", "sector"),
    [
        (0.0, 1.0, "n"),
        (1.0, 1.0, "ne"),
        (1.0, 0.0, "e"),
        (1.0, -1.0, "se"),
        (0.0, -1.0, "s"),
        (-1.0, -1.0, "sw"),
        (-1.0, 0.0, "w"),
        (-1.0, 1.0, "nw"),
        (-0.1, 1.0, "n"),
        (0.1, 1.0, "n"),
    ],
)
def test_a_sector_is_centred_on_its_name(
    east: float, north: float, sector: str
) -> None:
    """Eight of them, clockwise from north."""
    assert sector_of(east, north) == sector
    assert sector in SECTORS


def test_every_threatening_track_is_counted_once() -> None:
    """By class, by axis, and in all."""
    summary = summarise(saturated(), saturated_plan())

    assert summary.threatening == 12
    assert sum(number for number, _ in summary.by_class.values()) == 12
    assert sum(axis.tracks for axis in summary.axes) == 12
    assert summary.decoys == pytest.approx(sum(axis.decoys for axis in summary.axes))
    assert 0.0 < summary.decoy_share < 1.0
    leaks = sum(axis.expected_leak_meur for axis in summary.axes)
    assert leaks == pytest.approx(
        sum(each.expected_leak_meur for each in saturated_plan().leakers)
    )
    assert sum(axis.engaged for axis in summary.axes) >= 4


def test_friends_crews_and_civil_traffic_are_no_raid() -> None:
    """However many there are."""
    summary = summarise(all_friendly(), None)

    assert summary.threatening == 0
    assert summary.axes == ()
    assert summary.decoy_share == 0.0
    assert summary.tracks == len(all_friendly().tracks)


def test_a_suspect_counts_and_an_unknown_does_not() -> None:
    """And nothing with people aboard does."""
    track = hostile("T")
    assert is_threatening(replace(track, identity=StandardIdentity.SUSPECT))
    assert not is_threatening(replace(track, identity=StandardIdentity.UNKNOWN))
    assert not is_threatening(replace(track, crew=Crew.POSSIBLY_CREWED))
    assert not is_threatening(replace(track, civil=True))


def test_an_axis_is_seen_from_the_asset_that_is_flown_to() -> None:
    """Without a plan, from the straightest and nearest one."""
    from_west = replace(
        hostile("T"),
        position=Position(-40_000.0, 0.0, 1_000.0),
        velocity=Velocity(50.0, 0.0),
    )
    picture = replace(
        empty_sky(),
        tracks=(from_west,),
        assets=(asset("ahead"), asset("behind", east_m=-90_000.0)),
    )

    (axis,) = summarise(picture, None).axes

    assert axis.sector == "w"
    assert axis.assets == (AssetId("ahead"),)
    assert axis.nearest_s is None


def test_without_assets_an_axis_is_where_things_come_from() -> None:
    """Against their course."""
    track = replace(hostile("T"), velocity=Velocity(0.0, -50.0))
    picture = replace(empty_sky(), tracks=(track,), assets=())

    (axis,) = summarise(picture, None).axes

    assert axis.sector == "n"


def test_of_two_classes_alike_the_first_one_counts() -> None:
    """So that the same picture is always counted the same."""
    even = {ThreatClass.CRUISE_MISSILE: 0.5, ThreatClass.ONE_WAY_ATTACK: 0.5}

    assert likeliest_class(hostile("T", classes=even)) is ThreatClass.ONE_WAY_ATTACK
