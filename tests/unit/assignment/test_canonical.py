"""Order follows from what things are; names decide only between equals."""

from dataclasses import replace
from itertools import permutations

import pytest

from tests.pictures import (
    CRUISE,
    GUN_ROUND,
    MISSILE,
    NOW_S,
    TYPES,
    asset,
    gun_group,
    hostile,
    identification,
    missile_unit,
)
from zaslin.assignment.canonical import (
    canonical_assets,
    canonical_forecast,
    canonical_tracks,
    canonical_units,
)
from zaslin.domain.defence import FireUnit, Magazine
from zaslin.domain.ids import AssetId, FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.space import Sector
from zaslin.domain.track import ForecastTrack, IdentificationMethod, Track

PROCEDURAL = identification(method=IdentificationMethod.PROCEDURAL)


@pytest.mark.parametrize(
    "other",
    [
        hostile("T", east_m=-1.0),
        hostile("T", north_m=29_000.0),
        hostile("T", altitude_m=700.0),
        hostile("T", east_mps=-1.0),
        hostile("T", north_mps=-51.0),
        hostile("T", measured_at_s=NOW_S - 1.0),
        replace(hostile("T"), p_decoy=0.1),
        replace(hostile("T"), position_sigma_m=1.0),
        replace(hostile("T"), velocity_sigma_mps=1.0),
        hostile("T", classes=CRUISE),
        replace(hostile("T"), identification=PROCEDURAL),
        replace(hostile("T"), identification=None),
    ],
)
def test_tracks_that_differ_in_anything_are_not_ordered_by_name(other: Track) -> None:
    """With the names exchanged the same one comes first."""
    track = hostile("T")
    one = [replace(track, id=TrackId("a")), replace(other, id=TrackId("b"))]
    two = [replace(track, id=TrackId("b")), replace(other, id=TrackId("a"))]

    first, second = canonical_tracks(one)[0], canonical_tracks(two)[0]

    assert replace(first, id=track.id) == replace(second, id=track.id)


def test_equal_tracks_are_ordered_by_name() -> None:
    """So that the order is always the same."""
    twins = [replace(hostile("T"), id=TrackId(name)) for name in "cab"]

    for shuffled in permutations(twins):
        assert [t.id for t in canonical_tracks(shuffled)] == ["a", "b", "c"]


def test_forecast_tracks_of_one_course_are_ordered_by_their_chance() -> None:
    """The less likely one first, whatever their names are."""
    likely = ForecastTrack(track=hostile("a"), p_appears=0.9)
    unlikely = ForecastTrack(track=hostile("b"), p_appears=0.1)
    nearer = ForecastTrack(track=hostile("c", north_m=10.0), p_appears=0.95)

    ordered = canonical_forecast([likely, nearer, unlikely])

    assert ordered == [nearer, unlikely, likely]


def test_assets_of_one_place_are_ordered_by_their_worth() -> None:
    """Value times priority; of equal ones the name decides."""
    cheap, dear = asset("a", value_meur=1.0), asset("b", value_meur=50.0)
    wanted = asset("c", value_meur=1.0)
    west = asset("z", east_m=-5.0, value_meur=99.0)

    ordered = canonical_assets([dear, wanted, cheap, west], {AssetId("a"): 60.0})

    assert [each.id for each in ordered] == ["z", "c", "b", "a"]
    assert canonical_assets([asset("y"), asset("x")], {})[0].id == "x"


@pytest.mark.parametrize(
    "other",
    [
        missile_unit("U", east_m=1.0),
        missile_unit("U", rounds=5),
        gun_group("U"),
        replace(missile_unit("U"), channels=3),
        replace(missile_unit("U"), sector=Sector(0.0, 1.0)),
        replace(missile_unit("U"), antenna_height_m=30.0),
        replace(missile_unit("U"), sensor_range_m=1.0),
        replace(missile_unit("U"), setup_time_s=1.0),
        replace(
            missile_unit("U"), prepared_positions=gun_group("U").prepared_positions
        ),
        replace(
            missile_unit("U"),
            magazines=(Magazine(interceptor_type=GUN_ROUND.id, rounds_ready=4),),
        ),
        replace(
            missile_unit("U"),
            magazines=tuple(
                replace(each, saved_value_meur=1.0)
                for each in missile_unit("U").magazines
            ),
        ),
    ],
)
def test_units_that_differ_in_anything_are_not_ordered_by_name(other: FireUnit) -> None:
    """With the names exchanged the same one comes first."""
    unit = missile_unit("U")
    one = [replace(unit, id=FireUnitId("a")), replace(other, id=FireUnitId("b"))]
    two = [replace(unit, id=FireUnitId("b")), replace(other, id=FireUnitId("a"))]

    first, second = (canonical_units(units, TYPES)[0] for units in (one, two))

    assert replace(first, id=unit.id) == replace(second, id=unit.id)


def test_what_a_magazine_holds_counts_not_what_it_is_called() -> None:
    """Two units of one place whose types exchange their names keep their order."""
    one = replace(MISSILE, id=InterceptorTypeId("a"))
    two = replace(GUN_ROUND, id=InterceptorTypeId("b"))

    def first(names: tuple[str, str]) -> FireUnit:
        types = (
            replace(one, id=InterceptorTypeId(names[0])),
            replace(two, id=InterceptorTypeId(names[1])),
        )
        units = [
            replace(
                missile_unit(f"U{n}"),
                magazines=(Magazine(interceptor_type=kind.id, rounds_ready=4),),
            )
            for n, kind in enumerate(types)
        ]
        return canonical_units(units, types)[0]

    assert first(("a", "b")).id == first(("b", "a")).id
