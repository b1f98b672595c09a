"""What a journal says about itself, and the planner that it was made with."""

from collections.abc import Mapping
from dataclasses import dataclass

from zaslin.bootstrap import load_params
from zaslin.ops.ports import Planner
from zaslin.ops.replan import ReplanParams
from zaslin.sim.policy import POLICIES
from zaslin.sim.setting import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanner:
    """A planner fresh from its factory, and the time it has to leave to people."""

    planner: Planner
    decision_lead_s: float


def about_run(setting: Setting, policy: str, seed: int) -> dict[str, str]:
    """The header of the journal of a run: all that a replay has to know."""
    return {
        "scenario": setting.name,
        "policy": policy,
        "seed": str(seed),
        "params": setting.scenario.params,
        "decision_lead_s": repr(setting.scenario.replanning.decision_lead_s),
    }


def replanner_of(about: Mapping[str, str]) -> Replanner:
    """The planner of the run that a journal is of, by its header.

    Raises
    ------
    ValueError
        If the header does not say which it is, or names one that there is not.
    """
    policy = _stated(about, "policy")
    if policy not in POLICIES:
        raise ValueError(
            f"policy of the journal is {policy!r}; accepted: {', '.join(POLICIES)}"
        )
    params = load_params(_stated(about, "params"))
    return Replanner(
        planner=POLICIES[policy](params),
        decision_lead_s=_lead_s(_stated(about, "decision_lead_s")),
    )


def _stated(about: Mapping[str, str], key: str) -> str:
    if key not in about:
        raise ValueError(
            f"header of the journal does not state {key}; accepted: a journal that "
            "zaslin simulate has written"
        )
    return about[key]


def _lead_s(text: str) -> float:
    try:
        lead_s = float(text)
    except ValueError:
        lead_s = float("nan")
    return ReplanParams(decision_lead_s=lead_s).decision_lead_s
