"""What a journal says about its run is what its replay needs."""

from dataclasses import replace

import pytest

from tests.closed_loop import small_setting
from tests.pictures import saturated
from zaslin.bootstrap.replay import about_run, replanner_of
from zaslin.sim.policy import POLICIES


@pytest.mark.parametrize("policy", POLICIES)
def test_the_header_of_a_run_names_its_planner(policy: str) -> None:
    """Any policy, with the lead of its scenario to the last bit."""
    setting = small_setting()
    replanning = replace(setting.scenario.replanning, decision_lead_s=1.0 / 3.0)
    setting = replace(
        setting, scenario=replace(setting.scenario, replanning=replanning)
    )

    about = about_run(setting, policy, 7)
    replanner = replanner_of(about)

    assert about["scenario"] == setting.name
    assert about["policy"] == policy
    assert about["seed"] == "7"
    assert replanner.decision_lead_s == 1.0 / 3.0


def test_each_replay_has_a_planner_of_its_own() -> None:
    """One that remembers another night would plan otherwise."""
    about = about_run(small_setting(), "priced_forecast", 1)

    assert replanner_of(about).planner is not replanner_of(about).planner


def test_the_planner_plans() -> None:
    """By the policy that was named."""
    about = about_run(small_setting(), "priced", 1)

    made = replanner_of(about).planner(saturated(), None)

    assert made.revision == saturated().revision
    assert made.bound <= made.value < made.undefended
