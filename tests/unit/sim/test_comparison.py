"""A comparison says what its runs say, scenario by scenario."""

from dataclasses import fields, replace

import pytest

from tests import studies
from zaslin.sim.comparison import FIGURES, Comparison, compare, timings
from zaslin.sim.result import Bounds, RunResult, Timing
from zaslin.sim.study import RunKey, Study

LEAKS = {"ours": 10.0, "ours_too": 6.0, "greedy": 20.0, "slow": 40.0}


def leaks(key: RunKey) -> float:
    """Every seed adds the same to every policy."""
    assert key.policy is not None
    return LEAKS[key.policy] + key.seed % 10


def compared(study: Study, **changes: object) -> Comparison:
    """The made-up study, ours being the reference."""
    stated: dict[str, object] = {
        "results": studies.results(study, leaks),
        "bounds": studies.bounds(study),
        "reference": "ours",
        "kin": ("ours", "ours_too"),
    } | changes
    return compare(study, **stated)  # type: ignore[arg-type]


def test_means_are_over_the_seeds() -> None:
    """Seeds 0 to 5 add 2.5 on average."""
    scenario = compared(studies.study()).scenarios[1]

    assert scenario.scenario == "storm"
    assert {each.policy: each.leaked.value for each in scenario.policies} == {
        policy: leaked + 2.5 for policy, leaked in LEAKS.items()
    }
    assert scenario.objects == 30.0


def test_differences_are_paired() -> None:
    """What all policies have in common leaves no width."""
    slow = compared(studies.study()).scenarios[0].of("slow")

    assert slow.difference_meur is not None
    assert (slow.difference_meur.low, slow.difference_meur.high) == (30.0, 30.0)
    assert slow.to_reference is not None
    assert slow.to_reference.value == 42.5 / 12.5
    assert slow.leaked.low is not None
    assert slow.leaked.low < 42.5


def test_the_rival_is_the_best_that_is_not_of_our_kin() -> None:
    """A variant of ours is no baseline, even where it is better."""
    scenario = compared(studies.study()).scenarios[0]

    assert scenario.rival == "greedy"
    assert scenario.difference_meur is not None
    assert scenario.difference_meur.value == -10.0
    assert scenario.to_rival is not None
    assert scenario.to_rival.value == 12.5 / 22.5
    assert compared(studies.study(), kin=()).scenarios[0].rival == "ours_too"


def test_the_reference_is_not_compared_with_itself() -> None:
    """It has no difference, and alone it has no rival."""
    alone = studies.study(policies=("ours",))
    scenario = compared(alone).scenarios[0]

    assert scenario.of("ours").difference_meur is None
    assert (scenario.rival, scenario.to_rival, scenario.difference_meur) == (None,) * 3


def test_leaked_value_is_measured_against_the_bound_that_is_tightest_on_average() -> (
    None
):
    """Not against the largest of each raid, which would be too large on average."""
    study = studies.study(scenarios=("calm",), runs=2)
    stated = [
        Bounds(full_information_meur=2.0, forecast_meur=4.0),
        Bounds(full_information_meur=9.0, forecast_meur=5.0),
    ]
    keys = [key for key in study.keys if key.policy is None]

    scenario = compared(study, bounds=dict(zip(keys, stated, strict=True))).scenarios[0]

    assert scenario.bound_meur is not None
    assert scenario.bound_meur.value == 5.5
    assert scenario.bounds_meur["forecast_meur"].value == 4.5
    assert "chance_meur" not in scenario.bounds_meur
    ratio = scenario.of("ours").to_bound
    assert ratio is not None
    assert ratio.value == (10.5) / 5.5


def test_a_study_without_bounds_is_compared_without() -> None:
    """None, not zero."""
    scenario = compared(studies.study(bounds=False), bounds={}).scenarios[0]

    assert scenario.bound_meur is None
    assert scenario.of("ours").to_bound is None


def test_a_bound_that_one_raid_lacks_is_no_mean() -> None:
    """It would be the mean of other raids than the policy's."""
    study = studies.study(scenarios=("calm",), runs=2)
    keys = [key for key in study.keys if key.policy is None]

    scenario = compared(
        study, bounds={keys[0]: Bounds(chance_meur=1.0), keys[1]: Bounds()}
    ).scenarios[0]

    assert scenario.bound_meur is None


def test_every_figure_of_a_result_is_averaged() -> None:
    """A new field of a result must find its place in the comparison."""
    told_otherwise = {
        "scenario",
        "policy",
        "seed",
        "undefended_meur",
        "objects",
        "leakers",
        "rounds",
        "bounds",
    }
    stated = {field.name for field in fields(RunResult)}

    assert stated - told_otherwise == set(FIGURES) - {"rounds_meur", "total_meur"}


def test_classes_and_types_that_a_run_lacks_count_as_none() -> None:
    """Two jets in one run of four are half a jet on average."""
    study = studies.study(scenarios=("calm",), policies=("ours",), runs=4)
    results = studies.results(study)
    key = next(iter(results))
    results[key] = replace(results[key], leakers={"jet_one_way_attack": 2})

    figures = compared(study, results=results).scenarios[0].of("ours")

    assert figures.leakers["jet_one_way_attack"].value == 0.5
    assert figures.rounds["gun"].at_start == 100.0
    fired = figures.rounds["gun"].fired.value
    assert figures.rounds["gun"].at_end.value == 100.0 - fired


def test_another_reference_is_refused() -> None:
    """It must be one of the policies."""
    with pytest.raises(ValueError, match="reference is 'best'; accepted: ours, ours_"):
        compared(studies.study(), reference="best")


def test_times_are_means_of_what_was_timed() -> None:
    """A scenario that was not timed is left out."""
    study = studies.study(runs=2)
    measured = {
        RunKey("calm", "ours", seed): Timing(total_s=1.0 + seed % 2, planning_s=0.5)
        for seed in study.seeds
    }

    (figures,) = timings(study, measured)

    assert (figures.scenario, figures.policy) == ("calm", "ours")
    assert (figures.total_s, figures.planning_s) == (1.5, 0.5)
