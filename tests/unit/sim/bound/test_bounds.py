"""Bounds of whole scenarios: the same by seed, in order, below what policies leak."""

from dataclasses import replace
from statistics import mean, stdev

import numpy as np
import pytest

from zaslin.bootstrap.simulation import load_setting
from zaslin.sim.bound.bounds import bounds
from zaslin.sim.draw import draw
from zaslin.sim.policy import POLICIES
from zaslin.sim.run import fly
from zaslin.sim.scenario import Surveillance
from zaslin.sim.setting import Setting

SEEDS = range(1, 13)


@pytest.fixture(scope="module")
def tiny() -> Setting:
    """The smallest scenario that is shipped: a dozen objects over one city."""
    return load_setting("tiny")


def test_the_same_seed_has_the_same_bounds(tiny: Setting) -> None:
    """To the last bit, whatever was computed before."""
    assert bounds(tiny, draw(tiny, 3)) == bounds(tiny, draw(tiny, 3))


def test_prices_of_the_forecast_bound_no_better_than_those_of_the_raid(
    tiny: Setting,
) -> None:
    """Whoever knows the raid names the better prices, to within their convergence."""
    for seed in SEEDS:
        known = bounds(tiny, draw(tiny, seed))
        assert known.full_information_meur is not None
        assert known.forecast_meur is not None
        assert known.forecast_meur <= 1.02 * known.full_information_meur + 0.01


def test_no_policy_leaks_less_than_the_bounds_on_average(tiny: Setting) -> None:
    """Mean of a policy less mean of each bound: not below zero by four errors."""
    above: dict[str, list[float]] = {"full": [], "forecast": [], "chance": []}
    for seed in SEEDS:
        drawn = draw(tiny, seed)
        known = bounds(tiny, drawn)
        # A policy remembers its night: a new one for each.
        policy = POLICIES["priced_forecast"](tiny.params)
        leaked = fly(tiny, policy, seed, drawn=drawn).result.leaked_expected_meur
        for name, bound in zip(
            above,
            (known.full_information_meur, known.forecast_meur, known.chance_meur),
            strict=True,
        ):
            assert bound is not None
            above[name].append(leaked - bound)
    for name, differences in above.items():
        error = stdev(differences) / np.sqrt(len(differences))
        assert mean(differences) >= -4.0 * error, name


def test_what_is_never_identified_gets_through(tiny: Setting) -> None:
    """Nobody may shoot at it, so that all of the damage is bound to be done."""
    blind = Surveillance(p_unidentified=1.0)
    setting = replace(tiny, scenario=replace(tiny.scenario, surveillance=blind))
    drawn = draw(setting, 1)

    known = bounds(setting, drawn)

    result = fly(setting, POLICIES["priced"](setting.params), 1, drawn=drawn).result
    assert known.full_information_meur == pytest.approx(
        result.leaked_expected_meur, rel=1e-6
    )
    assert known.chance_meur == pytest.approx(known.full_information_meur, rel=1e-6)
