"""Rounds are conserved, and the books of a desk are those of the crews."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.closed_loop import (
    STARTS_S,
    drawn_with,
    one_city,
    parallel_raid,
    small_setting,
)
from tests.pictures import GUN_ROUND, JAMMER, MISSILE, TYPES, gun_group, missile_unit
from tests.pictures import jammer_unit as jammer
from zaslin.domain.defence import FireUnit, Magazine
from zaslin.domain.event import Reloaded, Resupplied, UnitReported
from zaslin.domain.ids import (
    CURRENT_POSITION,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
)
from zaslin.ops.stock import load, spend, supply
from zaslin.sim.arsenal import Arsenal, CrewEvent
from zaslin.sim.scenario import Outage, Resupply
from zaslin.sim.setting import Setting

G1, M1, J1 = FireUnitId("G1"), FireUnitId("M1"), FireUnitId("J1")
EAST = PositionId("east")


def setting_with(*units: FireUnit, **changes: Any) -> Setting:
    """Units of a team of their own each, named after its first letter."""
    defence = replace(
        one_city(),
        fire_units=units or (gun_group("G1"), missile_unit("M1"), jammer("J1")),
        interceptor_types=TYPES,
        team_of_unit={unit.id: unit.id[0] for unit in units}
        or {G1: "G", M1: "M", J1: "J"},
    )
    return small_setting(defence=defence, **changes)


def arsenal_of(
    *units: FireUnit,
    seed: int = 1,
    kind: Callable[..., Arsenal] = Arsenal,
    **changes: Any,
) -> Arsenal:
    """An arsenal for a raid of nobody."""
    draw = drawn_with(parallel_raid(0), seed)
    return kind(setting_with(*units, **changes), draw)


def shoot(
    arsenal: Arsenal,
    unit: FireUnitId = G1,
    kind: InterceptorTypeId = GUN_ROUND.id,
    *,
    rounds: int = 1,
    after_s: float = 0.0,
    takes_s: float = 0.0,
    position: PositionId = CURRENT_POSITION,
) -> bool:
    """Fire so many seconds after the beginning."""
    at_s = STARTS_S + after_s
    return arsenal.fire(unit, kind, rounds, position, at_s, at_s + takes_s)


def held(arsenal: Arsenal, unit: FireUnitId = G1) -> tuple[int, int]:
    """Rounds on rails and in store."""
    magazine = arsenal.unit(unit).magazines[0]
    return magazine.rounds_ready, magazine.rounds_stored


# ------------------------------------------------------------------------- reloading


def test_a_rail_is_loaded_again_when_its_time_has_passed() -> None:
    """40 s after its round left: not at 39 s, and reported at 40 s."""
    arsenal = arsenal_of()
    assert shoot(arsenal)
    assert held(arsenal) == (1, 6)

    assert arsenal.step(STARTS_S + 39.0) == ()
    events = arsenal.step(STARTS_S + 40.0)

    assert events == (Reloaded(fire_unit=G1, interceptor_type=GUN_ROUND.id, rounds=1),)
    assert held(arsenal) == (2, 5)


def test_rails_are_loaded_one_by_one_or_all_at_once() -> None:
    """Each on its own clock; what is ready in one step is one report."""
    arsenal = arsenal_of()
    shoot(arsenal, after_s=0.0)
    shoot(arsenal, after_s=10.0)

    assert not shoot(arsenal, after_s=20.0)
    arsenal.step(STARTS_S + 45.0)
    assert held(arsenal) == (1, 5)
    arsenal.step(STARTS_S + 50.0)
    assert held(arsenal) == (2, 4)

    shoot(arsenal, rounds=2, after_s=60.0)
    (event,) = arsenal.step(STARTS_S + 200.0)
    assert event == Reloaded(fire_unit=G1, interceptor_type=GUN_ROUND.id, rounds=2)


def test_a_rail_that_is_empty_at_the_start_is_being_loaded() -> None:
    """One of two, with a store: ready 40 s after the start."""
    unit = gun_group("G1")
    magazine = replace(unit.magazines[0], rounds_ready=1, rails=2)
    arsenal = arsenal_of(replace(unit, magazines=(magazine,)))

    assert held(arsenal) == (1, 6)
    arsenal.step(STARTS_S + 39.0)
    assert held(arsenal) == (1, 6)
    arsenal.step(STARTS_S + 40.0)
    assert held(arsenal) == (2, 5)


def test_an_empty_store_loads_nothing_until_it_is_resupplied() -> None:
    """Two rails wait; three rounds come at 500 s; both are ready at 540 s."""
    unit = gun_group("G1")
    magazine = replace(unit.magazines[0], rounds_stored=0)
    arsenal = arsenal_of(
        replace(unit, magazines=(magazine,)),
        resupply=(Resupply(at_s=500.0, interceptor_type=str(GUN_ROUND.id), rounds=3),),
    )
    shoot(arsenal, rounds=2)

    assert arsenal.step(STARTS_S + 499.0) == ()
    assert arsenal.step(STARTS_S + 500.0) == (
        Resupplied(fire_unit=G1, interceptor_type=GUN_ROUND.id, rounds=3),
    )
    assert held(arsenal) == (0, 3)
    arsenal.step(STARTS_S + 539.0)
    assert held(arsenal) == (0, 3)
    arsenal.step(STARTS_S + 540.0)
    assert held(arsenal) == (2, 1)
    assert arsenal.account(GUN_ROUND.id).resupplied == 3


def test_one_long_step_is_as_many_short_ones() -> None:
    """Rails that wait for a resupply within the step are not loaded before it."""
    unit = gun_group("G1")
    magazine = replace(unit.magazines[0], rounds_stored=0)
    arsenal = arsenal_of(
        replace(unit, magazines=(magazine,)),
        resupply=(Resupply(at_s=500.0, interceptor_type=str(GUN_ROUND.id), rounds=1),),
    )
    shoot(arsenal, rounds=2)

    arsenal.step(STARTS_S + 530.0)

    assert held(arsenal) == (0, 1)


def test_a_resupply_comes_to_each_unit_that_holds_the_type() -> None:
    """And to no other one."""
    arsenal = arsenal_of(
        gun_group("G1"),
        gun_group("G2"),
        missile_unit("M1"),
        resupply=(Resupply(at_s=10.0, interceptor_type=str(GUN_ROUND.id), rounds=5),),
    )

    events = arsenal.step(STARTS_S + 10.0)

    assert [event for event in events if isinstance(event, Resupplied)] == [
        Resupplied(fire_unit=FireUnitId(name), interceptor_type=GUN_ROUND.id, rounds=5)
        for name in ("G1", "G2")
    ]
    assert held(arsenal, M1) == (4, 0)


# ---------------------------------------------------------------------- what it cannot


def test_no_more_rounds_leave_than_are_on_the_rails() -> None:
    """A salvo of three from two rails is none, and nothing is changed."""
    arsenal = arsenal_of()

    assert not shoot(arsenal, rounds=3)
    assert held(arsenal) == (2, 6)
    assert arsenal.account(GUN_ROUND.id).fired == 0
    assert shoot(arsenal, rounds=2)


def test_a_channel_is_busy_until_the_look() -> None:
    """One channel: the second engagement has to wait."""
    arsenal = arsenal_of()

    assert shoot(arsenal, takes_s=30.0)
    assert not shoot(arsenal, after_s=29.9)
    assert shoot(arsenal, after_s=30.0)


def test_a_unit_fires_what_it_has_from_where_it_stands() -> None:
    """No round of another unit's type, and none from elsewhere."""
    arsenal = arsenal_of()

    assert not shoot(arsenal, kind=MISSILE.id)
    assert not shoot(arsenal, position=EAST)


def test_a_unit_that_is_not_ready_does_not_fire() -> None:
    """Not before its time."""
    unit = replace(gun_group("G1"), ready_at_s=STARTS_S + 60.0)
    arsenal = arsenal_of(unit)

    assert not shoot(arsenal, after_s=59.0)
    assert shoot(arsenal, after_s=60.0)


def test_jammers_take_a_channel_and_no_round() -> None:
    """However often."""
    arsenal = arsenal_of()

    assert shoot(arsenal, J1, JAMMER.id, takes_s=60.0)
    assert not shoot(arsenal, J1, JAMMER.id, after_s=59.0)
    assert shoot(arsenal, J1, JAMMER.id, after_s=60.0)
    assert arsenal.account(JAMMER.id).fired == 0


# ------------------------------------------------------------------------------ moves


def test_a_move_is_reported_at_the_next_step() -> None:
    """Once; and the unit fires from there when it is ready, not before."""
    arsenal = arsenal_of()

    assert arsenal.order_move(G1, EAST, STARTS_S)
    assert not arsenal.order_move(G1, EAST, STARTS_S)
    (event,) = arsenal.step(STARTS_S + 5.0)

    assert isinstance(event, UnitReported)
    assert event.fire_unit == arsenal.unit(G1)
    assert event.fire_unit.ready_at_s == STARTS_S + 300.0
    assert arsenal.step(STARTS_S + 10.0) == ()
    assert not shoot(arsenal, after_s=299.0, position=EAST)
    assert shoot(arsenal, after_s=300.0, position=EAST)


def test_a_move_that_cannot_be_is_not_reported() -> None:
    """To nowhere, or from where there is nothing prepared."""
    arsenal = arsenal_of()

    assert not arsenal.order_move(G1, PositionId("west"), STARTS_S)
    assert not arsenal.order_move(M1, EAST, STARTS_S)
    assert arsenal.step(STARTS_S) == ()


# ---------------------------------------------------------------------------- outages


def _out(arsenal: Arsenal) -> list[str]:
    return [
        unit.id for unit in arsenal.fire_units if not arsenal.unit(unit.id).channels
    ]


def test_a_share_of_a_team_is_out_and_comes_back() -> None:
    """Half of eight guns from 100 s to 200 s; the missile unit never."""
    guns = [gun_group(f"G{number}") for number in range(8)]
    arsenal = arsenal_of(
        *guns,
        missile_unit("M1"),
        outages=(Outage(from_s=100.0, until_s=200.0, share=0.5, teams=("G",)),),
    )

    assert arsenal.step(STARTS_S + 99.0) == ()
    events = arsenal.step(STARTS_S + 100.0)
    out = _out(arsenal)
    assert len(events) == len(out) == 4
    assert not any(shoot(arsenal, FireUnitId(name), after_s=150.0) for name in out)
    assert sum(shoot(arsenal, unit.id, after_s=150.0) for unit in guns) == 4

    back = [
        event
        for event in arsenal.step(STARTS_S + 200.0)
        if isinstance(event, UnitReported)
    ]
    assert len(back) == 4
    assert _out(arsenal) == []
    assert shoot(arsenal, FireUnitId(out[0]), after_s=200.0)


def test_without_a_team_any_unit_may_be_out() -> None:
    """A share of all of them, others under another seed, more of a larger share."""

    def out(share: float, seed: int) -> set[str]:
        units = [gun_group(f"G{n}") for n in range(10)]
        units += [missile_unit(f"M{n}") for n in range(10)]
        outage = Outage(from_s=0.0, until_s=9.0, share=share)
        arsenal = arsenal_of(*units, seed=seed, outages=(outage,))
        arsenal.step(STARTS_S)
        return set(_out(arsenal))

    assert len(out(0.3, 1)) == 6
    assert out(0.3, 1) == out(0.3, 1)
    assert out(0.3, 1) != out(0.3, 2)
    assert out(0.3, 1) < out(0.6, 1)


def test_jammed_channels_are_the_worst_of_all_outages() -> None:
    """Four channels, half of them, then a quarter as well, then half again."""
    unit = replace(missile_unit("M1"), channels=4)
    arsenal = arsenal_of(
        unit,
        outages=(
            Outage(from_s=0.0, until_s=400.0, share=1.0, channels_left=0.5),
            Outage(from_s=100.0, until_s=200.0, share=1.0, channels_left=0.25),
        ),
    )
    channels = []
    for after_s in (0.0, 100.0, 200.0, 400.0):
        arsenal.step(STARTS_S + after_s)
        channels.append(arsenal.unit(M1).channels)

    assert channels == [2, 1, 2, 4]


def test_a_unit_that_is_out_keeps_its_rounds_and_its_reloads() -> None:
    """Crews go on loading; the report says what is on the rails by then."""
    arsenal = arsenal_of(outages=(Outage(from_s=30.0, until_s=900.0, share=1.0),))
    shoot(arsenal, rounds=2)

    events = arsenal.step(STARTS_S + 40.0)

    (report,) = [
        event.fire_unit
        for event in events
        if isinstance(event, UnitReported) and event.fire_unit.id == G1
    ]
    assert report.channels == 0
    assert report.magazines[0].rounds_ready == 2


# ----------------------------------------------------------------------- conservation

ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("fire"), st.sampled_from([G1, M1, J1]), st.integers(1, 3)),
        st.tuples(st.just("step"), st.integers(0, 90), st.just(0)),
        st.tuples(st.just("move"), st.sampled_from(["east", "p0"]), st.just(0)),
    ),
    max_size=60,
)
KIND_OF = {G1: GUN_ROUND.id, M1: MISSILE.id, J1: JAMMER.id}


class Books:
    """What a desk would have entered."""

    def __init__(self, arsenal: Arsenal) -> None:
        self.units = {unit.id: unit for unit in arsenal.fire_units}

    def enter(self, event: CrewEvent) -> None:
        """A crew's report, as the desk enters it."""
        match event:
            case UnitReported():
                self.units[event.fire_unit.id] = event.fire_unit
            case Reloaded() | Resupplied():
                change = load if isinstance(event, Reloaded) else supply
                unit = self.units[event.fire_unit]
                self.units[unit.id] = change(unit, event.interceptor_type, event.rounds)

    def fired(self, unit: FireUnitId, kind: InterceptorTypeId, rounds: int) -> None:
        """A launch."""
        if kind != JAMMER.id:
            self.units[unit] = spend(self.units[unit], kind, rounds)


def books_agree(
    actions: list[tuple[str, str, int]], kind: Callable[..., Arsenal] = Arsenal
) -> None:
    """Assert that rounds are conserved and books agree after each of the actions."""
    arsenal = arsenal_of(
        kind=kind,
        stock={str(MISSILE.id): 1.5},
        resupply=(
            Resupply(at_s=70.0, interceptor_type=str(GUN_ROUND.id), rounds=3),
            Resupply(at_s=300.0, interceptor_type=str(MISSILE.id), rounds=2),
        ),
        outages=(
            Outage(from_s=50.0, until_s=120.0, share=0.6),
            Outage(from_s=100.0, until_s=400.0, share=0.5, channels_left=0.5),
        ),
    )
    books, now_s = Books(arsenal), STARTS_S
    fired: Counter[InterceptorTypeId] = Counter()
    rails = {unit.id: unit.magazines[0].rail_count for unit in arsenal.fire_units}
    for action, what, rounds in actions:
        if action == "step":
            now_s += float(what)
            for event in arsenal.step(now_s):
                books.enter(event)
        elif action == "move":
            arsenal.order_move(G1, PositionId(what), now_s)
        else:
            unit = FireUnitId(what)
            if arsenal.fire(
                unit, KIND_OF[unit], rounds, CURRENT_POSITION, now_s, now_s + 20.0
            ):
                books.fired(unit, KIND_OF[unit], rounds)
                fired[KIND_OF[unit]] += rounds * (unit != J1)
        for name, count in rails.items():
            true, entered = arsenal.unit(name).magazines, books.units[name].magazines
            assert true == entered
            assert true[0].rounds_ready <= max(count, 0)
        for each in KIND_OF.values():
            account = arsenal.account(each)
            assert account.fired == fired[each]
            assert account.initial + account.resupplied == account.fired + account.left


@given(actions=ACTIONS)
def test_rounds_are_conserved_and_the_books_agree(
    actions: list[tuple[str, str, int]],
) -> None:
    """Whatever is fired, loaded, resupplied, moved and out of order, in any order."""
    books_agree(actions)


class Bottomless(Arsenal):
    """The planted fault: rounds leave, and are still there."""

    def _take(self, *given: object) -> bool:
        before = {
            (name, kind): shelf.ready
            for name, crew in self._crews.items()
            for kind, shelf in crew.shelves.items()
        }
        took = super()._take(*given)  # type: ignore[arg-type]
        for (name, kind), ready in before.items():
            self._crews[name].shelves[kind].ready = ready
        return took


class FromNothing(Arsenal):
    """The planted fault: a rail is loaded though nothing is stored."""

    def step(self, now_s: float) -> tuple[CrewEvent, ...]:
        """What crews report."""
        events = super().step(now_s)
        shelf = self._crews[G1].shelves[GUN_ROUND.id]
        shelf.ready += shelf.empty_rails
        return events


class Silent(Arsenal):
    """The planted fault: nobody says that a rail was loaded."""

    def step(self, now_s: float) -> tuple[CrewEvent, ...]:
        """What crews report, but for reloads."""
        return tuple(
            event for event in super().step(now_s) if not isinstance(event, Reloaded)
        )


@pytest.mark.parametrize("faulty", [Bottomless, FromNothing, Silent])
def test_an_arsenal_that_cheats_is_caught(faulty: type[Arsenal]) -> None:
    """Two shots and a long enough wait show each of the faults."""
    actions = [("fire", G1, 1), ("step", 45, 0), ("fire", G1, 1), ("step", 5, 0)]
    books_agree(actions)  # type: ignore[arg-type]

    with pytest.raises((AssertionError, ValueError)):
        books_agree(actions, faulty)  # type: ignore[arg-type]


def test_a_shipped_laydown_is_conserved_under_random_fire() -> None:
    """An hour of launches by every unit of the city, and every round accounted for."""
    rng = np.random.default_rng(3)
    setting = small_setting()
    arsenal = Arsenal(setting, drawn_with(parallel_raid(0)))
    books = Books(arsenal)
    for after_s in range(0, 3600, 20):
        now_s = STARTS_S + after_s
        for event in arsenal.step(now_s):
            books.enter(event)
        for unit in rng.permutation(len(arsenal.fire_units))[:8]:
            name = arsenal.fire_units[unit].id
            for magazine in arsenal.fire_units[unit].magazines:
                kind = magazine.interceptor_type
                if arsenal.fire(name, kind, 1, CURRENT_POSITION, now_s, now_s + 60.0):
                    spends = any(
                        each.id == kind and each.spends_rounds
                        for each in setting.defence.interceptor_types
                    )
                    if spends:
                        books.units[name] = spend(books.units[name], kind, 1)
    for each in setting.defence.interceptor_types:
        account = arsenal.account(each.id)
        assert account.initial == account.fired + account.left
        assert account.fired > 0 or not each.spends_rounds
    assert {name: unit.magazines for name, unit in books.units.items()} == {
        unit.id: arsenal.unit(unit.id).magazines for unit in arsenal.fire_units
    }


def test_a_magazine_that_was_never_filled_has_no_rails() -> None:
    """A jammer's names its type, and stays empty."""
    (magazine,) = arsenal_of().unit(J1).magazines

    assert magazine == Magazine(interceptor_type=JAMMER.id, rounds_ready=0)
