"""The families are what their papers say, and a seed names an instance."""

from collections.abc import Callable

import numpy as np
import pytest

from zaslin.assignment.wta.family import (
    LAYERS,
    TARGET_CLASSES,
    ahuja,
    andersen,
    layered,
)
from zaslin.assignment.wta.instance import WtaInstance

Draw = Callable[..., WtaInstance]
AHUJA_VALUES = [96.0, 72.0, 76.0, 93.0]
AHUJA_LAST = 0.733522891764794
ANDERSEN_VALUES = [94.0, 62.0, 68.0, 89.0]
ANDERSEN_LAST = 0.4450763058826466
LAYERED_VALUES = [94.0, 62.0, 68.0, 89.0]
LAYERED_ROUNDS = [12, 15, 23, 24, 87]

each_family = pytest.mark.parametrize("draw", [ahuja, andersen, layered])


def _drawn(draw: Draw, n: int, m: int, seed: int = 1, **how: int) -> WtaInstance:
    return draw(n, m, np.random.default_rng(seed), **how)


@each_family
def test_a_seed_names_an_instance(draw: Draw) -> None:
    """The same arrays again, and others for another seed."""
    one, again, other = (_drawn(draw, 20, 30, seed) for seed in (1, 1, 2))

    np.testing.assert_array_equal(one.pk, again.pk)
    np.testing.assert_array_equal(one.values, again.values)
    np.testing.assert_array_equal(one.rounds, again.rounds)
    assert (one.pk != other.pk).any()


def test_what_a_seed_names_stays_the_same() -> None:
    """Published times name instances by family, size and seed."""
    first = _drawn(ahuja, 3, 4, 7)
    second = _drawn(andersen, 3, 4, 7)
    third = _drawn(layered, 5, 4, 7)

    assert first.values.tolist() == AHUJA_VALUES
    assert first.pk[2, 3] == pytest.approx(AHUJA_LAST, rel=1e-12)
    assert second.values.tolist() == ANDERSEN_VALUES
    assert second.pk[2, 3] == pytest.approx(ANDERSEN_LAST, rel=1e-12)
    assert third.values.tolist() == LAYERED_VALUES
    assert third.rounds.tolist() == LAYERED_ROUNDS


def test_ahuja_values_and_probabilities() -> None:
    """Whole values of 25 to 100, both ends included; p in [0.6, 0.9]; one round."""
    instance = _drawn(ahuja, 50, 2_000)

    assert set(instance.values.tolist()) == set(range(25, 101))
    assert 0.6 <= instance.pk.min() < 0.601
    assert 0.899 < instance.pk.max() <= 0.9
    assert set(instance.rounds.tolist()) == {1}


def test_andersen_values_probabilities_and_rounds() -> None:
    """Whole values of 1 to 99, p in [0, 1], the rounds asked for."""
    instance = _drawn(andersen, 50, 2_000, rounds=3)

    assert set(instance.values.tolist()) == set(range(1, 100))
    assert instance.pk.min() < 0.001
    assert instance.pk.max() > 0.999
    assert set(instance.rounds.tolist()) == {3}


def test_layers_differ_in_reach_magazine_and_probability() -> None:
    """Sparse as a whole, and each type within the figures of its layer."""
    instance = _drawn(layered, 40, 5_000)
    shares = (instance.pk > 0.0).mean(axis=1)

    assert (instance.pk > 0.0).mean() < 0.3
    start = 0
    for layer in LAYERS:
        end = start + round(layer.share * 40)
        assert shares[start:end] == pytest.approx(layer.reach, abs=0.03)
        held = instance.rounds[start:end]
        assert layer.rounds_low <= held.min() <= held.max() <= layer.rounds_high
        for row in instance.pk[start:end]:
            reached = np.unique(row[row > 0.0])
            assert len(reached) <= TARGET_CLASSES
            assert layer.p_low <= reached.min() <= reached.max() <= layer.p_high
        start = end
    assert start == 40


@pytest.mark.parametrize("weapons", range(4, 30))
def test_every_layer_has_a_type(weapons: int) -> None:
    """As soon as there are as many types as layers."""
    reach = (_drawn(layered, weapons, 20_000).pk > 0.0).mean(axis=1)

    for layer in LAYERS:
        assert np.isclose(reach, layer.reach, atol=0.02).any()


@each_family
@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 3), (1, 1), (3, 0), (1, 5)])
def test_small_sizes_are_instances_too(draw: Draw, n: int, m: int) -> None:
    """No weapon, no target, one of each."""
    instance = _drawn(draw, n, m, rounds=2)

    assert instance.pk.shape == (n, m)
    assert instance.rounds.tolist() == [2] * n
