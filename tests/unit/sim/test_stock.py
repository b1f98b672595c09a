"""A run begins with the rounds of the laydown, as the scenario multiplies them."""

from dataclasses import replace
from typing import Any

import pytest

from tests.closed_loop import one_city, small_setting
from tests.pictures import GUN_ROUND, MISSILE, TYPES, gun_group, missile_unit
from zaslin.domain.defence import FireUnit, Magazine
from zaslin.sim.laydown import Defence
from zaslin.sim.scenario import Outage, Resupply
from zaslin.sim.stock import stocked_units


def laid_out(*units: FireUnit) -> Defence:
    """Units of a team of their own each, named after its first letter."""
    return replace(
        one_city(),
        fire_units=units,
        interceptor_types=TYPES,
        team_of_unit={unit.id: unit.id[0] for unit in units},
    )


def magazines(stock: dict[str, float], *units: FireUnit) -> list[Magazine]:
    """The first magazine of each unit when the run begins."""
    setting = small_setting(defence=laid_out(*units), stock=stock)
    return [unit.magazines[0] for unit in stocked_units(setting)]


def test_without_a_factor_only_the_rails_are_stated() -> None:
    """As many as there are, even when their rounds have left."""
    (missiles, gun) = magazines({}, missile_unit("M", rounds=4), gun_group("G"))

    assert (missiles.rounds_ready, missiles.rounds_stored, missiles.rails) == (4, 0, 4)
    assert (gun.rounds_ready, gun.rounds_stored, gun.rails) == (2, 6, 2)


@pytest.mark.parametrize(
    ("factor", "ready", "stored"),
    [(0.0, 0, 0), (0.25, 2, 0), (0.5, 2, 2), (1.0, 2, 6), (2.0, 2, 14)],
)
def test_a_factor_fills_rails_first(factor: float, ready: int, stored: int) -> None:
    """Two rails and eight rounds, multiplied: what has no rail is stored."""
    (gun,) = magazines({str(GUN_ROUND.id): factor}, gun_group("G"))

    assert (gun.rounds_ready, gun.rounds_stored, gun.rails) == (ready, stored, 2)


def test_rounding_loses_no_round() -> None:
    """A tenth of ten times four rounds are four rounds, wherever they are."""
    units = [missile_unit(f"M{number}") for number in range(10)]

    left = magazines({str(MISSILE.id): 0.1}, *units)

    assert sum(each.rounds_ready + each.rounds_stored for each in left) == 4
    assert max(each.rounds_ready for each in left) == 1


def test_other_types_keep_their_rounds() -> None:
    """A factor is that of one type."""
    (missiles, gun) = magazines(
        {str(MISSILE.id): 0.5}, missile_unit("M"), gun_group("G")
    )

    assert missiles.rounds_ready == 2
    assert (gun.rounds_ready, gun.rounds_stored) == (2, 6)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stock": {"arrows": 2.0}}, "stock .* names 'arrows'; accepted: .*missile"),
        (
            {"resupply": (Resupply(at_s=1.0, interceptor_type="arrows", rounds=1),)},
            "resupply .* names 'arrows'",
        ),
        (
            {"outages": (Outage(from_s=0.0, until_s=1.0, share=1.0, teams=("Z",)),)},
            "outage .* names 'Z'; accepted: .*: G, M",
        ),
    ],
)
def test_unknown_names_are_refused(changes: dict[str, Any], said: str) -> None:
    """With what is accepted instead."""
    defence = laid_out(missile_unit("M"), gun_group("G"))

    with pytest.raises(ValueError, match=said):
        stocked_units(small_setting(defence=defence, **changes))
