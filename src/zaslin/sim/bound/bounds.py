"""Lower bounds on what any policy lets through of one drawn raid; docs/bounds.md."""

import numpy as np

from zaslin.sim.bound.chance import ChanceBound, chance_bound
from zaslin.sim.bound.fluid import find_prices, fluid_bound
from zaslin.sim.bound.scene import Ground, ground_of, pk_table, tries_at
from zaslin.sim.bound.tries import Floats, Prices, Tries, zero_prices
from zaslin.sim.draw import Draw, damages_meur, forecast_raids
from zaslin.sim.raid import Raid, joined
from zaslin.sim.result import Bounds
from zaslin.sim.setting import Setting
from zaslin.sim.watch import Watch, most_tracks

_CHANCES = 12
"""Draws of good rounds: their standard error is then some 0.3 to 2 % of the bound."""


def bounds(setting: Setting, draw: Draw) -> Bounds:
    """Bounds on the expected damage of whatever policy meets this raid.

    Expected over the outcomes of shots and over which objects are decoys, as far as
    their tracks leave that open; a single run may come off better by luck.
    """
    ground = ground_of(setting)
    tries, value = _raid(setting, draw, ground)
    prices = find_prices(tries, ground.supply, value)
    chance = _chance(draw, ground, tries, value, prices)
    foreseen = _foreseen_prices(setting, draw.seed, ground)
    return Bounds(
        full_information_meur=_at_least_nothing(
            fluid_bound(tries, ground.supply, value, prices)
        ),
        forecast_meur=_at_least_nothing(
            fluid_bound(tries, ground.supply, value, foreseen)
        ),
        # An estimate: cut off at nothing run by run, it would be too large on average.
        chance_meur=chance.mean_meur,
    )


def _at_least_nothing(bound_meur: float) -> float:
    return max(0.0, bound_meur)


def _chance(
    draw: Draw, ground: Ground, tries: Tries, value: Floats, prices: Prices
) -> ChanceBound:
    rng = draw.stream("bound")
    return chance_bound(tries, ground.supply, value, prices, _CHANCES, rng)


def _raid(setting: Setting, draw: Draw, ground: Ground) -> tuple[Tries, Floats]:
    """Tries at the raid as it really flies, and the damage to expect of each object."""
    watch = Watch(setting, draw)
    pk = pk_table(setting.defence.interceptor_types, draw.pk_point)
    value = _counted(setting, draw.raid, draw.damage_meur * (1 - watch.belief_p_decoy))
    tries = tries_at(
        ground,
        draw.raid,
        watch.hostile_from_s(),
        most_tracks(setting, draw),
        value > 0.0,
        pk,
        setting.scenario.starts_s,
    )
    return tries, value


def _foreseen_prices(setting: Setting, seed: int, ground: Ground) -> Prices:
    """Prices that the evening's forecast alone could have named.

    Each of its raids comes with a probability: the supply is as much larger instead.
    """
    raids = forecast_raids(setting, seed)
    share = setting.scenario.forecast_scale / max(1, len(raids))
    if share == 0.0:
        return zero_prices(ground.supply)
    kinds = setting.defence.interceptor_types
    pk = pk_table(kinds, {kind.id: setting.params.pk_point for kind in kinds})
    starts_s = setting.scenario.starts_s
    raid = joined(raids)
    value = _counted(
        setting, raid, damages_meur(setting, raid) * (1.0 - raid.decoy_prior)
    )
    known_s = np.full(len(raid), starts_s)
    once = np.ones(len(raid), dtype=np.int64)
    tries = tries_at(ground, raid, known_s, once, value > 0.0, pk, starts_s)
    supply = ground.supply
    larger = supply._replace(
        rounds=supply.rounds / share,
        channel_s=supply.channel_s / share,
        rail_s=supply.rail_s / share,
    )
    return find_prices(tries, larger, value)


def _counted(setting: Setting, raid: Raid, damage_meur: Floats) -> Floats:
    """Damage of what arrives before the end; what arrives later does none here."""
    scenario = setting.scenario
    ends_s = scenario.starts_s + scenario.duration_s
    return np.where(raid.arrives_s <= ends_s, damage_meur, 0.0)
