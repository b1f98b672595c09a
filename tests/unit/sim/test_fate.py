"""The truth about each object, and that it agrees with the account of the run."""

import math

import numpy as np
import pytest

from tests.reports import flown
from zaslin.bootstrap.simulation import load_setting
from zaslin.sim.draw import draw
from zaslin.sim.fate import Ending


def test_fates_add_up_to_the_result() -> None:
    """Down, through and in the air; decoys and damage."""
    result, fates = flown().result, flown().fates
    leaks = [each for each in fates if each.ending is Ending.THROUGH]

    assert len(fates) == result.objects
    assert sum(each.ending is Ending.DOWN for each in fates) == result.downed
    assert len(leaks) == result.through
    assert sum(each.is_decoy for each in leaks) == result.decoys_leaked
    damage_meur = sum(each.damage_meur for each in leaks)
    assert damage_meur == pytest.approx(result.leaked_meur)


def test_objects_end_where_and_when_they_do() -> None:
    """What got through is at the end of its way; what came down did so before."""
    raid = draw(load_setting("tiny"), 1).raid
    for row, fate in enumerate(flown().fates):
        away_m = math.dist(fate.ended_m, fate.way_m[-1])
        assert fate.launched_s <= fate.ended_s <= raid.arrives_s[row]
        assert np.allclose(fate.way_m[-1], raid.aim_m[row])
        if fate.ending is Ending.THROUGH:
            assert away_m == pytest.approx(0.0, abs=1.0)
            assert fate.ended_s == raid.arrives_s[row]
        if fate.ending is Ending.DOWN:
            assert away_m > 1.0


def test_each_track_is_of_one_object_at_most() -> None:
    """Echoes and bystanders are of none."""
    named = [name for fate in flown().fates for name in fate.tracks]

    assert len(named) == len(set(named)) > 0


def test_a_decoy_does_no_damage() -> None:
    """Wherever it is bound for."""
    decoys = [fate for fate in flown().fates if fate.is_decoy]

    assert decoys
    assert {fate.damage_meur for fate in decoys} == {0.0}
