"""A fire unit as it really is: what it holds, where it stands, what it can do."""

from dataclasses import replace

import pytest

from tests.pictures import NOW_S, gun_group, missile_unit
from zaslin.domain.defence import Magazine, PreparedPosition
from zaslin.domain.ids import CURRENT_POSITION, InterceptorTypeId, PositionId
from zaslin.domain.space import Position, Sector
from zaslin.sim.crew import Crew, Shelf

EAST = PositionId("east")
NORTH = PositionId("north")


def shelf(ready: int, stored: int, rails: int = 2) -> Shelf:
    """Rounds on so many rails."""
    magazine = Magazine(
        interceptor_type=InterceptorTypeId("gun"),
        rounds_ready=ready,
        rounds_stored=stored,
        rails=rails,
    )
    return Shelf(magazine=magazine, ready=ready, stored=stored)


def mover() -> Crew:
    """A gun group at the origin that may drive 5 km east or 12 km north of that."""
    unit = gun_group("G1")
    north = PreparedPosition(
        id=NORTH,
        position=Position(5000.0, 12_000.0, 120.0),
        travel_time_s=624.0,
        sector=Sector(0.0, 1.0),
    )
    return Crew(replace(unit, prepared_positions=(*unit.prepared_positions, north)))


def test_loading_takes_from_the_store() -> None:
    """A round at a time, and none that is not there."""
    few = shelf(ready=0, stored=1)

    assert few.load()
    assert not few.load()
    assert (few.ready, few.stored, few.rounds, few.waiting) == (1, 0, 1, 1)
    assert few.empty_rails == 1


def test_a_resupply_sets_only_idle_rails_going() -> None:
    """As many as wait and as there are rounds for."""
    idle = shelf(ready=0, stored=0, rails=3)
    for _ in range(3):
        idle.load()

    assert idle.resupply(2) == 2
    assert idle.resupply(5) == 1
    assert idle.resupply(5) == 0
    assert idle.stored == 12


def test_a_crew_reports_what_it_holds() -> None:
    """Rails and all else as they were."""
    crew = Crew(missile_unit("M1", rounds=4))
    next(iter(crew.shelves.values())).ready = 3

    (magazine,) = crew.as_reported().magazines

    assert magazine.rounds_ready == 3
    assert crew.as_reported().position == missile_unit("M1").position


def test_channels_are_busy_until_their_engagement_is_over() -> None:
    """Two of them: a third engagement has to wait for the first to be over."""
    crew = Crew(missile_unit("M1"))
    crew.occupy(NOW_S + 100.0)
    assert crew.can_fire(CURRENT_POSITION, NOW_S)
    crew.occupy(NOW_S + 200.0)

    assert not crew.can_fire(CURRENT_POSITION, NOW_S + 99.9)
    assert crew.can_fire(CURRENT_POSITION, NOW_S + 100.0)


def test_a_move_is_reported_at_once() -> None:
    """There already, ready after 240 s of driving and 60 s of setting up."""
    crew = mover()

    assert crew.move(EAST, NOW_S)

    unit = crew.as_reported()
    assert unit.position == Position(5000.0, 0.0, 120.0)
    assert unit.ready_at_s == NOW_S + 240.0 + 60.0
    assert not crew.can_fire(CURRENT_POSITION, NOW_S + 299.9)
    assert crew.can_fire(CURRENT_POSITION, NOW_S + 300.0)
    assert crew.can_fire(EAST, NOW_S + 300.0)
    assert not crew.can_fire(NORTH, NOW_S + 300.0)


def test_the_place_that_was_left_is_prepared() -> None:
    """As far away as it was, under a name of its own; the new place is none."""
    crew = mover()
    crew.move(EAST, NOW_S)

    places = {place.id: place for place in crew.as_reported().prepared_positions}

    assert set(places) == {NORTH, "p0"}
    back = places[PositionId("p0")]
    assert (back.position, back.travel_time_s) == (Position(0.0, 0.0, 100.0), 240.0)
    # 5 km in 240 s is the road speed; 12 km take 576 s from here.
    assert places[NORTH].travel_time_s == 576.0


def test_a_place_keeps_its_name() -> None:
    """There and back again: the same positions as before, sectors too."""
    crew = mover()
    before = crew.as_reported()

    assert crew.move(NORTH, NOW_S)
    assert crew.as_reported().sector == Sector(0.0, 1.0)
    assert crew.move(PositionId("p0"), NOW_S + 10_000.0)

    after = crew.as_reported()
    assert after.position == before.position
    assert after.sector == before.sector
    assert {place.id: place.position for place in after.prepared_positions} == {
        place.id: place.position for place in before.prepared_positions
    }
    assert crew.can_fire(PositionId("p0"), NOW_S + 20_000.0)


def test_a_new_name_is_not_taken() -> None:
    """Whatever the laydown calls its positions."""
    unit = gun_group("G1")
    (east,) = unit.prepared_positions
    crew = Crew(replace(unit, prepared_positions=(replace(east, id=PositionId("p0")),)))

    assert crew.move(PositionId("p0"), NOW_S)
    assert [place.id for place in crew.as_reported().prepared_positions] == ["p1"]


@pytest.mark.parametrize("travel_time_s", [0.0, 240.0])
def test_a_drive_of_no_length_tells_no_road_speed(travel_time_s: float) -> None:
    """Other travel times then stay as they are stated."""
    unit = gun_group("G1")
    (east,) = unit.prepared_positions
    here = replace(
        east,
        id=NORTH,
        travel_time_s=travel_time_s,
        position=unit.position if travel_time_s else east.position,
    )
    crew = Crew(replace(unit, prepared_positions=(east, here)))

    assert crew.move(NORTH, NOW_S)
    places = {place.id: place for place in crew.as_reported().prepared_positions}
    assert places[EAST].travel_time_s == 240.0


def test_a_crew_does_not_leave_what_it_has_begun() -> None:
    """Not while a round is in flight, not while it drives, and nowhere unprepared."""
    crew = mover()
    crew.occupy(NOW_S + 100.0)
    before = crew.as_reported()

    assert not crew.move(EAST, NOW_S + 50.0)
    assert not crew.move(PositionId("west"), NOW_S + 200.0)
    assert crew.as_reported() == before

    assert crew.move(EAST, NOW_S + 100.0)
    assert not crew.move(NORTH, NOW_S + 399.0)
    assert crew.move(NORTH, NOW_S + 400.0)
