"""A laydown is laid out the same way each time, around public places only."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from zaslin.bootstrap import build_defence
from zaslin.config import read_interceptor_types, read_laydown, read_places
from zaslin.domain.control import WeaponsControlStatus
from zaslin.domain.defence import EffectorKind
from zaslin.domain.space import Position
from zaslin.sim.laydown import CityLaydown, Defence, Laydown, Readiness, Team, lay_down
from zaslin.sim.place import in_frame
from zaslin.sim.profile import Span

COUNTRY = build_defence("notional_ukraine")
CITY = build_defence("notional_city")


def _kind_of(defence: Defence) -> Counter[str]:
    return Counter(unit.id.rsplit("-", 2)[1] for unit in defence.fire_units)


def test_the_country_has_the_stated_mix() -> None:
    """About 200 units in the shares asked for, about 25 assets of four values."""
    kinds = _kind_of(COUNTRY)

    assert len(COUNTRY.fire_units) == 200
    assert kinds == {
        "gun": 90,
        "drone": 40,
        "portable": 20,
        "short": 20,
        "medium": 16,
        "long": 4,
        "jammer": 10,
    }
    assert len(COUNTRY.assets) == 25
    assert {asset.value_meur for asset in COUNTRY.assets} == {10.0, 25.0, 60.0, 100.0}
    assert len(COUNTRY.populated_areas) == 25
    assert len(COUNTRY.interceptor_types) == 7


def test_the_city_is_small() -> None:
    """Twenty units and four assets, for a first look."""
    assert len(CITY.fire_units) == 20
    assert len(CITY.assets) == 4


def test_laying_out_twice_gives_the_same_defence() -> None:
    """Positions come from the laydown's seed and nothing else."""
    again = build_defence("notional_ukraine")

    assert repr(again.fire_units) == repr(COUNTRY.fire_units)
    assert repr(again.assets) == repr(COUNTRY.assets)
    assert repr(again.control) == repr(COUNTRY.control)


def test_another_seed_moves_everything() -> None:
    """No position is written down anywhere."""
    laydown = read_laydown("notional_city")
    other = lay_down(
        laydown, read_places(), read_interceptor_types(), np.random.default_rng(999)
    )

    here = {unit.position for unit in CITY.fire_units}
    assert here.isdisjoint(unit.position for unit in other.fire_units)


def test_everything_stands_in_its_ring() -> None:
    """Units within their team's ring of their city, to the rounding of a metre."""
    laydown = read_laydown("notional_city")
    ((centre_east_m, centre_north_m),) = CITY.centres_m
    for unit in CITY.fire_units:
        ring_m = laydown.teams[unit.id.rsplit("-", 2)[1]].ring_m
        away_m = math.hypot(
            unit.position.east_m - centre_east_m, unit.position.north_m - centre_north_m
        )
        assert ring_m.low - 1.0 <= away_m <= ring_m.high + 1.0


def test_some_gun_groups_have_prepared_positions() -> None:
    """None, one or two; each a drive away at the stated speed."""
    guns = [unit for unit in COUNTRY.fire_units if "-gun-" in unit.id]

    counts = Counter(len(gun.prepared_positions) for gun in guns)

    assert set(counts) == {0, 1, 2}
    assert counts[0] > counts[1] > counts[2]
    for gun in guns:
        for place in gun.prepared_positions:
            drive_m = math.dist(_flat(place.position), _flat(gun.position))
            assert abs(place.travel_time_s - drive_m / 12.0) <= 0.5


def test_sectors_of_fire_face_outwards() -> None:
    """A man-portable pair north of its city looks north."""
    pair = next(unit for unit in CITY.fire_units if "-portable-" in unit.id)
    ((centre_east_m, centre_north_m),) = CITY.centres_m

    assert pair.sector is not None
    assert pair.sector.width_rad == pytest.approx(math.pi)
    outward = math.atan2(
        pair.position.east_m - centre_east_m, pair.position.north_m - centre_north_m
    )
    assert math.cos(pair.sector.centre_rad - outward) == pytest.approx(1.0)


def test_control_shows_one_tight_ring_and_one_corridor() -> None:
    """Free everywhere else."""
    control = COUNTRY.control
    (order,), (zone,) = control.orders, control.zones

    assert control.weapons_control is WeaponsControlStatus.FREE
    assert order.status is WeaponsControlStatus.TIGHT
    assert order.area is not None
    assert len(zone.area.vertices_m) == 4
    # 160 km by 8 km, whatever its bearing.
    east_m, north_m = np.array(zone.area.vertices_m).T
    shoelace_m2 = east_m @ np.roll(north_m, -1) - north_m @ np.roll(east_m, -1)
    assert abs(shoelace_m2) / 2.0 == pytest.approx(160_000.0 * 8_000.0, rel=1e-3)


def test_assets_are_found_by_city() -> None:
    """What a raid aims at; a city without assets has none."""
    places_m, values = COUNTRY.assets_of("Kyiv")
    nowhere_m, nothing = COUNTRY.assets_of("Nowhere")

    assert values.tolist() == [100.0, 100.0, 60.0]
    assert places_m.shape == (3, 2)
    assert nowhere_m.shape == (0, 2)
    assert len(nothing) == 0


def test_names_say_notional() -> None:
    """Nobody should mistake an asset for a real site."""
    assert all("(notional)" in asset.name for asset in COUNTRY.assets)


def test_only_electronic_warfare_is_without_rounds() -> None:
    """Every other kind of unit has something to shoot with."""
    kinds = {kind.id: kind.kind for kind in COUNTRY.interceptor_types}
    for unit in COUNTRY.fire_units:
        for magazine in unit.magazines:
            soft = kinds[magazine.interceptor_type] is EffectorKind.ELECTRONIC_WARFARE
            assert soft == (magazine.rounds_ready == 0)


def test_places_are_coarse() -> None:
    """To a tenth of a degree: a town, not an address."""
    places = read_places()
    coordinates = [
        *((city.latitude_deg, city.longitude_deg) for city in places.cities),
        *((area.latitude_deg, area.longitude_deg) for area in places.launch_areas),
    ]

    assert coordinates == [(round(lat, 1), round(lon, 1)) for lat, lon in coordinates]


def test_places_in_the_frame() -> None:
    """A city at the origin's longitude is straight north of it."""
    kyiv = replace(read_places().city("Kyiv"), longitude_deg=32.0)

    ((east_m, north_m),) = in_frame((kyiv,), COUNTRY.frame)

    assert abs(east_m) < 1e-6
    assert north_m == pytest.approx(1.5 * 111_250.0, rel=1e-3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"units": {"gun": -1}}, "units.gun is -1"),
        ({"assets_meur": (-5.0,)}, "assets_meur is -5"),
        ({"debris_radius_m": 0.0}, "debris_radius_m is 0"),
    ],
)
def test_impossible_cities_are_refused(change: dict[str, object], message: str) -> None:
    """With the value and what is accepted."""
    stated: dict[str, object] = {"city": "Kyiv", "units": {}}
    with pytest.raises(ValueError, match=message):
        CityLaydown(**(stated | change))  # type: ignore[arg-type]


def test_impossible_laydowns_are_refused() -> None:
    """Unknown teams, cities named twice, more prepared positions than units."""
    laydown = read_laydown("notional_city")
    poltava = laydown.cities[0]
    with pytest.raises(ValueError, match=r"units\.cannon at Poltava is no team"):
        replace(laydown, cities=(replace(poltava, units={"cannon": 1}),))
    with pytest.raises(ValueError, match="'Poltava' occurs twice"):
        replace(laydown, cities=(poltava, poltava))
    with pytest.raises(ValueError, match=r"p_two is 0\.6"):
        Readiness(p_one=0.5, p_two=0.6, distance_m=Span(0, 1), road_speed_mps=10.0)
    with pytest.raises(ValueError, match="sector_width_deg is 400"):
        replace(laydown.teams["portable"], sector_width_deg=400.0)


def test_an_unknown_city_is_refused() -> None:
    """The message lists the known ones."""
    laydown = read_laydown("notional_city")
    elsewhere: Laydown = replace(
        laydown, cities=(replace(laydown.cities[0], city="Atlantis"),)
    )

    with pytest.raises(ValueError, match="city 'Atlantis' is not in the table"):
        lay_down(elsewhere, read_places(), (), np.random.default_rng(0))


def _flat(position: Position) -> tuple[float, float]:
    return position.east_m, position.north_m


def test_a_team_states_its_doctrine() -> None:
    """Teams are plain data; the default looks after each shot."""
    team = Team(
        magazines=(),
        channels=1,
        ring_m=Span(0.0, 1.0),
        reaction_time_s=1.0,
        antenna_height_m=1.0,
        sensor_range_m=1.0,
    )

    assert team.doctrine == "shoot_look_shoot"
