"""Rounds at a fire unit: none appears, none vanishes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.pictures import GUN_ROUND, MISSILE, gun_group, missile_unit
from zaslin.domain.defence import FireUnit, Magazine
from zaslin.domain.ids import InterceptorTypeId
from zaslin.ops.stock import load, spend, supply

GUN = gun_group("gun")


def magazine(unit: FireUnit) -> Magazine:
    """The only magazine of a unit."""
    (only,) = unit.magazines
    return only


def test_a_launch_takes_ready_rounds_and_leaves_the_rail() -> None:
    """Two of two gone: both rails are empty now, and still two."""
    after = magazine(spend(GUN, GUN_ROUND.id, 2))

    assert (after.rounds_ready, after.rounds_stored) == (0, 6)
    assert after.rail_count == magazine(GUN).rail_count == 2


def test_more_than_is_ready_cannot_be_launched() -> None:
    """Stored rounds do not count: they are not on rails."""
    with pytest.raises(ValueError, match="accepted: at most the 2 that are ready"):
        spend(GUN, GUN_ROUND.id, 3)


def test_a_reload_moves_stored_rounds_onto_empty_rails() -> None:
    """As many as before, elsewhere."""
    after = magazine(load(spend(GUN, GUN_ROUND.id, 2), GUN_ROUND.id, 1))

    assert (after.rounds_ready, after.rounds_stored) == (1, 5)


@pytest.mark.parametrize(
    ("fired", "stored", "loaded", "most"), [(0, 6, 1, 0), (1, 6, 2, 1), (2, 1, 2, 1)]
)
def test_a_reload_needs_rounds_and_empty_rails(
    fired: int, stored: int, loaded: int, most: int
) -> None:
    """What may be loaded is said, and why."""
    full = replace(magazine(GUN), rounds_stored=stored)
    unit = replace(GUN, magazines=(full,))
    unit = spend(unit, GUN_ROUND.id, fired) if fired else unit

    with pytest.raises(ValueError, match=f"accepted: at most {most}, as {stored} are"):
        load(unit, GUN_ROUND.id, loaded)


def test_supplies_are_stored_even_where_rails_are_empty() -> None:
    """Loading takes time, and is reported by itself."""
    after = magazine(supply(spend(GUN, GUN_ROUND.id, 2), GUN_ROUND.id, 4))

    assert (after.rounds_ready, after.rounds_stored) == (0, 10)


def test_a_unit_without_a_store_is_supplied_and_loads_what_it_fired() -> None:
    """Its rails are those it began with."""
    unit = spend(missile_unit("U1"), MISSILE.id, 3)

    unit = load(supply(unit, MISSILE.id, 8), MISSILE.id, 3)

    after = magazine(unit)
    assert (after.rounds_ready, after.rounds_stored, after.rail_count) == (4, 5, 4)


@pytest.mark.parametrize("change", [spend, load, supply])
def test_a_type_that_the_unit_does_not_have_is_refused(
    change: Callable[[FireUnit, InterceptorTypeId, int], FireUnit],
) -> None:
    """The types that it has are named."""
    with pytest.raises(ValueError, match="'missile'; accepted: 'gun_round'"):
        change(GUN, MISSILE.id, 1)
    with pytest.raises(ValueError, match="accepted: none, it has no magazine"):
        change(replace(GUN, magazines=()), MISSILE.id, 1)


def test_other_magazines_stay_as_they_are() -> None:
    """Each type for itself."""
    other = Magazine(interceptor_type=MISSILE.id, rounds_ready=1)
    unit = replace(GUN, magazines=(other, *GUN.magazines))

    assert spend(unit, GUN_ROUND.id, 1).magazines[0] == other
